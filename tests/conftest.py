"""What tests share: how properties are tried, and a browser, which starts when it is first used."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from player_view import View
    from playwright.sync_api import Browser

# How long one example takes says more of the machine than of the code. With every change the same
# examples are tried, or a change would be refused for what another has left; --full looks further.
settings.register_profile("every change", deadline=None, derandomize=True)
settings.register_profile("full", deadline=None, max_examples=1000)
settings.load_profile("every change")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="every set of parameters in every theme")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--full"):
        settings.load_profile("full")


LONG = ("test_reliability", "test_file_operations", "test_readme", "test_film", "test_workers")
LONG += ("test_static_checks", "test_scene_films", "test_process")
"""Files of tests that take many seconds each."""

MEMORY = Path("/dev/shm")
"""Where Linux has files in memory."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Those first, or one of them goes on when all others have ended.
    items.sort(key=lambda item: item.path.stem not in LONG)
    if config.getoption("--full"):
        return
    left_out = [item for item in items if item.get_closest_marker("full")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from browser import running

    with running() as found:
        yield found


@pytest.fixture
def folder_in_memory(tmp_path: Path) -> Iterator[Path]:
    """An empty folder, where there is memory for files in it: what syncs often waits for disks."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir=MEMORY) as name:
        yield Path(name)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from player_view import write_site

    folder = tmp_path_factory.mktemp("site")
    write_site(folder)
    return folder


@pytest.fixture
def opened(browser: Browser, site: Path) -> Iterator[Any]:
    """Return what opens the player: with a query, and with settings of the browser's."""
    from player_view import STEM, View

    contexts, views = [], []

    def open_view(query: str = "", page: str = f"{STEM}.html", **settings: Any) -> View:
        size = {"viewport": {"width": 900, "height": 700}}
        contexts.append(browser.new_context(**{**size, **settings}))
        views.append(View(contexts[-1].new_page()))
        return views[-1].open((site / page).as_uri() + query)

    yield open_view
    errors = [error for view in views for error in view.errors]
    for context in contexts:
        context.close()
    assert not errors

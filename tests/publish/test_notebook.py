"""The clip as the last line of a notebook's cell: the player, with the film in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import Browser

from explainer import clip
from explainer.publish.record import read_record

SCENE = '''"""A scene to show in a notebook."""
from manim import Circle, Create

from explainer import Explainer, Field, SceneParams


class Ring(Explainer):
    """See a "ring" grow & close."""

    class Params(SceneParams):
        radius: float = Field(1, gt=0, le=3, description="of the ring")

    def construct(self):
        with self.beat("ring", "A ring", "A ring grows."):
            self.play(Create(Circle(self.params.radius)))
'''


def test_a_cell_shows_the_player_with_the_film_in_it(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXPLAINER_CACHE", str(tmp_path / "kept"))
    (tmp_path / "ring.py").write_text(SCENE)
    finished = clip("ring.py", quality="l", radius=2, jobs=1)
    record = read_record(finished.record)
    assert record.parameters == {"radius": 2.0}
    cell = tmp_path / "elsewhere" / "notebook.html"
    cell.parent.mkdir()
    cell.write_text(f"<!doctype html><p>Out:</p>{finished._repr_html_()}", encoding="utf-8")
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url[:5]))
    page.goto(cell.as_uri())
    frame = page.frames[1]
    frame.wait_for_function("document.querySelector('video').readyState >= 2", timeout=20_000)
    length = frame.evaluate("document.querySelector('video').duration")
    assert length == pytest.approx(record.duration, abs=0.1)
    assert page.get_attribute("iframe", "title") == 'See a "ring" grow & close.'
    assert set(asked) <= {"file:", "data:", "about"}
    page.close()

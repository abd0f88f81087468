"""Files of a request: plain ones of bounded size are read, all else is refused at once."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from explainer import catalogue
from explainer.catalogue import ROOT
from explainer.input_files import InputFileError, input_path, opened, read_file
from explainer.maths.data_column import read_column
from explainer.params import load_params_file
from explainer.scenes.linear_algebra.svd.images import read_image
from explainer.sources import reading

DOORS: dict[str, Callable[[str], object]] = {
    "data": read_column,
    "picture": read_image,
    "parameters": load_params_file,
    "scene": lambda path: catalogue.load(path),
}
"""What reads a file that a request names."""


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest) -> Callable[[str], object]:
    return DOORS[request.param]


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:  # short, since a socket's path may not be long
        yield Path(name)


def test_what_is_no_plain_file_is_refused_at_once_by_every_door(
    door: Callable[[str], object], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    os.mkfifo("pipe.py")
    Path("link.py").symlink_to("pipe.py")
    Path("loop.py").symlink_to("loop.py")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("socket.py")
    Path("folder.py").mkdir()
    Path("zero.py").symlink_to("/dev/zero")
    Path("memory.py").symlink_to("/proc/self/mem")
    reasons = {
        "pipe.py": "not a regular file",
        "link.py": "not a regular file",
        "zero.py": "not a regular file",
        "/dev/../dev/zero": "not a regular file",
        "socket.py": "not a regular file",
        "folder.py": "it is a folder, not a file",
        "memory.py": "it cannot be read",
        "loop.py": "it cannot be read",
        "none.py": "there is no such file",
        "~nosuchuser/x.py": "there is no user nosuchuser",
        f"{'x' * 300}.py": "its path is too long",
        f"{'x/' * 3000}y.py": "its path is too long",
        "nul\0l.py": "its name contains a null character",
        "\ud800.py": "its name is not valid",
    }
    for path, reason in reasons.items():
        with pytest.raises(ValueError, match=reason) as refused:
            door(path)
        assert "\n" not in str(refused.value)
    listener.close()


def test_a_pipe_is_refused_even_if_it_takes_the_place_of_a_file_that_was_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = tmp_path / "plain"
    plain.write_text("1")
    os.mkfifo(tmp_path / "pipe")
    looked_at = os.stat(plain)
    monkeypatch.setattr(os, "stat", lambda path: looked_at)
    with pytest.raises(InputFileError, match="not a regular file"):
        read_file(tmp_path / "pipe", 10)


@pytest.mark.parametrize(
    "request_",
    [
        ["vectors", "--params", "pipe"],
        ["random_variable", "--set", "data=pipe"],
        ["svd", "--set", "image=pipe"],
        ["./pipe"],
        ["vectors", "--params", "/dev/zero"],
        ["confidence_interval", "--set", "data=/dev/zero"],
    ],
)
def test_the_command_never_waits_for_a_pipe(request_: list[str], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    run = subprocess.run(
        [sys.executable, "-m", "explainer", *request_, "--still", "-ql"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 2 and run.stdout == ""
    assert run.stderr.startswith("error: ") and run.stderr.count("\n") == 1
    assert "not a regular file" in run.stderr


def test_an_address_is_no_file() -> None:
    for address in ("https://example.org/x.csv", "s3://bucket/x.csv"):
        with pytest.raises(
            InputFileError, match="nothing is fetched from the web; download it first"
        ):
            read_file(address, 10)


def test_a_home_folder_and_links_are_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "x.csv").write_text("a\n1\n2\n")
    (tmp_path / "x.toml").write_text("a = 1\n")
    (tmp_path / "link.csv").symlink_to("x.csv")
    deep = tmp_path / "/".join(5 * ["d" * 60])
    deep.mkdir(parents=True)
    (deep / "x.csv").write_text("a\n3\n")
    assert read_column("~/x.csv").values.tolist() == [1, 2]
    assert read_column("~/link.csv").values.tolist() == [1, 2]
    assert read_column(str(deep / "x.csv")).values.tolist() == [3]
    assert load_params_file(Path("~/x.toml")) == {"a": 1}
    monkeypatch.chdir(deep)
    assert read_column("../" * 5 + "x.csv").values.tolist() == [1, 2]
    heard: set[Path] = set()
    with reading(heard):
        read_column("~/x.csv")
        read_column("~/x.csv")
    assert heard == {tmp_path / "x.csv"}


def test_a_file_that_is_called_like_a_home_folder_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("~notes.csv").write_text("1\n")
    with pytest.raises(
        InputFileError, match=r"no user notes\.csv \(for a file of that name write \./ before it"
    ):
        input_path("~notes.csv")
    assert read_file("./~notes.csv", 10) == b"1\n"


def test_no_more_is_read_than_is_allowed(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"1234567890")
    assert read_file(file, 10) == b"1234567890"
    with pytest.raises(InputFileError, match="it is larger than"):
        read_file(file, 9)
    if Path("/proc/self/maps").exists():  # a plain file, by its own account of no bytes
        with pytest.raises(InputFileError, match="larger than"):
            read_file("/proc/self/maps", 9)


def test_an_error_without_a_number_is_its_readers_own(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("1")
    with pytest.raises(OSError, match="cut short"), opened(tmp_path / "x", 10):
        raise OSError("cut short")

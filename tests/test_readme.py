"""Every command, program and file of the README, run as it stands there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from explainer import catalogue

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

IN_CI = ("./render.sh linear_transformation", "./render.sh test")
"""What .ci/run runs word for word."""
LONG = ("bench", "reliability")
"""Commands that take half an hour and more: only their options are asked for."""
OWN = ("sine_wave.py", "another_wave.py")
"""Files with the scene that the README writes."""
RENDERS = ("--still", "--sheet", "--sheet-plain")


def commands() -> list[str]:
    """Return every whole command: lines of blocks, and code within sentences."""
    lines = re.findall(r"^    ((?:\./render\.sh|manim|explainer) [^#\n]*)", README, re.MULTILINE)
    code = re.findall(r"`((?:\./render\.sh|manim|explainer) [^`]*)`", README)
    found = dict.fromkeys(" ".join(each.split()) for each in [*lines, *code])
    return [each for each in found if each not in IN_CI]


def blocks() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the README's reader has."""
    folder = tmp_path_factory.mktemp("desk")
    Image.linear_gradient("L").resize((240, 180)).save(folder / "photo.jpg")
    rows = "\n".join(f"{n},{150 + n % 40}" for n in range(100))
    (folder / "heights.csv").write_text(f"pupil,height\n{rows}\n")
    (scene,) = (block for block in blocks() if "class SineWave" in block)
    for name in OWN:
        (folder / name).write_text(scene)
    (folder / "scenes").symlink_to(ROOT / "scenes")
    return folder


def run(command: list[str], folder: Path) -> None:
    environment = {
        **os.environ,
        "EXPLAINER_CACHE": str(folder / "cache"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def as_run(command: str, full: bool) -> list[str]:
    """Return a command as it is tried: small, and as a picture where it is a clip.

    Without ``--full``, decks are of clips of the reader's own, which are shorter, and Manim's
    command plays the first three plays of a scene.
    """
    words = shlex.split(command.replace("SCENE", "vectors"))
    if words[0] == "manim" and not full:
        return [*words[:1], "-n", "0,2", *words[1:]]
    if words[0] != "./render.sh":
        return words
    if words[1] == "deck" and not full:
        own = iter(OWN)
        words = [next(own) if word in catalogue.files() else word for word in words]
    words = [sys.executable, "-P", "-m", "explainer", *words[1:]]
    first = words[4]
    if first in LONG:
        return [*words, "--help"]
    if first in ("list", "show", "doctor", "clean", "check"):
        return words
    words += ["-ql"]
    return words if first == "deck" or {*RENDERS, "--beat"} & {*words} else [*words, "--still"]


@pytest.mark.parametrize("command", commands())
def test_every_command_runs(command: str, desk: Path, request: pytest.FixtureRequest) -> None:
    run(as_run(command, request.config.getoption("--full")), desk)


def test_the_notebook_cell_runs(desk: Path) -> None:
    (cell,) = (block for block in blocks() if "explainer import clip" in block)
    (desk / "cell.py").write_text(cell)
    run([sys.executable, "-P", "cell.py"], desk)
    assert (desk / "clips" / "posterior_update.mp4").is_file()


def test_continuous_integration_runs_the_first_two_in_order() -> None:
    first, second = re.findall(r"^    (\./render\.sh [^#\n]*?) *#", README, re.MULTILINE)[:2]
    assert (first, second) == IN_CI
    script = (ROOT / ".ci" / "run").read_text()
    assert script.index(f"\n{first}\n") < script.index(f"exec {second} ")


def test_its_table_has_every_scene_in_the_order_of_the_course() -> None:
    assert re.findall(r"\[`(\w+)`\]\(scenes/", README) == list(catalogue.files())


def test_every_file_that_it_links_to_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert len(links) > 10
    assert [link for link in links if "STEM" not in link and not (ROOT / link).exists()] == []

"""The check command: lines, a marked sheet, an exit status, for scenes of users too."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from explainer.cli import main
from explainer.publish.sheet import marked
from explainer.style import DARK, FRAME, Zone

HEAD = "from manim import *\nfrom explainer import Explainer, Field, SceneParams, allow\n\n\n"
SCENE = f'''{HEAD}class Mine(Explainer):
    """Text of any size."""

    class Params(SceneParams):
        size: float = Field(0.4, gt=0, le=3)

    presets = {{"tiny": Params(size=0.1)}}

    def construct(self):
        with self.beat("first", "First", "One."):
            self.add(Text("beside").shift(2 * DOWN))
        with self.beat("second-one", "Second", "Two."):
            self.fade(into=[self.words("of a size", size=self.params.size)])
'''


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scene in it, where the commands are given."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv("EXPLAINER_CACHE", str(tmp_path / ".kept"))
    write(tmp_path, "mine", SCENE)
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    sys.modules.pop(name, None)
    (folder / f"{name}.py").write_text(text)


def body(code: str) -> str:
    lines = "".join(f"        {line}\n" for line in code.splitlines())
    return f"{HEAD}class Mine(Explainer):\n    def construct(self):\n{lines}"


def run(capsys: Any, *arguments: str) -> tuple[int, list[str], str]:
    """Return the exit status, the lines on standard output, and what is said on standard error."""
    status = main(["check", *arguments, "-ql"])
    captured = capsys.readouterr()
    return status, captured.out.splitlines(), captured.err


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("clips/*"))


def test_nothing_is_found_and_nothing_left(place: Path, capsys: Any) -> None:
    status, lines, note = run(capsys, "mine.py")
    assert (status, lines) == (0, [])
    assert note == "note: mine: 5 texts on 2 last frames: no faults; motion: no faults\n"
    assert not (place / "clips").exists()


@pytest.mark.parametrize(
    "asked", [["--set", "size=0.1"], ["--preset", "Tiny"], ["--params", "small.toml"]]
)
def test_a_fault_is_a_line_and_a_mark(asked: list[str], place: Path, capsys: Any) -> None:
    (place / "small.toml").write_text("size = 0.1\n")
    status, lines, note = run(capsys, "mine.py", *asked)
    assert status == 1
    assert lines == [
        "mine, second-one: text 'of a size' is too small: 1/80 of the frame's height, "
        "less than 1/36 [1]"
    ]
    assert note == (
        "note: mine: 5 texts on 2 last frames: 1 fault, marked in clips/mine.check.png; "
        "motion: no faults\n"
    )
    assert left(place) == ["mine.check.png"]
    with Image.open(place / "clips/mine.check.png") as sheet:
        pixels = np.asarray(sheet.convert("RGB"))
    warning = (pixels == [*bytes.fromhex(DARK.warning[1:])]).all(axis=2)
    assert warning.sum() > 300
    assert np.argwhere(warning)[:, 1].min() > pixels.shape[1] / 2  # the second beat is at the right


def test_the_sheet_of_an_earlier_check_goes(place: Path, capsys: Any) -> None:
    assert run(capsys, "mine.py", "--preset", "tiny")[0] == 1
    assert left(place) == ["mine.check.png"]
    assert run(capsys, "mine.py")[0] == 0
    assert left(place) == []


def test_theme_beat_folder_and_name(place: Path, capsys: Any) -> None:
    asked = ["--preset", "tiny", "--theme", "light", "--out", "there", "--name", "other"]
    # Manim's text is white, whatever the theme.
    status, lines, _ = run(capsys, "mine.py", *asked, "--beat", "first")
    assert status == 1 and len(lines) == 1
    assert lines[0].startswith("mine, first: text 'beside' is too faint: its contrast ")
    status, lines, _ = run(capsys, "mine.py", *asked, "--beat", "Second One")
    assert status == 1 and len(lines) == 2
    assert [line[-3:] for line in lines] == ["[1]", "[2]"]
    assert {path.name for path in (place / "there").iterdir()} == {
        "other.first.check.png",
        "other.second-one.check.png",
    }


def test_each_scene_has_its_report(place: Path, capsys: Any) -> None:
    write(
        place,
        "yours",
        body("with self.beat('a', 'A', 'A.'):\n    self.add(Text('x', font_size=9))"),
    )
    status, lines, notes = run(capsys, "mine.py", "yours.py")
    assert status == 1
    assert [line.split(":")[0] for line in lines] == ["yours, a"]
    assert [line.split(":")[1] for line in notes.splitlines()] == [" mine", " yours"]


def test_a_scene_without_beats_is_looked_at_where_it_ends(place: Path, capsys: Any) -> None:
    write(place, "plain", body("self.play(FadeIn(Text('beyond').shift(6 * RIGHT)))"))
    status, lines, _ = run(capsys, "plain.py")
    assert status == 1
    assert re.fullmatch(r"plain, end: text 'beyond' is outside .* at the right \[1\]", lines[0])


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("self.add(Square(7.5))", "0 texts on 1 last frame: no faults; motion: no faults\n"),
        (
            "line, text = Line(5 * LEFT, 5 * RIGHT + 7 * UP).move_to(ORIGIN), Text('one')\n"
            "self.add(line, allow(text, 'crossed', 'it names\\nthe line'))",
            "1 text on 1 last frame: no faults; 1 silenced (crossed: it names the line); motion",
        ),
        ("self.add(Paragraph('a', 'b'))", "the type size of 1 of them (Paragraph) is not known"),
        ("self.add(Text('one'))", "1 text on 1 last frame: no faults; motion: no faults\n"),
    ],
)
def test_it_says_what_it_looked_at(code: str, said: str, place: Path, capsys: Any) -> None:
    write(place, "plain", body(code))
    status, lines, note = run(capsys, "plain.py")
    assert (status, lines) == (0, [])
    assert said in note


def test_faults_of_motion_are_lines_without_marks(place: Path, capsys: Any) -> None:
    code = """allow(self, 'share', 'what counts is how it moves')
with self.beat('a', 'A square'):
    square = Square(2)
    self.add(square)
    with self.say('It moves at once.'):
        self.wait(1)
        self.play(square.animate.shift(RIGHT))
    self.wait(4)
    self.add(Square(1).shift(3 * LEFT))"""
    write(place, "moving", body(code))
    status, lines, note = run(capsys, "moving.py")
    assert status == 1 and note.endswith("motion: 4 faults\n")
    kinds = ["first motion begins 2", "'It moves at once.' at", "something pops at", "stands still"]
    assert all(part in line for part, line in zip(kinds, lines, strict=True)), lines
    assert all(line.startswith("moving, a: ") for line in lines)
    assert left(place) == []
    assert run(capsys, "moving.py", "--beat", "a")[:2] == (0, [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no_such_scene"], "no scene is called no_such_scene"),
        (["mine.py", "--beat", "secnd-one"], "has no beat secnd-one (did you mean second-one?)"),
        (["mine.py", "--set", "size=-1"], "size"),
        (["mine.py", "--theme", "blue"], "one of dark, light, contrast is allowed"),
        (["mine.py", "--still"], "no such option: --still"),
        (["mine.py", "--name", "a.check"], "names that end in .check are reserved"),
        ([], "Missing argument 'SCENE...'"),
    ],
)
def test_a_wrong_request_is_refused(
    arguments: list[str], said: str, place: Path, capsys: Any
) -> None:
    status, lines, error = run(capsys, *arguments)
    assert (status, lines) == (2, [])
    assert error.startswith("error: ") and error.count("\n") == 1
    assert said in error
    assert not (place / "clips").exists()


def test_no_reason_to_allow_is_refused(place: Path, capsys: Any) -> None:
    write(place, "broken", body("self.add(allow(Text('x'), 'small', ''))"))
    status, lines, error = run(capsys, "broken.py")
    assert (status, lines) == (1, [])
    assert "line 7: " in error and "say why the fault 'small' is right here" in error


def test_a_scene_that_fails_says_where(place: Path, capsys: Any) -> None:
    write(place, "broken", body("self.add(Text('x', font_size=9))\n1 / 0"))
    status, lines, error = run(capsys, "broken.py")
    assert (status, lines) == (1, [])
    assert error.startswith("error: broken: broken.py, line 8: ZeroDivisionError")
    assert not (place / "clips").exists()


def test_a_scene_of_the_catalogue_has_no_faults(place: Path, capsys: Any) -> None:
    status, lines, note = run(capsys, "gradient", "--beat", "direction")
    assert (status, lines) == (0, []), note
    assert not (place / "clips").exists()


def test_marks_stand_about_their_places_and_never_outside() -> None:
    pixels = np.zeros((240, 427, 4), np.uint8)
    colour = [*bytes.fromhex(DARK.warning[1:])]
    inside = marked(pixels, [(1, Zone(-1, 1, -0.5, 0.5))], DARK)
    assert inside.shape == (240, 427, 3) and not pixels.any()
    rows, columns = np.nonzero((inside == colour).all(axis=2))
    scale = 427 / FRAME.width
    assert rows.max() == pytest.approx(120 + 0.5 * scale, abs=9)
    assert columns.min() == pytest.approx(213 - scale, abs=9)
    assert not (inside[115:125, 200:226]).any()  # what it is about is not covered
    for x, y in [(-20, 0), (20, 0), (0, 9), (0, -9), (20, 9)]:
        outside = marked(pixels, [(12, Zone(x - 1, x + 1, y - 1, y + 1))], DARK)
        assert (outside == colour).all(axis=2).sum() > 20

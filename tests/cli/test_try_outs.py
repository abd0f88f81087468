"""What somebody tries out leaves finished clips alone, and no writer takes the files of another."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from manim_slides.config import PresentationConfig

from explainer import clip
from explainer.cli import main
from explainer.publish.record import read_record

SCENE = '''"""A scene to test with."""
from manim import Circle
from explainer import Explainer, Field, SceneParams


class Growth(Explainer):
    """See a circle grow."""

    class Params(SceneParams):
        radius: float = Field(1, gt=0, le=3, description="of the circle")
        label: str = "r"

    presets = {"big": Params(radius=2)}

    def construct(self):
        with self.beat("circle", "A circle", "One."):
            self.add(Circle(self.params.radius))
        with self.beat("still", "Still", "Two."):
            self.wait(0.2)
'''


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one scene in it, where the commands are given."""
    (tmp_path / "growth.py").write_text(SCENE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv("EXPLAINER_CACHE", str(tmp_path / ".kept"))
    monkeypatch.delitem(sys.modules, "growth", raising=False)
    return tmp_path


def made() -> dict[str, bytes]:
    """Return all files in ``clips`` with what is in them."""
    folder = Path("clips")
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_finished_clip_survives_all_that_is_tried_out_and_made_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["growth.py", "-ql", "--for", "stills", "--for", "beats"]) == 0
    finished = made()
    assert len(finished) == 8 + 2 + 2 + 2
    other = ["--set", "radius=2", "--theme", "light", "-ql"]
    for arguments in (
        *(["--still"], ["--sheet"], ["--sheet-plain"]),
        *(["--still", "--beat", "circle"], ["--sheet", "--beat", "still"]),
        *(["--beat", "circle"], ["--beat", "still", "--for", "gif", "--for", "stills"]),
    ):
        before = made()
        assert main(["growth.py", *other, *arguments]) == 0
        assert before.items() <= made().items()  # nothing is replaced
        assert len(made()) > len(before)
    assert main(["deck", "growth.py", "-ql", "--to", "html", "--to", "pptx"]) == 0
    everything = made()
    assert finished.items() <= everything.items()
    assert main(["growth.py", "-ql", "--for", "beats", "--for", "stills"]) == 0
    again = made()
    assert again.keys() == everything.keys()
    assert {p for p in again if again[p] != everything[p] and not p.endswith(".svg")} == set()
    slides = PresentationConfig.from_file(Path("clips/slides/growth.json")).slides
    assert [slide.file.name for slide in slides] == ["01-circle.mp4", "02-still.mp4"]
    assert capsys.readouterr().err == ""


def test_what_replaces_another_clip_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    def render(*arguments: str) -> str:
        assert main(["growth.py", "-ql", "--beat", "circle", *arguments]) == 0
        out, err = capsys.readouterr()
        assert out.startswith("clips/growth.circle.mp4\n")
        assert err.count("\n") <= 1
        return err

    was = "note: clips/growth.circle.mp4 was made with "
    kept = "; it is replaced (--name keeps both)"
    assert render("--for", "gif") == ""
    assert render() == render("--fresh") == ""
    assert (
        render("--set", "radius=2")
        == f"{was}radius=1{kept}; files made from the old clip stay: growth.circle.gif\n"
    )
    assert render("--preset", "big") == ""
    Path("clips/growth.circle.gif").unlink()
    assert render("--preset", "big", "--theme", "light") == f"{was}--theme dark{kept}\n"
    assert render("-qm", "--set", f"label={'x' * 200}").startswith(
        f"{was}radius=2, label=r, --theme light, -q l{kept}"
    )
    long = render()
    assert f"label={'x' * 57}..., -q m{kept}" in long and len(long) < 250
    Path("clips/growth.circle.json").write_text("not a record")
    assert " belong to an unknown clip and are replaced" in render()
    clip("growth.py", quality="l", beat="circle", radius=3)
    assert capsys.readouterr() == ("", f"{was}radius=1{kept}\n")


def test_a_clip_that_is_called_like_a_beat_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["growth.py", "-ql", "--name", "growth.circle"]) == 0
    before = made()
    assert main(["growth.py", "-ql", "--beat", "circle"]) == 2
    said = capsys.readouterr().err
    assert "--beat circle: clips/growth.circle.mp4 is another clip" in said
    assert main(["growth.py", "-ql", "--beat", "circle", "--still"]) == 0
    assert before.items() <= made().items()
    assert len(read_record(Path("clips/growth.circle.json")).beats) == 2

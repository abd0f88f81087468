"""What Manim's users write first works, or is refused in plain words that say what to write."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from manim import tempconfig

from explainer import catalogue
from explainer.cli.app import main
from explainer.engine.session import Quality, frame_settings, measure, still
from explainer.scene import Explainer
from explainer.style import contrast_ratio, theme

HEAD = "from manim import *\nfrom explainer import Explainer, Explainer3D\n"
SMALL = Quality(64, 36, 15)
INTERNAL = re.compile(r"params|Error|object has no|NoneType|__main__|Traceback|Sink|ClipCamera")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, on a machine without LaTeX."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    return tmp_path


def scene(body: str, bases: str = "Explainer", name: str = "Mine", before: str = "") -> str:
    lines = "".join(f"        {line}\n" for line in body.splitlines())
    return f"{HEAD}{before}class {name}({bases}):\n    def construct(self):\n{lines}"


WORKS = {
    "code": "self.add(Code(code_string='x = 1', language='python'))",
    "table": "self.add(Table([['a', 'b'], ['c', 'd']]))",
    "texts": "self.add(Text('Hi'), MarkupText('<b>x</b>'), Paragraph('a', 'b'))",
    "typst": "self.add(MathTypst('x^2'), Typst('hi').shift(DOWN))",
    "redrawn": "t = ValueTracker(0)\nself.add(always_redraw(lambda: Dot(RIGHT * t.get_value())))\n"
    "self.play(t.animate.set_value(2))",
    "lagged": "self.play(LaggedStart(*[FadeIn(Dot(i * RIGHT)) for i in range(3)], lag_ratio=0.5))",
    "animated": "s = Square()\nself.play(s.animate(run_time=2).shift(UP))\nself.play(Indicate(s))",
    "traced": "d = Dot()\nself.add(d, TracedPath(d.get_center))\nself.play(d.animate.shift(RIGHT))",
    "sections": "self.next_section('a', skip_animations=True)\nself.play(Create(Dot()))\n"
    "self.add_subcaption('Hello', duration=1)\nself.play(FadeOut(Dot()), subcaption='Bye')\n"
    "self.pause()",
    "numbers": "self.add(NumberLine(x_range=[0, 3, 1], include_numbers=True, "
    "label_constructor=MathTypst), DecimalNumber(3.14, mob_class=MathTypst))",
    "axes": "a = Axes(x_range=[0, 5], axis_config={'include_numbers': True, "
    "'label_constructor': MathTypst})\nself.add(a, a.get_axis_labels('x', 'y'))",
    "bars": "self.add(BarChart([1, 2], bar_names=['a', 'b'], x_axis_config={'label_constructor': "
    "MathTypst}, y_axis_config={'label_constructor': MathTypst}))",
    "integers": "self.add(IntegerTable([[1, 2], [3, 4]], "
    "element_to_mobject=lambda entry: MathTypst(str(entry))))",
    "matrix": "self.add(self.formula('mat(1, 2; 3, 4)'))",
    "nothing": "pass",
}


@pytest.mark.parametrize("body", WORKS.values(), ids=WORKS)
def test_what_is_written_first_works(body: str, place: Path) -> None:
    (place / "works.py").write_text(scene(body))
    sys.modules.pop("works", None)
    assert main(["works.py", "--still", "-ql"]) == 0


LARGE = ("texts", "typst", "axes", "matrix", "nothing")
"""Those whose picture fills the frame, or that are text alone."""


@pytest.mark.parametrize("body", WORKS.values(), ids=WORKS)
def test_what_is_written_first_can_be_checked(
    body: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong are three texts in one place, and numbers of Manim's at the edge of the frame, or on a
    number line; and the picture is a small one in most."""
    (place / "works.py").write_text(scene(body))
    sys.modules.pop("works", None)
    status = main(["check", "works.py", "-ql"])
    said = capsys.readouterr()
    assert said.err.startswith("note: works: ") and said.err.count("\n") == 1
    found = said.out.splitlines()
    lines = [line for line in found if ", end: the picture takes " not in line]
    assert (len(lines) < len(found)) == (body not in map(WORKS.get, LARGE))
    if body == WORKS["texts"]:
        assert len(lines) == 3 and all(" overlap [" in line for line in lines)
    elif body == WORKS["axes"]:
        assert lines[0].startswith("works, end: text '-4' is outside the safe area by 0.")
        assert len(lines) == 4 and all(" is outside the safe area by 0." in line for line in lines)
    elif body == WORKS["numbers"]:
        assert len(lines) == 1 and "text '3.14' lies on a line or an edge" in lines[0]
    else:
        assert lines == []
    assert status == (1 if found else 0)


REFUSED = {
    "mathtex": (
        scene("self.add(MathTex('x^2'))"),
        r"line 5: MathTex needs LaTeX.* MathTypst.*self\.formula",
    ),
    "tex": (scene("self.play(Write(Tex('hi')))"), r"line 5: Tex needs LaTeX.*MathTypst.*Text"),
    "title": (scene("self.add(Title('hi'))"), r"line 5: Title needs LaTeX.*MathTypst"),
    "line": (
        scene("self.add(NumberLine(include_numbers=True))"),
        r"NumberLine\(\.\.\., label_constructor=MathTypst\)",
    ),
    "axes": (
        scene("a = Axes()\nself.add(a, a.get_axis_labels('x', 'y'))"),
        r'line 6: Axes needs.*axis_config=\{"label_constructor": MathTypst\}',
    ),
    "bars": (scene("self.add(BarChart([1]))"), r"BarChart needs.*y_axis_config"),
    "matrix": (scene("self.add(Matrix([[1]]))"), r'Matrix needs.*self\.formula\("mat'),
    "integers": (scene("self.add(IntegerTable([[98]]))"), r"element_to_mobject"),
    "decimal": (scene("self.add(DecimalNumber(8.76))"), r"mob_class=MathTypst"),
    "init": (
        f"{HEAD}class Mine(Explainer, ZoomedScene):\n    def __init__(self, **kwargs):\n"
        "        ZoomedScene.__init__(self, zoom_factor=0.3, **kwargs)\n",
        r"line 5: Mine has its own __init__.*super\(\)\.__init__\(\*\*kwargs\)",
    ),
    "init without": (
        f"{HEAD}class Mine(Explainer):\n    def __init__(self):\n        super().__init__()\n",
        r"line 4: Mine has its own __init__",
    ),
    "init that keeps": (
        f"{HEAD}class Mine(Explainer):\n    def __init__(self, **kwargs):\n"
        "        Scene.__init__(self)\n",
        r"line 4: Mine has its own __init__",
    ),
    "embed": (scene("self.embed()"), r"line 5: .*leave out embed"),
    "interactive": (scene("self.interactive_embed()"), r"line 5: .*interactive_embed.*--still"),
    "sound": (scene("self.add_sound('x.wav')"), r"line 5: .*no sound.*manim -qh"),
    "frame": (
        scene("self.play(self.camera.frame.animate.scale(0.5))"),
        r"line 5: self\.camera\.frame .*\(Explainer, MovingCameraScene\)",
    ),
    "frame in space": (
        scene("self.camera.frame.scale(2)", "Explainer3D"),
        r"line 5: .*self\.move_camera",
    ),
    "space": (
        scene("self.set_camera_orientation(phi=1)"),
        r"line 5: self\.set_camera_orientation .*class Mine\(Explainer3D\)",
    ),
    "zoom": (scene("self.activate_zooming()"), r"class Mine\(Explainer, ZoomedScene\)"),
    "no animation": (scene("self.play()"), r"line 5: .*nothing to play; self\.wait"),
    "dollar": (
        scene("with self.beat('a', 'Cost $5', 'b'): pass"),
        r"line 5: .*the sign itself is written \\\$$",
    ),
    "number sign": (scene("self.words('#foo')"), r"the sign itself is written \\#"),
    "no data": (scene("open('no.csv')"), r"line 5: no such file or directory: no\.csv"),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_with_what_to_write(
    text: str, said: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sys.modules.pop("refused", None)
    (place / "refused.py").write_text(text)
    assert main(["refused.py", "--still", "-ql"]) == 1
    line = capsys.readouterr().err
    assert line.startswith("error: refused: refused.py, ") and line.count("\n") == 1
    assert re.search(said, line.rstrip()), line
    assert not INTERNAL.search(line), line
    assert len(line) < 400


NO_SCENE = {
    "flat": (
        scene("pass", "Scene"),
        r"line 3: Mine extends Manim's Scene .*class Mine\(Explainer\)",
    ),
    "space": (scene("pass", "ThreeDScene"), r"class Mine\(Explainer3D\)"),
    "moving": (scene("pass", "MovingCameraScene"), r"class Mine\(Explainer, MovingCameraScene\)"),
    "guest": ("from other import Other\n", r"Other comes from other\.py: render that file"),
    "hidden": (scene("pass", name="_Mine"), r"names that begin with _ are left out: _Mine"),
    "none": ("x = 1\n", r"a class that extends Explainer is expected"),
}


@pytest.mark.parametrize(("text", "said"), NO_SCENE.values(), ids=NO_SCENE)
def test_a_file_without_scene_is_told_what_to_change(
    text: str, said: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("lacking", "other"):
        sys.modules.pop(name, None)
    (place / "other.py").write_text(scene("pass", name="Other"))
    (place / "lacking.py").write_text(text)
    assert main(["lacking.py", "--still", "-ql"]) == 2
    line = capsys.readouterr().err
    assert re.search(said, line) and line.startswith("error: lacking.py"), line


@pytest.mark.parametrize("fps", [15, 30, 60])
def test_a_wait_ends_when_its_condition_holds_at_any_frame_rate(fps: int, place: Path) -> None:
    sys.modules.pop("waits", None)
    counting = "t = ValueTracker(0).add_updater(lambda m, dt: m.increment_value(dt))\nself.add(t)\n"
    (place / "waits.py").write_text(
        scene(
            f"{counting}self.wait_until(lambda: t.get_value() > 1.5)\n"
            "self.wait(9, stop_condition=lambda: True)\nself.wait(0.2)"
        )
    )
    timeline = measure(catalogue.load("waits.py").cls, Quality(64, 36, fps))
    assert timeline.duration == pytest.approx(24 / 15 + 1 / 15 + 3 / 15)
    assert timeline.frames == round(timeline.duration * fps)


@pytest.mark.parametrize("given", ["dark", "light", "contrast"])
@pytest.mark.parametrize("chosen", ["#FFFFFF", "#102040", "#FFE0B0"])
def test_a_background_of_ones_own_is_taken_and_words_can_be_read_on_it(
    given: str, chosen: str, place: Path
) -> None:
    class Plain(Explainer):
        def construct(self) -> None:
            self.wait(0.1)

    with tempconfig({"background_color": chosen}):
        scene = Plain(theme=given)
        assert (
            still(lambda: Plain(theme=given), SMALL)[..., :3] == [*bytes.fromhex(chosen[1:])]
        ).all()
        key = frame_settings()
    assert scene.theme.background == chosen
    assert contrast_ratio(scene.theme.ink, chosen) >= 4.5
    assert key != frame_settings()
    assert Plain(theme=given).theme == theme(given)

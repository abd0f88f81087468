"""What is said to somebody whose request is refused: one line, and what to type instead."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from explainer import catalogue, clip
from explainer.cli import main
from explainer.cli.errors import RequestError
from explainer.engine import session
from explainer.engine.session import Beat, Quality, UnknownBeat
from explainer.messages import LONGEST, listing, one_line, printable, shorten
from explainer.params import ParameterError

SCENES = list(catalogue.files())
LINE = len("error: ") + LONGEST


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for each test, and scenes that are checked and not drawn."""

    def still(build: Any, quality: Quality, *, beat: str | None = None) -> np.ndarray:
        if beat not in (None, "first_step"):
            raise UnknownBeat(beat, ["first_step"])
        return np.zeros((4, 4, 4), np.uint8)

    def beat_stills(
        build: Any, quality: Quality, *, beat: str | None = None
    ) -> list[tuple[Beat, np.ndarray]]:
        return [(Beat("first_step", "A step", "So.", 0, 1), still(build, quality, beat=beat))]

    monkeypatch.setattr(session, "still", still)
    monkeypatch.setattr(session, "beat_stills", beat_stills)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv("EXPLAINER_CACHE", str(tmp_path / ".kept"))
    return tmp_path


def said(arguments: Sequence[str]) -> tuple[int, str]:
    """Return the exit status of a command, and what it says on standard error."""
    errors = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(errors):
        status = main(list(arguments))
    return status, errors.getvalue()


def check_line(text: str) -> None:
    """Make sure that a refusal is one printable line of bounded length."""
    assert text.startswith("error: ") and text.endswith("\n")
    assert text[:-1].isprintable() and len(text[:-1]) <= LINE
    assert "--traceback" not in text.replace("--fresh --engine --traceback", "").replace(
        "--fresh --traceback", ""
    )


REFUSED = [
    (
        ["linear_transformation", "--set", "matrix=[[1,", "2],[3,", "4]]"],
        "--set: the value of matrix contains spaces and must be quoted; "
        "write --set 'matrix=[[1, 2],[3, 4]]'",
    ),
    (
        ["linear_transformation", "--set=matrix=[[1,", "2],[3,", "4]]", "--still"],
        "write --set 'matrix=[[1, 2],[3, 4]]'",
    ),
    (
        ["gradient_descent", "--set", "surface=x**2", "+", "3*y**2", "-ql"],
        "write --set 'surface=x**2 + 3*y**2'",
    ),
    (["gradient_descent", "--set", "surface=x**2", "-y"], "write --set 'surface=x**2 -y'"),
    (
        ["linear_transformation", "--set", "matrix", "[[1,2],[3,4]]"],
        "the = is missing; write --set 'matrix=[[1,2],[3,4]]'",
    ),
    (["vectors", "u=[1,2]"], "u=[1,2]: write --set before it: --set 'u=[1,2]'"),
    (["--set", "u=[1,2]", "vectros"], "no scene is called vectros (did you mean vectors?)"),
    (["linear_transformation", "--matrix", "1"], "matrix is a parameter; write --set matrix=1"),
    (
        ["linear_transformation", "--matrix=[[1,2],[3,4]]"],
        "matrix is a parameter; write --set 'matrix=[[1,2],[3,4]]'",
    ),
    (
        ["linear_system", "--right-side", "--still"],
        "right_side is a parameter; write --set right_side=",
    ),
    (["vectors", "-s"], "no such option: -s; use --still for the last frame"),
    (
        ["vectors", "-p"],
        "no such option: -p; leave it out: the clip is not opened, its path is printed",
    ),
    (["vectors", "-pql"], "no such option: -pql; write -ql (the clip is not opened)"),
    (["vectors", "-sqh"], "no such option: -sqh; write -qh --still (the clip is not opened)"),
    (["vectors", "--set", "u=[1,2]", "-s"], "no such option: -s; use --still"),
    (["vectors", "--format", "gif"], "no such option: --format; use --for gif"),
    (["vectors", "--format=png"], "no such option: --format; use --for gif"),
    (["vectors", "--quality", "l"], "no such option: --quality; use -q l"),
    (["vectors", "--save-last-frame"], "use --still for the last frame"),
    (["vectors", "--disable_caching"], "use --fresh to draw every frame again"),
    (["vectors", "--output", "x"], "no such option: --output (did you mean --out?)"),
    (["vectors", "--stil"], "no such option: --stil (did you mean --still?)"),
    (
        ["vectors", "--nonsense"],
        "no such option: --nonsense; the options are --set --preset --params",
    ),
    (["vectors", "--still", "--sheet"], "--still and --sheet cannot be combined; choose one"),
    (
        ["vectors", "--sheet", "--sheet-plain"],
        "--sheet and --sheet-plain cannot be combined; choose one",
    ),
    (
        ["linear_transformation", "vectors", "--set", "matrix=[[1,2],[3,4]]"],
        "vectors: matrix: no such parameter; the parameters are u, v, scalars",
    ),
    (
        ["linear_transformation", "vectors", "--preset", "shear", "--still"],
        "vectors: --preset: given shear; one of obtuse,",
    ),
    (
        ["gradient_descent", "--set", "surface=ackley"],
        "no surface is called 'ackley'; there are bowl, narrow_valley, saddle, rosenbrock, "
        "himmelblau, beale, ripples; any other is given by its formula, such as x**2 + 3*y**2",
    ),
    (["gradient_descent", "--set", "surface=xy"], "'xy' is not a name in a formula; write x*y"),
    (["gradient_descent", "--set", "surface="], "ripples or a formula in x and y is allowed"),
    (
        ["random_variable", "--set", "distribution=dice"],
        "distribution: given dice; that is a preset: --preset dice",
    ),
    (["gradient_descent", "--set", "surface=too-fast"], "that is a preset: --preset too_fast"),
    (
        ["random_variable", "--set", "distribution=exponential(lambda=2)"],
        "exponential has no parameter lambda; it takes loc, scale; scale = 1/lambda",
    ),
    (
        ["random_variable", "--set", "distribution=N(170, 7^2)"],
        "no distribution is called N; write normal(mean, standard deviation)",
    ),
    (["random_variable", "--set", "distribution=gama(2)"], "called gama (did you mean gamma?)"),
    (["show"], "Missing argument 'SCENE'; ./render.sh list shows the scenes"),
    (["extra", "vectors"], "no scene is called extra; the scenes are vectors, "),
    (
        ["random_variable", "--set", "data=https://example.org/x.csv"],
        "data: given https://example.org/x.csv; x.csv: nothing is fetched from the web",
    ),
    (["svd", "--set", "image=https://example.org/x.png"], "download it first"),
    (
        ["svd", "--set", "image=~nosuchuser/x.png"],
        "there is no user nosuchuser (for a file of that name write ./ before it); one of",
    ),
    (["https://example.org/scene.py"], "nothing is fetched from the web; download it first"),
    (["vectors", "--params", "https://example.org/x.toml"], "download it first"),
    (["vectors.py"], "vectors.py: there is no such file; the scene is called vectors"),
    (["shwo", "vectors"], "no scene or command is called shwo (did you mean show?)"),
    (["vectors", "--still", "--beat", "frist"], "has no beat frist (did you mean first_step?)"),
    (["distributions", "--set", "families=\udc80"], "families: given \\udc80; it contains bytes"),
    (["vectors", "--params", "\0"], "--params \\x00: its name contains a null character"),
    (["vectors", "--out", "\0"], "--out: given \\x00; the path of a folder is allowed"),
    (["x" * 5000], "no scene is called xxx"),
    (
        ["x" * 5000 + ".py"],
        "its path is too long; a scene's .py file is expected",
    ),
    (["vectors", "--theme", "x" * 5000], "one of dark, light, contrast is allowed"),
    (["vectors", "--preset", "x" * 5000], "one of obtuse, perpendicular, opposite, parallel, "),
    (["vectors", "--" + "x" * 5000], "the options are --set --preset"),
    (["vectors", "--name", "x" * 5000], "(--out sets the folder)"),
    (["vectors", "--jobs", "\x1b[31m"], "--jobs: given \\x1b[31m; a whole number from 1 to 256"),
    (["vectors", "--set", "x" * 5000 + "=1"], "the parameters are u, v, scalars"),
    (["vectors", "--set", "u=" + "9" * 5000], "a pair of numbers, each 0 or from 1e-4 to 1e6"),
    (["vectors", "--set", "u=0x" + "f" * 4000], "a pair of numbers"),
    (["vectors", "--set", "u=" + "[" * 330 + "]" * 330], "a pair of numbers"),
    (["vectors", "--set", "u=" + "[" * 90_000 + "]" * 90_000], "a pair of numbers"),
    (["vectors", "--set", "u=\x1b[31m\u202e\n\x07"], "given \\x1b[31m\\u202e \\x07; a pair"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED, ids=lambda value: str(value)[:60])
def test_a_refusal_says_what_to_type_instead(arguments: list[str], message: str) -> None:
    status, text = said(arguments)
    check_line(text)
    assert status == 2
    assert message in text
    assert not Path("clips").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["linear-transformation"],
        ["LinearTransformation", "--theme", "Dark"],
        ["Linear Transformation", "-qL"],
        ["linear_transformation:linear-transformation", "--preset", "Shear"],
        ["render", "SVD", "--set", "Image=Lighthouse"],
        ["Render", "svd", "--engine", "Fast"],
        ["gradient-descent", "--set", "Optimiser=Adam", "--preset", "TooFast"],
        ["gradient_descent", "--set", "surface=NarrowValley"],
        ["gradient_descent", "--set", "surface=e^(-(x^2+y^2))"],
        ["distributions", "--set", "families=[Binomial, negative-binomial]"],
        ["random_variable", "--set", "distribution=Negative Binomial(3, 1/2)"],
        ["posterior_update", "--set", "interval=Equal Tailed", "--set", "data=(7, 3)"],
        ["linear_system", "--set", "right-side=[1/3, cos(pi/6)]"],
        ["confidence_interval", "--set", "n=10.0", "--set", "Level=0.9"],
        ["vectors", "--beat", "First-Step", "--jobs", "2.0"],
    ],
    ids=lambda value: " ".join(value),
)
def test_names_are_taken_however_they_are_spelled(arguments: list[str]) -> None:
    assert said([*arguments, "--still", "--name", "done"]) == (0, "")


def test_profiles_and_kinds_of_decks_are_too() -> None:
    assert said(["vectors", "--for", "ALPHA", "--still"])[1].startswith(
        "error: --for alpha makes a file from a clip"
    )
    assert (
        "given odf (did you mean pdf?); one of html, pptx, pdf is"
        in said(["deck", "vectors", "--to", "odf"])[1]
    )
    assert said(["Show", "Linear-System"]) == (0, "")


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        (
            {"u": ["1/0", 1]},
            ParameterError,
            r"^u: given \[\"1/0\",1\]; it has no real value; a pair",
        ),
        ({"u": ["1/3"]}, ParameterError, r"^u: given \[\"1/3\"\]; a pair of numbers"),
        ({"U": "\x1b"}, ParameterError, r"^u: given \"\\u001b\"; a pair of numbers"),
        ({"w": 1}, ParameterError, r"^w: no such parameter"),
        ({"theme": "drak"}, RequestError, r"^--theme: given drak \(did you mean dark\?\)"),
        (
            {"quality": "hd"},
            RequestError,
            r"^-q: given hd \(did you mean h\?\); one of l, m, h, p, k",
        ),
        ({"jobs": 0}, RequestError, r"^--jobs: given 0; a whole number from 1 to 256"),
        ({"profiles": ["gfi"]}, RequestError, r"^--for: given gfi \(did you mean gif\?\)"),
        ({"preset": "obtus"}, ParameterError, r"^--preset: given obtus \(did you mean obtuse\?\)"),
    ],
)
def test_python_is_told_the_same(
    options: dict[str, Any], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=message) as caught:
        clip("vectors", **options)
    assert str(caught.value).isprintable() and len(str(caught.value)) <= LONGEST


def test_a_default_that_does_not_fit_is_called_one(place: Path) -> None:
    (place / "mine.py").write_text(
        "from pydantic import model_validator\nfrom explainer import Explainer, SceneParams\n"
        "class Mine(Explainer):\n    class Params(SceneParams):\n        a: float = 1\n"
        "        b: float = 2\n        @model_validator(mode='after')\n"
        "        def _fits(self):\n            if self.b < self.a:\n"
        "                raise ValueError(f'b: given {self.b:g}; a number above a is allowed')\n"
        "            return self\n"
    )
    text = said(["mine.py", "--set", "a=3"])[1]
    assert text == "error: b: by default 2; a number above a is allowed\n"
    text = said(["mine.py", "--set", "a=3", "--set", "b=1"])[1]
    assert text == "error: b: given 1; a number above a is allowed\n"


def test_what_a_file_contains_reaches_no_terminal(place: Path) -> None:
    (place / "x.csv").write_text("height\n1\n\x1b[31m\u202ered\n")
    (place / "wide.csv").write_text(",".join(f"column{n}" * 40 for n in range(300)) + "\n1\n")
    for data in ("data=x.csv", "data=wide.csv"):
        status, text = said(["random_variable", "--set", data])
        check_line(text)
        assert status == 2


AWKWARD = [
    *("\x1b[31mred", "\u202eabc", "a\nb", "\0", "~", "~nosuchuser", "0x" + "f" * 4000, "9" * 5000),
    *("[" * 400, "[" * 400 + "]" * 400, "(" * 400, "{" * 400, "x" * 5000, "\udc80", "none", "true"),
    *(
        "1/0",
        "9**9**9",
        "nan",
        "[nan, 1]",
        "1e999",
        "__import__('os')",
        "%s",
        "{0}",
        "$x$",
        "/",
        ".",
    ),
    *("[[1,2],[3,4]]", "1979-01-01", "norm(", "beta(1,", "|x", "e^", "=", "--still", "'", '"', ""),
]
values = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(max_size=40),
    st.lists(st.sampled_from(AWKWARD), max_size=4).map("".join),
)


@pytest.mark.parametrize("scene", SCENES)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_text_for_any_parameter_is_taken_or_refused(scene: str, data: st.DataObject) -> None:
    parameters = catalogue.load(scene).params.model_fields
    name = data.draw(st.sampled_from(list(parameters)))
    status, text = said([scene, "--set", f"{name}={data.draw(values)}", "--still"])
    assert status in (0, 2)
    if status:
        check_line(text)


OPTIONS = [
    "--set",
    "--preset",
    "--theme",
    "--beat",
    "--jobs",
    "--for",
    "--engine",
    "-q",
    "--params",
]
words = st.one_of(values, st.sampled_from([*OPTIONS, "vectors", "--still", "-ql", "show", "-pqh"]))


@settings(max_examples=150, deadline=None)
@given(st.lists(words, min_size=1, max_size=5))
@example(["--set"])
@example(["vectors", "--preset"])
def test_any_command_line_is_understood_or_refused(arguments: list[str]) -> None:
    if arguments[0] in ("test", "bench", "clean", "doctor", "deck", "studio"):
        return
    status, text = said(["render", *arguments, "--still"])
    assert status in (0, 2)
    if status:
        check_line(text)


@given(st.text(), st.integers(20, LONGEST))
@example("a\x1b[31m\u202eb\tc\n\r\u2028d\udc80", 390)
@example("x" * 10_000, 390)
def test_a_message_is_one_printable_line(text: str, limit: int) -> None:
    for line in (one_line(text, limit), shorten(text, limit)):
        assert len(line) <= limit and (line.isprintable() or not line)
        assert line == line.strip()
    if printable(text) == text and len(text) <= limit:
        assert one_line(text, limit) == shorten(text, limit) == text


def test_a_long_message_keeps_both_ends() -> None:
    line = one_line("u: given " + "9" * 5000 + "; a pair of numbers is allowed")
    assert line.startswith("u: given 999") and line.endswith("; a pair of numbers is allowed")
    assert listing([f"name{n}" for n in range(100)], 40) == (
        "name0, name1, name2, name3, name4, name5, and 94 more"
    )

"""The command line: what is made, what is refused, and what is left behind."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.codec.codec import UnknownCodecError

from explainer import catalogue, clip
from explainer.catalogue import ROOT
from explainer.cli import checks, doctor, main
from explainer.cli.errors import RenderFailed, RequestError
from explainer.engine import film, session
from explainer.engine.session import QUALITIES, Beat, Quality, RenderError, Timeline, UnknownBeat
from explainer.film_files import open_film
from explainer.publish import files, film_words
from explainer.publish.record import read_record
from explainer.style import THEMES

SCENE = '''"""A scene to test with."""
from manim import Circle, Create
from explainer import Explainer, Field, SceneParams


class Growth(Explainer):
    """See a circle grow."""

    class Params(SceneParams):
        radius: float = Field(1, gt=0, le=3, description="of the circle")
        label: str = "r"

    presets = {"big": Params(radius=2), "small": Params(radius=0.5, label="two words")}

    def construct(self):
        with self.beat("circle", "A circle", "A circle grows."):
            self.play(Create(Circle(self.params.radius)))
        with self.beat("recap", "Recap", "It has grown."):
            self.wait(1)


class Decline(Growth):
    """See it shrink."""
'''

BEATS = (Beat("circle", "A circle", "A circle grows.", 0, 2), Beat("recap", "Recap", "So.", 2, 3))


class FakeEngine:
    """Makes files without drawing; ``trouble`` is what happens when a scene plays."""

    def __init__(self) -> None:
        self.built: list[Any] = []
        self.calls: list[tuple[str, str | None]] = []
        self.options: dict[str, Any] = {}
        self.trouble: Callable[[], None] = lambda: None

    def measure(self, build: Any, quality: Quality) -> Timeline:
        self.calls.append(("measure", None))
        return self.timeline(quality, None)

    def record(
        self,
        build: Any,
        quality: Quality,
        target: Path,
        timeline: Timeline,
        *,
        beat: str | None,
        on_frame: Any,
        **options: Any,
    ) -> None:
        self.calls.append(("record", beat))
        self.options = options
        self.built.append(build())
        target.write_bytes(b"half a cl")
        self.trouble()
        target.write_bytes(b"a clip")
        if on_frame:
            on_frame(1)

    def still(self, build: Any, quality: Quality, *, beat: str | None = None) -> np.ndarray:
        self.calls.append(("still", beat))
        self.timeline(quality, beat)
        self.trouble()
        return np.zeros((quality.height, quality.width, 4), np.uint8)

    def beat_stills(
        self, build: Any, quality: Quality, *, beat: str | None = None
    ) -> list[tuple[Beat, np.ndarray]]:
        self.trouble()
        frame = np.zeros((quality.height, quality.width, 4), np.uint8)
        return [(entry, frame) for entry in self.timeline(quality, beat).beats]

    def timeline(self, quality: Quality, beat: str | None) -> Timeline:
        beats = tuple(entry for entry in BEATS if beat in (None, entry.name))
        if not beats:
            raise UnknownBeat(str(beat), [entry.name for entry in BEATS])
        return Timeline(beats, 3, 3 * quality.fps)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    fake = FakeEngine()
    for name in ("measure", "still", "beat_stills"):
        monkeypatch.setattr(session, name, getattr(fake, name))
    monkeypatch.setattr(film, "record", fake.record)
    monkeypatch.setattr(film_words, "add_words", lambda film, record: None)
    return fake


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one scene in it, where the commands are given."""
    (tmp_path / "growth.py").write_text(SCENE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv("EXPLAINER_CACHE", str(tmp_path / ".kept"))
    monkeypatch.delitem(sys.modules, "growth", raising=False)
    return tmp_path


def complete(stem: str, *beats: str) -> list[str]:
    """Return the files of a clip, and what lies beside all clips, sorted."""
    pictures = [f"{stem}.beats", *(f"{stem}.beats/{beat}.png" for beat in beats)]
    suffixes = (".chapters.vtt", ".html", ".json", ".md", ".mp4", ".png", ".vtt")
    beside = f"{stem.rpartition('/')[0]}/explainer-embed.js".lstrip("/")
    return sorted([*pictures, beside, *(stem + suffix for suffix in suffixes)])


BOTH = ("01-circle", "02-recap")


def made(place: Path) -> list[str]:
    """Return every file below ``place``, hidden ones too, but for the scene and its cache."""
    found = (path.relative_to(place) for path in place.rglob("*"))
    return sorted(str(p) for p in found if p.parts[0] not in ("growth.py", "__pycache__", ".kept"))


# -- what is made ---------------------------------------------------------------------------------


def test_a_clip_and_its_record(engine: FakeEngine, place: Path, capsys: Any) -> None:
    assert main(["growth.py", "--set", "radius=2.5", "-ql", "--theme", "light"]) == 0
    assert capsys.readouterr() == ("clips/growth.mp4\n", "")
    assert made(place) == ["clips", *complete("clips/growth", *BOTH)]
    assert (place / "clips/growth.mp4").read_bytes() == b"a clip"
    record = read_record(place / "clips/growth.json")
    assert (record.scene, record.title, record.theme) == ("growth", "See a circle grow.", "light")
    assert record.parameters == {"radius": 2.5, "label": "r"}
    assert (record.size, record.fps, record.duration) == ((854, 480), 15, 3)
    assert [beat.name for beat in record.beats] == ["circle", "recap"]
    scene = engine.built[0]
    assert (scene.params.radius, scene.theme.name) == (2.5, "light")
    assert engine.calls == [("measure", None), ("record", None)]


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (["--still"], ["growth.still.png"]),
        (["--sheet"], ["growth.sheet.png"]),
        (["--sheet-plain"], ["growth.sheet-plain.png"]),
        (["--still", "--name", "slide 1"], ["slide 1.still.png"]),
        (["--name", "v1.2"], complete("v1.2", *BOTH)),
        (["--name", "v1.2", "--beat", "recap"], complete("v1.2.recap", "01-recap")),
        (["--beat", "recap"], complete("growth.recap", "01-recap")),
        (["--still", "--beat", "circle"], ["growth.circle.still.png"]),
        (["--sheet", "--beat", "circle"], ["growth.circle.sheet.png"]),
    ],
)
def test_forms_and_names(
    engine: FakeEngine, place: Path, capsys: Any, arguments: list[str], files: list[str]
) -> None:
    assert main(["growth.py", "-ql", "--out", "a/b", *arguments]) == 0
    assert made(place) == ["a", "a/b", *(f"a/b/{name}" for name in files)]
    shown = next((name for name in files if name.endswith(".mp4")), files[-1])
    assert capsys.readouterr().out == f"a/b/{shown}\n"


def test_options_may_come_first_and_glued(engine: FakeEngine, place: Path) -> None:
    assert main(["-qm", "--preset", "small", "growth.py"]) == 0
    record = read_record(place / "clips/growth.json")
    assert (record.size, record.fps) == ((1280, 720), 30)
    assert record.parameters == {"radius": 0.5, "label": "two words"}


def test_help_is_given_whichever_way_it_is_asked_for(capsys: Any) -> None:
    for arguments in ([], ["help"], ["--help"], ["-h"]):
        assert main(arguments) == 0
        assert "Usage: ./render.sh SCENE... [OPTIONS]" in capsys.readouterr().out


def test_several_scenes_at_once(engine: FakeEngine, place: Path, capsys: Any) -> None:
    assert main(["growth.py", "growth.py:Decline", "--still", "-ql"]) == 0
    assert capsys.readouterr().out == "clips/growth.still.png\nclips/decline.still.png\n"


def test_precedence(engine: FakeEngine, place: Path) -> None:
    (place / "my.toml").write_text('radius = 3\nlabel = "file"\n')
    assert main(["growth.py", "--preset=big", "--params=my.toml", "--set=label=by hand"]) == 0
    assert read_record(place / "clips/growth.json").parameters == {"radius": 3, "label": "by hand"}


def test_the_letters_and_themes_are_those_of_the_engine(capsys: Any) -> None:
    assert main(["render", "--help"]) == 0
    words = capsys.readouterr().out
    assert f"[{'|'.join(QUALITIES)}]" in words
    assert f"[{'|'.join(THEMES)}]" in words
    assert [(q.height, q.fps) for q in QUALITIES.values()] == [
        *((480, 15), (720, 30), (1080, 60)),
        *((1440, 60), (2160, 60)),
    ]


def test_progress_is_shown_on_a_terminal_only(
    engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    assert main(["growth.py", "-ql"]) == 0
    assert engine.calls == [("measure", None), ("record", None)]
    captured = capsys.readouterr()
    assert captured.out == "clips/growth.mp4\n"
    assert "growth" in captured.err and "/45" in captured.err


def test_python_can_do_the_same(engine: FakeEngine, place: Path) -> None:
    path = clip("growth.py", preset="small", quality="l", out="here", radius=3, label="x")
    assert path.video == Path("here/growth.mp4") and os.fspath(path) == str(path.video)
    assert all(file.is_file() for file in path.files) and path.pictures.is_dir()
    assert read_record(path.record).parameters == {"radius": 3, "label": "x"}
    scene = catalogue.load("growth.py").cls
    assert clip(scene, quality="l", name="mine").video == Path("clips/mine.mp4")
    one = clip("growth.py", quality="l", out="here", beat="recap")
    assert one.page == Path("here/growth.recap.html") and all(p.is_file() for p in one.files)
    assert [path.name for path in one.pictures.iterdir()] == ["01-recap.png"]
    for bad in ({"quality": "z"}, {"theme": "dork"}, {"name": "a/b"}, {"beat": "nonsense"}):
        with pytest.raises(RequestError):
            clip("growth.py", **bad)  # type: ignore[arg-type]


# -- what is refused ------------------------------------------------------------------------------

WRONG = [
    (["groth"], "no scene is called groth"),
    (["groth.py"], "groth.py: there is no such file"),
    (["growth.py:Groth"], "growth.py: no scene Groth (did you mean Growth?)"),
    (["growth.py", "groth.py"], "groth.py: there is no such file"),
    (["growth.py", "--set", "radus=1"], "radus: no such parameter (did you mean radius?)"),
    (["growth.py", "--set", "radius=nan"], "radius: given nan; a number above 0 and at most 3"),
    (["growth.py", "--set", "radius=inf"], "radius: given inf; a number above 0 and at most 3"),
    (["growth.py", "--set", "radius=[1]"], "radius: given [1]; a number above 0 and at most 3"),
    (["growth.py", "--set", "radius=9"], "radius: given 9; a number above 0 and at most 3"),
    (["growth.py", "--set", "radius"], "--set: given radius; NAME=VALUE is expected"),
    (["growth.py", "--preset", "bigg"], "--preset: given bigg (did you mean big?)"),
    (["growth.py", "--params", "none.toml"], "--params none.toml: there is no such file"),
    (["growth.py", "--params", "growth.py"], "--params growth.py: it is not TOML"),
    (
        ["growth.py", "--theme", "dork"],
        "--theme: given dork (did you mean dark?); one of dark, light, ",
    ),
    (["growth.py", "-qz"], "-q: given z; one of l, m, h, p, k is allowed"),
    (["growth.py", "--beat", "cirle"], "has no beat cirle (did you mean circle?)"),
    (["growth.py", "--still", "--beat", "x"], "has no beat x; its beats are circle, recap"),
    (["growth.py", "growth.py:Decline", "--beat", "x"], "has no beat x"),
    (["growth.py", "--name", "../x"], "--name: given ../x; a file name without a folder"),
    (["growth.py", "--name", "/tmp/x"], "--name: given /tmp/x"),
    (["growth.py", "--name", ""], "--name: given nothing"),
    (["growth.py", "--name", ".x"], "--name: given .x"),
    (["growth.py", "--name", "a\nb"], "--name: given a b"),
    (["growth.py", "--name", " "], "--name: given nothing; a file name"),
    (["growth.py", "--name", "..."], "--name: given ...; a file name"),
    (["growth.py", "--name", "a" * 181], "of at most 180 bytes"),
    (["growth.py", "--name", "\U0001f600" * 46], "of at most 180 bytes"),
    (["growth.py", "--name", "\u6570" * 61], "of at most 180 bytes"),
    (
        ["growth.py", "--name", "x.still"],
        "--name: given x.still; names that end in .still are reserved",
    ),
    (["growth.py", "--name", "x.Chapters"], "names that end in .chapters are reserved"),
    (["growth.py", "--out", "a" * 300], "--out aaaa"),
    (["growth.py", "--out", "/".join(["a" * 200] * 25)], "--out aaaa"),
    (["growth.py", "growth.py:Decline", "--name", "x"], "--name: given x for 2 scenes"),
    (["growth.py", "growth.py"], "growth: two of the scenes would be written to clips/growth.mp4"),
    (["growth.py", "--out", "growth.py"], "--out growth.py: cannot be written (not a directory"),
    (["growth.py", "--out", "growth.py/x"], "--out growth.py/x: cannot be written"),
    (["growth.py", "--out", "/proc/none"], "--out /proc/none: cannot be written"),
    (["growth.py", "--nonsense"], "no such option: --nonsense; the options are --set --preset"),
    (["deck", "growth.py", "--for", "gif"], "no such option: --for; the options are --set"),
    (["growth.py", "--for", "cinema"], "--for: given cinema; one of web, alpha, editor, gif"),
    (
        ["growth.py", "--for", "gif", "--still"],
        "--for gif makes a file from a clip; leave out --still",
    ),
    (["growth.py", "--jobs", "0"], "--jobs: given 0; a whole number from 1 to 256 is allowed"),
    (["growth.py", "--jobs", "many"], "--jobs: given many; a whole number from 1 to 256"),
    (
        ["growth.py", "--engine", "steam"],
        "--engine: given steam; one of fast, stock, stock+encoder",
    ),
    (["growth.py", "--engine", "stock", "--still"], "--engine stock renders only whole clips"),
    (["growth.py", "--engine", "stock", "--beat", "recap"], "renders only whole clips"),
    (["growth.py", "--set"], "--set"),
    (["render"], "Missing argument 'SCENE...'; ./render.sh list shows the scenes"),
    (["show"], "Missing argument 'SCENE'; ./render.sh list"),
    (["show", "groth"], "no scene is called groth"),
    (["list", "extra"], "unexpected extra argument"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG, ids=lambda value: str(value)[:40])
def test_a_wrong_request_is_one_line(
    engine: FakeEngine, place: Path, capsys: Any, arguments: list[str], message: str
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ") and err.count("\n") == 1 and err.endswith("\n")
    assert message in err
    assert made(place) == []
    assert "record" not in [call[0] for call in engine.calls]


def test_what_is_of_another_kind_is_left_alone(
    engine: FakeEngine, place: Path, capsys: Any
) -> None:
    (place / "clips" / "growth.mp4").mkdir(parents=True)
    (place / "clips" / "growth.still.png").mkdir()
    (place / "clips" / "decline.beats").write_text("mine")
    before = made(place)
    for arguments, message in (
        (["growth.py"], "growth.mp4 is a folder there; give another --name"),
        (["growth.py", "--still"], "growth.still.png is a folder there"),
        (["growth.py:Decline"], "decline.beats is a file there"),
    ):
        assert main(arguments) == 2
        assert message in capsys.readouterr().err
    assert made(place) == before


def test_a_scene_whose_file_has_a_long_name_needs_another(
    engine: FakeEngine, place: Path, capsys: Any
) -> None:
    for stem in ("a" * 200, "waves.still"):
        (place / f"{stem}.py").write_text(SCENE)
        assert main([f"{stem}.py"]) == 2
        assert "its file's name; " in capsys.readouterr().err
        assert main([f"{stem}.py", "--name", "short"]) == 0
        capsys.readouterr()


def test_a_folder_without_permission_is_refused(
    engine: FakeEngine, place: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(dir: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(dir / "tmp1234"))

    monkeypatch.setattr(files.tempfile, "TemporaryFile", refuse)
    assert main(["growth.py", "--out", "new"]) == 2
    assert "error: --out new: cannot be written (permission denied: new)" in capsys.readouterr().err
    assert made(place) == []


def test_a_broken_scene_is_one_line_and_a_traceback_when_asked(place: Path, capsys: Any) -> None:
    (place / "broken.py").write_text("x = 1\n1 / 0\n")
    assert main(["broken.py"]) == 2
    expected = "error: broken.py, line 2: ZeroDivisionError: division by zero\n"
    assert capsys.readouterr().err == expected
    assert main(["broken.py", "--traceback"]) == 2
    err = capsys.readouterr().err
    assert "Traceback" in err and err.endswith(expected)


# -- what fails while rendering -------------------------------------------------------------------


def _raise(error: BaseException) -> Callable[[], None]:
    def trouble() -> None:
        raise error

    return trouble


@pytest.mark.parametrize("form", [[], ["--still"], ["--sheet"]], ids=["clip", "still", "sheet"])
@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            1,
            "error: growth: no space left for clips/growth",
        ),
        (OSError(errno.EIO, "Input/output error"), 1, "error: growth: input/output error\n"),
        (RenderError("the encoder\nfailed"), 1, "error: growth: the encoder failed\n"),
        (MemoryError(), 1, "error: growth: out of memory; -ql or -qm needs less\n"),
        (ValueError("bad\nluck"), 1, "error: growth: growth.py: ValueError: bad luck\n"),
        (KeyboardInterrupt(), 130, "error: interrupted\n"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_failure_leaves_nothing(
    engine: FakeEngine,
    place: Path,
    capsys: Any,
    form: list[str],
    error: BaseException,
    status: int,
    message: str,
) -> None:
    engine.trouble = _raise(error)
    assert main(["growth.py", "-ql", *form]) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1 and err.startswith(message)
    assert made(place) == []


def test_a_failure_leaves_what_was_there_and_what_was_done(
    engine: FakeEngine, place: Path, capsys: Any
) -> None:
    clips = place / "clips"
    clips.mkdir()
    (clips / "decline.mp4").write_bytes(b"the old clip")

    def second_time() -> None:
        if len(engine.built) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    engine.trouble = second_time
    assert main(["growth.py", "growth.py:Decline"]) == 1
    assert capsys.readouterr().out == "clips/growth.mp4\n"
    assert made(place) == sorted(["clips", "clips/decline.mp4", *complete("clips/growth", *BOTH)])
    assert (clips / "decline.mp4").read_bytes() == b"the old clip"


def test_a_mistake_in_a_scene_names_its_line(engine: FakeEngine, place: Path, capsys: Any) -> None:
    source = SCENE.replace("    def construct", "    def __init__(self, **options):\n        1 / 0")
    (place / "growth.py").write_text(source.split("(self):")[0] + "\n")
    line = 1 + source[: source.index("1 / 0")].count("\n")
    assert main(["growth.py"]) == 1
    expected = f"error: growth: growth.py, line {line}: ZeroDivisionError: division by zero\n"
    assert capsys.readouterr().err == expected
    assert main(["growth.py", "--traceback"]) == 1
    assert "Traceback" in capsys.readouterr().err
    with pytest.raises(RenderFailed):
        clip("growth.py")


def test_a_mistake_of_our_own_is_one_line_too(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "load", lambda request: 1 / 0)
    assert main(["show", "growth.py"]) == 1
    expected = "error: ZeroDivisionError: division by zero (--traceback shows where)\n"
    assert capsys.readouterr().err == expected


def test_a_request_to_terminate_cleans_up(engine: FakeEngine, place: Path) -> None:
    engine.trouble = lambda: os.kill(os.getpid(), signal.SIGTERM)
    before = signal.getsignal(signal.SIGTERM)
    assert main(["growth.py"]) == 130
    assert made(place) == []
    assert signal.getsignal(signal.SIGTERM) is before


# -- the other commands ---------------------------------------------------------------------------


def test_list(capsys: Any) -> None:
    assert main(["list"]) == 0
    text = capsys.readouterr().out
    assert main(["list", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [entry["name"] for entry in data] == [entry.name for entry in catalogue.entries()]
    for entry in data:
        assert entry["name"] in text and entry["part"].replace("_", " ") in text
        assert (ROOT / entry["path"]).is_file()


def test_show(capsys: Any) -> None:
    assert main(["show", "growth.py"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    for line in (
        *("growth", "See a circle grow.", "radius=1", "of the circle"),
        *("a number above 0 and at most 3", "label=r", "big    radius=2"),
        "small  radius=0.5  'label=\"two words\"'",
    ):
        assert line in lines
    assert main(["show", "growth.py", "--json"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["title"] == "growth"
    assert schema["properties"]["radius"]["maximum"] == 3
    assert schema["presets"]["big"] == {"radius": 2, "label": "r"}


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help(arguments: list[str], capsys: Any) -> None:
    assert main(arguments) == 0
    words = capsys.readouterr().out
    for command in ("list", "show", "check", "test", "doctor", "clean", "SCENE"):
        assert command in words


def test_version(capsys: Any) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("explainer, version 0.")


@pytest.mark.parametrize("status", [0, 1, 5])
def test_the_test_command(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def call(command: list[str], cwd: Path) -> int:
        assert cwd == ROOT
        ran.append(command)
        return status

    monkeypatch.setattr(checks.subprocess, "call", call)
    assert main(["test", "tests/cli/test_cli.py", "-k", "list", "--help"]) == status
    (command,) = ran
    assert command[:3] == [sys.executable, "-m", "pytest"]
    assert command[-4:] == ["tests/cli/test_cli.py", "-k", "list", "--help"]


def test_doctor_reports_and_fails_when_something_is_missing(
    capsys: Any, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = place / "requirements.lock"
    monkeypatch.setattr(doctor, "LOCK", lock)
    lock.write_text("not-installed-here==1.0\n")
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(doctor.CHECKS) and all(line.startswith("ok ") for line in lines)
    lock.write_text("pytest==0.1\n")
    monkeypatch.setattr(doctor, "MODULES", ("no_such_library",))
    (place / "clips").write_text("a file")
    assert main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    wrong = "\n".join(line for line in lines if line.startswith("missing "))
    for culprit in ("no_such_library", "instead of 0.1", "clips/ cannot be written here"):
        assert culprit in wrong


# -- the real thing -------------------------------------------------------------------------------


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "explainer", *arguments]
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(command, capture_output=True, text=True, env=environment)


def test_a_real_clip_as_a_player_sees_it(place: Path) -> None:
    done = run("growth.py", "-ql", "--name", "real")
    assert (done.returncode, done.stdout, done.stderr) == (0, "clips/real.mp4\n", "")
    assert made(place) == ["clips", *complete("clips/real", *BOTH)]
    record = read_record(place / "clips/real.json")
    with open_film(place / "clips/real.mp4") as video:
        stream = video.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height) == record.size
        assert stream.average_rate == record.fps
        assert sum(1 for _ in video.decode(stream)) == round(record.duration * record.fps)
    assert [beat.name for beat in record.beats] == ["circle", "recap"]
    assert record.beats[-1].end == record.duration


def test_all_profiles_of_a_real_beat(place: Path) -> None:
    kinds = ("alpha", "editor", "gif", "webp", "stills", "beats")
    done = run("growth.py", "-ql", "--beat", "recap", *(f"--for={kind}" for kind in kinds))
    names = [f"growth.recap.{suffix}" for suffix in ("mp4", "webm", "mov", "gif", "webp")]
    names += ["growth.recap.stills/01-recap.svg", "growth.recap.films/01-recap.mp4"]
    assert done.stdout.splitlines() == [f"clips/{name}" for name in names], done.stderr
    extra = {f"clips/{name}" for name in (*names, "growth.recap.stills", "growth.recap.films")}
    assert set(made(place)) == {"clips", *complete("clips/growth.recap", "01-recap")} | extra
    film, beat = (place / "clips" / name for name in (names[0], names[-1]))
    with open_film(film) as whole, open_film(beat) as part:
        assert [bytes(p) for p in whole.demux(video=0)] == [bytes(p) for p in part.demux()]


def test_a_gif_of_a_long_film_is_refused_before_it_is_rendered(place: Path, capsys: Any) -> None:
    (place / "growth.py").write_text(SCENE.replace("self.wait(1)", "self.wait(25)"))
    assert main(["growth.py", "-ql", "--for", "gif"]) == 2
    assert "too long for a GIF, which takes 20 s at most" in capsys.readouterr().err
    assert made(place) == []


def test_a_missing_encoder_is_named_before_anything_is_rendered(
    engine: FakeEngine, place: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str, mode: str) -> None:
        raise UnknownCodecError(name)

    monkeypatch.setattr(av.codec, "Codec", missing)
    assert main(["growth.py", "-ql", "--for", "editor"]) == 1
    assert "--for editor: the encoder prores_ks is missing" in capsys.readouterr().err
    assert made(place) == [] and ("record", None) not in engine.calls


def test_output_that_nobody_takes() -> None:
    command = f"{sys.executable} -m explainer list"
    for redirection, status, message in [
        ("| head -n 0; exit ${PIPESTATUS[0]}", 0, ""),
        (">/dev/full", 1, "error: OSError: [Errno 28] No space left on device"),
    ]:
        done = subprocess.run(
            ["bash", "-c", f"{command} {redirection}"], cwd=ROOT, capture_output=True, text=True
        )
        assert (done.returncode, done.stderr.count("\n")) == (status, status)
        assert done.stderr.startswith(message)


def test_a_real_mistake_while_rendering(place: Path) -> None:
    source = SCENE.replace("self.wait(1)", "1 / 0")
    (place / "growth.py").write_text(source)
    line = 1 + source[: source.index("1 / 0")].count("\n")
    done = run("growth.py", "-ql")
    expected = f"error: growth: growth.py, line {line}: ZeroDivisionError: division by zero\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", expected)
    assert made(place) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("raise SystemExit(3)", "error: own: own.py, line 4: SystemExit: 3"),
        ("pass", "error: own: the scene plays nothing, so there is no film; "),
    ],
)
def test_a_scene_that_makes_no_film_says_why(place: Path, body: str, message: str) -> None:
    lines = ("from explainer import Explainer", "class Own(Explainer):", "    def construct(self):")
    (place / "own.py").write_text("\n".join([*lines, f"        {body}\n"]))
    done = run("own.py", "-ql")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(message) and done.stderr.count("\n") == 1

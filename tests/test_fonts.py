"""Letters that our fonts lack are set with the system's, or one line says what to install."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typst
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from manim import Text

from explainer import catalogue, fonts, typesetting
from explainer.cli import jobs
from explainer.cli.app import main
from explainer.cli.keeping import key_of
from explainer.engine.session import Quality, measure
from explainer.scene import Explainer
from explainer.style import theme
from explainer.typesetting import typeset

TINY = Quality(64, 36, 15)
CACHED = (fonts.compiler, fonts._has, fonts._picture, typesetting.typeset)


def write_font(target: Path, letters: str, size: int = 700) -> None:
    """Write a font whose letters are all squares of a size, in thousandths of an em."""
    names = [".notdef", *(f"u{ord(letter):X}" for letter in letters)]

    def square(side: int) -> Any:
        pen = TTGlyphPen(None)
        pen.moveTo((0, 0))
        for point in ((0, side), (side, side), (side, 0)):
            pen.lineTo(point)
        pen.closePath()
        return pen.glyph()

    builder = FontBuilder(1000)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):X}" for letter in letters})
    builder.setupGlyf({name: square(size if name != ".notdef" else 123) for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable(
        {
            **{"familyName": "Squares", "styleName": "Regular"},
            **{"fullName": "Squares Regular", "psName": "Squares-Regular"},
        }
    )
    builder.setupOS2()
    builder.setupPost()
    builder.save(target)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """A machine without fonts of its own; what is returned installs one that has some letters."""
    folder = tmp_path / "fonts"
    folder.mkdir()

    def available(which: fonts.Fonts) -> typst.Fonts:
        ours = which == "all"
        return typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=ours, font_paths=[str(folder)]
        )

    def install(letters: str, size: int = 700) -> None:
        write_font(folder / "squares.ttf", letters, size)
        forget()

    def forget() -> None:
        for function in CACHED:
            function.cache_clear()

    monkeypatch.setattr(fonts, "available", available)
    monkeypatch.setattr(fonts, "_missed", set())
    monkeypatch.setattr(typesetting, "_borrowed", {})
    monkeypatch.setattr(jobs, "_told_of", set())
    forget()
    yield install
    monkeypatch.undo()
    forget()


def outlines(markup: str) -> list[np.ndarray]:
    return [glyph.points for glyph in typeset(markup).glyphs]


def shapes(markup: str) -> list[bytes]:
    """Return the outlines of the letters, wherever they stand."""
    return [np.round(each - each.min(axis=0), 4).tobytes() for each in outlines(markup)]


def test_a_letter_that_ours_lack_is_taken_from_the_system(machine: Callable[..., None]) -> None:
    box = outlines("日")
    assert fonts.boxes() == {"日"}
    fonts._missed.clear()
    machine("日")
    (square,) = outlines("日")
    assert np.ptp(square, axis=0) == pytest.approx((0.7, 0.7))
    assert not np.array_equal(square, box[0])
    assert fonts.boxes() == set()


PLAIN = [
    *("Words, *bold* and _slanted_", "A formula $x^2 -> integral_0^1 f$", "Ελληνικά, Кириллица"),
    *("עברית", "العربية", "हिन्दी", "→ ⟂ ∂ ₿ é ﬁ ↜ ✦", "$A arrow.r.squiggly B$"),
]


def test_what_ours_have_looks_the_same_whatever_fonts_there_are(
    machine: Callable[..., None],
) -> None:
    without = {markup: typeset(markup) for markup in PLAIN}
    machine("".join(chr(each) for each in range(0x21, 0x3000)) + "日")
    for markup, known in without.items():
        here = typeset(markup)
        assert here.width == known.width
        assert len(here.glyphs) == len(known.glyphs)
        for one, other in zip(here.glyphs, known.glyphs, strict=True):
            assert np.array_equal(one.points, other.points)
    assert fonts.boxes() == set() and typesetting.borrowed() == {}


@pytest.mark.parametrize("markup", PLAIN)
def test_so_does_what_stands_beside_a_letter_that_ours_lack(
    markup: str, machine: Callable[..., None]
) -> None:
    alone = shapes(markup)
    machine("".join(chr(each) for each in range(0x21, 0x3000)) + "日")
    beside = shapes(f"{markup} 日")
    assert len(beside) == len(alone) + 1
    assert Counter(alone) <= Counter(beside)


def test_coloured_pictures_are_no_letters(machine: Callable[..., None]) -> None:
    machine("日")
    typeset("日 😀 ท")
    assert fonts.boxes() == {"😀", "ท"}


def test_the_warning_names_scripts_letters_and_packages(machine: Callable[..., None]) -> None:
    line = fonts.warning("日本こ한ทไ😀")
    for words in ("Chinese or Japanese (as in こ)", "Korean (as in 한)", "Thai (as in ท)"):
        assert words in line
    for package in ("fonts-noto-cjk", "fonts-noto-core", "fonts-symbola"):
        assert line.count(package) == 1
    assert "\n" not in line and len(line) < 380


SCENE = '''
from explainer import Explainer
class Titled(Explainer):
    """日本."""
    def construct(self):
        with self.beat("a", "日本語 and ไทย", "これは。"):
            self.wait(0.1)
'''


def test_one_line_on_standard_error_says_it_once(
    machine: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "titled.py").write_text(SCENE)
    assert main(["titled.py", "--still", "-ql"]) == 0
    said = capsys.readouterr().err
    assert said.startswith("warning: no font") and said.count("\n") == 1
    assert "as in 日" in said and "Thai" in said
    assert main(["titled.py", "--still", "-ql"]) == 0
    assert capsys.readouterr().err == ""
    machine("日本語ไทยこれは。")
    monkeypatch.setattr(fonts, "_missed", set())
    monkeypatch.setattr(jobs, "_told_of", set())
    assert main(["titled.py", "--still", "-ql"]) == 0
    assert main(["titled.py", "--sheet", "-ql"]) == 0
    assert capsys.readouterr().err == ""


def test_a_film_drawn_with_boxes_is_not_used_once_there_is_a_font(
    machine: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "titled_film.py").write_text(SCENE)
    scene = catalogue.load("titled_film.py")

    def key() -> str | None:
        monkeypatch.setattr(typesetting, "_borrowed", {})
        typeset.cache_clear()
        measure(scene.cls, TINY)
        return key_of(scene, scene.params(), theme("dark"), ())

    boxes = key()
    machine("日本語ไทย")
    installed = key()
    assert installed == key() != boxes
    machine("日本語ไทย", 400)
    assert key() not in (boxes, installed)


def test_words_that_manim_sets_are_looked_at_too(machine: Callable[..., None]) -> None:
    machine("日é")

    class Shows(Explainer):
        def construct(self) -> None:
            self.add(Text("日本 é"))

    measure(Shows, TINY)
    assert fonts.boxes() == {"本"}

"""Decks, read back with readers of their own: python-pptx, a PDF renderer, manim-slides."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from clips import FPS, NASTY, SIZE, THREE, beat, make_clip, number_of, packets_of
from manim_slides.config import PresentationConfig
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from explainer.cli import main
from explainer.publish.deck import make_decks, read_clips
from explainer.publish.record import read_record
from explainer.style import THEMES

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
OFFICE = shutil.which("soffice")
LONG = beat("start", 0, 15, title=NASTY, say="Many words. " * 60)


@pytest.fixture(scope="module")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two clips and all decks of them."""
    folder = tmp_path_factory.mktemp("lecture")
    make_clip(folder / "grey.mp4")
    make_clip(folder / "second half.mp4", (LONG, beat("end", 15, 30)), frames=30, theme="dark")
    clips = [folder / "grey.mp4", folder / "second half.mp4"]
    made = [p.relative_to(folder) for p in make_decks(clips, ("html", "pptx", "pdf"), folder, "x")]
    assert [path.as_posix() for path in made] == [
        *("slides/grey.json", "slides/second half.json"),
        *("x.slides/index.html", "x.pptx", "x.pdf"),
    ]
    return folder


def test_nothing_else_is_left(lecture: Path) -> None:
    assert sorted(path.name for path in lecture.iterdir()) == sorted(
        [f"{stem}{end}" for stem in ("grey", "second half") for end in (".mp4", ".json")]
        + ["slides", "x.slides", "x.pptx", "x.pdf"]
    )
    stems = ("01-start", "02-middle-part", "03-end")
    assert sorted(path.name for path in (lecture / "slides" / "grey.films").iterdir()) == [
        "00-start.png",
        *(f"{stem}{end}" for stem in stems for end in (".mp4", ".png", ".rev.mp4")),
    ]


# -- PowerPoint -----------------------------------------------------------------------------------


def films_of(slide: Any) -> list[Any]:
    return [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.MEDIA]


def test_a_powerpoint_slide_for_each_beat(lecture: Path) -> None:
    deck = Presentation(str(lecture / "x.pptx"))
    assert [slide.shapes.title.text for slide in deck.slides] == [
        *("Grey levels", "The start", "The middle part", "The end"),
        *("Grey levels", NASTY, "The end"),
    ]
    assert deck.slide_width / deck.slide_height == pytest.approx(SIZE[0] / SIZE[1], abs=1e-4)
    assert [len(films_of(slide)) for slide in deck.slides] == [0, 1, 1, 1, 0, 1, 1]
    assert (
        deck.slides[0].placeholders[1].text == 'See grey grow lighter.\nrate = 0.5 · name = "a b"'
    )
    notes = [s.notes_slide.notes_text_frame.text for s in deck.slides if s.has_notes_slide]
    assert notes == [b.say for b in (*THREE, LONG, beat("end", 15, 30))]


@pytest.mark.parametrize(
    ("number", "stem"), [(1, "01-start"), (2, "02-middle-part"), (3, "03-end")]
)
def test_a_film_has_all_it_needs(lecture: Path, number: int, stem: str) -> None:
    deck = Presentation(str(lecture / "x.pptx"))
    slide = deck.slides[number]
    (film,) = films_of(slide)
    beats = lecture / "slides" / "grey.films"
    assert (film.left, film.top) == (0, 0)
    assert (film.width, film.height) == (deck.slide_width, deck.slide_height)
    assert film.poster_frame.blob == (beats / f"{stem}.png").read_bytes()
    described = film._element._nvXxPr.cNvPr
    assert described.get("descr") == f"{THREE[number - 1].title}. {THREE[number - 1].say}"
    media = [rel.target_part for rel in slide.part.rels.values() if "media" in rel.reltype]
    assert [part.blob for part in media] == [(beats / f"{stem}.mp4").read_bytes()]
    assert {part.content_type for part in media} == {"video/mp4"}


def test_a_film_plays_when_its_slide_comes(lecture: Path) -> None:
    deck = Presentation(str(lecture / "x.pptx"))
    slides = [deck.slides[number] for number in (1, 2, 3)]
    for slide, frames in zip(slides, (15, 25, 20), strict=True):
        (film,) = films_of(slide)
        (timing,) = slide._element.findall(f"{P}timing")
        (main_sequence,) = [c for c in timing.iter(f"{P}cTn") if c.get("nodeType") == "mainSeq"]
        (play,) = main_sequence.iter(f"{P}cmd")
        assert play.get("cmd") == "playFrom(0.0)"
        (effect,) = [
            c for c in main_sequence.iter(f"{P}cTn") if c.get("presetClass") == "mediacall"
        ]
        assert effect.get("nodeType") == "afterEffect"  # without a click
        (length,) = play.iter(f"{P}cTn")
        assert int(length.get("dur")) == round(1000 * frames / FPS)
        targets = {target.get("spid") for target in timing.iter(f"{P}spTgt")}
        assert targets == {str(film.shape_id)}
        assert "onClick" not in {c.get("evt") for c in timing.iter(f"{P}cond")}  # it goes on
        identifiers = [node.get("id") for node in timing.iter(f"{P}cTn")]
        assert len(set(identifiers)) == len(identifiers)


def test_the_poster_may_be_the_picture_it_starts_from(lecture: Path, tmp_path: Path) -> None:
    list(make_decks([lecture / "grey.mp4"], ["pptx"], tmp_path, "y", poster="first"))
    deck = Presentation(str(tmp_path / "y.pptx"))
    (tmp_path / "poster.png").write_bytes(films_of(deck.slides[2])[0].poster_frame.blob)
    assert round(number_of(Image.open(tmp_path / "poster.png"))) == 14


def test_decks_have_the_same_bytes_again(lecture: Path, tmp_path: Path) -> None:
    clips = [lecture / "grey.mp4", lecture / "second half.mp4"]
    for path in make_decks(clips, ("html", "pptx", "pdf"), tmp_path, "x"):
        assert path.read_bytes() == (lecture / path.relative_to(tmp_path)).read_bytes()


if OFFICE:

    def test_libreoffice_opens_it_and_shows_the_posters(lecture: Path, tmp_path: Path) -> None:
        command = [
            *(str(OFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
            *("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)),
            str(lecture / "x.pptx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        pages = pictures(tmp_path / "x.pdf")
        shown = [round(number_of(pages[i])) for i in (1, 2, 3, 5, 6)]
        assert shown == [14, 39, 59, 14, 29]


# -- PDF ------------------------------------------------------------------------------------------


def pictures(path: Path) -> list[np.ndarray]:
    document = pypdfium2.PdfDocument(path)
    return [np.asarray(page.render(scale=0.5).to_pil().convert("RGB")) for page in document]


def test_a_page_for_each_beat(lecture: Path) -> None:
    document = pypdfium2.PdfDocument(lecture / "x.pdf")
    texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    assert len(texts) == 7
    assert texts[0] == 'Grey levels See grey grow lighter. rate = 0.5 · name = "a b"'
    assert texts[2] == "2 The middle part This is the middle part."
    assert texts[5].count("Many words.") == 60
    assert NASTY.split("&")[0].strip() in texts[5]
    assert [mark.get_title() for mark in document.get_toc()][1:4] == [b.title for b in THREE]
    for page, last in zip((1, 2, 3, 5, 6), (14, 39, 59, 14, 29), strict=True):
        pixels = pictures(lecture / "x.pdf")[page]
        assert round(number_of(pixels[5:260, 5:470])) == last
        background = THEMES["light" if page < 4 else "dark"].background
        assert tuple(pixels[-2, -2]) == tuple(bytes.fromhex(background[1:]))


def test_pages_need_no_films(lecture: Path, tmp_path: Path) -> None:
    assert list(make_decks([lecture / "grey.mp4"], ["pdf"], tmp_path, "p")) == [tmp_path / "p.pdf"]
    assert [path.name for path in tmp_path.iterdir()] == ["p.pdf"]


def test_all_words_stay_on_the_page(lecture: Path) -> None:
    page = pypdfium2.PdfDocument(lecture / "x.pdf")[5]
    text = page.get_textpage()
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    assert min(box[1] for box in boxes) > 5 and max(box[2] for box in boxes) < page.get_width() - 5


# -- manim-slides ---------------------------------------------------------------------------------


def test_manim_slides_reads_its_json(lecture: Path) -> None:
    presentation = PresentationConfig.from_file(lecture / "slides" / "grey.json")
    assert presentation.resolution == SIZE
    assert presentation.background_color.as_hex() == THEMES["light"].background.lower()
    assert [slide.file for slide in presentation.slides] == [
        lecture / "slides" / "grey.films" / f"{stem}.mp4"
        for stem in ("01-start", "02-middle-part", "03-end")
    ]
    assert presentation.slides[1].notes == "The middle part\n\nThis is the middle part."
    for slide in presentation.slides:
        assert len(packets_of(slide.rev_file)) == len(packets_of(slide.file)) // 2 + 1


# -- reveal.js ------------------------------------------------------------------------------------


def test_the_html_deck_asks_nobody_else(lecture: Path) -> None:
    folder = lecture / "x.slides"
    page = (folder / "index.html").read_text()
    named = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert len(named) > 15
    for address in named:
        if address != "data:,":
            assert not re.match(r"[a-z]+:|/", address)
            assert (folder / address.replace("%20", " ")).is_file()
    for own in ("deck.css", "deck.js"):
        assert "://" not in (folder / "deck" / own).read_text()
    assert "url(" not in re.sub(r"url\(data:", "", (folder / "deck/reveal/reveal.css").read_text())
    assert "MIT" in (folder / "deck/reveal/ORIGIN.txt").read_text()
    assert not list(folder.rglob("*.rev.mp4"))


# -- wrong requests -------------------------------------------------------------------------------


def test_clips_of_different_sizes_make_no_deck(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = make_clip(tmp_path / "a.mp4"), make_clip(tmp_path / "b.mp4", size=(160, 90))
    with pytest.raises(ValueError, match=r"b\.mp4 is 160x90, but .*a\.mp4 is 320x180"):
        read_clips([one, other])
    out = tmp_path / "out"
    assert main(["deck", str(one), str(other), "--to", "pdf", "--out", str(out)]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("error: ") and said.err.count("\n") == 1 and said.out == ""
    assert not out.exists()


def test_clips_of_one_name_make_no_deck(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    clips = [make_clip(tmp_path / "a.mp4"), make_clip(tmp_path / "x" / "a.mp4")]
    with pytest.raises(ValueError, match="share a name"):
        read_clips(clips)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.mp4"], "nowhere.mp4: there is no such file"),
        (["a.mp4", "--to", "doc"], "--to: given doc; one of html, pptx, pdf is allowed"),
        (["a.mp4", "--name", "x/y"], "--name: given x/y"),
        (["a.mp4", "--out", "a.json"], "--out a.json: cannot be written"),
        (["a.mp4", "linear_transformation"], "a.mp4 is 320x180, but -q h is 1920x1080"),
        (["no_such_scene"], "no scene is called no_such_scene"),
    ],
)
def test_a_wrong_request_is_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    make_clip(tmp_path / "a.mp4")
    assert main(["deck", *arguments]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"error: {message}") and said.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "a.mp4"]


def test_what_is_whole_stays_when_a_deck_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    make_clip(tmp_path / "a.mp4")
    (tmp_path / "clips" / "a.pptx").mkdir(parents=True)
    assert main(["deck", "a.mp4", "--to", "pdf", "--to", "pptx"]) == 1
    said = capsys.readouterr()
    assert "clips/a.pdf" in said.out and said.err.startswith("error: a: ")
    assert said.err.count("\n") == 1
    assert not [path for path in (tmp_path / "clips").iterdir() if path.name.startswith(".")]


# -- from scenes ----------------------------------------------------------------------------------

SCENE = '''"""A scene to test with."""
from manim import Circle, Create
from explainer import Explainer, Field, SceneParams


class Growth(Explainer):
    """See a circle grow."""

    class Params(SceneParams):
        radius: float = Field(1, gt=0, le=3, description="of the circle")

    def construct(self):
        with self.beat("circle", "A circle", "It grows."):
            self.play(Create(Circle(self.params.radius)))
        with self.beat("recap", "Recap", "It has."):
            self.wait(1)
'''


def test_scenes_are_rendered_with_the_options_of_rendering(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "growth.py").write_text(SCENE)
    options = ["-ql", "--set", "radius=2", "--theme", "light", "--out", "here", "--name", "big"]
    assert main(["deck", "growth.py", *options, "--to", "pptx", "--to", "pdf"]) == 0
    said = capsys.readouterr().out.split()
    assert said == ["here/big.mp4", "here/slides/big.json", "here/big.pptx", "here/big.pdf"]
    record = read_record(tmp_path / "here" / "big.json")
    assert (record.parameters, record.theme) == ({"radius": 2}, "light")
    # each beat begins a segment of the film, so that all of it is copied
    folder = tmp_path / "here" / "slides" / "big.films"
    films = [folder / f"{stem}.mp4" for stem in ("01-circle", "02-recap")]
    whole = packets_of(tmp_path / "here" / "big.mp4")
    assert [packet for film in films for packet in packets_of(film)] == whole
    assert main(["deck", "growth.py", "here/big.mp4", "-ql", "--to", "pdf", "--name", "two"]) == 0
    assert capsys.readouterr().out.split() == ["clips/growth.mp4", "clips/two.pdf"]
    assert len(pypdfium2.PdfDocument(tmp_path / "clips" / "two.pdf")) == 6

"""The transcript: any text comes out of a Markdown parser as it went in."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from records import beat, clip

from explainer.publish.transcript import clock, code, picture_names, prose, transcript
from explainer.publish.transcript import write_transcript as write

TEXT = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=80)
WICKED = (
    "1. one",
    "- a list",
    "+ a list",
    "# heading",
    "> quote",
    "=====",
    "---",
    "a * b * c and _d_ and `code`",
    "[link](x) ![image](y) <b>bold</b> &amp; &lt;",
    "$x$ {math}`x` {{< video >}} ~~gone~~ a^b^ @key | cell |",
    "line\nbreak\\",
    "<script>alert(1)</script>",
    "::: note",
    "    code",
)


def shown(token: Any) -> str:
    """Return what a reader sees of inline Markdown: text and code, nothing set apart."""
    allowed = {"text", "text_special", "code_inline"}
    assert {child.type for child in token.children} <= allowed, token.content
    return "".join(child.content for child in token.children)


def flat(text: str) -> str:
    return " ".join(text.split())


def check(text: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(prose(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert flat(shown(tokens[1])) == flat(text)


@pytest.mark.parametrize("text", WICKED)
def test_nothing_in_a_text_is_markup(text: str) -> None:
    check(text)


@given(TEXT.filter(lambda text: text.strip()))
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    check(text)


@given(TEXT.filter(lambda text: text.strip()))
def test_any_code_comes_out_as_it_went_in(text: str) -> None:
    tokens = MarkdownIt().parse(f"a {code(text)}")
    assert flat(shown(tokens[1])) == flat(f"a {text}")


def test_a_transcript_shows_each_beat_with_its_picture_words_and_time(tmp_path: Path) -> None:
    record = clip(
        beat("One & two.", 0, 4, name="first", title="A <b>title</b>", alt="Seen [here]"),
        beat("Three.", 4, 65, name="../up", title=""),
        title="A clip of $2",
        parameters={"matrix": [[1, 1], [0, 1]], "start": None, "surface": "x`y"},
    )
    write(record, tmp_path / "my clip.md")
    text = (tmp_path / "my clip.md").read_text(encoding="utf-8")
    tokens = MarkdownIt().parse(text)
    headings = [
        shown(tokens[i + 1]) for i, token in enumerate(tokens) if token.type == "heading_open"
    ]
    assert headings == ["A clip of $2", "Parameters", "1. A <b>title</b>", "2. ../up"]
    inline = [child for token in tokens for child in token.children or ()]
    images = [(unquote(str(i.attrs["src"])), i.content) for i in inline if i.type == "image"]
    assert [source for source, _ in images] == picture_names(record, "my clip")
    assert [name for name, _ in images] == [
        "my clip.beats/01-first.png",
        "my clip.beats/02-up.png",
    ]
    assert images[0][1].replace("\\", "") == "Seen [here]"
    links = [unquote(str(i.attrs["href"])) for i in inline if i.type == "link_open"]
    assert links == ["my clip.mp4"]
    page = [token.content for token in tokens if token.type == "inline"]
    assert "*0:00 to 0:04*" in page and "*0:04 to 1:05*" in page
    assert "One &amp; two." in page and "Three." in page
    assert '``"x`y"``' in text and "`[[1, 1], [0, 1]]`" in text and "start" not in text
    assert text.count("<b>") == 0 == text.count("<script")


def test_pictures_may_lie_elsewhere() -> None:
    text = transcript(clip(beat("One.")), "waves", pictures=["slides/a b.png"])
    assert "](<slides/a%20b.png>)" in text


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (59.6, "1:00"), (3599.4, "59:59")])
def test_a_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text

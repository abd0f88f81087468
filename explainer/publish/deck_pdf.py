"""A deck on paper: the picture on which each beat ends, with its title and its words.

Typst sets it, with fonts of its own wheel, so that it looks the same on every machine.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from explainer.fonts import lacking
from explainer.publish.slides import Chapter
from explainer.scratch import temporary_folder
from explainer.style import Theme

_FONT = "Libertinus Serif"
_WIDTH = 960
"""Of a page, in points."""
_WORDS = 128
"""Height of the place for title and narration, in points."""

_HEAD = """
#set document(title: {title}, date: none)
#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#set text(font: "{font}", size: 21pt, lang: "en")
#set par(leading: 0.5em)
#show heading: it => it.body
#let fitted(room, body) = context {{
  // the largest size at which all of it is seen
  let height(size) = measure(width: {width}pt - 80pt, text(size: size, body)).height
  let fits = (21pt, 19pt, 17pt, 15pt, 13pt, 11pt, 9pt).filter(size => height(size) <= room)
  text(size: fits.at(0, default: 9pt), body)
}}
#let opening(page, ink, muted, name, title, given) = {{
  set std.page(fill: rgb(page))
  set text(fill: rgb(ink))
  block(width: 100%, height: 100%, inset: (x: 80pt), align(horizon, {{
    text(size: 46pt, weight: "bold", heading(level: 1, name))
    parbreak()
    text(size: 25pt, title)
    if given != "" {{
      parbreak()
      text(size: 16pt, fill: rgb(muted), given)
    }}
  }}))
}}
#let beat(page, ink, muted, number, picture, alternative, title, said) = {{
  set std.page(fill: rgb(page))
  set text(fill: rgb(ink))
  image(picture, width: 100%, alt: alternative)
  let words = {{
    text(fill: rgb(muted), str(number))
    h(0.6em)
    text(size: 1.1em, weight: "bold", heading(level: 2, title))
    parbreak()
    said
  }}
  block(
    above: 0pt, width: 100%, height: {words}pt, inset: (x: 40pt, top: 14pt),
    fitted({words}pt - 26pt, words),
  )
}}
"""


def write(chapters: Sequence[Chapter], target: Path) -> None:
    """Write a deck as a PDF, with bookmarks and text alternatives.

    Args:
        chapters: of one size; their films are not needed.
        target: the ``.pdf`` to write.

    Raises:
        OSError: when a file cannot be read or written.
    """
    import typst

    width, height = chapters[0].size
    head = _HEAD.format(
        title=_string(", ".join(chapter.heading for chapter in chapters)),
        width=_WIDTH,
        height=round(_WIDTH * height / width) + _WORDS,
        words=_WORDS,
        font=_FONT,
    )
    with temporary_folder() as folder:
        pages = [page for chapter in chapters for page in _pages(chapter, folder)]
        source = folder / "deck.typ"
        text = head + "\n#pagebreak()\n".join(pages) + "\n"
        source.write_text(text, encoding="utf-8")
        made = typst.compile(
            str(source), root=str(folder), format="pdf", ignore_system_fonts=not lacking(text)
        )
    assert isinstance(made, bytes)
    target.write_bytes(made)


def _pages(chapter: Chapter, folder: Path) -> Iterator[str]:
    """Give the calls that make the pages of a chapter, and put its pictures into the folder."""
    colours = _colours(chapter.theme)
    words = ", ".join(map(_string, (chapter.heading, chapter.title, chapter.given)))
    yield f"#opening({colours}, {words})"
    for number, slide in enumerate(chapter.slides, start=1):
        picture = f"{chapter.stem}-{number}.png"
        shutil.copyfile(chapter.last(slide), folder / picture)
        words = ", ".join(map(_string, (picture, slide.alternative, slide.title, slide.notes)))
        yield f"#beat({colours}, {number}, {words})"


def _colours(theme: Theme) -> str:
    return ", ".join(map(_string, (theme.background, theme.ink, theme.muted)))


def _string(text: str) -> str:
    """Return a Typst string literal: what is in it is text, never markup."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return json.dumps(plain, ensure_ascii=False)

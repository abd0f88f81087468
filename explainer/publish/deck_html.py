"""A deck for the browser: reveal.js, with everything it needs in one folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import as_file, files
from pathlib import Path
from urllib.parse import quote

from explainer.publish.slides import Chapter, Slide

WIDTH = 1280
"""Of a slide, in the units of its style sheet; the browser scales it to the screen."""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="deck/reveal/reveal.css">
<link rel="stylesheet" href="deck/deck.css">
<style>:root {{ --page: {page}; --ink: {ink}; --muted: {muted}; }}</style>
</head>
<body>
<div class="reveal" data-width="{width}" data-height="{height}">
<div class="slides">
{slides}
</div>
</div>
<noscript><p>This deck needs JavaScript. Its films and pictures lie in beats/.</p></noscript>
<script src="deck/reveal/reveal.js"></script>
<script src="deck/reveal/notes.js"></script>
<script src="deck/deck.js"></script>
</body>
</html>
"""


def write(chapters: Sequence[Chapter], folder: Path) -> None:
    """Fill a folder with a deck: ``index.html``, and all that it shows.

    The film of a beat plays when its slide comes, and stops on its last picture; whoever goes back
    finds that picture. With reduced motion only pictures are shown. The narration is in the
    speaker's notes (key S) and in captions (key C).

    Args:
        chapters: with films; of one size.
        folder: an empty folder.

    Raises:
        OSError: when a file cannot be read or written.
    """
    with as_file(files("explainer.publish") / "deck_assets") as assets:
        shutil.copytree(assets, folder / "deck")
    for chapter in chapters:
        place = folder / "beats" / chapter.stem
        place.mkdir(parents=True)
        for path in sorted(chapter.folder.iterdir()):
            if not path.name.endswith(".rev.mp4"):
                shutil.copyfile(path, place / path.name)
    width, height = chapters[0].size
    theme = chapters[0].theme
    page = _PAGE.format(
        title=escape(", ".join(chapter.heading for chapter in chapters)),
        page=theme.background,
        ink=theme.ink,
        muted=theme.muted,
        width=WIDTH,
        height=round(WIDTH * height / width),
        slides="\n".join(slide for chapter in chapters for slide in _slides(chapter)),
    )
    (folder / "index.html").write_text(page, encoding="utf-8")


def _slides(chapter: Chapter) -> Iterator[str]:
    theme = chapter.theme
    colours = f"--page: {theme.background}; --ink: {theme.ink}; --muted: {theme.muted};"
    background = f'data-background-color="{theme.background}" style="{colours}"'
    stem = escape(chapter.stem, quote=True)
    yield (
        f'<section class="opening" id="{stem}" {background}><div>'
        f"<h1>{escape(chapter.heading)}</h1><p>{escape(chapter.title)}</p>"
        f'<p class="given">{escape(chapter.given)}</p></div></section>'
    )
    for slide in chapter.slides:
        yield _slide(chapter, slide, stem, background)


def _slide(chapter: Chapter, slide: Slide, stem: str, background: str) -> str:
    def address(path: Path) -> str:
        return escape(_address("beats", chapter.stem, path.name), quote=True)

    alternative = escape(slide.alternative, quote=True)
    said = f'<p class="said">{escape(slide.notes)}</p>' if slide.notes else ""
    return f"""<section class="beat" id="{stem}-{slide.stem}" data-state="over" {background}>
<h2 class="heard">{escape(slide.title)}</h2>
<figure>
<img class="first" src="{address(chapter.first(slide))}" alt="" aria-hidden="true">
<video data-src="{address(chapter.film(slide))}" muted playsinline preload="auto" \
disablepictureinpicture aria-hidden="true" tabindex="-1"></video>
<img class="last" src="{address(chapter.last(slide))}" alt="{alternative}">
</figure>
{said}
<aside class="notes">{escape(slide.notes)}</aside>
</section>"""


def _address(*steps: str) -> str:
    return "/".join(quote(step) for step in steps)

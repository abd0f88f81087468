"""What every deck is made of: a chapter for each clip, a slide for each of its steps.

``make_decks`` goes from finished clips to the files of decks; one module for each kind of deck
writes it: ``deck_html``, ``deck_pptx``, ``deck_pdf``, ``manim_slides``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from explainer.publish import beat_files, deck_html, deck_pdf, deck_pptx, manim_slides
from explainer.publish.beat_files import Clip
from explainer.publish.files import output_folder, save_picture, whole
from explainer.publish.names import DECK, DECK_FILMS, FILMS, beat_stem
from explainer.publish.slides import Chapter, Slide
from explainer.scratch import temporary_folder
from explainer.style import THEMES

Kind = Literal["html", "pptx", "pdf"]
Poster = Literal["last", "first"]
_LONGEST_VALUE = 60


def read_clips(paths: Sequence[Path]) -> tuple[Clip, ...]:
    """Return the clips of one deck.

    Raises:
        ValueError: when one is missing or unreadable, when two share a name, or when their sizes
            differ; the message is one line.
    """
    clips = tuple(beat_files.find_clip(path) for path in paths)
    seen: dict[str, Clip] = {}
    for clip in clips:
        other = seen.setdefault(clip.stem, clip)
        if other is not clip:
            raise ValueError(f"{clip.video} and {other.video} share a name; give one another")
        if clip.record.size != clips[0].record.size:
            raise ValueError(
                f"{clip.video} is {_size(clip)}, but {clips[0].video} is {_size(clips[0])}; "
                "all clips of a deck have one size"
            )
    return clips


def make_decks(
    paths: Sequence[Path],
    kinds: Sequence[Kind],
    folder: Path,
    name: str,
    *,
    poster: Poster = "last",
) -> Iterator[Path]:
    """Make decks of finished clips, and give the path of each as soon as it is whole.

    An html deck is the folder ``NAME.slides`` with its ``index.html``; the others are
    ``NAME.pptx`` and ``NAME.pdf``. Where films are needed, the films and last pictures of the
    steps are left in ``slides/STEM.films``, and ``slides/STEM.json`` tells manim-slides of them.

    Args:
        paths: the clips, in order; beside each lies its record.
        kinds: what to make.
        folder: where, an existing folder.
        name: the decks' name without suffix.
        poster: what a PowerPoint slide shows while its film is not playing: the picture on which
            the beat ends, or the one from which it starts.

    Raises:
        ValueError: when the clips do not make a deck; nothing has been written.
        OSError: when a file cannot be read or written; what is whole stays.
    """
    clips = read_clips(paths)
    films = any(kind != "pdf" for kind in kinds)
    with temporary_folder() as scratch:
        chapters = []
        for clip in clips:
            if films:
                chapters.append(_films(clip, folder))
                yield folder / DECK_FILMS / f"{clip.stem}.json"
            else:
                place = scratch / clip.stem
                place.mkdir()
                chapters.append(_chapter(clip, place, films=False))
        for kind in kinds:
            yield _make(kind, chapters, folder, name, poster)


def _films(clip: Clip, folder: Path) -> Chapter:
    """Leave a clip's films and pictures in ``slides/STEM.films``, and tell manim-slides of them."""
    with output_folder(folder / DECK_FILMS) as slides:
        place, note = slides / f"{clip.stem}{FILMS}", slides / f"{clip.stem}.json"
        with whole(place, note) as (draft, draft_of_note):
            draft.mkdir()
            chapter = _chapter(clip, draft, backwards=True).moved(place)
            manim_slides.write(chapter, folder, draft_of_note)
    return chapter


def _make(kind: Kind, chapters: Sequence[Chapter], folder: Path, name: str, poster: Poster) -> Path:
    if kind == "html":
        target = folder / f"{name}{DECK}"
        with whole(target) as (draft,):
            draft.mkdir()
            deck_html.write(chapters, draft)
        return target / "index.html"
    target = folder / f"{name}.{kind}"
    with whole(target) as (file,):
        if kind == "pptx":
            deck_pptx.write(chapters, file, poster=poster)
        else:
            deck_pdf.write(chapters, file)
    return target


def _chapter(clip: Clip, folder: Path, *, films: bool = True, backwards: bool = False) -> Chapter:
    """Write the films and pictures of a clip's beats into a folder, and tell of them."""
    record = clip.record
    parts = beat_files.spans(record)
    stems = [beat_stem(number, part.beat.name) for number, part in enumerate(parts, 1)]
    if films:
        beat_files.cut(clip, [folder / f"{stem}.mp4" for stem in stems])
    if backwards:
        for stem in stems:
            film, back = folder / f"{stem}.mp4", folder / f"{stem}.rev.mp4"
            beat_files.reverse(film, back, record.fps, record.size)
    save_picture(beat_files.picture(clip, 0), folder / "00-start.png")
    for stem, pixels in zip(stems, beat_files.last_frames(clip), strict=True):
        save_picture(pixels, folder / f"{stem}.png")
    return Chapter(
        stem=clip.stem,
        heading=record.scene.replace("_", " ").capitalize(),
        title=record.title,
        given=_given(record.parameters),
        theme=THEMES.get(record.theme, THEMES["dark"]),
        size=record.size,
        folder=folder,
        slides=tuple(
            Slide(
                name=part.beat.name,
                title=part.beat.title,
                notes=part.beat.say,
                alternative=part.beat.alt,
                seconds=(part.stop - part.first) / record.fps,
                stem=stem,
                before=before,
            )
            for part, stem, before in zip(parts, stems, ["00-start", *stems], strict=False)
        ),
    )


def _given(parameters: Mapping[str, object]) -> str:
    """Return the parameters on one line, without those that are too long for it."""
    values = {name: json.dumps(value, ensure_ascii=False) for name, value in parameters.items()}
    return " · ".join(
        f"{name} = {value}"
        for name, value in values.items()
        if len(value) <= _LONGEST_VALUE and value != "null"
    )


def _size(clip: Clip) -> str:
    return "x".join(str(side) for side in clip.record.size)

"""``STEM.html``: one page that plays the clip, step by step where somebody talks over it.

The page holds everything but the film and its poster: nothing is fetched from elsewhere, and it
works from disk and in a frame of another page. What it can do is in the files of ``page/``.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from string import Template
from urllib.parse import quote

from explainer.publish.captions import Cue, captions, chapters, webvtt_of
from explainer.publish.record import BeatRecord, ClipRecord, stand_in
from explainer.publish.steps import asks, steps
from explainer.publish.transcript import clock
from explainer.style import DARK, LIGHT, THEMES, Theme, contrast_ratio, relative_luminance

EMBED = "explainer-embed.js"
"""Lies beside clips, and puts their players into other pages."""

_SCRIPTS = (
    *("timeline", "stage", "memory", "peek", "controls"),
    *("keyboard", "messages", "alone", "start"),
)


def write_player(record: ClipRecord, target: Path, stem: str | None = None) -> None:
    """Write the page that plays ``STEM.mp4`` beside it, with ``STEM.png`` as its poster.

    Args:
        record: the clip.
        target: the page.
        stem: what the clip's files are called, without suffix; the target's own stem when None.

    Raises:
        TooFast: when a beat is too short for its narration.
        OSError: when the file cannot be written.
    """
    target.write_text(player(record, stem or target.stem), encoding="utf-8")


def player(
    record: ClipRecord, stem: str, video: str | None = None, poster: str | None = None
) -> str:
    """Return the page.

    Args:
        record: the clip.
        stem: what its files are called; the page names itself so in its messages.
        video: address of the film; ``STEM.mp4`` beside the page when None. A ``data:`` address
            makes a page that needs no other file.
        poster: address of the poster; ``STEM.png`` beside the page when None.

    Raises:
        TooFast: when a beat is too short for its narration.
    """
    width, height = record.size
    shown = steps(record)
    beats = [
        {"name": b.name, "title": b.title or b.name, "say": b.say, "alt": b.alt}
        | {"start": b.start, "end": b.end, "asks": asks(b)}
        for b in shown
    ]
    said = captions(record)
    cues = [{"start": cue.start / 1000, "end": cue.end / 1000, "text": cue.text} for cue in said]
    data = {"stem": stem, "title": record.title or stem, "fps": record.fps}
    data |= {"duration": record.duration, "beats": beats, "cues": cues, "ratio": width / height}
    return Template(page_file("player.html")).substitute(
        theme=html.escape(record.theme),
        title=html.escape(record.title or stem),
        description=html.escape(record.description),
        colours=_colours(THEMES.get(record.theme, DARK), f"{width} / {height}"),
        css=page_file("player.css"),
        video=html.escape(video or f"{quote(stem)}.mp4"),
        poster=html.escape(poster or f"{quote(stem)}.png"),
        captions=_track(said),
        chapter_cues=_track(chapters(record)),
        width=width,
        height=height,
        duration=record.duration,
        length=clock(record.duration),
        chapters="".join(_chapters(shown)),
        transcript="".join(_transcript(shown)),
        # "</script>" in a narration must not end the element that it stands in
        data=json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
        script="\n".join(page_file(f"{name}.js") for name in _SCRIPTS),
    )


def page_file(name: str) -> str:
    """Return the text of one of the files of ``page/``."""
    return files("explainer.publish").joinpath("page", name).read_text(encoding="utf-8")


def _track(cues: Sequence[Cue]) -> str:
    """Return the address of a track that is within the page: from disk no other may be read."""
    return data_address("text/vtt;charset=utf-8", webvtt_of(cues).encode())


def data_address(kind: str, content: bytes) -> str:
    """Return the address of a file that is within a page, ``data:``."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _jump(shown: Sequence[BeatRecord], index: int) -> str:
    beat = shown[index]
    time = f'<span class="time">{clock(beat.start)}</span>'
    title = html.escape(beat.title or beat.name)
    return (
        f'<button type="button" data-beat="{index}"><span>{index + 1}. {title}</span>{time}'
        "</button>"
    )


def _chapters(shown: Sequence[BeatRecord]) -> list[str]:
    return [f"<li>{_jump(shown, index)}</li>" for index in range(len(shown))]


def _transcript(shown: Sequence[BeatRecord]) -> list[str]:
    items = []
    for index, beat in enumerate(shown):
        seen = f'<p class="seen">In the picture: {html.escape(beat.alt)}</p>'
        if beat.alt == stand_in(beat.title, beat.say):
            seen = ""  # it would say the same twice
        items.append(
            f"<li><h3>{_jump(shown, index)}</h3><p>{html.escape(beat.say)}</p>{seen}</li>\n"
        )
    return items


def _colours(theme: Theme, ratio: str) -> str:
    """Return the colours by role: the player in the clip's theme, the page in the viewer's."""
    dark = _is_dark(theme)
    inks = (theme.background, theme.ink)
    on_accent = max(inks, key=lambda ink: contrast_ratio(ink, theme.posterior))
    box = {
        "ratio": ratio,
        "screen": theme.background,
        "box": theme.box,
        "box-ink": theme.ink,
        "box-muted": theme.muted,
        "box-scheme": "dark" if dark else "light",
        "rail": theme.ghost,
        "accent": theme.posterior,
        "on-accent": on_accent,
    }
    contrast = theme.name == "contrast"
    light = f":root {{ {_declared(_page(theme if contrast else LIGHT) | box)} }}"
    night = f":root {{ {_declared(_page(theme if contrast else DARK))} }}"
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {night} }}"


def _page(theme: Theme) -> dict[str, str]:
    return {
        "page": theme.background,
        "ink": theme.ink,
        "muted": theme.muted,
        "line": theme.ghost,
        "hover": theme.box,
        "page-accent": theme.posterior,
        "scheme": "dark" if _is_dark(theme) else "light",
    }


def _is_dark(theme: Theme) -> bool:
    return relative_luminance(theme.background) < relative_luminance(theme.ink)


def _declared(values: dict[str, str]) -> str:
    return re.sub(r"\s+", " ", " ".join(f"--{name}: {value};" for name, value in values.items()))

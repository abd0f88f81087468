"""A finished clip: where its files are, how those beside the film are written, and how it shows."""

from __future__ import annotations

import html
import os
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from explainer.publish.captions import write_captions, write_chapters
from explainer.publish.files import save_picture
from explainer.publish.names import PICTURES, beat_stem
from explainer.publish.player import EMBED, data_address, page_file, player, write_player
from explainer.publish.record import ClipRecord, read_record, write_record
from explainer.publish.transcript import write_transcript

_NOTEBOOK_WIDTH, _CONTROLS = 800, 80
"""Pixels: the player's width in a notebook, and the height of its controls."""


@dataclass(frozen=True)
class FinishedClip(os.PathLike[str]):
    """The files of one clip, all with one stem; as a path it is the film's.

    In a notebook it shows the player, with the film in it, so that Jupyter and Colab need no file.

    Attributes:
        video: the film, H.264 in an MP4.
        record: what it shows and when, JSON.
        poster: its last frame, PNG.
        captions: the narration, WebVTT.
        chapters: the beats, WebVTT.
        transcript: the narration with a picture of each beat, Markdown.
        page: the player.
    """

    video: Path
    record: Path
    poster: Path
    captions: Path
    chapters: Path
    transcript: Path
    page: Path

    @classmethod
    def at(cls, video: Path) -> FinishedClip:
        """Return the clip whose film is at ``video``, be it there or not."""
        suffixes = (".json", ".png", ".vtt", ".chapters.vtt", ".md", ".html")
        return cls(video, *(video.with_name(video.stem + suffix) for suffix in suffixes))

    @property
    def files(self) -> tuple[Path, ...]:
        """All its files, the film first."""
        return tuple(getattr(self, field.name) for field in fields(self))

    @property
    def pictures(self) -> Path:
        """The folder with the last frame of each beat."""
        return self.video.with_name(f"{self.video.stem}{PICTURES}")

    @property
    def embed(self) -> Path:
        """The script that puts the clips of this folder into other pages."""
        return self.video.with_name(EMBED)

    def __fspath__(self) -> str:
        return str(self.video)

    def _repr_html_(self) -> str:
        record = read_record(self.record)
        width, height = record.size
        film, poster = (
            data_address(kind, path.read_bytes())
            for kind, path in (("video/mp4", self.video), ("image/png", self.poster))
        )
        page = player(record, self.video.stem, video=film, poster=poster)
        tall = round(_NOTEBOOK_WIDTH * height / width) + _CONTROLS
        # Notebooks that are not trusted take the frame away, and leave what is within it.
        return (
            f'<iframe srcdoc="{html.escape(page)}" title="{html.escape(record.title)}" '
            f'style="border:0;width:100%;max-width:{_NOTEBOOK_WIDTH}px;'
            f'aspect-ratio:{_NOTEBOOK_WIDTH}/{tall}" '
            f'allowfullscreen><img src="{poster}" alt="{html.escape(record.description)}" '
            f'width="{_NOTEBOOK_WIDTH}"></iframe>'
        )


def write_companions(
    record: ClipRecord, stem: str, drafts: FinishedClip, poster: Any, pictures: Sequence[Any]
) -> None:
    """Write all that belongs to a clip besides its film.

    Args:
        record: the clip.
        stem: what its files will be called.
        drafts: where to write them.
        poster: the last frame, (height, width, 3 or 4) uint8.
        pictures: the last frame of each beat, likewise.

    Raises:
        TooFast: when a beat is too short for its narration.
        OSError: when a file cannot be written.
    """
    write_record(record, drafts.record)
    write_captions(record, drafts.captions)
    write_chapters(record, drafts.chapters)
    write_transcript(record, drafts.transcript, stem)
    write_player(record, drafts.page, stem)
    drafts.pictures.mkdir()
    for number, (beat, picture) in enumerate(zip(record.beats, pictures, strict=True), start=1):
        save_picture(picture, drafts.pictures / f"{beat_stem(number, beat.name)}.png")
    save_picture(poster, drafts.poster)
    drafts.embed.write_text(page_file(EMBED), encoding="utf-8")

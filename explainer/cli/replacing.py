"""What a clip takes the place of: another one is kept from a try-out, and never goes unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explainer.cli.errors import RequestError
from explainer.params import to_toml
from explainer.publish.names import DECK, FILMS, STILLS
from explainer.zones import LAYOUTS, WIDE

if TYPE_CHECKING:
    from explainer.cli.job import Job
    from explainer.publish.record import ClipRecord

_MADE_OF_IT: dict[str, str] = {
    "alpha": ".webm",
    "editor": ".mov",
    "gif": ".gif",
    "webp": ".webp",
    "stills": STILLS,
    "beats": FILMS,
    "html": DECK,
    "pptx": ".pptx",
    "pdf": ".pdf",
}
"""What may lie beside a clip that was made of it, by the profile or the deck that makes it."""
_MOST_CHANGES, _LONGEST_VALUE = 4, 60


def refuse_other_clips(job: Job) -> None:
    """Keep a whole clip that somebody has named as one of its beats would be from a try-out.

    Raises:
        RequestError: when it lies there.
    """
    before = _found(job.target)
    if before is None or job.order.beat is None:
        return
    if [beat.name for beat in before.beats] != [job.order.beat]:
        raise RequestError(
            f"--beat {job.order.beat}: {job.target} is another clip; give a --name or another --out"
        )


def word_of_it(job: Job, record: ClipRecord) -> str | None:
    """Return one line when a clip of another request lies where one is to go."""
    from explainer.publish.finished import FinishedClip

    before = _found(job.target)
    if before is None:
        strangers = [path.name for path in FinishedClip.at(job.target).files if path.exists()]
        names = ", ".join(strangers)
        return (
            f"{names} in {job.target.parent} belong to an unknown clip and are replaced"
            if names
            else None
        )
    changes = list(_changes(before, record))
    if not changes:
        return None
    if len(changes) > _MOST_CHANGES:
        changes[_MOST_CHANGES:] = ["..."]
    word = f"{job.target} was made with {', '.join(changes)}; it is replaced (--name keeps both)"
    stale = [
        job.target.stem + ending
        for kind, ending in _MADE_OF_IT.items()
        if kind not in job.order.profiles
        and job.target.with_name(job.target.stem + ending).exists()
    ]
    return f"{word}; files made from the old clip stay: {', '.join(stale)}" if stale else word


def _found(film: Path) -> ClipRecord | None:
    from explainer.publish.finished import FinishedClip
    from explainer.publish.record import read_record

    try:
        return read_record(FinishedClip.at(film).record)
    except (OSError, ValueError):
        return None


def _changes(before: ClipRecord, after: ClipRecord) -> Iterator[str]:
    """Give what was different, as it was, in the words of the options that set it."""
    from explainer.engine.session import QUALITIES

    if before.scene != after.scene:
        yield f"scene {before.scene}"
    else:
        for name, value in before.parameters.items():
            if name not in after.parameters or after.parameters[name] != value:
                yield f"{name}={_short(value)}"
        yield from (f"no {name}" for name in after.parameters if name not in before.parameters)
    if before.theme != after.theme:
        yield f"--theme {before.theme}"
    looks = {
        (size.width, size.height, size.fps): f"-q {letter}"
        + (f" --aspect {layout.aspect}" if layout is not WIDE else "")
        for layout in LAYOUTS.values()
        for letter, quality in QUALITIES.items()
        for size in [quality.within(layout)]
    }
    if (before.size, before.fps) != (after.size, after.fps):
        option = looks.get((*before.size, before.fps))
        size = f"{before.size[0]}x{before.size[1]} at {before.fps} frames a second"
        yield option or size
    if before.seed != after.seed:
        yield f"seed {before.seed}"


def _short(value: Any) -> str:
    text = "".join(c if c.isprintable() else " " for c in to_toml(value))
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}..."

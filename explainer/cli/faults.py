"""The check command: what is wrong with the layout of scenes, in lines and in a marked sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explainer.cli.errors import failing
from explainer.cli.job import Job
from explainer.cli.jobs import prepared, warn_of_boxes
from explainer.cli.making import details
from explainer.cli.meaning import as_it_was_meant
from explainer.cli.motion import motion_faults
from explainer.cli.orders import Order
from explainer.messages import one_line, shorten
from explainer.publish.files import whole

if TYPE_CHECKING:
    from explainer.engine.session import Beat
    from explainer.layout import Fault, Silenced


@dataclass(frozen=True)
class Report:
    """What has been found in one scene: a line for each fault, and what was looked at."""

    lines: tuple[str, ...]
    looked_at: str


@dataclass
class _Screen:
    """The last frame of a beat.

    Attributes:
        name: of the beat.
        faults: that are not allowed.
        silenced: those that are.
        pixels: (height, width, 4) uint8.
        texts: how many there are.
        unmeasured: the classes of those whose type size is not known.
    """

    name: str
    faults: list[Fault]
    silenced: list[Silenced]
    pixels: Any
    texts: int
    unmeasured: list[str]


@as_it_was_meant
def reports(order: Order) -> Iterator[Report]:
    """Look at the end of each beat of scenes, and give a report for each scene.

    A scene with faults gets its marked sheet; the sheet of an earlier check goes where there are
    none now.

    Raises:
        RequestError, ParameterError, CatalogueError: nothing has been looked at or written.
        RenderFailed: a scene could not be played.
    """
    with prepared(order) as jobs:
        for job, _ in jobs:
            with failing(job.scene, job.target, order.beat):
                report = _report(job)
                warn_of_boxes()
            yield report


def _report(job: Job) -> Report:
    screens = _screens(job)
    lines: list[str] = []
    marks: list[list[int]] = []
    for screen in screens:
        before = len(lines)
        place = f"{job.scene.name}, {shorten(screen.name, 60)}"
        for number, fault in enumerate(screen.faults, before + 1):
            lines.append(one_line(f"{place}: {fault} [{number}]"))
        marks.append(list(range(before + 1, len(lines) + 1)))
    if lines:
        _save_sheet(job, screens, marks)
    else:
        job.target.unlink(missing_ok=True)
    looked_at = _looked_at(job, screens, len(lines))
    if job.order.beat is None:
        moving = motion_faults(job)
        lines += moving
        looked_at += f"; motion: {_count(len(moving), 'fault') if moving else 'no faults'}"
    return Report(tuple(lines), one_line(f"{job.scene.name}: {looked_at}"))


def _screens(job: Job) -> list[_Screen]:
    """Return what is to be seen at the end of each beat; of a scene without beats, at its end."""
    from explainer.engine.session import at_beat_ends, at_end, pixels_of
    from explainer.layout import examined, texts_of, type_size

    def look(scene: Any, name: str) -> _Screen:
        pixels, texts = pixels_of(scene), texts_of(scene)
        unmeasured = [type(text).__name__ for text in texts if type_size(scene, text) is None]
        return _Screen(name, *examined(scene), pixels, len(texts), unmeasured)

    def look_at_beat(scene: Any, beat: Beat) -> _Screen:
        return look(scene, beat.name)

    quality = job.quality
    found = at_beat_ends(job.build, quality, look_at_beat, beat=job.order.beat)
    return found or [at_end(job.build, quality, lambda scene: look(scene, "end"))]


def _save_sheet(job: Job, screens: list[_Screen], marks: list[list[int]]) -> None:
    from explainer.publish.sheet import Cell, contact_sheet, marked

    cells = []
    for screen, numbers in zip(screens, marks, strict=True):
        numbered = list(zip(numbers, screen.faults, strict=True))
        pixels = marked(screen.pixels, [(n, fault.box) for n, fault in numbered], job.theme)
        said = "; ".join(f"[{n}] {fault}" for n, fault in numbered) or "nothing found"
        cells.append(Cell(pixels, screen.name, said))
    with whole(job.target) as (draft,):
        draft.write_bytes(
            contact_sheet(cells, job.theme, heading=job.scene.title, details=details(job))
        )


def _looked_at(job: Job, screens: list[_Screen], found: int) -> str:
    """Return what was looked at, so that no fault found is not taken for more than it says."""
    texts = sum(screen.texts for screen in screens)
    words = f"{_count(texts, 'text')} on {_count(len(screens), 'last frame')}"
    result = f"{_count(found, 'fault')}, marked in {job.target}" if found else "no faults"
    lost = [kind for screen in screens for kind in screen.unmeasured]
    kinds = ", ".join(sorted(set(lost)))
    silenced = [each for screen in screens for each in screen.silenced]
    reasons = "; ".join(sorted({f"{each.fault.kind}: {each.reason}" for each in silenced}))
    allowed = f"; {len(silenced)} silenced ({reasons})" if silenced else ""
    unknown = f"; the type size of {len(lost)} of them ({kinds}) is not known" if lost else ""
    return f"{words}: {result}{allowed}{unknown}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"

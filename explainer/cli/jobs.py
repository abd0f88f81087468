"""From a request to finished files: everything is checked first, then rendered.

What the command line and ``from explainer import clip`` have in common.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explainer import catalogue
from explainer.cli.errors import RequestError, failing, note, reason, warn
from explainer.cli.job import Job, OnFrame, Plan, Watch
from explainer.cli.making import MAKERS, SUFFIX, record_of
from explainer.cli.meaning import about_scene, as_it_was_meant
from explainer.cli.orders import Order, Profile, check, check_stem
from explainer.cli.profiles import check as check_profiles
from explainer.cli.replacing import refuse_other_clips, word_of_it
from explainer.params import resolve_params
from explainer.publish.files import output_folder
from explainer.publish.names import stem_in_shape, stem_of_beat
from explainer.sources import reading
from explainer.style import theme

if TYPE_CHECKING:
    from explainer.publish.finished import FinishedClip

__all__ = ["OnFrame", "Watch", "clip", "run"]


@as_it_was_meant
def run(order: Order, watch: Watch | None = None) -> Iterator[Path]:
    """Render what was asked for, scene by scene, and give the path of each finished file.

    Args:
        order: what to render.
        watch: shows the progress of a clip.

    Raises:
        RequestError, ParameterError, CatalogueError: nothing has been rendered or written.
        RenderFailed: rendering had begun; the file under way has been removed.
    """
    with prepared(order) as jobs:
        for job, plan in jobs:
            if job.order.form == "clip" and plan is not None:
                note(word_of_it(job, record_of(job, plan.shown(job))))
            with failing(job.scene, job.target, order.beat):
                for path in MAKERS[order.form](job, plan, watch):
                    warn_of_boxes()
                    yield path


@contextmanager
def prepared(order: Order) -> Iterator[list[tuple[Job, Plan | None]]]:
    """Check all that is asked for before the first scene begins; make the folder for the files.

    Raises:
        RequestError, ParameterError, CatalogueError: nothing is left behind.
    """
    check(order)
    with ExitStack() as stack:
        try:
            stack.enter_context(output_folder(order.out))
        except OSError as error:
            raise RequestError(f"--out {order.out}: cannot be written ({reason(error)})") from error
        jobs = [_job(request, order) for request in order.scenes]
        _refuse_collisions(jobs)
        yield [(job, _plan(job, len(jobs) > 1)) for job in jobs]


def clip(
    scene: str | type,
    *,
    preset: str | None = None,
    quality: str = "h",
    theme: str = "dark",
    aspect: str = "16:9",
    beat: str | None = None,
    out: str | Path = "clips",
    name: str | None = None,
    jobs: int | None = None,
    fresh: bool = False,
    profiles: Sequence[Profile] = ("web",),
    **parameters: Any,
) -> FinishedClip:
    """Render a clip, or find it where it has been rendered before, and return its files.

    In a notebook the result shows the player.

    Args:
        scene: a scene's name, the path of a scene's file, or a scene's class.
        preset: a named set of parameters to start from.
        quality: one of Manim's letters l, m, h, p, k.
        theme: dark, light or contrast.
        aspect: the shape of the frame: 16:9, 4:3, 1:1 or 9:16.
        beat: only this beat.
        out: the folder.
        name: the file's name without suffix; the scene's when None.
        jobs: how many processes draw at once; one a core when None.
        fresh: draw everything anew, whatever is kept from earlier runs.
        profiles: what else to make: alpha, editor, gif, webp, stills, beats.
        **parameters: the scene's parameters, by name.

    Raises:
        RequestError, ParameterError, CatalogueError: the request was wrong.
        RenderFailed: rendering had begun and failed.
    """
    order = Order(
        scenes=[scene],
        quality=quality,
        theme=theme,
        aspect=aspect,
        preset=preset,
        values=parameters,
        beat=beat,
        out=Path(out),
        name=name,
        jobs=jobs,
        fresh=fresh,
        profiles=profiles,
    )
    from explainer.publish.finished import FinishedClip

    return FinishedClip.at(next(iter(list(run(order)))))


_told_of: set[str] = set()


def warn_of_boxes() -> None:
    """Say once which letters no font has."""
    from explainer.fonts import boxes, warning

    if new := boxes() - _told_of:
        _told_of.update(new)
        warn(warning(new))


# -- checking -------------------------------------------------------------------------------------


def _job(request: str | type, order: Order) -> Job:
    found = catalogue.load(request) if isinstance(request, str) else catalogue.of_class(request)
    with about_scene(found.name, one_of_several=len(order.scenes) > 1):
        params = resolve_params(
            found.params,
            found.presets,
            preset=order.preset,
            file=order.params_file,
            assignments=order.assignments,
            values=order.values,
        )
    if order.name is None:
        check_stem(found.stem, f"{found.name}: its file's name")
    stem = order.name or stem_in_shape(found.stem, order.aspect)
    if order.beat is not None:
        stem = stem_of_beat(stem, order.beat)
    job = Job(
        found,
        params,
        theme(order.theme, order.aspect),
        order,
        order.out / f"{stem}{SUFFIX[order.form]}",
    )
    _refuse_other_kinds(job)
    if order.form == "clip":
        refuse_other_clips(job)
    return job


def _refuse_other_kinds(job: Job) -> None:
    """Refuse a name that a folder has where a file is to go, or a file where a folder is."""
    from explainer.publish.finished import FinishedClip

    clip = FinishedClip.at(job.target)
    files, folders = (
        (clip.files, {clip.pictures}) if job.order.form == "clip" else ([job.target], set())
    )
    for path in (*files, *folders):
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise RequestError(f"--out {job.order.out}: {reason(error)}") from error
        if is_folder != (path in folders):
            kind = "folder" if is_folder else "file"
            raise RequestError(
                f"--out {job.order.out}: {path.name} is a {kind} there; give another --name"
            )


def _refuse_collisions(jobs: Sequence[Job]) -> None:
    seen: set[Path] = set()
    for job in jobs:
        if job.target in seen:
            raise RequestError(
                f"{job.scene.name}: two of the scenes would be written to {job.target}"
            )
        seen.add(job.target)


def _plan(job: Job, several: bool) -> Plan | None:
    """Return what must be known before rendering begins; nothing for a picture of one scene."""
    order = job.order
    if order.form != "clip" and not (several and order.beat is not None):
        return None
    from explainer.engine.session import RenderError, measure

    with failing(job.scene, job.target, order.beat):
        read: set[Path] = set()
        with reading(read):
            timeline = measure(job.build, job.quality)
        timeline.span(order.beat, job.quality.fps)
        if not timeline.frames:
            raise RenderError(
                "the scene plays nothing, so there is no film; add self.beat(...), self.play(...) "
                "or self.wait(...), or draw it as it is with --still"
            )
    plan = Plan(timeline, frozenset(read))
    check_profiles(job, plan)
    return plan

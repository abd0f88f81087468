"""From a request to finished files: everything is checked first, then rendered.

What the command line and ``from explainer import clip`` have in common.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explainer import catalogue
from explainer.cli.errors import RequestError, failing, reason
from explainer.cli.making import MAKERS, SUFFIX, Job, OnFrame, Plan, Watch
from explainer.cli.meaning import about_scene, as_it_was_meant
from explainer.cli.orders import Order, Profile, check
from explainer.cli.profiles import check as check_profiles
from explainer.params import resolve_params
from explainer.publish.files import output_folder
from explainer.sources import reading
from explainer.style import THEMES

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
    check(order)
    with ExitStack() as stack:
        try:
            stack.enter_context(output_folder(order.out))
        except OSError as error:
            raise RequestError(f"--out {order.out}: cannot be written ({reason(error)})") from error
        jobs = [_job(request, order) for request in order.scenes]
        _refuse_collisions(jobs)
        plans = [_plan(job, len(jobs) > 1) for job in jobs]
        for job, plan in zip(jobs, plans, strict=True):
            with failing(job.scene, job.target, order.beat):
                yield from MAKERS[order.form](job, plan, watch)


def clip(
    scene: str | type,
    *,
    preset: str | None = None,
    quality: str = "h",
    theme: str = "dark",
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
        beat: only this beat.
        out: the folder.
        name: the file's name without suffix; the scene's when None.
        jobs: how many processes draw at once; one a core when None.
        fresh: draw everything anew, whatever is kept from earlier runs.
        profiles: what else to make: alpha, editor, gif, stills, beats.
        **parameters: the scene's parameters, by name.

    Raises:
        RequestError, ParameterError, CatalogueError: the request was wrong.
        RenderFailed: rendering had begun and failed.
    """
    order = Order(
        scenes=[scene],
        quality=quality,
        theme=theme,
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
    target = order.out / f"{order.name or found.stem}{SUFFIX[order.form]}"
    for path in _files(target, order):
        if path.is_dir():
            raise RequestError(f"--out {order.out}: {path.name} is a folder there; give a --name")
    return Job(found, params, THEMES[order.theme], order, target)


def _files(target: Path, order: Order) -> tuple[Path, ...]:
    """Return the files that an order makes of one scene, folders and profiles aside."""
    if order.form != "clip":
        return (target,)
    from explainer.publish.finished import FinishedClip

    return FinishedClip.at(target).files


def _refuse_collisions(jobs: Sequence[Job]) -> None:
    seen: set[Path] = set()
    for job in jobs:
        if job.target in seen:
            raise RequestError(f"{job.scene.name}: two of the scenes would both be {job.target}")
        seen.add(job.target)


def _plan(job: Job, several: bool) -> Plan | None:
    """Return what must be known before rendering begins; nothing for a picture of one scene."""
    order = job.order
    if order.form != "clip" and not (several and order.beat is not None):
        return None
    from explainer.engine.session import QUALITIES, measure

    quality = QUALITIES[order.quality]
    with failing(job.scene, job.target, order.beat):
        read: set[Path] = set()
        with reading(read):
            timeline = measure(job.build, quality)
        timeline.span(order.beat, quality.fps)
    plan = Plan(timeline, frozenset(read))
    check_profiles(job, plan)
    return plan

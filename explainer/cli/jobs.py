"""From a request to finished files: everything is checked first, then rendered.

What the command line and ``from explainer import clip`` have in common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explainer import __version__, catalogue
from explainer.cli.errors import RequestError, failing, reason
from explainer.cli.keeping import builder, cores, key_of, seed_of, segment_store
from explainer.cli.orders import Form, Order, check
from explainer.params import (
    SceneParams,
    resolve_params,
    to_toml,
)
from explainer.publish.files import output_folder, save_picture, whole
from explainer.sources import reading
from explainer.style import THEMES, Theme

if TYPE_CHECKING:
    from explainer.engine.session import Timeline

OnFrame = Callable[[int], None]
Watch = Callable[[str, int], AbstractContextManager[OnFrame]]
"""Given a clip's name and its number of frames, returns what is told the frames done so far."""

SUFFIX: dict[Form, str] = {
    "clip": ".mp4",
    "still": ".png",
    "sheet": ".sheet.png",
    "sheet-plain": ".sheet.png",
}


@dataclass(frozen=True)
class Job:
    """One scene of an order, checked: all that is left is to render it."""

    scene: catalogue.Scene
    params: SceneParams
    theme: Theme
    order: Order
    target: Path

    @property
    def build(self) -> Callable[[], Any]:
        """Return what builds a fresh scene, in another process too where that can be."""
        return builder(self.scene, self.params, self.theme)


@dataclass(frozen=True)
class Plan:
    """What is known of a clip before it is rendered: its timeline, and the files that it read."""

    timeline: Timeline
    read: frozenset[Path]


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
                _MAKERS[order.form](job, plan, watch)
            yield job.target


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
    **parameters: Any,
) -> Path:
    """Render a clip and return its path; its record lies beside it, with the suffix ``.json``.

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
    )
    return next(iter(list(run(order))))


# -- checking -------------------------------------------------------------------------------------


def _job(request: str | type, order: Order) -> Job:
    found = catalogue.load(request) if isinstance(request, str) else catalogue.of_class(request)
    params = resolve_params(
        found.params,
        found.presets,
        preset=order.preset,
        file=order.params_file,
        assignments=order.assignments,
        values=order.values,
    )
    target = order.out / f"{order.name or found.stem}{SUFFIX[order.form]}"
    for path in (target, target.with_suffix(".json")):
        if path.is_dir():
            raise RequestError(f"--out {order.out}: {path.name} is a folder there; give a --name")
    return Job(found, params, THEMES[order.theme], order, target)


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
        return Plan(timeline, frozenset(read))


# -- rendering ------------------------------------------------------------------------------------


def _make_clip(job: Job, plan: Plan | None, watch: Watch | None) -> None:
    from explainer.engine.session import QUALITIES
    from explainer.publish.record import BeatRecord, ClipRecord, versions, write_record

    assert plan is not None
    quality, beat = QUALITIES[job.order.quality], job.order.beat
    shown = plan.timeline if beat is None else plan.timeline.only(beat, quality.fps)
    watching: AbstractContextManager[OnFrame | None] = nullcontext()
    if watch is not None:
        watching = watch(job.target.stem, shown.frames)
    with whole(job.target, job.target.with_suffix(".json")) as (video, note), watching as on_frame:
        _film(job, plan, video, on_frame)
        write_record(
            ClipRecord(
                scene=job.scene.name,
                title=job.scene.title,
                parameters=job.params.model_dump(mode="json"),
                theme=job.theme.name,
                seed=seed_of(job.scene),
                versions=versions(__version__),
                size=(quality.width, quality.height),
                fps=quality.fps,
                duration=shown.duration,
                beats=tuple(
                    BeatRecord(
                        name=beat.name,
                        title=beat.title,
                        say=beat.say,
                        start=beat.start,
                        end=beat.end,
                        alt=beat.alt,
                    )
                    for beat in shown.beats
                ),
            ),
            note,
        )


def _film(job: Job, plan: Plan, video: Path, on_frame: OnFrame | None) -> None:
    """Render the frames of a clip into ``video``."""
    from explainer.engine.session import QUALITIES

    order, quality = job.order, QUALITIES[job.order.quality]
    if order.engine != "fast":
        from explainer.engine.stock import record as record_stock

        ours = order.engine == "stock+encoder"
        record_stock(job.build, quality, video, our_encoder=ours, on_frame=on_frame)
        return
    from explainer.engine.film import record

    record(
        job.build,
        quality,
        video,
        plan.timeline,
        beat=order.beat,
        key=key_of(job.scene, job.params, job.theme, plan.read),
        store=segment_store(),
        jobs=order.jobs or cores(),
        fresh=order.fresh,
        on_frame=on_frame,
    )


def _make_still(job: Job, plan: Plan | None, watch: Watch | None) -> None:
    from explainer.engine.session import QUALITIES, still

    with whole(job.target) as (draft,):
        pixels = still(job.build, QUALITIES[job.order.quality], beat=job.order.beat)
        save_picture(pixels, draft)


def _make_sheet(job: Job, plan: Plan | None, watch: Watch | None) -> None:
    from explainer.engine.session import QUALITIES, beat_stills
    from explainer.publish.sheet import Cell, contact_sheet

    with whole(job.target) as (draft,):
        frames = beat_stills(job.build, QUALITIES[job.order.quality], beat=job.order.beat)
        draft.write_bytes(
            contact_sheet(
                [Cell(pixels, beat.name, beat.say) for beat, pixels in frames],
                job.theme,
                heading=job.scene.title,
                details=_details(job),
                words=job.order.form == "sheet",
            )
        )


_MAKERS: dict[Form, Callable[[Job, Plan | None, Watch | None], None]] = {
    "clip": _make_clip,
    "still": _make_still,
    "sheet": _make_sheet,
    "sheet-plain": _make_sheet,
}


def _details(job: Job) -> str:
    """Return the scene's name and the parameters that are not at their defaults."""
    defaults = job.scene.params()
    changed = [
        f"{name}={to_toml(value)}" for name, value in job.params if value != getattr(defaults, name)
    ]
    return "   ".join([job.scene.name, *changed])

"""From a request to finished files: everything is checked first, then rendered.

What the command line and ``from explainer import clip`` have in common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from explainer import __version__, catalogue
from explainer.cli.errors import RequestError, failing, reason
from explainer.params import (
    SceneParams,
    load_params_file,
    resolve_params,
    to_toml,
)
from explainer.publish.files import output_folder, save_picture, whole
from explainer.style import THEMES, Theme

if TYPE_CHECKING:
    from explainer.engine.session import Timeline

Form = Literal["clip", "still", "sheet", "sheet-plain"]
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
class Order:
    """What somebody asks for, as they gave it; see ``./render.sh --help``."""

    scenes: Sequence[str | type]
    form: Form = "clip"
    quality: str = "h"
    theme: str = "dark"
    preset: str | None = None
    params_file: Path | None = None
    assignments: Sequence[str] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    beat: str | None = None
    out: Path = Path("clips")
    name: str | None = None


@dataclass(frozen=True)
class Job:
    """One scene of an order, checked: all that is left is to render it."""

    scene: catalogue.Scene
    params: SceneParams
    theme: Theme
    order: Order
    target: Path

    def build(self) -> Any:
        """Return a fresh scene."""
        return self.scene.cls(params=self.params, theme=self.theme)


def run(order: Order, watch: Watch | None = None) -> Iterator[Path]:
    """Render what was asked for, scene by scene, and give the path of each finished file.

    Args:
        order: what to render.
        watch: shows the progress of a clip.

    Raises:
        RequestError, ParameterError, CatalogueError: nothing has been rendered or written.
        RenderFailed: rendering had begun; the file under way has been removed.
    """
    _check(order)
    with ExitStack() as stack:
        try:
            stack.enter_context(output_folder(order.out))
        except OSError as error:
            raise RequestError(f"--out {order.out}: cannot be written ({reason(error)})") from error
        jobs = [_job(request, order) for request in order.scenes]
        _refuse_collisions(jobs)
        timelines = [_timeline(job, watch is not None, len(jobs) > 1) for job in jobs]
        for job, timeline in zip(jobs, timelines, strict=True):
            with failing(job.scene, job.target, order.beat):
                _MAKERS[order.form](job, timeline, watch)
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
    )
    return next(iter(list(run(order))))


# -- checking -------------------------------------------------------------------------------------


def _check(order: Order) -> None:
    """Refuse what can be refused without importing a scene."""
    if order.theme not in THEMES:
        raise RequestError(f"--theme: given {order.theme}; one of {', '.join(THEMES)} is allowed")
    if order.quality not in tuple("lmhpk"):
        raise RequestError(f"-q: given {order.quality}; one of l, m, h, p, k is allowed")
    for request in order.scenes:
        if isinstance(request, str):
            catalogue.find(request)
    if order.name is not None:
        _check_name(order.name, len(order.scenes))
    if order.params_file is not None:
        load_params_file(order.params_file)


def _check_name(name: str, scenes: int) -> None:
    if scenes > 1:
        raise RequestError(f"--name: given {name} for {scenes} scenes; it names one file")
    plain = name.isprintable() and not set(name) & set('/\\:*?"<>|')
    if not plain or not name or name.startswith((".", "-")) or len(name) > 100:
        raise RequestError(
            f"--name: given {' '.join(name.split())[:100] or 'nothing'}; a file name without "
            "folder and suffix, of at most 100 characters, is allowed (--out sets the folder)"
        )


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


def _timeline(job: Job, watched: bool, several: bool) -> Timeline | None:
    """Return the timeline where it is needed before rendering: for its length, or for the beat."""
    order = job.order
    clip_of_beat = order.beat is not None and (several or order.form == "clip")
    if not clip_of_beat and not (watched and order.form == "clip"):
        return None
    from explainer.engine.session import QUALITIES, measure

    with failing(job.scene, job.target, order.beat):
        return measure(job.build, QUALITIES[order.quality], beat=order.beat)


# -- rendering ------------------------------------------------------------------------------------


def _make_clip(job: Job, timeline: Timeline | None, watch: Watch | None) -> None:
    from explainer.engine.session import QUALITIES, record
    from explainer.publish.record import BeatRecord, ClipRecord, versions, write_record

    quality = QUALITIES[job.order.quality]
    watching: AbstractContextManager[OnFrame | None] = nullcontext()
    if watch is not None and timeline is not None:
        watching = watch(job.target.stem, timeline.frames)
    with whole(job.target, job.target.with_suffix(".json")) as (video, note), watching as on_frame:
        made = record(job.build, quality, video, beat=job.order.beat, on_frame=on_frame)
        write_record(
            ClipRecord(
                scene=job.scene.name,
                title=job.scene.title,
                parameters=job.params.model_dump(mode="json"),
                theme=job.theme.name,
                seed=int(getattr(job.scene.cls, "seed", 0)),
                versions=versions(__version__),
                size=(quality.width, quality.height),
                fps=quality.fps,
                duration=made.duration,
                beats=tuple(
                    BeatRecord(
                        name=beat.name,
                        title=beat.title,
                        say=beat.say,
                        start=beat.start,
                        end=beat.end,
                    )
                    for beat in made.beats
                ),
            ),
            note,
        )


def _make_still(job: Job, timeline: Timeline | None, watch: Watch | None) -> None:
    from explainer.engine.session import QUALITIES, still

    with whole(job.target) as (draft,):
        pixels = still(job.build, QUALITIES[job.order.quality], beat=job.order.beat)
        save_picture(pixels, draft)


def _make_sheet(job: Job, timeline: Timeline | None, watch: Watch | None) -> None:
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


_MAKERS: dict[Form, Callable[[Job, Timeline | None, Watch | None], None]] = {
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

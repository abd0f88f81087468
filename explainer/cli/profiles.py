"""What a clip is made into besides the film for the web: ``--for``.

Each file becomes whole by itself: where one fails, those before it stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explainer.cli.errors import RequestError, failing
from explainer.publish.files import drafts, whole
from explainer.publish.names import FILMS, STILLS, beat_stem

if TYPE_CHECKING:
    from explainer.cli.job import Job, OnFrame, Plan, Watch
    from explainer.engine.session import Beat
    from explainer.engine.transparent import Profile as TransparentProfile


def check(job: Job, plan: Plan) -> None:
    """Find out before the film is rendered what would fail after it.

    Raises:
        RequestError: when the film is too long for a GIF or WebP.
        RenderFailed: when an encoder is missing.
    """
    if {"alpha", "editor"} & set(job.order.profiles):
        from explainer.engine.transparent import FORMATS, need_codecs

        with failing(job.scene, job.target, job.order.beat):
            need_codecs(name for name in FORMATS if name in job.order.profiles)
    kind = next((kind for kind in ("gif", "webp") if kind in job.order.profiles), None)
    if kind is None:
        return
    from explainer.publish.looping import check_length

    beats = plan.shown(job).beats
    try:
        check_length(plan.shown(job).duration, tuple(beat.name for beat in beats), kind)
    except ValueError as error:
        raise RequestError(str(error)) from error


def make(job: Job, plan: Plan, watch: Watch | None) -> Iterator[Path]:
    """Make the files of the profiles that were asked for, and give each as soon as it is whole.

    Args:
        job: the clip, whose film is there already.
        plan: what is known of it.
        watch: shows the progress where frames are drawn.

    Raises:
        RenderError: when an encoder is missing.
        OSError: when a file cannot be written.
    """
    wanted = job.order.profiles
    if {"alpha", "editor"} & set(wanted):
        yield from _transparent(job, plan, watch)
    for kind in ("gif", "webp"):
        if kind in wanted:
            from explainer.publish.looping import write_gif, write_webp

            target = job.target.with_name(f"{job.target.stem}.{kind}")
            with whole(target) as (draft,):
                (write_gif if kind == "gif" else write_webp)(job.target, draft)
            yield target
    beats = plan.shown(job).beats
    names = [beat_stem(number, beat.name) for number, beat in enumerate(beats, start=1)]
    if "stills" in wanted:
        yield from _vectors(job, [f"{name}.svg" for name in names])
    if "beats" in wanted:
        yield from _films(job, [f"{name}.mp4" for name in names])


def _transparent(job: Job, plan: Plan, watch: Watch | None) -> Iterator[Path]:
    from explainer.engine.transparent import FORMATS, record_transparent

    profiles = [name for name in FORMATS if name in job.order.profiles]
    targets = {
        name: job.target.with_name(job.target.stem + FORMATS[name].suffix) for name in profiles
    }
    watching: AbstractContextManager[OnFrame | None] = nullcontext()
    if watch is not None:
        watching = watch(f"{job.target.stem}, transparent", plan.shown(job).frames)
    with drafts(job.target.parent) as folder, watching as on_frame:
        films = {name: folder / target.name for name, target in targets.items()}

        def keep(name: TransparentProfile) -> None:
            with whole(targets[name]) as (draft,):
                films[name].replace(draft)

        record_transparent(
            job.build,
            job.quality,
            films,
            plan.timeline,
            beat=job.order.beat,
            on_frame=on_frame,
            on_whole=keep,
        )
    yield from targets.values()


def _vectors(job: Job, names: Sequence[str]) -> Iterator[Path]:
    from explainer.engine.vector import beat_pictures

    target = job.target.with_name(f"{job.target.stem}{STILLS}")
    with whole(target) as (draft,):
        draft.mkdir()
        waiting = iter(names)

        def keep(beat: Beat, pixels: Any, svg: bytes) -> None:
            (draft / next(waiting)).write_bytes(svg)

        keeper: Callable[[Beat, Any, bytes], None] = keep
        beat_pictures(job.build, job.quality, keeper, beat=job.order.beat)
    yield from (target / name for name in names)


def _films(job: Job, names: Sequence[str]) -> Iterator[Path]:
    from explainer.publish.beat_files import cut, find_clip

    target = job.target.with_name(f"{job.target.stem}{FILMS}")
    with whole(target) as (draft,):
        draft.mkdir()
        cut(find_clip(job.target), [draft / name for name in names])
    yield from (target / name for name in names)

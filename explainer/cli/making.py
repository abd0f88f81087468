"""From a checked job to finished files, each of which appears only when all of them are whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from explainer import __version__
from explainer.cli.errors import warn
from explainer.cli.job import Job, OnFrame, Plan, Watch
from explainer.cli.keeping import cores, key_of, seed_of, segment_store
from explainer.cli.orders import Form
from explainer.cli.profiles import make as make_profiles
from explainer.params import to_toml
from explainer.publish.files import save_picture, whole

if TYPE_CHECKING:
    from explainer.engine.session import Timeline
    from explainer.publish.record import ClipRecord


SUFFIX: dict[Form, str] = {
    "clip": ".mp4",
    "still": ".still.png",
    "sheet": ".sheet.png",
    "sheet-plain": ".sheet-plain.png",
    "check": ".check.png",
}


def _make_clip(job: Job, plan: Plan | None, watch: Watch | None) -> Iterator[Path]:
    from explainer.engine.session import beat_stills, still
    from explainer.publish.film_words import add_words
    from explainer.publish.finished import FinishedClip, write_companions

    assert plan is not None
    quality, beat = job.quality, job.order.beat
    shown = plan.shown(job)
    watching: AbstractContextManager[OnFrame | None] = nullcontext()
    if watch is not None:
        watching = watch(job.target.stem, shown.frames)
    finished = FinishedClip.at(job.target)
    # the film last: where it is, all the rest is too
    places = (finished.pictures, *finished.files[1:], finished.embed, finished.video)
    with whole(*places) as (*_, video):
        drafts = FinishedClip.at(video)
        record = record_of(job, shown)
        with watching as on_frame:
            _film(job, plan, video, on_frame)
        add_words(video, record)
        pictures = [pixels for _, pixels in beat_stills(job.build, quality, beat=beat)]
        poster = pictures[-1] if pictures else still(job.build, quality)
        write_companions(record, job.target.stem, drafts, poster, pictures)
    yield job.target
    yield from make_profiles(job, plan, watch)


def record_of(job: Job, shown: Timeline) -> ClipRecord:
    """Return the record of a clip whose beats are those of ``shown``."""
    from explainer.publish.record import BeatRecord, ClipRecord, versions

    quality = job.quality
    return ClipRecord(
        scene=job.scene.name,
        title=job.scene.title,
        parameters=job.params.model_dump(mode="json"),
        theme=job.theme.name,
        seed=seed_of(job.scene),
        versions=versions(__version__),
        size=(quality.width, quality.height),
        fps=quality.fps,
        duration=shown.duration,
        beats=tuple(BeatRecord.model_validate(asdict(beat)) for beat in shown.beats),
    )


def _film(job: Job, plan: Plan, video: Path, on_frame: OnFrame | None) -> None:
    """Render the frames of a clip into ``video``."""
    order, quality = job.order, job.quality
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
        warn=warn,
    )


def _make_still(job: Job, plan: Plan | None, watch: Watch | None) -> Iterator[Path]:
    from explainer.engine.session import still

    with whole(job.target) as (draft,):
        pixels = still(job.build, job.quality, beat=job.order.beat)
        save_picture(pixels, draft)
    yield job.target


def _make_sheet(job: Job, plan: Plan | None, watch: Watch | None) -> Iterator[Path]:
    from explainer.engine.session import beat_stills
    from explainer.publish.sheet import Cell, contact_sheet

    with whole(job.target) as (draft,):
        frames = beat_stills(job.build, job.quality, beat=job.order.beat)
        draft.write_bytes(
            contact_sheet(
                [Cell(pixels, beat.name, beat.say) for beat, pixels in frames],
                job.theme,
                heading=job.scene.title,
                details=details(job),
                words=job.order.form == "sheet",
            )
        )
    yield job.target


MAKERS: dict[Form, Callable[[Job, Plan | None, Watch | None], Iterator[Path]]] = {
    "clip": _make_clip,
    "still": _make_still,
    "sheet": _make_sheet,
    "sheet-plain": _make_sheet,
}


def details(job: Job) -> str:
    """Return the scene's name and the parameters that are not at their defaults."""
    defaults = job.scene.params()
    changed = [
        f"{name}={to_toml(value)}" for name, value in job.params if value != getattr(defaults, name)
    ]
    return "   ".join([job.scene.name, *changed])

"""The deck command: from scenes, or from clips that are there already, to slides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from explainer import __version__, catalogue
from explainer.cli.errors import RenderFailed, RequestError, failing, reason
from explainer.cli.jobs import Order, Watch, check_name, run
from explainer.params import resolve_params
from explainer.publish.files import output_folder
from explainer.publish.record import versions
from explainer.style import THEMES

if TYPE_CHECKING:
    from explainer.publish.beat_files import Clip
    from explainer.publish.deck import Kind, Poster


def make(
    order: Order, kinds: Sequence[Kind], poster: Poster = "last", watch: Watch | None = None
) -> Iterator[Path]:
    """Make decks, and give the path of every file as soon as it is whole.

    Args:
        order: as for rendering clips; what ends in ``.mp4`` is a finished clip. A clip that lies
            in the folder already, of the same scene, parameters, look and size, and newer than the
            code, is not rendered again. ``name`` is the deck's, and the clip's if there is one.
        kinds: ``html``, ``pptx``, ``pdf``.
        poster: see ``explainer.publish.deck.make_decks``.
        watch: shows the progress of a clip.

    Raises:
        RequestError, ParameterError, CatalogueError: the request was wrong.
        RenderFailed: a clip or a deck could not be made; what is whole stays.
    """
    from explainer.publish.deck import make_decks, read_clips

    requests = [str(scene) for scene in order.scenes]
    if order.name is not None:
        check_name(order.name, 1)
    clips = {request: Path(request) for request in requests if _is_clip(request)}
    scenes = [request for request in requests if request not in clips]
    to_render = replace(order, name=order.name if len(requests) == 1 else None)
    try:
        given = read_clips(list(clips.values()))
    except ValueError as error:
        raise RequestError(str(error)) from error
    if given and scenes:
        _refuse_another_size(given[0], order.quality)
    for scene in scenes:
        if target := _finished(scene, to_render):
            clips[scene] = target
    missing = [scene for scene in scenes if scene not in clips]
    if missing:
        made = run(replace(to_render, scenes=missing), watch)
        for scene, target in zip(missing, made, strict=True):
            clips[scene] = target
            yield target
    ordered = [clips[request] for request in requests]
    name = order.name or (ordered[0].stem if len(ordered) == 1 else "deck")
    with ExitStack() as stack:
        try:
            stack.enter_context(output_folder(order.out))
        except OSError as error:
            raise RequestError(f"--out {order.out}: cannot be written ({reason(error)})") from error
        try:
            yield from make_decks(ordered, kinds, order.out, name, poster=poster)
        except ValueError as error:
            raise RequestError(str(error)) from error
        except OSError as error:
            raise RenderFailed(f"{name}: {reason(error)}") from error


def _is_clip(request: str) -> bool:
    return request.lower().endswith(".mp4")


def _refuse_another_size(clip: Clip, letter: str) -> None:
    """Refuse to render scenes that would not fit beside a clip, before it takes minutes."""
    from explainer.engine.session import QUALITIES

    quality = QUALITIES[letter]
    if clip.record.size != (quality.width, quality.height):
        width, height = clip.record.size
        raise RequestError(
            f"{clip.video} is {width}x{height}, but -q {letter} is "
            f"{quality.width}x{quality.height}; all clips of a deck have one size"
        )


def _finished(request: str, order: Order) -> Path | None:
    """Return the clip of a scene where it has been rendered just so, or None."""
    from explainer.engine.session import QUALITIES, measure
    from explainer.publish.beat_files import find_clip

    scene = catalogue.load(request)
    params = resolve_params(
        scene.params,
        scene.presets,
        preset=order.preset,
        file=order.params_file,
        assignments=order.assignments,
        values=order.values,
    )
    target = order.out / f"{order.name or scene.stem}.mp4"
    try:
        record = find_clip(target).record
        fresh = target.stat().st_mtime >= _newest_code(scene.path)
    except (ValueError, OSError):
        return None
    quality = QUALITIES[order.quality]
    same = (
        record.scene == scene.name
        and record.parameters == params.model_dump(mode="json")
        and record.theme == order.theme
        and record.seed == int(getattr(scene.cls, "seed", 0))
        and record.versions == versions(__version__)
        and (*record.size, record.fps) == (quality.width, quality.height, quality.fps)
    )
    if not (fresh and same):
        return None
    # It may be a clip of one beat only.
    with failing(scene, target, None):
        timeline = measure(lambda: scene.cls(params=params, theme=THEMES[order.theme]), quality)
    whole = abs(timeline.duration - record.duration) * quality.fps < 0.5
    return target if whole else None


def _newest_code(scene: Path) -> float:
    """Return when the code that draws a scene was last changed, in seconds since 1970."""
    package = Path(catalogue.__file__).parent
    code = [scene, *scene.parent.glob("*.py"), *package.rglob("*.py")]
    return max(path.stat().st_mtime for path in code)

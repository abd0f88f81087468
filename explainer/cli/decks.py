"""The deck command: from scenes, or from clips that are there already, to slides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from explainer.cli.errors import RenderFailed, RequestError, reason
from explainer.cli.jobs import Watch, run
from explainer.cli.orders import Order, check_name
from explainer.publish.files import output_folder
from explainer.zones import LAYOUTS, WIDE

if TYPE_CHECKING:
    from explainer.publish.beat_files import Clip
    from explainer.publish.deck import Kind, Poster


def make(
    order: Order, kinds: Sequence[Kind], poster: Poster = "last", watch: Watch | None = None
) -> Iterator[Path]:
    """Make decks, and give the path of every file as soon as it is whole.

    Args:
        order: as for rendering clips; what ends in ``.mp4`` is a finished clip. ``name`` is the
            deck's, and the clip's too if it is the only one.
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
        _refuse_another_size(given[0], order)
    if scenes:
        made = run(replace(to_render, scenes=scenes), watch)
        for scene, target in zip(scenes, made, strict=True):
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


def _refuse_another_size(clip: Clip, order: Order) -> None:
    """Refuse to render scenes that would not fit beside a clip, before it takes minutes."""
    from explainer.engine.session import QUALITIES

    letter, aspect = order.quality, order.aspect
    quality = QUALITIES[letter].within(LAYOUTS[aspect])
    option = f"-q {letter}" if aspect == WIDE.aspect else f"-q {letter} --aspect {aspect}"
    if clip.record.size != (quality.width, quality.height):
        width, height = clip.record.size
        raise RequestError(
            f"{clip.video} is {width}x{height}, but {option} is "
            f"{quality.width}x{quality.height}; all clips of a deck must have the same size"
        )

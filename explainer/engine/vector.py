"""The picture that a scene shows now as SVG: paths stay paths, pictures of pixels are embedded."""

from __future__ import annotations

import io
from collections.abc import Callable
from html import escape
from itertools import groupby
from typing import Any

import cairo
import numpy as np
from manim.mobject.mobject import Mobject
from manim.mobject.types.vectorized_mobject import VMobject
from manim.utils.color import ManimColor
from manim.utils.iterables import list_update

from explainer.engine.session import Beat, Build, Quality, at_beat_ends, pixels_of


class _Context(cairo.Context):  # type: ignore[type-arg]
    """Takes colours as Manim gives them, blue first, for pixels that are red first."""

    __slots__ = ()

    def set_source_rgba(self, red: float, green: float, blue: float, alpha: float = 1.0) -> None:
        super().set_source_rgba(blue, green, red, alpha)

    def set_source(self, source: cairo.Pattern) -> None:
        if isinstance(source, cairo.LinearGradient):
            turned = cairo.LinearGradient(*source.get_linear_points())
            for offset, red, green, blue, alpha in source.get_color_stops_rgba():
                turned.add_color_stop_rgba(offset, blue, green, red, alpha)
            source = turned
        super().set_source(source)


def beat_pictures(
    build: Build,
    quality: Quality,
    keep: Callable[[Beat, np.ndarray, bytes], None],
    *,
    beat: str | None = None,
) -> None:
    """Hand the last frame of each beat to ``keep``: its pixels, (height, width, 4) uint8, and SVG.

    Raises:
        UnknownBeat: when there is no such beat.
    """

    def look(scene: Any, finished: Beat) -> None:
        keep(finished, pixels_of(scene), draw_svg(scene, finished.title, finished.alt or ""))

    at_beat_ends(build, quality, look, beat=beat)


def draw_svg(scene: Any, title: str = "", description: str = "") -> bytes:
    """Return what the scene shows now as an SVG of the frame's size in pixels.

    Args:
        scene: played up to here.
        title: the picture's name.
        description: what stands in for the picture where it cannot be seen.
    """
    camera = scene.camera
    width, height = camera.pixel_width, camera.pixel_height
    file = io.BytesIO()
    with cairo.SVGSurface(file, width, height) as surface:
        surface.set_document_unit(cairo.SVG_UNIT_PX)
        context = _Context(surface)
        red, green, blue = ManimColor.parse(camera.background_color).to_rgb()
        context.set_source_rgba(blue, green, red, 1.0)
        context.paint()
        shown = list_update(scene.mobjects, scene.foreground_mobjects)
        mobjects = camera.get_mobjects_to_display(shown)
        for kind, group in groupby(mobjects, lambda mobject: _kind(camera, mobject)):
            if kind is Mobject:  # a group, of which nothing is drawn
                continue
            if kind is not VMobject:
                _embed(context, camera, kind, list(group))
                continue
            context.set_matrix(_matrix(camera))
            for mobject in group:
                camera.display_vectorized(mobject, context)
                context.new_path()
    return _described(file.getvalue(), title, description)


def _kind(camera: Any, mobject: Any) -> Any:
    """Return the type under which a mobject is drawn, another one where it is no plain path."""
    kind = camera.type_or_raise(mobject)
    textured = kind is VMobject and mobject.get_background_image()
    return "textured" if textured else kind


def _matrix(camera: Any) -> cairo.Matrix:
    """Return how scene units become pixels, as Manim has it."""
    across, up = camera.pixel_width / camera.frame_width, camera.pixel_height / camera.frame_height
    centre = camera.frame_center
    return cairo.Matrix(
        across,
        0,
        0,
        -up,
        camera.pixel_width / 2 - centre[0] * across,
        camera.pixel_height / 2 + centre[1] * up,
    )


def _embed(context: Any, camera: Any, kind: Any, mobjects: list[Any]) -> None:
    """Draw mobjects that are no paths as one picture of the frame's pixels."""
    plate = np.zeros((camera.pixel_height, camera.pixel_width, 4), np.uint8)
    draw = camera.display_funcs[VMobject if kind == "textured" else kind]
    draw(mobjects, plate)
    camera.pixel_array_to_cairo_context.pop(id(plate), None)  # the next plate may lie there too
    rows, columns = np.flatnonzero(plate.any(axis=(1, 2))), np.flatnonzero(plate.any(axis=(0, 2)))
    if not len(rows):
        return
    top, left = int(rows[0]), int(columns[0])
    part = plate[top : rows[-1] + 1, left : columns[-1] + 1]
    turned = np.ascontiguousarray(part[..., [2, 1, 0, 3]])
    height, width = turned.shape[:2]
    image = cairo.ImageSurface.create_for_data(turned.data, cairo.FORMAT_ARGB32, width, height)
    context.identity_matrix()
    context.set_source_surface(image, left, top)
    context.paint()


def _described(svg: bytes, title: str, description: str) -> bytes:
    """Return the SVG with its name and description, for whoever cannot see it."""
    start = svg.index(b"<svg") + len(b"<svg")
    end = svg.index(b">", start) + 1
    words = "".join(
        f"<{tag}>{escape(' '.join(text.split()))}</{tag}>\n"
        for tag, text in (("title", title), ("desc", description))
        if text.strip()
    )
    return svg[:start] + b' role="img"' + svg[start:end] + b"\n" + words.encode() + svg[end:]

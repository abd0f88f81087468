"""Manim's Cairo camera, which also paints pictures: panels of pixels placed in the frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from manim.camera.camera import Camera
from manim.camera.moving_camera import MovingCamera
from manim.camera.multi_camera import MultiCamera
from manim.mobject.mobject import Mobject
from manim.mobject.types.vectorized_mobject import VMobject
from manim.utils.color import color_to_int_rgba

from explainer.engine.inks import Ink, Inks
from explainer.engine.paths import Paths
from explainer.engine.pixels import lay_over, paint_pixels
from explainer.engine.redrawing import Entry, Redrawing, Tiles
from explainer.geometry.pixels import PixelPicture
from explainer.geometry.space import SpacePicture

_Painted = tuple[np.ndarray, int, int]


class Picture(Mobject):
    """A marker type under which the camera files mobjects that have a ``picture`` method."""


class ClipCamera(Camera):
    """Draws what Manim draws, to the same pixels, and mobjects that have a ``picture`` method.

    Paths go to Cairo in one piece and are kept until they change; what would leave no trace is not
    drawn. A mobject with a picture answers ``picture()`` with a ``SpacePicture``. Its pixels are
    kept until its ``key`` changes.
    """

    def __init__(self, **kwargs: Any) -> None:
        self._painted: dict[int, tuple[Any, _Painted | None]] = {}
        self._kinds: dict[type[Mobject], Any] = {}
        self._paths = Paths()
        self._inks: Inks | None = None
        self._redrawing: Redrawing | None = None
        super().__init__(**kwargs)

    def type_or_raise(self, mobject: Mobject) -> Any:
        """Return the type under which a mobject is drawn, found once for each class."""
        kind = self._kinds.get(type(mobject))
        if kind is None:
            kind = super().type_or_raise(mobject)
            # Manim makes the table anew at every call of its own.
            functions: dict[Any, Callable[..., Any]] = self.display_funcs  # type: ignore[assignment]
            functions[Picture] = self.display_pictures
            if hasattr(mobject, "picture"):
                kind = Picture
            self._kinds[type(mobject)] = kind
        return kind

    def capture_over(self, ground: np.ndarray, mobjects: list[Any]) -> None:
        """Draw ``mobjects``, in the order given and without their parts, over a picture.

        What is in the frame already from the call before, over the same picture, is left there.

        Args:
            ground: (height, width, 4) uint8; its pixels do not change from call to call.
            mobjects: from the lowest up.
        """
        entries = self._entries(mobjects) if self._is_flat() else None
        known = self._redrawing
        if entries is None:
            self.set_frame_to_background(ground)
            self.capture_mobjects(mobjects, include_submobjects=False)
            return
        if known is None or known.ground is not ground or known.pixels is not self.pixel_array:
            known = self._redrawing = Redrawing(self.pixel_array, ground)
        known.frame(entries)

    def init_background(self) -> None:
        """Make the ground that all is drawn on.

        Cairo multiplies colours by their opacity, which Manim leaves out here: what is drawn over
        nothing would be tinted by the background's colour.
        """
        if self.background_image is not None:
            super().init_background()
            return
        colour = color_to_int_rgba(self.background_color, self.background_opacity)
        if self.background_opacity < 1:
            colour[:3] = np.rint(colour[:3] * self.background_opacity)
        row = np.tile(colour.astype(self.pixel_array_dtype), (1, self.pixel_width, 1))
        self.background = np.repeat(row, self.pixel_height, axis=0)

    def set_pixel_array(self, *args: Any, **kwargs: Any) -> None:
        """Set the frame's pixels."""
        self._redrawing = None
        super().set_pixel_array(*args, **kwargs)

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Draw ``mobjects`` into the frame."""
        self._redrawing = None
        super().capture_mobjects(mobjects, **kwargs)

    def display_multiple_non_background_colored_vmobjects(
        self, vmobjects: Iterable[Any], pixel_array: np.ndarray
    ) -> None:
        """Draw ``vmobjects`` in their order; see ``Inks`` for those that have not changed."""
        if not self._is_flat():
            super().display_multiple_non_background_colored_vmobjects(vmobjects, pixel_array)
            return
        inks = self._inks_on(pixel_array)
        for vmobject in vmobjects:
            coats = _coats(vmobject)
            if coats is None:
                continue
            ink = inks.ink(vmobject, self.transform_points_pre_display)
            if ink is None:
                self.display_vectorized(vmobject, inks.context)
            else:
                self._draw(inks, ink, coats)

    def _is_flat(self) -> bool:
        """Return whether mobjects are drawn in the order given, their points where they lie."""
        own, flat = type(self), ClipCamera
        return (
            own.get_mobjects_to_display is flat.get_mobjects_to_display
            and own.get_cached_cairo_context is flat.get_cached_cairo_context
            and own.transform_points_pre_display is flat.transform_points_pre_display
        )

    def _inks_on(self, pixel_array: np.ndarray) -> Inks:
        context = self.get_cairo_context(pixel_array)
        inks = self._inks
        if inks is None or inks.context is not context or inks.pixels is not pixel_array:
            inks = Inks(context, pixel_array, self._paths, self.cairo_line_width_multiple)
            self._inks = inks
        return inks

    def _entries(self, mobjects: list[Any]) -> list[Entry] | None:
        """Return what is to be drawn; None where something else than paths is among it."""
        inks = self._inks_on(self.pixel_array)
        reach = Tiles(self.pixel_width, self.pixel_height)
        entries = []
        for mobject in mobjects:
            kind = self.type_or_raise(mobject)
            if kind is Mobject:  # a group, of which nothing is drawn
                continue
            if kind is not VMobject or mobject.get_background_image():
                return None
            coats = _coats(mobject)
            if coats is None:
                continue
            ink = inks.ink(mobject, self.transform_points_pre_display)
            if ink is None:
                return None
            widest = max(coats.behind, coats.width)
            tiles = ink.tiles.get(widest)
            if tiles is None:
                tiles = ink.tiles[widest] = reach.box(*inks.box(ink, widest))
            draw = partial(self._draw, inks, ink, coats)
            entries.append(Entry(ink, coats.style(ink), tiles, draw))
        return entries

    def _draw(self, inks: Inks, ink: Ink, coats: _Coats) -> None:
        mobject = ink.mobject
        if coats.behind:
            draw = partial(self.apply_stroke, vmobject=mobject, background=True)
            inks.stroke(ink, coats.behind, coats.backs, draw)
        if coats.filled:
            inks.fill(ink, coats.fills, partial(self.apply_fill, vmobject=mobject))
        if coats.width:
            draw = partial(self.apply_stroke, vmobject=mobject)
            inks.stroke(ink, coats.width, coats.strokes, draw)

    def display_vectorized(self, vmobject: Any, ctx: Any) -> Any:
        """Draw one mobject, unless it has no points or no colour."""
        background = vmobject.get_stroke_width(True) and _seen(vmobject.get_stroke_rgbas(True))
        stroke = vmobject.get_stroke_width() and _seen(vmobject.get_stroke_rgbas())
        fill = _seen(vmobject.get_fill_rgbas())
        if not (background or fill or stroke) or not len(vmobject.points):
            return self
        self.set_cairo_context_path(ctx, vmobject)
        if background:
            self.apply_stroke(ctx, vmobject, background=True)
        if fill:
            self.apply_fill(ctx, vmobject)
        if stroke:
            self.apply_stroke(ctx, vmobject)
        return self

    def set_cairo_context_path(self, ctx: Any, vmobject: Any) -> Any:
        """Give the context the path of a mobject."""
        points = self.transform_points_pre_display(vmobject, vmobject.points)
        if self._paths.append(ctx, vmobject, points):
            return self
        return super().set_cairo_context_path(ctx, vmobject)

    def display_pictures(self, mobjects: list[Any], pixel_array: np.ndarray) -> None:
        """Blend the pictures of ``mobjects`` into ``pixel_array``, (height, width, 4) uint8."""
        paint_pictures(self, mobjects, pixel_array, self._painted)


def paint_pictures(
    camera: Camera, mobjects: list[Any], pixel_array: np.ndarray, painted: dict[int, Any]
) -> None:
    """Blend the pictures of ``mobjects`` into the pixels of a camera's frame.

    Args:
        camera: whose frame it is.
        mobjects: each with a ``picture`` method.
        pixel_array: (height, width, 4) uint8, changed in place.
        painted: what has been painted before, by mobject; used again until its key changes.
    """
    size = (camera.frame_width, camera.frame_height)
    pixels = (camera.pixel_width, camera.pixel_height)
    middle = (float(camera.frame_center[0]), float(camera.frame_center[1]))
    for mobject in mobjects:
        picture = mobject.picture()
        key = (picture.key, picture.opacity, picture.centre, size, pixels, middle)
        known = painted.get(id(mobject))
        paint, lay = _painter(picture)
        if known is None or known[0] != key:
            known = (key, paint(picture, size, pixels, middle))
            painted[id(mobject)] = known
        if known[1] is not None:
            lay(pixel_array, *known[1])


def _painter(picture: SpacePicture | PixelPicture) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return what paints a picture and what lays it over a frame."""
    if isinstance(picture, PixelPicture):
        return paint_pixels, lay_over
    # The rasteriser brings a compiler along, which scenes without surfaces need not wait for.
    from explainer.engine.kernels.blending import blend_over
    from explainer.engine.raster import paint_picture

    return paint_picture, blend_over


class PinningCamera(MovingCamera):
    """A view that moves over the plane and zooms, before which some things keep their place."""

    def __init__(self, **kwargs: Any) -> None:
        self.fixed_in_frame_mobjects: set[Mobject] = set()
        self.cairo_line_width_multiple: float
        super().__init__(**kwargs)
        self._home = float(self.frame_height)

    def add_fixed_in_frame_mobjects(self, *mobjects: Mobject) -> None:
        """Keep mobjects, with their parts, where they are on the screen; see ``ThreeDCamera``."""
        for mobject in mobjects:
            self.fixed_in_frame_mobjects.update(mobject.get_family())

    def transform_points_pre_display(self, mobject: Any, points: np.ndarray) -> np.ndarray:
        """Return the points where they are drawn in the plane, (n, 3)."""
        if mobject in self.fixed_in_frame_mobjects:
            points = points * self._scale() + self.frame_center
        return super().transform_points_pre_display(mobject, points)

    def apply_stroke(self, ctx: Any, vmobject: Any, background: bool = False) -> Any:
        """Draw the outline of a mobject; Manim's lines grow with all else as the view narrows."""
        own: float = self.cairo_line_width_multiple
        if vmobject in self.fixed_in_frame_mobjects:
            self.cairo_line_width_multiple = own * self._scale()
        try:
            return super().apply_stroke(ctx, vmobject, background)
        finally:
            self.cairo_line_width_multiple = own

    def _scale(self) -> float:
        return float(self.frame_height) / self._home


class MovingClipCamera(ClipCamera, PinningCamera):
    """The same for a view that moves over the plane and zooms."""


class MagnifyingCamera(PinningCamera, MultiCamera):
    """Manim's camera for several views in one, which look at the same ground.

    What is pinned to the screen is no part of the plane, so that no other view shows it.
    """

    def add_image_mobject_from_camera(self, image_mobject_from_camera: Any) -> None:
        """Show what another camera sees."""
        image_mobject_from_camera.camera.background_color = self.background_color
        super().add_image_mobject_from_camera(image_mobject_from_camera)

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Draw ``mobjects`` into the frame, and into those of the other views before."""
        self.update_sub_cameras()
        shown = list(mobjects)
        for view in self.image_mobjects_from_cameras:
            hidden = set(self.fixed_in_frame_mobjects)
            if not self.allow_cameras_to_capture_their_own_display:
                hidden.update(view.get_family())
            view.camera.capture_mobjects([m for m in shown if m not in hidden], **kwargs)
        super(MultiCamera, self).capture_mobjects(shown, **kwargs)


class _Coats(NamedTuple):
    """How a mobject is drawn: stroke widths, 0 where there is none to see, and (k, 4) colours."""

    behind: float
    backs: np.ndarray
    filled: bool
    fills: np.ndarray
    width: float
    strokes: np.ndarray
    ends: tuple[Any, Any]

    def style(self, ink: Ink) -> object:
        """Return what can be compared; None for gradients that depend on more than their path."""
        whence: object = None
        if len(self.backs) > 1 or len(self.fills) > 1 or len(self.strokes) > 1:
            if ink.mobject.submobjects or ink.mobject.shade_in_3d:
                return None
            whence = ink.raw, tuple(ink.mobject.sheen_direction)
        return (
            *(self.behind, self.filled, self.width, self.ends, whence),
            *(self.backs.tobytes(), self.fills.tobytes(), self.strokes.tobytes()),
        )


def _coats(mobject: Any) -> _Coats | None:
    """Return how a mobject is drawn; None where it leaves no trace."""
    if not len(mobject.points):
        return None
    fills, strokes = mobject.get_fill_rgbas(), mobject.get_stroke_rgbas()
    backs = strokes
    behind = mobject.get_stroke_width(True)
    if behind:
        backs = mobject.get_stroke_rgbas(True)
        behind = behind if _seen(backs) else 0
    width = mobject.get_stroke_width()
    width = width if width and _seen(strokes) else 0
    filled = _seen(fills)
    if not (behind or filled or width):
        return None
    ends = (mobject.joint_type, mobject.cap_style)
    return _Coats(behind, backs, filled, fills, width, strokes, ends)


def _seen(rgbas: np.ndarray) -> bool:
    """Return whether a colour, or any of a gradient's, (n, 4), is not fully transparent."""
    return bool(rgbas[0, 3]) if len(rgbas) == 1 else bool(rgbas[:, 3].any())

"""Manim's camera in space, which sees to all faces of a frame together instead of one by one."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
from manim.camera.three_d_camera import ThreeDCamera
from manim.mobject.mobject import Mobject
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.engine.camera import ClipCamera
from explainer.engine.faces import Faces
from explainer.engine.paths import TOLERANCE, StackedPaths
from explainer.engine.stacks import View, end_corner, light

FEWEST = 3
"""So many mobjects of equally many points are worth a stack."""

GRADIENT = "get_gradient_start_and_end_points"

_ASKED = frozenset(
    {
        "get_anchors",
        "get_center",
        "get_critical_point",
        "get_extremum_along_dim",
        "get_fill_rgbas",
        "get_points_defining_boundary",
        "get_stroke_rgbas",
        "get_stroke_width",
        "get_subpath_split_indices_from_points",
        "get_z_index_reference_point",
        "consider_points_equals_2d",
    }
)
"""What Manim's camera asks a mobject; one that answers in its own way is left to Manim."""


class _Stack(NamedTuple):
    """Mobjects of equally many points, where they stand in the list, and the points, (m, n, 3)."""

    positions: list[int]
    members: list[VMobject]
    points: np.ndarray


class SpaceCamera(ClipCamera, ThreeDCamera):
    """Draws what ``ThreeDCamera`` draws, to the same pixels.

    Mobjects of equally many points, as the faces of a surface are, are projected, shaded and sorted
    in one pass; all others, and what this class does not know, one by one as Manim does it.
    """

    def __init__(self, **kwargs: Any) -> None:
        self._plain: dict[type[Mobject], bool] = {}
        self._faces = Faces()
        self._shifts: dict[int, np.ndarray] = {}
        self._known_ends: dict[Any, np.ndarray] = {}
        super().__init__(**kwargs)

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Draw ``mobjects`` into ``pixel_array``."""
        self._forget()
        try:
            super().capture_mobjects(mobjects, **kwargs)
        finally:
            self._forget()

    def _forget(self) -> None:
        """Drop what was found for a frame: anything may change before the next."""
        self._faces, self._shifts, self._known_ends = Faces(), {}, {}

    def get_mobjects_to_display(self, *args: Any, **kwargs: Any) -> list[Mobject]:
        """Return the mobjects from the farthest to the nearest, as Manim sorts them."""
        mobjects = super(ThreeDCamera, self).get_mobjects_to_display(*args, **kwargs)
        view = View(
            self.frame_center,
            self.get_rotation_matrix(),
            self.get_focal_distance(),
            self.get_zoom(),
            self.exponential_projection,
        )
        keys: dict[int, float] = {}
        for stack in self._stacks(mobjects):
            self._sort(stack, view, keys)
            self._prepare(stack, view)
        groups: dict[int, float] = {}
        for position, mobject in enumerate(mobjects):
            if position not in keys:
                keys[position] = self._key(mobject, groups)
        return [mobjects[p] for p in sorted(range(len(mobjects)), key=keys.__getitem__)]

    def transform_points_pre_display(self, mobject: Any, points: np.ndarray) -> np.ndarray:
        """Return the points as they are drawn, (n, 3)."""
        centre_of = self.fixed_orientation_mobjects.get(mobject)
        if centre_of is None or mobject in self.fixed_in_frame_mobjects:
            return super().transform_points_pre_display(mobject, points)
        # Manim asks for the centre of a word once for every letter.
        shift = self._shifts.get(id(centre_of))
        if shift is None:
            centre = centre_of()
            shift = self._shifts[id(centre_of)] = self.project_point(centre) - centre
        points = super(ThreeDCamera, self).transform_points_pre_display(mobject, points)
        return points + shift

    def display_multiple_non_background_colored_vmobjects(
        self, vmobjects: Iterable[VMobject], pixel_array: np.ndarray
    ) -> None:
        """Draw ``vmobjects`` in their order."""
        context = self.get_cairo_context(pixel_array)
        self._faces.draw(vmobjects, context, self._paths.appends, self.display_vectorized)

    # -- what is seen to together --------------------------------------------------------------

    def _stacks(self, mobjects: list[Mobject]) -> Iterable[_Stack]:
        """Give the mobjects that can be seen to together; their points are finite."""
        if self._paths.appends is None:
            return
        found: dict[int, list[int]] = defaultdict(list)
        for position, mobject in enumerate(mobjects):
            if (
                self._is_plain(type(mobject))
                and mobject.__dict__.keys().isdisjoint(_ASKED)
                and mobject.n_points_per_cubic_curve == 4
            ):
                found[len(mobject.points)].append(position)
        for count, positions in found.items():
            if len(positions) < FEWEST or not count or count % 4:
                continue
            members = [mobjects[position] for position in positions]
            points = np.concatenate([member.points for member in members])
            if points.dtype == np.float64 and np.isfinite(points).all():
                yield _Stack(positions, members, points.reshape(len(members), count, 3))

    def _sort(self, stack: _Stack, view: View, keys: dict[int, float]) -> None:
        """Note how near those are that have a depth of their own; see ``z_key`` in Manim."""
        depths = view.depths(stack.points).tolist()
        for position, member, depth in zip(stack.positions, stack.members, depths, strict=True):
            if not member.shade_in_3d:
                keys[position] = math.inf
            elif not member.submobjects and "z_index_group" not in member.__dict__:
                keys[position] = depth

    def _key(self, mobject: Mobject, groups: dict[int, float]) -> float:
        """Return how near one mobject is, or the group that it goes with; infinite if flat."""
        if not getattr(mobject, "shade_in_3d", False):
            return math.inf
        owner = mobject.__dict__.get("z_index_group")
        key = groups.get(id(owner)) if owner is not None else None
        if key is None:
            point = mobject.get_z_index_reference_point()
            key = np.dot(point, self.get_rotation_matrix().T)[2]
            if owner is not None and self._is_plain(type(mobject)):
                groups[id(owner)] = key
        return key

    def _prepare(self, stack: _Stack, view: View) -> None:
        """Work out all that is needed to draw the members of a stack."""
        shades = self.should_apply_shading
        held = self.fixed_in_frame_mobjects | self.fixed_orientation_mobjects.keys()
        # One colour, or the two ends of a shaded one; no gradient of its own, no second stroke.
        chosen = [
            row
            for row, m in enumerate(stack.members)
            if (
                (shades and m.shade_in_3d)
                or len(m.get_fill_rgbas()) == len(m.get_stroke_rgbas()) == 1
            )
            and not m.background_stroke_width
            and m.tolerance_for_point_equality == TOLERANCE
            and m not in held
        ]
        if len(chosen) < FEWEST:
            return
        members, points = stack.members, stack.points
        if len(chosen) < len(members):
            members, points = [members[row] for row in chosen], points[chosen]
        drawn = view.project(points)
        layout = StackedPaths(drawn)
        usable = layout.whole
        lights, ends = np.zeros((len(members), 2)), np.zeros((len(members), 4))
        shaded = np.array([shades and m.shade_in_3d for m in members])
        if shaded.any():
            lights[shaded] = light(points[shaded], self.light_source.points[0])
            corners = np.ascontiguousarray(points[:, [0, end_corner(points.shape[1])]])
            ends = view.project(corners)[..., :2].reshape(-1, 4)
            for row, member in enumerate(members):
                own = member.__dict__.get(GRADIENT)
                if own is not None:
                    ends[row] = self._ends(own, view)
        if not (np.isfinite(drawn).all() and np.isfinite(ends).all()):
            usable = usable & np.isfinite(drawn).all(axis=(1, 2))
            usable = usable & np.isfinite(ends).all(axis=1)
        self._faces.add(
            members, usable, layout, ends, lights, shaded, self.cairo_line_width_multiple
        )

    def _ends(self, own: Callable[[], Any], view: View) -> np.ndarray:
        """Return where a gradient begins and ends on the frame, (4,), from a mobject's own answer.

        The parts of an axis of ``ThreeDAxes`` all measure the whole axis: it is asked once.
        """
        key: Any = id(own)
        if getattr(own, "__qualname__", "").startswith("ThreeDAxes._set_axis_shading."):
            key = tuple(id(cell.cell_contents) for cell in own.__closure__ or ())
        known = self._known_ends.get(key)
        if known is None:
            known = view.project(np.array(own())[None])[0, :, :2].reshape(4)
            self._known_ends[key] = known
        return known

    def _is_plain(self, kind: type[Mobject]) -> bool:
        """Return whether mobjects of a kind answer Manim's camera as every ``VMobject`` does."""
        plain = self._plain.get(kind)
        if plain is None:
            plain = self._plain[kind] = issubclass(kind, VMobject) and all(
                getattr(kind, name) is getattr(VMobject, name) for name in (*_ASKED, GRADIENT)
            )
        return plain

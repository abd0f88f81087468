"""Where in a frame the surface, its map, the chart and the formulas stand."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.style import Zone
from explainer.zones import Layout


@dataclass(frozen=True)
class Places:
    """The zones of one frame.

    Attributes:
        surface: where the surface stands.
        map: what its map covers.
        seen: where on the map marks and names stand.
        names: where names of what is on the surface stand.
        rows: of formulas and numbers.
        chart: of slope against direction.
    """

    surface: Zone
    map: Zone
    seen: Zone
    names: Zone
    rows: Zone
    chart: Zone

    @classmethod
    def of(cls, layout: Layout) -> Places:
        """Return those of a frame: formulas and chart are beside the picture, or below it."""
        frame, aside, seen = layout.frame, layout.aside, layout.open
        if layout.is_wide:
            return cls(
                layout.fit(Zone(-6.1, 3.1, -4.1, 3.8)),
                layout.picture,
                seen,
                seen,
                layout.fit(Zone(3.2, layout.safe.right, 0.35, 2.35)),
                layout.fit(Zone(2.85, layout.safe.right, -3.2, 0.1)),
            )
        top = aside.top - 0.5
        return cls(
            Zone(frame.left - 0.2, frame.right + 0.2, aside.top - 0.4, layout.heading.bottom + 1.4),
            Zone(frame.left, frame.right, aside.top, layout.picture.top),
            seen,
            seen,
            Zone(aside.left, -0.8, aside.bottom + 0.3, top),
            Zone(-0.4, aside.right, aside.bottom + 0.3, top + 0.2),
        )

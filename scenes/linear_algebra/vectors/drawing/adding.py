"""The sum of two vectors: tip to tail in either order, and entry by entry along the axes."""

from __future__ import annotations

import numpy as np

from explainer.mobjects.plane_marks import Mark
from explainer.scenes.linear_algebra.vectors.drawing.plane import Named, Stage, lane
from explainer.scenes.linear_algebra.vectors.text import U, V


class Adding:
    """Copies of u and v at each other's tips, their sum, and their entries on the axes."""

    def __init__(self, stage: Stage) -> None:
        plane, story = stage.plane, stage.story
        self.stage, self.story = stage, story
        self.v_copy = stage.arrow("second_vector", thin=True)
        self.u_copy = stage.arrow("vector", thin=True)
        self.total = plane.arrow("combination", width=0.16, tip=0.5, layer=5.4)
        for arrow, vector in ((self.v_copy, story.v), (self.u_copy, story.u)):
            arrow.aside = lane(story, vector, 1)
        self.total.aside = lane(story, story.total, -1)
        self.entries = []
        for axis in (0, 1):
            for role in ("vector", "second_vector"):
                arrow = stage.arrow(role, thin=True, layer=4.5)
                # Beside each other where the second leads back over the first.
                back = story.u[axis] * story.v[axis] < 0
                under = story.total.any() and not story.total[1 - axis]  # the sum would hide it
                arrow.aside = 0.17 * back * (role != "vector") + 0.3 * under
                self.entries.append(arrow)
        self.guides = plane.segments("ink", dash=0.1)
        self.rows: list[Mark] = [*self.entries, self.guides]
        self.marks: list[Mark] = [self.v_copy, self.u_copy, self.total, *self.rows]
        plane.drop(*self.marks)

    def put_v(self, t: float) -> None:
        """Put the tail of v at the tip of u."""
        self.v_copy.to(self.story.v, t * self.story.u)

    def add(self, t: float) -> None:
        """Let the sum grow."""
        self.total.to(t * self.story.total)

    def put_u(self, t: float) -> None:
        """Put the tail of u at the tip of v."""
        self.u_copy.to(self.story.u, t * self.story.v)

    def lay(self, t: float) -> None:
        """Lay the entries end to end, those of u first."""
        story, shares = self.story, (min(2 * t, 1.0), max(2 * t - 1, 0.0))
        for index, arrow in enumerate(self.entries):
            axis, second = divmod(index, 2)
            entry = float((story.u, story.v)[second][axis])
            tail = story.u[axis] * np.eye(2)[axis] * second
            share = shares[second] * bool(entry)
            arrow.to(share * entry * np.eye(2)[axis] if share else None, tail)
        feet = np.diag(story.total)
        self.guides.to([(foot, foot + t * (story.total - foot)) for foot in feet])

    def named(self) -> list[Named]:
        """Show all as it will be, and return what to name then."""
        self.stage.v.to(self.story.v)
        for show in (self.put_v, self.add, self.put_u, self.lay):
            show(1.0)
        total = self.story.total
        return [*self.stage.named(), (f"{U} + {V}", total, total, "combination")]

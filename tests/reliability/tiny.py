"""A scene of two short beats, for whatever has to be rendered a hundred times."""

from manim import Circle, Create, Square

from explainer import Explainer, Field, SceneParams


class Tiny(Explainer):
    """Show a circle, then a square."""

    class Params(SceneParams):
        radius: float = Field(1, gt=0, le=3, description="of the circle")

    def construct(self) -> None:
        with self.beat("circle", "A circle", "A circle."):
            self.play(Create(Circle(self.params.radius)), run_time=1)
        with self.beat("square", "A square", "A square."):
            self.play(Create(Square(self.params.radius)), run_time=1)

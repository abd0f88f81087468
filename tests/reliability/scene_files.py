"""Scene files of the user's own: whole ones, and the mistakes that people make first."""

from __future__ import annotations

from random import Random

from reliability.request import Special
from reliability.tables import damaged
from reliability.values import text

_HEAD = "from explainer import Explainer, Field, SceneParams\nfrom manim import *\n"
_SCENE = (
    _HEAD
    + '''
class Own(Explainer):
    """Show a circle."""

    class Params(SceneParams):
        radius: float = Field(1, gt=0, le=5, description="the radius")
        {field}

    presets = {{"large": Params(radius=4)}}

    def construct(self):
        with self.beat("circle", {title!r}, {say!r}):
            {body}
'''
)
BODIES: tuple[str, ...] = (
    "self.play(Create(Circle(self.params.radius)))",
    "self.add(Square())",
    "pass",
    "self.wait(1)",
    "self.wait(-1)",
    "self.play()",
    "self.play(None)",
    "1 / 0",
    "self.no_such_thing()",
    "raise SystemExit(3)",
    "raise ValueError('a\\nb \\x1b[31m' * 300)",
    "self.play(FadeIn(MathTex('x')))",
    "self.add(self.words('#panic()'))",
    "self.add(self.words('$x'))",
    "self.add(Circle(float('nan')))",
    "self.play(Circle().animate.shift(RIGHT))",
    "self.camera.frame.shift(RIGHT)",
    "self.add_sound('x.wav')",
    "self.beats.clear()",
    "assert False",
    "assert self.params.radius < 0, 'never'",
    "import os; os.chdir('nowhere')",
    "self.recurse = lambda: self.recurse(); self.recurse()",
)
FIELDS: tuple[str, ...] = (
    "",
    "",
    "",
    "name: str = 'a'",
    "radius: int = 'x'",
    "broken: float = Field(1, gt=2)",
    "needed: float",
    "odd: dict = {}",
    "model_config = {'extra': 'allow'}",
)
FILES: tuple[bytes, ...] = (
    b"",
    b"\0",
    b"\xff\xfe",
    b"def broken(:\n",
    b"    x = 1\n  y = 2\n",
    b"raise RuntimeError('at import')\n",
    b"raise SystemExit(3)\n",
    b"import no_such_module\n",
    b"import sys; sys.exit('bye')\n",
    b"1 / 0\n",
    b"from manim import Scene\nclass Plain(Scene):\n    def construct(self): pass\n",
    b"from explainer import Explainer\nclass _Hidden(Explainer): pass\n",
    b"from explainer import Explainer\nclass Empty(Explainer): pass\n",
    b"from explainer import Explainer\nclass A(Explainer):\n    def __init__(self): pass\n",
    b"from explainer import Explainer\nclass A(Explainer):\n    presets = 3\n",
    b"from explainer import Explainer\nclass A(Explainer):\n    Params = 3\n",
    b"from explainer import Explainer\nclass A(Explainer):\n    construct = None\n",
    b"from explainer import Explainer\nclass A(Explainer):\n    def construct(self, x): pass\n",
    b"from explainer import *\nprint('hello')\n",
    b"x = " + b"(" * 300 + b")" * 300,
    b"x = " + b"-" * 100_000 + b"1",
    b"x = '" + b"a" * 200_000 + b"'",
    b"print('\xe9')\n",
    b"# -*- coding: nonsense -*-\n",
    b"#!/bin/sh\ntouch canary\n",
)


def scene_file(random: Random) -> bytes | Special:
    """Return a scene file, or what is none."""
    chosen = random.random()
    if chosen < 0.05:
        return random.choice(list(Special))
    if chosen < 0.35:
        return random.choice(FILES)
    plain = random.random() < 0.6
    title, say = ("A circle", "This is a circle.") if plain else (text(random), text(random))
    if random.random() < 0.2:
        title = random.choice(("", "$x", "#panic()", "a" * 2000, "= T", "- a", "*b", "[", "$1/0$"))
    source = _SCENE.format(
        field=random.choice(FIELDS), title=title, say=say, body=random.choice(BODIES)
    )
    content = source.encode(errors="replace")
    return damaged(random, content) if random.random() < 0.1 else content

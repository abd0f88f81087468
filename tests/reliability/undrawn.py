"""Scenes told instead of played: their story and all words of their beats, with nothing drawn.

Playing a scene to its end, undrawn, takes the better part of a second, nearly all of it for marks
that nobody sees. Told, it takes a tenth of that: its source is read, whatever draws is replaced by
something that takes every call, and a beat's body by the calls in it that give words.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from explainer.beat_text import BeatText
from explainer.engine.session import Beat
from explainer.plain_text import plain_text
from explainer.style import Theme
from explainer.style import theme as theme_named
from explainer.typesetting import typeset

_DRAWS = ("manim", "explainer.mobjects", "explainer.scene", "explainer.space_scene")
"""Packages whose functions and classes are replaced."""
_STORIES = {"story", "system"}
"""What scenes call the numbers that their words are made of."""


class Undrawn(int):
    """Stands in for anything that draws: it takes every call, has no parts, and is a number."""

    def __getattr__(self, name: str) -> Undrawn:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> Undrawn:
        return self

    def __getitem__(self, index: Any) -> Undrawn:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())


UNDRAWN = Undrawn(12)
"""Where words name a number of marks, they name this many."""


class Told:
    """Stands in for ``Explainer``: it keeps the words of beats, and whatever else was said.

    Attributes:
        beats: as a played scene has them, but as long as their words take to read.
        said: texts for the screen: headings, and what else the beats' functions give.
        clock: seconds.
    """

    def __init__(self, params: Any, theme: Theme | str) -> None:
        self.params = params
        self.theme = theme if isinstance(theme, Theme) else theme_named(theme)
        self.beats: list[Beat] = []
        self.said: list[Any] = []
        self.clock = 0.0
        self._question, self._asked = "", list[str]()

    def __getattr__(self, name: str) -> Undrawn:
        return UNDRAWN

    @contextmanager
    def beat(
        self, name: str, title: str | BeatText, say: str = "", alt: str | None = None
    ) -> Iterator[None]:
        """Keep the words of a beat, and set its heading."""
        if isinstance(title, BeatText):
            self.said.append(title)
            words = title
            title, say, alt = words.heading, words.narration, words.alt_text
            self._question = words.question or title
            typeset(self._question)
        typeset(title)
        start = self.clock
        yield
        say = " ".join((*self._asked, say))
        self._asked.clear()
        pace = self.theme.durations
        self.clock += max(pace.hold, len(say) / pace.reading_speed)
        self.beats.append(Beat(name, plain_text(title), say, start, self.clock, alt))

    def ask(self, question: str = "") -> None:
        """Keep a question as the first of what a beat says."""
        typeset(question or self._question)
        self._asked.append(plain_text(question or self._question))


@cache
def told_class(cls: type) -> type[Told] | None:
    """Return a scene's class without its drawing; None where only playing it will do."""
    if not cls.__module__.startswith(("scenes.", "explainer.scenes.")):
        return None
    module = sys.modules[cls.__module__]
    tree = ast.parse(inspect.getsource(module))
    namespace: dict[str, Any] = {"__name__": f"{module.__name__}_told", "as_many": _as_many}
    tree.body = [node for node in tree.body if not _replaced(node, namespace)]
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            node.body = [part for part in node.body if not _declares_parameters(part)]
        elif isinstance(node, ast.With) and _is_beat(node):
            node.body = [*_calls_for_words(node.body), ast.Pass()]
        elif isinstance(node, ast.Assign):
            _unpack_with_care(node)
    exec(compile(ast.fix_missing_locations(tree), f"<{module.__name__}, told>", "exec"), namespace)
    return namespace[cls.__name__]


def _replaced(node: ast.stmt, namespace: dict[str, Any]) -> bool:
    """Put what an import brings that draws into a namespace in another form."""
    if not isinstance(node, ast.ImportFrom) or not _draws(node.module or ""):
        return False
    source = importlib.import_module(node.module or "")
    for alias in node.names:
        value = getattr(source, alias.name, None)
        if alias.name in ("Explainer", "Explainer3D"):
            value = Told
        elif value is None or callable(value) or inspect.ismodule(value):
            value = UNDRAWN
        namespace[alias.asname or alias.name] = value
    return True


def _draws(module: str) -> bool:
    within = any(f"{module}.".startswith(f"{package}.") for package in _DRAWS)
    return within or "drawing" in module.split(".")


def _declares_parameters(node: ast.stmt) -> bool:
    if isinstance(node, ast.ClassDef):
        return node.name == "Params"
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return any(isinstance(target, ast.Name) and target.id == "presets" for target in targets)


def _unpack_with_care(node: ast.Assign) -> None:
    """Let ``a, b = drawn`` have two things to take."""
    names = node.targets[0]
    if isinstance(names, ast.Tuple) and not isinstance(node.value, ast.Tuple):
        function = ast.Name("as_many", ast.Load())
        node.value = ast.Call(function, [node.value, ast.Constant(len(names.elts))], [])


def _as_many(value: Any, count: int) -> Any:
    return [value] * count if isinstance(value, Undrawn) else value


def _is_beat(node: ast.With) -> bool:
    call = node.items[0].context_expr
    return isinstance(call, ast.Call) and ast.unparse(call.func) == "self.beat"


def _calls_for_words(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Give the calls in a beat that make words of nothing but the story."""
    for statement in body:
        if not isinstance(statement, ast.Assign | ast.Expr):
            continue  # what stands under a condition may not hold for this story
        if isinstance(statement, ast.Expr) and ast.unparse(statement).startswith("self.ask("):
            yield statement
        for node in ast.walk(statement):
            if isinstance(node, ast.Lambda | ast.comprehension):
                break
            if isinstance(node, ast.Call) and _makes_words(node):
                keep = ast.parse("self.said.append(None)").body[0]
                assert isinstance(keep, ast.Expr) and isinstance(keep.value, ast.Call)
                keep.value.args = [node]
                yield keep


def _makes_words(call: ast.Call) -> bool:
    function = call.func
    of_words = (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id in ("text", "formulas")
    )
    return of_words and not call.keywords and all(map(_is_story, call.args))


def _is_story(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return True
    steps = ast.unparse(node).split(".") if isinstance(node, ast.Name | ast.Attribute) else [""]
    return steps[0] in _STORIES or (steps[0] == "self" and len(steps) == 2 and steps[1] in _STORIES)

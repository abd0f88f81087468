"""A fault is silenced beside what causes it, with a reason, and only that one."""

from __future__ import annotations

from typing import Any

import pytest
from manim import DOWN, LEFT, RIGHT, UP, Line, Square, Text, VGroup
from planted import Draw, seen

from explainer import allow
from explainer.layout import examined

WHY = "it names the line on which it lies"


def drawn(scene: Any, what: str, kind: Any = "crossed") -> None:
    line, text, other = Line(3 * LEFT, 3 * RIGHT), Text("one"), Text("two").shift(2 * RIGHT)
    group = VGroup(line, text)
    allow({"text": text, "line": line, "group": group, "scene": scene}[what], kind, WHY)
    scene.add(Square(8), group, other)


def looked(draw: Draw) -> tuple[list[str], list[tuple[str, str]]]:
    wrong, silenced = seen(draw, look=lambda scene: examined(scene, ("crossed", "share")))
    return [fault.words for fault in wrong], [(s.fault.words, s.reason) for s in silenced]


@pytest.mark.parametrize("what", ["text", "group"])
def test_what_is_allowed_is_silenced_and_nothing_else(what: str) -> None:
    wrong, silenced = looked(lambda s: drawn(s, what))
    assert wrong == ["text 'two' lies on a line or an edge"]
    assert silenced == [("text 'one' lies on a line or an edge", WHY)]


@pytest.mark.parametrize("what", ["line", "scene"])
def test_a_line_or_the_scene_allows_all_that_lie_there(what: str) -> None:
    wrong, silenced = looked(lambda s: drawn(s, what))
    assert wrong == [] and len(silenced) == 2


def test_a_fault_of_another_kind_is_not_silenced() -> None:
    wrong, silenced = looked(lambda s: drawn(s, "scene", "faint"))
    assert len(wrong) == 2 and silenced == []


def test_it_holds_while_it_is_on_the_screen() -> None:
    wrong, _ = looked(lambda s: (drawn(s, "line"), s.add(Line(3 * LEFT, 3 * RIGHT)))[0])
    assert wrong == []

    def gone(scene: Any) -> None:
        drawn(scene, "line")
        line = scene.mobjects[-2].submobjects[0]
        scene.mobjects[-2].remove(line)
        scene.add(Line(3 * LEFT, 3 * RIGHT))

    wrong, _ = looked(gone)
    assert len(wrong) == 2


def test_what_is_no_text_allows_what_lies_where_it_is() -> None:
    def draw(scene: Any, at: Any) -> None:
        scene.add(allow(Square(0.5), "share", "the title card has a small mark").shift(at))

    wrong, silenced = looked(lambda s: draw(s, DOWN))
    assert wrong == [] and [reason for _, reason in silenced] == ["the title card has a small mark"]
    wrong, _ = looked(lambda s: s.add(Square(0.5).shift(UP)))
    assert len(wrong) == 1


def test_a_wrong_request_is_refused() -> None:
    with pytest.raises(ValueError, match="no fault is called 'line': allow one of outside, small"):
        allow(Square(), "line", WHY)  # type: ignore[arg-type]
    for empty in ("", "  "):
        with pytest.raises(ValueError, match="say why the fault 'crossed' is right here"):
            allow(Square(), "crossed", empty)

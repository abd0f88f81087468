"""The panel beside a picture: nothing meets, nothing is too small, what is given is laid out."""

from __future__ import annotations

from itertools import pairwise

import pytest

from explainer.beat_text import Line
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.panel import Item, Labelled, Named, Panel
from explainer.style import SMALLEST_TEXT, THEMES, Zone

SENTENCE = "Each column of the matrix says where one basis vector lands, and so all others."


def items(panel: Panel, count: int) -> list[Item]:
    return [
        Line("A bold(v) = lambda bold(v)", "eigen"),
        Named("samples", panel.number(12, decimals=0)),
        Labelled("the mean", "mu = 2.5"),
        Labelled("matrix", LiveMatrix([[1, 2], [3, 4]], panel.theme)),
        *[SENTENCE] * count,
    ]


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_rows_follow_each_other_inside_the_zone(theme, count):
    panel = Panel(theme)
    rows = panel.rows(*items(panel, count))
    assert all(upper.get_bottom()[1] >= lower.get_top()[1] for upper, lower in pairwise(rows))
    assert rows[-1].get_bottom()[1] >= panel.zone.bottom - 0.05
    assert all(each.get_left()[0] == pytest.approx(panel.zone.left) for each in rows)
    assert all(each.width <= panel.zone.width + 1e-6 for each in rows)


def test_few_rows_keep_their_size_and_many_become_smaller_by_one_factor():
    theme = THEMES["dark"]
    panel = Panel(theme)
    number = panel.number(1)
    panel.rows("short", Named("n", number))
    assert number.em == pytest.approx(theme.sizes.formula)
    number = panel.number(1)
    panel.rows(*[SENTENCE] * 3, Named("n", number), Named("m", panel.number(2)))
    assert SMALLEST_TEXT <= number.em < theme.sizes.formula


def test_no_sentence_is_set_too_small_to_read():
    panel = Panel(THEMES["dark"])
    rows = panel.rows(*[SENTENCE] * 7)
    assert min(row.em for row in rows) >= SMALLEST_TEXT - 1e-9


def test_a_number_runs_where_it_stands():
    panel = Panel(THEMES["dark"], Zone(0, 3, -1, 1))
    number = panel.number().set_text("10 000")
    assert isinstance(number, LiveNumber)
    (row,) = panel.rows(Labelled("samples", number))
    left = number.baseline[0]
    number.set_value(7)
    assert number.baseline[0] == pytest.approx(left)
    assert row.get_left()[0] == pytest.approx(0)


def test_rows_that_are_too_wide_shrink_together_and_all_else_keeps_its_size():
    panel = Panel(THEMES["dark"], Zone(0, 3, -3, 3))
    wide, wider = "x_0 = (0.123, 0.456)", "x_1 = (0.12345, 0.45678)"
    matrix = LiveMatrix([[100.25, 200.5], [300.75, 400.25]], panel.theme)
    short, *rows, labelled = panel.rows("x", Line(wide), Line(wider), Labelled("matrix", matrix))
    assert rows[0].em == pytest.approx(rows[1].em)
    assert rows[1].em < panel.theme.sizes.formula
    assert rows[1].width <= panel.zone.width + 1e-6
    assert short.em == pytest.approx(panel.theme.sizes.body)
    assert labelled[0].em == pytest.approx(0.8 * panel.theme.sizes.body)
    assert labelled[0].get_bottom()[1] > matrix.get_top()[1]


def test_what_is_given_shrinks_once_however_often_the_rows_are_laid_out():
    panel = Panel(THEMES["dark"], Zone(0, 3, -2.2, 2.2))
    matrix = LiveMatrix([[100.25, 200.5], [300.75, 400.25]], panel.theme)
    panel.rows(matrix, SENTENCE, SENTENCE)
    assert matrix.width == pytest.approx(panel.zone.width)


def test_no_row_is_set_too_small_to_read():
    panel = Panel(THEMES["dark"], Zone(0, 3, -3, 3))
    (row,) = panel.rows(Line("x + y + z + u + v + w = " * 3 + "1"))
    assert row.em == pytest.approx(SMALLEST_TEXT)


def test_a_row_takes_the_place_of_another():
    panel = Panel(THEMES["dark"])
    first, _ = panel.rows("one", "two")
    other = panel.instead(first, "three")
    assert other.get_top()[1] == pytest.approx(first.get_top()[1])


def test_a_long_name_is_shortened_and_may_break():
    panel = Panel(THEMES["dark"])
    assert panel.shown("rain per day") == "rain per day"
    long = panel.shown("x" * 400)
    assert "\u200b" in long
    assert len(long.replace("\u200b", "")) < 400


def test_a_note_that_says_nothing_takes_no_row():
    assert len(Panel(THEMES["dark"]).rows("one", "")) == 1


def test_a_line_brings_its_name_and_its_colour():
    panel = Panel(THEMES["dark"])
    named, row = panel.rows(Line("s = 2", "sample", name="spread"), Named("spread", "s = 2"))
    assert [part.markup for part in named] == [part.markup for part in row] == ["spread", "$s = 2$"]
    assert named[1][1].get_fill_color().to_hex() == panel.theme.sample
    assert named[0][1].get_fill_color().to_hex() == panel.theme.muted

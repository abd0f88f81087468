"""Charts of beliefs: windows hold the belief, names keep clear, tables are right."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from explainer.mobjects.placing import Name, Room, ink_box
from explainer.scenes.probability.posterior_update.drawing.coins import CoinRow
from explainer.scenes.probability.posterior_update.inference import Beta
from explainer.scenes.probability.posterior_update.story import (
    LONGEST,
    Story,
    Timetable,
    closeup,
)
from explainer.style import DARK, Zone

strengths = st.floats(0.1, 1000)
counts = st.integers(0, 2000)
AREA = Zone(0.0, 8.0, 0.0, 4.0)


def story(prior: tuple[float, float], data: Any = "HT", **rest: Any) -> Story:
    """Return a story with nothing but what matters."""
    given_rest = {"level": 0.9, "interval": "equal_tailed", "second_prior": None, **rest}
    return Story(prior, data, true_bias=given_rest.pop("true_bias", None), **given_rest)


@settings(max_examples=40, deadline=None)
@given(strengths, strengths, counts, counts)
def test_windows_hold_the_belief(a: float, b: float, heads: int, tails: int) -> None:
    told = story((a, b), (heads, tails))
    for shape, (low, high) in (
        (told.first.posterior, told.toss_window(0)[:2]),
        (told.posterior, told.run_window[:2]),
        (told.posterior, told.answer_window[:2]),
    ):
        belief = stats.beta(*shape)
        assert 0 <= low < high <= 1
        assert belief.cdf(high) - belief.cdf(low) > 0.98


def test_a_sharp_belief_is_looked_at_closely_and_a_wide_one_is_not() -> None:
    assert closeup(Beta(2, 2)) == (0.0, 1.0)
    low, high = closeup(Beta(1000, 1000))
    assert high - low < 0.2
    assert story((2, 2)).toss_window(0)[:2] == (0.0, 1.0)


def test_the_true_bias_comes_into_the_window_where_it_is_near() -> None:
    low, high, _ = story((2, 2), (700, 300), true_bias=0.65).answer_window
    assert low < 0.65 < high
    low, high, _ = story((2, 2), (70_000, 30_000), true_bias=0.1).answer_window
    assert low > 0.1


@pytest.mark.parametrize("prior", [(2, 2), (0.5, 0.5), (0.1, 0.1), (1000, 1000), (0.1, 1000)])
def test_probes_rise_inside_the_window(prior: tuple[float, float]) -> None:
    told = story(prior)
    low, high, _ = told.toss_window(0)
    probes = told.probes
    assert (np.diff(probes) > 0).all()
    assert low < probes[0]
    assert probes[-1] < high


def test_a_name_stands_near_what_it_names_and_clear_of_all_else() -> None:
    line = np.array([[0.0, 1.0], [8.0, 3.0]])
    room = Room(AREA).block_lines(line).block_box(np.array([2.0, 2.5]), np.array([3.0, 1.0]))
    name = Name("prior", DARK, "prior")
    free = room.copy()
    assert name.settle(room, np.linspace(*line, 50))
    centre, size = room.boxes[-1]
    assert size == pytest.approx(ink_box(name.words)[1])
    assert free.free(centre, size)
    assert AREA.left <= centre[0] - size[0] / 2
    assert centre[0] + size[0] / 2 <= AREA.right
    assert not len(name.leader.points)


def test_names_do_not_share_a_place() -> None:
    room = Room(AREA)
    target = np.array([[4.0, 2.0]])
    names = [Name("posterior", DARK, "posterior") for _ in range(4)]
    assert all(name.settle(room, target) for name in names)
    centres = np.array([name.words.get_center()[:2] for name in names])
    size = ink_box(names[0].words)[1]
    for first in range(4):
        for second in range(first):
            assert (np.abs(centres[first] - centres[second]) > size).any()


def test_a_name_without_room_finds_no_place() -> None:
    tiny = Room(Zone(0.0, 0.3, 0.0, 0.3))
    assert not Name("likelihood", DARK, "likelihood").settle(tiny, np.array([[0.1, 0.1]]))


@pytest.mark.parametrize("count", [0, 1, 2, 8, 80, 1000, 100_000])
def test_the_timetable_rises_to_the_last_toss_in_bounded_time(count: int) -> None:
    table = Timetable(count)
    fallen = np.array([table.fallen(t) for t in np.linspace(0, 1, 500)])
    assert fallen[0] == min(2, count)
    assert fallen[-1] == count
    assert (np.diff(fallen) >= 0).all()
    assert 0 <= table.duration <= LONGEST


def test_the_tosses_that_have_fallen_are_counted() -> None:
    told = story((2, 2), (700, 300))
    assert told.counts(1000.0) == (700, 300)
    for fallen in range(0, 1001, 13):
        assert told.counts(fallen) == (
            sum(told.tosses[:fallen]),
            fallen - sum(told.tosses[:fallen]),
        )
    assert told.counts(0.25) == (0.25 * told.tosses[0], 0.25 - 0.25 * told.tosses[0])


def test_tosses_come_quicker_and_quicker() -> None:
    table = Timetable(1000)
    fallen = np.array([table.fallen(t) for t in np.linspace(0, 0.6, 7)])
    assert (np.diff(fallen, n=2) > 0).all()


def test_the_row_shows_the_latest_tosses_in_their_order() -> None:
    heads = np.array([character == "H" for character in "HTHHTHHHTT"])
    row = CoinRow(heads, DARK, -5.0, 2.0).set_fallen(10)
    shown = [coin for coin in row if coin.disc.get_fill_opacity() > 0.5]
    shown.sort(key=lambda coin: coin.disc.get_center()[0])
    assert [coin.heads for coin in shown] == list(heads[-len(shown) :])
    assert len(shown) == row.room == 8

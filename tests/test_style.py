"""Themes: every role has a colour, and every colour can be seen."""

from __future__ import annotations

from dataclasses import fields

import pytest

from explainer.style import (
    BODY,
    FRAME,
    HEADING,
    PANEL,
    PICTURE,
    SAFE,
    SMALLEST_TEXT,
    THEMES,
    Theme,
    contrast_ratio,
    theme,
)

# Written in text somewhere, so they need the contrast of text.
TEXT = [
    "ink",
    "muted",
    "i_hat",
    "j_hat",
    "vector",
    "image",
    "area",
    "area_negative",
    "eigen",
    "eigen_second",
    "path",
    "gradient",
    "tangent",
    "step",
    "minimum",
    "curvature",
    "warning",
    "prior",
    "likelihood",
    "posterior",
    "second_prior",
    "interval",
    "truth",
    "heads",
    "tails",
]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("role", TEXT)
def test_text_has_contrast(name: str, role: str) -> None:
    found = theme(name)
    assert contrast_ratio(found.colour(role), found.background) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("role", ["axis", "faint"])
def test_lines_have_contrast(name: str, role: str) -> None:
    found = theme(name)
    assert contrast_ratio(found.colour(role), found.background) >= 3


def test_contrast_is_that_of_the_definition() -> None:
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast_ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast_ratio("#123456", "#123456") == 1


def test_a_role_is_a_colour_and_nothing_else() -> None:
    with pytest.raises(KeyError):
        theme("dark").colour("sizes")
    with pytest.raises(KeyError):
        theme("dark").colour("no_such_role")
    with pytest.raises(KeyError):
        theme("sepia")


def test_durations_are_whole_ticks() -> None:
    for each in THEMES.values():
        durations = each.durations
        for seconds in (durations.quick, durations.normal, durations.slow, durations.hold):
            assert (15 * seconds) == pytest.approx(round(15 * seconds))


def test_no_type_size_is_below_the_smallest() -> None:
    for each in THEMES.values():
        assert min(getattr(each.sizes, field.name) for field in fields(each.sizes)) >= SMALLEST_TEXT


def test_zones_keep_to_the_frame_and_apart() -> None:
    for zone in (SAFE, HEADING, BODY, PANEL, PICTURE):
        assert FRAME.left <= zone.left < zone.right <= FRAME.right
        assert FRAME.bottom <= zone.bottom < zone.top <= FRAME.top
    assert BODY.top < HEADING.bottom and PICTURE.right < PANEL.left
    assert SAFE.width == pytest.approx(0.9 * FRAME.width)


def test_themes_have_the_same_roles() -> None:
    for each in THEMES.values():
        assert isinstance(each, Theme)
        for field in fields(Theme):
            value = getattr(each, field.name)
            if isinstance(value, str) and field.name != "name":
                assert len(value) == 7 and value.startswith("#")

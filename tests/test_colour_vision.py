"""What meets in one picture can be told apart by eyes of the three common kinds, in every theme."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from colour_vision import KINDS, apart, difference, seen

from explainer.style import THEMES, relative_luminance

CLEAR = 10.0
"""CIEDE2000 from which two colours are told apart at a glance, also in thin lines."""

PICTURES: dict[str, tuple[str, ...]] = {
    "plane": ("i_hat", "j_hat", "vector", "area", "eigen", "eigen_second"),
    "plane turned over": ("i_hat", "j_hat", "vector", "area_negative", "eigen", "eigen_second"),
    "vectors": ("vector", "second_vector", "combination", "projection", "area_negative"),
    "faces": ("i_hat", "j_hat", "vector"),
    "eigenvectors": ("vector", "image", "area", "eigen", "eigen_second"),
    "eigenvectors, plane turned over": ("area_negative", "eigen", "eigen_second"),
    "step": ("path", "gradient", "tangent", "step"),
    "rate": ("path", "step", "curvature", "minimum", "warning"),
    "outcome": ("path", "gradient", "minimum"),
    "model": ("path", "tangent", "model", "warning"),
    "entries of the Hessian": ("model", "partial_x", "partial_y", "section"),
    "directions": ("model", "direction", "curvature", "curvature_second"),
    "axes of bend": ("path", "model", "curvature", "curvature_second", "warning"),
    "cuts": ("partial_x", "partial_y", "gradient", "tangent"),
    "slopes all round": ("section", "direction", "gradient"),
    "belief": ("prior", "likelihood", "posterior", "second_prior", "truth"),
    "intervals": ("truth", "sample", "missed", "bootstrap", "posterior", "second_prior"),
    "singular vectors": ("singular", "singular_second", "vector"),
    "layers of a matrix": ("entry_positive", "entry_negative", "singular", "singular_second"),
    "layers of a picture": ("entry_positive", "entry_negative", "singular", "residual"),
    "rows": ("first_row", "second_row", "i_hat", "j_hat", "ink"),
    "columns of a system": ("i_hat", "j_hat", "target", "residual", "ink"),
    "random variable": ("outcome", "density", "cumulative", "mean", "spread"),
    "tosses": ("prior", "posterior", "second_prior", "heads", "tails"),
    "family": ("density", "mean", "spread", "slider", "second_slider", "tails"),
    "limit": ("density", "limit_distribution", "residual", "slider", "second_slider"),
}
"""The roles of things drawn together, all that the parameters can bring up at once."""

OTHER_CUES: dict[tuple[str, str], str] = {
    ("i_hat", "area"): "an arrow with its name, and a filled region",
    ("i_hat", "eigen_second"): "an arrow with its name, and a dashed line with its factor",
    ("j_hat", "vector"): "names at the tips",
    ("j_hat", "eigen"): "an arrow with its name, and a dashed line with its factor",
    ("area", "eigen"): "a filled region, and a dashed line with its factor",
    ("area", "eigen_second"): "a filled region, and a dashed line with its factor",
    ("area_negative", "eigen"): "a hatched region, and a dashed line with its factor",
    ("area_negative", "eigen_second"): "a hatched region, and a dashed line with its factor",
    ("eigen", "eigen_second"): "a factor beside each line",
    ("second_vector", "combination"): "names at the arrows",
    ("second_vector", "projection"): "an arrow with its name, and a bar beside a dashed line",
    ("second_vector", "area_negative"): "an arrow with its name, and a hatched region",
    ("combination", "area_negative"): "an arrow with its name, and a bar beside a dashed line",
    ("vector", "image"): "names at the tips",
    ("image", "eigen"): "an arrow with its name, and a dashed line with its factor",
    ("gradient", "step"): "names at the tips, and opposite directions",
    ("step", "warning"): "an arrow with its number, and a hatched stretch with its own",
    ("curvature", "warning"): "arrows and a dot, and a hatched stretch",
    ("entry_positive", "singular"): "shaded tiles or pixels, and arrows and curves with names",
    ("entry_positive", "residual"): "shaded pixels, and a number and a bar past a mark",
    ("entry_negative", "singular"): "shaded tiles or pixels, and arrows and curves with names",
    ("entry_negative", "singular_second"): "tiles with numbers, and arrows with names",
    ("singular", "residual"): "numbers beside their names, and the bar has a mark between them",
    ("first_row", "second_row"): "a broad line and a thin one, each with its equation",
    ("first_row", "i_hat"): "a broad line with its equation, and arrows",
    ("second_row", "j_hat"): "a thin line with its equation, and arrows",
    ("j_hat", "target"): "names at the tips",
    ("j_hat", "residual"): "arrows, and a line without a tip that ends in a right angle",
    ("target", "residual"): "an arrow, and a line without a tip that ends in a right angle",
    ("model", "warning"): "a curved sheet with a net of lines, and an upright stroke or a ring",
    ("model", "partial_y"): "a sheet, and a line with a dark rim on it",
    ("model", "direction"): "a sheet, and a line with a dark rim on it",
    ("model", "curvature"): "a sheet, and a line with a dark rim and a name on it",
    ("partial_x", "section"): "one long line, and a ladder of short ones",
    ("partial_y", "section"): "one long line, and a ladder of short ones",
    ("curvature", "curvature_second"): "a name beside each, and right angles",
    ("direction", "gradient"): "a name beside the gradient, and its arrow is the longer",
    ("partial_x", "tangent"): "a curve with an arrow and its name, and a see-through square",
    ("partial_y", "gradient"): "names beside the arrows",
    ("partial_y", "tangent"): "a curve with an arrow and its name, and a see-through square",
    ("prior", "posterior"): "names at the curves, and the posterior's is bold",
    ("prior", "second_prior"): "names at the curves, and the second is dashed",
    ("likelihood", "second_prior"): "names at the curves, and the second is dashed",
    ("sample", "posterior"): "names at the bars",
    ("sample", "second_prior"): "a named bar, and a dashed curve",
    ("bootstrap", "second_prior"): "a named bar, and a dashed curve",
    ("missed", "second_prior"): "a row with a cross, and a dashed curve",
    ("missed", "bootstrap"): "a row with a cross, and a named bar",
    ("outcome", "mean"): "dots and bars, and a pivot or a dashed line with its name",
    ("density", "cumulative"): "one plot below the other, each with its name",
    ("second_prior", "heads"): "a dashed curve, and coins with a letter",
    ("second_prior", "tails"): "a dashed curve, and coins with a letter",
    ("density", "spread"): "an area, and a bar with caps above it",
    ("density", "second_slider"): "an area, and discs in a row or a handle with its symbol",
    ("mean", "spread"): "a dot with a dashed line, and a bar with caps",
    ("mean", "slider"): "a dot with a dashed line, and a handle with its symbol",
    ("spread", "tails"): "a bar with caps, and hollow discs",
    ("density", "limit_distribution"): "bars or an area, and dots or a line, named in the panel",
    (
        "limit_distribution",
        "residual",
    ): "dots or a line over the bars, and the pieces that are left over",
    ("residual", "slider"): "a number with its name, and one with its symbol",
}
"""What tells those apart whose colours are near one another to somebody."""


def least(theme: str, one: str, other: str) -> float:
    """Return how far apart two roles look to the eyes that tell them apart least."""
    found = THEMES[theme]
    return min(apart(found.colour(one), found.colour(other), kind) for kind in KINDS)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("picture", PICTURES)
def test_what_meets_is_told_apart_by_colour_or_by_more(theme: str, picture: str) -> None:
    pairs = combinations(PICTURES[picture], 2)
    near = {pair: least(theme, *pair) for pair in pairs if least(theme, *pair) < CLEAR}
    assert not near.keys() - OTHER_CUES.keys(), near


def test_other_cues_are_named_only_where_they_are_needed() -> None:
    met = {pair for roles in PICTURES.values() for pair in combinations(roles, 2)}
    assert OTHER_CUES.keys() <= met
    for pair in OTHER_CUES:
        assert min(least(theme, *pair) for theme in THEMES) < CLEAR, pair


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", [("j_hat", "vector"), ("gradient", "step")], ids="-".join)
def test_arrows_of_one_kind_are_told_apart_by_colour_too(theme: str, pair: tuple[str, str]) -> None:
    assert least(theme, *pair) > 8


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_everything_stands_out_from_the_background(theme: str, kind: str) -> None:
    weights = np.array([0.2126, 0.7152, 0.0722])
    found = THEMES[theme]
    ground = float(weights @ seen(found.background, kind))
    for role in {role for roles in PICTURES.values() for role in roles}:
        low, high = sorted((ground, float(weights @ seen(found.colour(role), kind))))
        assert (high + 0.05) / (low + 0.05) >= 3, role


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_that_of_the_standard(
    one: tuple[float, ...], other: tuple[float, ...], expected: float
) -> None:
    """Against pairs of Sharma, Wu and Dalal (2005), table 1."""
    assert difference(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_grey_stays_grey_and_confused_colours_come_near(kind: str) -> None:
    for grey in ("#000000", "#808080", "#FFFFFF"):
        assert np.ptp(seen(grey, kind)) < 1e-5
        assert seen(grey, kind)[0] == pytest.approx(relative_luminance(grey), abs=1e-5)
    confused = {"protanopia": ("#BD4A00", "#7A6200"), "deuteranopia": ("#A9B0BC", "#F08FC8")}
    one, other = confused.get(kind, ("#00795A", "#0067A6"))
    if kind == "usual":
        assert apart(one, other, kind) > 25
    else:
        assert apart(one, other, kind) < 8 < 20 < apart(one, other, "usual")

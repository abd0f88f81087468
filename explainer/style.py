"""How everything looks: each colour, type size, stroke width, duration and zone, named by its role.

Scenes and mobjects ask for roles (``theme.posterior``), never for a hexadecimal colour, so that a
symbol and the thing that it names share one colour in every clip. The palettes start from Okabe and
Ito's colour-blind-safe set (https://jfly.uni-koeln.de/color/), lightened on dark backgrounds and
darkened on light ones until text reaches a contrast of 4.5:1 and lines 3:1.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from explainer.names import match


@dataclass(frozen=True)
class Zone:
    """A rectangle of the frame, in scene units (the frame is 14.22 wide and 8 high)."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def centre(self) -> tuple[float, float, float]:
        return ((self.left + self.right) / 2, (self.bottom + self.top) / 2, 0.0)


FRAME = Zone(-64 / 9, 64 / 9, -4.0, 4.0)
"""The whole 16:9 frame."""

SAFE = Zone(0.9 * FRAME.left, 0.9 * FRAME.right, 0.9 * FRAME.bottom, 0.9 * FRAME.top)
"""What text must not leave: a margin of 5 % of the frame on each side."""

HEADING = Zone(SAFE.left, SAFE.right, 2.95, SAFE.top)
"""The line at the top that names what the beat shows."""

BODY = Zone(SAFE.left, SAFE.right, -3.2, 2.75)
"""Everything else; the bottom tenth of the frame stays free for captions."""

PANEL = Zone(2.75, SAFE.right, BODY.bottom, BODY.top)
"""Formulas and live numbers at the right of the picture."""

PICTURE = Zone(FRAME.left, 2.35, FRAME.bottom, 2.75)
"""A picture that bleeds off the frame at the left and at the bottom, beside the panel."""

SMALLEST_TEXT = FRAME.height / 36
"""The smallest type size that can be read from the back of a lecture hall, in scene units."""


@dataclass(frozen=True)
class Sizes:
    """Type sizes: the em in scene units."""

    heading: float = 0.5
    formula: float = 0.54
    body: float = 0.4
    label: float = 0.4
    small: float = 0.3


@dataclass(frozen=True)
class Strokes:
    """Stroke widths in Manim's unit, a hundredth of a scene unit."""

    hair: float = 1.0
    thin: float = 1.75
    regular: float = 3.0
    bold: float = 4.5
    heavy: float = 6.0


@dataclass(frozen=True)
class Durations:
    """Seconds. All are multiples of 1/15 s, so that a clip is as long at any frame rate."""

    quick: float = 0.6
    normal: float = 1.2
    slow: float = 2.4
    hold: float = 0.8
    reading_speed: float = 15.0
    """Characters of narration that a viewer reads in a second."""


@dataclass(frozen=True)
class Theme:
    """Every visual choice by role; see the module for where the colours come from."""

    name: str

    # the page
    background: str
    ink: str
    muted: str
    faint: str
    box: str

    # linear algebra
    grid: str
    ghost: str
    axis: str
    i_hat: str
    j_hat: str
    vector: str
    image: str
    area: str
    area_negative: str
    eigen: str
    eigen_second: str
    second_vector: str
    combination: str
    projection: str
    first_row: str
    second_row: str
    target: str
    residual: str
    singular: str
    singular_second: str
    entry_positive: str
    entry_negative: str

    # calculus
    path: str
    ball: str
    gradient: str
    tangent: str
    step: str
    minimum: str
    curvature: str
    warning: str
    partial_x: str
    partial_y: str
    section: str
    direction: str
    model: str
    curvature_second: str
    contour: str
    surface_halo: str
    surface_colours: tuple[str, ...]

    # probability
    prior: str
    likelihood: str
    posterior: str
    second_prior: str
    interval: str
    truth: str
    heads: str
    tails: str
    outcome: str
    sample: str
    density: str
    cumulative: str
    mean: str
    spread: str
    bootstrap: str
    missed: str
    slider: str
    second_slider: str
    limit_distribution: str

    sizes: Sizes = field(default_factory=Sizes)
    strokes: Strokes = field(default_factory=Strokes)
    durations: Durations = field(default_factory=Durations)

    def colour(self, role: str) -> str:
        """Return the colour of a role.

        Raises:
            KeyError: when the theme has no colour of that name.
        """
        value = getattr(self, role, None)
        if not isinstance(value, str) or not value.startswith("#"):
            raise KeyError(role)
        return value


# Eleven anchors of matplotlib's viridis (CC0, van der Walt and Smith), perceptually even.
_VIRIDIS = (
    "#440154",
    "#482475",
    "#414487",
    "#355F8D",
    "#2A788E",
    "#21918C",
    "#22A884",
    "#44BF70",
    "#7AD151",
    "#BDDF26",
    "#FDE725",
)

DARK = Theme(
    name="dark",
    background="#0F1218",
    ink="#F2F2EE",
    muted="#A9B0BC",
    faint="#5B6472",
    box="#171C25",
    grid="#3E6C8F",
    ghost="#3C434F",
    axis="#8A94A3",
    i_hat="#3FD9A8",
    j_hat="#FF8A4C",
    vector="#F5E663",
    image="#FF8A4C",
    area="#6CC1F2",
    area_negative="#E79AC8",
    eigen="#F08FC8",
    eigen_second="#8FC7FF",
    second_vector="#6CC1F2",
    combination="#F08FC8",
    projection="#3FD9A8",
    first_row="#6CC1F2",
    second_row="#F08FC8",
    target="#F5E663",
    residual="#FF6B6B",
    singular="#F08FC8",
    singular_second="#3FD9A8",
    entry_positive="#F2B233",
    entry_negative="#6CC1F2",
    path="#FFFFFF",
    ball="#FFFFFF",
    gradient="#FF8A4C",
    tangent="#6CC1F2",
    step="#F5E663",
    minimum="#3FD9A8",
    curvature="#F08FC8",
    warning="#FF6B6B",
    partial_x="#3FD9A8",
    partial_y="#F08FC8",
    section="#6CC1F2",
    direction="#F5E663",
    model="#F2B233",
    curvature_second="#8FC7FF",
    contour="#10131A",
    surface_halo="#0B0D12",
    surface_colours=_VIRIDIS,
    prior="#6CC1F2",
    likelihood="#F2B233",
    posterior="#3FD9A8",
    second_prior="#F08FC8",
    interval="#3FD9A8",
    truth="#F2F2EE",
    heads="#F2B233",
    tails="#A9B0BC",
    outcome="#F5E663",
    sample="#6CC1F2",
    density="#6CC1F2",
    cumulative="#3FD9A8",
    mean="#F2B233",
    spread="#F08FC8",
    bootstrap="#F2B233",
    missed="#FF6B6B",
    slider="#F5E663",
    second_slider="#3FD9A8",
    limit_distribution="#F08FC8",
)

LIGHT = Theme(
    name="light",
    background="#FCFBF7",
    ink="#1B1E24",
    muted="#565D68",
    faint="#8B919B",
    box="#F1EFE8",
    grid="#7FA9C6",
    ghost="#CDD2D8",
    axis="#6A727E",
    i_hat="#00795A",
    j_hat="#BD4A00",
    vector="#594700",
    image="#BD4A00",
    area="#0067A6",
    area_negative="#A02C74",
    eigen="#A02C74",
    eigen_second="#0067A6",
    second_vector="#0067A6",
    combination="#A02C74",
    projection="#00795A",
    first_row="#0067A6",
    second_row="#A02C74",
    target="#594700",
    residual="#C22F2F",
    singular="#A02C74",
    singular_second="#00795A",
    entry_positive="#8F5F00",
    entry_negative="#0067A6",
    path="#16181D",
    ball="#FFFFFF",
    gradient="#BD4A00",
    tangent="#0067A6",
    step="#594700",
    minimum="#00795A",
    curvature="#A02C74",
    warning="#C22F2F",
    partial_x="#00795A",
    partial_y="#A02C74",
    section="#0067A6",
    direction="#594700",
    model="#8F5F00",
    curvature_second="#0067A6",
    contour="#10131A",
    surface_halo="#FFFFFF",
    surface_colours=_VIRIDIS,
    prior="#0067A6",
    likelihood="#8F5F00",
    posterior="#00795A",
    second_prior="#A02C74",
    interval="#00795A",
    truth="#1B1E24",
    heads="#8F5F00",
    tails="#565D68",
    outcome="#594700",
    sample="#0067A6",
    density="#0067A6",
    cumulative="#00795A",
    mean="#8F5F00",
    spread="#A02C74",
    bootstrap="#8F5F00",
    missed="#C22F2F",
    slider="#594700",
    second_slider="#00795A",
    limit_distribution="#A02C74",
)

CONTRAST = Theme(
    name="contrast",
    background="#000000",
    ink="#FFFFFF",
    muted="#D6DAE0",
    faint="#8F98A5",
    box="#0B0D11",
    grid="#4F8FC0",
    ghost="#5A626E",
    axis="#C3C9D2",
    i_hat="#4DF5BE",
    j_hat="#FFA066",
    vector="#FFF27A",
    image="#FFA066",
    area="#8AD4FF",
    area_negative="#FFB3DD",
    eigen="#FFA8DB",
    eigen_second="#A6D4FF",
    second_vector="#8AD4FF",
    combination="#FFA8DB",
    projection="#4DF5BE",
    first_row="#8AD4FF",
    second_row="#FFA8DB",
    target="#FFF27A",
    residual="#FF8F8F",
    singular="#FFA8DB",
    singular_second="#4DF5BE",
    entry_positive="#FFC247",
    entry_negative="#8AD4FF",
    path="#FFFFFF",
    ball="#FFFFFF",
    gradient="#FFA066",
    tangent="#8AD4FF",
    step="#FFF27A",
    minimum="#4DF5BE",
    curvature="#FFA8DB",
    warning="#FF8F8F",
    partial_x="#4DF5BE",
    partial_y="#FFA8DB",
    section="#8AD4FF",
    direction="#FFF27A",
    model="#FFC247",
    curvature_second="#A6D4FF",
    contour="#10131A",
    surface_halo="#0B0D12",
    surface_colours=_VIRIDIS,
    prior="#8AD4FF",
    likelihood="#FFC247",
    posterior="#4DF5BE",
    second_prior="#FFA8DB",
    interval="#4DF5BE",
    truth="#FFFFFF",
    heads="#FFC247",
    tails="#D6DAE0",
    outcome="#FFF27A",
    sample="#8AD4FF",
    density="#8AD4FF",
    cumulative="#4DF5BE",
    mean="#FFC247",
    spread="#FFA8DB",
    bootstrap="#FFC247",
    missed="#FF8F8F",
    slider="#FFF27A",
    second_slider="#4DF5BE",
    limit_distribution="#FFA8DB",
    sizes=Sizes(heading=0.52, formula=0.56, body=0.42, label=0.42, small=0.33),
    strokes=Strokes(hair=1.5, thin=2.5, regular=4.0, bold=6.0, heavy=8.0),
)

THEMES: dict[str, Theme] = {theme.name: theme for theme in (DARK, LIGHT, CONTRAST)}


def theme(name: str) -> Theme:
    """Return the theme of that name, in any capitals.

    Raises:
        KeyError: when there is none; ``THEMES`` has the names.
    """
    return THEMES[match(name, THEMES) or name]


def on_background(theme: Theme, colour: str) -> Theme:
    """Return a theme whose background is ``#RRGGBB``, and whose ink can be read on it.

    Args:
        theme: taken where its ink reaches a contrast of 4.5; the light or the dark one otherwise.
        colour: of the background.
    """
    known = max((DARK, LIGHT), key=lambda each: contrast_ratio(each.ink, colour))
    base = theme if contrast_ratio(theme.ink, colour) >= 4.5 else known
    return replace(base, background=colour)


def relative_luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB`` in [0, 1] (WCAG 2.2, definition)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_ratio(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition)."""
    low, high = sorted((relative_luminance(first), relative_luminance(second)))
    return (high + 0.05) / (low + 0.05)

"""What a 2x2 matrix does to the plane: paths to it, eigenvectors, rank, area, and its name.

Every scene asks here what a matrix is, so that all say the same of it. Two rules decide:

- What is zero, or equal, is so but for the rounding of the computer, relative to the numbers that
  were subtracted. Rank, symmetry and the kind of the eigenvalues are those of the numbers as they
  were typed: the digits that make a matrix nearly singular are what a lesson on it is about.
- A size counts as 1 where the rounding of hand-typed decimals explains the difference
  (``typed_rounding``): 0.866 and 0.5 are meant to be a cosine and a sine.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from explainer.numbers import Figure, about, distinct

Array = np.ndarray
EigenKind = Literal["diagonalizable", "scalar", "defective", "complex"]

_ROUNDING = 1e-13
"""Relative size of what rounding alone can leave behind: some hundred units in the last place."""
FEWEST_DECIMALS = 3
"""What has fewer is exact: 0.8 and 0.5 are not meant to be cosine and sine of 32 degrees."""


def rotation(angle: float) -> Array:
    """Return the matrix (2, 2) of the turn by ``angle`` radians, anticlockwise."""
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.array([[cosine, -sine], [sine, cosine]])


def polar_decomposition_2d(matrix: ArrayLike) -> tuple[float, Array]:
    """Split a matrix into a turn after a symmetric stretch: ``matrix = rotation(angle) @ stretch``.

    The angle that makes ``rotation(angle).T @ matrix`` symmetric is atan2(c - b, a + d) for the
    matrix ((a, b), (c, d)) (Higham, *Functions of Matrices*, 2008, chapter 8). For det >= 0 the
    stretch has no negative eigenvalue. For det < 0 it has exactly one, which leaves two angles that
    differ by half a turn: the smaller turn is taken, so that a symmetric matrix is not turned.

    Returns:
        The angle in radians, in (-pi, pi], and the stretch (2, 2).

    Raises:
        ValueError: when the matrix is not 2x2 or not finite.
    """
    given = _matrix(matrix)
    scale = float(np.abs(given).max())
    if scale == 0:
        return 0.0, np.zeros((2, 2))
    unit = given / scale
    (a, b), (c, d) = unit
    cosine, sine = a + d, c - b
    if np.hypot(cosine, sine) <= _ROUNDING:
        angle = 0.0  # a symmetric matrix without trace: any angle would do
    else:
        if _determinant(unit) < 0 and cosine < 0:
            cosine, sine = -cosine, -sine
        angle = math.atan2(sine, cosine)
        angle = math.pi if angle <= -math.pi else angle
    stretch = rotation(-angle) @ unit
    return angle, (stretch + stretch.T) * (scale / 2)


def matrix_path(matrix: ArrayLike, kind: Literal["straight", "polar"]) -> Callable[[float], Array]:
    """Return the path t -> (2, 2) from the identity at t = 0 to the matrix at t = 1, both exact.

    ``straight`` moves every entry in a straight line, and with them every point of the plane.
    ``polar`` stretches in a straight line and turns by t times the angle of the polar
    decomposition, so that a rotation stays rigid all the way.

    Raises:
        ValueError: when the matrix is not 2x2 or not finite, or the kind is another word.
    """
    target, identity = _matrix(matrix), np.eye(2)
    if kind not in ("straight", "polar"):
        raise ValueError(f"path kind {kind!r} is unknown; choose straight or polar")
    if kind == "straight":
        return lambda t: (1 - t) * identity + t * target
    angle, stretch = polar_decomposition_2d(target)

    def path(t: float) -> Array:
        if t == 1:
            return target.copy()  # the product of the factors is off by its rounding
        return rotation(t * angle) @ ((1 - t) * identity + t * stretch)

    return path


@dataclass(frozen=True)
class EigenStructure:
    """The directions that a 2x2 matrix keeps, and what it does along them.

    Attributes:
        kind: ``diagonalizable`` (two different real eigenvalues), ``scalar`` (a multiple of the
            identity), ``defective`` (one line of eigenvectors) or ``complex`` (a complex pair).
        eigenvalues: (2,) real and descending, or complex with the positive imaginary part first.
        eigenvectors: (k, 2) unit vectors that span the eigenspaces, k = 2, 2, 1, 0 by kind; the
            first component that is not zero is positive.
        modulus: |eigenvalue| of a complex pair, NaN otherwise.
        angle: radians in (-pi, pi) by which a complex pair turns, positive when this very matrix
            turns vectors anticlockwise; NaN otherwise.
    """

    kind: EigenKind
    eigenvalues: Array
    eigenvectors: Array
    modulus: float = math.nan
    angle: float = math.nan


def eigen_structure(matrix: ArrayLike) -> EigenStructure:
    """Return the eigenvalues and eigenvectors of a 2x2 matrix, with its kind decided robustly.

    With m half the trace, the eigenvalues are m +- sqrt(((a - d) / 2)^2 + b c).

    Raises:
        ValueError: when the matrix is not 2x2 or not finite.
    """
    given = _matrix(matrix)
    (a, b), (c, d) = given
    scale = float(np.abs(given).max())
    middle, half = a / 2 + d / 2, a / 2 - d / 2
    if abs(middle) <= _ROUNDING * abs(half):
        middle = 0.0
    if max(abs(half), abs(b), abs(c)) <= _ROUNDING * scale:
        return EigenStructure("scalar", np.full(2, middle), np.eye(2))
    discriminant = half * half + b * c
    # The last term is what rounding in an earlier calculation leaves in a - d, b and c.
    noise = half * half + abs(b * c)
    noise += 0.02 * ((abs(a) + abs(d)) * abs(half) + scale * math.sqrt(abs(b * c)))
    if abs(discriminant) <= _ROUNDING * noise:
        nilpotent = np.array([[half, b], [c, -half]])
        longest = int(np.argmax(np.hypot(*nilpotent)))
        eigenvectors = _unit(nilpotent[:, longest])[None]
        return EigenStructure("defective", np.full(2, middle), eigenvectors)
    root = math.sqrt(abs(discriminant))
    if discriminant < 0:
        pair = np.array([complex(middle, root), complex(middle, -root)])
        angle = math.copysign(math.atan2(root, middle), c)
        modulus = math.hypot(middle, root)
        return EigenStructure("complex", pair, np.empty((0, 2)), modulus, angle)
    large = middle + math.copysign(root, middle)
    small = 2 * middle - large if middle == 0 else _determinant(given) / large
    # Each eigenvector is read off the row of the matrix where nothing cancels.
    if half >= 0:
        ways = np.array([[half + root, c], [-b, half + root]])
    else:
        ways = np.array([[b, root - half], [root - half, -c]])
    eigenvectors = np.array([_unit(way) for way in ways])
    if (
        eigenvectors[0] == eigenvectors[1]
    ).all():  # nearly in line: the little that differs is kept
        eigenvectors = ways / np.hypot(*ways.T)[:, None]
        eigenvectors *= np.sign(eigenvectors[:, [int(np.argmax(np.abs(eigenvectors[0])))]])
        if abs(np.linalg.det(eigenvectors)) <= 4 * np.finfo(float).eps:
            return EigenStructure("defective", np.full(2, middle), _unit(ways[0])[None])
    values = np.array([max(large, small), min(large, small)]) + 0.0
    return EigenStructure("diagonalizable", values, eigenvectors)


def signed_area(matrix: ArrayLike) -> float:
    """Return the determinant: the signed area of the image of the unit square.

    Exactly 0 where no more than rounding is left of it, as ``rank`` sees it.

    Raises:
        ValueError: when the matrix is not 2x2 or not finite.
    """
    return _determinant(_matrix(matrix))


def rank(matrix: ArrayLike) -> int:
    """Return the dimension, 0 to 2, of what is left of the plane.

    Raises:
        ValueError: when the matrix is not 2x2 or not finite.
    """
    given = _matrix(matrix)
    scale = np.abs(given).max()
    return 0 if scale == 0 else 2 if _determinant(given / scale) else 1


def typed_rounding(matrix: ArrayLike) -> Array:
    """Return how far each entry may be from the number that was meant.

    Half a unit of the last decimal that was typed, from three decimals on. They count for all
    entries, as a number does not keep the zeros it was typed with; but whole numbers are exact.
    """
    given = np.asarray(matrix, dtype=float)
    decimals = max(-int(Decimal(repr(x)).as_tuple().exponent) for x in given.ravel().tolist())
    half = 0.5 * 10.0**-decimals if decimals >= FEWEST_DECIMALS else 0.0
    return np.where(given == np.rint(given), 0.0, half)


def keeps_areas(matrix: ArrayLike) -> bool:
    """Return whether the determinant counts as 1 or -1.

    With it the factor of a similarity and the modulus of a complex pair count as 1.

    Raises:
        ValueError: when the matrix is not 2x2 or not finite.
    """
    given = _matrix(matrix)
    (a, b), (c, d) = given
    explained = _explained(given) + _ROUNDING * (abs(a * d) + abs(b * c))
    return bool(abs(abs(_determinant(given)) - 1) <= explained)


def is_similarity(matrix: ArrayLike) -> bool:
    """Return whether a matrix turns all vectors by one angle and stretches them by one factor.

    Raises:
        ValueError: when the matrix is not 2x2 or not finite.
    """
    (a, b), (c, d) = given = _matrix(matrix)
    close = _ROUNDING * float(np.abs(given).max())
    return bool(abs(a - d) <= close and abs(b + c) <= close)


def null_direction(matrix: ArrayLike) -> Array:
    """Return the unit vector (2,) along the line that a matrix of rank 1 sends to the origin.

    Raises:
        ValueError: when the rank is not 1.
    """
    given = _of_rank_one(matrix)
    longest = int(np.argmax(np.hypot(*given.T)))
    return _unit([-given[longest, 1], given[longest, 0]])


def column_space_direction(matrix: ArrayLike) -> Array:
    """Return the unit vector (2,) along the line that a matrix of rank 1 sends the plane to.

    Raises:
        ValueError: when the rank is not 1.
    """
    given = _of_rank_one(matrix)
    return _unit(given[:, int(np.argmax(np.hypot(*given)))])


def classify(matrix: ArrayLike) -> str:
    """Return what the matrix is in a few plain words with their article, such as "a shear".

    Raises:
        ValueError: when the matrix is not 2x2 or not finite.
    """
    given = _matrix(matrix)
    kept = rank(given)
    if kept == 0:
        return "a collapse to a point"
    (a, b), (c, d) = given
    close = _ROUNDING * float(np.abs(given).max())
    symmetric, diagonal = abs(b - c) <= close, max(abs(b), abs(c)) <= close
    flat = abs(_determinant(given)) <= _explained(given)
    if flat and abs(a + d - 1) <= np.trace(typed_rounding(given)) + close:
        nearly = "nearly " if kept == 2 else ""
        return f"{nearly}{'an orthogonal' if symmetric else 'an oblique'} projection onto a line"
    if kept == 1:
        return "a collapse to a line"
    if is_similarity(given):
        size = 1.0 if keeps_areas(given) else math.hypot(a, c)
        return _multiple_of_identity(a, size) if diagonal else _turn(math.atan2(c, a), size)
    opposite = abs(a + d) <= close
    if opposite and symmetric:
        return f"a reflection{'' if keeps_areas(given) else _scaled(math.hypot(a, c))}"
    if opposite and keeps_areas(given) and _determinant(given) < 0:
        return "an oblique reflection"
    if diagonal:
        return _along_axes(float(a), float(d))
    structure = eigen_structure(given)
    if symmetric:
        negative = int((structure.eigenvalues < 0).sum())
        extra = ("", " with a reflection", " with a half turn")[negative]
        return f"a symmetric stretch by {_figures(*np.abs(structure.eigenvalues))}{extra}"
    if structure.kind == "defective":
        factor = float(structure.eigenvalues[0])
        size = 1.0 if keeps_areas(given) else abs(factor)
        return _shear(factor < 0, size, b == 0, c == 0)
    if structure.kind == "complex":
        scaled = "" if keeps_areas(given) else _scaled(structure.modulus)
        return f"a rotation along ellipses{scaled}"
    if rank(given - np.eye(2)) == 1:
        return f"a scaling by {_figures(a + d - 1)} along one line"
    negative = int((structure.eigenvalues < 0).sum())
    extra = ("", ", one of them reversed", ", both reversed")[negative]
    return f"a stretch along two lines{extra}"


def _multiple_of_identity(sign: float, size: float) -> str:
    turn = "a rotation by 180°" if sign < 0 else ""
    if size == 1:
        return turn or "the identity"
    return f"{turn}{' with ' if turn else ''}a uniform scaling by {_figures(size)}"


def _turn(angle: float, size: float) -> str:
    sense = "anticlockwise" if angle > 0 else "clockwise"
    scaled = "" if size == 1 else _scaled(size)
    return f"a rotation by {_figures(abs(math.degrees(angle)))}° {sense}{scaled}"


def _scaled(size: float) -> str:
    return f" with a scaling by {_figures(size)}"


def _along_axes(*factors: float) -> str:
    parts = [
        f"by {_figures(f)} along {axis}" for axis, f in zip("xy", factors, strict=True) if f != 1
    ]
    return f"a scaling {' and '.join(parts)}"


def _shear(reversed_: bool, size: float, vertical: bool, horizontal: bool) -> str:
    way = "a vertical shear" if vertical else "a horizontal shear" if horizontal else "a shear"
    extras = ["a half turn"] if reversed_ else []
    extras += [f"a scaling by {_figures(size)}"] if size != 1 else []
    return f"{way} with {' and '.join(extras)}" if extras else way


def _figures(*values: float) -> str:
    """Write numbers for a sentence, different from each other and from 1 where they are."""
    texts = distinct(*values, 1.0)[:-1]
    return about(Figure.of(" and ".join(texts), *texts))


def _matrix(matrix: ArrayLike) -> Array:
    given = np.asarray(matrix, dtype=float)
    if given.shape != (2, 2) or not np.isfinite(given).all():
        raise ValueError("a matrix needs two rows of two finite numbers, such as [[1, 1], [0, 1]]")
    return given


def _of_rank_one(matrix: ArrayLike) -> Array:
    given = _matrix(matrix)
    if rank(given) != 1:
        raise ValueError(f"the matrix has rank {rank(given)}; only rank 1 leaves a single line")
    return given


def _determinant(matrix: Array) -> float:
    (a, b), (c, d) = matrix
    value = float(a * d - b * c)
    return 0.0 if abs(value) <= _ROUNDING * (abs(a * d) + abs(b * c)) else value


def _explained(matrix: Array) -> float:
    """Return by how much the determinant may differ as the entries were rounded when typed."""
    return float((typed_rounding(matrix) * np.abs(matrix[::-1, ::-1])).sum())


def _unit(vector: ArrayLike) -> Array:
    """Return the unit vector along the same line whose first component not zero is positive."""
    given = np.asarray(vector, dtype=float)
    unit = given / np.hypot(*given)
    unit[np.abs(unit) <= _ROUNDING] = 0.0
    return unit * np.sign(unit[unit != 0][0]) + 0.0

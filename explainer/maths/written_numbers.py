"""Numbers as tables of the world write them: decimal commas, groups of digits, units, and gaps."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence

import numpy as np

MISSING = frozenset(
    {
        *("", "na", "n/a", "n.a.", "nan", "-nan", "null", "none", "<na>", "<null>"),  # R, pandas
        *("-", "--", "---", ".", "..", "...", "…", "?"),  # people, SPSS, SAS, Eurostat
        *("#n/a", "#na", "#n/a n/a", "#nv", "#null!"),  # spreadsheets
    }
)
"""What stands where no value is known, in lower case and with plain hyphens."""

_LETTERS = {
    **dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{SMALL HYPHEN-MINUS}", "-"),
    **dict.fromkeys("\N{FULLWIDTH HYPHEN-MINUS}\N{NON-BREAKING HYPHEN}\N{HYPHEN}", "-"),
    **dict.fromkeys("\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}", "\xa0"),
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "",
}


def _form(group: str, point: str) -> re.Pattern[str]:
    whole = rf"[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+|\d+" if group else r"\d+"
    point = re.escape(point)
    return re.compile(rf"[-+]?(?:(?:{whole})(?:{point}\d*)?|{point}\d+)(?:[eE][-+]?\d+)?")


_PLAIN, _COMMA, _THOUSANDS = ("", "."), ("", ","), (",", ".")
_FORMS = {
    style: _form(*style)
    for style in (
        *(_PLAIN, _COMMA, _THOUSANDS, (".", ",")),
        *((group, point) for group in ("'", "\xa0") for point in (".", ",")),
    )
}
"""How a number looks that is written with these marks between thousands and before decimals."""


class NotANumber(ValueError):
    """An entry is no number; the message is a clause about it, such as ``which is ...``.

    Attributes:
        index: which entry.
    """

    def __init__(self, index: int, message: str) -> None:
        super().__init__(message)
        self.index = index


def is_number(entry: str) -> bool:
    """Return whether an entry is a number, however it is written."""
    text = _cleaned([entry])[0]
    bare = _bare(text, _unit(text))
    return any(form.fullmatch(bare) for form in _FORMS.values())


def is_missing(entry: str) -> bool:
    """Return whether an entry says that no value is known."""
    return _cleaned([entry])[0].lower() in MISSING


def read_numbers(entries: Sequence[str], *, comma: bool = False) -> np.ndarray:
    """Read the entries of one column, all of which are written in one way.

    Whether a comma sets off decimals or parts thousands is seen from all of them together. A sign
    of percent, degrees or money is passed over where all entries have the same.

    Args:
        entries: as they stand in the table, (n,).
        comma: whether ``1,234`` is a little more than 1 where no entry tells; refused if not.

    Returns:
        (n,) values, ``nan`` for those that are missing.

    Raises:
        NotANumber: for the first entry that is neither a finite number nor missing.
    """
    try:
        values = np.fromiter(map(float, entries), float, len(entries))
        if np.isfinite(values).all() and "_" not in "".join(entries):
            return values
    except ValueError:
        pass  # not written as computers do
    texts = _cleaned(entries)
    present = [index for index, text in enumerate(texts) if text.lower() not in MISSING]
    found = [texts[index] for index in present]
    unit = _unit(found[0]) if found else ""
    if unit and all(_unit(text) == unit for text in found):
        found = [_bare(text, unit) for text in found]
    group, point = _style(found, present, comma)
    plain = "\n".join(found)
    if group:
        plain = plain.replace(group, "")
    numbers = np.array([float(text) for text in plain.replace(point, ".").split("\n") if text])
    beyond = np.flatnonzero(~np.isfinite(numbers))
    if len(beyond):
        raise NotANumber(present[beyond[0]], "which is not a finite number")
    values = np.full(len(entries), math.nan)
    values[present] = numbers
    return values


def _cleaned(entries: Sequence[str]) -> list[str]:
    """Return entries without spaces around them, their dashes and spaces of one kind each."""
    text = "\n".join(entries)
    if text.count("\n") != len(entries) - 1:
        text = "\n".join(" ".join(entry.split()) for entry in entries)
    for letter, plain in _LETTERS.items():
        text = text.replace(letter, plain)
    return [entry.strip() for entry in text.split("\n")]


def _style(texts: list[str], indices: list[int], comma: bool) -> tuple[str, str]:
    """Return the marks with which all of the texts are written.

    Args:
        texts: one for each number.
        indices: what to call them in a refusal.
        comma: as for ``read_numbers``.
    """
    for style, form in _FORMS.items():
        if not all(map(form.fullmatch, texts)):
            continue
        if style == _COMMA and not comma and all(map(_FORMS[_THOUSANDS].fullmatch, texts)):
            first = next(place for place, text in enumerate(texts) if "," in text)
            raise NotANumber(
                indices[first],
                "whose comma may set off decimals or part thousands; write a point, or none",
            )
        return style
    nearest = max(_FORMS.values(), key=lambda form: sum(map(bool, map(form.fullmatch, texts))))
    first = next(place for place, text in enumerate(texts) if not nearest.fullmatch(text))
    reason = (
        "which is written in another way than other entries"
        if any(form.fullmatch(texts[first]) for form in _FORMS.values())
        else "which is not a finite number"
    )
    raise NotANumber(indices[first], reason)


# -- units ----------------------------------------------------------------------------------------


def _unit(text: str) -> str:
    """Return the sign of percent, degrees or money before or after a number, if there is one."""
    for letter in text[-1:], text.removeprefix("-")[:1]:
        if letter and (letter in "%‰°" or unicodedata.category(letter) == "Sc"):
            return letter
    return ""


def _bare(text: str, unit: str) -> str:
    """Return a number without its unit; a minus may stand before a sign of money."""
    if unit and text.endswith(unit):
        return text.removesuffix(unit).rstrip()
    if unit and text.startswith(("-" + unit, unit)):
        return text.replace(unit, "", 1).replace(" ", "", 1)
    return text

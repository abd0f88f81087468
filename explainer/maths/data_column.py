"""One column of numbers from a CSV file, checked line by line."""

from __future__ import annotations

import difflib
import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path

import numpy as np

from explainer.input_files import InputFileError, read_file
from explainer.maths.csv_table import NoTable, Table
from explainer.maths.written_numbers import NotANumber, is_missing, is_number, read_numbers
from explainer.numbers import grouped
from explainer.shown_text import shown

LARGEST_FILE = 50_000_000
"""Bytes; a larger file is refused rather than read for minutes."""
MOST_LINES = 2_000_000
"""More lines than these are refused for the same reason."""
MOST_COLUMNS = 10_000
LARGEST = 1e12
"""No value may be larger in size: beyond, sums of squares lose their figures."""
_YEARS = range(1900, 2101)
_LISTED = 8
"""No more columns than these are named in a refusal."""


class DataError(ValueError):
    """Data that cannot be used; the message is one line."""


@dataclass(frozen=True, eq=False)
class Column:
    """The values of a column.

    Attributes:
        name: its heading as one short line of plain text; ``column 1`` where there is none.
        values: (n,) finite numbers in the order of the file, n >= 1; not to be written to.
        missing: how many more entries say that no value is known.
    """

    name: str
    values: np.ndarray
    missing: int


def read_column(path: str | Path, column: str = "") -> Column:
    """Read a column of numbers.

    Delimiter, encoding and decimal commas are found out, and so is whether there is a header: a
    first line of numbers is data, unless they are years in even steps or ``column`` is one of them.
    Lines that are empty altogether are passed over; missing values are left out and counted.

    Args:
        path: the CSV file.
        column: the column's name in the header, or its number from 1; may be left out where the
            file has one column only.

    Raises:
        DataError: when the file cannot be read, has no such column or several, or when an entry is
            neither a finite number nor missing.
    """
    file = shown(Path(path).name)
    try:
        # Read anew each time, so that whoever listens learns which file; the work is done once.
        content = read_file(path, LARGEST_FILE)
        return _column(content, file, " ".join(column.split()))
    except (InputFileError, NoTable) as error:
        raise DataError(f"{file or 'the file'}: {error}") from error


@lru_cache(maxsize=1)
def _column(content: bytes, file: str, column: str) -> Column:
    lines = max(content.count(b"\n"), content.count(b"\r"))
    if lines > MOST_LINES:
        raise DataError(
            f"{file} has {grouped(lines)} lines; at most {grouped(MOST_LINES)} are read, "
            "and a random part of yours would look the same"
        )
    table = Table(content)
    head = list(islice(filter(_is_row, table.rows()), 20))
    if not head:
        raise DataError(f"{file} is empty")
    if len(head[0]) > MOST_COLUMNS:
        raise DataError(
            f"{file} has {grouped(len(head[0]))} columns; at most {grouped(MOST_COLUMNS)} are read"
        )
    headed = _is_header(head, column)
    names = [unicodedata.normalize("NFC", " ".join(cell.split())) for cell in head[0]]
    if not headed:
        names = [""] * len(names)
    index = _index(names, column, file)
    name = _name(names, index)
    entries, places = _entries(table, index, len(names), file)
    if headed:
        del entries[0], places[0]
    if not entries:
        raise DataError(f"{file} has a header and no values")
    try:
        values = read_numbers(entries, comma=table.delimiter == ";")
    except NotANumber as error:
        entry = shown(entries[error.index])
        raise DataError(f"{file}, line {places[error.index]}: {name} is {entry}, {error}") from None
    if len(beyond := np.flatnonzero(np.abs(values) > LARGEST)):
        line, entry = places[beyond[0]], shown(entries[beyond[0]])
        raise DataError(f"{file}, line {line}: {name} is {entry}, larger than 1e12 in size")
    known = values[~np.isnan(values)]
    if not len(known):
        raise DataError(f"{file}: every value of {name} is missing")
    known.flags.writeable = False
    return Column(name, known, len(values) - len(known))


def _is_row(row: list[str]) -> bool:
    return row == [""] or any(cell.strip() for cell in row)  # "" in quotes is a missing value


def _entries(table: Table, index: int, width: int, file: str) -> tuple[list[str], array[int]]:
    """Return the entries of a column, and the line of each."""
    entries: list[str] = []
    places = array("q")
    for row in table.rows():
        entry = row[index] if index < len(row) else ""
        if not entry.strip() and not _is_row(row):
            continue
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            raise DataError(
                f"{file}, line {table.line}: {len(row)} entries, and {width} in the first line; "
                "an entry that holds the delimiter goes between double quotes"
            )
        entries.append(entry)
        places.append(table.line)
    return entries, places


# -- the header -----------------------------------------------------------------------------------


def _is_header(head: list[list[str]], column: str) -> bool:
    """Return whether the first of some rows holds names.

    Args:
        head: the first rows.
        column: what was asked for.
    """
    first = [cell.strip() for cell in head[0]]
    told = [cell for cell in first if not is_missing(cell)]
    if not told or not all(map(is_number, told)):
        return True
    if column in first and not _is_number_of(column, first):
        return True
    below = [cell for row in head[1:] for cell in row]
    return _are_even_years(told) and 2 * sum(map(_is_year, below)) < len(below)


def _are_even_years(cells: list[str]) -> bool:
    """Return whether cells are years, each so many after the one before, as headings are."""
    if len(cells) < 2 or not all(map(_is_year, cells)):
        return False
    steps = {int(after) - int(before) for before, after in pairwise(cells)}
    return len(steps) == 1 and 1 <= steps.pop() <= 10


def _is_year(cell: str) -> bool:
    return re.fullmatch("[0-9]{4}", cell.strip()) is not None and int(cell) in _YEARS


def _is_number_of(column: str, names: list[str]) -> bool:
    return re.fullmatch("[0-9]{1,9}", column) is not None and 1 <= int(column) <= len(names)


def _name(names: list[str], index: int) -> str:
    return shown(names[index]) or f"column {index + 1}"


def _index(names: list[str], column: str, file: str) -> int:
    """Return the place of a column that is meant by its name or by its number."""
    if not column and len(names) == 1:
        return 0
    listed = [shown(_name(names, index), 20) for index in range(min(len(names), _LISTED))]
    listing = ", ".join(listed) + (", ..." if len(names) > _LISTED else "")
    if not column:
        raise DataError(f"{file} has {len(names)} columns; say which: {listing}")
    wanted = unicodedata.normalize("NFC", column)
    for alike in (str, str.casefold):
        found = [
            index
            for index, name in enumerate(names)
            if alike(wanted) in (alike(name), alike(_name(names, index)))
        ]
        if len(found) == 1:
            return found[0]
        if found:
            numbers = " or ".join(f"column={index + 1}" for index in found[:4])
            raise DataError(
                f"{file} has {len(found)} columns {_name(names, found[0])}; "
                f"give the number: {numbers}"
            )
    if _is_number_of(column, names):
        return int(column) - 1
    lower = {_name(names, index).casefold(): index for index in range(len(names))}
    close = difflib.get_close_matches(wanted.casefold()[:200], list(lower)[:1000], n=1, cutoff=0.5)
    hint = f" (did you mean {_name(names, lower[close[0]])}?)" if close else ""
    raise DataError(f"{file} has no column {shown(column)}{hint}; there are {listing}")

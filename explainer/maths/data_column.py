"""One column of numbers from a CSV file, checked line by line."""

from __future__ import annotations

import csv
import difflib
import io
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np

LARGEST_FILE = 50_000_000
"""Bytes; a larger file is refused rather than read for minutes."""
LARGEST = 1e12
"""No value may be larger in size: beyond, sums of squares lose their figures."""


class DataError(ValueError):
    """Data that cannot be used; the message is one line."""


def read_column(path: str | Path, column: str = "") -> tuple[str, np.ndarray]:
    """Read a column of numbers.

    The delimiter (comma, semicolon, tab or bar) and whether there is a header are found out; a file
    of one column needs no name. Lines that are empty altogether are passed over.

    Args:
        path: the CSV file, UTF-8 with or without a byte order mark.
        column: the column's name in the header, or its number from 1; may be left out where the
            file has one column only.

    Returns:
        The column's name (``column 1`` without a header), and its values, (n,) float, n >= 1.

    Raises:
        DataError: when the file cannot be read, has no such column, or a value is missing or is no
            finite number.
    """
    shown = Path(path).name
    lines = list(_rows(Path(path), shown))
    if not lines:
        raise DataError(f"{shown} is empty")
    header = [cell.strip() for cell in lines[0][1]]
    headed = not all(_is_number(cell) for cell in header if cell) or not any(header)
    names = header if headed else [f"column {n + 1}" for n in range(len(header))]
    body = lines[1:] if headed else lines
    if not body:
        raise DataError(f"{shown} has a header and no values")
    index = _index(names, column, shown)
    name = names[index] or f"column {index + 1}"
    return name, np.array([_value(row, index, name, line, shown) for line, row in body])


def _rows(path: Path, shown: str) -> Iterator[tuple[int, list[str]]]:
    """Give the number and the cells of each line that is not empty."""
    try:
        if path.is_dir():
            raise DataError(f"{shown} is a folder; a CSV file is expected")
        if path.stat().st_size > LARGEST_FILE:
            raise DataError(f"{shown} is larger than {LARGEST_FILE // 1_000_000} MB")
        with open(path, encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except UnicodeDecodeError:
        raise DataError(f"{shown} is not text in UTF-8") from None
    except ValueError as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{shown} cannot be read") from None  # a null character in the name
    except OSError as error:
        raise DataError(
            f"{shown} cannot be read ({(error.strerror or 'no reason given').lower()})"
        ) from None
    if "\0" in text:
        raise DataError(f"{shown} is not a CSV file")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise DataError(f"{shown}, line {reader.line_num}: {error}") from None


def _index(names: list[str], column: str, shown: str) -> int:
    """Return the place of a column that is meant by its name or by its number."""
    wanted = column.strip()
    if not wanted and len(names) == 1:
        return 0
    listing = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    if not wanted:
        raise DataError(f"{shown} has {len(names)} columns; say which: {listing}")
    if wanted in names:
        return names.index(wanted)
    lower = [name.lower() for name in names]
    if wanted.lower() in lower:
        return lower.index(wanted.lower())
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    found = difflib.get_close_matches(wanted.lower(), lower, n=1, cutoff=0.5)
    hint = f" (did you mean {names[lower.index(found[0])]}?)" if found else ""
    raise DataError(f"{shown} has no column {wanted}{hint}; there are {listing}")


def _value(row: list[str], index: int, name: str, line: int, shown: str) -> float:
    cell = row[index].strip() if index < len(row) else ""
    if not cell:
        raise DataError(f"{shown}, line {line}: {name} is missing")
    if not _is_number(cell):
        short = cell if len(cell) <= 40 else cell[:37] + "..."
        raise DataError(f"{shown}, line {line}: {name} is {short}, which is not a finite number")
    value = float(cell)
    if abs(value) > LARGEST:
        raise DataError(f"{shown}, line {line}: {name} is {cell}, larger than 1e12 in size")
    return value


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell)) and "_" not in cell
    except ValueError:
        return False

"""A column of a CSV file, as the world writes them: what is read, and one line where it cannot."""

from __future__ import annotations

import csv
import io
import math
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explainer.maths.data_column import Column, DataError, read_column
from explainer.maths.written_numbers import MISSING, NotANumber, is_number, read_numbers

TABLE = "name,height,weight\nAda,1.7,60\nBob,1.8,\n\nCyd,abc,70\n"
SIZES = [168.0, 174.1, 168.2, 167.5, 162.6]

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: str | bytes, name: str = "people.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def sizes(line: str) -> str:
    """Return lines, with ``S`` as a size and ``K`` as its number."""
    return "".join(
        line.replace("S", str(size)).replace("K", str(50 + k)) for k, size in enumerate(SIZES)
    )


@pytest.mark.parametrize(
    ("content", "column", "expected"),
    [
        ("height\n1\n2.5\n", "", ("height", [1, 2.5], 0)),
        ("1\n2\n3\n", "", ("column 1", [1, 2, 3], 0)),
        ("\ufeffheight;weight\n1;2\n3;4\n", "weight", ("weight", [2, 4], 0)),
        ("a\tb\n1\t2\n", "B", ("b", [2], 0)),
        ("a|b\n1|2\n", "b", ("b", [2], 0)),
        ("a,b\n1,2\n\n,\n3,4\n", "2", ("b", [2, 4], 0)),
        ("1,2\n3,4\n", "2", ("column 2", [2, 4], 0)),
        ('"the height",b\r\n" -1e3 ",2\r\n', "the height", ("the height", [-1000], 0)),
        ("a,b\r1,2\r3,4\r", "b", ("b", [2, 4], 0)),  # as old Macs end lines
        ("a,b,\n1,2,\n3,4,\n", "b", ("b", [2, 4], 0)),
        ("'a,b','c'\n'1','2'\n'3','4'\n", "c", ("c", [2, 4], 0)),
        ('"a, b";"c, d"\n1;2\n', "c, d", ("c, d", [2], 0)),
        ('name,said,x\nA,"p; q; r",1\nB,"s; t; u",2\n', "x", ("x", [1, 2], 0)),
        # what people sent
        ("name;size;mass\n" + sizes("n;S;K\n").replace(".", ","), "size", ("size", SIZES, 0)),
        ("sep=;\nsize;mass\n" + sizes("S;K\n"), "size", ("size", SIZES, 0)),
        ("sep=,\nsize,mass\n" + sizes("S,K\n"), "mass", ("mass", [50, 51, 52, 53, 54], 0)),
        (("name;Größe\n" + sizes("n;S\n")).encode("cp1252"), "größe", ("Größe", SIZES, 0)),
        ('"the\nsize","mass"\n' + sizes('"S","K"\n'), "the size", ("the size", SIZES, 0)),
        ("身長,体重\n" + sizes("S,K\n"), "身長", ("身長", SIZES, 0)),
        (("身長,体重\n" + sizes("S,K\n")).encode("shift_jis"), "身長", ("身長", SIZES, 0)),
        ("size,mass\n168.0,50\n,53\n162.6,54\n", "size", ("size", [168, 162.6], 1)),
        ("size,mass\n168.0,50\nNA,53\n162.6,54\n", "size", ("size", [168, 162.6], 1)),
        ("Größe;b\r\n1,5;2\r\n".encode("utf-16"), "größe", ("Größe", [1.5], 0)),
        ("\ufeffGröße\tb\r\n1,5\t2\r\n".encode("utf-16-be"), "größe", ("Größe", [1.5], 0)),
        ("Gro\u0308ße,b\n1,2\n", "Größe", ("Größe", [1], 0)),
        # one column of decimal commas
        ("height\n168,0\n174,1\n", "", ("height", [168, 174.1], 0)),
        ('height,b\n"168,0",1\n"174,12",2\n', "height", ("height", [168, 174.12], 0)),
        # missing values
        ('a\n1\n""\n2\n', "", ("a", [1, 2], 1)),
        ("a,b\n1,2\n3\n", "b", ("b", [2], 1)),
        ("1,2\nNA,3\n4,5\n", "1", ("column 1", [1, 4], 1)),
    ],
)
def test_a_column_is_read(
    write: Write, content: str | bytes, column: str, expected: tuple[str, list[float], int]
) -> None:
    found = read_column(write(content), column)
    assert (found.name, found.values.tolist(), found.missing) == expected


@pytest.mark.parametrize(
    ("content", "column", "expected"),
    [
        ("2019,2020,2021\n3.4,2.2,1\n3.5,2.3,2\n", "2", ("2020", [2.2, 2.3])),
        ("2019,2020,2021\n3.4,2.2,1\n3.5,2.3,2\n", "2021", ("2021", [1, 2])),
        ("2000;2010\n3,4;2,2\n", "1", ("2000", [3.4])),
        ("2019,2020\n2020,2021\n2015,2011\n", "1", ("column 1", [2019, 2020, 2015])),
        ("2019\n3\n4\n", "", ("column 1", [2019, 3, 4])),
        ("10,20\n1,2\n", "1", ("column 1", [10, 1])),
        ("10,20\n1,2\n", "20", ("20", [2])),
        ("land,2019,2020\nA,1,2\nB,3,4\n", "2020", ("2020", [2, 4])),
    ],
)
def test_a_first_line_of_numbers_is_a_header_if_they_are_years_or_asked_for(
    write: Write, content: str, column: str, expected: tuple[str, list[float]]
) -> None:
    found = read_column(write(content), column)
    assert (found.name, found.values.tolist()) == expected


@pytest.mark.parametrize(
    ("content", "column", "words"),
    [
        (TABLE, "height", "people.csv, line 5: height is abc, which is not a finite number"),
        (
            TABLE,
            "hieght",
            "people.csv has no column hieght (did you mean height?); there are name,",
        ),
        (TABLE, "", "people.csv has 3 columns; say which: name, height, weight"),
        ("sep=;\na;b\n1;x\n", "b", "people.csv, line 3: b is x, which"),
        ("a\nnan\n", "", "people.csv: every value of a is missing"),
        ("a\n1\ninf\n", "", "people.csv, line 3: a is inf, which is not a finite number"),
        ("a\n1\n1e400\n", "", "people.csv, line 3: a is 1e400, which is not a finite number"),
        ("a\n1_000\n", "", "people.csv, line 2: a is 1_000, which is not a finite number"),
        ("a\n1e13\n", "", "people.csv, line 2: a is 1e13, larger than 1e12 in size"),
        ("", "", "people.csv is empty"),
        ("\n\n", "", "people.csv is empty"),
        ("height\n", "", "people.csv has a header and no values"),
        (b"\xff\xfe\x00", "", "people.csv: it is not text in UTF-16, as its first bytes say"),
        (b"a\n1\x00\n", "", "people.csv: it is not a CSV file (it holds null characters)"),
        (b"PK\x03\x04rest", "", "people.csv: it is a workbook, not a CSV file"),
        (
            "a,a,b\n1,2,3\n",
            "a",
            "people.csv has 2 columns a; give the number: column=1 or column=2",
        ),
        ("a,b\n1,2\n1,5,2\n", "a", "people.csv, line 3: 3 entries, and 2 in the first line"),
        ('a,b\n1,"2\n3,4\n', "a", "people.csv: an entry from line 2 on has no end"),
        ('a,b\n1,"2\n' + 40_000 * "3,4\n", "a", "people.csv: an entry from line 2 on has no end"),
        ('"a,b\n1,2\n', "", "people.csv: an entry from line 1 on has no end"),
        (
            'a,b\n"168,012",1\n"174,134",2\n',
            "a",
            "people.csv, line 2: a is 168,012, whose comma may set off decimals or part thousands",
        ),
        (
            "a;b\n1,5;1\n2.7;2\n",
            "a",
            "people.csv, line 2: a is 1,5, which is written in another way than other entries",
        ),
        (2_000_001 * "1\n", "", "people.csv has 2 000 001 lines; at most 2 000 000 are read"),
        (10_001 * "1,", "", "people.csv has 10 002 columns; at most 10 000 are read"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_line(
    write: Write, content: str | bytes, column: str, words: str
) -> None:
    with pytest.raises(DataError) as caught:
        read_column(write(content), column)
    assert str(caught.value).startswith(words) and "\n" not in str(caught.value)


def test_a_doubled_name_is_read_by_its_number(write: Write) -> None:
    path = write("a,a,b\n1,2,3\n")
    assert [read_column(path, number).values[0] for number in "123"] == [1, 2, 3]


@pytest.mark.parametrize("cell", ["x" * 100_000, "\x1b[31mred\x07", "\u202eevil", "a\tb\vc"])
def test_refusals_are_short_and_without_control_characters(write: Write, cell: str) -> None:
    for content, column in (
        (f'a;b\n"{cell}";1\n', "a"),
        (f'"{cell}";b\n1;1\n', "c"),
        (f'"{cell}";"{cell}"\n1;1\n', ""),
        (f'"{cell}"\nNA\n', ""),
        (";".join(f'"{cell}"' for _ in range(50)) + "\n", "q" + cell),
    ):
        with pytest.raises(DataError) as caught:
            read_column(write(content), column)
        assert len(str(caught.value)) < 400
        assert str(caught.value).isprintable()


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"missing\.csv: there is no such file"):
        read_column(tmp_path / "missing.csv")
    with pytest.raises(DataError, match="it is a folder"):
        read_column(tmp_path)
    with pytest.raises(DataError, match="null character"):
        read_column("nul\0l.csv")
    large = tmp_path / "large.csv"
    with open(large, "wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(DataError, match=r"large\.csv: it is larger than 50 MB"):
        read_column(large)


def test_a_file_that_has_changed_is_read_again(write: Write) -> None:
    assert read_column(write("a\n1\n")).values.tolist() == [1]
    assert read_column(write("a\n2\n")).values.tolist() == [2]


def test_no_text_keeps_the_search_for_a_dialect_busy(write: Write) -> None:
    for unit in ("a.", "0.", "a-", "1", "a. ", "é.", "(", '"a', "1,", "$1", "1e"):
        for end in ("", "\n"):
            path = write(unit * 3 + end + (unit * 20 + end) * 5_000)
            started = time.process_time()
            with suppress(DataError):
                read_column(path)
            assert time.process_time() - started < 5, (unit, end)


def test_a_million_values_are_read_in_a_moment(write: Write) -> None:
    values = np.random.default_rng(0).normal(170, 7, 1_000_000).round(3)
    text = "size\n" + "\n".join(map(repr, values.tolist())) + "\n"
    for path in (write(text, "point.csv"), write(text.replace(".", ","), "comma.csv")):
        started = time.process_time()
        assert np.array_equal(read_column(path).values, values)
        assert time.process_time() - started < 8  # it takes 1.5 and 2.5 s


# -- what is written is read ----------------------------------------------------------------------

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False) | st.integers(-(10**9), 10**9).map(float)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252"]


def written(value: float | None, missing: str, comma: bool) -> str:
    if value is None:
        return missing
    return repr(value).replace(".", ",") if comma else repr(value)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.tuples(st.none() | NUMBERS, NUMBERS), min_size=1, max_size=30),
    missing=st.sampled_from(sorted(MISSING)),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(ENCODINGS),
    comma=st.booleans(),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
@example([(None, 0.0), (1.5, 2.5)], "…", ",", "cp1252", True, csv.QUOTE_MINIMAL, "\r\n")
def test_a_column_comes_back_whatever_the_dialect(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[float | None, float]],
    missing: str,
    delimiter: str,
    encoding: str,
    comma: bool,
    quoting: int,
    end: str,
) -> None:
    text = io.StringIO(newline="")
    out = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    out.writerow(["höhe", "n", "name"])
    for value, other in rows:
        out.writerow([written(value, missing, comma), written(other, missing, comma), "Ann-Lee"])
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    known = [value for value, _ in rows if value is not None]
    if not known:
        with pytest.raises(DataError, match="every value of höhe is missing"):
            read_column(path, "höhe")
        return
    try:
        found = read_column(path, "höhe")
    except DataError as error:
        # Only where no number of the column tells what a comma is.
        assert comma and delimiter != ";" and "whose comma may" in str(error)
        assert all(len(repr(each).partition(".")[2]) == 3 for each in known)
        return
    assert found.values.tolist() == known
    assert found.missing == len(rows) - len(known)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (["1,5", "2"], [1.5, 2]),
        (["0,123", "1,234"], [0.123, 1.234]),
        (["1,234.5", "2"], [1234.5, 2]),
        (["1,234,567", "2,345"], [1234567, 2345]),
        (["1.234,5", "2.345"], [1234.5, 2345]),
        (["1.234.567", "2.345"], [1234567, 2345]),
        (["1.234", "2.345"], [1.234, 2.345]),
        (["1'234.5", "2’345"], [1234.5, 2345]),
        (["1\u202f234,5", "2\xa0345"], [1234.5, 2345]),
        (["−1.5", "–2", "+3", ".5", "1.", "1e-3"], [-1.5, -2, 3, 0.5, 1, 0.001]),
        (["12 %", "5%", "NA"], [12, 5, math.nan]),
        (["12,50 €", "-3,00 €"], [12.5, -3]),
        (["$1,250.00", "-$3.00", "$ 4"], [1250, -3, 4]),
        ([" 7 ", "\t8", "\ufeff9"], [7, 8, 9]),
    ],
)
def test_numbers_are_read_as_people_write_them(entries: list[str], expected: list[float]) -> None:
    assert read_numbers(entries).tolist() == pytest.approx(expected, nan_ok=True)
    assert all(is_number(entry) for entry in entries if entry != "NA")


@pytest.mark.parametrize(
    ("entries", "index", "reason"),
    [
        (["1", "2 %"], 1, "not a finite number"),
        (["1 %", "2 €"], 0, "not a finite number"),
        (["1", "1 234"], 1, "not a finite number"),
        (["1,234", "1"], 0, "whose comma may"),
        (["1", "2", "1,5", "1.5"], 2, "another way"),
        (["1", "unknown"], 1, "not a finite number"),
        (["1", "0x10"], 1, "not a finite number"),
        (["1", "(5)"], 1, "not a finite number"),
        (["1", "12,34,567"], 1, "not a finite number"),
        (["NA", "1-2"], 1, "not a finite number"),
    ],
)
def test_other_entries_are_not_guessed_at(entries: list[str], index: int, reason: str) -> None:
    with pytest.raises(NotANumber, match=reason) as caught:
        read_numbers(entries)
    assert caught.value.index == index


def test_a_column_is_not_to_be_written_to(write: Write) -> None:
    found = read_column(write("1\n2\n"))
    assert isinstance(found, Column)
    with pytest.raises(ValueError, match="read-only"):
        found.values[0] = 3

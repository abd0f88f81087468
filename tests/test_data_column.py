"""A column of a CSV file: what is read, and one line where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from explainer.maths.data_column import DataError, read_column

TABLE = "name,height,weight\nAda,1.7,60\nBob,1.8,\n\nCyd,abc,70\n"


@pytest.fixture
def write(tmp_path: Path):
    def write(content: str | bytes, name: str = "people.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize(
    ("content", "column", "expected"),
    [
        ("height\n1\n2.5\n", "", ("height", [1, 2.5])),
        ("1\n2\n3\n", "", ("column 1", [1, 2, 3])),
        ("\ufeffheight;weight\n1;2\n3;4\n", "weight", ("weight", [2, 4])),
        ("a\tb\n1\t2\n", "B", ("b", [2])),
        ("a,b\n1,2\n\n,\n3,4\n", "2", ("b", [2, 4])),
        ("1,2\n3,4\n", "2", ("column 2", [2, 4])),
        ('"the height",b\r\n" -1e3 ",2\r\n', "the height", ("the height", [-1000])),
    ],
)
def test_a_column_is_read(write, content: str, column: str, expected: tuple) -> None:
    name, values = read_column(write(content), column)
    assert (name, values.tolist()) == expected


@pytest.mark.parametrize(
    ("content", "column", "words"),
    [
        (TABLE, "weight", "people.csv, line 3: weight is missing"),
        (TABLE, "height", "people.csv, line 5: height is abc, which is not a finite number"),
        (
            TABLE,
            "hieght",
            "people.csv has no column hieght (did you mean height?); there are name,",
        ),
        (TABLE, "", "people.csv has 3 columns; say which: name, height, weight"),
        ("a\nnan\n", "", "people.csv, line 2: a is nan, which is not a finite number"),
        ("a\n1e13\n", "", "people.csv, line 2: a is 1e13, larger than 1e12 in size"),
        ("a,b\n1,2\n3\n", "b", "people.csv, line 3: b is missing"),
        ("", "", "people.csv is empty"),
        ("\n\n", "", "people.csv is empty"),
        ("height\n", "", "people.csv has a header and no values"),
        (b"\xff\xfe\x00\x01", "", "people.csv is not text in UTF-8"),
        (b"a\n1\x00\n", "", "people.csv is not a CSV file"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_line(
    write, content: str | bytes, column: str, words: str
) -> None:
    with pytest.raises(DataError) as caught:
        read_column(write(content), column)
    assert str(caught.value).startswith(words) and "\n" not in str(caught.value)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"cannot be read \(no such file"):
        read_column(tmp_path / "missing.csv")
    with pytest.raises(DataError, match="is a folder"):
        read_column(tmp_path)
    with pytest.raises(DataError, match="cannot be read"):
        read_column("nul\0l.csv")

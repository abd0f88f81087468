"""CSV files of any dialect and encoding as rows of entries."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import chain

DELIMITERS = ",;\t|"
SAMPLE = 100
"""Lines from which a dialect is seen; of a file without line ends, ``SAMPLE_SIZE`` characters."""
SAMPLE_SIZE = 10_000

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",  # as Excel writes it
    codecs.BOM_UTF16_BE: "utf-16",
}
_END = ["\x03the end\x03"]
"""A line after the last one: it is a row of its own unless a quotation mark has been left open."""
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[ \t]*(?:\r\n?|\n|$)', re.IGNORECASE)
"""The first line by which Excel tells itself the delimiter."""
_BARE_COMMA = re.compile(r"[-+]?\d+,\d+")
_LONG_RUN = re.compile(r"[^\s,;|\"']{40,}")
"""What would keep the search for the dialect busy for minutes, and tells nothing about it."""
_FOREIGN_WORD = re.compile(r"[^\x00-\xbf]{3}")
"""Three letters with accents in a row: hardly a language of Western Europe."""


class NoTable(ValueError):
    """A file is no CSV; the message is a clause about it, such as ``it is not text``."""


class Table:
    """The rows of a CSV file.

    Attributes:
        delimiter: what parts the entries of a line.
        line: of the file, from 1, on which the row last given ends.
    """

    def __init__(self, content: bytes) -> None:
        """Read text of any usual encoding and find its dialect.

        Raises:
            NoTable: when it is none.
        """
        self._text = decoded(content)
        told = _SEPARATOR_LINE.match(self._text)
        self._skipped = 1 if told else 0
        self._text = self._text[told.end() :] if told else self._text
        self._quote = '"'
        self._escape: str | None = None
        self.delimiter = told[1] if told else ""
        self.line = 0
        if not told:
            self._find_dialect()

    def rows(self) -> Iterator[list[str]]:
        """Give the entries of each row; a row is a line, or more if an entry holds line ends.

        Raises:
            NoTable: when an entry has no end, or one after more letters than any entry can have.
        """
        start = self.line = self._skipped
        reader = csv.reader(
            chain(io.StringIO(self._text, newline=""), _END),
            delimiter=self.delimiter,
            quotechar=self._quote,
            escapechar=self._escape,
        )
        try:
            for row in reader:
                if row == _END:
                    return
                start, self.line = self.line + 1, reader.line_num + self._skipped
                yield row
        except csv.Error:
            start = self.line + 1
        raise NoTable(f"an entry from line {start} on has no end; a quotation mark is left open")

    def _find_dialect(self) -> None:
        from clevercsv import Detector  # half a second, for those who bring data

        lines = self._text[: SAMPLE * SAMPLE_SIZE].splitlines(keepends=True)[:SAMPLE]
        sample = _LONG_RUN.sub(lambda run: run[0][:40], "".join(lines)[:SAMPLE_SIZE])
        dialect = Detector().detect(sample, delimiters=list(DELIMITERS))
        if dialect is not None:
            self.delimiter = dialect.delimiter or ""
            self._quote = "'" if dialect.quotechar == "'" else '"'
            self._escape = dialect.escapechar or None
        first = next((line for line in lines if line.strip()), "")
        self.delimiter = self.delimiter or max(DELIMITERS, key=first.count)
        rest = [line.strip() for line in lines if line.strip()][1:]
        if self.delimiter == "," not in first and all(map(_BARE_COMMA.fullmatch, rest)):
            self.delimiter = "\t"  # a heading, and below it one column with decimal commas


def decoded(content: bytes) -> str:
    """Return the text of bytes in UTF-8, in UTF-16 and 32 with a mark, or in an older encoding.

    Raises:
        NoTable: when they are no text.
    """
    if content.startswith(b"PK\x03\x04"):
        raise NoTable("it is a workbook, not a CSV file; save the sheet as CSV")
    told = (name for mark, name in _BYTE_ORDER_MARKS.items() if content.startswith(mark))
    encoding = next(told, "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise NoTable(f"it is not text in {encoding.upper()}, as its first bytes say") from None
        text = _in_an_older_encoding(content)
    if "\0" in text:
        raise NoTable("it is not a CSV file (it holds null characters)")
    return text


def _in_an_older_encoding(content: bytes) -> str:
    western = content.decode("cp1252", errors="replace")
    if not _FOREIGN_WORD.search(western):
        return western
    from chardet import detect

    encoding = detect(content[: SAMPLE * SAMPLE_SIZE])["encoding"]
    try:
        return content.decode(encoding or "cp1252")
    except (UnicodeDecodeError, LookupError):
        return western

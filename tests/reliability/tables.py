"""CSV files: of many programs, languages and encodings, and damaged ones."""

from __future__ import annotations

from random import Random

from reliability.request import Special
from reliability.values import text

MISSING = ("", "NA", "N/A", "nan", "NaN", "null", "None", "-", "?", ".", "#N/A", "missing")


def table(random: Random) -> bytes | Special:
    """Return the contents of a file that should have a column of numbers, or what is no file."""
    if random.random() < 0.03:
        return random.choice(list(Special))
    content = _written(random)
    return damaged(random, content) if random.random() < 0.12 else content


def _written(random: Random) -> bytes:
    """Return a table as some program writes it."""
    delimiter, columns = random.choice(",,,;;\t| "), random.choice((1, 1, 2, 3, 3, 12))
    comma = delimiter != "," and random.random() < 0.4
    missing = random.choice((0, 0, 0.05, 0.5))
    rows = random.choice((0, 1, 2, 10, 40, 40, 200, 200, 5000))
    scale, shift = 10 ** random.uniform(-3, 5), random.choice((0, 0, 100, -1e6, 1.7e9))
    same = random.random() < 0.05

    def cell() -> str:
        if random.random() < missing:
            return random.choice(MISSING)
        value = shift if same else shift + scale * random.gauss(0, 1)
        written = random.choice(("{:.2f}", "{:.2f}", "{:.0f}", "{:g}", "{!r}")).format(value)
        if random.random() < 0.003:
            return random.choice(
                ("1e400", "inf", "1,234.5", "12 kg", "1_000", "٣", "50%", text(random))
            )
        return written.replace(".", ",") if comma else written

    lines = [[cell() for _ in range(columns)] for _ in range(rows)]
    if random.random() < 0.75:
        lines.insert(0, header(random, columns))
    quote = random.choice(("", "", '"', "'"))
    body = [delimiter.join(f"{quote}{entry}{quote}" for entry in line) for line in lines]
    if random.random() < 0.05:
        body.insert(0, f"sep={delimiter}")
    if random.random() < 0.05:
        body.insert(
            0, random.choice(("# a comment", "", "Exported on 2024-01-01;;;", "\ufefftwice"))
        )
    if body and random.random() < 0.05:
        body.insert(random.randrange(len(body)), random.choice(("", delimiter * 3, "1", "a" * 200)))
    end = random.choice(("\n", "\n", "\r\n", "\r"))
    whole = end.join(body) + random.choice((end, "", end * 3))
    encoding = random.choice(
        (
            "utf-8",
            "utf-8",
            "utf-8",
            "utf-8-sig",
            "latin-1",
            "cp1252",
            "utf-16",
            "utf-16-le",
            "shift-jis",
        )
    )
    return whole.encode(encoding, "replace")


def header(random: Random, columns: int) -> list[str]:
    """Return names of columns; ``a`` is often among them."""
    names = (
        "a",
        "a",
        "height",
        "Körper größe",
        "x",
        "1",
        "2.5",
        "身長",
        "weight (kg)",
        "a b",
        "p%",
    )
    found = [random.choice(names) for _ in range(columns)]
    if random.random() < 0.15:
        found[0] = random.choice(
            (text(random), "line\nbreak", "long " * 4000, "x" * 100_000, "= Big title", "- a")
        )
    return found


def damaged(random: Random, content: bytes) -> bytes:
    """Return bytes with some changed, cut off, doubled or put in."""
    changed = bytearray(content)
    for _ in range(random.randint(1, 8)):
        at = random.randrange(len(changed) + 1)
        what = random.randrange(5)
        if what == 0 and changed:
            changed[at % len(changed)] = random.randrange(256)
        elif what == 1:
            changed[at:at] = random.randbytes(random.randint(1, 8))
        elif what == 2:
            del changed[at : at + random.randint(1, 40)]
        elif what == 3:
            changed[at:at] = random.choice((b"\0", b'"', b"\xff\xfe", b"\r", b"\n\n", b",,,"))
        else:
            changed[at:at] = changed[: random.randint(1, 60)]
    return bytes(
        changed[: random.randrange(len(changed) + 1)] if random.random() < 0.2 else changed
    )


def column(random: Random) -> str:
    """Return what is given for the column."""
    return random.choice(("a", "a", "1", "2", "height", "A", "0", "-1", "99", "x", text(random)))

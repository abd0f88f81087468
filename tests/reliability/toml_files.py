"""Files for ``--params``: whole ones, broken ones, and what is no file."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from reliability.request import Special
from reliability.tables import damaged
from reliability.values import forbidden, text, toml


def written(random: Random, values: Mapping[str, Any]) -> bytes | Special:
    """Return a file with these values, now and then spoilt."""
    content = "".join(f"{name} = {_quoted(value)}\n" for name, value in values.items())
    if random.random() < 0.6:
        return random.choice(("", "# my parameters\n", "\n\n")).encode() + content.encode()
    return _spoilt(random, content)


def _quoted(value: Any) -> str:
    return '"none"' if value is None else toml(value)


def _spoilt(random: Random, content: str) -> bytes | Special:
    name = content.partition(" ")[0] or "seed"
    deep = random.choice((20, 600, 5000))
    kinds: tuple[bytes | Special, ...] = (
        *Special,
        damaged(random, content.encode()),
        damaged(random, content.encode()),
        f"{name} = {forbidden(random)}\n".encode(errors="replace"),
        f"{name} = {forbidden(random)}\n".encode(errors="replace"),
        f"{name} = {'[' * deep}{']' * deep}\n".encode(),
        f"{name} = {'{a=' * deep}1{'}' * deep}\n".encode(),
        f"[{'.'.join('a' * deep)}]\n".encode(),
        f"{name} = {'9' * 5000}\n".encode(),
        f"{name} = 0x{'f' * 4000}\n".encode(),
        (content + content).encode(),
        f"[parameters]\n{content}".encode(),
        f"[[{name}]]\na = 1\n".encode(),
        f"unknown = 1\n{content}".encode(),
        f'"{text(random)}" = 1\n'.encode(errors="replace"),
        content.encode("utf-16"),
        b"\xef\xbb\xbf" + content.encode(),
        content.replace("=", ":").encode(),
        content.replace("\n", "\r").encode(),
        b"",
        b"{}",
        b"\0",
        b"---\nseed: 1\n",
    )
    return random.choice(kinds)

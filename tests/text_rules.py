"""Rules for words and numbers, which all text of a film keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from all_text import Film, Screen

from explainer.mobjects.live_numbers import LiveNumber
from explainer.numbers import WRITTEN, relation

MARKUP = re.compile(r"[\^\\$#{}*]")
"""What belongs to Typst, or is typed for a power, and has no place in plain text."""

FORBIDDEN = re.compile(
    r"\b(?:laws?(?! of)|knobs?|bends?|bent|shadows?|piles?|running totals?|crush\w*|reach:|"
    r"against it|told apart)\b",
    re.IGNORECASE,
)
"""Coinages, and what no lecturer would say."""

PYTHON = re.compile(r"\b[a-z_]+=\S|\w+_\w{2,}|\bnan\b|\binf\b")
"""What a program would write."""

PERCENT = re.compile(r"\d(?!\u202f)\s?%|\d percent\b")
"""A percent sign without its narrow space, or a word for it after digits."""

IDLE = re.compile(r"(?<![\d.])\d+\.0+(?![\d.])")
"""A whole number with decimals."""

ARTICLE = re.compile(
    r"(?:\ba|(?:^|[.?!] )A) (?=[aeiou](?!ne\b|ni(?:t|f|v)|u|se|x\b))\w+"
    r"|\b[Aa]n (?=[bcdfgjkpqtvwz])\w+"
)
"""The wrong indefinite article; within a sentence, A is a matrix."""

PART = re.compile(r'part\("[^"]*", ')
_SPACES = re.compile(r'\s*(?:\b(?:quad|thin|thick|med)\b|"")?\s+')


def plain(pattern: re.Pattern[str]) -> Callable[[Film, Screen], Iterator[str]]:
    """Return a rule: plain text has nothing of a pattern."""

    def find(_: Film, screen: Screen) -> Iterator[str]:
        for text in screen.said:
            if found := pattern.search(text):
                yield f"{found[0]!r} in {text!r}"

    return find


def everywhere(pattern: re.Pattern[str]) -> Callable[[Film, Screen], Iterator[str]]:
    """Return a rule: neither plain text nor what stands on the screen has it."""

    def find(_: Film, screen: Screen) -> Iterator[str]:
        numbers = (text for text, _ in screen.figures)
        for text in (*screen.said, *screen.markups, *numbers):
            if found := pattern.search(text):
                yield f"{found[0]!r} in {text!r}"

    return find


def equal_means_equal(film: Film, screen: Screen) -> Iterator[str]:
    """An equals sign stands before what is written in full, a running number has its own sign."""
    rounded = [figure for figure in film.rounded - film.full if re.search(r"\d", figure)]
    for text in (*screen.said, *screen.markups):
        even = _SPACES.sub(" ", PART.sub("", text))
        for figure in rounded if "=" in even else ():
            equal = rf"(?<![<>!])= {re.escape(figure)}(?![\w.×]|\s*times 10)"
            if re.search(equal, even):
                yield f"'= {figure}' is rounded, in {text!r}"
                break
    for text, follows in screen.equated:
        if isinstance(follows, LiveNumber):
            if follows.decimals and not follows.equated:
                yield f"{text!r} before a running number, {follows.text}, which is not equated"
            continue
        texts = [number.text for line in follows.entries for number in line]
        if text.strip("$ ") == "≈":
            continue  # it stands between two sides, and what is rounded may be the other one
        if relation(*texts) != ("=" if text.rstrip("$ ").endswith("=") else "≈"):
            yield f"{text!r} before a matrix with the entries {texts}"


def headings_are_borne_out(_: Film, screen: Screen) -> Iterator[str]:
    """Each number of a heading is said again, or stands beside the picture."""
    heading, *others = screen.said
    heading = heading.replace(" × 10", "×10")  # as in sentences; in markup signs are apart
    rest = " ".join((*others, *screen.markups[1:], *(text for text, _ in screen.figures)))
    known = set(re.findall(WRITTEN, rest.replace("-", "\N{MINUS SIGN}")))
    for number in re.findall(WRITTEN, heading):
        if number not in known and number.lstrip("\N{MINUS SIGN}") not in known:
            yield f"{number} of the heading {heading!r} is nowhere else"


def punctuation(_: Film, screen: Screen) -> Iterator[str]:
    heading, *sentences = screen.said
    if heading.endswith((".", ",", ":", ";")):
        yield f"the heading ends so: {heading!r}"
    for text in sentences:
        if not text.endswith((".", "?", "!")):
            yield f"no full stop: {text!r}"
    for text in screen.said:
        if found := re.search(r"  | [,.;:?](?!\d)|\.\.|,,|\( | \)|\bthe the\b|\ba a\b", text):
            yield f"{found[0]!r} in {text!r}"


RULES = {
    "plain text has no markup": plain(MARKUP),
    "no coinages": everywhere(FORBIDDEN),
    "nothing of a program": plain(PYTHON),
    "percent": plain(PERCENT),
    "integers are integers": everywhere(IDLE),
    "articles": plain(ARTICLE),
    "equal means equal": equal_means_equal,
    "headings are borne out": headings_are_borne_out,
    "punctuation": punctuation,
}


def text_faults(film: Film) -> list[str]:
    """Return what breaks a rule: beat, rule and words, each fault once."""
    found: dict[str, str] = {}
    for screen in film.screens:
        for rule, check in RULES.items():
            for fault in check(film, screen):
                found.setdefault(f"{rule}: {fault}", screen.beat.name)
    return [f"{beat}: {fault}" for fault, beat in found.items()]

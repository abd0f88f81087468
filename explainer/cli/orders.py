"""What somebody asks for, and what can be refused of it without importing a scene."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from explainer import catalogue, names
from explainer.arithmetic import read_whole
from explainer.cli.errors import RequestError
from explainer.messages import shorten
from explainer.names import nearest
from explainer.params import load_params_file
from explainer.publish.names import MOST_BYTES, fits, own_ending
from explainer.style import THEMES
from explainer.zones import LAYOUTS

Form = Literal["clip", "still", "sheet", "sheet-plain", "check"]
Engine = Literal["fast", "stock", "stock+encoder"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
Profile = Literal["web", "alpha", "editor", "gif", "webp", "stills", "beats"]
PROFILES: tuple[Profile, ...] = get_args(Profile)
QUALITY_LETTERS = tuple("lmhpk")
MOST_JOBS = 256
Word = TypeVar("Word", bound=str)


@dataclass(frozen=True)
class Order:
    """What somebody asks for, as they gave it; see ``./render.sh --help``."""

    scenes: Sequence[str | type]
    form: Form = "clip"
    quality: str = "h"
    theme: str = "dark"
    aspect: str = "16:9"
    preset: str | None = None
    params_file: Path | None = None
    assignments: Sequence[str] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    beat: str | None = None
    out: Path = Path("clips")
    name: str | None = None
    jobs: int | None = None
    fresh: bool = False
    engine: Engine = "fast"
    profiles: Sequence[Profile] = ("web",)


def choose(option: str, given: str, known: Sequence[Word]) -> Word:
    """Return which of the known words an option was given.

    Raises:
        RequestError: when it is none of them.
    """
    found = names.match(given, known)
    if found is None:
        raise RequestError(
            f"{option}: given {shorten(given) or 'nothing'}{nearest(given, known)}; "
            f"one of {', '.join(known)} is allowed"
        )
    return next(word for word in known if word == found)


def as_meant(order: Order) -> Order:
    """Return an order whose words are spelled as they are known.

    Raises:
        RequestError: when one of them is not known.
    """
    return replace(
        order,
        theme=choose("--theme", order.theme, tuple(THEMES)),
        aspect=choose("--aspect", order.aspect, tuple(LAYOUTS)),
        quality=choose("-q", order.quality, QUALITY_LETTERS),
        engine=choose("--engine", order.engine, ENGINES),
        profiles=tuple(choose("--for", profile, PROFILES) for profile in order.profiles),
        jobs=None if order.jobs is None else jobs_of(order.jobs),
    )


def jobs_of(given: int | str) -> int:
    """Return how many processes are asked for.

    Raises:
        RequestError: when it is no sensible number.
    """
    jobs = read_whole(str(given))
    if jobs is None or not 1 <= jobs <= MOST_JOBS:
        raise RequestError(
            f"--jobs: given {shorten(str(given)) or 'nothing'}; "
            f"a whole number from 1 to {MOST_JOBS} is allowed"
        )
    return jobs


def check(order: Order) -> None:
    """Refuse what can be refused without importing a scene."""
    if "\0" in str(order.out):
        raise RequestError(
            f"--out: given {shorten(str(order.out))}; the path of a folder is allowed"
        )
    for request in order.scenes:
        if isinstance(request, str):
            catalogue.find(request)
    if order.name is not None:
        check_name(order.name, len(order.scenes))
    if order.params_file is not None:
        load_params_file(order.params_file)
    if set(order.profiles) - {"web"} and order.form != "clip":
        raise RequestError(
            f"--for {order.profiles[0]} makes a file from a clip; leave out --{order.form}"
        )
    if order.engine != "fast" and (order.beat is not None or order.form != "clip"):
        raise RequestError(f"--engine {order.engine} renders only whole clips")


def check_name(name: str, scenes: int) -> None:
    """Refuse what cannot name the files of so many scenes.

    Raises:
        RequestError: when it cannot.
    """
    if scenes > 1:
        raise RequestError(
            f"--name: given {shorten(name)} for {scenes} scenes; it can name only one file"
        )
    check_stem(name, f"--name: given {shorten(name) or 'nothing'}")


def check_stem(stem: str, what: str) -> None:
    """Refuse what cannot name the files of a clip.

    Args:
        stem: the name.
        what: whose it is, for the message.

    Raises:
        RequestError: when it cannot.
    """
    plain = stem.isprintable() and not set(stem) & set('/\\:*?"<>|')
    if not plain or not stem.strip(" .") or stem.startswith((".", "-")) or not fits(stem):
        raise RequestError(
            f"{what}; a file name without a folder or extension, of at most {MOST_BYTES} bytes, is "
            "allowed for --name (--out sets the folder)"
        )
    if ending := own_ending(stem):
        raise RequestError(
            f"{what}; names that end in {ending} are reserved for the files of a clip; give "
            "another --name"
        )

"""What somebody asks for, and what can be refused of it without importing a scene."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from explainer import catalogue
from explainer.cli.errors import RequestError
from explainer.params import load_params_file
from explainer.publish.names import MOST_BYTES, fits, own_ending
from explainer.style import THEMES

Form = Literal["clip", "still", "sheet", "sheet-plain"]
Engine = Literal["fast", "stock", "stock+encoder"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
Profile = Literal["web", "alpha", "editor", "gif", "stills", "beats"]
PROFILES: tuple[Profile, ...] = get_args(Profile)
MOST_JOBS = 256


@dataclass(frozen=True)
class Order:
    """What somebody asks for, as they gave it; see ``./render.sh --help``."""

    scenes: Sequence[str | type]
    form: Form = "clip"
    quality: str = "h"
    theme: str = "dark"
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


def check(order: Order) -> None:
    """Refuse what can be refused without importing a scene."""
    if order.theme not in THEMES:
        raise RequestError(f"--theme: given {order.theme}; one of {', '.join(THEMES)} is allowed")
    if order.quality not in tuple("lmhpk"):
        raise RequestError(f"-q: given {order.quality}; one of l, m, h, p, k is allowed")
    for request in order.scenes:
        if isinstance(request, str):
            catalogue.find(request)
    if order.name is not None:
        check_name(order.name, len(order.scenes))
    if order.params_file is not None:
        load_params_file(order.params_file)
    if order.jobs is not None and not 1 <= order.jobs <= MOST_JOBS:
        raise RequestError(
            f"--jobs: given {order.jobs}; a whole number from 1 to {MOST_JOBS} is allowed"
        )
    if order.engine not in ENGINES:
        raise RequestError(
            f"--engine: given {order.engine}; one of {', '.join(ENGINES)} is allowed"
        )
    for profile in order.profiles:
        if profile not in PROFILES:
            known = ", ".join(PROFILES)
            raise RequestError(f"--for: given {profile}; one of {known} is allowed")
    if set(order.profiles) - {"web"} and order.form != "clip":
        raise RequestError(f"--for {order.profiles[0]}: is for clips, not for --{order.form}")
    if order.engine != "fast" and (order.beat is not None or order.form != "clip"):
        raise RequestError(f"--engine {order.engine}: renders whole clips only")


def check_name(name: str, scenes: int) -> None:
    """Refuse what cannot name the files of so many scenes.

    Raises:
        RequestError: when it cannot.
    """
    if scenes > 1:
        raise RequestError(f"--name: given {name} for {scenes} scenes; it names one file")
    check_stem(name, f"--name: given {' '.join(name.split())[:100] or 'nothing'}")


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
            f"{what}; a file name without folder and suffix, of at most {MOST_BYTES} bytes, is "
            "allowed for --name (--out sets the folder)"
        )
    if ending := own_ending(stem):
        raise RequestError(
            f"{what}; {ending} at the end is kept for what belongs to another clip: give another "
            "--name"
        )

"""``doctor``: what is installed, what is missing, what to do; ``render.sh`` reports the system."""

from __future__ import annotations

import importlib
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from explainer import __version__
from explainer.catalogue import ROOT

MODULES = ("av", "cairo", "manimpango", "numba", "numpy", "PIL", "scipy", "sympy", "typst", "manim")
LOCK = ROOT / "requirements.lock"
ENOUGH_SPACE = 500_000_000
"""Bytes: room for an hour of clips."""


def report() -> int:
    """Print one line a check; return 0 when nothing is missing, else 1."""
    passed = [_line(check) for check in CHECKS]
    return 0 if all(passed) else 1


def _line(check: Callable[[], str]) -> bool:
    """Run a check, which returns what it found or raises what is wrong."""
    try:
        print(f"ok       {check()}")
        return True
    except Exception as error:
        print(f"missing  {' '.join(str(error).split())}")
        return False


def _python() -> str:
    return f"Python {platform.python_version()} ({sys.prefix})"


def _modules() -> str:
    broken = []
    for name in MODULES:
        try:
            importlib.import_module(name)
        except Exception as error:
            broken.append(f"{name} ({type(error).__name__}: {error})")
    if broken:
        raise RuntimeError(f"{', '.join(broken)}: remove .venv and run ./render.sh again")
    return f"libraries: {', '.join(MODULES)}"


def _versions() -> str:
    if not LOCK.is_file():  # pip chose the versions of an installed package
        return f"explainer {__version__} with Manim {version('manim')}"
    pinned = re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    wrong = []
    for name, wanted in pinned:
        try:
            if (found := version(name)) != wanted:
                wrong.append(f"{name} {found} instead of {wanted}")
        except PackageNotFoundError:  # a tool for tests, or for another system
            continue
    if wrong:
        raise RuntimeError(
            f"versions: {', '.join(wrong)}; remove .venv/installed and run ./render.sh again"
        )
    return f"versions as in {LOCK.name}"


def _fonts() -> str:
    import typst

    source = b'#set text(font: "Libertinus Serif"); Aa $integral x^2 dif x$'
    typst.compile(source, format="svg", ignore_system_fonts=True)
    families = typst.Fonts(include_system_fonts=False).families()
    wanted = {"Libertinus Serif", "New Computer Modern Math", "DejaVu Sans Mono"}
    if lacking := wanted - set(families):
        raise RuntimeError(f"fonts of the typst wheel: {', '.join(sorted(lacking))}")
    return "Typst and its own fonts; no LaTeX needed"


def _encoder() -> str:
    import av

    av.codec.Codec("libx264", "w")
    return f"H.264 encoder (PyAV {av.__version__}); no ffmpeg needed"


def _folder() -> str:
    clips = Path("clips")
    place = clips if clips.exists() else Path.cwd()
    if not (place.is_dir() and os.access(place, os.W_OK)):
        raise RuntimeError(f"{clips}/ cannot be written here; choose another folder with --out")
    free = shutil.disk_usage(place).free
    if free < ENOUGH_SPACE:
        raise RuntimeError(
            f"only {free / 1e6:.0f} MB free for {clips}/; free some space, or use --out"
        )
    return f"{clips}/ can be written, {free / 1e9:.0f} GB free"


CHECKS: tuple[Callable[[], str], ...] = (_python, _modules, _versions, _fonts, _encoder, _folder)

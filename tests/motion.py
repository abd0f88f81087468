"""How scenes move: ``python -m motion [SCENE ...]`` prints it for each set of their parameters.

Extremes are left out: they strain layouts, and are not what films are made of.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from statistics import median
from typing import Any

from explainer import catalogue
from explainer.cli.keeping import builder
from explainer.motion.film import FilmMotion, faults
from explainer.motion.meter import measured
from explainer.style import theme

HEADS = ("scene, parameters", "s", "still", "longest", "last", "late", "off", "lost", "pops")


def films(name: str, presets: bool = True) -> Iterator[tuple[str, FilmMotion]]:
    """Measure a scene with its defaults and, if wanted, with each preset."""
    scene = catalogue.load(name)
    sets: dict[str, Any] = {"default": scene.params(), **(scene.presets if presets else {})}
    for case, params in sets.items():
        yield case, measured(builder(scene, params, theme("dark")))


def row(film: FilmMotion) -> tuple[str, ...]:
    """Return what a film comes to, a cell for each head but the first."""
    beats, sentences = film.beats, [each for beat in film.beats for each in beat.sentences]
    late = sum(beat.is_late for beat in beats)
    changes = [beat for beat in beats if beat.kept is not None]
    return (
        f"{film.duration:.1f}",
        f"{film.still / film.duration:.0%}",
        f"{film.longest[0]:.1f}@{film.longest[1]:.1f}",
        f"{beats[-1].still:.1f}" if beats else "-",
        f"{late}/{len(beats)}",
        f"{len(film.off)}/{len(sentences)}",
        f"{len(film.emptied)}/{len(changes)}",
        f"{len(film.pops)}",
    )


def lines(film: FilmMotion) -> Iterator[str]:
    """Give what each beat comes to, and all that is wrong."""
    for beat in film.beats:
        first = "nothing moves" if beat.first is None else f"moves after {beat.first:.1f} s"
        kept = "" if beat.kept is None else f", keeps {beat.kept:.0%}"
        yield f"{beat.start:6.1f} {beat.name}: {first}{kept}, still for {beat.still:.1f} s at most"
        for each in beat.sentences:
            lag = "" if each.lag is None else f" {each.lag:+.1f} s"
            kind = "asks" if each.asks else each.shows + lag
            yield f"{each.start:6.1f}   {'OFF ' if each.is_off else ''}{kind}: {each.text}"
    for fault in faults(film):
        yield f"  ! {fault}"


def main() -> None:
    """Print how scenes move."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", nargs="*")
    parser.add_argument("--defaults", action="store_true", help="without presets")
    parser.add_argument("--brief", action="store_true", help="only the table")
    given = parser.parse_args()
    table = [HEADS]
    firsts = []
    for name in given.scenes or catalogue.files():
        for case, film in films(name, not given.defaults):
            table.append((f"{name}, {case}", *row(film)))
            firsts += [beat.first for beat in film.beats if beat.first is not None]
            if not given.brief:
                print(f"\n## {name}, {case}", *lines(film), sep="\n", flush=True)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    print()
    for cells in table:
        print("  ".join(map(str.ljust, cells, widths)).rstrip())
    print(f"median from heading to first motion: {median(firsts):.1f} s")


if __name__ == "__main__":
    main()

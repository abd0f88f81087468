"""The benchmark: ``./render.sh bench [--json FILE] [--rounds N] [--only PART]...``.

What is compared with what, each in turn, so that all meet the same machine:

flagships   our scenes with our engine, with Manim's (``--engine stock``), and with Manim's and our
            encoder settings, so that the encoder's gain is not credited to the renderer
clips       the same content as a skilled user of Manim writes it, and with our layer
growth      how the cost of a clip of one second grows with what it shows and with its size

Figures are of whole commands, start-up included, medians over the rounds. ``floor`` is the
processor time that converting and encoding the frames takes by itself, spread over the jobs.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from measuring import MEMORY, Contender, Run, in_turn, median, ratio
from own_films import encoding_seconds, likeness_of
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
FLAGSHIPS = ("linear_transformation", "posterior_update", "gradient_descent")
CLIPS = ("GridUnderMatrix", "TurningSurface", "MovingPosterior")
DIVISIONS = (16, 32, 64, 128, 256)
LINES = (10, 30, 100, 300, 1000)
SIZES = {"m": "720p", "h": "1080p", "p": "1440p", "k": "2160p"}
PARTS = ("flagships", "clips", "growth")
TIMEOUT = 3600.0

Tell = Callable[[str], None]


def ours(scene: str, folder: Path, *options: str, engine: str = "fast") -> Contender:
    """Return our command for a scene; nothing of an earlier run is used again."""
    stem = f"{scene.rpartition(':')[2]}-{engine.replace('+', '-')}"
    command = [sys.executable, "-m", "explainer", scene, "--engine", engine, "--fresh"]
    where = ["--out", str(folder), "--name", stem]
    store = {"EXPLAINER_CACHE": str(folder / "kept")}
    return Contender([*command, *where, *options], folder / f"{stem}.mp4", environment=store)


def theirs(scene: str, folder: Path) -> Contender:
    """Return Manim's own command for a scene of ``idiomatic.py``."""
    options = ["-qh", "--disable_caching", "--progress_bar", "none", "--media_dir", str(folder)]
    command = [sys.executable, "-m", "manim", *options, str(HERE / "idiomatic.py"), scene]
    return Contender(command, folder / "videos/idiomatic/1080p60" / f"{scene}.mp4")


def flagship(scene: str, folder: Path, rounds: int, tell: Tell) -> dict[str, Any]:
    """Compare the engines on one of our scenes."""
    contenders = {
        name: ours(scene, folder, engine=name) for name in ("fast", "stock", "stock+encoder")
    }
    runs = in_turn(contenders, rounds, timeout=TIMEOUT, tell=_telling(scene, tell))
    seconds, encoding = encoding_seconds(scene)
    found = _figures(runs, seconds, "fast")
    found["floor"] = {"cpu": encoding, "wall": encoding / jobs()}
    for name, contender in contenders.items():
        assert contender.output is not None
        found["runs"][name]["ssim"] = likeness_of(scene, contender.output)
    return found


def clip(scene: str, folder: Path, rounds: int, tell: Tell) -> dict[str, Any]:
    """Compare a clip as it is written for Manim with the same content made with our layer."""
    own = f"{HERE / 'ours.py'}:{scene}"
    contenders = {"fast": ours(own, folder), "idiomatic": theirs(scene, folder)}
    runs = in_turn(contenders, rounds, timeout=TIMEOUT, tell=_telling(scene, tell))
    seconds, encoding = encoding_seconds(own)
    found = _figures(runs, seconds, "fast")
    found["floor"] = {"cpu": encoding, "wall": encoding / jobs()}
    for name, contender in contenders.items():
        assert contender.output is not None
        source = own if name == "fast" else f"{HERE / 'idiomatic.py'}:{scene}"
        found["runs"][name]["ssim"] = likeness_of(source, contender.output)
    return found


def growth(folder: Path, rounds: int, tell: Tell) -> dict[str, Any]:
    """Return the figures of clips of one second, by what they show and by size."""
    surface, grid = (
        f"{HERE / 'growth.py'}:{name}" for name in ("SurfaceOfDivisions", "GridOfLines")
    )
    cases = {
        **{f"surface {n}x{n}": (surface, f"--set=divisions={n}") for n in DIVISIONS},
        **{f"grid of {n} lines": (grid, f"--set=lines={n}") for n in LINES},
        **{f"surface 64x64, {size}": (surface, "--set=divisions=64", f"-q{letter}")
           for letter, size in SIZES.items()},
        **{f"grid of 100 lines, {size}": (grid, "--set=lines=100", f"-q{letter}")
           for letter, size in SIZES.items()},
    }  # fmt: skip
    contenders = {name: ours(scene, folder, *options) for name, (scene, *options) in cases.items()}
    runs = in_turn(contenders, rounds, timeout=TIMEOUT, tell=_telling("growth", tell))
    return {name: asdict(median(each)) for name, each in runs.items()}


def _figures(runs: dict[str, list[Run]], seconds: float, base: str) -> dict[str, Any]:
    return {
        "seconds": seconds,
        "runs": {name: asdict(median(each)) for name, each in runs.items()},
        "ratios": {
            name: {
                measure: asdict(ratio(each, runs[base], measure))
                for measure in ("wall", "cpu", "memory", "size")
            }
            for name, each in runs.items()
            if name != base
        },
    }


def _telling(scene: str, tell: Tell) -> Callable[[str, Run], None]:
    return lambda name, run: tell(f"{scene} {name}: {run.wall:.1f} s, {run.cpu:.1f} s of processor")


def jobs() -> int:
    """Return how many workers our command has here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def machine() -> dict[str, Any]:
    """Return what the figures depend on besides the code."""
    model = ""
    if Path("/proc/cpuinfo").is_file():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), "")
    return {
        "system": platform.system(),
        "processor": model or platform.processor() or platform.machine(),
        "cores": jobs(),
        "python": platform.python_version(),
        "memory": MEMORY,
    }


def tables(result: dict[str, Any]) -> list[Table]:
    """Return the result as tables for a terminal."""
    found = []
    for part in ("flagships", "clips"):
        if part not in result:
            continue
        table = Table(title=f"{part}, 1080p60")
        for column in ("clip", "engine", "wall s", "CPU s", "MB held", "MB file", "SSIM", "times"):
            table.add_column(column, justify="left" if column in ("clip", "engine") else "right")
        for scene, figures in result[part].items():
            for name, run in figures["runs"].items():
                times = figures["ratios"].get(name, {}).get("wall", {}).get("median")
                table.add_row(
                    f"{scene}, {figures['seconds']:.1f} s" if name == "fast" else "",
                    name,
                    f"{run['wall']:.1f}",
                    f"{run['cpu']:.1f}",
                    f"{run['memory'] / 1e6:.0f}",
                    f"{run['size'] / 1e6:.2f}",
                    f"{run['ssim']:.4f}",
                    f"{times:.1f}" if times else "",
                )
            floor = figures["floor"]
            table.add_row("", "encoding alone", f"{floor['wall']:.1f}", f"{floor['cpu']:.1f}")
        found.append(table)
    if "clips" in result:
        walls = [each["ratios"]["idiomatic"]["wall"]["median"] for each in result["clips"].values()]
        found[-1].caption = f"geometric mean {statistics.geometric_mean(walls):.1f} times"
    if "growth" in result:
        table = Table(title="growth, clips of 1 s")
        for column in ("clip", "wall s", "CPU s", "MB held"):
            table.add_column(column, justify="left" if column == "clip" else "right")
        for name, run in result["growth"].items():
            figures = (f"{run['wall']:.1f}", f"{run['cpu']:.1f}", f"{run['memory'] / 1e6:.0f}")
            table.add_row(name, *figures)
        found.append(table)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark, print its tables and write its figures."""
    parser = argparse.ArgumentParser(prog="./render.sh bench", description=__doc__.split("\n")[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each (default 3)")
    parser.add_argument("--only", action="append", choices=PARTS, help="only that part")
    parser.add_argument("--scene", action="append", help="of flagships and clips, only that one")
    chosen = parser.parse_args(arguments)
    parts, console = chosen.only or PARTS, Console(width=110)

    def tell(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    result: dict[str, Any] = {"machine": machine(), "rounds": chosen.rounds}
    with tempfile.TemporaryDirectory(prefix="explainer-bench-") as place:
        folder = Path(place)
        for part, names, compare in (("flagships", FLAGSHIPS, flagship), ("clips", CLIPS, clip)):
            wanted = [name for name in names if not chosen.scene or name in chosen.scene]
            if part in parts and wanted:
                result[part] = {name: compare(name, folder, chosen.rounds, tell) for name in wanted}
        if "growth" in parts:
            result["growth"] = growth(folder, chosen.rounds, tell)
    for table in tables(result):
        console.print(table)
    facts = result["machine"]
    console.print(
        f"{facts['processor']}, {facts['cores']} cores, {facts['system']}, Python "
        f"{facts['python']}; medians of {chosen.rounds}; memory: {facts['memory']} of all processes"
    )
    if chosen.json:
        chosen.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

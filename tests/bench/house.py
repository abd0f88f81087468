"""What the house costs: files, lines, what serves one scene alone, and the way through each scene.

    PYTHONPATH=tests python -m bench.house [--old CHECKOUT]

With a second checkout the time of passing through each scene, nothing drawn, is taken on both in
turn, in processes of their own, and its ratio is printed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent.parent
NEW = ("matrix_product", "bayes_rule")
"""The scenes that were written on the grammar, and are counted apart."""
ROUNDS = 3
PASS = """
import sys, time
from explainer import catalogue
from explainer.engine.session import Quality, measure
for name in sys.argv[1:]:
    scene = catalogue.load(name)
    times = []
    for _ in range(3):
        start = time.process_time()
        measure(lambda: scene.cls(scene.params(), "dark"), Quality(854, 480, 15))
        times.append(time.process_time() - start)
    print(name, min(times[1:]))
"""


def lines(*folders: Path) -> int:
    """Return how many lines the Python files in these folders have."""
    files = [path for folder in folders for path in folder.rglob("*.py")]
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)


def passing(checkout: Path, names: list[str]) -> dict[str, float]:
    """Return the seconds of CPU that passing through scenes takes there, texts set before."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", PASS, *names],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        check=True,
    )
    pairs = (line.split() for line in done.stdout.splitlines())
    return {name: float(seconds) for name, seconds in pairs}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--old", type=Path, help="another checkout to compare with")
    old = parser.parse_args().old
    scenes = {path.parent.name: path.parent for path in sorted(ROOT.glob("scenes/*/*/scene.py"))}
    shared = ROOT / "explainer"
    for name in ("maths", "mobjects"):
        files = [path for path in (shared / name).glob("*.py") if path.name != "__init__.py"]
        print(f"explainer/{name}: {len(files)} files, {lines(shared / name)} lines")
    apart = sum(lines(scenes[name]) for name in NEW if name in scenes)
    total = lines(shared / "maths", shared / "mobjects", ROOT / "scenes") - apart
    print(f"maths, mobjects and scenes without {' and '.join(NEW)}: {total} lines")
    for name, folder in sorted(scenes.items(), key=lambda item: -lines(item[1])):
        print(f"  {lines(folder):5}  {name}")
    times: dict[str, list[float]] = {name: [] for name in scenes}
    before: dict[str, list[float]] = {name: [] for name in scenes if name not in NEW}
    for _ in range(ROUNDS if old else 1):
        for name, seconds in passing(ROOT, list(times)).items():
            times[name].append(seconds)
        for name, seconds in passing(old, list(before)).items() if old else ():
            before[name].append(seconds)
    print(
        "passing through, nothing drawn, in seconds" + (", and as a share of before" if old else "")
    )
    for name, taken in times.items():
        share = f"  {median(taken) / median(before[name]):.2f}" if before.get(name) else ""
        print(f"  {median(taken):.3f}{share}  {name}")


if __name__ == "__main__":
    main()

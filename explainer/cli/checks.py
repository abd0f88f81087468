"""``test``: the linters, the type checker, then the tests, whose summary is the last output.

``bench``: the benchmark, which is long and has a command of its own.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from explainer.catalogue import ROOT

CHECKS: tuple[tuple[str, ...], ...] = (
    ("ruff", "check", "--quiet", "."),
    ("ruff", "format", "--check", "--quiet", "."),
    ("mypy", "--no-error-summary"),
)


def run_all(arguments: Sequence[str]) -> int:
    """Run every check and then the tests; return 0 when all pass.

    Args:
        arguments: for pytest, such as ``tests/test_params.py -k matrix``.
    """
    failed = [check for check in CHECKS if _module(*check) != 0]
    for check in failed:
        print(f"failed: {' '.join(check)}", flush=True)
    tests = _module("pytest", "-n", "2", *arguments)
    return tests or (1 if failed else 0)


def run_benchmark(arguments: Sequence[str]) -> int:
    """Run the benchmark in the current folder; return its status."""
    return subprocess.call([sys.executable, str(ROOT / "tests/bench/run.py"), *arguments])


def _module(*command: str) -> int:
    return subprocess.call([sys.executable, "-m", *command], cwd=ROOT)

"""``test``: the linters, the type checker, then the tests, whose summary is the last output.

``bench``: the benchmark, and ``reliability``: thousands of requests, kills and damaged files; both
are long and have commands of their own.
"""

from __future__ import annotations

import os
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


def run_reliability(arguments: Sequence[str]) -> int:
    """Try what must not fail, in the current folder; return 0 when nothing did."""
    paths = [str(ROOT), str(ROOT / "tests"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.call([sys.executable, "-P", "-m", "reliability", *arguments], env=environment)


def _module(*command: str) -> int:
    return subprocess.call([sys.executable, "-m", *command], cwd=ROOT)

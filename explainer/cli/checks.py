"""``test``: the tests; without arguments linters and the type checker are among them.

``bench``: the benchmark, and ``reliability``: thousands of requests, kills and damaged files; both
are long and have commands of their own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from explainer.catalogue import ROOT
from explainer.cli.errors import RequestError

WORKERS = str(os.cpu_count() or 1)
"""Processes that run tests; with one more, browsers stop films too late."""


def run_all(arguments: Sequence[str]) -> int:
    """Run the tests; return 0 when all pass.

    Args:
        arguments: for pytest, such as ``tests/params -k matrix``.

    Raises:
        RequestError: when this is an installed package, which has no tests.
    """
    _need_checkout("test")
    command = [sys.executable, "-m", "pytest", "-n", WORKERS, *arguments]
    return subprocess.call(command, cwd=ROOT)


def run_benchmark(arguments: Sequence[str]) -> int:
    """Run the benchmark in the current folder; return its status.

    Raises:
        RequestError: when this is an installed package, which has no benchmark.
    """
    _need_checkout("bench")
    return subprocess.call([sys.executable, str(ROOT / "tests/bench/run.py"), *arguments])


def run_reliability(arguments: Sequence[str]) -> int:
    """Try what must not fail, in the current folder; return 0 when nothing did.

    Raises:
        RequestError: when this is an installed package, which has no tests.
    """
    _need_checkout("reliability")
    paths = [str(ROOT), str(ROOT / "tests"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.call([sys.executable, "-P", "-m", "reliability", *arguments], env=environment)


def _need_checkout(command: str) -> None:
    if not (ROOT / "tests").is_dir() or not (ROOT / "pyproject.toml").is_file():
        raise RequestError(f"{command}: needs a checkout of the project, with its tests")

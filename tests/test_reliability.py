"""The short form of ``./render.sh reliability``: the same trials, but fewer of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from explainer.catalogue import ROOT

SEED = 11


def tried(folder: Path, *options: str) -> None:
    """Run some of the trials in a process of their own; fail with a line for each fault."""
    report = folder / "report.txt"
    given = ["--seed", f"{SEED}", "--jobs", "1", "--keep", f"{folder}", "--report", f"{report}"]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "reliability", *given, *options],
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        capture_output=True,
        text=True,
    )
    found = report.read_text("utf-8") if report.exists() else done.stdout + done.stderr
    assert done.returncode == 0, found


@pytest.mark.parametrize("first", [0, pytest.param(500, marks=pytest.mark.full)])
def test_five_hundred_requests_are_drawn_or_refused(first: int, tmp_path: Path) -> None:
    tried(tmp_path, "--only", "fuzz", "--requests", "500", "--first", f"{first}")


@pytest.mark.parametrize("kills", [5, pytest.param(10, marks=pytest.mark.full)])
def test_what_kills_leave_is_made_whole_by_the_same_command(kills: int, tmp_path: Path) -> None:
    tried(tmp_path, "--only", "kills", "--kills", f"{kills}")

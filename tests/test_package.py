"""The project as an installed package, without its checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from explainer import catalogue

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a wheel of this checkout installs; its libraries are this Python's."""
    place = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    wheels, target = place / "wheels", place / "site-packages"
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(ROOT)], check=True)
    (wheel,) = wheels.iterdir()
    subprocess.run(
        [*pip, "install", "--no-deps", "--no-compile", "--target", str(target), str(wheel)],
        check=True,
    )
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"explainer", "explainer-0.1.0.dist-info"}
    return target


def explainer(installed: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "EXPLAINER_CACHE": str(folder / "c")}
    return subprocess.run(
        [sys.executable, "-P", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_an_installed_package_brings_every_scene(installed: Path, tmp_path: Path) -> None:
    script = "from explainer import catalogue as c; print(c.__file__, *c.files()); c.load('svd')"
    done = explainer(installed, tmp_path, "-c", script)
    file, *scenes = done.stdout.split()
    assert Path(file).is_relative_to(installed), done.stderr
    assert scenes == list(catalogue.files())


def test_an_installed_command_renders(installed: Path, tmp_path: Path) -> None:
    done = explainer(installed, tmp_path, "-m", "explainer", "vectors", "--still", "-ql")
    assert (done.returncode, done.stderr) == (0, "")
    (picture,) = done.stdout.split()
    assert (tmp_path / picture).is_file()


@pytest.mark.parametrize("command", ["test", "bench", "reliability"])
def test_commands_of_a_checkout_say_so(installed: Path, tmp_path: Path, command: str) -> None:
    done = explainer(installed, tmp_path, "-m", "explainer", command)
    assert done.returncode == 2
    assert done.stderr == f"error: {command}: needs a checkout of the project, with its tests\n"


def test_doctor_knows_an_installed_package(installed: Path, tmp_path: Path) -> None:
    done = explainer(installed, tmp_path, "-m", "explainer", "doctor")
    assert done.returncode == 0, done.stdout
    assert "requirements.lock" not in done.stdout

"""First use: what ``render.sh`` installs, says and repairs, on a machine made of stand-ins."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text()
PINS = dict(re.findall(r"^([\w.-]+)==(\S+)$", LOCK, re.MULTILINE))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

TOOLS = ("bash", "cat", "cp", "dirname", "env", "find", "flock", "head", "ln", "mkdir", "rm")
TOOLS += ("sed", "sleep")

# What this Python does is noted down; a virtual environment gets a copy of it.
PYTHON = """#!/bin/bash
echo "python $*" >>"$NOTES"
case "$*" in
-V) echo Python 3.12.1 ;;
"-m venv "*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
"-c "*version_info\\[:2\\]*) echo 3.12 ;;
"-c "*version_info*) exit "${OLD_PYTHON:-0}" ;;
"-c "*ensurepip*|"-c "*Python.h*) exit "${BARE_PYTHON:-0}" ;;
"-m pip install"*) sleep "${SLOW_PIP:-0}"; exit "${BAD_PIP:-0}" ;;
*"-m explainer"*) pwd; printf '<%s>' "$@" ;;
esac
"""


class Machine:
    """A checkout, and a PATH with nothing on it but what a test puts there."""

    def __init__(self, place: Path) -> None:
        self.checkout = place / "check out"
        self.bin = place / "bin"
        self.notes = place / "notes"
        self.checkout.mkdir()
        self.bin.mkdir()
        for name in ("render.sh", "pyproject.toml", "requirements.lock", ".ci"):
            source = ROOT / name
            target = self.checkout / name
            shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
        for tool in TOOLS:
            (self.bin / tool).symlink_to(str(shutil.which(tool)))
        self.stub("uname", "echo Linux")
        self.stub("id", "echo 0")
        self.environment = {"PATH": str(self.bin), "NOTES": str(self.notes)}

    def stub(self, name: str, body: str) -> None:
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(body if body.startswith("#!") else f"#!/bin/bash\n{body}\n")
        path.chmod(0o755)

    def noting(self, name: str, body: str = "") -> None:
        self.stub(name, f'echo "{name} $*" >>"$NOTES"\n{body}')

    def start(self, *arguments: str, cwd: Path | None = None) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(self.checkout / "render.sh"), *arguments],
            env=self.environment,
            cwd=cwd or self.checkout,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, cwd: Path | None = None) -> tuple[int, str, str]:
        process = self.start(*arguments, cwd=cwd)
        out, err = process.communicate(timeout=20)
        return process.returncode, out, err

    def noted(self) -> list[str]:
        """Return what has been called since the last time, without questions about versions."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        self.notes.unlink(missing_ok=True)
        return [line for line in lines if re.match(r"(python -m|apt-get|brew|sudo)", line)]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Debian with Python 3.12 and all system packages."""
    found = Machine(tmp_path)
    found.stub("python3", PYTHON)
    for name in ("gcc", "g++", "pkg-config", "chromium"):
        found.stub(name, "exit 0")
    found.noting("apt-get")
    found.stub("apt-cache", "exit 1")
    return found


def test_first_use_installs_and_the_second_starts_at_once(machine: Machine, tmp_path: Path) -> None:
    status, out, err = machine.run("waves", "--set", "a=[1, 2]", cwd=tmp_path)
    assert (status, out) == (0, f"{tmp_path}\n<-P><-m><explainer><waves><--set><a=[1, 2]>")
    assert err.splitlines() == [
        "Making a virtual environment in .venv with Python 3.12.1",
        "Installing the pinned libraries into .venv: Manim, numpy, scipy and what they need",
        "Ready.",
    ]
    venv, pip = [line for line in machine.noted() if "venv" in line or "pip install" in line]
    assert venv == f"python -m venv {machine.checkout}/.venv"
    assert f"--constraint {machine.checkout}/requirements.lock" in pip
    assert pip.endswith(f"--editable {machine.checkout}")
    assert machine.run("waves")[2] == ""
    assert machine.noted() == []


def test_the_tests_add_their_own_tools(machine: Machine) -> None:
    assert machine.run("waves")[0] == 0
    machine.noted()
    done = subprocess.run(
        [str(machine.checkout / ".ci" / "run")], env=machine.environment, capture_output=True
    )
    assert done.stdout.decode().endswith("<-m><explainer><test>")
    assert machine.noted()[-1].endswith(f"--editable {machine.checkout}[dev]")
    assert machine.run("waves")[2] == ""
    assert machine.noted() == []


@pytest.mark.parametrize(
    ("offers", "package"),
    [("exit 1", "chromium"), ("exit 0", "chromium"), ("[[ $2 == *-browser ]]", "chromium-browser")],
    ids=["no lists", "debian", "ubuntu"],
)
def test_only_the_tests_need_a_browser(machine: Machine, offers: str, package: str) -> None:
    (machine.bin / "chromium").unlink()
    machine.stub("apt-cache", offers)
    assert machine.run("waves")[0] == 0
    assert not any("apt-get" in line for line in machine.noted())
    assert machine.run("doctor")[1].startswith("ok ")
    assert machine.run("test")[0] == 0
    installed = [line for line in machine.noted() if line.startswith("apt-get install")]
    assert installed == [f"apt-get install -y -qq --no-install-recommends {package}"]


@pytest.mark.parametrize("name", ["chromium-browser", "google-chrome", "google-chrome-stable"])
def test_a_browser_by_another_name_will_do(machine: Machine, name: str) -> None:
    (machine.bin / "chromium").rename(machine.bin / name)
    assert machine.run("test")[0] == 0
    assert not any("apt-get" in line for line in machine.noted())


@pytest.mark.parametrize("changed", ["pyproject.toml", "requirements.lock"])
def test_changed_dependencies_are_installed(machine: Machine, changed: str) -> None:
    machine.run("waves")
    machine.noted()
    with (machine.checkout / changed).open("a") as file:
        file.write("# changed\n")
    assert "Installing the pinned libraries" in machine.run("waves")[2]
    assert not any("-m venv" in line for line in machine.noted())
    assert machine.run("waves")[2] == ""


def test_a_moved_checkout_is_installed_anew(machine: Machine, tmp_path: Path) -> None:
    machine.run("waves")
    machine.checkout = machine.checkout.rename(tmp_path / "elsewhere")
    assert "Installing the pinned libraries" in machine.run("waves")[2]


def test_a_failed_installation_is_repaired(machine: Machine) -> None:
    machine.environment["BAD_PIP"] = "1"
    status, out, err = machine.run("waves")
    assert (status, out) == (1, "")
    assert err.splitlines()[-1].startswith("error: pip could not install the libraries")
    (machine.checkout / ".venv" / "rubbish").write_text("")
    machine.environment["BAD_PIP"] = "0"
    status, _, err = machine.run("waves")
    assert status == 0
    assert "The last installation was cut short; starting anew." in err
    assert not (machine.checkout / ".venv" / "rubbish").exists()


@pytest.mark.parametrize("number", [2, 9, 15], ids=["interrupt", "kill", "terminate"])
def test_an_interrupted_installation_is_repaired(machine: Machine, number: int) -> None:
    machine.environment["SLOW_PIP"] = "20"
    process = machine.start("waves")
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("Installing the pinned"):
            break
    os.killpg(process.pid, number)
    assert process.wait(timeout=10) in (130, -number)
    process.communicate()
    machine.environment["SLOW_PIP"] = "0"
    status, out, err = machine.run("waves")
    assert (status, out[-7:]) == (0, "<waves>")
    assert "The last installation was cut short; starting anew." in err


@pytest.mark.parametrize("flock", [True, False], ids=["flock", "mkdir"])
def test_two_first_uses_at_once_install_once(machine: Machine, flock: bool) -> None:
    if not flock:
        (machine.bin / "flock").unlink()
    machine.environment["SLOW_PIP"] = "0.5"
    processes = [machine.start("waves") for _ in range(3)]
    results = [process.communicate(timeout=20) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert all(out.endswith("<waves>") for out, _ in results)
    assert sum("pip install" in line for line in machine.noted()) == 1


def test_the_lock_of_a_dead_process_is_taken_over(machine: Machine) -> None:
    (machine.bin / "flock").unlink()
    lock = machine.checkout / ".venv" / "lock.d"
    lock.mkdir(parents=True)
    (lock / "owner").write_text("999999999")
    assert machine.run("waves")[0] == 0
    assert not lock.exists()


def test_debian_packages_are_installed_as_root(machine: Machine) -> None:
    for name in ("gcc", "g++", "pkg-config"):
        (machine.bin / name).unlink()
    machine.environment["BARE_PYTHON"] = "1"
    status, _, err = machine.run("waves")
    packages = (
        "build-essential pkg-config libcairo2-dev libpango1.0-dev python3.12-venv python3.12-dev"
    )
    assert status == 0
    assert err.splitlines()[0] == f"Installing system packages: {packages}"
    update, install = (line for line in machine.noted() if line.startswith("apt-get"))
    assert update == "apt-get update -qq"
    assert install == f"apt-get install -y -qq --no-install-recommends {packages}"


def test_debian_packages_are_installed_with_sudo(machine: Machine) -> None:
    (machine.bin / "g++").unlink()
    machine.stub("id", "echo 1000")
    machine.noting("sudo", 'exec "$@"')
    assert machine.run("waves")[0] == 0
    calls = [line for line in machine.noted() if line.startswith("sudo")]
    assert calls == [
        "sudo apt-get update -qq",
        "sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "
        "--no-install-recommends build-essential",
    ]


def test_without_root_and_sudo_the_command_is_named(machine: Machine) -> None:
    (machine.bin / "g++").unlink()
    machine.stub("id", "echo 1000")
    status, _, err = machine.run("waves")
    assert status == 1
    assert err == (
        "error: not root, and there is no sudo; as root run: apt-get install build-essential\n"
    )
    assert not (machine.checkout / ".venv" / "installed").exists()


@pytest.mark.parametrize(
    ("offers", "package"),
    [
        ('[[ $2 == python3 ]] && echo "Version: 3.13.5-1"', "python3 python3-venv python3-dev"),
        (
            'case $2 in python3) echo "Version: 3.10.6-1";; python3.11) ;; *) exit 1;; esac',
            "python3.11 python3.11-venv python3.11-dev",
        ),
    ],
    ids=["new", "old"],
)
def test_a_missing_python_is_installed(machine: Machine, offers: str, package: str) -> None:
    machine.stub("python3", "exit 1")
    machine.stub("apt-cache", offers)
    machine.stub("new-python", PYTHON)
    machine.noting("apt-get", '[[ $1 == install ]] && ln -sf new-python "${0%/*}/python3.12"; true')
    status, out, _ = machine.run("waves")
    assert (status, out[-7:]) == (0, "<waves>")
    installed = [line for line in machine.noted() if line.startswith("apt-get install")]
    assert installed == [f"apt-get install -y -qq --no-install-recommends {package}"]


def test_homebrew_on_macos(machine: Machine) -> None:
    machine.stub("uname", "echo Darwin")
    (machine.bin / "pkg-config").unlink()
    (machine.bin / "flock").unlink()
    assert "error: Homebrew is needed on macOS" in machine.run("waves")[2]
    machine.noting("brew")
    assert machine.run("waves")[0] == 0
    brewed = [line for line in machine.noted() if line.startswith("brew")]
    assert brewed == ["brew install cairo pango pkg-config"]
    machine.stub("pkg-config", "exit 0")
    (machine.bin / "chromium").unlink()
    assert machine.run("test")[0] == 0
    assert [x for x in machine.noted() if x.startswith("brew")] == ["brew install google-chrome"]


def test_other_systems_are_told_what_to_install(machine: Machine) -> None:
    (machine.bin / "apt-get").unlink()
    machine.stub("pkg-config", "exit 1")
    status, _, err = machine.run("waves")
    assert status == 1
    assert err.startswith("error: install cairo, pango") and err.count("\n") == 1
    machine.stub("pkg-config", "exit 0")
    assert machine.run("waves")[0] == 0
    (machine.bin / "chromium").unlink()
    status, _, err = machine.run("test")
    assert (status, err.count("\n")) == (1, 1) and err.startswith("error: install chromium")


def test_doctor_changes_nothing(machine: Machine) -> None:
    machine.environment["OLD_PYTHON"] = "1"
    (machine.bin / "pkg-config").unlink()
    status, out, err = machine.run("doctor")
    assert (status, err) == (1, "")
    assert [line.split()[0] for line in out.splitlines()] == ["missing"] * 3
    for culprit in ("libcairo2-dev", "Python 3.11 or newer", ".venv"):
        assert culprit in out
    assert machine.noted() == []
    assert not (machine.checkout / ".venv").exists()


def test_doctor_of_an_installed_checkout(machine: Machine) -> None:
    machine.run("waves")
    status, out, _ = machine.run("doctor")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()[:3]] == ["ok"] * 3
    assert out.endswith("<-P><-m><explainer><doctor>")


# -- what is pinned -------------------------------------------------------------------------------


def names_of(requirements: list[str]) -> list[Requirement]:
    return [Requirement(text) for text in requirements]


def test_every_dependency_is_pinned_within_its_range() -> None:
    wanted = names_of(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"])
    pins = {name.lower(): version for name, version in PINS.items()}
    for requirement in wanted:
        assert requirement.specifier.contains(pins[requirement.name.lower()]), requirement


def test_what_our_dependencies_need_is_pinned_too() -> None:
    pins = {re.sub(r"[-_.]+", "-", name).lower() for name in PINS}
    queue = names_of(PROJECT["dependencies"])
    seen: set[str] = set()
    while queue:
        requirement = queue.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        extras = requirement.extras or {""}
        marker = requirement.marker
        if name in seen or (marker and not any(marker.evaluate({"extra": e}) for e in extras)):
            continue
        seen.add(name)
        assert name in pins, f"{name} is not in requirements.lock"
        queue += names_of(importlib.metadata.requires(name) or [])
    assert len(seen) > 30


def test_every_pin_takes_the_oldest_python_that_we_promise() -> None:
    promised = PROJECT["requires-python"].removeprefix(">=")
    compared = 0
    for name, version in PINS.items():
        try:
            found = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        if found["Version"] == version and (needed := found["Requires-Python"]):
            compared += 1
            assert SpecifierSet(needed).contains(f"{promised}.0"), f"{name} needs {needed}"
    assert compared > 30

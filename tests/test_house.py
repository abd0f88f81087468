"""The house: what is shared serves two, and no two modules need each other."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ("explainer.maths.", "explainer.geometry.", "explainer.mobjects.")

FOR_ONE_SCENE: dict[str, str] = {}
"""Shared modules that one scene alone uses, each with the reason; at most three, and fewer."""


def modules() -> dict[str, Path]:
    """Return all modules by name, but for ``__init__`` files, which only name homes."""
    found = {}
    for path in [*ROOT.glob("explainer/**/*.py"), *ROOT.glob("scenes/**/*.py")]:
        steps = path.relative_to(ROOT).with_suffix("").parts
        if path.name != "__init__.py" and steps[:2] != ("explainer", "scenes"):
            found[".".join(steps if steps[0] == "explainer" else ("explainer", *steps))] = path
    return found


MODULES = modules()


@cache
def imported(module: str) -> frozenset[str]:
    """Return the modules that one imports, wherever the import stands."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return frozenset((found & MODULES.keys()) - {module})


def reached(module: str) -> set[str]:
    """Return a module and all that it needs."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += imported(each)
    return found


def scenes() -> list[str]:
    return [
        name
        for name in MODULES
        if name.startswith("explainer.scenes.")
        and (name.endswith(".scene") or (name.count(".") == 3 and not name.endswith(".common")))
    ]


def users() -> dict[str, set[str]]:
    """Return for each module the scenes that reach it."""
    found = defaultdict(set)
    for scene in scenes():
        for module in reached(scene):
            found[module].add(scene)
    return found


def test_what_is_shared_serves_two_scenes() -> None:
    """What one scene alone uses lives with that scene."""
    used = users()
    lonely = {name for name in MODULES if name.startswith(SHARED) and len(used[name]) < 2}
    assert lonely == FOR_ONE_SCENE.keys()
    assert len(FOR_ONE_SCENE) <= 3


@pytest.mark.parametrize("module", [name for name in MODULES if name.endswith(".common")])
def test_what_a_part_shares_serves_two_of_its_scenes(module: str) -> None:
    """Each of its definitions does, or serves one that does."""
    part = module.rpartition(".")[0]
    tree = ast.parse(MODULES[module].read_bytes())
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    used: dict[str, set[str]] = defaultdict(set)
    for name, path in MODULES.items():
        if name.startswith(f"{part}.") and name != module:
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.ImportFrom) and node.module == module:
                    for alias in node.names:
                        used[alias.name].add(name.split(".")[3])
    within = {name.id for name in ast.walk(tree) if isinstance(name, ast.Name)}
    alone = [name for name in defined if len(used[name]) < 2 and name not in within]
    assert alone == []


def test_no_two_modules_need_each_other() -> None:
    circles = {
        frozenset(other for other in reached(module) if module in reached(other))
        for module in MODULES
    }
    assert {circle for circle in circles if len(circle) > 1} == set()


def test_the_shared_layer_is_small() -> None:
    assert len(list(ROOT.glob("explainer/maths/*.py"))) <= 12
    assert len(list(ROOT.glob("explainer/mobjects/*.py"))) <= 24

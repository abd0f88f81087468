"""The requests of a seed, each by its number: a mix of people's input and of attackers'."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

from reliability import options, pictures, scene_files, tables, toml_files, values
from reliability.formulas import formula
from reliability.laws import law
from reliability.request import Request, Special

from explainer import catalogue
from explainer.cli.show import scene_schema

Files = dict[str, bytes | Special]

LIGHT = (
    *("vectors", "linear_transformation", "matrix_product", "linear_system", "eigenvectors"),
    *("bayes_rule", "random_variable", "confidence_interval", "posterior_update"),
    "distributions",
)
HEAVY = ("svd", "partial_derivatives", "gradient", "hessian", "gradient_descent")
"""Scenes whose story takes the longest."""
SHARE = 0.12
"""Of the requests that may be for any scene, how many are for these."""
MISNAMED = (
    "linear-transformation", "LinearTransformation", "Vectors", "vector", "", " ", ".", "/", "x.py",
    "ackley", "eigen vectors", "vectors:Vectors", "vectors:None", "vectors:", ":", "vectors.py",
    "../vectors", "no\nscene", "\x1b[31m", "名前", "-", "--", "x" * 5000, "\udc80", "a\0b",
    "vectors/", "~nosuchuser/x.py", "/dev/null", "/dev/zero.py", "loop.py", "clip.mp4", "file.mp4",
)  # fmt: skip


def request(seed: int, number: int) -> Request:
    """Return a request; the same seed and number give the same one in any process.

    Args:
        seed: of the whole series.
        number: of the request, from 0.
    """
    random = Random(f"{seed}:{number}")
    kind = random.choices(list(KINDS), [weight for weight, _ in KINDS.values()])[0]
    scene = random.choice(HEAVY if random.random() < SHARE else LIGHT)
    arguments, files = KINDS[kind][1](random, scene, number)
    # no system hands a null character to a program
    given = tuple(argument.replace("\0", "") for argument in arguments)
    return Request(number, kind, given, files, own_code=kind == "scene file")


@cache
def schema_of(scene: str) -> dict[str, Any]:
    """Return the JSON Schema of a scene's parameters, with its presets."""
    return scene_schema(catalogue.load(scene))


# -- values ---------------------------------------------------------------------------------------


def _value(random: Random, name: str, schema: Any) -> Any:
    """Return a value for a parameter, of a kind that its name asks for."""
    if name == "matrix":
        return values.matrix(random)
    if name == "surface":
        return formula(random)
    if name in ("distribution", "population"):
        return law(random)
    if name == "data" and "anyOf" in schema:
        tosses = "".join(random.choice("HT") for _ in range(random.randint(0, 60)))
        return random.choice((tosses, [random.randint(0, 1000), random.randint(0, 1000)]))
    if name in ("data", "column"):
        return ""
    if name == "image":
        return random.choice(("lighthouse", "tartan", "noise"))
    return values.allowed(random, schema)


def _chosen(random: Random, scene: str) -> dict[str, Any]:
    """Return allowed values for some of a scene's parameters."""
    fields = schema_of(scene)["properties"]
    count = min(len(fields), random.choice((0, 1, 1, 2, 2, 3, 5, 20)))
    names = [name for name in fields if name in set(random.sample(list(fields), count))]
    return {name: _value(random, name, fields[name]) for name in names}


def _sets(random: Random, chosen: dict[str, Any]) -> list[str]:
    """Return ``--set`` for each value, in somebody's spelling."""
    parts = []
    for name, value in chosen.items():
        bare = isinstance(value, str) and random.random() < 0.8
        written = value if bare else values.as_people_write(random, values.toml(value))
        parts += ["--set", f"{name}={written}"]
    return parts


# -- kinds of requests ----------------------------------------------------------------------------

Made = tuple[list[str], Files]


def _valid(random: Random, scene: str, number: int) -> Made:
    chosen = _chosen(random, scene)
    start: list[str] = []
    if random.random() < 0.2:
        start = ["--preset", random.choice(list(schema_of(scene)["presets"]))]
    return [scene, *start, *_sets(random, chosen), *options.good(random)], {}


def _invalid(random: Random, scene: str, number: int) -> Made:
    chosen = _chosen(random, scene)
    names = list(schema_of(scene)["properties"])
    wrong = random.choice((*names, *names, "nonsense", "Matrix", "seeds", values.text(random)))
    parts = ["--set", f"{wrong}={values.forbidden(random)}"]
    return [scene, *_sets(random, chosen), *parts, *options.good(random)], {}


def _table(random: Random, scene: str, number: int) -> Made:
    scene = random.choice(("random_variable", "confidence_interval"))
    chosen = _chosen(random, scene) | {"data": random.choice(("data.csv", "a b.csv", "größe.txt"))}
    files: Files = {chosen["data"]: tables.table(random)}
    if random.random() < 0.6:
        chosen["column"] = tables.column(random)
    if random.random() < 0.05:
        chosen["data"] = values.text(random)
    return [scene, *_sets(random, chosen), *options.good(random)], files


def _picture(random: Random, scene: str, number: int) -> Made:
    suffix, content = pictures.picture(random)
    chosen = _chosen(random, "svd") | {"image": f"picture.{suffix}"}
    if random.random() < 0.1:
        chosen["image"] = values.text(random)
    return ["svd", *_sets(random, chosen), *options.good(random)], {f"picture.{suffix}": content}


def _toml(random: Random, scene: str, number: int) -> Made:
    content = toml_files.written(random, _chosen(random, scene))
    more = _sets(random, _chosen(random, scene)) if random.random() < 0.2 else []
    return [scene, "--params", "mine.toml", *more, *options.good(random)], {"mine.toml": content}


def _options(random: Random, scene: str, number: int) -> Made:
    more = [random.choice(LIGHT)] if random.random() < 0.15 else []
    return [scene, *more, *options.odd(random)], dict(options.SPECIALS)


def _names(random: Random, scene: str, number: int) -> Made:
    name = random.choice(MISNAMED) if random.random() < 0.8 else values.text(random)
    return [name, *options.good(random)], {**options.SPECIALS, "loop.py": Special.LOOP}


def _scene_file(random: Random, scene: str, number: int) -> Made:
    path = f"own_{number}.py"
    ask = path + random.choice(("", "", "", "", ":Own", ":A", ":None", ":"))
    sets = random.choice(
        ([], [], ["--set", "radius=2"], ["--set", "radius=9"], ["--preset", "large"])
    )
    return [ask, *sets, *options.good(random)], {path: scene_files.scene_file(random)}


def _command(random: Random, scene: str, number: int) -> Made:
    odd = options.odd(random) if random.random() < 0.5 else []
    name = random.choice((scene, *MISNAMED))
    kinds: tuple[Callable[[], list[str]], ...] = (
        lambda: ["show", name],
        lambda: ["show", scene, "--json"],
        lambda: ["show", scene, values.text(random)],
        lambda: ["list", *random.choice(([], ["--json"], ["x"], ["--nonsense"]))],
        lambda: ["deck", name, *odd],
        lambda: ["deck", scene, "--to", random.choice(("html", "pptx", "pdf", "odp", ""))],
        lambda: ["deck", "clip.mp4", *odd],
        lambda: ["clean", *random.choice(([], ["x"]))],
        lambda: [random.choice(("--help", "-h", "--version", "help", "version", "--hlep"))],
        lambda: [random.choice(("render", "show", "deck", "list")), "--help"],
        lambda: ["render", scene, *odd],
        lambda: [],
    )
    files: Files = {"clip.mp4": tables.damaged(random, b"\0\0\0\x18ftypisom" * 9), "file.mp4": b""}
    return random.choice(kinds)(), {**options.SPECIALS, **files}


KINDS: dict[str, tuple[float, Callable[[Random, str, int], Made]]] = {
    "valid": (34, _valid),
    "invalid": (20, _invalid),
    "table": (13, _table),
    "picture": (4, _picture),
    "toml": (11, _toml),
    "options": (8, _options),
    "names": (3, _names),
    "scene file": (3, _scene_file),
    "command": (4, _command),
}
"""What requests are made of, with the weight of each."""

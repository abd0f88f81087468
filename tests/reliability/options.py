"""Options of the command line: such as people give, and such as nobody should."""

from __future__ import annotations

from random import Random

from reliability.request import Special
from reliability.values import text

from explainer.style import THEMES

NAMES: tuple[str, ...] = (
    "a", "my clip", "Übung", "1", "a.b", "a.mp4", "名前" * 8, "名前" * 40, "\N{PILE OF POO}" * 90,
    "x" * 100, "x" * 101, "x" * 300, "", " ", ".", "..", "-x", ".hidden", "a/b", "../a", "a\\b",
    "a\nb", "a\x1b[31m", "a:b", "a*", "a?", '"', "a|b", "CON", "a ", "~", "$HOME", "<b>", "%s",
    "é" * 99, "\u202ea", "\u200b", "\udc80", "a\0b",
)  # fmt: skip
FOLDERS: tuple[str, ...] = (
    "out", "out/a/b/c", "./out/../out", "out with blanks", "Ausgabe größe", "file", "file/x",
    "/dev/null", "/dev/null/x", "/proc/x", "/proc/self/x", "/sys/x", "http:/127.0.0.1:1", "o:1",
    "file:x", "pipe:1", "~nosuchuser", "", " ", "-", "x" * 300, "/".join(["d"] * 2500), "a\nb",
    "a\x1b[31m", "loop", "link", "concat:a|b", "\udc80", "a\0b", "fifo",
)  # fmt: skip
SPECIALS = {"file": b"", "loop": Special.LOOP, "link": Special.NOWHERE, "fifo": Special.FIFO}
"""What lies where some of the folders should."""
BEATS = ("recap", "grid", "area", "surface", "population", "nonsense", "", "Recap", "1", "re cap")


def good(random: Random) -> list[str]:
    """Return options that go together, mostly none."""
    chosen: list[str] = []
    if random.random() < 0.5:
        chosen += [f"-q{random.choice('lmhpk')}"]
    if random.random() < 0.2:
        chosen += ["--theme", random.choice(list(THEMES))]
    form = random.choice(("", "", "--still", "--sheet", "--sheet-plain"))
    chosen += [form] if form else []
    if random.random() < 0.1:
        chosen += ["--name", random.choice(("a", "my clip", "Übung", "a.b"))]
    if random.random() < 0.1:
        chosen += ["--jobs", str(random.randint(1, 4))]
    if random.random() < 0.05:
        chosen += ["--fresh"]
    if random.random() < 0.1 and not form:
        chosen += ["--for", random.choice(("alpha", "editor", "gif", "webp", "stills", "beats"))]
    return chosen


def odd(random: Random) -> list[str]:
    """Return one to three options that may be wrong, and may contradict each other."""
    kinds = (
        lambda: ["-q", random.choice(("l", "h", "x", "", "L", "lh", "1080", text(random)))],
        lambda: [random.choice(("-s", "-p", "-pql", "-qlp", "-ql", "-a", "-n", "--quiet", "-vvv"))],
        lambda: ["--theme", random.choice(("dark", "Dark", "solarized", "", text(random)))],
        lambda: ["--name", random.choice(NAMES)],
        lambda: ["--out", random.choice(FOLDERS)],
        lambda: ["--jobs", random.choice(("1", "0", "-1", "257", "1e3", "1.5", "all", "9" * 400))],
        lambda: ["--beat", random.choice((*BEATS, text(random)))],
        lambda: ["--for", random.choice(("web", "gif", "GIF", "alpha", "pdf", text(random)))],
        lambda: ["--engine", random.choice(("fast", "stock", "stock+encoder", "slow", ""))],
        lambda: [random.choice(("--still", "--sheet", "--sheet-plain"))],
        lambda: ["--preset", random.choice(("shear", "coin", "nonsense", "", text(random)))],
        lambda: ["--params", random.choice(("file", "loop", "link", "fifo", ".", "no.toml", "",
                                            "/dev/zero", "/dev/null", text(random)))],
        lambda: [random.choice(("--nonsense", "--matrix=[[1,2],[3,4]]", "--", "-", "---", "-1"))],
        lambda: ["--fresh", "--fresh"],
        lambda: ["--set", random.choice(("", "=", "a", "=1", " = ", "a=1=2", text(random)))],
        lambda: [random.choice(("--out", "--set", "--name", "-q", "--jobs"))],
        lambda: [random.choice(("gradient", "vectors", "no_such_scene", "2],", ".", "/", ""))],
    )  # fmt: skip
    return [part for _ in range(random.randint(1, 3)) for part in random.choice(kinds)()]

"""Kept segments damaged in every way we know of; the next run has to give the undisturbed bytes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from manim.animation.rotation import Rotate
from manim.mobject.geometry.polygram import Square

from explainer.engine.film import record
from explainer.engine.runs import remove
from explainer.engine.segments import Segment
from explainer.engine.session import Quality, measure
from explainer.engine.store import SegmentStore
from explainer.scene import Explainer

TINY = Quality(160, 90, 15)
KEY = "film"


class Turn(Explainer):
    """See a square turn and walk."""

    def construct(self) -> None:
        square = Square(2, color=self.theme.i_hat, fill_opacity=1)
        with self.beat("turn", "A turn", "It turns."):
            self.play(Rotate(square, 1), run_time=2)
        with self.beat("walk", "A walk", "It walks, and comes back."):
            self.play(square.animate.shift([2, 0, 0]), run_time=1)
            self.play(square.animate.shift([-2, 0, 0]), run_time=1)


@dataclass(frozen=True)
class Counts:
    """What became of so many damaged stores.

    Attributes:
        noticed: the damage was seen, and the film came out right.
        harmless: nothing had changed that is ever read, and the film came out right.
        wrong: another film, and no error; kinds and numbers of the runs.
        failed: an error, likewise.
        kept: the film came out right, but the damage is still there, likewise.
    """

    noticed: int
    harmless: int
    wrong: tuple[str, ...]
    failed: tuple[str, ...]
    kept: tuple[str, ...]


Damage = Callable[[Path, Path, Random], None]
"""Given a segment's file, another whole one, and chance."""


def _flip(file: Path, other: Path, random: Random) -> None:
    content = bytearray(file.read_bytes())
    for _ in range(random.choice((1, 1, 1, 5))):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    file.write_bytes(content)


def _cut_off(file: Path, other: Path, random: Random) -> None:
    os.truncate(file, random.randrange(file.stat().st_size))


def _empty(file: Path, other: Path, random: Random) -> None:
    os.truncate(file, 0)


def _overwrite(file: Path, other: Path, random: Random) -> None:
    """Put zeros, as after a loss of power, or noise, over some of the file."""
    content = bytearray(file.read_bytes())
    start = random.randrange(len(content))
    length = min(random.choice((1, 512, 4096)), len(content) - start)
    content[start : start + length] = random.choice((bytes(length), random.randbytes(length)))
    file.write_bytes(content)


def _lengthen(file: Path, other: Path, random: Random) -> None:
    file.write_bytes(file.read_bytes() + random.randbytes(random.randrange(1, 100)))


def _without_seal(file: Path, other: Path, random: Random) -> None:
    file.write_bytes(file.read_bytes()[:-56])


def _very_long(file: Path, other: Path, random: Random) -> None:
    os.truncate(file, 1 << 40)


def _exchange(file: Path, other: Path, random: Random) -> None:
    content = file.read_bytes()
    file.write_bytes(other.read_bytes())
    other.write_bytes(content)


def _another(file: Path, other: Path, random: Random) -> None:
    file.write_bytes(other.read_bytes())


def _link(file: Path, other: Path, random: Random) -> None:
    file.unlink()
    file.symlink_to(random.choice((other, Path("nowhere"), file, Path("/dev/zero"), Path("/"))))


def _pipe(file: Path, other: Path, random: Random) -> None:
    file.unlink()
    os.mkfifo(file)


def _folder(file: Path, other: Path, random: Random) -> None:
    file.unlink()
    file.mkdir()
    for name in random.choice(((), ("a", "b"))):
        (file / name).touch()


def _playlist(file: Path, other: Path, random: Random) -> None:
    file.write_text(
        random.choice(
            (
                f"#EXTM3U\n#EXTINF:1,\n{other}\n#EXT-X-ENDLIST\n",
                f"ffconcat version 1.0\nfile '{other}'\n",
                "This is not a film.\n",
            )
        )
    )


def _missing(file: Path, other: Path, random: Random) -> None:
    file.unlink()


def _unreadable(file: Path, other: Path, random: Random) -> None:
    file.chmod(0)


def _all_missing(file: Path, other: Path, random: Random) -> None:
    remove(file.parent)


def _no_folder(file: Path, other: Path, random: Random) -> None:
    remove(file.parent)
    file.parent.write_bytes(b"a file")


DAMAGES: tuple[Damage, ...] = (
    *(_flip, _cut_off, _overwrite, _another, _folder, _exchange, _empty, _lengthen),
    *(_without_seal, _very_long, _link, _pipe, _playlist, _missing, _unreadable),
    *(_all_missing, _no_folder),
)


def damage_and_rerun(number: int, seed: int) -> Counts:
    """Damage a store again and again, run after each time, and compare with an undisturbed run.

    Each kind of damage comes in turn, so that some twenty runs have seen all of them.

    Args:
        number: of damaged runs.
        seed: of what is chosen by chance.
    """
    random = Random(seed)
    noticed = harmless = 0
    wrong, failed, kept = list[str](), list[str](), list[str]()
    with tempfile.TemporaryDirectory(prefix="explainer-damage-") as folder:
        target = Path(folder, "film.mp4")
        store = SegmentStore(Path(folder, "store"))
        timeline = measure(Turn, TINY)
        record(Turn, TINY, target, timeline, key=KEY, store=store)
        expected = target.read_bytes()
        files = sorted(store.folder.glob("films/*/*.mp4"))
        film, whole = files[0].parent.name, [file.read_bytes() for file in files]
        for run in range(number):
            damage = DAMAGES[run % len(DAMAGES)]
            name = f"{run}: {damage.__name__.strip('_')}"
            damage(*random.sample(files, 2), random)
            seen = not all(store.has(film, _segment(file)) for file in files)
            target.unlink(missing_ok=True)
            try:
                record(Turn, TINY, target, timeline, key=KEY, store=store)
            except Exception as error:
                failed.append(f"{name} ({error})")
            else:
                right = target.read_bytes() == expected
                noticed += right and seen
                harmless += right and not seen
                if not right:
                    wrong.append(name)
            if not all(store.has(film, _segment(file)) for file in files):
                kept.append(name)
            _restore(files, whole)
    return Counts(noticed, harmless, tuple(wrong), tuple(failed), tuple(kept))


def _segment(file: Path) -> Segment:
    return Segment(*map(int, file.stem.split("-")))


def _restore(files: list[Path], whole: list[bytes]) -> None:
    """Begin the next run with a store in which nothing is left of the last damage."""
    folder = files[0].parent
    remove(folder)
    folder.mkdir()
    for file, content in zip(files, whole, strict=True):
        file.write_bytes(content)

"""The measures of the benchmark measure what they say, and its contenders show the same."""

from __future__ import annotations

import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from bench import growth, idiomatic, likeness, measuring, ours, plain_manim
from bench.measuring import CommandFailed, Contender, Run, Spread

from explainer.engine.session import QUALITIES, measure
from explainer.film_files import create_film

MEGABYTE = 2**20


def python(source: str) -> list[str]:
    return [sys.executable, "-S", "-c", source]


HOLD = "held = bytearray(b'x') * ({megabytes} << 20); time.sleep({seconds})"
SPIN = """
end = time.process_time() + {seconds}
while time.process_time() < end:
    pass
"""


# -- time, processor time, memory, size -----------------------------------------------------------


def test_sleep_takes_time_but_no_processor_time() -> None:
    took = measuring.run(python("import time; time.sleep(0.3)"))
    assert took.wall > 0.3
    assert took.cpu < 0.2 < took.wall
    assert took.size == 0


def test_processor_time_includes_that_of_grandchildren() -> None:
    spin = "import time\n" + SPIN.format(seconds=0.2)
    nested = f"import subprocess, sys\nsubprocess.run([sys.executable, '-S', '-c', {spin!r}])"
    own = measuring.run(python(spin)).cpu
    assert 0.2 < own < 0.5
    took = measuring.run(python(f"{nested}\n{spin}")).cpu
    assert 0.4 < took < 0.9


def test_memory_is_that_of_all_processes_at_one_time() -> None:
    start = "import subprocess, sys, time\n"
    child = "import time\n" + HOLD.format(megabytes=64, seconds=0.5)
    launch = f"children = [subprocess.Popen([sys.executable, '-S', '-c', {child!r}]) for _ in '12']"
    wait = "[one.wait() for one in children]"
    idle = measuring.run(python("import time; time.sleep(0.2)"), interval=0.01).memory
    alone = measuring.run(python(child), interval=0.01).memory
    assert 64 * MEGABYTE < alone < idle + 80 * MEGABYTE
    script = "\n".join([start + launch, HOLD.format(megabytes=32, seconds=0.1), wait])
    together = measuring.run(python(script), interval=0.01).memory
    assert 160 * MEGABYTE < together < 3 * idle + 180 * MEGABYTE


def test_memory_that_two_hold_one_after_the_other_counts_once() -> None:
    child = "import time\n" + HOLD.format(megabytes=64, seconds=0.15)
    script = "import subprocess, sys\nfor _ in range(2):\n"
    script += f"    subprocess.run([sys.executable, '-S', '-c', {child!r}])"
    assert 64 * MEGABYTE < measuring.run(python(script), interval=0.01).memory < 110 * MEGABYTE


def test_pages_that_processes_share_count_once_where_that_is_known() -> None:
    script = "import os, time\n" + HOLD.format(megabytes=64, seconds=0.1)
    script += "\nif os.fork() == 0: time.sleep(0.3); os._exit(0)\nos.wait()"
    most = {"PSS": 110, "RSS": 220}[measuring.MEMORY]
    assert 64 * MEGABYTE < measuring.run(python(script), interval=0.01).memory < most * MEGABYTE


def test_a_file_is_weighed_and_one_of_an_earlier_run_is_not(tmp_path: Path) -> None:
    file = tmp_path / "film"
    file.write_bytes(b"old")
    writes = Contender(python(f"open({str(file)!r}, 'wb').write(bytes(1234))"), output=file)
    assert writes.run().size == 1234
    with pytest.raises(CommandFailed, match="left no"):
        Contender(python("pass"), output=file).run()


def test_a_command_that_fails_says_why_and_one_that_hangs_is_stopped() -> None:
    with pytest.raises(CommandFailed, match=r"ended with 3\nno such scene"):
        measuring.run(python("print('no such scene'); raise SystemExit(3)"))
    with pytest.raises(CommandFailed, match="cannot be started"):
        measuring.run(["/nowhere/program"])
    start = time.monotonic()
    with pytest.raises(CommandFailed, match=r"more than 0\.2 s"):
        measuring.run(python("import time; time.sleep(30)"), timeout=0.2)
    assert time.monotonic() - start < 10


def test_a_command_gets_its_folder_and_its_environment(tmp_path: Path) -> None:
    script = "import os; open(os.environ['NAME'], 'w').write('x')"
    measuring.run(python(script), folder=tmp_path, environment={"NAME": "here"})
    assert (tmp_path / "here").read_text() == "x"


def test_contenders_take_turns() -> None:
    told: list[str] = []
    prepared: list[str] = []
    quick, slow = python("pass"), python("import time; time.sleep(0.2)")
    contenders = {
        "slow": Contender(slow, prepare=lambda: prepared.append("slow")),
        "quick": Contender(quick),
    }
    runs = measuring.in_turn(contenders, 2, tell=lambda name, run: told.append(name))
    assert told == ["slow", "quick", "slow", "quick"]
    assert prepared == ["slow", "slow"]
    assert measuring.ratio(runs["slow"], runs["quick"], "wall").least > 1


def test_ratios_are_taken_pair_by_pair() -> None:
    first = [Run(2, 1, 10, 5), Run(8, 1, 10, 5), Run(3, 1, 40, 5)]
    second = [Run(1, 1, 10, 5), Run(2, 2, 10, 5), Run(1, 1, 10, 5)]
    assert measuring.ratio(first, second, "wall") == Spread(2, 3, 4)
    assert measuring.ratio(first, second, "cpu") == Spread(0.5, 1, 1)
    assert measuring.median(first) == Run(3, 1, 10, 5)
    with pytest.raises(ValueError):
        measuring.ratio(first, second[:2], "wall")


# -- likeness -------------------------------------------------------------------------------------


def slow_ssim(first: np.ndarray, second: np.ndarray) -> float:
    """Return the mean of the paper's formula (13), window by window."""
    window = np.array(
        [[np.exp(-(x * x + y * y) / (2 * 1.5**2)) for x in range(-5, 6)] for y in range(-5, 6)]
    )
    window /= window.sum()
    found = []
    for row in range(first.shape[0] - 10):
        for column in range(first.shape[1] - 10):
            place = (slice(row, row + 11), slice(column, column + 11))
            a, b = first[place].astype(float), second[place].astype(float)
            mean_a, mean_b = (window * a).sum(), (window * b).sum()
            variance_a = (window * (a - mean_a) ** 2).sum()
            variance_b = (window * (b - mean_b) ** 2).sum()
            covariance = (window * (a - mean_a) * (b - mean_b)).sum()
            c1, c2 = 6.5025, 58.5225
            found.append(
                (2 * mean_a * mean_b + c1)
                * (2 * covariance + c2)
                / ((mean_a**2 + mean_b**2 + c1) * (variance_a + variance_b + c2))
            )
    return float(np.mean(found))


def test_ssim_is_that_of_the_paper() -> None:
    random = np.random.default_rng(4)
    first = random.integers(0, 256, (24, 31), dtype=np.uint8)
    noise = random.integers(-40, 41, first.shape)
    near = np.clip(first + noise, 0, 255).astype(np.uint8)
    for second in (near, 255 - first, np.full_like(first, 128)):
        assert likeness.ssim(first, second) == pytest.approx(slow_ssim(first, second), abs=1e-10)
    assert likeness.ssim(first, first) == pytest.approx(1, abs=1e-12)
    assert likeness.ssim(first, near) > 0.8 > 0 > likeness.ssim(first, 255 - first)
    with pytest.raises(ValueError):
        likeness.ssim(first, first[:, 1:])
    with pytest.raises(ValueError):
        likeness.ssim(first[:10], first[:10])


def picture(index: int) -> np.ndarray:
    """Return a (48, 64, 3) frame of a film, in strong colours, unlike the others."""
    y, x = np.mgrid[:48, :64]
    bright = 127 + 100 * np.sin((x + 3 * index) / 5) * np.cos(y / 7)
    return np.stack([bright, 255 - bright, 4 * y + x * 0], axis=-1).astype(np.uint8)


def film(path: Path, count: int, crf: int, *, modern: bool = True) -> Path:
    """Encode the first pictures; ``modern`` in the colours of our films, else in Manim's."""
    matrix = Colorspace.ITU709 if modern else Colorspace.ITU601
    with create_film(path) as container:
        stream: Any = container.add_stream("libx264", rate=30, options={"crf": str(crf)})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        if modern:
            stream.codec_context.colorspace = 1
        for index in range(count):
            frame = VideoReformatter().reformat(
                av.VideoFrame.from_ndarray(picture(index), format="rgb24"),
                format="yuv420p",
                dst_colorspace=matrix,
                dst_color_range=ColorRange.MPEG,
            )
            frame.pts, frame.time_base = index, Fraction(1, 30)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("modern", [True, False], ids=["709", "601"])
def test_a_lossless_film_is_like_its_frames_whatever_its_matrix(
    tmp_path: Path, modern: bool
) -> None:
    path = film(tmp_path / "a.mp4", 12, crf=0, modern=modern)
    found = likeness.compare(path, likeness.every(5, map(picture, range(12))))
    assert len(found.found) == 3
    assert found.least > 0.9999


def test_a_coarser_film_is_less_like_its_frames(tmp_path: Path) -> None:
    means = []
    for crf in (10, 25, 45):
        path = film(tmp_path / f"{crf}.mp4", 8, crf)
        means.append(likeness.compare(path, likeness.every(3, map(picture, range(8)))).mean)
    assert 1 > means[0] > means[1] > means[2]


def test_frames_are_compared_in_their_own_places(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", 12, crf=0)
    with likeness.Likeness(path) as found:
        assert found.take(2, picture(2)) > 0.9999
        assert found.take(7, picture(6)) < 0.99
        assert found.take(8, np.dstack([picture(8), np.full((48, 64), 255, np.uint8)])) > 0.9999
        with pytest.raises(ValueError, match="frame 8 comes after frame 8"):
            found.take(8, picture(8))
        with pytest.raises(ValueError, match="has 12 frames, and none at 12"):
            found.take(12, picture(12))
    with pytest.raises(ValueError, match="cannot compare"):
        likeness.compare(path, [(0, picture(0)[:40])])


# -- what is compared -----------------------------------------------------------------------------

PAIRS = ("GridUnderMatrix", "TurningSurface", "MovingPosterior")
SECONDS = dict(zip(PAIRS, (9, 4, 7.6), strict=True))


@pytest.mark.parametrize("name", PAIRS)
def test_both_films_of_a_pair_have_as_many_frames(name: str, monkeypatch: Any) -> None:
    theirs = getattr(idiomatic, name)
    if name == "TurningSurface":  # how long it is does not depend on how fine it is
        monkeypatch.setattr(theirs, "divisions", 4)
    for quality in (QUALITIES["h"], QUALITIES["l"]):
        wanted = round(SECONDS[name] * quality.fps)
        assert measure(getattr(ours, name), quality).frames == wanted
        assert plain_manim.count_frames(theirs, quality.fps) == wanted


def test_both_films_of_a_pair_show_the_same() -> None:
    assert np.array_equal(idiomatic.GridUnderMatrix.matrix, ours.GridUnderMatrix.matrix)
    theirs, own = idiomatic.TurningSurface, ours.TurningSurface
    assert own.divisions >= theirs.divisions
    x, y = np.meshgrid(np.linspace(-3, 3, 33), np.linspace(-3, 3, 33))
    assert np.array_equal(theirs.height(None, x, y), own.height(None, x, y))
    for t in np.linspace(0, 1, 9):
        assert theirs.route(None, t) == own.route(None, t)
    belief, other = idiomatic.MovingPosterior, ours.MovingPosterior
    assert (belief.prior, belief.data) == (other.prior, other.data)


def test_frames_of_a_plain_scene_are_drawn_where_they_are_wanted() -> None:
    taken: dict[int, np.ndarray] = {}

    def take(index: int, frame: np.ndarray) -> None:
        taken[index] = frame.copy()

    scene = idiomatic.GridUnderMatrix
    assert plain_manim.some_frames(scene, (64, 36), 5, 6, take) == 45
    assert list(taken) == list(range(0, 45, 6))
    assert all(frame.shape == (36, 64, 4) for frame in taken.values())
    assert not np.array_equal(taken[18], taken[30])
    assert np.array_equal(taken[36], taken[42])  # at rest in the end


@pytest.mark.parametrize("divisions", growth.DIVISIONS)
def test_surfaces_of_each_size_are_as_long(divisions: int) -> None:
    scene = growth.SurfaceOfDivisions
    timeline = measure(lambda: scene(params=scene.Params(divisions=divisions)), QUALITIES["h"])
    assert timeline.frames == 60


@pytest.mark.parametrize("lines", growth.LINES)
def test_grids_have_as_many_lines_as_they_say(lines: int) -> None:
    built: list[Any] = []
    scene = growth.GridOfLines

    def build() -> Any:
        built.append(scene(params=scene.Params(lines=lines)))
        return built[-1]

    assert measure(build, QUALITIES["h"]).frames == 60
    assert len(built[0].mobjects[0].points) == 4 * lines

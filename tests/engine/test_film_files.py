"""A path is a path: FFmpeg is never given an address, and nothing stays open after an error."""

from __future__ import annotations

import os
import resource
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from clips import frames_of, make_clip
from reliability.damage import KEY, TINY, Turn

from explainer import film_files
from explainer.cli import main
from explainer.engine.film import record
from explainer.engine.session import QUALITIES, RenderError, measure
from explainer.engine.store import SegmentStore
from explainer.engine.transparent import FORMATS, record_transparent
from explainer.film_files import create_film, open_film, stream_film
from explainer.publish.beat_files import cut, find_clip, last_frames, spans
from explainer.publish.looping import write_gif

SCENE = '''"""A scene to test with."""
from manim import Square
from explainer import Explainer


class Turn(Explainer):
    """See a square turn."""

    def construct(self):
        with self.beat("turn", "A turn", "It turns."):
            self.play(Square().animate.shift([1, 0, 0]))
        with self.beat("rest", "Rest", "It rests."):
            self.wait(1)
'''


@pytest.fixture
def interruptible() -> Iterator[None]:
    """SIGINT interrupts, which a worker of the test run ignores."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def listener() -> Iterator[int]:
    """The port of a listener that nobody is to connect to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        came: list[Any] = []

        def wait() -> None:
            while True:
                try:
                    came.append(server.accept())
                except OSError:
                    return

        threading.Thread(target=wait, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    assert not came


ADDRESSES = (
    *("http:/127.0.0.1:{port}", "tcp:/127.0.0.1:{port}", "rtmp:/127.0.0.1:{port}/a", "o:1"),
    *("file:x", "concat:a|b", "pipe:1", "pipe:", "-", "%d", "%03d.mp4", "C:\\x", "data:,x"),
    *("subfile,,start,0,end,0,,:x", "a?b#c d", "two\nlines", "caf\u00e9", "\udcff", "'\"`", "~"),
    *("cache:x", "async:x", "crypto:x", "tee:x", "unix:x", "md5:", "fd:", "null", ".hidden"),
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_folder_may_have_any_name(
    address: str, listener: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path(address.format(port=listener))
    folder.mkdir(parents=True)
    clip = make_clip(folder / "clip.mp4")
    found = find_clip(clip)
    parts = [folder / f"{number}.mp4" for number, _ in enumerate(spans(found.record))]
    cut(found, parts)
    assert [len(frames_of(part)) for part in parts] == [15, 25, 20]
    assert len(list(last_frames(found))) == 3
    write_gif(clip, folder / "clip.gif")
    with open_film(folder / "clip.gif", "gif") as gif:
        assert sum(1 for _ in gif.decode(video=0)) == 60
    names = {*(f"{n}.mp4" for n in range(3)), "clip.mp4", "clip.json", "clip.gif"}
    assert set(os.listdir(folder)) == names


@pytest.mark.parametrize(
    "address",
    [
        *("http:/127.0.0.1:{port}", "a?b#c %d"),
        *(pytest.param(name, marks=pytest.mark.full) for name in ("o:1", "file:x", "-")),
    ],
)
def test_so_may_the_cache_and_every_kind_of_film(
    address: str, listener: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path(address.format(port=listener))
    folder.mkdir(parents=True)
    timeline = measure(Turn, TINY)
    store = SegmentStore(folder / "store")
    for jobs in (1, 2):
        record(
            Turn, TINY, folder / f"{jobs}.mp4", timeline, key=f"{KEY}{jobs}", store=store, jobs=jobs
        )
    assert (folder / "1.mp4").read_bytes() == (folder / "2.mp4").read_bytes()
    films = {profile: folder / f"a{form.suffix}" for profile, form in FORMATS.items()}
    record_transparent(Turn, TINY, films, timeline)
    for profile, path in films.items():
        with open_film(path, FORMATS[profile].container) as film:
            assert sum(1 for _ in film.decode(video=0)) == timeline.frames
    assert sorted(os.listdir(folder)) == ["1.mp4", "2.mp4", "a.mov", "a.webm", "store"]


def test_no_name_reaches_ffmpeg_as_it_was_given(
    listener: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    given: list[Any] = []
    opened = av.open

    def noting(file: Any, *args: Any, **options: Any) -> Any:
        given.append(file)
        return opened(file, *args, **options)

    monkeypatch.setattr(av, "open", noting)
    monkeypatch.setitem(QUALITIES, "l", TINY)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXPLAINER_CACHE", f"tcp:/127.0.0.1:{listener}")
    Path("turn.py").write_text(SCENE)
    out = f"http:/127.0.0.1:{listener}"
    profiles = [f"--for={name}" for name in ("alpha", "editor", "gif", "webp", "stills", "beats")]
    for arguments in (
        ["turn.py", "-ql", "--jobs=1", *profiles],
        ["turn.py", "-ql", "--engine=stock", "--name=a b#c%d"],
        ["deck", f"{out}/turn.mp4", "--to=html", "--to=pptx", "--to=pdf"],
    ):
        status = main([*arguments, "--out", out])
        assert (status, capsys.readouterr().err) == (0, ""), arguments
    names = [file for file in given if isinstance(file, str)]
    assert names and len(names) < len(given)
    # Manim's own writer is given absolute paths in a folder that we choose.
    assert all(name.startswith(("file:/", "/")) for name in names), names
    ours = [name for name in names if "127.0.0.1" in name]
    assert ours and all(name.startswith("file:/") for name in ours)
    assert set(os.listdir(tmp_path)) >= {"http:", "tcp:"}
    assert len(list(Path(out).glob("*.mp4"))) == 2


def test_a_playlist_in_the_place_of_a_film_is_not_followed(listener: int, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4")
    for content in (
        f"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:{listener}/a.ts\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile 'http://127.0.0.1:{listener}/a.mp4'\n",
    ):
        clip.write_text(content)
        with pytest.raises(ValueError, match="cannot be read as a film"):
            find_clip(clip)


# -- errors ---------------------------------------------------------------------------------------


@contextmanager
def small_disk(most: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def open_files() -> list[str]:
    """Return what this process has open, without what it always has."""
    found = []
    for descriptor in os.listdir("/proc/self/fd" if os.path.exists("/proc/self/fd") else "/dev/fd"):
        try:
            found.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        except OSError:
            continue
    return sorted(name for name in found if not name.startswith(("pipe:", "/dev", "/proc")))


def write_noise(container: Any, codec: str, frames: int = 8) -> None:
    random = np.random.default_rng(1)
    stream = container.add_stream(codec, rate=15)
    stream.width, stream.height = 64, 36
    stream.pix_fmt = stream.codec_context.codec.video_formats[0].name
    for _ in range(frames):
        noise = random.integers(0, 255, (36, 64, 3), np.uint8)
        frame = av.VideoFrame.from_ndarray(noise, format="rgb24")
        container.mux(stream.encode(frame.reformat(format=stream.pix_fmt)))
    container.mux(stream.encode(None))


@pytest.mark.parametrize(
    ("create", "form", "codec"),
    [
        (create_film, "mp4", "libx264"),
        (create_film, "gif", "gif"),
        (stream_film, "webm", "libvpx-vp9"),
        (stream_film, "mov", "prores_ks"),
    ],
)
def test_a_failed_film_says_so_once_and_leaves_nothing_open(
    create: Any, form: str, codec: str, tmp_path: Path, capfd: Any
) -> None:
    path = tmp_path / f"a.{form}"
    with create(path, form) as container:
        write_noise(container, codec)
    size = path.stat().st_size
    before = open_files()
    for most in (0, 1, 40, size // 2, size - 1):
        with pytest.raises(OSError) as caught, small_disk(most), create(path, form) as container:
            write_noise(container, codec)
        assert caught.value.errno is not None
        path.unlink()
        assert open_files() == before, most
    with small_disk(size), create(path, form) as container:
        write_noise(container, codec)
    assert path.stat().st_size == size
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("most", [0, 1, 60, 700, 3000])
def test_after_a_failed_run_nothing_stays_open(most: int, tmp_path: Path) -> None:
    timeline, target, store = measure(Turn, TINY), tmp_path / "a.mp4", SegmentStore(tmp_path / "s")
    before = open_files()
    with small_disk(most), pytest.raises((OSError, RenderError)):
        record(Turn, TINY, target, timeline, key=KEY, store=store)
    assert open_files() == before
    record(Turn, TINY, target, timeline, key=KEY, store=store)
    assert open_files() == before


@pytest.mark.usefixtures("interruptible")
def test_an_interruption_while_a_film_is_ended_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    def interrupted(content: Any) -> BytesIO:
        os.kill(os.getpid(), signal.SIGINT)
        return BytesIO(content)

    with (
        pytest.raises(KeyboardInterrupt),
        create_film(tmp_path / "a.mp4", options={"movflags": "+faststart"}) as container,
    ):
        write_noise(container, "libx264")
        monkeypatch.setattr(film_files, "BytesIO", interrupted)
    assert capfd.readouterr().err == ""

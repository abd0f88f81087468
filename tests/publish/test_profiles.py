"""The same scene in other forms: transparent films, a GIF, pictures as SVG."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from clips import make_clip
from manim.mobject.geometry.arc import Circle
from manim.mobject.geometry.polygram import Square
from manim.mobject.types.image_mobject import ImageMobject
from PIL import Image

from explainer.engine import transparent
from explainer.engine.kernels.straightening import straighten
from explainer.engine.session import Quality, RenderError, UnknownBeat, measure, prepare, settings
from explainer.engine.sinks import FrameKeeper
from explainer.engine.transparent import FORMATS, Profile, record_transparent
from explainer.engine.vector import beat_pictures
from explainer.film_files import open_film
from explainer.publish.looping import check_length, write_gif, write_webp
from explainer.scene import Explainer

TINY = Quality(160, 90, 15)
BOTH: tuple[Profile, ...] = ("alpha", "editor")


class Shapes(Explainer):
    """See a ring, half of it covered by a sheet, and a square that turns."""

    def construct(self) -> None:
        ring = Circle(2, color=self.theme.posterior, stroke_width=30).shift([-3, 0, 0])
        sheet = Square(3, color=self.theme.prior, stroke_width=0, fill_opacity=0.5)
        with self.beat("shapes", "Shapes", "A ring and a sheet.", alt="A ring <green> & a sheet."):
            self.add(ring, sheet.shift([-3, -1.5, 0]))
            self.wait(0.4)
        square = Square(2, color=self.theme.likelihood, fill_opacity=1).shift([3, -0.5, 0])
        square.set_fill([self.theme.likelihood, self.theme.prior], opacity=1)
        with self.beat("turn", "Turn", "The square turns."):
            self.play(square.animate.rotate(1.2).shift([0.6, 0, 0]), run_time=1)


class AlphaKeeper(FrameKeeper):
    """Keeps the frames with their opacity."""

    def write_frame(self, frame: np.ndarray, repeat: int = 1) -> None:
        self.frames += repeat
        self.kept += [np.array(frame)] * repeat


@pytest.fixture(scope="module")
def drawn() -> list[np.ndarray]:
    """All frames of the scene on nothing, premultiplied."""
    keeper = AlphaKeeper()
    with settings(TINY):
        scene = prepare(Shapes, keeper)
        scene.camera.background_opacity = 0.0
        scene.render()
    return keeper.kept


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[Profile, Path]:
    folder = tmp_path_factory.mktemp("films")
    targets = {profile: folder / f"a{FORMATS[profile].suffix}" for profile in BOTH}
    record_transparent(Shapes, TINY, targets, measure(Shapes, TINY))
    return targets


def decoded(film: Path) -> list[np.ndarray]:
    """Return the straight RGBA frames of a film; FFmpeg's own VP9 decoder has no opacity."""
    found: list[np.ndarray] = []
    with open_film(film, film.suffix[1:]) as container:
        stream = container.streams.video[0]
        vp9 = stream.codec_context.name == "vp9"
        decoder: Any = av.CodecContext.create("libvpx-vp9", "r") if vp9 else stream.codec_context
        for packet in container.demux(stream):
            for frame in decoder.decode(packet):
                rgba = frame.reformat(
                    format="rgba", src_colorspace=1, src_color_range=1, dst_color_range=2
                ).to_ndarray()
                rgba[..., 3] = opacity(frame)
                found.append(rgba)
    return found


def opacity(frame: Any) -> np.ndarray:
    """Return the opacity of a decoded frame, 0 to 255, from its own plane."""
    plane = frame.planes[3]
    bits = frame.format.components[3].bits
    kind = np.dtype(np.uint8 if bits == 8 else np.uint16)
    values = np.frombuffer(plane, kind).reshape(plane.height, plane.line_size // kind.itemsize)
    scaled = values[:, : plane.width].astype(float) * 255 / (2**bits - 1)
    return np.rint(scaled).astype(np.uint8)


def over(rgba: np.ndarray, ground: float) -> np.ndarray:
    """Return straight pixels laid on a grey, (height, width, 3)."""
    share = rgba[..., 3:].astype(float) / 255
    return rgba[..., :3] * share + ground * (1 - share)


# -- transparent films ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "codec", "pix_fmt", "format_name"),
    [("alpha", "vp9", "yuv420p", "webm"), ("editor", "prores", "yuva444p", "mov")],
)
def test_a_transparent_film_is_what_players_expect(
    films: dict[Profile, Path], profile: Profile, codec: str, pix_fmt: str, format_name: str
) -> None:
    timeline = measure(Shapes, TINY)
    with open_film(films[profile], format_name) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        packets = [packet for packet in container.demux(stream) if packet.size]
        assert format_name in container.format.name
        assert context.name == codec
        assert context.pix_fmt is not None and context.pix_fmt.startswith(pix_fmt)
        assert (context.width, context.height) == (TINY.width, TINY.height)
        assert stream.average_rate == TINY.fps
        assert (context.colorspace, context.color_range) == (1, 1)
        if profile == "alpha":
            assert stream.metadata["ALPHA_MODE"] == "1"
        else:
            assert (context.profile, context.codec_tag) == ("4444", "ap4h")
    base = packets[0].time_base
    assert base is not None
    moments = [round(Fraction(packet.pts or 0) * base * TINY.fps) for packet in packets]
    assert moments == list(range(timeline.frames))


@pytest.mark.parametrize(("profile", "most"), [("alpha", 2.0), ("editor", 0.0)])
def test_the_opacity_is_that_which_was_drawn(
    films: dict[Profile, Path], drawn: list[np.ndarray], profile: Profile, most: float
) -> None:
    read = decoded(films[profile])
    assert len(read) == len(drawn)
    middle = drawn[-1][20:, 20:70, 3]
    assert {0, 255} < {*np.unique(middle)} and ((middle > 120) & (middle < 135)).any()
    for frame, original in zip(read, drawn, strict=True):
        apart = np.abs(frame[..., 3].astype(int) - original[..., 3])
        assert apart.mean() <= most / 4
        assert np.quantile(apart, 0.99) <= 4 * most


@pytest.mark.parametrize(("profile", "most"), [("alpha", 1.0), ("editor", 0.1)])
def test_it_looks_as_drawn_on_any_ground(
    films: dict[Profile, Path], drawn: list[np.ndarray], profile: Profile, most: float
) -> None:
    for frame, original in zip(decoded(films[profile]), drawn, strict=True):
        for ground in (0, 128, 255):
            share = 1 - original[..., 3:].astype(float) / 255
            expected = original[..., :3] + ground * share
            assert np.abs(over(frame, ground) - expected).mean() < most


def test_nothing_is_seen_where_nothing_is_drawn(drawn: list[np.ndarray]) -> None:
    assert (drawn[-1][-6:, :, 3] == 0).all()
    assert all((frame[..., :3].max(axis=-1) <= frame[..., 3]).all() for frame in drawn)


def test_the_frames_are_drawn_once_for_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[int] = []
    original = transparent.TransparentWriter.write_frame

    def counted(self: Any, frame: np.ndarray, repeat: int = 1) -> None:
        taken.append(repeat)
        original(self, frame, repeat)

    monkeypatch.setattr(transparent.TransparentWriter, "write_frame", counted)
    timeline, told, whole = measure(Shapes, TINY), [], []
    targets = {profile: tmp_path / f"a{FORMATS[profile].suffix}" for profile in BOTH}
    record_transparent(Shapes, TINY, targets, timeline, on_frame=told.append, on_whole=whole.append)
    assert sum(taken) == timeline.frames == told[-1]
    assert told == sorted(told)
    assert whole == [*BOTH]


def test_one_beat_alone(tmp_path: Path, drawn: list[np.ndarray]) -> None:
    timeline = measure(Shapes, TINY)
    target = tmp_path / "a.mov"
    record_transparent(Shapes, TINY, {"editor": target}, timeline, beat="turn")
    start, stop = timeline.span("turn", TINY.fps)
    assert start > 0
    read = decoded(target)
    assert len(read) == stop - start
    assert np.array_equal(read[-1][..., 3], drawn[stop - 1][..., 3])
    with pytest.raises(UnknownBeat):
        record_transparent(Shapes, TINY, {"editor": target}, timeline, beat="none")


def test_a_missing_encoder_is_named_before_anything_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        FORMATS, "alpha", transparent.Format(".webm", "webm", "no-such-vp9", "yuva420p", {}, False)
    )
    with pytest.raises(RenderError, match=r"^--for alpha: the encoder no-such-vp9 is missing") as e:
        record_transparent(Shapes, TINY, {"alpha": tmp_path / "a.webm"}, measure(Shapes, TINY))
    assert "\n" not in str(e.value)
    assert not list(tmp_path.iterdir())


def test_a_disk_that_fills_during_one_film_leaves_the_other_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = transparent._Track._append

    def full(self: Any, container: Any, stream: Any, *item: Any) -> None:
        if self._form.codec == "prores_ks" and self._number >= 8:
            raise OSError(errno.ENOSPC, "No space left on device")
        original(self, container, stream, *item)

    monkeypatch.setattr(transparent._Track, "_append", full)
    targets = {profile: tmp_path / f"a{FORMATS[profile].suffix}" for profile in BOTH}
    timeline = measure(Shapes, TINY)
    finished: list[Profile] = []
    with pytest.raises(OSError, match="No space left"):
        record_transparent(Shapes, TINY, targets, timeline, on_whole=finished.append)
    assert finished == ["alpha"]
    assert len(decoded(targets["alpha"])) == timeline.frames


def test_a_real_full_disk_is_an_error_of_the_system(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():  # macOS has none; a folder that is not there fails likewise
        full = tmp_path / "no" / "a.mov"
    with pytest.raises(OSError):
        record_transparent(Shapes, TINY, {"editor": full}, measure(Shapes, TINY))


def test_a_scene_that_fails_stops_the_encoders(tmp_path: Path) -> None:
    class Fails(Shapes):
        def construct(self) -> None:
            super().construct()
            raise ZeroDivisionError

    timeline = measure(Shapes, TINY)
    longer = type(timeline)(timeline.beats, timeline.duration, timeline.frames + 1)
    with pytest.raises(ZeroDivisionError):
        record_transparent(Fails, TINY, {"alpha": tmp_path / "a.webm"}, longer)


# -- premultiplied and straight -------------------------------------------------------------------


def straight(pixels: list[list[tuple[int, int, int, int]]]) -> np.ndarray:
    given = np.array(pixels, np.uint8)
    out = np.zeros(given.shape[:2], np.uint32)
    straighten(given.view(np.uint32)[..., 0], np.uint32(0x332211), out)
    return out.view(np.uint8).reshape(given.shape)


def test_straight_colours_times_opacity_are_what_was_given() -> None:
    random = np.random.default_rng(3)
    alpha = random.integers(0, 256, (40, 60, 1))
    given = np.concatenate([random.integers(0, 256, (40, 60, 3)) * alpha // 255, alpha], axis=-1)
    found = straight(given.tolist())
    assert np.array_equal(found[..., 3], given[..., 3])
    again = np.rint(found[..., :3] * (found[..., 3:] / 255))
    assert np.abs(again - given[..., :3])[alpha[..., 0] >= 16].max() <= 1


def test_what_cannot_be_seen_has_its_neighbours_colour() -> None:
    found = straight([[(200, 100, 0, 255), (0, 0, 0, 0)], [(100, 50, 0, 128), (0, 0, 0, 0)]])
    assert found[0, 0].tolist() == [200, 100, 0, 255]
    assert np.abs(found[..., :3].astype(int) - (200, 100, 0)).max() <= 1
    empty = straight([[(0, 0, 0, 0)] * 2] * 2)
    assert (empty == (0x11, 0x22, 0x33, 0)).all()


# -- pictures -------------------------------------------------------------------------------------


def pictures(build: Callable[..., Any], **options: Any) -> dict[str, tuple[np.ndarray, bytes]]:
    found: dict[str, tuple[np.ndarray, bytes]] = {}

    def keep(beat: Any, pixels: np.ndarray, svg: bytes) -> None:
        found[beat.name] = pixels, svg

    beat_pictures(build, Quality(320, 180, 15), keep, **options)
    return found


def rasterised(browser: Any, svg: bytes, folder: Path) -> np.ndarray:
    """Return what a browser shows of an SVG, (height, width, 3) uint8."""
    file = folder / "a.svg"
    file.write_bytes(svg)
    page = browser.new_page(viewport={"width": 320, "height": 180})
    page.goto(file.as_uri())
    page.screenshot(path=str(folder / "a.png"))
    page.close()
    return np.array(Image.open(folder / "a.png").convert("RGB"))


class Photo(Shapes):
    """See a picture of pixels among shapes."""

    def construct(self) -> None:
        photo = ImageMobject(np.full((9, 9, 3), (250, 60, 10), np.uint8)).set(height=3)
        self.add(photo.shift([4, 0, 0]))
        super().construct()


@pytest.mark.parametrize("build", [Shapes, Photo])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_svg_shows_what_the_pixels_show(
    browser: Any, tmp_path: Path, build: Any, theme: str
) -> None:
    found = pictures(lambda: build(theme=theme))
    assert list(found) == ["shapes", "turn"]
    for pixels, svg in found.values():
        apart = np.abs(rasterised(browser, svg, tmp_path).astype(int) - pixels[..., :3])
        assert apart.mean() < 1.0
        assert (apart.max(axis=-1) > 40).mean() < 0.01
    embedded = [b"<image" in svg for _, svg in found.values()]
    assert embedded == [build is Photo] * 2


def test_the_svg_has_the_frames_size_and_says_what_it_shows() -> None:
    svg = pictures(Shapes, beat="shapes")["shapes"][1].decode()
    head = svg[svg.index("<svg") : svg.index(">", svg.index("<svg"))]
    assert re.search(r'width="320(px)?"', head) and re.search(r'height="180(px)?"', head)
    assert 'viewBox="0 0 320 180"' in head and 'role="img"' in head
    assert "<title>Shapes</title>\n<desc>A ring &lt;green&gt; &amp; a sheet.</desc>" in svg
    assert svg.count("<path") == 3  # heading, ring, sheet


# -- GIF ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fps", "size", "frames", "small"),
    [(15, (320, 180), 30, (320, 180)), (60, (1280, 720), 60, (800, 450))],
)
def test_a_gif_has_few_frames_and_few_pixels(
    tmp_path: Path, fps: int, size: tuple[int, int], frames: int, small: tuple[int, int]
) -> None:
    clip = make_clip(tmp_path / "a.mp4", frames=frames, size=size, fps=fps, beats=())
    write_gif(clip, tmp_path / "a.gif")
    kept = frames * 15 // fps
    with Image.open(tmp_path / "a.gif") as gif:
        assert gif.size == small and gif.format == "GIF"
        assert gif.info["loop"] == 0
        durations, shades = [], []
        for number in range(getattr(gif, "n_frames", 1)):
            gif.seek(number)
            durations.append(gif.info["duration"])
            shades.append(np.asarray(gif.convert("RGB")).mean())
    # What does not change is held: there may be fewer pictures, of the same length together.
    assert sum(durations[:-1]) == pytest.approx(1000 * (kept - 1) / 15, abs=10)
    assert durations[-1] == 2000
    assert len(durations) == kept
    step = fps // 15
    assert shades == pytest.approx([40 + 3 * step * n for n in range(kept)], abs=4)


def test_a_webp_has_the_frames_of_a_gif(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", frames=60, size=(1280, 720), fps=60, beats=())
    write_webp(clip, tmp_path / "a.webp")
    with Image.open(tmp_path / "a.webp") as picture:
        assert (picture.format, picture.size, picture.info["loop"]) == ("WEBP", (800, 450), 0)
        shades, durations = [], []
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            shades.append(np.asarray(picture.convert("RGB")).mean())
            durations.append(picture.info["duration"])
    assert shades == pytest.approx([40 + 12 * n for n in range(15)], abs=6)
    assert sum(durations[:-1]) == pytest.approx(1000 * 14 / 15, abs=20)
    assert durations[-1] == pytest.approx(2000, abs=250)


@pytest.mark.parametrize(("kind", "write"), [("gif", write_gif), ("webp", write_webp)])
def test_a_picture_of_a_long_film_is_refused_in_one_line(
    tmp_path: Path, kind: str, write: Callable[[Path, Path], None]
) -> None:
    clip = make_clip(tmp_path / "a.mp4", frames=310, beats=())
    with pytest.raises(ValueError, match=rf"^--for {kind}: 21 s is too long .* --beat$") as refusal:
        write(clip, tmp_path / f"a.{kind}")
    assert "\n" not in str(refusal.value)
    assert not (tmp_path / f"a.{kind}").exists()
    with pytest.raises(ValueError, match=r"--beat \(grid, area\)$"):
        check_length(62.0, ("grid", "area"))
    check_length(20.0)

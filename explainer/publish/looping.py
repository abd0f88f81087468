"""A short clip as a GIF or a WebP, for places that take pictures only; made from the film."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explainer.film_files import create_film, open_film

if TYPE_CHECKING:
    import av

NAMES = {"gif": "GIF", "webp": "WebP"}

FASTEST = 15
"""Frames a second, at most."""
WIDEST = 800
"""Pixels across, at most."""
LONGEST = 20.0
"""Seconds; a longer one is tens of megabytes that nobody can stop or wind back."""
LAST_PICTURE = 2.0
"""Seconds that the last picture stays before it all begins anew."""
QUALITY = 70
"""Of a WebP, from 0 to 100: a third of the GIF's bytes, and no palette."""


def check_length(seconds: float, beats: tuple[str, ...] = (), kind: str = "gif") -> None:
    """Make sure that a clip is short enough for a picture.

    Args:
        seconds: how long the clip is.
        kind: of the picture: gif or webp.
        beats: the names of its beats, one of which may be short enough.

    Raises:
        ValueError: when it is not; the message is one line that says what to do.
    """
    if seconds > LONGEST:
        choice = f" ({', '.join(beats)})" if len(beats) > 1 else ""
        raise ValueError(
            f"--for {kind}: {seconds:.0f} s is too long for a {NAMES[kind]}, which takes "
            f"{LONGEST:.0f} s at most; choose one beat with --beat{choice}"
        )


def write_gif(film: Path, target: Path) -> None:
    """Write a finished film as a GIF that plays over and over.

    It has every so many frames of the film, at most 15 a second, and is at most 800 pixels wide.
    All its frames share one palette, so that what stands still does not flicker.

    Args:
        film: a film of constant frame rate.
        target: the file to write.

    Raises:
        OSError: when a file cannot be read or written.
        ValueError: when the film is too long.
    """
    step, rate, size = _steps(film, "gif")
    palette = _palette(film, step, size)
    # without the name of the muxer's version
    options = {"loop": "0", "final_delay": str(round(100 * LAST_PICTURE)), "fflags": "+bitexact"}
    with create_film(target, "gif", options) as container:
        stream: Any = container.add_stream("gif", rate=rate)
        stream.width, stream.height = size
        stream.pix_fmt = "pal8"
        for number, frame in enumerate(_indexed(film, step, size, palette)):
            frame.pts, frame.time_base = number, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def write_webp(film: Path, target: Path) -> None:
    """Write a finished film as a WebP that plays over and over.

    Its frames are those of a GIF, in all colours.

    Args:
        film: a film of constant frame rate.
        target: the file to write.

    Raises:
        OSError: when a file cannot be read or written.
        ValueError: when the film is too long.
    """
    from av.video.reformatter import ColorRange, Colorspace

    step, rate, size = _steps(film, "webp")
    with create_film(target, "webp", {"loop": "0", "fflags": "+bitexact"}) as container:
        stream: Any = container.add_stream("libwebp_anim", rate=rate)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.options = {"quality": str(QUALITY), "compression_level": "4"}
        last, number = None, 0
        for number, frame in enumerate(_small(film, step, size)):
            last = frame.reformat(
                format="yuv420p",
                src_color_range=ColorRange.JPEG,
                dst_colorspace=Colorspace.ITU601,  # a WebP has no other
                dst_color_range=ColorRange.MPEG,
            )
            last.pts, last.time_base = number, 1 / rate
            container.mux(stream.encode(last))
        if last is not None:
            last.pts = number + round(LAST_PICTURE * rate)
            container.mux(stream.encode(last))
        container.mux(stream.encode(None))


def _steps(film: Path, kind: str) -> tuple[int, Fraction, tuple[int, int]]:
    """Return every which frame of a film is taken, how many a second these are, and their size.

    Raises:
        ValueError: when the film is too long.
    """
    with open_film(film) as source:
        video: Any = source.streams.video[0]
        fps = Fraction(video.average_rate)
        check_length(float(video.frames / fps), kind=kind)
        step = -(-fps // FASTEST)
        width = min(WIDEST, video.width)
        return step, fps / step, (width, 2 * round(video.height * width / video.width / 2))


def _small(film: Path, step: int, size: tuple[int, int]) -> Iterator[av.VideoFrame]:
    """Give every ``step``-th frame of a film, RGB of that size."""
    from av.video.reformatter import ColorRange, Colorspace, Interpolation

    with open_film(film) as container:
        container.streams.video[0].thread_type = "AUTO"
        for number, frame in enumerate(container.decode(video=0)):
            if number % step == 0:
                small = frame.reformat(
                    *size,
                    format="bgra",
                    src_colorspace=Colorspace.ITU709,
                    src_color_range=ColorRange.MPEG,
                    dst_color_range=ColorRange.JPEG,
                    interpolation=Interpolation.AREA,
                )
                small.pts, small.time_base = number // step, Fraction(1, FASTEST)
                yield small


def _source(graph: Any, size: tuple[int, int]) -> Any:
    return graph.add_buffer(
        width=size[0], height=size[1], format="bgra", time_base=Fraction(1, FASTEST)
    )


def _palette(film: Path, step: int, size: tuple[int, int]) -> av.VideoFrame:
    """Return the colours that serve all frames best, 16x16 of them."""
    import av

    graph = av.filter.Graph()
    source = _source(graph, size)
    # What moves counts as much as what stands still: thin lines would lose their colour else.
    chosen = graph.add("palettegen", "reserve_transparent=1:stats_mode=full")
    sink = graph.add("buffersink")
    source.link_to(chosen)
    chosen.link_to(sink)
    graph.configure()
    for frame in _small(film, step, size):
        source.push(frame)
    source.push(None)
    found: Any = sink.pull()
    return found  # type: ignore[no-any-return]


def _indexed(
    film: Path, step: int, size: tuple[int, int], palette: av.VideoFrame
) -> Iterator[av.VideoFrame]:
    """Give the frames in the colours of the palette."""
    import av

    graph = av.filter.Graph()
    source = _source(graph, size)
    colours = _source(graph, (palette.width, palette.height))
    # A fixed pattern, and only where something moves: what stands still stays as it is.
    use = graph.add("paletteuse", "dither=bayer:bayer_scale=4:diff_mode=rectangle")
    sink = graph.add("buffersink")
    source.link_to(use, 0, 0)
    colours.link_to(use, 0, 1)
    use.link_to(sink)
    graph.configure()
    palette.pts, palette.time_base = 0, Fraction(1, FASTEST)
    colours.push(palette)
    colours.push(None)
    for frame in _small(film, step, size):
        source.push(frame)
        yield from _pulled(sink)
    source.push(None)
    yield from _pulled(sink)


def _pulled(sink: Any) -> Iterator[Any]:
    """Give what a filter has ready."""
    import av

    while True:
        try:
            yield sink.pull()
        except (av.BlockingIOError, av.EOFError):
            return

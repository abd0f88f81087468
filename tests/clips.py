"""Small clips whose frames tell their own number, to take apart and put into decks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.frame import PictureType

from explainer.film_files import create_film, open_film
from explainer.publish.record import BeatRecord, ClipRecord, versions, write_record

FPS = 15
SIZE = (320, 180)
NASTY = '*b* _u_ $x$ #panic() @ref <l> [c] {d} "q" \\ </script> &amp; \u2212 2 < 3'


def shade(number: int) -> int:
    """Return the grey of a frame: 3 to the next one."""
    return 40 + 3 * number


def number_of(pixels: Any) -> float:
    """Return the number of the frame that a picture shows, to a fraction."""
    return (float(np.asarray(pixels, float)[..., :3].mean()) - 40) / 3


def beat(name: str, start: int, end: int, *, title: str = "", say: str = "") -> BeatRecord:
    """Return a beat from one frame up to another."""
    return BeatRecord(
        name=name,
        title=title or f"The {name}",
        say=say or f"This is the {name}.",
        start=start / FPS,
        end=end / FPS,
    )


THREE = (beat("start", 0, 15), beat("middle part", 15, 40), beat("end", 40, 60))


def make_clip(
    target: Path,
    beats: Sequence[BeatRecord] = THREE,
    *,
    frames: int = 60,
    size: tuple[int, int] = SIZE,
    keys: Sequence[int] = (15, 40),
    options: str = "",
    colour: tuple[int, int, int] | None = None,
    fps: int = FPS,
    **changes: Any,
) -> Path:
    """Write a clip and its record.

    Args:
        target: the ``.mp4``.
        beats: for the record.
        frames: how many.
        size: in pixels.
        keys: the frames, besides the first, that are keyframes.
        options: parameters for x264, such as ``bframes=0``.
        colour: of all frames, instead of the grey that tells the number.
        fps: frames a second.
        **changes: fields of the record that are to be different.
    """
    with create_film(target, options={"movflags": "+faststart"}) as container:
        parameters = f"scenecut=0:keyint=250:{options}"
        stream: Any = container.add_stream(
            "libx264", rate=fps, options={"crf": "10", "x264-params": parameters}
        )
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = 1
        context.color_range = 1
        for number in range(frames):
            rgb = colour or (shade(number),) * 3
            pixels = np.full((size[1], size[0], 3), rgb, np.uint8)
            frame = av.VideoFrame.from_ndarray(pixels).reformat(
                format="yuv420p", dst_colorspace=1, dst_color_range=1
            )
            frame.pts = number
            if number in keys:
                frame.pict_type = PictureType.I
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    values: dict[str, Any] = {
        "scene": "grey_levels",
        "title": "See grey grow lighter.",
        "parameters": {"rate": 0.5, "data": [1] * 100, "second": None, "name": "a b"},
        "theme": "light",
        "seed": 0,
        "versions": versions("1.2.3"),
        "size": size,
        "fps": fps,
        "duration": frames / fps,
        "beats": tuple(beats),
    }
    write_record(ClipRecord(**{**values, **changes}), target.with_suffix(".json"))
    return target


def frames_of(film: Path) -> list[np.ndarray]:
    """Return all frames of a film, (height, width, 3) uint8."""
    with open_film(film) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def packets_of(film: Path) -> list[bytes]:
    """Return the packets of a film, in the order in which they lie there."""
    with open_film(film) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]

"""The films of beats: every frame once and in its place, copied where that can be done."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from clips import FPS, SIZE, beat, frames_of, make_clip, number_of, packets_of

from explainer.film_files import open_film
from explainer.publish import beat_files
from explainer.publish.beat_files import cut, find_clip, last_frames, picture, reverse, spans


def parts(folder: Path, count: int = 3) -> list[Path]:
    return [folder / f"{number}.mp4" for number in range(count)]


def numbers(film: Path) -> list[int]:
    found = [number_of(frame) for frame in frames_of(film)]
    assert all(abs(number - round(number)) < 0.45 for number in found)
    return [round(number) for number in found]


# -- which frames ---------------------------------------------------------------------------------


def test_spans_take_every_frame_once(tmp_path: Path) -> None:
    beats = (beat("a", 2, 10), beat("b", 13, 20), beat("c", 20, 28))
    clip = find_clip(make_clip(tmp_path / "a.mp4", beats, frames=30))
    assert [(s.beat.name, s.first, s.stop) for s in spans(clip.record)] == [
        ("a", 0, 10),
        ("b", 10, 20),
        ("c", 20, 30),
    ]


def test_a_clip_without_beats_is_one(tmp_path: Path) -> None:
    clip = find_clip(make_clip(tmp_path / "a.mp4", (), frames=5))
    (span,) = spans(clip.record)
    assert (span.first, span.stop, span.beat.title) == (0, 5, "See grey grow lighter.")


def test_a_beat_without_frames_is_left_out(tmp_path: Path) -> None:
    beats = (beat("none", 0, 0), beat("a", 0, 3), beat("none", 3, 3), beat("b", 3, 5))
    clip = find_clip(make_clip(tmp_path / "a.mp4", beats, frames=5))
    assert [(s.beat.name, s.first, s.stop) for s in spans(clip.record)] == [
        ("a", 0, 3),
        ("b", 3, 5),
    ]


# -- cutting --------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", ["bframes=0", "bframes=2"])
def test_packets_are_copied_at_keyframes(tmp_path: Path, options: str) -> None:
    source = make_clip(tmp_path / "a.mp4", options=options)
    films = parts(tmp_path)
    cut(find_clip(source), films)
    assert [numbers(film) for film in films] == [
        list(range(15)),
        list(range(15, 40)),
        list(range(40, 60)),
    ]
    assert [packet for film in films for packet in packets_of(film)] == packets_of(source)


@pytest.mark.parametrize(
    ("keys", "options"),
    [((), "bframes=0"), ((), "bframes=2"), ((15, 40), "bframes=2:open-gop=1"), ((40,), "")],
)
def test_elsewhere_frames_are_encoded_anew(
    tmp_path: Path, keys: tuple[int, ...], options: str
) -> None:
    films = parts(tmp_path)
    source = make_clip(tmp_path / "a.mp4", keys=keys, options=options)
    cut(find_clip(source), films)
    assert [numbers(film) for film in films] == [
        list(range(15)),
        list(range(15, 40)),
        list(range(40, 60)),
    ]
    kept = set(packets_of(source))
    assert not kept & set(packets_of(films[1]))


@pytest.mark.parametrize("keys", [(15, 40), ()])
def test_films_play_everywhere_and_have_the_same_bytes_again(
    tmp_path: Path, keys: tuple[int, ...]
) -> None:
    clip = find_clip(make_clip(tmp_path / "a.mp4", keys=keys, options="bframes=2"))
    films = parts(tmp_path)
    cut(clip, films)
    first = [film.read_bytes() for film in films]
    cut(clip, films)
    assert [film.read_bytes() for film in films] == first
    for film, content in zip(films, first, strict=True):
        assert 0 < content.index(b"moov") < content.index(b"mdat")
        with open_film(film) as container:
            stream = container.streams.video[0]
            context = stream.codec_context
            assert (stream.codec_context.name, context.pix_fmt) == ("h264", "yuv420p")
            assert (context.profile, context.colorspace, context.color_range) == ("High", 1, 1)
            assert (stream.width, stream.height, stream.average_rate) == (*SIZE, FPS)
            moments = sorted(p.pts * p.time_base for p in container.demux(stream) if p.size)
            assert moments == pytest.approx([n / FPS for n in range(stream.frames)])
        with open_film(film) as container:
            assert next(iter(container.decode(video=0))).key_frame


def test_a_film_shorter_than_its_record_is_named(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4", duration=6.0)
    clip = find_clip(path)
    with pytest.raises(ValueError, match=r"a\.mp4: is shorter than its record says") as caught:
        cut(clip, parts(tmp_path))
    assert "\n" not in str(caught.value)
    with pytest.raises(ValueError, match="shorter"):
        list(last_frames(clip))


# -- pictures -------------------------------------------------------------------------------------


def test_the_last_frame_of_each_beat(tmp_path: Path) -> None:
    clip = find_clip(make_clip(tmp_path / "a.mp4", options="bframes=2"))
    assert [round(number_of(pixels)) for pixels in last_frames(clip)] == [14, 39, 59]
    assert round(number_of(picture(clip, 0))) == 0
    assert picture(clip, 0).shape == (180, 320, 3)


def test_colours_are_those_that_were_drawn(tmp_path: Path) -> None:
    clip = find_clip(make_clip(tmp_path / "a.mp4", frames=3, beats=(), colour=(200, 60, 40)))
    drawn = picture(clip, 2)
    assert np.abs(drawn.astype(int) - (200, 60, 40)).max() <= 3


# -- backwards ------------------------------------------------------------------------------------


@pytest.mark.parametrize("memory", [256_000_000, 0])
def test_a_film_runs_backwards(
    tmp_path: Path, memory: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beat_files, "_MEMORY", memory)
    source = make_clip(tmp_path / "a.mp4", options="bframes=2")
    reverse(source, tmp_path / "b.mp4", FPS, SIZE)
    assert numbers(tmp_path / "b.mp4") == [59, *range(58, -1, -2)]


def test_a_fast_film_runs_backwards_in_fewer_frames(tmp_path: Path) -> None:
    clip = find_clip(make_clip(tmp_path / "a.mp4", (), frames=31, fps=60))
    reverse(clip.video, tmp_path / "b.mp4", 60, SIZE)
    assert numbers(tmp_path / "b.mp4") == [30, 28, *range(24, -1, -4)]
    with open_film(tmp_path / "b.mp4") as container:
        assert container.streams.video[0].average_rate == 30


# -- finding --------------------------------------------------------------------------------------


def test_what_is_no_clip_is_named_in_one_line(tmp_path: Path) -> None:
    film = make_clip(tmp_path / "a.mp4")
    with pytest.raises(ValueError, match=r"b\.mp4: there is no such file"):
        find_clip(tmp_path / "b.mp4")
    (tmp_path / "c.mp4").write_bytes(b"no film")
    (tmp_path / "c.json").write_bytes(film.with_suffix(".json").read_bytes())
    with pytest.raises(ValueError, match=r"c\.mp4: cannot be read") as caught:
        find_clip(tmp_path / "c.mp4")
    assert "\n" not in str(caught.value)
    film.with_suffix(".json").unlink()
    with pytest.raises(ValueError, match=r"a\.json: there is no such file"):
        find_clip(film)


def test_a_record_of_another_film_is_refused(tmp_path: Path) -> None:
    make_clip(tmp_path / "a.mp4")
    small = make_clip(tmp_path / "b.mp4", size=(160, 90))
    (tmp_path / "a.json").write_bytes(small.with_suffix(".json").read_bytes())
    with pytest.raises(ValueError, match=r"a\.mp4: is 320x180, but a\.json says 160x90"):
        find_clip(tmp_path / "a.mp4")

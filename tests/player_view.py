"""A film of three plain colours, and a page with the player that shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from browser import FPS, alike, colour, write_film
from PIL import Image
from playwright.sync_api import Page
from records import beat, clip

from explainer.publish.captions import write_captions, write_chapters
from explainer.publish.player import write_player
from explainer.publish.record import BeatRecord, ClipRecord, SentenceRecord

RED, GREEN, BLUE, WHITE = (200, 40, 40), (40, 160, 60), (50, 60, 200), (240, 240, 240)
COLOURS = (RED, GREEN, BLUE)
ENDS = FIRST, SECOND, LAST = (0.9, 2.2, 3.1)
STEM = "a clip #1"
SAYS = (
    "Red first.",
    "Green <next>, & on.",
    "Blue last.",
)


def record(**more: Any) -> ClipRecord:
    starts = (0.0, *ENDS)
    beats = [
        beat(say, start, end, name=name, title=f"The colour {name}", alt=f"All is {name}.")
        for name, say, start, end in zip(("red", "green", "blue"), SAYS, starts, ENDS, strict=False)
    ]
    return clip(*beats, **{"fps": FPS, "size": (320, 180), **more})


def asked(beat: BeatRecord) -> BeatRecord:
    """Return a beat that puts its narration as a question and holds at its end."""
    whole = SentenceRecord(text=beat.say, start=beat.start, end=beat.end, asks=True)
    return beat.model_copy(update={"sentences": (whole,)})


def write_site(folder: Path) -> None:
    """Write the film, its poster, what leaves with it, and a page that frames the player."""
    film = [
        (shade, end - start) for shade, start, end in zip(COLOURS, (0.0, *ENDS), ENDS, strict=False)
    ]
    write_film(folder / f"{STEM}.mp4", film)
    Image.new("RGB", (320, 180), WHITE).save(folder / f"{STEM}.png")
    write_player(record(), folder / f"{STEM}.html")
    asking = (*record().beats[:1], asked(record().beats[1]), *record().beats[2:])
    write_player(record(beats=asking), folder / "asks.html", STEM)
    write_captions(record(), folder / f"{STEM}.vtt")
    write_chapters(record(), folder / f"{STEM}.chapters.vtt")
    (folder / "host.html").write_text(
        '<!doctype html><title>host</title><body style="margin:0"><script>'
        "window.heard = []; addEventListener('message', (e) => heard.push(e.data));"
        "window.tell = (data) => document.querySelector('iframe').contentWindow"
        ".postMessage(data, '*');</script>"
        f'<iframe src="{STEM.replace("#", "%23")}.html?step" allow="fullscreen" width="800" '
        'height="530" style="border:0"></iframe>',
        encoding="utf-8",
    )


class View:
    """A page with the player, in a context of its own."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.asked: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console", lambda line: self.errors.append(line.text) if line.type == "error" else 0
        )
        page.on("request", lambda request: self.asked.append(request.url))

    def open(self, address: str) -> View:
        self.page.goto(address)
        self.page.wait_for_function("document.getElementById('video').readyState >= 2")
        # Which frames are seen, and whether the film is ever loaded anew.
        self.page.evaluate(
            """() => {
              window.frames_seen = []; window.reloads = 0;
              const video = document.getElementById("video");
              const see = (_, { mediaTime }) => {
                frames_seen.push(mediaTime); video.requestVideoFrameCallback(see);
              };
              video.requestVideoFrameCallback(see);
              for (const name of ["emptied", "loadstart"]) {
                video.addEventListener(name, () => { reloads += 1; });
              }
            }"""
        )
        return self

    @property
    def time(self) -> float:
        return float(self.page.evaluate("document.getElementById('video').currentTime"))

    @property
    def playing(self) -> bool:
        return bool(self.page.evaluate("!document.getElementById('video').paused"))

    @property
    def caption(self) -> str:
        return " ".join(self.page.inner_text("#caption").split())

    @property
    def current(self) -> list[str]:
        found = self.page.locator("#transcript [aria-current]")
        return [text.split("\n")[0] for text in found.all_inner_texts()]

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def until(self, condition: str) -> None:
        self.page.wait_for_function(
            f"(() => {{ const video = document.getElementById('video'); return {condition}; }})()",
            timeout=10_000,
        )

    def rested(self, index: int) -> None:
        """Wait until it stands at the end of a beat, and look at what is seen there."""
        end = ENDS[index]
        self.until(f"video.paused && !video.seeking && Math.abs(video.currentTime - {end}) < 0.05")
        assert end - 1 / FPS < self.time < end
        assert alike(colour(self.page), COLOURS[index])

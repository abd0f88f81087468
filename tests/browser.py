"""A real Chromium without a window, a small film in it, and a server on this machine."""

from __future__ import annotations

import io
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from explainer.film_files import create_film

FPS = 30
SIZE = (320, 180)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def chromium() -> str:
    """Return the path of the system's Chromium."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and ON_MACOS.exists():
        found = str(ON_MACOS)
    assert found, "the tests of web pages need Chromium; ./render.sh test installs it"
    return found


@contextmanager
def running() -> Iterator[Browser]:
    """Run Chromium with a profile of its own, which goes with it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def write_film(target: Path, parts: list[tuple[tuple[int, int, int], float]]) -> None:
    """Write an H.264 film of plain colours (RGB), each for so many seconds."""
    with create_film(target, options={"movflags": "+faststart"}) as container:
        stream: Any = container.add_stream("libx264", rate=FPS, options={"crf": "10"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for colour, seconds in parts:
            pixels = np.full((SIZE[1], SIZE[0], 3), colour, np.uint8)
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            for _ in range(round(seconds * FPS)):
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder; like many a simple server, only whole files."""

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def colour(page: Page, selector: str = "video") -> tuple[int, int, int]:
    """Return the colour (RGB) that is seen in the upper left quarter of an element."""
    picture = Image.open(io.BytesIO(page.locator(selector).first.screenshot())).convert("RGB")
    found = picture.getpixel((picture.width // 4, picture.height // 4))
    assert isinstance(found, tuple)
    return found  # type: ignore[return-value]


def alike(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    """Return whether two colours look the same but for what the encoder does to them."""
    return max(abs(a - b) for a, b in zip(first, second, strict=True)) < 40

"""The player for everyone: less motion, screen readers, contrast, phones, no scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser import alike, colour
from player_view import FIRST, SAYS, STEM, WHITE, record

from explainer.publish.player import write_player
from explainer.style import THEMES


def test_who_prefers_stillness_gets_the_poster_and_stills(opened: Any) -> None:
    view = opened("?autoplay", reduced_motion="reduce")
    view.page.wait_for_timeout(300)
    assert view.time == 0 and not view.playing and alike(colour(view.page), WHITE)
    view.page.click("#next")
    view.rested(0)
    view.page.click("#transcript >> text=The colour blue")
    view.rested(2)
    assert len(view.page.evaluate("frames_seen")) <= 3
    view.page.click("#play")  # and the film when asked
    view.until("!video.paused && video.currentTime > 0.1 && video.currentTime < 0.8")


def test_the_address_starts_it_where_nothing_forbids(opened: Any) -> None:
    view = opened("?autoplay")
    view.until("video.currentTime > 0.2")


def test_a_screen_reader_hears_where_it_is(opened: Any) -> None:
    view = opened("?step")
    live = view.page.locator("#live")
    assert live.get_attribute("aria-live") == "polite"
    view.press("PageDown")
    view.rested(0)
    assert live.inner_text() == "All is red."
    view.press("PageDown")
    view.until(f"video.currentTime > {FIRST + 0.1}")
    assert live.inner_text() == f"Step 2 of 3: The colour green. {SAYS[1]}"
    view.rested(1)
    spoken = view.page.get_attribute("#seek", "aria-valuetext")
    assert spoken == "0:02 of 0:03, step 2 of 3: The colour green"
    assert view.page.get_attribute("video", "aria-label") == record().description


def test_every_control_has_a_name_and_can_be_reached(opened: Any) -> None:
    view = opened()
    view.page.click("#list")
    faults = view.page.evaluate(
        """() => {
          const faults = [];
          const shown = [...document.querySelectorAll("button, select, input, a")]
            .filter((element) => element.checkVisibility());
          for (const element of shown) {
            const name = element.getAttribute("aria-label") || element.innerText.trim();
            if (!name || element.tabIndex < 0) faults.push(element.outerHTML.slice(0, 80));
            const { width, height } = element.getBoundingClientRect();
            if (width < 24 || height < 24) faults.push(`${name}: ${width} x ${height}`);
          }
          const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
          if (new Set(ids).size !== ids.length) faults.push("an id is there twice");
          for (const kind of ["aria-controls", "aria-labelledby"]) {
            for (const element of document.querySelectorAll(`[${kind}]`)) {
              const id = element.getAttribute(kind);
              if (!ids.includes(id)) faults.push(`${kind} leads to no ${id}`);
            }
          }
          return faults;
        }"""
    )
    assert faults == []
    reached = set()
    view.page.evaluate("document.activeElement.blur()")
    for _ in range(25):
        view.press("Tab")
        reached.add(view.page.evaluate("document.activeElement.id"))
        outline = view.page.evaluate(
            "(() => { const e = document.activeElement; return e === document.body "
            "? 'body' : getComputedStyle(e).outlineStyle; })()"
        )
        assert outline in ("solid", "body")
    assert {"start", "seek", "previous", "play", "next", "step", "captions"} <= reached
    assert {"speed", "list", "words", "full", "help"} <= reached


CONTRASTS = """() => {
  const channel = (byte) => {
    const c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) =>
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const [r, g, b, a = 1] = numbers(getComputedStyle(each).backgroundColor);
      if (a > 0.5) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    const drawn = element.tagName === "svg";
    if (!(own || drawn) || !element.checkVisibility()) continue;
    if (element.closest(".unseen, option")) continue;
    const style = getComputedStyle(element);
    const ink = light(numbers(drawn ? style.fill : style.color));
    const ground = light(behind(element));
    const ratio = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    found.push([ratio, element.id || element.textContent.trim().slice(0, 40)]);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("theme", THEMES)
def test_text_stands_out_in_every_theme(opened: Any, site: Path, theme: str, scheme: Any) -> None:
    write_player(record(theme=theme), site / f"{theme}.html", STEM)
    view = opened("", f"{theme}.html", color_scheme=scheme)
    view.page.click("#list")
    view.press("PageDown")
    view.press("?")
    found = view.page.evaluate(CONTRASTS)
    assert len(found) > 40
    assert [entry for entry in found if entry[0] < 4.5] == []


@pytest.mark.parametrize(
    ("query", "width"), [("", 320), ("?step&captions", 320), ("", 375), ("", 600), ("", 900)]
)
def test_it_fits_a_phone(opened: Any, query: str, width: int) -> None:
    view = opened(query, viewport={"width": width, "height": 640}, has_touch=True)
    view.page.tap("#start")
    view.until("video.currentTime > 0.4")
    assert view.page.evaluate("document.documentElement.scrollWidth") <= width
    outside = view.page.evaluate(
        f"[...document.querySelectorAll('.row > *')].filter((e) => e.checkVisibility() && "
        f"(e.getBoundingClientRect().right > {width} || e.getBoundingClientRect().left < 0)).length"
    )
    assert outside == 0
    picture, words = (view.page.locator(each).bounding_box() for each in ("video", "#caption"))
    assert picture and words and picture["width"] == pytest.approx(min(width, 900), abs=60)
    assert words["x"] >= 0 and words["x"] + words["width"] <= width
    if width < 640:  # below the picture, and all of it
        assert words["y"] >= picture["y"] + picture["height"] - 1
        assert view.page.evaluate("caption.scrollHeight <= caption.clientHeight + 1")
    view.page.tap("#help")
    box = view.page.locator("#keys").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


def test_without_scripts_there_are_the_film_and_the_words(
    opened: Any, site: Path, browser: Any
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / f"{STEM}.html").as_uri())
    assert page.get_attribute("video", "controls") == ""
    text = page.inner_text("#transcript")
    assert all(
        words in text for words in (*SAYS, "In the picture: All is blue.", record().description)
    )
    context.close()

"""A deck for PowerPoint, Keynote and LibreOffice."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from explainer.publish.slides import Chapter, Slide
from explainer.style import Theme

_WIDTH = 12_192_000
"""Of a slide, in EMU: 13 1/3 inches, PowerPoint's own width for 16:9."""
_MARGIN = 914_400
_TITLE_SLIDE, _TITLE_ONLY = 0, 5
_DATE = datetime.datetime(2000, 1, 1)

# What PowerPoint writes for a film that starts by itself when its slide comes; but not the part by
# which a click stops and starts it, for the film fills the slide, and a click is to go on.
_TIMING = """
<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tnLst><p:par>
<p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>
 <p:seq concurrent="1" nextAc="seek">
  <p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst><p:par>
   <p:cTn id="3" fill="hold"><p:stCondLst><p:cond delay="indefinite"/>
    <p:cond evt="onBegin" delay="0"><p:tn val="2"/></p:cond></p:stCondLst><p:childTnLst><p:par>
    <p:cTn id="4" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst><p:par>
     <p:cTn id="5" presetID="1" presetClass="mediacall" presetSubtype="0" fill="hold"
      nodeType="afterEffect"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>
      <p:cmd type="call" cmd="playFrom(0.0)"><p:cBhvr><p:cTn id="6" dur="{length}" fill="hold"/>
       <p:tgtEl><p:spTgt spid="{film}"/></p:tgtEl></p:cBhvr></p:cmd>
     </p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par>
  </p:childTnLst></p:cTn>
  <p:prevCondLst><p:cond evt="onPrev" delay="0">
   <p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:prevCondLst>
  <p:nextCondLst><p:cond evt="onNext" delay="0">
   <p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:nextCondLst>
 </p:seq>
 <p:video><p:cMediaNode vol="80000"><p:cTn id="7" fill="hold" display="0">
  <p:stCondLst><p:cond delay="indefinite"/></p:stCondLst></p:cTn>
  <p:tgtEl><p:spTgt spid="{film}"/></p:tgtEl></p:cMediaNode></p:video>
</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>
"""


def write(chapters: Sequence[Chapter], target: Path, *, poster: str = "last") -> None:
    """Write a deck in which the film of a beat fills its slide and plays when the slide comes.

    Each slide has a title (above its edge, for the outline and screen readers), the film with a
    poster and a text alternative, and the narration in its notes.

    Args:
        chapters: with films; of one size.
        target: the ``.pptx`` to write.
        poster: ``last`` or ``first``: the picture of the beat that stands for the film.

    Raises:
        OSError: when a file cannot be read or written.
    """
    from pptx import Presentation

    deck: Any = Presentation()
    width, height = chapters[0].size
    deck.slide_width = _WIDTH
    deck.slide_height = round(_WIDTH * height / width)
    about = deck.core_properties
    about.title = ", ".join(chapter.heading for chapter in chapters)
    about.author = about.last_modified_by = ""
    about.created = about.modified = _DATE
    for chapter in chapters:
        _opening(deck, chapter)
        for slide in chapter.slides:
            _beat(deck, chapter, slide, poster)
    made = io.BytesIO()
    deck.save(made)
    _pack(made, target)


def _pack(made: io.BytesIO, target: Path) -> None:
    """Write the parts of a deck without the time of day: the same clips give the same bytes."""
    with ZipFile(made) as parts, ZipFile(target, "w") as packed:
        for part in parts.infolist():
            plain = ZipInfo(part.filename, _DATE.timetuple()[:6])
            film = part.filename.endswith((".mp4", ".png"))
            packed.writestr(plain, parts.read(part), ZIP_STORED if film else ZIP_DEFLATED)


def _opening(deck: Any, chapter: Chapter) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_SLIDE])
    _paint(slide, chapter.theme)
    width, height = deck.slide_width - 2 * _MARGIN, deck.slide_height
    title, below = slide.shapes.title, slide.placeholders[1]
    _put(title, _MARGIN, height * 22 // 100, width, height * 24 // 100)
    _put(below, _MARGIN, height * 48 // 100, width, height * 40 // 100)
    _say(title, [(chapter.heading, 48, chapter.theme.ink)])
    _say(below, [(chapter.title, 24, chapter.theme.ink), (chapter.given, 16, chapter.theme.muted)])


def _beat(deck: Any, chapter: Chapter, beat: Slide, poster: str) -> None:
    from pptx.oxml import parse_xml

    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    _paint(slide, chapter.theme)
    heading = slide.shapes.title
    _put(heading, 0, -deck.slide_height // 8, deck.slide_width, deck.slide_height // 10)
    _say(heading, [(beat.title, 24, chapter.theme.ink)])
    film = slide.shapes.add_movie(
        str(chapter.film(beat)),
        0,
        0,
        deck.slide_width,
        deck.slide_height,
        poster_frame_image=str(chapter.first(beat) if poster == "first" else chapter.last(beat)),
        mime_type="video/mp4",
    )
    film.name = beat.title
    film._element._nvXxPr.cNvPr.set("descr", beat.alternative)
    root = slide._element
    for timing in root.findall(f"{{{root.nsmap['p']}}}timing"):
        root.remove(timing)
    length = round(beat.seconds * 1000)
    root.append(parse_xml(_TIMING.format(film=film.shape_id, length=length)))
    slide.notes_slide.notes_text_frame.text = beat.notes


def _put(shape: Any, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _say(shape: Any, lines: Sequence[tuple[str, int, str]]) -> None:
    """Set lines of text: what, its size in points, and its colour."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP if len(lines) > 1 else MSO_ANCHOR.BOTTOM
    for number, (text, points, colour) in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(points / 2)
        run = paragraph.add_run()
        run.text = text
        run.font.size = Pt(points)
        run.font.color.rgb = RGBColor.from_string(colour.lstrip("#"))


def _paint(slide: Any, theme: Theme) -> None:
    from pptx.dml.color import RGBColor

    fill = slide.background.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string(theme.background.lstrip("#"))

"""The base of every scene: a theme, typed parameters, and beats with their narration."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Self

from manim import config, logger
from manim.animation.animation import Animation, Wait
from manim.mobject.mobject import Mobject
from manim.mobject.text.text_mobject import MarkupText, Text
from manim.utils.rate_functions import linear, smooth

from explainer.beat_text import BeatText
from explainer.code_mistakes import OWN_INIT
from explainer.engine.clip_scene import ClipScene
from explainer.engine.fades import Brighten, During, fade_in, fade_out
from explainer.engine.session import Beat, EndOfBeat
from explainer.engine.sinks import Sink
from explainer.engine.sweeps import Sweep as Sweep
from explainer.fonts import boxes, note_system_text, warning
from explainer.messages import Refusal
from explainer.mobjects.panel import Item, Panel
from explainer.mobjects.text import Formula, TypesetMobject, Words
from explainer.narration import Narration
from explainer.params import SceneParams
from explainer.style import Theme, on_background
from explainer.style import theme as theme_named

MANIMS_BACKGROUND = "#000000"
"""What ``config.background_color`` is unless somebody has chosen another, which then is taken."""


class Explainer(ClipScene):
    """A scene made of beats.

    A subclass declares ``Params`` (and ``presets``), and plays its beats in ``construct``. It runs
    from our command line, which hands it parameters and a theme, and from Manim's own, where it
    takes its defaults.

    Args:
        params: the parameters; the scene's defaults when None.
        theme: the theme or its name; dark when None.
    """

    class Params(SceneParams):
        """No parameters."""

    presets: ClassVar[dict[str, SceneParams]] = {}

    bleeds: ClassVar[bool] = False
    """Whether the picture goes on below the heading, to the edges of the frame."""

    def __init__(
        self, params: SceneParams | None = None, theme: Theme | str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.params: Any = params if params is not None else type(self).Params()
        self.theme: Theme = theme_named(theme or "dark") if not isinstance(theme, Theme) else theme
        chosen = config.background_color.to_hex()
        if chosen != MANIMS_BACKGROUND:
            self.theme = on_background(self.theme, chosen)
        self.camera.background_color = self.theme.background
        self.beats: list[Beat] = []
        self.only_beat: str | None = None
        self.on_beat_end: Callable[[Explainer, Beat], None] = lambda scene, beat: None
        self.side = Panel(self.theme)
        self.panel: list[Mobject] = []
        self.narration = Narration(self)
        self._carried: list[Animation] = []
        self._named: list[Mobject] = []

    # -- beats ---------------------------------------------------------------------------------

    @contextmanager
    def beat(
        self, name: str, title: str | BeatText, say: str = "", alt: str | None = None
    ) -> Iterator[None]:
        """Play one named step; it lasts at least as long as its words take to read.

        The heading changes while the first thing moves. Sentences that ``say`` has bound to what
        moves are read then, the others at the end.

        Args:
            name: for ``--beat`` and chapters; lower case.
            title: all that the beat says; or Typst markup of the heading alone, which names what
                the last frame shows.
            say: the narration, a few sentences of plain text.
            alt: what is to be seen at its end, in plain text, for whoever cannot see it; title and
                narration stand in for it when None.
        """
        words = title if isinstance(title, BeatText) else BeatText(title, say, alt or "")
        self.next_section(name)
        self.narration.begin(words)
        yield
        finished = self.narration.end(name, words)
        self.beats.append(finished)
        self.on_beat_end(self, finished)
        if self.only_beat == name:
            raise EndOfBeat

    @contextmanager
    def say(self, sentence: str) -> Iterator[None]:
        """Say a sentence while something moves: until it has been read, or longer as that lasts.

        Args:
            sentence: plain text.
        """
        start = self.clock
        yield
        self.narration.hear(sentence, start)

    def ask(self, question: str = "") -> None:
        """Put a question and hold the picture, so that viewers can predict what comes.

        Pages and decks stop there; captions carry it.

        Args:
            question: Typst markup; it becomes the heading. The heading as it is when empty.

        Raises:
            Refusal: when there is neither.
        """
        self.narration.ask(question)

    def conclude(self) -> None:
        """Let the heading name, from the next motion on, what has been seen by then.

        Where a beat opens with a question, this comes at its end at the latest.
        """
        self.narration.conclude()

    def show_heading(self, title: str) -> None:
        """Let a heading, Typst markup, take the place of the one before while the next moves."""
        self.narration.show_heading(title)

    def pin(self, *mobjects: Mobject) -> None:
        """Keep mobjects in their place on the screen, wherever the camera goes.

        Unlike ``add_fixed_in_frame_mobjects`` it does not show them: fade them in when it is time.
        """
        pin = getattr(self.camera, "add_fixed_in_frame_mobjects", None)
        if pin is not None:  # any other camera stands still
            pin(*mobjects)

    def carry(
        self,
        out: Iterable[Mobject] = (),
        into: Iterable[Mobject] = (),
        dim: Iterable[Mobject] = (),
        light: Iterable[Mobject] = (),
        to: Mapping[float, Iterable[Mobject]] | None = None,
    ) -> None:
        """Let things change while the next thing moves.

        They are of shapes; the scene's next play takes them along, or a play of their own where it
        would only wait.

        Args:
            out: what goes.
            into: what comes in its place.
            dim: what steps back, to the brightness of the rest.
            light: what steps forward again.
            to: what takes another brightness, each share with its mobjects.
        """
        seconds = self.theme.durations.swap
        # One after the other: two lines of text in one place cannot be read.
        seen, late = self._seen(), During(0.4, 1, seconds)
        first, whole = During(0, 0.4, seconds), During(0, 1, seconds)
        out = list(out)
        gone = {id(m) for m in out}  # what goes before it has come does not come at all
        self._carried = [a for a in self._carried if id(a.mobject) not in gone]
        self._carried += [
            fade_out(m, first if _is_text(m) else whole) for m in out if _is_seen(m, seen)
        ]
        self._carried += [
            fade_in(m, late if _is_text(m) else whole) for m in into if not _is_seen(m, seen)
        ]
        emphasis = self.theme.emphasis
        levels = [(emphasis.rest, dim), (emphasis.hero, light), *(to or {}).items()]
        self._carried += [Brighten(m, share, whole) for share, each in levels for m in each]

    def name(self, *names: Mobject) -> None:
        """Let names come while the next thing moves; they go with the others."""
        self._named += names
        self.carry(into=names)

    def unname(self) -> list[Mobject]:
        """Return the names that are there, which are to go."""
        gone, self._named = self._named, []
        return gone

    # -- what a film has not ---------------------------------------------------------------------

    def render(self, *args: Any, **kwargs: Any) -> bool:
        """Play the scene; see Manim's ``Scene.render``.

        Raises:
            Refusal: when an ``__init__`` of the scene's own has left this class's out.
        """
        if "theme" not in vars(self):
            raise Refusal(f"{type(self).__name__} {OWN_INIT}")
        return bool(super().render(*args, **kwargs))

    def add(self, *mobjects: Any) -> Self:
        """Show mobjects; see Manim's ``Scene.add``."""
        for mobject in mobjects:
            for member in mobject.get_family():
                if isinstance(member, Text | MarkupText):
                    note_system_text(member.text)
        return super().add(*mobjects)

    def tear_down(self) -> None:
        """Say, where Manim's own command plays the scene, which letters no font has."""
        super().tear_down()
        if not isinstance(self.renderer.file_writer, Sink) and (letters := boxes()):
            logger.warning(warning(letters))

    def interactive_embed(self) -> None:
        """Refuse: there is no window.

        Raises:
            Refusal: always.
        """
        raise Refusal(
            "a film has no window to work in: leave out embed and interactive_embed; --still shows "
            "the last frame, --beat NAME one step"
        )

    embed = interactive_embed

    def add_sound(self, *args: Any, **kwargs: Any) -> None:
        """Add a sound, under Manim's own command.

        Raises:
            Refusal: under ours, whose films are silent.
        """
        if isinstance(self.renderer.file_writer, Sink):
            raise Refusal(
                "films have no sound here: leave out add_sound and add it to the finished clip, or "
                "render with manim -qh FILE CLASS, which keeps it"
            )
        super().add_sound(*args, **kwargs)

    # -- time ----------------------------------------------------------------------------------

    def play(self, *animations: Any, **kwargs: Any) -> None:
        """Play animations for a whole number of ticks."""
        if not animations:
            raise Refusal("self.play() has nothing to play; self.wait() holds the picture")
        carried, self._carried = self._carried, []
        if carried and all(isinstance(a, Wait) for a in animations):
            self.play(*carried, run_time=self.theme.durations.swap)
        elif carried:
            animations += tuple(carried)
        else:
            self.narration.rest()
        if "run_time" not in kwargs and all(isinstance(a, Animation) for a in animations):
            kwargs["run_time"] = max(self.get_run_time([a]) for a in animations)
        elif "run_time" not in kwargs:
            kwargs["run_time"] = self.theme.durations.normal
        super().play(*animations, **kwargs)

    def sweep(
        self,
        show: Callable[[float], object],
        *touches: Mobject,
        run_time: float | None = None,
        eased: bool = True,
        along: tuple[Animation, ...] = (),
    ) -> None:
        """Play ``show(t)`` for t from 0 to 1; see ``Sweep``."""
        seconds = run_time or self.theme.durations.normal
        sweep = Sweep(show, *touches, run_time=seconds, rate_func=smooth if eased else linear)
        self.play(sweep, *along, run_time=seconds)

    def shown(self, mobject: Mobject) -> bool:
        """Return whether a mobject is in the picture: itself, or all of it as parts."""
        return _is_seen(mobject, self._seen())

    def others(self, *kept: Mobject) -> list[Mobject]:
        """Return what is in the picture besides the heading and what is kept, with its parts."""
        lasting = [*kept, *self.narration.lasting, *(a.mobject for a in self._carried)]
        stays = {id(part) for each in lasting for part in each.get_family()}
        return [each for each in self.mobjects if id(each) not in stays]

    def _seen(self) -> set[int]:
        """Return the identities of all mobjects in the picture and of their parts."""
        return {id(member) for top in self.mobjects for member in top.get_family()}

    def fade(
        self,
        out: Iterable[Mobject] = (),
        into: Iterable[Mobject] = (),
        along: Iterable[Animation] = (),
        run_time: float | None = None,
    ) -> None:
        """Fade things out that are in the picture, and things in that are not yet, at once.

        Each is faded by itself, so that none changes its layer; nothing is played, and no time
        passes, where there is nothing to fade.
        """
        seen = self._seen()
        animations: list[Animation] = [fade_out(m) for m in out if _is_seen(m, seen)]
        animations += [
            fade_in(m) for m in into if (m.has_points() or m.submobjects) and not _is_seen(m, seen)
        ]
        animations += along
        if animations:
            self.play(*animations, run_time=run_time or self.theme.durations.normal)

    def fade_all_but(self, *keep: Mobject, run_time: float | None = None) -> None:
        """Fade out all that is in the picture but the heading and what is kept, with its parts."""
        self.fade(self.others(*keep), run_time=run_time)

    def show_panel(
        self,
        *items: Item,
        out: Iterable[Mobject] = (),
        into: Iterable[Mobject] = (),
        later: int = 0,
        carry: bool = False,
    ) -> None:
        """Let rows, laid out by ``side``, take the place of what stands beside the picture.

        Args:
            items: the rows, in reading order; see ``Panel``.
            out: what else goes.
            into: what else comes.
            later: so many of the last rows are not shown yet; they are in ``panel``.
            carry: whether it changes while the next thing moves; see ``carry``.
        """
        rows = self.side.rows(*items)
        self.change_panel(rows, out, into, rows[len(rows) - later :], carry=carry)

    def change_panel(
        self,
        rows: Iterable[Mobject],
        out: Iterable[Mobject] = (),
        into: Iterable[Mobject] = (),
        later: Iterable[Mobject] = (),
        *,
        carry: bool = False,
    ) -> None:
        """Fade out what stands beside the picture, then fade in what is to stand there.

        Args:
            rows: the new panel, each row in its place.
            out: what else goes.
            into: what else comes.
            later: rows of the new panel that are not shown yet.
            carry: do so while the next thing moves; see ``carry``.
        """
        old, self.panel = self.panel, list(rows)
        late = {id(row) for row in later}
        gone = dict.fromkeys([*old, *out])
        come = [*(row for row in self.panel if id(row) not in late), *into]
        if carry:
            self.carry(gone, come)
            return
        # One after the other: two texts in one place cannot be read.
        self.fade(gone, run_time=self.theme.durations.quick)
        self.fade(into=come)

    # -- words ---------------------------------------------------------------------------------

    def reading(
        self, sentence: str, least: float = 0.0, most: float = math.inf, *, less: float = 0.0
    ) -> float:
        """Return the seconds in which a sentence is read, but for some: at least, and at most."""
        seconds = len(sentence) / self.theme.durations.reading_speed - less
        return max(min(seconds, most), least)

    def words(self, markup: str, **options: Any) -> Words:
        """Return text in this scene's theme; see ``Words``."""
        return Words(markup, self.theme, **options)

    def formula(self, markup: str, **options: Any) -> Formula:
        """Return mathematics in this scene's theme; see ``Formula``."""
        return Formula(markup, self.theme, **options)


def _is_seen(mobject: Mobject, seen: set[int]) -> bool:
    """Return whether a mobject is among those with these identities, itself or all its parts."""
    if id(mobject) in seen:
        return True
    parts = mobject.submobjects
    return bool(parts) and not len(mobject.points) and all(id(part) in seen for part in parts)


def _is_text(mobject: Mobject) -> bool:
    return any(isinstance(part, TypesetMobject) for part in mobject.get_family())

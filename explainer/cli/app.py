"""The commands and their options, and what their errors look like."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import click

from explainer import __version__, catalogue, names, stopping
from explainer.cli import mistakes
from explainer.cli.errors import WRONG_REQUEST, RenderFailed, note
from explainer.cli.jobs import run
from explainer.cli.orders import ENGINES, PROFILES, QUALITY_LETTERS, Form, Order, choose, jobs_of
from explainer.messages import one_line
from explainer.style import THEMES
from explainer.zones import LAYOUTS, WIDE

DONE, FAILED, WRONG, INTERRUPTED = 0, 1, 2, 130


class Interrupted(Exception):
    """Ctrl-C, or a request to terminate; click would print an empty line for it."""


class OneOf(click.Choice):  # type: ignore[type-arg]
    """One of several words, however it is spelled."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the word that is meant."""
        option = min(param.opts, key=len) if "-q" in param.opts else param.opts[0]
        return choose(option, str(value), self.choices)


class Jobs(click.ParamType):  # type: ignore[type-arg]
    """How many processes draw."""

    name = "whole number"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        """Return the number."""
        return jobs_of(value)


class SceneGroup(click.Group):
    """A group whose first argument may be a scene: then the command is ``render``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Insert ``render`` before a scene or one of render's options."""
        args = ["--help", *args[1:]] if args[:1] == ["help"] else args
        if args and args[0] not in ("--help", "-h", "--version"):
            command = names.match(args[0], self.commands)
            args = [command, *args[1:]] if command else ["render", *args]
        elif not args:
            args = ["--help"]
        return super().parse_args(ctx, args)

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """Read the arguments."""
        try:
            return super().make_context(*args, **options)
        except KeyboardInterrupt as error:
            raise Interrupted from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Interrupted from error
        except BrokenPipeError:  # before click sees it, which calls it a failure
            _abandon_output()
            return DONE


@click.group(
    cls=SceneGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="",
    subcommand_metavar="SCENE... [OPTIONS]  |  COMMAND",
)
@click.version_option(__version__, prog_name="explainer")
def cli() -> None:
    """Render animated explainers of the mathematics behind machine learning.

    ./render.sh linear_transformation renders that scene into the folder clips/. For all options
    of rendering see ./render.sh render --help.
    """


@cli.command()
@click.argument("scenes", nargs=-1, required=True, metavar="SCENE...")
@click.option(
    "-q",
    "quality",
    type=OneOf(QUALITY_LETTERS),
    default="h",
    show_default=True,
    help="The size: 480p15, 720p30, 1080p60, 1440p60 or 2160p60.",
)
@click.option(
    "--set",
    "assignments",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a parameter; may be repeated. ./render.sh show SCENE lists the parameters.",
)
@click.option("--preset", metavar="NAME", help="Start from a named set of parameters.")
@click.option(
    "--params",
    "params_file",
    type=Path,
    metavar="FILE.toml",
    help="Read parameters from a file; they override the preset, and --set overrides them.",
)
@click.option(
    "--theme", type=OneOf(tuple(THEMES)), default="dark", show_default=True, help="The colours."
)
@click.option(
    "--aspect",
    type=OneOf(tuple(LAYOUTS)),
    default=WIDE.aspect,
    show_default=True,
    help="The shape of the frame; -q sets the number of pixels of its shorter side.",
)
@click.option("--still", is_flag=True, help="Make only the last frame, as a PNG.")
@click.option("--sheet", is_flag=True, help="Make one PNG with the last frame of each beat.")
@click.option("--sheet-plain", is_flag=True, help="Make the same PNG without words.")
@click.option("--beat", metavar="NAME", help="Render only this beat.")
@click.option(
    "--out",
    type=Path,
    default=Path("clips"),
    show_default=True,
    metavar="DIR",
    help="The folder for the files.",
)
@click.option(
    "--name", metavar="STEM", help="The file name, without extension; by default that of the scene."
)
@click.option(
    "--jobs",
    "-j",
    type=Jobs(),
    metavar="N",
    help="The number of processes; by default one per core. The clip is the same for any number.",
)
@click.option(
    "--for",
    "profiles",
    type=OneOf(PROFILES),
    multiple=True,
    default=("web",),
    help="Also make a transparent WebM (alpha) or ProRes (editor), a GIF, an animated WebP, an SVG "
    "(stills) or a film (beats) of each beat; may be repeated.",
)
@click.option("--fresh", is_flag=True, help="Draw every frame again, without the cache.")
@click.option(
    "--engine",
    type=OneOf(ENGINES),
    default="fast",
    show_default=True,
    help="stock: Manim's own camera, writer and encoder settings, for comparison.",
)
@click.option("--traceback", is_flag=True, help="Show the Python traceback of an error.")
def render(still: bool, sheet: bool, sheet_plain: bool, traceback: bool, **options: Any) -> None:
    """Render scenes: names from the catalogue, or .py files of your own.

    The clip is DIR/STEM.mp4, with its captions, transcript, poster and web page beside it. Its path
    is printed when it is finished.
    """
    from explainer.cli.progress import bar

    form: Any = mistakes.one_form(still=still, sheet=sheet, sheet_plain=sheet_plain)
    order = Order(form=form or get_args(Form)[0], **options)
    for path in run(order, bar if _is_watched() else None):
        click.echo(str(path))


_ONLY_RENDER = ("still", "sheet", "sheet_plain", "beat", "engine", "profiles")


@cli.command(params=[option for option in render.params if option.name not in _ONLY_RENDER])
@click.option(
    "--to",
    "kinds",
    type=OneOf(("html", "pptx", "pdf")),
    multiple=True,
    default=("html",),
    show_default=True,
    help="reveal.js, PowerPoint, or pages to print; may be repeated.",
)
@click.option(
    "--poster",
    type=OneOf(("last", "first")),
    default="last",
    show_default=True,
    help="For pptx: the frame that a slide shows while its film is not playing.",
)
def deck(kinds: Sequence[Any], poster: Any, traceback: bool, **options: Any) -> None:
    """Make slides of scenes, one slide for each beat.

    The film of the beat plays when the slide appears. Scenes are rendered first; finished clips
    (.mp4) are used as they are. The deck is DIR/STEM.slides/index.html, DIR/STEM.pptx or
    DIR/STEM.pdf; for several clips STEM is deck, unless you give a --name.
    """
    from explainer.cli.decks import make
    from explainer.cli.progress import bar

    watch = bar if _is_watched() else None
    for path in make(Order(**options), list(dict.fromkeys(kinds)), poster, watch):
        click.echo(str(path))


_OF_CHECK = (
    *("scenes", "quality", "assignments", "preset", "params_file", "theme"),
    *("aspect", "out", "name", "traceback"),
)


@cli.command(params=[option for option in render.params if option.name in _OF_CHECK])
@click.option("--beat", metavar="NAME", help="Look only at this beat.")
def check(traceback: bool, **options: Any) -> int:
    """Look for faults in the layout and the motion of scenes, your own too.

    The scene is played without being rendered. Of the last frame of each beat, a line is printed
    for each text that is outside the safe area, overlaps another, is too small or too faint, or
    lies on a line; for an axis that lacks a number between others, too many numbers, a picture that
    takes too little of the frame, or one that is cut off inside it. The numbers in brackets are
    those of the marks in DIR/STEM.check.png, a sheet that is made when there are faults. Text is
    what was made with words and formulas of this project, or with Manim's Text, MarkupText,
    Paragraph, Tex, MathTex, Typst and numbers. A false alarm is silenced beside what causes it, by
    allow(mobject, kind, reason).

    Without --beat the film is drawn too, small, for faults of its motion: a pop from one frame to
    the next, a last beat that stands still, a heading or a sentence at which nothing moves.

    Exit status: 0, no faults; 1, faults, or the scene failed; 2, the request was wrong.
    """
    from explainer.cli.faults import reports

    status = DONE
    for report in reports(Order(form="check", **options)):
        for line in report.lines:
            click.echo(line)
            status = FAILED
        note(report.looked_at)
    return status


@cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def list_scenes(as_json: bool) -> None:
    """List the scenes by part of the course."""
    from explainer.cli.show import catalogue_data, catalogue_text

    click.echo(json.dumps(catalogue_data(), indent=2) if as_json else catalogue_text())


@cli.command()
@click.argument("scene")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON Schema, for programs.")
@click.option("--traceback", is_flag=True, help="Show the Python traceback of an error.")
def show(scene: str, as_json: bool, traceback: bool) -> None:
    """Show a scene's parameters and presets."""
    from explainer import catalogue
    from explainer.cli.show import scene_schema, scene_text

    found = catalogue.load(scene)
    click.echo(json.dumps(scene_schema(found), indent=2) if as_json else scene_text(found))


@cli.command()
def clean() -> None:
    """Empty the cache of rendered segments."""
    from explainer.cli.keeping import segment_store

    store = segment_store()
    try:
        dropped = store.clear()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise RenderFailed(f"the cache {store.folder} cannot be read ({why})") from error
    click.echo(f"{dropped / 1e6:.1f} MB deleted from {store.folder}")


@cli.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[PYTEST ARGUMENTS]...")
def test(arguments: Sequence[str]) -> int:
    """Run the tests you name, or all of them with the linters."""
    from explainer.cli.checks import run_all

    return run_all(arguments)


@cli.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS]")
def bench(arguments: Sequence[str]) -> int:
    """Compare the speed of our engine with Manim's; see --help."""
    from explainer.cli.checks import run_benchmark

    return run_benchmark(arguments)


@cli.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS]")
def reliability(arguments: Sequence[str]) -> int:
    """Test thousands of requests, kills and damaged files; see --help."""
    from explainer.cli.checks import run_reliability

    return run_reliability(arguments)


@cli.command()
def doctor() -> int:
    """Report what is installed and what is missing."""
    from explainer.cli.doctor import report

    return report()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    0: done; 1: rendering failed, or ``check`` has found faults; 2: the request was wrong; 130:
    interrupted.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    with stopping.listening():
        try:
            result = cli.main(given, prog_name="./render.sh", standalone_mode=False)
            if sys.stdout is not None:
                sys.stdout.flush()
        except click.NoSuchOption as error:
            return _refuse(mistakes.unknown_option(error, given), WRONG)
        except click.MissingParameter as error:
            return _refuse(mistakes.missing(error), WRONG)
        except catalogue.UnknownScene as error:
            _trace(given)
            return _refuse(mistakes.unknown_scene(error, given, list(cli.commands)), WRONG)
        except click.ClickException as error:
            return _refuse(error.format_message(), WRONG)
        except WRONG_REQUEST as error:
            _trace(given)
            return _refuse(str(error), WRONG)
        except RenderFailed as error:
            _trace(given)
            return _refuse(str(error), FAILED)
        except (Interrupted, click.Abort, KeyboardInterrupt):
            return _refuse("interrupted", INTERRUPTED)
        except BrokenPipeError:  # the reader of our output has left, as `head` does
            _abandon_output()
            return DONE
        except Exception as error:
            _trace(given)
            _abandon_output()
            return _refuse(f"{type(error).__name__}: {error} (--traceback shows where)", FAILED)
    return result if isinstance(result, int) else DONE


def _is_watched() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def _refuse(message: str, status: int) -> int:
    if stopping.asked():  # whatever that has become on its way through a library
        message, status = "interrupted", INTERRUPTED
    with contextlib.suppress(OSError, ValueError):
        click.echo(f"error: {one_line(message)}", err=True)
    return status


def _abandon_output() -> None:
    """Let nothing more be said on a standard output that does not take it."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _trace(given: Sequence[str]) -> None:
    if "--traceback" in given and not stopping.asked():
        traceback.print_exc()

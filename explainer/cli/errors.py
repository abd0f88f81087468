"""What can go wrong, in one line each: the request was wrong, or rendering failed."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from explainer import catalogue
from explainer.code_mistakes import is_of, why
from explainer.messages import Refusal, listing, one_line, shorten
from explainer.names import nearest
from explainer.params import ParameterError
from explainer.sources import ChangedSource


class RequestError(Refusal):
    """The request was wrong; the message is one line."""


class NoSuchBeat(RequestError):
    """A scene has no beat of that name; ``known`` lists those that it has."""

    def __init__(self, message: str, known: list[str]) -> None:
        super().__init__(message)
        self.known = known


class RenderFailed(RuntimeError):
    """Rendering had begun and failed; the message is one line."""

    def __init__(self, message: object = "") -> None:
        super().__init__(one_line(message))


WRONG_REQUEST = (RequestError, ParameterError, catalogue.CatalogueError)


@contextmanager
def failing(scene: catalogue.Scene, target: Path, beat: str | None) -> Iterator[None]:
    """Turn what goes wrong while a scene plays into one line.

    Args:
        scene: the scene that plays.
        target: the file under way.
        beat: the beat that was asked for.

    Raises:
        RequestError: when the scene has no such beat, or its file has changed under way.
        RenderFailed: when anything else goes wrong.
    """
    from explainer.engine.session import RenderError, UnknownBeat

    name = scene.name
    try:
        yield
    except UnknownBeat as error:
        known = list(error.known)
        raise NoSuchBeat(
            f"--beat: {name} has no beat {shorten(str(beat))}{nearest(str(beat), known)}; "
            f"its beats are {listing(known) or 'none'}",
            known,
        ) from error
    except ChangedSource as error:
        raise RequestError(f"{name}: {error}") from error
    except RenderError as error:
        raise RenderFailed(f"{name}: {error}") from error
    except MemoryError as error:
        raise RenderFailed(f"{name}: out of memory; -ql or -qm needs less") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise RenderFailed(
                f"{name}: no space left for {target}; free some, or choose another folder "
                "with --out"
            ) from error
        told = why(error, scene.path) if is_of(error, scene.path) else reason(error)
        raise RenderFailed(f"{name}: {told}") from error
    except (Exception, SystemExit) as error:
        raise RenderFailed(f"{name}: {why(error, scene.path)}") from error


def note(words: str | None) -> None:
    """Say something on standard error that is no error; nothing where there is nothing to say."""
    if words is not None:
        _say("note", words)


def warn(message: str) -> None:
    """Say, in one line on standard error, what did not stop a clip but is worth knowing."""
    _say("warning", message)


def _say(kind: str, words: str) -> None:
    with suppress(OSError, ValueError):
        click.echo(f"{kind}: {one_line(words)}", err=True)


def reason(error: OSError) -> str:
    """Return why the system refused, and which file."""
    text = (error.strerror or one_line(error)).lower()
    return f"{text}: {error.filename}" if error.filename else text

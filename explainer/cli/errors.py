"""What can go wrong, in one line each: the request was wrong, or rendering failed."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from explainer import catalogue
from explainer.params import ParameterError, nearest
from explainer.sources import ChangedSource


class RequestError(ValueError):
    """The request was wrong; the message is one line."""


class RenderFailed(RuntimeError):
    """Rendering had begun and failed; the message is one line."""


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
        raise RequestError(
            f"--beat: {name} has no beat {beat}{nearest(str(beat), known)}; "
            f"there are {', '.join(known) or 'none'}"
        ) from error
    except ChangedSource as error:
        raise RequestError(f"{name}: {_one_line(error)}") from error
    except RenderError as error:
        raise RenderFailed(f"{name}: {_one_line(error)}") from error
    except MemoryError as error:
        raise RenderFailed(f"{name}: out of memory; -ql or -qm needs less") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise RenderFailed(
                f"{name}: no space left for {target}; free some, or choose another folder "
                "with --out"
            ) from error
        raise RenderFailed(f"{name}: {reason(error)}") from error
    except Exception as error:
        raise RenderFailed(f"{name}: {catalogue.why(error, scene.path)}") from error


def warn(message: str) -> None:
    """Say, in one line on standard error, what did not stop a clip but is worth knowing."""
    with suppress(OSError, ValueError):
        if sys.stderr is not None:
            print(f"warning: {' '.join(message.split())}", file=sys.stderr)


def reason(error: OSError) -> str:
    """Return why the system refused, and which file."""
    text = (error.strerror or _one_line(error)).lower()
    return f"{text}: {error.filename}" if error.filename else text


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())

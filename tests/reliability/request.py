"""A request: a command line, and the files that it names."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path


class Special(Enum):
    """What a name may stand for besides a file."""

    FOLDER = "folder"
    FIFO = "fifo"
    LOOP = "link to itself"
    NOWHERE = "link to nothing"


@dataclass(frozen=True)
class Request:
    """A command line, and the files that it names.

    Attributes:
        number: which one of the seed's requests.
        kind: what is tried with it.
        arguments: of the command line.
        files: contents by path, from the folder in which the command runs.
        own_code: whether a scene file of the user's may fail by itself.
    """

    number: int
    kind: str
    arguments: tuple[str, ...]
    files: Mapping[str, bytes | Special] = field(default_factory=dict)
    own_code: bool = False

    @property
    def command(self) -> str:
        """The command line, quoted for a shell."""
        return shlex.join(["./render.sh", *self.arguments])

    def write_files(self, folder: Path) -> None:
        """Write the files below a folder."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is Special.FOLDER:
                path.mkdir()
            elif content is Special.FIFO:
                os.mkfifo(path)
            elif content is Special.LOOP:
                path.symlink_to(path.name)
            elif content is Special.NOWHERE:
                path.symlink_to("nowhere")
            else:
                path.write_bytes(content)

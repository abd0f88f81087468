"""Command lines that cannot be meant as they stand, and what to type instead.

Slips that have a name of their own: a value that the shell has taken apart, a parameter given as if
it were an option, an option of Manim's.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

import click

from explainer import catalogue, names
from explainer.cli.errors import RequestError
from explainer.messages import shorten

_OF_MANIM = {
    **dict.fromkeys(("-s", "--save_last_frame"), "use --still for the last frame"),
    **dict.fromkeys(
        ("-p", "--preview", "-f", "--show_in_file_browser"),
        "leave it out: the clip is not opened, its path is printed",
    ),
    "--quality": "use -q l, -q m, -q h, -q p or -q k",
    **dict.fromkeys(
        ("-r", "--resolution", "--fps", "--frame_rate"),
        "-q sets size and frame rate",
    ),
    "--format": "use --for gif, --for alpha for a transparent WebM, or --still for a PNG",
    **dict.fromkeys(("-g", "--save_pngs"), "use --for stills, or --sheet"),
    **dict.fromkeys(("-i", "--save_as_gif"), "use --for gif"),
    **dict.fromkeys(("-t", "--transparent"), "use --for alpha, or --for editor"),
    **dict.fromkeys(("-o", "--output_file"), "use --name STEM, and --out DIR for the folder"),
    **dict.fromkeys(("--media_dir", "--video_dir"), "use --out DIR"),
    **dict.fromkeys(("-n", "--from_animation_number"), "use --beat NAME for one part of the clip"),
    **dict.fromkeys(("-c", "--background_color"), "use --theme dark, light or contrast"),
    **dict.fromkeys(("-a", "--write_all"), "name the scenes one by one, as FILE.py:CLASS"),
    **dict.fromkeys(
        ("--disable_caching", "--flush_cache"), "use --fresh to draw every frame again"
    ),
    **dict.fromkeys(("-w", "--write_to_movie"), "leave it out: a film is always made"),
}
"""What Manim's own options are here."""

_OPTION = re.compile(r"--.*|-(?![xy]$)[a-zA-Z]{1,4}")
"""What ends a value whose words the shell has taken apart; ``-x`` may be part of a formula."""
_NEAR = 0.7
"""How alike a slip of the finger and the option that is meant are at least."""


def unknown_option(error: click.NoSuchOption, given: Sequence[str]) -> str:
    """Return what to say of an option that does not exist.

    Args:
        error: click's.
        given: the words of the command line.
    """
    if split := value_with_blanks(given):
        return split
    word = next((word for word in given if word.startswith(error.option_name)), error.option_name)
    option = word.partition("=")[0]
    glued = re.fullmatch(r"-([a-z]*)q([lmhpk])", option)
    if glued and set(glued[1]) <= set("psfiag"):  # Manim lets letters stand together: -pql
        still = " --still" if "s" in glued[1] else ""
        return f"no such option: {option}; write -q{glued[2]}{still} (the clip is not opened)"
    shown = f"no such option: {shorten(error.option_name, 60)}"
    known = _options(error.ctx)
    of_manim = _OF_MANIM.get(error.option_name) or _OF_MANIM.get(
        error.option_name.replace("-", "_").replace("__", "--", 1)
    )
    if of_manim is not None:
        return f"{shown}; {of_manim}"
    if near := names.close(error.option_name, known, _NEAR):
        return f"{shown} (did you mean {near[0]}?)"
    parameter = _parameter(error.option_name, given)
    if parameter is not None:
        value = word.partition("=")[2] or _after(word, given) or "..."
        return f"{shown}; {parameter} is a parameter; write --set {_quoted(f'{parameter}={value}')}"
    listed = " ".join(option for option in known if option.startswith("--"))
    return f"{shown}; the options are {listed}"


def value_with_blanks(given: Sequence[str]) -> str:
    """Return what to say when the shell has made several words of one value; else nothing."""
    words = list(given)
    for at, word in enumerate(words):
        glued = word.startswith("--set=")
        if word != "--set" and not glued:
            continue
        parts = [word.removeprefix("--set=")] if glued else words[at + 1 : at + 2]
        for further in words[at + 1 + (not glued) :]:
            if _OPTION.fullmatch(further) or _is_scene(further, nearly=True):
                break
            parts.append(further)
        if len(parts) < 2:
            continue
        whole = " ".join(parts)
        name, equals, _ = whole.partition("=")
        if not equals and len(parts) == 2:
            repaired = _quoted("=".join(parts))
            return f"--set: given {shorten(whole)}; the = is missing; write --set {repaired}"
        return (
            f"--set: the value of {shorten(name.strip(), 40)} contains spaces and must be quoted; "
            f"write --set {_quoted(whole)}"
        )
    return ""


def missing(error: click.MissingParameter) -> str:
    """Return what to say of a word that is missing."""
    known = "; ./render.sh list shows the scenes"
    return error.format_message().rstrip(".") + (known if "SCENE" in error.format_message() else "")


def unknown_scene(error: catalogue.UnknownScene, given: Sequence[str], commands: list[str]) -> str:
    """Return what to say of a word that is no scene.

    Args:
        error: the catalogue's.
        given: the words of the command line.
        commands: the names of all commands.
    """
    if split := value_with_blanks(given):
        return split
    for at, word in enumerate(given):
        alone = at == 0 or given[at - 1] not in ("--set", "--out", "--name", "--params")
        if alone and re.match(r"[A-Za-z_]\w*=", word):
            return f"{shorten(word)}: write --set before it: --set {_quoted(word)}"
    is_command = given and given[0] in commands
    if given and not is_command and (near := names.close(given[0], commands, 0.7)):
        return f"no scene or command is called {shorten(given[0])} (did you mean {near[0]}?)"
    return str(error)


def one_form(**wanted: bool) -> str | None:
    """Return the only form that is wanted, None if none is.

    Raises:
        RequestError: when several are.
    """
    forms = [name.replace("_", "-") for name, is_wanted in wanted.items() if is_wanted]
    if len(forms) > 1:
        options = " and ".join(f"--{form}" for form in forms)
        raise RequestError(f"{options} cannot be combined; choose one of them")
    return forms[0] if forms else None


def _options(ctx: click.Context | None) -> list[str]:
    """Return the options of a command."""
    if ctx is None:
        return []
    return [option for param in ctx.command.params for option in param.opts if option[0] == "-"]


def _parameter(option: str, given: Sequence[str]) -> str | None:
    """Return the parameter of one of the scenes given that is written as an option."""
    for word in given:
        if word.startswith("-") or not _is_scene(word):
            continue
        try:
            fields = catalogue.load(word).params.model_fields
        except catalogue.CatalogueError:
            continue
        found = names.match(option.lstrip("-"), fields)
        if found is not None:
            return found
    return None


def _is_scene(word: str, nearly: bool = False) -> bool:
    """Return whether a word is a scene, or a slip of the finger for one."""
    try:
        catalogue.find(word)
    except catalogue.CatalogueError:
        path = re.search(r"\.py(:\w+)?$", word) is not None
        return nearly and (path or bool(names.close(word, catalogue.files(), _NEAR)))
    return True


def _after(word: str, given: Sequence[str]) -> str:
    """Return the value that follows an option."""
    following = given[given.index(word) + 1 :] if word in given else []
    value = following[0] if following else ""
    return "" if value.startswith("--") or _is_scene(value) else value


def _quoted(words: str) -> str:
    return shlex.quote(shorten(words, 120))

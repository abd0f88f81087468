"""``python -m explainer`` and ``explainer``: the command line, from first moment to last."""

import os
import sys

from explainer import stopping


def start() -> int:
    """Run the command line and return its exit status; nothing can be done after it but to end."""
    _open_closed_streams()
    try:
        stopping.listen()
        import gc

        # Libraries come in with hundreds of thousands of objects that live to the end. Looking
        # through them again and again while they load took a quarter of a still's time, as does
        # once more at the end.
        gc.set_threshold(50_000, 20, 20)
        from explainer.cli.app import main

        status = main()
        gc.freeze()
    except BaseException:
        if not stopping.asked():
            raise
        print("error: interrupted", file=sys.stderr)
        status = 130
    stopping.deafen()
    return status


def _open_closed_streams() -> None:
    """Give a program that was started without one of its streams an empty one.

    Else the next file that is opened would get its number, and whatever a library prints.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
        if getattr(sys, name) is None:
            mode = "w" if number else "r"
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


if __name__ == "__main__":
    sys.exit(start())

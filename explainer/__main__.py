"""``python -m explainer``: the command line."""

import gc
import sys

# Libraries come in with hundreds of thousands of objects that live to the end. Looking through
# them again and again while they load, and once more at the end, took a quarter of a still's time.
gc.set_threshold(50_000, 20, 20)

from explainer.cli.app import main  # noqa: E402

if __name__ == "__main__":
    status = main()
    gc.freeze()
    sys.exit(status)

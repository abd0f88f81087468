"""``python -m explainer``: the command line."""

import sys

from explainer.cli.app import main

if __name__ == "__main__":
    sys.exit(main())

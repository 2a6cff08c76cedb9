"""Start of the packaged `mvl-desktop`; guard.py has run before it."""

import sys

from ui.app import main

if __name__ == "__main__":
    sys.exit(main())

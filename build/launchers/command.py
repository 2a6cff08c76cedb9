"""Start of the packaged `mvl`; guard.py has run before it."""

from mvl_desktop.cli.main import main

if __name__ == "__main__":
    main()

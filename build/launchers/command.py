"""Start of the packaged `mvl`, or of the program that reads one attachment; guard.py has run before it."""

import sys

if __name__ == "__main__":
    if sys.argv[1:] == ["--lire-une-piece"]:
        from mvl_desktop.readers.child import main as read_one_file

        sys.exit(read_one_file())
    from mvl_desktop.cli.main import main

    main()

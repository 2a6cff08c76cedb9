"""`python -m mvl_desktop.cli`: the same program as `mvl`."""

from mvl_desktop.cli.main import main

if __name__ == "__main__":
    main()

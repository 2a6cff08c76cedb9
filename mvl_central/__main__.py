"""`python -m mvl_central`: the same program as `mvl-central`."""

from mvl_central.main import main

if __name__ == "__main__":
    main()

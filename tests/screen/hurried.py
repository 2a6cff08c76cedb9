"""The program in a hurry: `python -m tests.screen.hurried SECONDS --profil …`.

It waits so many seconds for an answer of a service, and new passphrases cost the least: what is slow on purpose is
not what is played.
"""

import sys

import httpx2

from mvl_desktop.exchange.carriers import client
from tests.fakes.stores import cheap_passphrases
from ui.app import main

if __name__ == "__main__":
    client.TIMEOUT = httpx2.Timeout(float(sys.argv.pop(1)))
    with cheap_passphrases():
        raise SystemExit(main())

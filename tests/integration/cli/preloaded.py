"""What the process from which programs are born imports: every room of commands, and what they import once named."""

import tempfile
from importlib import import_module

from mvl_desktop.bootstrap import default_settings, get_ready
from mvl_desktop.cli.main import ROOMS
from mvl_desktop.cli.records import kind_groups

for name in (
    "mvl_central.main",
    "mvl_desktop.documents.odt",
    "mvl_desktop.documents.pdf",
    "mvl_desktop.exchange.carriers.http",
    "mvl_desktop.store.journal",
    "mvl_desktop.store.profile",
    "tests.integration.cli.warm",
):
    import_module(name)
for room in dict.fromkeys(ROOMS.values()):
    room()
kind_groups()
get_ready(default_settings())
# Each run has a temporary folder of its own: nothing may have looked for one.
assert tempfile.tempdir is None

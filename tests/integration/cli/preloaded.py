"""What the process from which programs are born imports: every room of commands, and what they import once named."""

import gc
import tempfile
from importlib import import_module

from mvl_desktop.bootstrap import default_settings, get_ready
from mvl_desktop.cli.main import ROOMS
from mvl_desktop.cli.records import kind_groups

for name in (
    "anyio._backends._asyncio",
    "encodings.idna",
    "encodings.utf_8_sig",
    "httpcore2",
    "mvl_central.main",
    "mvl_desktop.documents.agenda",
    "mvl_desktop.documents.odt",
    "mvl_desktop.documents.pdf",
    "mvl_desktop.documents.piece_text",
    "mvl_desktop.documents.public_holidays",
    "mvl_desktop.documents.table_reader",
    "mvl_desktop.exchange.carriers.client",
    "mvl_desktop.exchange.carriers.http",
    "mvl_desktop.store.hardening",
    "mvl_desktop.store.journal",
    "mvl_desktop.store.profile",
    "resource",
    "sqlite3",
    "tests.fakes.stores",
    "tests.integration.cli.warm",
    "uvicorn.lifespan.off",
    "uvicorn.loops.asyncio",
):
    import_module(name)
for room in dict.fromkeys(ROOMS.values()):
    room()
kind_groups()
get_ready(default_settings())
# Each run has a temporary folder of its own: nothing may have looked for one.
assert tempfile.tempdir is None
# What is imported stays where it is: a child that looked through it for garbage would copy every page of it.
gc.collect()
gc.freeze()

"""A program that brings an old store to the present, as opening it does: its schema, then its lists. Run by a test."""

import sys
from pathlib import Path

from mvl_desktop.store import opening, schema
from mvl_desktop.store.unit_of_work import SqlStore
from tests.fakes.world import SetClock, suite


def main() -> None:
    path, key, store = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3])
    prepared = suite()
    sys.stdout.write("go\n")
    sys.stdout.flush()
    connection = opening.connect(path, key)
    schema.migrate(connection)
    connection.close()
    SqlStore(opening.open_engine(path, key, store, check_schema=schema.check), prepared, SetClock()).close()
    sys.stdout.write("fait\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""A program that writes until it is killed: it says each number once it has been acknowledged. Run by a test.

Reads from standard input: the store's key and identifier in hexadecimal, and what to do.
"""

import sys
from pathlib import Path

from mvl_desktop.ports.store import Draft
from mvl_desktop.store import opening, schema
from mvl_desktop.store.unit_of_work import SqlStore
from tests.fakes.authors import ESPACE, Author, revision
from tests.fakes.world import SetClock, suite

BATCH = 100


def write(folder: Path, key: bytes, store_id: bytes, what: str) -> None:
    engine = opening.open_engine(folder / "magasin.db", key, store_id, check_schema=schema.check)
    store = SqlStore(engine, suite(), SetClock())
    with store.read() as uow:
        n = uow.log.next_n(ESPACE)
    if what == "bulk":
        receive(store)
    while True:
        with store.work() as uow:
            uow.log.add_local(ESPACE, n.to_bytes(16, "big"), revision(n, {"objet": f"numéro {n}"}))
            uow.drafts.save(Draft(n.to_bytes(16, "big"), ESPACE, None, "signalement", (), {}, "x" * 500))
            uow.commit()
        sys.stdout.write(f"{n}\n")
        sys.stdout.flush()
        n += 1


def receive(store: SqlStore) -> None:
    """Keep batches of received commits, each in one transaction."""
    author = Author(suite())
    number = 0
    while True:
        pairs = []
        for _ in range(BATCH):
            number += 1
            pairs.append((b"%015d" % number + author.id[:1], revision(number, {"objet": f"reçu {number}"})))
        commit = author.commit(*pairs)
        with store.work(bulk=True) as uow:
            author.give_keys(uow)
            uow.log.keep(ESPACE, [commit])
            uow.commit()
        author.keys.clear()
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def main() -> None:
    line = sys.stdin.readline().split()
    write(Path(sys.argv[1]), bytes.fromhex(line[0]), bytes.fromhex(line[1]), line[2])


if __name__ == "__main__":
    main()

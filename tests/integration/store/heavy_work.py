"""Everything that makes a database engine want a temporary file: big sorts, indexes, search, VACUUM. Run by a test."""

import os
import sys
from pathlib import Path

from mvl_desktop.crypto.passphrase import Costs
from mvl_desktop.crypto.suite1 import load_suite1
from mvl_desktop.ports.store import Espace, Query
from mvl_desktop.protocol.objects import Revision
from mvl_desktop.store import opening
from mvl_desktop.store.profile import prepare_store

ESPACE = b"E" * 16


class Clock:
    """The time stands still."""

    def now(self) -> object:
        return None

    def ms(self) -> int:
        return 1


def main(folder: Path) -> None:
    suite = load_suite1(Path(__file__).parents[3] / "resources")
    opened = prepare_store(folder, "phrase", crypto=suite, clock=Clock(), costs=Costs(64 << 10, 2, 1)).confirm()  # type: ignore[arg-type]
    store = opened.store
    with store.work() as uow:
        uow.espaces.add(Espace(ESPACE, "E", bytes(32)))
        for i in range(1, 600):
            changes: dict[str, str | int | bool | list[str] | None] = {
                "objet": os.urandom(8).hex(),
                "resume": " ".join(os.urandom(3).hex() for _ in range(300)),
            }
            uow.log.add_local(ESPACE, os.urandom(16), Revision(i, "signalement", [], (i, 0), changes, []))
        uow.commit()
    with store.read() as uow:
        for order in ("objet", "-objet", "modifie", "recu_le"):
            uow.records.ids(Query("signalement", order=order))
        uow.records.search("a")
    store.rebuild()
    store.check(thorough=True)
    key = opened._opened.key
    opened.close()
    connection = opening.connect(folder / "magasin.db", key)
    connection.execute("CREATE INDEX trial ON search_text(w2, w4)")
    connection.execute("CREATE TEMP TABLE big AS SELECT a.w2 FROM search_text a ORDER BY a.w2 DESC")
    connection.execute("VACUUM")
    connection.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

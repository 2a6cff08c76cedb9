"""geodiff, in its own environment: two copies of a table that each grew apart, and the rebase of one on the other."""

import importlib
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.corpus import texts
from tests.benchmarks.workers import serve

BEFORE = 1_000
TABLE = (
    "CREATE TABLE rec(id INTEGER PRIMARY KEY AUTOINCREMENT, rev TEXT, rid TEXT, kind TEXT, author TEXT, ts INTEGER,"
    " depth INTEGER, deleted INTEGER, name TEXT, town TEXT, body TEXT)"
)
INSERT = (
    "INSERT INTO rec(rev, rid, kind, author, ts, depth, deleted, name, town, body)"
    " VALUES(?, ?, 'signalement', ?, ?, 0, 0, ?, '93066', ?)"
)


class Copies:
    """A common base, and two copies that both added rows under the same keys: every one of them conflicts."""

    def __init__(self, folder: Path) -> None:
        self._geodiff: Any = importlib.import_module("pygeodiff").GeoDiff()
        folder.mkdir(parents=True, exist_ok=True)
        self.base, self.one, self.other, self.found = (str(folder / name) for name in ("base", "a", "b", "diff"))

    def prepare(self, count: int) -> None:
        with sqlite3.connect(self.base) as connection:
            connection.execute(TABLE)
        _fill(self.base, BEFORE, 0, 1)
        for copy, seed in ((self.one, 2), (self.other, 3)):
            shutil.copy(self.base, copy)
            _fill(copy, count, BEFORE, seed)

    def change(self) -> dict[str, Any]:
        self._geodiff.create_changeset(self.base, self.one, self.found)
        return {"size": Path(self.found).stat().st_size}

    def rebase(self) -> dict[str, Any]:
        self._geodiff.rebase(self.base, self.one, self.other, self.found + ".conflicts")
        connection = sqlite3.connect(self.other)
        rows = connection.execute("SELECT count(*) FROM rec").fetchone()[0]
        connection.close()
        return {"rows": rows}


def _fill(path: str, count: int, start: int, seed: int) -> None:
    connection = sqlite3.connect(path)
    lines = [
        (f"{seed}{n:031d}", f"{n}{seed:031d}", f"{seed:032d}", 1_790_000_000_000 + n, title, text)
        for n, (title, text) in enumerate(texts(count, start, seed), start)
    ]
    connection.executemany(INSERT, lines)
    connection.commit()
    connection.close()


def main(folder: str) -> None:
    copies = Copies(Path(folder))
    serve({name: getattr(copies, name) for name in ("prepare", "change", "rebase")})


if __name__ == "__main__":
    main(sys.argv[1])

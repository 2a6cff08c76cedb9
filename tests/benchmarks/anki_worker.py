"""Anki's own client, in Anki's environment: a collection that speaks to Anki's own sync server. Obeys `exchange`."""

import importlib
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.corpus import texts
from tests.benchmarks.workers import serve


class AnkiPost:
    """One collection. Each note holds a whole signalement; its card comes with it, as Anki wants."""

    def __init__(self, path: str, address: str) -> None:
        self._anki: Any = importlib.import_module("anki.collection")
        self._col = self._anki.Collection(path)
        self._auth = self._col.sync_login("user", "pass", address)

    def full(self, *, upload: bool) -> None:
        """Make both sides one, as Anki asks for the first time."""
        self._col.close_for_full_sync()
        self._col.full_upload_or_download(auth=self._auth, server_usn=None, upload=upload)
        self._col.reopen(after_full_sync=True)

    def add(self, count: int, start: int) -> None:
        kind, deck = self._col.models.by_name("Basic"), self._col.decks.id("Default")
        wanted = []
        for number, (title, text) in enumerate(texts(count, start)):
            note = self._col.new_note(kind)
            note.fields[0] = f"{title} {start + number}"
            note.fields[1] = text
            wanted.append(self._anki.AddNoteRequest(note=note, deck_id=deck))
        self._col.add_notes(wanted)

    def sync(self) -> dict[str, Any]:
        return {"required": int(self._col.sync_collection(self._auth, False).required)}

    def edit(self, number: int) -> None:
        note = self._col.get_note(self._col.find_notes("")[number])
        note.fields[1] += f" suivi {number}"
        self._col.update_note(note)

    def count(self) -> dict[str, Any]:
        return {"records": self._col.note_count()}

    def close(self) -> None:
        self._col.close()


def main(path: str, address: str) -> None:
    Path(path).unlink(missing_ok=True)
    post = AnkiPost(path, address)
    serve(
        {
            "up_whole": lambda: post.full(upload=True),
            "down_whole": lambda: post.full(upload=False),
            **{name: getattr(post, name) for name in ("add", "sync", "edit", "count")},
        }
    )
    post.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

"""Killed at any moment: nothing acknowledged is lost, nothing is there by halves (D07).

`MVL_KILLS` says how many times; the full trial is 200.
"""

import os
from pathlib import Path

from mvl_desktop.ports.store import Query
from tests.fakes.authors import ESPACE
from tests.fakes.stores import copy_store, reopen, template
from tests.integration.cli import warm
from tests.integration.store.writer import BATCH

KILLS = int(os.environ.get("MVL_KILLS", "20"))


def killed(folder: Path, what: str, after: int) -> int:
    """Let a writer work until it has acknowledged `after` things, kill it in the middle, return the last said."""
    *_, opened = template()
    child = warm.begin(warm.Run("tests.integration.store.writer", (str(folder),), dict(os.environ)))
    child.stdin.write(f"{opened.key.hex()} {opened.header.store.hex()} {what}\n")
    child.stdin.flush()
    said = 0
    for _ in range(after):
        said = int(child.stdout.readline())
    child.stop()
    rest = child.stdout.read().split()  # acknowledged between our reading and its death
    child.close()
    return int(rest[-1]) if rest else said


def test_what_was_acknowledged_is_there_after_a_kill(tmp_path: Path) -> None:
    copy_store(tmp_path)
    for attempt in range(KILLS):
        acknowledged = killed(tmp_path, "local", 1 + attempt % 7)
        opened = reopen(tmp_path)
        with opened.store.read() as uow:
            numbers = [pending.n for pending in uow.log.unsealed(ESPACE, 100_000)]
            drafts = len(uow.drafts.all())
            shown = uow.records.count(Query("signalement"))
            found = uow.records.search("numero")[0]
        assert numbers == list(range(1, len(numbers) + 1))
        assert acknowledged <= len(numbers) <= acknowledged + 1
        assert drafts == shown == found == len(numbers)
        opened.close()
    opened = reopen(tmp_path)
    assert opened.store.check(thorough=True) == []
    opened.close()


def test_a_batch_received_is_whole_or_absent_after_a_kill(tmp_path: Path) -> None:
    for attempt in range(max(KILLS // 4, 1)):
        folder = copy_store(tmp_path / str(attempt))
        acknowledged = killed(folder, "bulk", 1 + attempt % 3)
        opened = reopen(folder)
        with opened.store.read() as uow:
            shown = uow.records.count(Query("signalement"))
            chains = list(uow.log.chains(ESPACE).values())
        assert shown >= acknowledged
        assert shown % BATCH == 0
        assert chains[0].seq * BATCH == shown
        assert opened.store.check(thorough=True) == []
        opened.close()

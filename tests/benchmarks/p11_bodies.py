"""P11: seal, check as the service does, and open, on one core, against the trial that decided the commit's design."""

import shutil
import tempfile
from pathlib import Path

from mvl_desktop.ports.crypto import BodyContext, Crypto
from mvl_desktop.protocol.check import Opened, check_body, open_commit
from mvl_desktop.protocol.objects import ENTRIES_MAX, Revision, read_revision
from mvl_desktop.protocol.registry import Registry
from tests.benchmarks import sealed, stage, trial
from tests.benchmarks.table import Line
from tests.benchmarks.timing import Took, median
from tests.fakes.world import Post

COUNT = 8 * ENTRIES_MAX
TURNS = 5
WHAT = {
    "seal": "sceller (clé, enveloppe, compression, corps, commit)",
    "check": "vérifier au service, sans clé",
    "open": "vérifier et ouvrir",
}


def main() -> list[Line]:
    folder = Path(tempfile.mkdtemp(prefix="mvl-bench-"))
    ours: dict[str, list[Took]] = {name: [] for name in WHAT}
    theirs: dict[str, list[Took]] = {name: [] for name in WHAT}
    wanted = sealed.revisions(COUNT)
    try:
        post = stage.new_post(folder)
        post.found()
        for _ in range(TURNS):
            for name, took in _turn(post, wanted).items():
                ours[name].append(took)
            for name, took in trial.turn(COUNT).items():
                theirs[name].append(took)
        post.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [
        Line(
            number="P11",
            what=what,
            figure=COUNT / median(took.cpu for took in ours[name]),
            unit="révisions/s de CPU",
            peer="essai du format, sans compression ni contrôles",
            peer_figure=COUNT / median(took.cpu for took in theirs[name]),
            target="≥ 0,5",
            detail=f"CPU {median(t.cpu for t in ours[name]) / COUNT * 1e6:.1f} µs",
        )
        for name, what in WHAT.items()
    ]


def _turn(post: Post, wanted: list[Revision]) -> dict[str, Took]:
    suite, registry = post.ports.crypto, post.registry
    key = post.read(lambda uow: uow.keys.epoch_key(post.espace, registry.epoch))
    assert key is not None
    sealer = sealed.Sealer(suite, registry, key, post.read(lambda uow: uow.identity.device()))
    with Took() as seal:
        batches = list(sealer.seal(wanted))
    commits = [batch.kept.commit for batch in batches]
    bodies = [[body.sealed or b"" for body in batch.kept.bodies] for batch in batches]
    slots = [[slot for slot, _ in batch.slots] for batch in batches]
    with Took() as check:
        for data, held in zip(commits, bodies, strict=True):
            _check(suite, registry, data, held)
    with Took() as opening:
        for data, held, some in zip(commits, bodies, slots, strict=True):
            opened = _check(suite, registry, data, held)
            keys = suite.open_slots(key, some)
            for index, (entry, body, found) in enumerate(zip(opened.header.entries, held, keys, strict=True)):
                assert found is not None
                where = (registry.espace, entry.rec, opened.header.device, opened.header.seq, index, entry.kc)
                read_revision(suite.open_body(found, BodyContext(*where), body))
    return {"seal": seal, "check": check, "open": opening}


def _check(suite: Crypto, registry: Registry, data: bytes, bodies: list[bytes]) -> Opened:
    opened = open_commit(data, registry, suite.verify)
    assert isinstance(opened, Opened), opened
    assert all(check_body(entry, body) for entry, body in zip(opened.header.entries, bodies, strict=True))
    return opened

"""K1 to K6: what keys cost: bring a post in, renew, revoke, erase, verify a whole store, unlock."""

import itertools
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from mvl_desktop.crypto.passphrase import Costs, calibrate, timed
from mvl_desktop.crypto.suite1 import load_suite1
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.erasure import erase_record
from mvl_desktop.services.members import renew_keys, revoke_post
from mvl_desktop.store.profile import open_store
from tests.benchmarks import full, stage
from tests.benchmarks.table import Line
from tests.benchmarks.timing import Took, median
from tests.benchmarks.workers import ROOT
from tests.fakes.offices import Office, open_office
from tests.fakes.store import MemoryStore
from tests.fakes.world import AtOnce, NoJournal, Post, SetClock, suite

SIZES = (20, 200)
RECORDS = 2_000
REVISIONS = 100_000
TURNS = 5


def main() -> list[Line]:
    folder = Path(tempfile.mkdtemp(prefix="mvl-bench-"))
    try:
        return [line for size in SIZES for line in _members(folder, size)] + [*_store(), _unlock()]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _members(folder: Path, size: int) -> list[Line]:
    """Measure what is done in an espace of `size` posts, by the post that founded it."""
    office = open_office(folder / str(size), "Alix", clock=SetClock(int(time.time() * 1000)), crypto=suite())
    espace = office.found().id
    founder = Post(office.ports, office.clock, espace)
    names = itertools.count()
    for _ in range(size - 1):
        founder.admit(_newcomer(office.clock))
    newcomers = [
        open_office(folder / str(size), f"N{next(names)}", clock=office.clock, crypto=suite()) for _ in range(TURNS)
    ]
    enrolled = [_took(partial(office.admit, each, "Délégation fictive")) for each in newcomers]
    renewed = [_took(partial(renew_keys, office.ports, None)) for _ in range(TURNS)]
    gone = [_device(each) for each in newcomers]
    revoked = [_took(partial(revoke_post, office.ports, each)) for each in gone]
    stage.record(founder, RECORDS)
    with office.ports.store.read() as uow:
        recs = uow.records.find("signalement", espace)[:TURNS]
    erased = [_took(partial(erase_record, office.ports, rec.hex(), motif="erreur_de_saisie")) for rec in recs]
    office.close()
    for each in newcomers:
        each.close()
    return [
        _line("K1", "accueillir un poste, code de sûreté entendu, des deux côtés", size, enrolled),
        _line("K2", "renouveler les clés", size, renewed),
        _line("K3", "révoquer un poste et renouveler les clés", size, revoked),
        _line("K4", f"effacer un enregistrement parmi {RECORDS}".replace("000", "\u202f000"), size, erased),
    ]


def _newcomer(clock: SetClock) -> Post:
    return Post(Ports(MemoryStore(suite(), clock), suite(), clock, NoJournal(), AtOnce()), clock)


def _device(office: Office) -> str:
    with office.ports.store.read() as uow:
        return uow.identity.device().id.hex()


def _store() -> list[Line]:
    """Measure the check of a whole store: every page authenticated, the structure and the search read."""
    post = full.reopen(REVISIONS)
    size = sum(path.stat().st_size for path in full.profile(REVISIONS).iterdir()) / (1 << 20)
    took = [_took(lambda: post.ports.store.check(thorough=True)) for _ in range(2)]
    post.close()
    shown = f"{REVISIONS:,}".replace(",", "\u202f")
    return [
        Line(
            number="K5",
            what=f"contrôler le magasin en entier, {shown} modifications",
            figure=median(each.wall for each in took),
            unit="s",
            detail=f"CPU {median(each.cpu for each in took):.2f} s\u202f; {size:.0f} Mo",
        )
    ]


def _unlock() -> Line:
    """Measure the opening of that store, beside the derivation that it waits for."""
    keys, clock = load_suite1(ROOT / "resources"), SetClock(int(time.time() * 1000))
    least, usual = Costs(64 << 10, 2, 1), calibrate()
    opened: list[Took] = []
    alone: list[float] = []
    for _ in range(TURNS):
        with Took() as took:
            profile = open_store(full.profile(REVISIONS), stage.PHRASE, crypto=keys, clock=clock)
        profile.close()
        opened.append(took)
        alone.append(timed(least))
    cpu = median(each.cpu for each in opened) * 1e3
    chosen = f"{usual.m >> 10} Mo, {usual.t} passes, {usual.p} voies\u00a0: {timed(usual) * 1e3:.0f} ms"
    return Line(
        number="K6",
        what=f"ouvrir le magasin de {REVISIONS} modifications, Argon2id au moindre coût".replace(
            "100000", "100\u202f000"
        ),
        figure=median(each.wall for each in opened) * 1e3,
        unit="ms",
        peer="Argon2id seul",
        peer_figure=median(alone) * 1e3,
        detail=f"CPU {cpu:.0f} ms\u202f; Argon2id qu’un nouveau poste choisit ici\u00a0: {chosen}",
    )


def _took(work: Callable[[], object]) -> Took:
    with Took() as took:
        work()
    return took


def _line(number: str, what: str, size: int, took: Sequence[Took]) -> Line:
    return Line(
        number=number,
        what=f"{what}, espace de {size} postes",
        figure=median(each.wall for each in took) * 1e3,
        unit="ms",
        detail=f"CPU {median(each.cpu for each in took) * 1e3:.1f} ms",
    )

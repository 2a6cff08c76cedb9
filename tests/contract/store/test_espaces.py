"""Espaces and registries: what is accepted is remembered, and quarantine follows each new entry."""

from collections.abc import Callable

from mvl_desktop.ports.crypto import DeviceSecrets
from mvl_desktop.ports.store import Espace
from mvl_desktop.protocol.encoding import decode
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.objects import AnyAct, DeviceAdd, DeviceCert, DeviceRevoke, EpochAct, Policy, Reinstate
from mvl_desktop.protocol.registry import Registry, build_entry, build_genesis
from tests.contract.store.conftest import Bench
from tests.fakes.authors import Author, revision
from tests.fakes.world import suite

ESPACE = b"Q" * 16
REC = b"r" * 16


class Founder:
    """An administrator who signs acts, and the entries signed so far."""

    def __init__(self) -> None:
        self.device = suite().new_device()
        cert = decode(self.device.cert, DeviceCert, 4096)
        genesis, self.founder = build_genesis(ESPACE, cert, Policy([], 1, {}, {}), 1, self.sign)
        self.registry = Registry.start(self.founder)
        self.entries = [genesis]
        self.registry.append(genesis, suite().verify)
        self.act(
            EpochAct, epoch=1, members=[self.device.id], kcommit=bytes(32), grants=[digest("grant", b"")], escrow=None
        )

    def sign(self, tag: str, message: bytes) -> bytes:
        return suite().sign(self.device.sig, tag, message)

    def act(self, type_: type[AnyAct], **fields: object) -> bytes:
        draft: Callable[..., AnyAct] = self.registry.draft
        entry = build_entry(draft(type_, 2, **fields), [(self.device.id, self.sign)])
        self.registry.append(entry, suite().verify)
        self.entries.append(entry)
        return entry

    def admit(self, device: DeviceSecrets) -> bytes:
        return self.act(DeviceAdd, cert=device.cert, role="operator", poste=bytes(16), epoch=1, grant=bytes(32))


def known(bench: Bench, founder: Founder) -> None:
    with bench.store.work() as uow:
        uow.espaces.add(Espace(ESPACE, "Autre", founder.founder))
        uow.espaces.append(ESPACE, founder.entries)
        uow.commit()


def test_what_is_local_to_an_espace_changes(bench: Bench) -> None:
    founder = Founder()
    known(bench, founder)
    with bench.store.work() as uow:
        found = uow.espaces.get(ESPACE)
        assert found == Espace(ESPACE, "Autre", founder.founder)
        uow.espaces.update(Espace(ESPACE, "Renommé", founder.founder, b"p" * 16, "https://service.invalid"))
        uow.commit()
    with bench.store.read() as uow:
        assert [espace.name for espace in uow.espaces.all()] == ["Délégation fictive", "Renommé"]
        assert uow.espaces.get(ESPACE) == Espace(
            ESPACE, "Renommé", founder.founder, b"p" * 16, "https://service.invalid"
        )
        assert uow.espaces.get(b"?" * 16) is None


def test_a_registry_is_folded_as_far_as_it_was_accepted(bench: Bench) -> None:
    founder = Founder()
    known(bench, founder)
    author = Author(suite(), ESPACE)
    entry = founder.admit(author.device)
    with bench.store.work() as uow:
        assert uow.espaces.registry(ESPACE).role(author.id) is None
        uow.espaces.append(ESPACE, [entry])
        assert uow.espaces.registry(ESPACE).role(author.id) == "operator"
    with bench.store.read() as uow:  # it was undone
        assert uow.espaces.registry(ESPACE).role(author.id) is None
    with bench.store.work() as uow:
        uow.espaces.append(ESPACE, [entry])
        uow.commit()
    with bench.store.read() as uow:
        assert uow.espaces.registry(ESPACE).n == 2
        assert uow.espaces.entries(ESPACE, 1) == founder.entries[1:]


def test_an_entry_that_was_undone_leaves_no_memory_of_itself(bench: Bench) -> None:
    founder = Founder()
    known(bench, founder)
    before, one, other = founder.registry.snapshot(), Author(suite(), ESPACE), Author(suite(), ESPACE)
    undone = founder.admit(one.device)
    founder.registry = before
    kept = founder.admit(other.device)
    with bench.store.work() as uow:
        uow.espaces.append(ESPACE, [undone])
        assert uow.espaces.registry(ESPACE).role(one.id) == "operator"
    with bench.store.work() as uow:
        uow.espaces.append(ESPACE, [kept])
        uow.commit()
    with bench.store.read() as uow:
        registry = uow.espaces.registry(ESPACE)
        assert (registry.role(one.id), registry.role(other.id)) == (None, "operator")


def test_a_registry_given_out_is_the_callers_own(bench: Bench) -> None:
    founder = Founder()
    known(bench, founder)
    entry = founder.admit(Author(suite(), ESPACE).device)
    with bench.store.read() as uow:
        uow.espaces.registry(ESPACE).append(entry, suite().verify)
        assert uow.espaces.registry(ESPACE).n == 1


def test_proposals_have_no_effect(bench: Bench) -> None:
    founder = Founder()
    known(bench, founder)
    with bench.store.work() as uow:
        uow.espaces.propose(ESPACE, b"one")
        uow.espaces.propose(ESPACE, b"two")
        uow.espaces.withdraw(ESPACE, b"one")
        assert uow.espaces.proposed(ESPACE) == [b"two"]
        assert uow.espaces.registry(ESPACE).n == 1


def test_a_cut_unapplies_what_lies_beyond_it_and_reinstating_brings_it_back(bench: Bench) -> None:
    founder, author = Founder(), Author(suite(), ESPACE)
    founder.admit(author.device)
    known(bench, founder)
    before, beyond = (
        author.commit((REC, revision(1, {"objet": "avant"}))),
        author.commit((REC, revision(2, {"objet": "au-delà"}, [(author.id, 1)]))),
    )
    with bench.store.work() as uow:
        author.give_keys(uow)
        uow.log.keep(ESPACE, [before, beyond])
        uow.commit()
    cut = founder.act(DeviceRevoke, device=author.id, cut=1, reason_code="depart")
    with bench.store.work() as uow:
        uow.espaces.append(ESPACE, [cut])
        uow.commit()
    with bench.store.read() as uow:
        view = uow.records.get(REC)
        assert view is not None
        assert view.state.fields["objet"][0].value == "avant"
        assert view.quarantined == 1
        assert [stored.id for stored in uow.log.quarantine(ESPACE)] == [beyond.id]
        assert uow.records.search("delà") == (0, [])
    back = founder.act(Reinstate, reason_code="z", ids=[beyond.id])
    with bench.store.work() as uow:
        uow.espaces.append(ESPACE, [back])
        uow.commit()
    with bench.store.read() as uow:
        view = uow.records.get(REC)
        assert view is not None
        assert view.state.fields["objet"][0].value == "au-delà"
        assert uow.log.quarantine(ESPACE) == []
        assert uow.records.search("delà")[0] == 1

"""Use case: who has carried an erasure out, who has not, and until when a copy may still exist somewhere.

What is said here comes from the registry and from signed acknowledgements, never from what a post declares unsigned.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from mvl_desktop.domain.conservation import Regles
from mvl_desktop.exchange.word_step import read_ack
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.encoding import decode
from mvl_desktop.protocol.hashes import registry_id
from mvl_desktop.protocol.objects import SMALL_LIMIT, EpochDestroyed, Erase, EraseAck, Signed
from mvl_desktop.protocol.registry import Registry, read_entry
from mvl_desktop.services.conservation_orders import acts_of, list_orders
from mvl_desktop.services.people import Names, names_of
from mvl_desktop.services.refusals import RefusError

DONE, AWAITED, REVOKED = "execute", "attendu", "revoque"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one post has said of an erasure: `execute` and when, `attendu`, or `revoque` without having answered.

    `destroyed_at`: when it said that it forgot the former keys; None when it has not, or none had to be.
    """

    device: str
    nom: str = field(repr=False)
    state: str
    at: datetime | None = None
    destroyed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that can be proved of an erasure.

    `keys`: the epoch whose keys are to be forgotten, 0 when none is (revisions erased by name); `renewed_at`: when
    the epoch that replaces it began; `backups_until`: the day after which no backup of the service holds anything.
    """

    id: str
    ordre: str
    espace: str
    espace_nom: str
    nature: str
    motif: str
    recs: tuple[str, ...]
    revisions: int
    ordered_at: datetime
    entries: tuple[tuple[int, str], ...]
    """(number in the registry, its identifier) of the acts."""
    signataires: tuple[str, ...] = field(repr=False)
    answers: tuple[Answer, ...] = field(repr=False)
    keys: int
    renewed_at: datetime | None
    backups_until: date
    hosted: bool
    lines: tuple[str, ...] = field(default=(), repr=False)

    @property
    def missing(self) -> tuple[Answer, ...]:
        """Return the posts that have not said that it is done."""
        return tuple(answer for answer in self.answers if answer.state != DONE)

    @property
    def is_complete(self) -> bool:
        """Whether every post has carried it out, and forgotten the former keys where some had to be."""
        keys = all(answer.destroyed_at is not None for answer in self.answers if answer.state == DONE)
        return not self.missing and (keys or not self.keys)


@dataclass(frozen=True, slots=True)
class _Act:
    n: int
    id: bytes
    act: Erase
    signers: tuple[bytes, ...]


def list_proofs(ports: Ports, rules: Regles) -> list[Proof]:
    """Return what is known of every erasure in force, the latest first."""
    orders = list_orders(ports)
    with ports.store.read() as uow:
        found: list[Proof] = []
        for espace in uow.espaces.all():
            acts = {_meaning(each.act): each for each in _acts(uow, espace.id)}
            told: set[bytes] = set()
            for order in orders:
                view = uow.records.get(bytes.fromhex(order.id)) if order.espace == espace.id.hex() else None
                named = [acts[key] for act in (acts_of(view) if view else ()) if (key := _meaning(act)) in acts]
                named = [each for each in named if each.id not in told]
                if named:
                    told |= {each.id for each in named}
                    about = (order.id, order.nature, order.lines)
                    found.append(_proof(uow, espace.id, espace.name, named, rules, about))
            for each in acts.values():
                if each.id not in told:
                    nature = "effacement" if each.act.bodies is None else "retrait"
                    found.append(_proof(uow, espace.id, espace.name, [each], rules, ("", nature, ())))
    ports.journal.note("liste", lignes=len(found))
    return sorted(found, key=lambda proof: (proof.ordered_at, proof.id), reverse=True)


def proof_of(ports: Ports, id_: str, rules: Regles) -> Proof:
    """Return what is known of one erasure, named by its order or by a record that it erased.

    RefusError: effacement_inconnu.
    """
    wanted = id_.strip().lower()
    for proof in list_proofs(ports, rules):
        if wanted in (proof.id, proof.ordre) or wanted in proof.recs:
            return proof
    raise RefusError("effacement_inconnu")


def _proof(
    uow: UnitOfWork,
    espace: bytes,
    name: str,
    acts: Sequence[_Act],
    rules: Regles,
    about: tuple[str, str, tuple[str, ...]],
) -> Proof:
    registry, names = uow.espaces.registry(espace), names_of(uow, espace)
    ordered = max(each.act.ts for each in acts)
    last = max(each.n for each in acts)
    shreds = any(each.act.bodies is None for each in acts)
    keys = registry.epoch_at(last) if shreds else 0
    renewed = next((n for n in range(last, registry.n + 1) if registry.epoch_at(n) > keys), None) if keys else None
    ordre, nature, lines = about
    return Proof(
        id=acts[0].id.hex(),
        ordre=ordre,
        espace=espace.hex(),
        espace_nom=name,
        nature=nature,
        motif=acts[0].act.legal_ref_code,
        recs=tuple(dict.fromkeys(each.act.rec.hex() for each in acts)),
        revisions=sum(len(each.act.bodies or ()) for each in acts),
        ordered_at=_at(ordered),
        entries=tuple((each.n, each.id.hex()) for each in acts),
        signataires=tuple(names.of(device) for device in dict.fromkeys(by for each in acts for by in each.signers)),
        answers=tuple(_answers(uow, espace, registry, names, acts, keys)),
        keys=keys,
        renewed_at=_at(_ts(uow, espace, renewed)) if renewed is not None else None,
        backups_until=(_at(ordered) + timedelta(days=rules.sauvegardes_jours)).date(),
        hosted=registry.service_key is not None,
        lines=lines,
    )


def _answers(
    uow: UnitOfWork, espace: bytes, registry: Registry, names: Names, acts: Sequence[_Act], keys: int
) -> Iterator[Answer]:
    """Give what each post says that was a member when the order was given: those who came after never held anything."""
    done: dict[bytes, dict[bytes, int]] = {}
    destroyed: dict[bytes, int] = {}
    for word in _words(uow, espace):
        if isinstance(word, EraseAck):
            done.setdefault(word.device, {})[word.order] = word.ts
        elif word.epoch == keys:
            destroyed[word.device] = word.ts
    first = min(each.n for each in acts)
    for device in registry.holders_at(first - 1):
        said = done.get(device, {})
        complete = all(each.id in said for each in acts)
        state = DONE if complete else AWAITED if registry.is_active(device) else REVOKED
        yield Answer(
            device=device.hex(),
            nom=names.of(device),
            state=state,
            at=_at(max(said[each.id] for each in acts)) if complete else None,
            destroyed_at=_at(destroyed[device]) if device in destroyed else None,
        )


def _words(uow: UnitOfWork, espace: bytes) -> Iterator[EraseAck | EpochDestroyed]:
    """Give the acknowledgements kept: their signatures were verified when they came."""
    for data in uow.exchange.acks(espace):
        yield read_ack(decode(data, Signed, SMALL_LIMIT).o)


def _acts(uow: UnitOfWork, espace: bytes) -> Iterator[_Act]:
    for data in uow.espaces.entries(espace):
        entry, act = read_entry(data)
        if isinstance(act, Erase):
            yield _Act(act.n, registry_id(entry.e), act, tuple(signature.by for signature in entry.sigs))


def _ts(uow: UnitOfWork, espace: bytes, n: int) -> int:
    return read_entry(uow.espaces.entries(espace, n)[0])[1].ts


def _meaning(act: object) -> tuple[object, ...]:
    if not isinstance(act, Erase):
        return (id(act),)
    bodies = tuple((body.device, body.n) for body in act.bodies) if act.bodies is not None else None
    return (act.rec, bodies)


def _at(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.max.replace(tzinfo=UTC)

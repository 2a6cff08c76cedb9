"""Receiving: examine what came for one espace, then keep it in one transaction. The same for the service and for lots.

`examine` reads and decides; `apply` writes what was decided. The caller commits the unit of work, or does not: a dry
run is both, without the commit.
"""

from mvl_desktop.exchange import orders, witnesses
from mvl_desktop.exchange.body_step import take_bodies, take_late
from mvl_desktop.exchange.commit_step import take_commits
from mvl_desktop.exchange.draft_plan import DraftPlan
from mvl_desktop.exchange.judge import judge
from mvl_desktop.exchange.key_step import take_grants, take_slots
from mvl_desktop.exchange.older import note_clone
from mvl_desktop.exchange.plan import AttestedReceipt, Caution, Incoming, Outcome, Plan, Refusal
from mvl_desktop.exchange.registry_step import take_entries
from mvl_desktop.exchange.word_step import compare_checkpoint, take_words
from mvl_desktop.history.clock import receive
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork

CLOCK = "hlc"
"""The local setting under which the last technical time is kept."""
AHEAD = "horodatage_en_avance"
"""The alarm on a post whose clock is far ahead."""


def examine(uow: UnitOfWork, ports: Ports, incoming: Incoming) -> Plan:
    """Verify and open everything that came for one espace, in the order of security 4.6, and say what it would do.

    A post that holds no key there takes the registry and what was said of it, and none of what is under a key.
    """
    if uow.espaces.get(incoming.espace) is None:
        return Plan(incoming.espace, refusals=(Refusal("espace", "espace_inconnu", id=incoming.espace),))
    registry = uow.espaces.registry(incoming.espace)
    after = registry.snapshot() if incoming.registry else registry
    draft = DraftPlan(uow, ports, incoming, after, uow.identity.device().id)
    take_entries(draft)
    if draft.frozen:
        return draft.finish()
    take_grants(draft)
    if after.is_holder(draft.me):
        take_slots(draft)
        take_bodies(draft, take_commits(draft))
        take_late(draft)
    for commit in draft.keep:
        if commit.header.checkpoint is not None:
            compare_checkpoint(draft, commit.header.checkpoint)
    take_words(draft)
    judge(draft)
    return draft.finish()


def apply(uow: UnitOfWork, ports: Ports, plan: Plan, excluding: frozenset[bytes] = frozenset()) -> Outcome:
    """Keep what a plan holds, but the records or commits of `excluding`, whose bodies are set aside by choice.

    Erase orders come first. Raises LimitError when too much waits for something that has not come.
    """
    plan = plan.without(excluding)
    espace, log = plan.espace, uow.log
    for warning in plan.warnings:
        uow.exchange.alarm(warning.code, _espace_of(uow, warning, espace), warning.device, warning.count)
        if warning.code == "double_chaine" and warning.device == uow.identity.device().id:
            note_clone(uow)
    if plan.after is None:
        return Outcome(plan.counts())
    done = _take_registry(uow, ports, plan)
    _take_keys(uow, plan)
    if plan.release:
        log.release(espace, plan.release)
    for held in plan.hold:
        log.hold(espace, held.commit, held.header, held.bodies)
    touched = log.keep(espace, plan.keep) if plan.keep else frozenset()
    if plan.fill:
        touched |= log.fill(espace, {late.bhash: late.body for late in plan.fill})
    _know_blobs(uow, plan)
    for device in {kept.header.device for kept in plan.keep}:
        uow.exchange.move(espace, heard(device), ports.clock.ms())
    for kept in plan.keep:
        if kept.header.seen:
            uow.exchange.claim(espace, kept.header.device, kept.header.seen)
    if plan.from_service:
        _note_at_service(uow, plan)
    attested = sum(_attest(uow, espace, receipt) for receipt in plan.receipts)
    for ack in plan.acks:
        uow.exchange.keep_ack(espace, ack)
    if plan.witness is not None:
        witnesses.remember(uow, espace, plan.witness)
    _move_clock(uow, ports, plan)
    return Outcome(plan.counts(), plan.revisions, attested, touched, done, plan.frozen)


def _espace_of(uow: UnitOfWork, warning: Caution, espace: bytes) -> bytes:
    """Return where an alarm stands: a post has one clock, and one alarm of it, in however many espaces it writes."""
    if warning.code != AHEAD:
        return espace
    same = (alarm.espace for alarm in uow.exchange.alarms() if (alarm.code, alarm.device) == (AHEAD, warning.device))
    return next(same, espace)


def heard(device: bytes) -> str:
    """Return the position under which a store keeps when something of a device last came."""
    return f"entendu/{device.hex()}"


def _take_registry(uow: UnitOfWork, ports: Ports, plan: Plan) -> int:
    if not plan.entries:
        return 0
    uow.espaces.append(plan.espace, plan.entries)
    for entry in plan.accepted:
        uow.espaces.withdraw(plan.espace, entry)
    return orders.execute(uow, ports, plan.espace, plan.entries)


def _take_keys(uow: UnitOfWork, plan: Plan) -> None:
    if plan.grants:
        uow.keys.add_grants(plan.espace, plan.grants)
    for epoch, key in plan.epoch_keys:
        uow.keys.add_epoch_key(plan.espace, epoch, key)
    if plan.record_keys:
        uow.keys.add_record_keys(plan.espace, plan.record_keys)
    if plan.slots:
        uow.keys.add_slots(plan.espace, plan.slots)


def _know_blobs(uow: UnitOfWork, plan: Plan) -> None:
    """Know the attachments that present revisions name; their parts come on their own."""
    erased = plan.after.erased_blobs if plan.after else set()
    for kept in plan.keep:
        for entry, body in zip(kept.header.entries, kept.bodies, strict=True):
            if entry.blobs and body.revision is not None:
                for ref in body.revision.blobs:
                    if ref.id not in erased:
                        uow.blobs.add(plan.espace, entry.rec, ref)
    for late in plan.fill:
        if late.body.revision is not None:
            for ref in late.body.revision.blobs:
                if ref.id not in erased:
                    uow.blobs.add(plan.espace, late.rec, ref)


def _note_at_service(uow: UnitOfWork, plan: Plan) -> None:
    """Note that the service holds what it gave. One's own commits still need its receipt: they are sent again."""
    me = uow.identity.device().id
    ids = [kept.id for kept in plan.keep if kept.header.device != me]
    ids += [id_ for id_, device in plan.known if device != me]
    if ids:
        uow.log.at_service(plan.espace, ids, None)


def _attest(uow: UnitOfWork, espace: bytes, attested: AttestedReceipt) -> int:
    """Note what a receipt proves: the commits of which its signer holds every body that lies here."""
    receipt = attested.receipt
    ids = receipt.ids
    if receipt.without:
        without = set(receipt.without)
        ids = [commit.id for commit in uow.log.commits(espace, ids) if not without & commit.bodies.keys()]
    return uow.exchange.receive_receipt(espace, attested.by, receipt.lid, ids, attested.data) if ids else 0


def _move_clock(uow: UnitOfWork, ports: Ports, plan: Plan) -> None:
    """Make what is typed next come after what was just read."""
    if plan.clock > (0, 0):
        last = uow.identity.get(CLOCK)
        ms, counter = (int(part) for part in last.split(".")) if last else (0, 0)
        now = receive((ms, counter), plan.clock, ports.clock.ms())
        uow.identity.set(CLOCK, f"{now[0]}.{now[1]}")

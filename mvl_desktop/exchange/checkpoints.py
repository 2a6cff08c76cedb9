"""The service's word on an espace, held against what it has really given: n never goes down, one root for each n."""

from collections.abc import Sequence

from mvl_desktop.exchange import withheld, witnesses
from mvl_desktop.exchange.session import FrozenError
from mvl_desktop.exchange.word_step import read_checkpoint
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import ServiceLiesError
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.encoding import decode
from mvl_desktop.protocol.hashes import ZERO, next_root
from mvl_desktop.protocol.objects import Checkpoint, Signed
from mvl_desktop.protocol.wire import ANSWER_LIMIT, EspaceState

DIVERGENT = "historique_divergent"
CONTRADICTORY = "registre_contradictoire"
AGREED = "parole"
"""Position: when the service signed the last word that agreed with all that this post was given."""
FRESH_MS = 24 * 3600 * 1000
STALE_MS = 14 * FRESH_MS


def judge_checkpoint(uow: UnitOfWork, ports: Ports, espace: bytes, data: bytes) -> str | None:
    """Keep a checkpoint of the service; return the code of an alarm when it contradicts what was told before.

    Raises ServiceLiesError when it is not signed by the key that the registry names.
    """
    registry = uow.espaces.registry(espace)
    told = read_checkpoint(ports, registry, data)
    if told is None:
        raise ServiceLiesError
    if _names_another_registry(uow, told):
        return CONTRADICTORY
    n, root = uow.exchange.root(espace)
    before = _kept(uow, espace)
    if told.n < n or (told.n == n and told.root != root):
        return DIVERGENT
    if _goes_back(uow, espace, told):
        return DIVERGENT
    if before is None or told.n > before.n or told.ts > before.ts:
        uow.exchange.keep_checkpoint(espace, data)
        if told.n == n:
            uow.exchange.move(espace, AGREED, told.ts)
    return None


def is_worth_keeping(uow: UnitOfWork, ports: Ports, espace: bytes, data: bytes) -> bool:
    """Whether a word that comes with nothing new differs from what is held, or is a day fresher. ServiceLiesError."""
    told = read_checkpoint(ports, uow.espaces.registry(espace), data)
    if told is None:
        raise ServiceLiesError
    is_other = (told.n, told.root) != uow.exchange.root(espace) or _names_another_registry(uow, told)
    return is_other or _is_stale(ports, told) or told.ts - uow.exchange.position(espace, AGREED) > FRESH_MS


def said(uow: UnitOfWork, ports: Ports, espace: bytes, data: bytes | None) -> Checkpoint | None:
    """Return the service's word, when it gave one that it has signed."""
    return read_checkpoint(ports, uow.espaces.registry(espace), data) if data is not None else None


def begin_again(uow: UnitOfWork, espace: bytes) -> None:
    """Take the service's numbers from the first one on, once a person has read that it told two stories.

    Nothing that was kept is believed less for it, nor anything that comes believed more: signatures say whose it is.
    What it once attested is to be sent again: it may be another service, in the place of one that was lost.
    """
    exchange = uow.exchange
    uow.log.lose(espace, frozenset())
    for what in ("feed", "slots", AGREED):
        exchange.move(espace, what, 0)
    exchange.set_root(espace, 0, ZERO)
    exchange.forget_numbers(espace, 0)
    exchange.keep_checkpoint(espace, b"")
    witnesses.forget(uow, espace)
    withheld.forget(uow, espace)


def follow(uow: UnitOfWork, ports: Ports, espace: bytes, ids: Sequence[bytes], data: bytes) -> bool:
    """Count as read what the service has just numbered for us, when its word proves that nothing else lies between.

    Returns whether it did.
    """
    n, root = uow.exchange.root(espace)
    told = read_checkpoint(ports, uow.espaces.registry(espace), data)
    if told is None or told.n != n + len(ids) or uow.exchange.position(espace, "feed") != n:
        return False
    for id_ in ids:
        root = next_root(root, id_)
    if told.root != root:
        return False
    uow.exchange.set_root(espace, told.n, root)
    uow.exchange.number(espace, n + 1, ids)
    uow.exchange.move(espace, "feed", told.n)
    judge_checkpoint(uow, ports, espace, data)
    return True


def check(ports: Ports, espace: bytes, state: EspaceState) -> None:
    """Judge the checkpoint of a first answer in its own transaction. Raises FrozenError or ServiceLiesError.

    A word that the service signed long ago, and gives today, is how it would hide what came since.
    """
    data = state.checkpoint
    if data is None:
        raise ServiceLiesError
    with ports.store.read() as uow:
        n, _ = uow.exchange.root(espace)
        told = read_checkpoint(ports, uow.espaces.registry(espace), data)
        if told is not None and (told.n > state.k or told.regn > state.regn):
            # It signs more than it announces.
            raise ServiceLiesError
        contradictory = told is not None and _names_another_registry(uow, told)
        is_ahead = told is not None and told.n > n and not _is_stale(ports, told)
        if told is not None and is_ahead and not contradictory and not _goes_back(uow, espace, told):
            # What lies between comes with its own word: this one is held against it then.
            return
        if told is not None and not is_worth_keeping(uow, ports, espace, data):
            return
    with ports.store.work() as uow:
        code = judge_checkpoint(uow, ports, espace, data)
        if _is_stale(ports, _trusted(data)):
            uow.exchange.alarm("service_fige", espace)
        uow.commit()
    if code is not None:
        raise FrozenError(code)


def _trusted(data: bytes) -> Checkpoint:
    """Read a checkpoint that was verified when it was kept."""
    return decode(decode(data, Signed, ANSWER_LIMIT).o, Checkpoint, ANSWER_LIMIT)


def _kept(uow: UnitOfWork, espace: bytes) -> Checkpoint | None:
    kept = uow.exchange.checkpoint(espace)
    return _trusted(kept) if kept else None


def _names_another_registry(uow: UnitOfWork, told: Checkpoint) -> bool:
    """Whether the service signed, for an entry that this post has accepted, another one."""
    registry = uow.espaces.registry(told.espace)
    return told.regn <= registry.n and registry.head_at(told.regn) != told.regh


def _goes_back(uow: UnitOfWork, espace: bytes, told: Checkpoint) -> bool:
    before = _kept(uow, espace)
    return before is not None and (told.n < before.n or (told.n == before.n and told.root != before.root))


def _is_stale(ports: Ports, told: Checkpoint) -> bool:
    return told.ts < ports.clock.ms() - STALE_MS

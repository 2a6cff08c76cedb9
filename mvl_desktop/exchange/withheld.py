"""What this post knows to exist and does not hold: asked for once more, then told. A service hides, and says nothing.

What is missing at the end of one exchange and still at the end of the next was not on its way: the service has it, or
somebody else has seen it, and it is not given. Nothing is lost by it here, and all of it comes by a lot too.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from mvl_desktop.exchange.feed import Item, feed_incoming, read_feed
from mvl_desktop.exchange.session import FrozenError, Session
from mvl_desktop.ports.carrier import ServiceLiesError
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.hashes import digest

LACKS_SHOWN = 1_000
AGAIN_MS = 24 * 3600 * 1000
PAGES_AGAIN = 64
_ASKED, _TOLD, _ATTESTED, _BARE, _REFUSED = "redemande", "retenu", "attestes", "nus", "ecartes"


@dataclass(frozen=True, slots=True)
class Lacks:
    """What is missing: by device, the seq that somebody has seen; by name, whose it is.

    `held`: commits that wait for what stands before them; `contents`: bodies and attachments of commits that came;
    `keys`: record keys under an epoch that this post can open, and its own grant; `attested`: one's own commits, of
    which the service has signed a receipt, and that its feed does not show.
    """

    seen: Mapping[bytes, int]
    held: Mapping[bytes, bytes]
    contents: Mapping[bytes, bytes]
    keys: frozenset[bytes]
    attested: frozenset[bytes]
    refused: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.seen or self.held or self.contents or self.keys or self.attested or self.refused)


def lacks(uow: UnitOfWork, espace: bytes) -> Lacks:
    """Look at what is missing now."""
    held = uow.log.held_names(espace)
    contents, keys, refused = _contents(uow, espace), _keys(uow, espace), frozenset(_numbers(uow, espace, _REFUSED))
    return Lacks(unseen(uow, espace), held, contents, keys, _hidden(uow, espace), refused)


def unseen(uow: UnitOfWork, espace: bytes) -> dict[bytes, int]:
    """Return what others said exists and is not here."""
    claims = uow.exchange.claims(espace)
    chains = uow.log.chains(espace) if claims else {}
    return {device: seq for device, seq in claims.items() if seq > (chains[device].seq if device in chains else 0)}


def ask_again(session: Session, before: Lacks) -> None:
    """Ask once more, once a day, for what the service has numbered and did not give. Raises CarrierError."""
    espace, now = session.espace, session.ports.clock.ms()
    with session.ports.store.read() as uow:
        if now - uow.exchange.position(espace, _ASKED) < AGAIN_MS:
            return
        wanted = _wanted(uow, espace, before)
    with session.ports.store.work() as uow:
        uow.exchange.move(espace, _ASKED, now)
        if before.keys:
            uow.exchange.move(espace, "slots", 0)
        uow.commit()
    _read_again(session, wanted)


def tell(session: Session, before: Lacks) -> None:
    """Say what was missing before this exchange and still is; the same contents and keys are told once."""
    if not before:
        return
    espace = session.espace
    with session.ports.store.work() as uow:
        still = lacks(uow, espace)
        me = uow.identity.device().id
        _tell_seen(uow, espace, before, still)
        if hidden := before.attested & still.attested:
            # It said that it holds them: they are sent again, to whoever keeps them.
            uow.exchange.alarm("retenue_suspectee", espace, me, len(hidden))
            uow.log.lose(espace, set(uow.exchange.numbered(espace)))
            _remember(uow, espace, _ATTESTED, ())
        elif before.attested != still.attested or not still.attested:
            _remember(uow, espace, _ATTESTED, still.attested)
        contents = {name: device for name, device in before.contents.items() if name in still.contents}
        keys = before.keys & still.keys
        if _is_news(uow, espace, [*contents, *keys]):
            for device, count in Counter(contents.values()).items():
                uow.exchange.alarm("contenu_absent", espace, device, count)
            if keys:
                uow.exchange.alarm("cle_retenue", espace, None, len(keys))
        uow.commit()


def note_given(uow: UnitOfWork, espace: bytes, items: list[Item]) -> None:
    """Note the numbers that came with nothing, and those of which nothing could be kept: neither was given."""
    bare = {item.marker.k for item in items if item.commit is None and not item.bodies}
    named = {item.marker.id: item.marker.k for item in items if item.commit is not None}
    held = uow.log.held_names(espace).keys() if named else ()
    refused = {named[id_] for id_ in named.keys() - uow.log.known(espace, list(named)) - set(held)}
    here = {item.marker.k for item in items}
    for what, numbers in ((_BARE, bare), (_REFUSED, refused)):
        before = _numbers(uow, espace, what)
        after = sorted((before - here) | numbers)[:LACKS_SHOWN]
        if set(after) != before:
            uow.identity.set(_name(espace, what), msgspec.json.encode(after).decode() if after else "")


def note_attested(uow: UnitOfWork, espace: bytes, ids: Iterable[bytes]) -> None:
    """Note commits of which the service has signed a receipt, and whose numbers are to be seen in its feed."""
    _remember(uow, espace, _ATTESTED, _kept(uow, espace, _ATTESTED) | set(ids))


def forget(uow: UnitOfWork, espace: bytes) -> None:
    """Begin anew with a service that numbers anew."""
    for what in (_ATTESTED, _BARE, _REFUSED):
        uow.identity.set(_name(espace, what), "")


def _contents(uow: UnitOfWork, espace: bytes) -> dict[bytes, bytes]:
    """Return the bodies, then the attachments, of what came that did not come with it, and whose they are."""
    found = {bhash: header.device for _, header, bhash in uow.log.absent(espace, LACKS_SHOWN)}
    own = uow.identity.device().id
    return found | {info.ref.id: own for info in uow.blobs.incomplete(espace)}


def _keys(uow: UnitOfWork, espace: bytes) -> frozenset[bytes]:
    """Return the commitments of record keys made under an epoch whose key is here; and our own grant, when it lacks."""
    epochs = set(uow.keys.epochs(espace))
    waiting = uow.log.waiting_for_key(espace, LACKS_SHOWN)
    found = {header.entries[index].kc for _, header, index, _ in waiting if header.entries[index].ge in epochs}
    registry, me = uow.espaces.registry(espace), uow.identity.device().id
    granted = any(device == me for (epoch, _), device in registry.grants.items() if epoch == registry.epoch)
    if granted and registry.is_active(me) and registry.epoch not in epochs:
        found.add(registry.kcommits[registry.epoch])
    return frozenset(found)


def _hidden(uow: UnitOfWork, espace: bytes) -> frozenset[bytes]:
    attested = _kept(uow, espace, _ATTESTED)
    return frozenset(attested.difference(uow.exchange.numbered(espace))) if attested else frozenset()


def _wanted(uow: UnitOfWork, espace: bytes, before: Lacks) -> list[int]:
    """Return the numbers to read again: of commits whose bodies lack, of what was not kept, of what came bare."""
    numbers = set(before.refused)
    if before.contents:
        commits = {commit for commit, _, _ in uow.log.absent(espace, LACKS_SHOWN)}
        numbers |= {n for n, id_ in enumerate(uow.exchange.numbered(espace), 1) if id_ in commits}
    if before.held or before.seen:
        numbers |= _numbers(uow, espace, _BARE)
    return sorted(numbers)


def _read_again(session: Session, wanted: list[int]) -> None:
    """Read numbers that were given already; they must be the same, and this time what comes with them is kept."""
    espace, done = session.espace, 0
    with session.ports.store.read() as uow:
        numbered = uow.exchange.numbered(espace)
    for number in wanted[:PAGES_AGAIN]:
        if number <= done:
            continue
        page = session.carrier.feed(espace, number - 1)
        try:
            items = [item for item in read_feed(page.frames, number - 1).items if item.marker.k <= len(numbered)]
        except ProtocolError as error:
            raise ServiceLiesError from error
        if any(item.marker.id != numbered[item.marker.k - 1] for item in items):
            raise FrozenError("historique_divergent")
        if not items:
            raise ServiceLiesError
        with session.ports.store.work(bulk=True) as uow:
            outcome = session.keep(uow, feed_incoming(espace, items))
            note_given(uow, espace, items)
            uow.commit()
        session.settle(outcome)
        done = items[-1].marker.k


def _tell_seen(uow: UnitOfWork, espace: bytes, before: Lacks, still: Lacks) -> None:
    chains = uow.log.chains(espace)
    counts = Counter(device for id_, device in before.held.items() if id_ in still.held)
    for device in before.seen.keys() & still.seen.keys():
        missing = before.seen[device] - (chains[device].seq if device in chains else 0)
        counts[device] = max(counts[device], missing)
    for device, count in counts.items():
        if count > 0:
            uow.exchange.alarm("retenue_suspectee", espace, device, count)


def _is_news(uow: UnitOfWork, espace: bytes, names: Iterable[bytes]) -> bool:
    """Whether this was not told yet, as a whole; it is told from now on."""
    found = sorted(names)
    told = digest("withheld", *found).hex() if found else ""
    if (uow.identity.get(_name(espace, _TOLD)) or "") == told:
        return False
    uow.identity.set(_name(espace, _TOLD), told)
    return bool(found)


def _numbers(uow: UnitOfWork, espace: bytes, what: str) -> set[int]:
    text = uow.identity.get(_name(espace, what))
    return set(msgspec.json.decode(text, type=list[int])) if text else set()


def _kept(uow: UnitOfWork, espace: bytes, what: str) -> set[bytes]:
    text = uow.identity.get(_name(espace, what))
    return {bytes.fromhex(each) for each in msgspec.json.decode(text, type=list[str])} if text else set()


def _remember(uow: UnitOfWork, espace: bytes, what: str, ids: Iterable[bytes]) -> None:
    names = sorted(id_.hex() for id_ in ids)
    uow.identity.set(_name(espace, what), msgspec.json.encode(names).decode() if names else "")


def _name(espace: bytes, what: str) -> str:
    return f"{what}:{espace.hex()}"

"""Attachments, sealed, part by part in both directions; an interrupted one goes on where it stopped."""

from collections.abc import Iterable

from mvl_desktop.exchange.session import Session
from mvl_desktop.ports.carrier import NotThereError, ServiceLiesError
from mvl_desktop.ports.store import StoredCommit
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.objects import BLOB_LIMIT
from mvl_desktop.protocol.wire import part_count, part_length


def send_named(session: Session, commits: Iterable[StoredCommit]) -> None:
    """Send what these commits name and the service lacks, as far as it lies here; before the commits themselves."""
    for blob in dict.fromkeys(id_ for commit in commits for entry in commit.header.entries for id_ in entry.blobs):
        with session.ports.store.read() as uow:
            info = uow.blobs.get(blob)
            if info is None or not info.complete:
                continue
            indexes = uow.blobs.part_indexes(blob)
            size = sum(len(part) for part in uow.blobs.parts(blob))
        _send(session, blob, size, indexes)


def fetch_missing(session: Session) -> None:
    """Fetch the attachments that a revision names and that are not wholly here."""
    with session.ports.store.read() as uow:
        wanted = uow.blobs.incomplete(session.espace)
    for number, info in enumerate(wanted):
        session.tell("pieces", number, len(wanted))
        try:
            _fetch(session, info.ref.id)
        except NotThereError:
            continue


def _send(session: Session, blob: bytes, size: int, indexes: list[int]) -> None:
    there: set[int] = set()
    try:
        state = session.carrier.blob_state(session.espace, blob)
    except NotThereError:
        pass
    else:
        if state.id != blob:
            raise ServiceLiesError
        if state.complete:
            return
        there = set(state.parts)
    with session.ports.store.read() as uow:
        for index, part in zip(indexes, uow.blobs.parts(blob), strict=True):
            if index not in there:
                session.carrier.send_blob_part(session.espace, blob, index, size, part)
                session.tell("pieces", index + 1, len(indexes))


def _fetch(session: Session, blob: bytes) -> None:
    state = session.carrier.blob_state(session.espace, blob)
    if not state.complete:
        return
    if state.id != blob or not 0 < state.size <= BLOB_LIMIT:
        raise ServiceLiesError
    with session.ports.store.read() as uow:
        here = set(uow.blobs.part_indexes(blob))
    total = part_count(state.size)
    for index in range(total):
        if index in here:
            continue
        part = session.carrier.blob_part(session.espace, blob, index)
        try:
            if len(part) != part_length(state.size, index):
                raise ServiceLiesError
        except ProtocolError as error:
            raise ServiceLiesError from error
        with session.ports.store.work(bulk=True) as uow:
            uow.blobs.put_part(blob, index, part)
            uow.commit()
        session.tell("pieces", index + 1, total)
    with session.ports.store.work(bulk=True) as uow:
        if uow.blobs.finish(blob):
            session.tally.add(pieces=1)
        else:
            uow.exchange.alarm("piece_endommagee", session.espace)
        uow.commit()

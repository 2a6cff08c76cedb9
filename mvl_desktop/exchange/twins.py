"""The service says that it holds commits of this post that this post does not: believed when it shows one, signed.

A store restored or copied signs nothing more, and is read only from then on; that is not done on anybody's word.
"""

from mvl_desktop.exchange.feed import read_feed
from mvl_desktop.exchange.session import Session
from mvl_desktop.ports.carrier import ServiceLiesError
from mvl_desktop.protocol.check import COMMIT_BYTES
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.objects import SMALL_LIMIT, Commit, DeviceCert, read_header


def is_claimed(session: Session) -> bool:
    """Whether the service counts more commits of this post than it has signed here."""
    with session.ports.store.read() as uow:
        chain = uow.log.chain(session.espace, uow.identity.device().id)
    return session.state.seq > (chain.seq if chain else 0)


def look(session: Session) -> None:
    """Find a commit that this post signed elsewhere among what it has not read. ServiceLiesError when there is none."""
    with session.ports.store.read() as uow:
        device = uow.identity.device()
        chain = uow.log.chain(session.espace, device.id)
        start = uow.exchange.position(session.espace, "feed")
    known = chain.seq if chain else 0
    public = decode(device.cert, DeviceCert, SMALL_LIMIT).sig
    for after, page in session.pages(lambda number: session.carrier.feed(session.espace, number), start):
        try:
            commits = [item.commit for item in read_feed(page.frames, after).items if item.commit is not None]
            for commit in (decode(data, Commit, COMMIT_BYTES) for data in commits):
                header = read_header(commit.h)
                ours = (header.espace, header.device) == (session.espace, device.id) and header.seq > known
                if ours and session.ports.crypto.verify(public, "commit", commit.h, commit.s):
                    return
        except ProtocolError as error:
            raise ServiceLiesError from error
    raise ServiceLiesError

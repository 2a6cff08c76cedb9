"""What there is to do in an exchange, found in one look at the store: the steps that have nothing to do open none."""

from dataclasses import dataclass

from mvl_desktop.exchange.pulling import lacks_grants
from mvl_desktop.exchange.remains import has_old_edits
from mvl_desktop.exchange.session import Session
from mvl_desktop.ports.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Coming:
    """What the service has that this post has not, and registry entries to hand over."""

    registry: bool
    grants: bool
    slots: bool
    feed: bool

    @classmethod
    def of(cls, uow: UnitOfWork, session: Session) -> "Coming":
        """Compare what the service said with what is here."""
        espace, state = session.espace, session.state
        known = uow.espaces.registry(espace).n
        return cls(
            registry=state.regn != known or bool(uow.espaces.proposed(espace)),
            grants=lacks_grants(uow, espace),
            slots=uow.exchange.position(espace, "slots") != state.s,
            feed=uow.exchange.position(espace, "feed") < state.k,
        )


@dataclass(frozen=True, slots=True)
class Here:
    """What is to be done once everything came: attachments to fetch, keys to wrap again, keyslots to hand over."""

    pieces: bool
    house: bool
    slots: bool

    @classmethod
    def of(cls, uow: UnitOfWork, session: Session) -> "Here":
        """Look at what is here now."""
        espace = session.espace
        epoch = uow.espaces.registry(espace).epoch
        wraps = epoch > 1 and bool(uow.keys.to_rewrap(espace, epoch, 1))
        return cls(
            pieces=bool(uow.blobs.incomplete(espace)),
            house=wraps or has_old_edits(uow, session.ports.clock.ms()),
            slots=bool(uow.keys.slots_to_push(espace, 1)),
        )

"""A store that is an older state of its post: restored, cloned, put back. It never continues its chain."""

from mvl_desktop.ports.store import GONE_BACK, OlderStateError, UnitOfWork

CLONED = "copie"
"""Why a store is behind: somebody else goes on under its name, or it did itself and lost it."""


def is_older(uow: UnitOfWork) -> bool:
    """Whether this store reads only, until its post has taken up again under a new name."""
    return bool(uow.identity.get(GONE_BACK))


def refuse_older(uow: UnitOfWork) -> None:
    """Refuse to write; OlderStateError (poste_restaure)."""
    if is_older(uow):
        raise OlderStateError


def note_clone(uow: UnitOfWork) -> None:
    """Remember that this store has a twin."""
    if not is_older(uow):
        uow.identity.set(GONE_BACK, CLONED)

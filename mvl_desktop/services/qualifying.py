"""What is written beside a change to a signalement: each qualification stays readable, with its day and author."""

from collections.abc import Mapping

from mvl_desktop.domain.payload import check_size
from mvl_desktop.domain.qualification import KIND, kept_qualification
from mvl_desktop.history.model import Value
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.letters_lock import check_letters
from mvl_desktop.services.people import my_name
from mvl_desktop.services.reviewing import with_review


def with_qualification(
    uow: UnitOfWork, ports: Ports, kind: str, seen: Mapping[str, Value], changes: Mapping[str, Value]
) -> dict[str, Value]:
    """Return changes with the qualification that they give, if they give one.

    Raises FicheTropLongueError, ChampLettreInconnuError, RefusError (courrier_envoye).
    """
    check_letters(kind, seen, changes)
    if kind != KIND:
        return with_review(kind, seen, changes)
    day = ports.clock.now().date().isoformat()
    kept = kept_qualification(seen, changes, lambda: ports.crypto.random(8).hex(), day, my_name(uow))
    if not kept:
        return dict(changes)
    check_size(whole := {**changes, **kept})
    return whole

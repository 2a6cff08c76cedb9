"""Posts that are there before a test begins, made at the lowest price of a passphrase; and what they hold after it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from mvl_desktop.bootstrap import SystemClock, default_settings, wire
from mvl_desktop.services.founding import POST_NAME
from mvl_desktop.store.profile import prepare_store
from tests.fakes.stores import CHEAP
from tests.fakes.world import suite
from ui.app import BootstrapPosts
from ui.desk import Desk
from ui.post_desk import PostDesk
from ui.values import Row, Wanted

PHRASE = "agrafe orage tilleul canard mardi"


def made_post(profile: Path, name: str = "Camille Exemple") -> Desk:
    """Make a post that is in no espace yet; return it opened."""
    opened = prepare_store(profile, PHRASE, crypto=suite(), clock=SystemClock(), costs=CHEAP).confirm()
    with opened.store.work() as uow:
        uow.identity.set(POST_NAME, name)
        uow.commit()
    return cast("Desk", PostDesk(wire(default_settings(), profile, opened)))


def found_post(profile: Path, name: str = "Camille Exemple") -> Path:
    """Make a post with an espace and its compartments, where the five steps are not what is tested."""
    desk = made_post(profile, name)
    desk.found("Délégation de l’Ain")
    desk.found_compartments(desk.espaces()[0].id)
    desk.close()
    return profile


@contextlib.contextmanager
def opened(profile: Path) -> Iterator[Desk]:
    """Open a post that no window holds any more: what it shows is what was not lost."""
    desk = cast("Desk", BootstrapPosts(profile).open(PHRASE))
    try:
        yield desk
    finally:
        desk.close()


def signalements(desk: Desk) -> list[Row]:
    """Return the signalements of a post."""
    return [row for row in desk.rows("signalement", desk.numbers(Wanted("signalement"))) if row]

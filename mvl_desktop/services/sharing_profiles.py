"""Use cases: what a shared copy takes and leaves, field by field, remembered under a name on this post alone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from mvl_desktop.domain.text import clean_line
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.refusals import RefusError

NAME_MAX = 60
_KEY = "partage/profil/"


@dataclass(frozen=True, slots=True)
class Profile:
    """A way to share: fields taken, or left, whatever the mask says of them."""

    nom: str
    avec: tuple[str, ...] = ()
    sans: tuple[str, ...] = ()


def list_profiles(ports: Ports) -> list[Profile]:
    """Return the profiles of this post, by name."""
    with ports.store.read() as uow:
        kept = uow.preferences.all(_KEY)
    return sorted((_read(key.removeprefix(_KEY), text) for key, text in kept.items()), key=lambda each: each.nom)


def keep_profile(ports: Ports, nom: str, avec: Sequence[str], sans: Sequence[str]) -> None:
    """Remember a profile in the place of the one of this name. RefusError: nom_invalide."""
    name = clean_line(nom, "nom")
    if not name or len(name) > NAME_MAX:
        raise RefusError("nom_invalide")
    with ports.store.work() as uow:
        uow.preferences.set(_KEY + name, json.dumps({"avec": sorted(avec), "sans": sorted(sans)}))
        uow.commit()


def forget_profile(ports: Ports, nom: str) -> None:
    """Forget a profile. Twice is once."""
    with ports.store.work() as uow:
        uow.preferences.set(_KEY + nom, None)
        uow.commit()


def _read(nom: str, text: str) -> Profile:
    held = json.loads(text)
    return Profile(nom, tuple(map(str, held.get("avec", ()))), tuple(map(str, held.get("sans", ()))))

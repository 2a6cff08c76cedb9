"""Use cases on what this person likes, kept on this post alone: choices, searches given a name, records followed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.records import existing
from mvl_desktop.services.refusals import RefusError

SEARCH_NAME_MAX = 80
_CHOICE = "choix/"
_SEARCH = "recherche/"
_FOLLOWED = "suivi/"


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """What a list was asked to show, under the name that somebody gave it."""

    nom: str
    kind: str
    text: str = field(default="", repr=False)
    filters: tuple[tuple[str, str], ...] = ()
    order: str = ""


def recall(ports: Ports, key: str) -> object:
    """Return the JSON value remembered under a key, or None."""
    with ports.store.read() as uow:
        text = uow.preferences.get(_CHOICE + key)
    return None if text is None else json.loads(text)


def remember(ports: Ports, key: str, value: object) -> None:
    """Remember a JSON value under a key; None forgets it."""
    with ports.store.work() as uow:
        uow.preferences.set(_CHOICE + key, None if value is None else json.dumps(value, ensure_ascii=False))
        uow.commit()


def saved_searches(ports: Ports, kind: str) -> list[SavedSearch]:
    """Return the searches that were given a name, by name."""
    with ports.store.read() as uow:
        kept = uow.preferences.all(f"{_SEARCH}{kind}/")
    return sorted((_search(kind, json.loads(text)) for text in kept.values()), key=lambda search: search.nom)


def keep_search(ports: Ports, search: SavedSearch) -> None:
    """Keep a search under its name, replacing its former self. RefusError: nom_invalide."""
    name = " ".join(search.nom.split())
    if not name or len(name) > SEARCH_NAME_MAX:
        raise RefusError("nom_invalide")
    kept = {"nom": name, "texte": search.text, "filtres": search.filters, "ordre": search.order}
    with ports.store.work() as uow:
        uow.preferences.set(_key(search.kind, name), json.dumps(kept, ensure_ascii=False))
        uow.commit()


def forget_search(ports: Ports, kind: str, nom: str) -> None:
    """Forget a search."""
    with ports.store.work() as uow:
        uow.preferences.set(_key(kind, " ".join(nom.split())), None)
        uow.commit()


def follow(ports: Ports, id_: str, *, followed: bool) -> None:
    """Follow a record, or no more. RefusError: fiche_inconnue."""
    with ports.store.work() as uow:
        rec = existing(uow, id_).rec
        uow.preferences.set(_FOLLOWED + rec.hex(), "1" if followed else None)
        uow.commit()


def is_followed(ports: Ports, id_: str) -> bool:
    """Whether this person follows a record."""
    with ports.store.read() as uow:
        return uow.preferences.get(_FOLLOWED + id_) is not None


def followed_records(uow: UnitOfWork) -> frozenset[bytes]:
    """Return what this person follows."""
    return frozenset(bytes.fromhex(key.removeprefix(_FOLLOWED)) for key in uow.preferences.all(_FOLLOWED))


def _key(kind: str, nom: str) -> str:
    return f"{_SEARCH}{kind}/{nom.casefold()}"


def _search(kind: str, kept: dict[str, object]) -> SavedSearch:
    filters = kept.get("filtres")
    pairs = filters if isinstance(filters, Sequence) else ()
    return SavedSearch(
        nom=str(kept["nom"]),
        kind=kind,
        text=str(kept.get("texte", "")),
        filters=tuple((str(name), str(value)) for name, value in pairs),
        order=str(kept.get("ordre", "")),
    )

"""What two records are compared by, drawn from their fields once and kept short."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import msgspec

from mvl_desktop.matching.contacts import mails, sites, telephones
from mvl_desktop.matching.words import NAME_MAX, WORDS_MAX, name_parts, number_of, told_words

SIGNALEMENT, SIGNALANT = "signalement", "signalant"
KINDS: Final = (SIGNALEMENT, SIGNALANT)
FORMAT: Final = 2
"""Raised when the same record must give other traits: those that are kept are then drawn anew."""

NAMES_MAX: Final = 8
_DIGITS: Final = re.compile(r"[^0-9a-z]+")
_GONE: Final = frozenset({"anonymise", "detruit"})
_CITIES: Final = {
    **{f"751{n:02}": "75056" for n in range(1, 21)},
    **{f"6938{n}": "69123" for n in range(1, 10)},
    **{f"132{n:02}": "13055" for n in range(1, 17)},
}
"""The arrondissements of the three cities that have some: whoever reports names one or the other."""


class Traits(msgspec.Struct, frozen=True, array_like=True):
    """A record as it is compared. Names keep their spelling: they are shown beside each other."""

    kind: str
    mis_en_cause: tuple[str, ...] = ()
    personnes: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()
    courriels: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    numeros: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    departement: str = ""
    commune: str = ""
    adresse: str = ""
    survenu: int = 0
    recu: int = 0
    recit: frozenset[int] = frozenset()
    mots: tuple[int, ...] = ()
    """The longest words of the narrative, as the index knows them."""
    signalant: str = ""
    liens: tuple[tuple[str, str], ...] = ()
    """What it is tied to already: (nature, record)."""

    ligne: str = ""
    """The line of the spreadsheet that brought it."""

    def __repr__(self) -> str:
        """Say the kind only: the rest names people."""
        return f"Traits({self.kind})"


_DECODER: Final = msgspec.msgpack.Decoder(Traits)


def packed(traits: Traits) -> bytes:
    """Return traits as the store keeps them."""
    return msgspec.msgpack.encode(traits)


def unpacked(data: bytes) -> Traits:
    """Read traits that the store kept."""
    return _DECODER.decode(data)


def traits_of(kind: str, champs: Mapping[str, object]) -> Traits | None:
    """Return what a record is compared by, from its nested fields; None when there is nothing to compare."""
    if kind == SIGNALANT:
        return _of_signalant(champs)
    if kind != SIGNALEMENT or champs.get("statut") in _GONE:
        return None
    blamed, people = _elements(champs, "mis_en_cause"), _elements(champs, "personnes")
    texts = [*_texts(blamed, "telephone", "courriel", "coordonnees"), *_texts(people, "coordonnees")]
    told = [_text(champs, "objet"), _text(champs, "resume"), *_texts(_elements(champs, "faits"), "recit")]
    words = told_words(" ".join(told))
    online = [*_lines(champs.get("adresses_web")), *(line for each in blamed for line in _lines(each.get("sites")))]
    return Traits(
        SIGNALEMENT,
        mis_en_cause=_names(_texts(blamed, "nom")),
        personnes=_names(_texts(people, "nom")),
        telephones=telephones(texts),
        courriels=mails(texts),
        sites=sites(online),
        numeros=_numbers(champs, blamed),
        references=tuple(filter(None, [_plain(_text(champs, "reference_origine"))])),
        departement=_text(champs, "departement"),
        commune=_city(_text(champs, "commune")),
        adresse=_text(champs, "adresse_lieu")[:NAME_MAX],
        survenu=_day(champs.get("survenu_le")),
        recu=_day(champs.get("recu_le")),
        recit=frozenset(number_of(word) & 0xFFFFFFFF for word in words[:WORDS_MAX]),
        mots=tuple(number_of("w:" + word) for word in sorted(words, key=lambda word: (-len(word), word))[:8]),
        signalant=_record(_text(champs, "signalant")),
        liens=tuple(_ties(champs)),
        ligne=_text(champs, "import_cle"),
    )


def _of_signalant(champs: Mapping[str, object]) -> Traits | None:
    texts = [_text(champs, name) for name in ("telephone", "courriel", "contact_souhaite")]
    names = _names(_text(champs, name) for name in ("nom", "auteur_nom"))
    found = Traits(SIGNALANT, personnes=names, telephones=telephones(texts), courriels=mails(texts))
    return found if names or found.telephones or found.courriels else None


def _names(texts: Iterable[str]) -> tuple[str, ...]:
    kept: dict[tuple[str, ...], str] = {}
    for text in texts:
        parts = name_parts(text)
        if parts and max(map(len, parts)) > 1:
            kept.setdefault(parts, text.strip()[:NAME_MAX])
    return tuple(kept.values())[:NAMES_MAX]


def _numbers(champs: Mapping[str, object], blamed: Iterable[Mapping[str, object]]) -> tuple[str, ...]:
    said = [("finess", _text(champs, "finess_lieu"))]
    said += [(name, _text(each, name)) for each in blamed for name in ("finess", "siret", "rpps")]
    return tuple(dict.fromkeys(f"{name} {plain}" for name, text in said if len(plain := _plain(text)) > 5))


def _ties(champs: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for each in _elements(champs, "liens"):
        rec = _record(_text(each, "vers"))
        if rec:
            yield _text(each, "nature_lien"), rec


def _record(reference: str) -> str:
    return reference.rpartition(":")[2] if reference.startswith("ref:") else ""


def _plain(text: str) -> str:
    return _DIGITS.sub("", text.lower())


def _city(code: str) -> str:
    return _CITIES.get(code, code)


def _day(value: object) -> int:
    try:
        return date.fromisoformat(value).toordinal() if isinstance(value, str) else 0
    except ValueError:
        return 0


def _text(champs: Mapping[str, object], name: str) -> str:
    value = champs.get(name)
    return value if isinstance(value, str) else ""


def _texts(elements: Iterable[Mapping[str, object]], *names: str) -> list[str]:
    return [text for each in elements for name in names if (text := _text(each, name))]


def _lines(value: object) -> list[str]:
    return [line for line in value if isinstance(line, str)] if isinstance(value, (list, tuple)) else []


def _elements(champs: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    value = champs.get(name)
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, (list, tuple)) else []

"""Which column of a spreadsheet becomes which field: the value that a person edits, keeps, and hands to a command.

The document that scripts write is described in docs/guide/importer.md.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from mvl_desktop.domain.cell_dates import Order
from mvl_desktop.domain.champ import Declaration, DeclaredField
from mvl_desktop.domain.commune import folded
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.text import clean_line
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.tables import ENCODINGS, SEPARATORS, Manner
from mvl_desktop.services.refusals import RefusError

SIGNALANT: Final = "signalant"
REFERENCE: Final = "reference"
ORIGIN: Final = "reference_origine"
KINDS: Final = ("signalement", "fiche-conduite")
EMETTEUR_MAX: Final = 120
_COLUMNS_MAX: Final = 500
_KEPT: Final = "import/correspondance/"
_ORDERS: Final[Mapping[str, Order]] = {"": "", "jour_mois": "jour_mois", "mois_jour": "mois_jour"}
_KEYS: Final = frozenset(
    {"emetteur", "feuille", "encodage", "separateur", "ligne_titres", "cle", "colonnes", "fixes", "format", "kind"}
)


@dataclass(frozen=True, slots=True)
class Cible:
    """Where a column goes: a field (`recu_le`), a field of an element (`mis_en_cause/nom`), or of the signalant."""

    champ: str
    ordre: Order = ""
    """How its days are written, when somebody said it."""
    separateur: str = ""
    """What separates several values of a cell; found out when empty."""
    valeurs: Mapping[str, str] = field(default_factory=dict)
    """What some words of this column mean: a code, a label, or nothing."""


@dataclass(frozen=True, slots=True)
class Correspondance:
    """How the spreadsheets of a sender are read."""

    emetteur: str = ""
    colonnes: Mapping[str, Cible] = field(default_factory=dict)
    cle: tuple[str, ...] = ()
    """The headers of what names a line for its sender; when there is none, what it says names it."""
    fixes: Mapping[str, object] = field(default_factory=dict)
    """Fields that every line is given, unless its own cells say otherwise."""
    manner: Manner = field(default_factory=Manner)
    ligne_titres: int = 0
    """The line of the headers, from 1; 0 finds it."""


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a column may become."""

    path: str
    group: str
    field: DeclaredField
    parent: DeclaredField | None = None


def targets(kind: str) -> list[Target]:
    """Return the fields that columns may become, in the order of the form, those of the signalant after.

    RefusError: import_reserve.
    """
    if kind not in KINDS:
        raise RefusError("import_reserve")
    found = list(_of(required(kind), ""))
    if required(kind).champ(SIGNALANT) is not None:
        found += _of(required(SIGNALANT), SIGNALANT + "/")
    return found


def _of(declared: Declaration, prefix: str) -> list[Target]:
    found = []
    for each in declared.champs:
        reference = each.name == REFERENCE and not prefix
        if (each.champ.cache or each.champ.lecture or each.sort == "reference") and not reference:
            continue
        if each.sort != "elements":
            found.append(Target(prefix + each.name, prefix.rstrip("/"), each))
            continue
        members = [one for one in each.champs if not one.champ.cache and one.sort not in ("codes", "reference")]
        found += [Target(f"{prefix}{each.name}/{one.name}", prefix.rstrip("/"), one, each) for one in members]
    return found


def read_correspondance(document: object, kind: str) -> Correspondance:
    """Read what a person or a script wrote. RefusError: correspondance_invalide, champ_inconnu, import_reserve.

    The short form is a plain object of headers and fields, either way round.
    """
    known = {target.path for target in targets(kind)}
    if not isinstance(document, Mapping) or len(document) > _COLUMNS_MAX:
        raise RefusError("correspondance_invalide")
    if "colonnes" not in document:
        return Correspondance(colonnes=_short(document, known))
    if set(document) - _KEYS:
        raise RefusError("correspondance_invalide")
    columns = document["colonnes"]
    if not isinstance(columns, Mapping) or len(columns) > _COLUMNS_MAX:
        raise RefusError("correspondance_invalide")
    line, cle = document.get("ligne_titres", 0), document.get("cle", [])
    cle = [cle] if isinstance(cle, str) else cle
    fixes = document.get("fixes", {})
    if not _is_count(line) or not _are_texts(cle) or not isinstance(fixes, Mapping):
        raise RefusError("correspondance_invalide")
    if set(fixes) - known:
        raise RefusError("champ_inconnu")
    colonnes = {header_of(name): target for name, said in columns.items() if (target := _target(said, known))}
    return Correspondance(
        emetteur=clean_line(_text(document, "emetteur"), "emetteur")[:EMETTEUR_MAX],
        colonnes=colonnes,
        cle=tuple(header_of(each) for each in cle),
        fixes=dict(fixes),
        manner=Manner(_text(document, "feuille"), _encoding(document), _separator(document)),
        ligne_titres=line,
    )


def document_of(kind: str, said: Correspondance) -> dict[str, object]:
    """Return the document of a correspondance, that `read_correspondance` reads."""
    return {
        "kind": kind,
        "emetteur": said.emetteur,
        "feuille": said.manner.sheet,
        "encodage": said.manner.encoding,
        "separateur": said.manner.separator,
        "ligne_titres": said.ligne_titres,
        "cle": list(said.cle),
        "colonnes": {header: _said(target) for header, target in said.colonnes.items()},
        "fixes": dict(said.fixes),
    }


def remember(ports: Ports, kind: str, said: Correspondance) -> None:
    """Keep how the spreadsheets of a sender are read, on this post; the document carries it to others."""
    with ports.store.work() as uow:
        uow.preferences.set(_key(kind, said.emetteur), json.dumps(document_of(kind, said), ensure_ascii=False))
        uow.commit()


def recall(ports: Ports, kind: str) -> dict[str, Correspondance]:
    """Return what was kept, by sender."""
    with ports.store.read() as uow:
        kept = uow.preferences.all(f"{_KEPT}{kind}/").values()
    found = {}
    for text in kept:
        try:
            said = read_correspondance(json.loads(text), kind)
        except (ValueError, RefusError):  # kept by a version that knew other fields
            continue
        found[said.emetteur] = said
    return dict(sorted(found.items()))


def header_of(text: str) -> str:
    """Return a header as it is compared: on one line, its blanks folded."""
    return " ".join(str(text).split())


def headers_of(row: Sequence[str]) -> list[str]:
    """Return the names of the columns: an empty one is called by its letter, the second of a name is numbered."""
    found: list[str] = []
    for place, cell in enumerate(row):
        name = header_of(cell) or letter(place)
        number, said = 2, name
        while said in found:
            said, number = f"{name} ({number})", number + 1
        found.append(said)
    return found


def letter(place: int) -> str:
    """Return how spreadsheets call a column, from 0: A, B… Z, AA."""
    said = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        said = chr(65 + rest) + said
    return said


def _short(document: Mapping[object, object], known: set[str]) -> dict[str, Cible]:
    pairs = {str(key): value for key, value in document.items() if isinstance(value, str)}
    if len(pairs) < len(document) or not pairs:
        raise RefusError("correspondance_invalide")
    if all(value in known for value in pairs.values()):
        return {header_of(name): Cible(path) for name, path in pairs.items()}
    if all(name in known for name in pairs):
        return {header_of(name): Cible(path) for path, name in pairs.items()}
    raise RefusError("champ_inconnu")


def _target(said: object, known: set[str]) -> Cible | None:
    if said is None or said == "":
        return None
    if isinstance(said, str):
        said = {"champ": said}
    if not isinstance(said, Mapping) or set(said) - {"champ", "ordre", "separateur", "valeurs"}:
        raise RefusError("correspondance_invalide")
    path, words, order = said.get("champ"), said.get("valeurs", {}), said.get("ordre", "")
    if path not in known:
        raise RefusError("champ_inconnu")
    if not isinstance(words, Mapping) or not _are_texts([*words, *words.values()]) or order not in _ORDERS:
        raise RefusError("correspondance_invalide")
    return Cible(str(path), _ORDERS[str(order)], _text(said, "separateur"), dict(words))


def _said(target: Cible) -> object:
    more = {"ordre": target.ordre, "separateur": target.separateur, "valeurs": dict(target.valeurs)}
    filled = {name: value for name, value in more.items() if value}
    return {"champ": target.champ, **filled} if filled else target.champ


def _text(document: Mapping[str, object], name: str) -> str:
    value = document.get(name, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RefusError("correspondance_invalide")
    return value


def _encoding(document: Mapping[str, object]) -> str:
    said = _text(document, "encodage").lower()
    if said and said not in ENCODINGS:
        raise RefusError("correspondance_invalide")
    return said


def _separator(document: Mapping[str, object]) -> str:
    said = _text(document, "separateur")
    if said and said not in SEPARATORS:
        raise RefusError("correspondance_invalide")
    return said


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1000


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(each, str) for each in values)


def _key(kind: str, emetteur: str) -> str:
    return f"{_KEPT}{kind}/{folded(emetteur)}"

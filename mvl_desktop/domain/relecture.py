"""The way of a fiche de conduite: written, read again, agreed on by both parties, published, one day withdrawn.

Pure: a move gives the fields that change; whoever asks for it saves them as any other change. An agreement is on a
text: it bears its fingerprint, and no longer counts once the text says something else, whoever changed it and wherever.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date

from mvl_desktop.domain.errors import DomainError

PROPOSER, RENVOYER, ACCORDER = "proposer", "renvoyer", "accorder"
PUBLIER, RETIRER, REPRENDRE = "publier", "retirer", "reprendre"
PARTIES = ("ars", "miviludes")
"""Whose agreement a version needs."""
AGREED = ("validee", "publiee")
_CHANGED = "contenu_change"

_MOVES: Mapping[str, tuple[str, ...]] = {
    "brouillon": (PROPOSER,),
    "en_relecture": (ACCORDER, RENVOYER),
    "validee": (PUBLIER, REPRENDRE, RETIRER),
    "publiee": (REPRENDRE, RETIRER),
    "retiree": (REPRENDRE,),
    _CHANGED: (PROPOSER, REPRENDRE, RETIRER),
}
_REACHED = {PROPOSER: "en_relecture", RENVOYER: "brouillon", PUBLIER: "publiee", RETIRER: "retiree"}
_STANDING = ("code", "version", "nouveautes", "statut", "diffusion", "validations", "remarques", "arbitrages", "pieces")
_PEOPLE = ("redigee_par", "validee_par", "validee_le", "motif_retrait", "remplacee_par")
_LOOKED_AT = ("contacts_verifies_le", "textes_verifies_le", "a_revoir_le")
_NOT_CONTENT = frozenset((*_STANDING, *_PEOPLE, *_LOOKED_AT))
"""What may change without changing what was agreed on: where the text stands, when it was looked at."""
_SETS = frozenset({"publics", "natures", "cadres", "pratiques"})


class ValidationDoubleError(DomainError):
    """One person agreed for one party already, and cannot for the other."""

    code = "validation_double"


class ValidationManquanteError(DomainError):
    """Both parties have not agreed on this very text."""

    code = "validation_manquante"


def moves(champs: Mapping[str, object]) -> tuple[str, ...]:
    """Return what may be done next with a fiche."""
    statut = str(champs.get("statut") or "brouillon")
    return _MOVES.get(_CHANGED if statut in AGREED and is_changed(champs) else statut, ())


def agreed(champs: Mapping[str, object]) -> frozenset[str]:
    """Return the parties that agreed on what the fiche says now, in the version that it has now."""
    version = _version(champs)
    given = [each for each in _validations(champs) if each.get("version") == version]
    here = fingerprint(champs) if given else ""
    return frozenset(str(each.get("partie")) for each in given if each.get("empreinte") in (None, "", here))


def is_changed(champs: Mapping[str, object]) -> bool:
    """Whether parties agreed on this version and it says something else since."""
    version = _version(champs)
    parties = {str(each.get("partie")) for each in _validations(champs) if each.get("version") == version}
    return parties > agreed(champs)


def fingerprint(champs: Mapping[str, object]) -> str:
    """Return the SHA-256 of what a fiche says, in hexadecimal; not of where it stands."""
    told = {name: value for name, value in champs.items() if name not in _NOT_CONTENT and not name.startswith("import")}
    canonical = {name: _canonical(name, value) for name, value in told.items()}
    kept = {name: value for name, value in canonical.items() if value not in (None, "", [])}
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def moved(
    champs: Mapping[str, object],
    move: str,
    today: date,
    *,
    partie: str = "",
    par: str = "",
    motif: str = "",
    remplacee_par: str = "",
) -> dict[str, object]:
    """Return the fields that a move changes. The second agreement on a version makes it validated, that day.

    Raises ValidationDoubleError, ValidationManquanteError.
    """
    if move == REPRENDRE:
        return {
            "statut": "brouillon",
            "version": _version(champs) + 1,
            "validee_par": None,
            "validee_le": None,
            "motif_retrait": None,
            "remplacee_par": None,
        }
    if move == ACCORDER:
        return _agreement(champs, today, partie, par)
    if move == PUBLIER and not agreed(champs) >= set(PARTIES):
        raise ValidationManquanteError
    reached: dict[str, object] = {"statut": _REACHED[move]}
    if move == RETIRER:
        reached |= {"motif_retrait": motif} | ({"remplacee_par": remplacee_par} if remplacee_par else {})
    return reached


def after_change(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    """Return what a change of content brings with it: what both parties had agreed on becomes the version before.

    Nothing, when the change says itself where the fiche stands or which version it is, or touches no content.
    """
    statut = before.get("statut")
    is_same = all(before.get(name) == after.get(name) for name in ("statut", "version"))
    if statut not in AGREED or not is_same or fingerprint(before) == fingerprint(after):
        return {}
    return {"statut": "brouillon", "version": _version(before) + 1, "validee_par": None, "validee_le": None}


def _agreement(champs: Mapping[str, object], today: date, partie: str, par: str) -> dict[str, object]:
    version, here, day = _version(champs), fingerprint(champs), today.isoformat()
    standing = [each for each in _validations(champs) if each.get("version") == version]
    who = " ".join(par.split()).casefold()
    for each in standing:
        other = " ".join(str(each.get("validee_par") or "").split()).casefold()
        if who and other == who and each.get("partie") != partie:
            raise ValidationDoubleError
    given = {"partie": partie, "version": version, "validee_par": par, "validee_le": day, "empreinte": here}
    changes: dict[str, object] = {"validations": [*_validations(champs), given]}
    if agreed({**champs, **changes}) >= set(PARTIES):
        changes |= {"statut": "validee", "validee_le": day}
    return changes


def _canonical(name: str, value: object) -> object:
    if isinstance(value, Mapping):
        inner = {key: _canonical(key, each) for key, each in value.items() if key != "id"}
        return {key: each for key, each in inner.items() if each not in (None, "", [])}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = [_canonical("", each) for each in value]
        return sorted(map(str, items)) if name in _SETS else items
    return value


def _version(champs: Mapping[str, object]) -> int:
    version = champs.get("version")
    return version if isinstance(version, int) else 1


def _validations(champs: Mapping[str, object]) -> Sequence[Mapping[str, object]]:
    given = champs.get("validations")
    return [each for each in given if isinstance(each, Mapping)] if isinstance(given, (list, tuple)) else []

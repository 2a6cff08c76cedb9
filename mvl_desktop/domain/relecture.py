"""The way of a fiche de conduite: written, read again, agreed on by both parties, published, one day withdrawn.

Pure: a move gives the fields that change; whoever asks for it saves them as any other change.
"""

from collections.abc import Mapping, Sequence
from datetime import date

PROPOSER, RENVOYER, ACCORDER = "proposer", "renvoyer", "accorder"
PUBLIER, RETIRER, REPRENDRE = "publier", "retirer", "reprendre"
PARTIES = ("ars", "miviludes")
"""Whose agreement a version needs."""

_MOVES: Mapping[str, tuple[str, ...]] = {
    "brouillon": (PROPOSER,),
    "en_relecture": (ACCORDER, RENVOYER),
    "validee": (PUBLIER, REPRENDRE, RETIRER),
    "publiee": (REPRENDRE, RETIRER),
    "retiree": (REPRENDRE,),
}
_REACHED = {PROPOSER: "en_relecture", RENVOYER: "brouillon", PUBLIER: "publiee", RETIRER: "retiree"}


def moves(champs: Mapping[str, object]) -> tuple[str, ...]:
    """Return what may be done next with a fiche."""
    return _MOVES.get(str(champs.get("statut") or "brouillon"), ())


def agreed(champs: Mapping[str, object]) -> frozenset[str]:
    """Return the parties that agreed on the version that the fiche has now."""
    version = _version(champs)
    given = _validations(champs)
    return frozenset(str(each.get("partie")) for each in given if each.get("version") == version)


def moved(
    champs: Mapping[str, object], move: str, today: date, *, partie: str = "", par: str = "", motif: str = ""
) -> dict[str, object]:
    """Return the fields that a move changes. The second agreement on a version makes it validated, that day."""
    if move == REPRENDRE:
        return {
            "statut": "brouillon",
            "version": _version(champs) + 1,
            "validee_par": None,
            "validee_le": None,
            "motif_retrait": None,
        }
    if move != ACCORDER:
        reached: dict[str, object] = {"statut": _REACHED[move]}
        return {**reached, "motif_retrait": motif} if move == RETIRER else reached
    day = today.isoformat()
    given = {"partie": partie, "version": _version(champs), "validee_par": par, "validee_le": day}
    changes: dict[str, object] = {"validations": [*_validations(champs), given]}
    if agreed({**champs, **changes}) >= set(PARTIES):
        changes |= {"statut": "validee", "validee_le": day}
    return changes


def _version(champs: Mapping[str, object]) -> int:
    version = champs.get("version")
    return version if isinstance(version, int) else 1


def _validations(champs: Mapping[str, object]) -> Sequence[Mapping[str, object]]:
    given = champs.get("validations")
    return [each for each in given if isinstance(each, Mapping)] if isinstance(given, (list, tuple)) else []

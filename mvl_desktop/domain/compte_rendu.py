"""The minutes of a meeting: items a, b, c, who said what under each, what was decided. Pure.

Moves give the fields that change. What was validated bears its fingerprint: minutes that say something else since are
told, whoever changed them.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

BROUILLON, RELU, VALIDE, DIFFUSE = "brouillon", "relu", "valide", "diffuse"
RELIRE, VALIDER, DIFFUSER, ROUVRIR = "relire", "valider", "diffuser", "rouvrir"
POINTS, INTERVENTIONS, DECISIONS, PRESENCES = "points", "interventions", "decisions", "presences"
A_FAIRE, EN_COURS, FAITE, REPORTEE, ABANDONNEE = "a_faire", "en_cours", "faite", "reportee", "abandonnee"
OUVERTES = ("", A_FAIRE, EN_COURS, REPORTEE)
"""The states of a decision that somebody still has to carry out."""
CAME = ("present", "represente", "invite")

_MOVES: Mapping[str, tuple[str, ...]] = {
    BROUILLON: (RELIRE, VALIDER),
    RELU: (VALIDER, ROUVRIR),
    VALIDE: (DIFFUSER, ROUVRIR),
    DIFFUSE: (ROUVRIR,),
}
_TOLD = ("objet", "type_reunion", "tenue_le", "debut", "fin", "lieu", "departement", PRESENCES, POINTS, INTERVENTIONS)
_OF_DECISION = ("point", "texte", "responsable", "pour_le")
"""What the minutes say of a decision; what becomes of it afterwards does not change them."""
_VOWELS = frozenset("aeiouyhàâäéèêëîïôöùûüœæ")
_SMALL = """
le la les l un une des du de d il elle ils elles on ce cet cette ces c cela nous vous deux trois plusieurs certains
certaines chaque son sa ses leur leurs aucun aucune tous toutes qu que si pour dans
quatre cinq six sept huit neuf dix onze douze treize quatorze quinze vingt davantage beaucoup moins plus quelques aussi
après avant depuis avec sans lors selon même lui leurs notre nos votre vos quand comme toute tout entre sur
"""
_LOWERED = frozenset(_SMALL.split())
"""The words that lose their capital once they follow « précise que »; a name keeps its own."""

_WHOLE = frozenset({"huit", "huitième", "hors", "onze", "onzième", "oui"})
"""Words before which « que » is whole; before another one in h or y nothing here knows, and a colon reads right."""

Champs = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Dit:
    """What somebody said: who, by their function, in which manner (a code), and the words."""

    qui: str = field(repr=False)
    nom: str = field(repr=False)
    verbe: str = ""
    texte: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Resolution:
    """A decision, its number in the minutes, who carries it out and for when."""

    numero: int
    texte: str = field(repr=False)
    responsable: str = field(repr=False)
    pour_le: date | None = None
    etat: str = ""
    suite: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PointRendu:
    """An item as the minutes say it. `repere` is empty for what belongs to none."""

    id: str
    repere: str
    intitule: str = field(repr=False)
    rapporteur: str = field(default="", repr=False)
    texte: str = field(default="", repr=False)
    dits: tuple[Dit, ...] = ()
    resolutions: tuple[Resolution, ...] = ()


def elements(champs: Champs, group: str) -> list[Champs]:
    """Return the elements of a group, in their order."""
    held = champs.get(group)
    return [each for each in held if isinstance(each, Mapping)] if isinstance(held, (list, tuple)) else []


def repere(rang: int) -> str:
    """Return the letter of an item by its place, from 0: a, b, … z, aa, ab…"""
    text = ""
    count = rang + 1
    while count:
        count, place = divmod(count - 1, 26)
        text = chr(ord("a") + place) + text
    return text


def points_of(champs: Champs) -> tuple[PointRendu, ...]:
    """Return the items with what was said and decided under each; what belongs to none of them comes last."""
    held = elements(champs, POINTS)
    known = {str(each.get("id") or "") for each in held} - {""}
    numbered = [(_resolution(n, each), _owner(each, known)) for n, each in enumerate(elements(champs, DECISIONS), 1)]
    said = [(_dit(each), _owner(each, known)) for each in elements(champs, INTERVENTIONS)]
    made = []
    for rang, each in enumerate(held):
        id_ = str(each.get("id") or "")
        made.append(
            PointRendu(
                id_,
                _text(each, "lettre") or repere(rang),
                _text(each, "intitule"),
                _text(each, "rapporteur"),
                _text(each, "texte"),
                tuple(one for one, owner in said if id_ and owner == id_),
                tuple(one for one, owner in numbered if id_ and owner == id_),
            )
        )
    left = PointRendu(
        "",
        "",
        "",
        dits=tuple(one for one, owner in said if not owner),
        resolutions=tuple(one for one, owner in numbered if not owner),
    )
    return (*made, left) if left.dits or left.resolutions else tuple(made)


def phrase(qui: str, verbe: str, texte: str) -> str:
    """Return what somebody said as one sentence: « Le conseiller précise que… », « … indique qu’il… ».

    What may be a name keeps its capital, and a colon goes before it: « Le conseiller souligne : Paris suit. »

    `verbe`: as the list of manners says it. Without one: « Le conseiller : … ».
    """
    who, words = avec_article(qui), texte.strip()
    words += "." if words and words[-1] not in ".!?…»:" else ""
    if not who:
        return words
    if not verbe.strip():
        return f"{who}\u00a0: {words}" if words else who
    manner = verbe.strip()[:1].lower() + verbe.strip()[1:]
    if not manner.endswith(" que"):
        link = "\u00a0: " if words[:1].isupper() else " "
        return f"{who} {manner}{link}{words}" if words else f"{who} {manner}"
    lowered = _lowered(words)
    first = re.split(r"[\W_]", lowered, maxsplit=1)[0]
    if lowered[:1].isupper() or (lowered[:1] in ("h", "y") and first not in _WHOLE):
        return f"{who} {manner.removesuffix(' que')}\u00a0: {words}"
    if lowered[:1] in _VOWELS and first not in _WHOLE:
        return f"{who} {manner[:-1]}’{lowered}"
    return f"{who} {manner} {lowered}"


def avec_article(fonction: str) -> str:
    """Return a function as the subject of a sentence: « Conseiller » becomes « Le conseiller ».

    The article is added only where the first word tells it; one that goes for a woman as for a man has none.
    """
    said = " ".join(fonction.split())
    first = said.split(" ")[0].lower().rstrip(",")
    if said[1:2].isupper():
        return f"L’{said}" if first[0] in _VOWELS else f"La {said}" if first == _MISSION else said
    if not said or first in _ARTICLES or first[:2] in ("l’", "l'") or not first.isalpha():
        return said[:1].upper() + said[1:]
    begun = said[:1].lower() + said[1:]
    if first.endswith(("s", "x")):
        return f"Les {begun}"
    if first[0] in _VOWELS:
        return f"L’{begun}"
    if first.endswith(_FEMININE):
        return f"La {begun}"
    if first.endswith("e") and first not in _MASCULINE:
        return said[:1].upper() + said[1:]
    return f"Le {begun}"


_MISSION = "miviludes"
_ARTICLES = frozenset(["le", "la", "les", "un", "une", "des", "monsieur", "madame", "m.", "mme"])
_FEMININE = ("trice", "ère", "ente", "ante", "ée", "euse", "ète", "ure", "effe", "ointe", "ienne", "elle", "ate")
_MASCULINE = frozenset(["pôle", "service", "groupe", "maire", "délégué"])


def empreinte(champs: Champs) -> str:
    """Return the SHA-256 of what the minutes say, in hexadecimal; not of where they stand, nor of what followed."""
    told: dict[str, object] = {name: _canonical(champs.get(name)) for name in _TOLD}
    decided = [{name: each.get(name) for name in _OF_DECISION} for each in elements(champs, DECISIONS)]
    told[DECISIONS] = _canonical(decided)
    kept = {name: value for name, value in told.items() if value not in (None, "", [])}
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def est_change(champs: Champs) -> bool:
    """Whether validated minutes say something else since."""
    validated = _text(champs, "empreinte_validee")
    return _etat(champs) in (VALIDE, DIFFUSE) and bool(validated) and validated != empreinte(champs)


def moves(champs: Champs) -> tuple[str, ...]:
    """Return what may be done next with the minutes; what changed since it was validated is validated again first."""
    if est_change(champs):
        return (VALIDER, ROUVRIR)
    return _MOVES.get(_etat(champs), ())


def moved(champs: Champs, move: str, today: date) -> dict[str, object]:
    """Return the fields that a move changes."""
    if move == VALIDER:
        return {
            "etat_compte_rendu": VALIDE,
            "valide_le": today.isoformat(),
            "empreinte_validee": empreinte(champs),
            "diffuse_le": None,
        }
    if move == DIFFUSER:
        return {"etat_compte_rendu": DIFFUSE, "diffuse_le": today.isoformat()}
    if move == RELIRE:
        return {"etat_compte_rendu": RELU}
    return {"etat_compte_rendu": BROUILLON, "valide_le": None, "diffuse_le": None, "empreinte_validee": None}


def presents(champs: Champs) -> int:
    """Return how many people came, from the head-counts: a line that says no number is one person.

    Who was asked, and is not said to have come, is not counted.
    """
    came = [each for each in elements(champs, PRESENCES) if _text(each, "presence") in CAME]
    return sum(number if isinstance(number := each.get("nombre"), int) and number > 0 else 1 for each in came)


def decisions_ouvertes(champs: Champs) -> list[Champs]:
    """Return the decisions that somebody still has to carry out."""
    return [each for each in elements(champs, DECISIONS) if _text(each, "etat") in OUVERTES and _text(each, "texte")]


def en_retard(decision: Champs, today: date) -> bool:
    """Whether a decision should have been carried out by now."""
    due = jour(decision.get("pour_le"))
    return _text(decision, "etat") in OUVERTES and due is not None and due < today


def jour(value: object) -> date | None:
    """Return a day; None when it is none."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


def _etat(champs: Champs) -> str:
    return _text(champs, "etat_compte_rendu") or BROUILLON


def _owner(each: Champs, known: set[str]) -> str:
    point = _text(each, "point")
    return point if point in known else ""


def _dit(each: Champs) -> Dit:
    return Dit(_text(each, "fonction"), _text(each, "nom"), _text(each, "verbe"), _text(each, "texte"))


def _resolution(numero: int, each: Champs) -> Resolution:
    return Resolution(
        numero,
        _text(each, "texte"),
        _text(each, "responsable"),
        jour(each.get("pour_le")),
        _text(each, "etat"),
        _text(each, "suite"),
    )


def _lowered(words: str) -> str:
    first = words.split(" ")[0].split("’")[0].split("'")[0]
    return words[:1].lower() + words[1:] if first.lower() in _LOWERED else words


def _text(each: Champs, name: str) -> str:
    value = each.get(name)
    return value if isinstance(value, str) else ""


def _canonical(value: object) -> object:
    if isinstance(value, Mapping):
        kept = {str(key): _canonical(each) for key, each in value.items() if key != "rang"}
        return {key: each for key, each in kept.items() if each not in (None, "", [])}
    if isinstance(value, (list, tuple)):
        return [_canonical(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value

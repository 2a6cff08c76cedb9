"""What fills each field of a letter, said as a letter says it. Nothing is invented: what is not known stays empty."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.lettre_champs import FIELDS, declared_field
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.transmettre_pieces import read_pieces
from mvl_desktop.domain.typographie import jour

Values = Mapping[str, object]
Say = Callable[[DeclaredField, object], str]
_PHRASES = "phrases_lettre"
_DEMANDE = "interroger"
_MINEUR, _TEMOINS = "mineur", ("temoin", "professionnel")


@dataclass(frozen=True, slots=True)
class Source:
    """What a letter is written from: the signalement, the transmission it goes with, the service, the day."""

    champs: Values = field(repr=False)
    transmission: Values = field(repr=False, default_factory=dict)
    service: Mapping[str, str] = field(repr=False, default_factory=dict)
    """What is known of who writes, under the names of `lettre_champs.MADE`."""
    today: date = date.min


def values_of(source: Source, lists: Nomenclatures, say: Say) -> dict[str, str]:
    """Return what each field says, those that say nothing left out. `say` words the value of a declared field."""
    made = dict(_made(source, lists))
    found: dict[str, str] = {}
    for name in sorted(FIELDS):
        declared = declared_field(name)
        if declared is None:
            said = made.get(name, source.service.get(name, ""))
        else:
            held = source.champs if name == declared.name else source.transmission
            said = _said(declared, held.get(declared.name), say)
        if said:
            found[name] = said
    return found


def _said(declared: DeclaredField, value: object, say: Say) -> str:
    if value in (None, "", [], ()):
        return ""
    day = _day(value) if declared.sort == "date" else None
    return jour(day) if day else say(declared, value).strip()


def _made(source: Source, lists: Nomenclatures) -> Iterator[tuple[str, str]]:
    champs, sent = source.champs, source.transmission
    people = _elements(champs, "personnes")
    minors = [one for one in people if one.get("role") == _MINEUR]
    others = [one for one in people if one.get("role") not in (_MINEUR, *_TEMOINS)]
    yield "date_du_jour", jour(source.today)
    yield "mention_decision", _decision(champs, lists)
    yield "faits_dates", _lines(_fact(one, lists) for one in _elements(champs, "faits"))
    yield "personnes_mineures", _lines(_named(one, lists) for one in minors)
    yield "personnes_concernees", _lines(_named(one, lists) for one in others)
    yield "mis_en_cause_designes", _lines(_accused(one) for one in _elements(champs, "mis_en_cause"))
    yield "transmission_pieces", _lines(one.nom for one in read_pieces(sent.get("pieces")))
    if sent:
        told = sent.get("identite_revelee") is True
        motif = _text(sent, "identite_motif") or "[motif à compléter]"
        yield "annonce_identite", _phrase(lists, "identite_revelee" if told else "identite_tue", motif=motif)
        yield "annonce_information", _information(sent, lists)


def _decision(champs: Values, lists: Nomenclatures) -> str:
    received = _day(champs.get("recu_le"))
    if champs.get("type_demande") != _DEMANDE:
        return _phrase(lists, "decision_signalement")
    return _phrase(lists, "decision_demande", jusqu_au=jour(_two_months_after(received)) if received else "[date]")


def _information(sent: Values, lists: Nomenclatures) -> str:
    if sent.get("personne_informee") is True:
        day = _day(sent.get("informee_le"))
        return _phrase(lists, "personne_informee", le=jour(day) if day else "[date]")
    if sent.get("personne_informee") is False:
        motif = _text(sent, "informee_motif") or "[motif à compléter]"
        return _phrase(lists, "personne_non_informee", motif=motif)
    return ""


def _fact(one: Values, lists: Nomenclatures) -> str:
    day, constat = _day(one.get("survenu_le")), _text(one, "constat")
    head = [jour(day)] if day else []
    head += [lists.libelle("constats", constat).lower()] if constat else []
    told, quoted = _text(one, "recit"), _text(one, "paroles_litterales")
    said = " – ".join(part for part in (", ".join(head), told) if part)
    return f"{said} « {quoted.strip('« »')} »".strip() if quoted else said


def _named(one: Values, lists: Nomenclatures) -> str:
    nom, day = _text(one, "nom"), _day(one.get("ne_le"))
    return _phrase(lists, "ne_le", nom=nom, le=jour(day)) if nom and day else nom


def _accused(one: Values) -> str:
    return ", ".join(part for name in ("nom", "fonction", "adresse") if (part := _text(one, name)))


def _phrase(lists: Nomenclatures, code: str, **said: str) -> str:
    entree = lists.entree(_PHRASES, code)
    text = entree.libelle if entree else ""
    for name, value in said.items():
        text = text.replace("{" + name + "}", value)
    return text


def _lines(said: Iterator[str]) -> str:
    lines = [line for line in said if line]
    return "\n".join(f"– {line}" for line in lines)


def _two_months_after(day: date) -> date:
    year, month = day.year + (day.month + 1) // 12, (day.month + 1) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _elements(champs: Values, name: str) -> list[Values]:
    held = champs.get(name)
    return [one for one in held if isinstance(one, Mapping)] if isinstance(held, (list, tuple)) else []


def _text(champs: Values, name: str) -> str:
    value = champs.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None

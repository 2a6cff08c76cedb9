"""What a list can be filtered by, from the declaration of its kind, and how a filter is said. No Qt, no widget."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mvl_desktop.domain.champ import Declaration, DeclaredField
from mvl_desktop.i18n import N_, _
from ui.text import EMPTY, SENDING, short_date
from ui.values import Choice

Sort = Literal["codes", "longue", "date", "oui_non", "personne"]
Pairs = tuple[tuple[str, str], ...]
Wording = Callable[[str, str], str]

SENDING_FACET, CONFLICTS, FOLLOWED, HOLDER = "etat_envoi", "conflits", "suivi", "titulaire"
FROM, TO = ">=", "<="
_YES = (Choice("oui", N_("Oui")), Choice("non", N_("Non")))
_STATES = tuple(Choice(code, said) for code, said in SENDING.items() if code != "brouillon")


@dataclass(frozen=True, slots=True)
class Facet:
    """Something that a list can be filtered by."""

    name: str
    libelle: str
    groupe: str
    sort: Sort
    nomenclature: str = ""
    choices: tuple[Choice, ...] = ()
    """The values, when no list of codes gives them."""

    @property
    def may_be_empty(self) -> bool:
        """Whether « non renseigné » means something."""
        return self.name not in (SENDING_FACET, CONFLICTS, FOLLOWED)


def facets(declaration: Declaration, is_long: Callable[[str], bool]) -> tuple[Facet, ...]:
    """Return everything that a list of this kind can be filtered by, in the order of the declaration."""
    found = [
        Facet(SENDING_FACET, N_("Envoi"), N_("Échanges"), "codes", choices=_STATES),
        Facet(CONFLICTS, N_("Conflit à décider"), N_("Échanges"), "oui_non", choices=_YES),
        Facet(FOLLOWED, N_("Que je suis"), N_("Suivi"), "oui_non", choices=_YES[:1]),
    ]
    for field in declaration.champs:
        found += _of(field, field.name, field.libelle, field.champ.groupe, is_long)
        for member in field.champs:
            name, said = f"{field.name}/{member.name}", f"{_(field.libelle)} – {_(member.libelle)}"
            found += _of(member, name, said, field.champ.groupe, is_long)
    return tuple(found)


def _of(field: DeclaredField, name: str, said: str, groupe: str, is_long: Callable[[str], bool]) -> Iterator[Facet]:
    if not field.champ.filtre:
        return
    nomenclature = field.champ.nomenclature or ""
    if field.sort in ("code", "codes") and nomenclature:
        yield Facet(name, said, groupe, "longue" if is_long(nomenclature) else "codes", nomenclature)
    elif field.sort == "date":
        yield Facet(name, said, groupe, "date")
    elif field.sort == "oui_non":
        yield Facet(name, said, groupe, "oui_non", choices=_YES)
    elif name == HOLDER:
        yield Facet(name, said, groupe, "personne")


def base(name: str) -> str:
    """Return the field that a filter is on, without its bound."""
    return name.removesuffix(FROM).removesuffix(TO)


def of_facet(filters: Pairs, name: str) -> Pairs:
    """Return the filters that are on one field."""
    return tuple(pair for pair in filters if base(pair[0]) == name)


def without(filters: Pairs, name: str) -> Pairs:
    """Return the filters that are on other fields."""
    return tuple(pair for pair in filters if base(pair[0]) != name)


def names(filters: Pairs) -> tuple[str, ...]:
    """Return the fields that are filtered, each once, in order."""
    return tuple(dict.fromkeys(base(name) for name, _value in filters))


def said(facet: Facet, filters: Pairs, wording: Wording) -> str:
    """Say the filter that is on one field: « Niveau : À qualifier, Situation à risque »."""
    pairs = of_facet(filters, facet.name)
    if facet.name == FOLLOWED:
        return _(facet.libelle)
    values = _dates(pairs) if facet.sort == "date" else [_value(facet, value, wording) for _name, value in pairs]
    return _("{champ}\u00a0: {valeurs}").format(champ=_(facet.libelle), valeurs=", ".join(values))


def _value(facet: Facet, value: str, wording: Wording) -> str:
    if not value:
        return _(EMPTY).lower()
    known = next((choice.libelle for choice in facet.choices if choice.code == value), None)
    return _(known if known is not None else wording(facet.nomenclature, value) if facet.nomenclature else value)


def _dates(pairs: Pairs) -> list[str]:
    bounds = {name[-2:]: _day(value) for name, value in pairs if name.endswith((FROM, TO))}
    if any(not value for name, value in pairs if not name.endswith((FROM, TO))):
        return [_(EMPTY).lower()]
    if len(bounds) == 2:
        return [_("du {debut} au {fin}").format(debut=bounds[FROM], fin=bounds[TO])]
    if FROM in bounds:
        return [_("depuis le {debut}").format(debut=bounds[FROM])]
    if TO in bounds:
        return [_("jusqu’au {fin}").format(fin=bounds[TO])]
    return [_day(value) for _name, value in pairs]


def _day(value: str) -> str:
    try:
        return short_date(date.fromisoformat(value))
    except ValueError:
        return value


def between(name: str, start: object, end: object) -> Pairs:
    """Return the filters that bound a date; an absent bound bounds nothing."""
    bounds = ((name + FROM, start), (name + TO, end))
    return tuple((key, value) for key, value in bounds if isinstance(value, str) and value)


def any_of(name: str, values: Sequence[str]) -> Pairs:
    """Return the filters that take any of some values."""
    return tuple((name, value) for value in values)

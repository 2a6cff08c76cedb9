"""How a form is arranged by hand, over its declaration: what is open first, what has its own part, what is beside."""

from collections.abc import Mapping
from dataclasses import dataclass

from mvl_desktop.domain.champ import Declaration, DeclaredField


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Names of fields; a field that is not named here stands where its declaration puts it."""

    first: tuple[str, ...] = ()
    """The fields whose parts are open first; none: every part that is not declared closed."""
    alone: tuple[str, ...] = ()
    """The fields that have a part of their own."""
    after: str = ""
    """The field after whose part these come."""
    beside: str = ""
    """The field of these that stands beside the others where there is room."""


ARRANGEMENTS: Mapping[str, Arrangement] = {
    "signalement": Arrangement(
        first=("objet", "resume"), alone=("etapes_appliquees", "notes"), after="resume", beside="etapes_appliquees"
    ),
}
_ATTACHMENT = "Pièce"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form. `alone`: it holds one field, whose label is the part's title."""

    title: str
    fields: tuple[DeclaredField, ...]
    opened: bool
    alone: bool = False


def parts(declaration: Declaration, arrangement: Arrangement) -> tuple[Part, ...]:
    """Return the parts of a form, in order. What the application fills itself is not asked."""
    found: list[Part] = []
    apart = [_part_of(declaration, name) for name in arrangement.alone]
    for groupe in declaration.groupes:
        fields = tuple(
            field
            for field in declaration.champs
            if field.champ.groupe == groupe and is_shown(field) and field.name not in arrangement.alone
        )
        names = {field.name for field in fields}
        wanted = not arrangement.first or bool(names & set(arrangement.first))
        if fields:
            found.append(Part(groupe, fields, wanted and not declaration.is_closed(groupe)))
        if arrangement.after in names:
            found += [part for part in apart if part is not None]
    return tuple(found)


def is_shown(field: DeclaredField) -> bool:
    """Attachments have their own page; what the application fills itself is not asked."""
    return not field.champ.cache and field.libelle_element != _ATTACHMENT


def _part_of(declaration: Declaration, name: str) -> Part | None:
    field = declaration.champ(name)
    return Part(field.libelle, (field,), opened=False, alone=True) if field else None

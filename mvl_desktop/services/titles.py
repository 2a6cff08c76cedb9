"""What a reference to another record is called: its title, on paper and in the terminal, where it may be read here."""

from collections.abc import Mapping

from mvl_desktop.domain.champ import Declaration, DeclaredField
from mvl_desktop.domain.errors import ReferenceInvalideError
from mvl_desktop.domain.kinds import declaration
from mvl_desktop.domain.references import Reference
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.records import shown


def titles_of(uow: UnitOfWork, declared: Declaration, champs: Mapping[str, object]) -> dict[str, str]:
    """Return the title of each record that these fields refer to, by the text of the reference.

    What is kept apart, or may be named after somebody, has none; nor has what is not here.
    """
    found: dict[str, str] = {}
    for field in declared.champs:
        said = champs.get(field.name)
        if field.sort == "reference" and isinstance(said, str) and _has_public_title(field):
            found[said] = _title(uow, said)
    return {said: title for said, title in found.items() if title}


def _has_public_title(field: DeclaredField) -> bool:
    target = declaration(field.champ.vers or "")
    if target is None or target.compartiment or not target.titres:
        return False
    return not any(named is None or named.champ.nominatif for named in map(target.champ, target.titres))


def _title(uow: UnitOfWork, said: str) -> str:
    try:
        view = uow.records.get(Reference.parse(said).rec)
    except ReferenceInvalideError:
        return ""
    declared = declaration(view.kind) if view is not None else None
    return declared.titre(shown(view.state)) if view is not None and declared is not None else ""

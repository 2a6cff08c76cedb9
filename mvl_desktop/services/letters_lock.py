"""What every writing goes through: a letter that was sent stays as it left, a template names known fields only."""

from collections.abc import Mapping

from mvl_desktop.domain.elements import held_elements
from mvl_desktop.domain.lettre import ENVOYE, PARTS, check_template
from mvl_desktop.history.model import Value
from mvl_desktop.services.refusals import RefusError

SIGNALEMENT, MODELE, GROUP = "signalement", "modele-courrier", "courriers"


def check_letters(kind: str, seen: Mapping[str, Value], changes: Mapping[str, Value]) -> None:
    """Refuse what changes a letter that was sent, and a template whose new wording names an unknown field.

    Raises RefusError (courrier_envoye), ChampLettreInconnuError.
    """
    if kind == MODELE:
        check_template({name: changes[name] for name in PARTS if changes.get(name) is not None})
    if kind != SIGNALEMENT:
        return
    touched = [key.split("/") for key in changes if key.startswith(GROUP + "/")]
    held = held_elements(GROUP, seen) if touched else {}
    if any(held.get(parts[1], {}).get("etat") == ENVOYE and parts[2:] != ["rang"] for parts in touched):
        raise RefusError("courrier_envoye")

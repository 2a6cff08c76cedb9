"""How a reference is said on the phone: letters by the names that people know, numbers group by group. No Qt."""

from mvl_desktop.i18n import _

_NAMES = {
    name[0]: name
    for name in (
        *("Anatole", "Berthe", "Célestin", "Désiré", "Eugène", "François", "Gaston", "Henri", "Irma", "Joseph"),
        *("Kléber", "Louis", "Marcel", "Nicolas", "Oscar", "Pierre", "Quintal", "Raoul", "Suzanne", "Thérèse"),
        *("Ursule", "Victor", "William", "Xavier", "Yvonne", "Zoé"),
    )
}


def spoken(reference: str) -> str:
    """Return how a reference is read aloud: « 93, tiret, 2026, tiret, K comme Kléber, 7, tiret, 0 0 1 2 »."""
    return f", {_('tiret')}, ".join(", ".join(_pieces(group)) for group in reference.split("-"))


def _pieces(group: str) -> list[str]:
    if group.isdigit():
        return [group if len(group) in (1, 2) or group[0] != "0" else " ".join(group)]
    return [_named(character) for character in group]


def _named(character: str) -> str:
    name = _NAMES.get(character.upper())
    return _("{letter} comme {name}").format(letter=character, name=name) if name else character

"""What the reader of a legal text shows, and how the state of a text that is cited is said. No widget."""

from collections.abc import Iterable, Sequence
from datetime import date

from mvl_desktop.i18n import N_, _
from ui.text import short_date
from ui.texte_values import TexteCited, TexteLine
from ui.values import Values
from ui.view_models.fiches_reader import Block, Manner
from ui.view_models.rows_model import Wording

ETATS = {
    "en_vigueur": N_("En vigueur"),
    "a_venir": N_("Pas encore en vigueur"),
    "remplace": N_("Remplacé"),
    "abroge": N_("Plus en vigueur"),
}
"""How a text stands, by itself."""
MOTIFS = {"a_revoir_le": N_("À revoir"), "a_verifier": N_("À faire vérifier par un juriste")}
"""Why it should be looked at again."""
_ORDER: tuple[tuple[str, str, Manner], ...] = (
    ("resume", N_("En bref"), "texte"),
    ("portee", N_("Ce que l’agent en retient"), "texte"),
    ("sanctions", N_("Peines encourues"), "texte"),
    ("delai", N_("Délai"), "texte"),
    ("citations", N_("Façons de le citer"), "liste"),
)


def blocks(champs: Values) -> tuple[Block, ...]:
    """Return the parts of a text that say something, numbered in their order; it is not the text itself."""
    made: list[Block] = []
    for champ, titre, manner in _ORDER:
        value = champs.get(champ)
        texts = [str(each) for each in value] if isinstance(value, (list, tuple)) else [str(value or "")]
        lines = tuple((text,) for text in texts if text.strip())
        if lines:
            made.append(Block(len(made) + 1, champ, _(titre), manner, lines))
    return tuple(made)


def about(champs: Values, wording: Wording) -> str:
    """Say where a text comes from and when it was read."""
    nature = str(champs.get("nature") or "")
    said = [
        str(champs.get("code") or ""),
        _(wording("natures_texte", nature)) if nature else "",
        _told(_("texte du {jour}"), champs.get("texte_du")),
        _told(_("vérifié le {jour}"), champs.get("verifie_le")),
        _told(_("à revoir le {jour}"), champs.get("a_revoir_le")),
    ]
    return " · ".join(part for part in said if part)


def standing(line: TexteLine) -> str:
    """Say how a text stands when it is no longer, or not yet, to be relied on; empty otherwise."""
    when = _day(line.depuis)
    if line.etat == "remplace" and line.remplacant:
        said = (
            _("Remplacé depuis le {jour} par «\u00a0{texte}\u00a0».")
            if when
            else _("Remplacé par «\u00a0{texte}\u00a0».")
        )
        return said.format(jour=when, texte=line.remplacant)
    if line.etat in ("remplace", "abroge"):
        return _("N’est plus en vigueur depuis le {jour}.").format(jour=when)
    if line.etat == "a_venir":
        return _("N’entre en vigueur que le {jour}.").format(jour=when)
    return ""


def outdated(cited: Iterable[TexteCited]) -> list[str]:
    """Say which of the texts that something cites no longer stand as they did."""
    return [said for each in cited if (said := _outdated(each))]


def _outdated(each: TexteCited) -> str:
    when = _day(each.depuis)
    if each.etat == "remplace" and each.remplacant:
        said = _("Cite un texte remplacé depuis le {jour} par «\u00a0{autre}\u00a0»\u00a0: {texte}.")
        return said.format(jour=when, autre=each.remplacant, texte=each.intitule)
    if each.etat in ("remplace", "abroge"):
        return _("Cite un texte qui n’est plus en vigueur depuis le {jour}\u00a0: {texte}.").format(
            jour=when, texte=each.intitule
        )
    if each.etat == "modifie":
        said = _("Cite un texte dont la rédaction a changé le {jour}, après la dernière relecture\u00a0: {texte}.")
        return said.format(jour=when, texte=each.intitule)
    if each.etat == "a_venir":
        said = _("Cite un texte qui n’entre en vigueur que le {jour}\u00a0: {texte}.")
        return said.format(jour=when, texte=each.intitule)
    return ""


def state_words(line: TexteLine) -> Sequence[str]:
    """Return how a text stands in a word or two, and why it should be looked at again."""
    return [_(ETATS.get(line.etat, line.etat)), *([_(MOTIFS[line.motif])] if line.motif in MOTIFS else [])]


def _told(said: str, value: object) -> str:
    day = _day(str(value or ""))
    return said.format(jour=day) if day else ""


def _day(text: str) -> str:
    try:
        return short_date(date.fromisoformat(text))
    except ValueError:
        return ""

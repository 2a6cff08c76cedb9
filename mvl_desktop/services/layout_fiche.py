"""A fiche de conduite as a sheet: what to do during a call holds on the first page, what explains it follows."""

from collections.abc import Iterator, Mapping, Sequence

from mvl_desktop.domain.kinds import required
from mvl_desktop.i18n import _
from mvl_desktop.ports.printing import Line, Manner, Section, Sheet
from mvl_desktop.services.layout import Layout
from mvl_desktop.services.spoken import is_filled, together

KIND = "fiche-conduite"
_FIRST = frozenset({"declencheur", "a_faire_immediatement", "etapes", "a_ne_pas_faire", "alertes"})
_HEAD = frozenset({"code", "titre", "version", "statut", "publics", "urgence", "diffusion", "a_revoir_le"})
_MATCHING = frozenset({"natures", "vise_mineurs", "cadres", "pratiques"})
"""What makes the application propose the fiche; on paper it helps nobody."""
_LISTS = ("signes", "pieces_a_reunir", "base_legale")
_AGREED = ("validee", "publiee")


def fiche_sheet(layout: Layout, left_out: frozenset[str] = frozenset()) -> Sheet:
    """Return the sheet of a fiche de conduite, without the fields that are left out."""
    champs = layout.champs
    named = [
        layout.line(field)
        for name in ("urgence", "publics", "diffusion", "a_revoir_le")
        if (field := layout.declared.champ(name)) is not None and is_filled(champs.get(name))
    ]
    version = _("version {n}").format(n=champs.get("version") or 1)
    return Sheet(
        title=layout.declared.titre(champs),
        subtitle=together((str(champs.get("code") or ""), version, _said(layout, "statut"))),
        sections=tuple(_first_page(layout)),
        glance=tuple(named),
        warning=_warning(champs),
        call=True,
        annexes=tuple(_annexes(layout, left_out)),
    )


def _warning(champs: Mapping[str, object]) -> str:
    statut = champs.get("statut")
    if statut == "retiree":
        return _("Fiche retirée : ne plus l’appliquer.")
    return "" if statut in _AGREED else _("Projet : cette fiche n’est pas encore validée par les deux parties.")


def _first_page(layout: Layout) -> Iterator[Section]:
    yield from _text(layout, "declencheur", _("Quand l’utiliser"), "champs")
    yield from _text(layout, "a_faire_immediatement", _("À faire immédiatement"), "alerte")
    yield from _list(layout, "etapes", "etapes")
    yield from _list(layout, "a_ne_pas_faire", "interdits")
    alertes = _elements(layout, "alertes")
    if alertes:
        names = ("cas", "destinataire", "delai", "moyen")
        field = required(KIND).champ("alertes")
        members = [member for name in names if field and (member := field.member(name))]
        rows = tuple(Line("", cells=tuple(layout.text(one, row.get(one.name)) for one in members)) for row in alertes)
        yield Section(_("Qui alerter"), rows, "tableau", tuple(_(one.libelle) for one in members))


def _annexes(layout: Layout, left_out: frozenset[str]) -> Iterator[Section]:
    for name in _LISTS:
        yield from _list(layout, name, "puces")
    yield from layout.sections(_FIRST | _HEAD | _MATCHING | {*_LISTS, "modeles"} | left_out)
    for letter in _elements(layout, "modeles"):
        lines = (
            Line(_("À"), str(letter.get("destinataire", ""))),
            Line(_("Objet"), str(letter.get("objet", ""))),
            Line("", str(letter.get("texte", "")), wide=True),
        )
        title = _("Modèle : {intitule}").format(intitule=letter.get("intitule", ""))
        yield Section(title, tuple(line for line in lines if line.text), "lettre")


def _text(layout: Layout, name: str, title: str, manner: Manner) -> Iterator[Section]:
    text = _said(layout, name)
    if text:
        yield Section(title, (Line("", text, wide=True),), manner)


def _list(layout: Layout, name: str, manner: Manner) -> Iterator[Section]:
    value = layout.champs.get(name)
    field = layout.declared.champ(name)
    if field is not None and isinstance(value, (list, tuple)) and value:
        yield Section(_(field.libelle), tuple(Line(str(one)) for one in value), manner)


def _said(layout: Layout, name: str) -> str:
    field = layout.declared.champ(name)
    return layout.text(field, layout.champs.get(name)) if field else ""


def _elements(layout: Layout, name: str) -> Sequence[Mapping[str, object]]:
    value = layout.champs.get(name)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []

"""Grilles de repérage on paper: a blank one to fill during an interview, and those answered on a signalement.

Neither adds answers up, nor concludes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from mvl_desktop.domain.champ import Declaration, DeclaredField
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.reperage import AIDE, ANSWERS, answers_of, counts, version_of
from mvl_desktop.i18n import _
from mvl_desktop.ports.printing import Line, Section, Sheet
from mvl_desktop.services.grilles_words import said_counts
from mvl_desktop.services.spoken import day, is_filled, together

KIND = "grille"
_AGREED = ("validee", "publiee")

Values = Mapping[str, object]
Say = Callable[[DeclaredField, object], str]
"""What a layout says of the value of a field: itself in words, or that it is masked."""


def blank_sheet(declared: Declaration, champs: Values, lists: Nomenclatures, say: Say) -> Sheet:
    """Return the sheet of a grid with nothing answered, room left to write beside each criterion."""
    version = _("version {n}").format(n=version_of(champs))
    statut = _field(declared, "statut", say, champs)
    return Sheet(
        title=declared.titre(champs),
        subtitle=together((str(champs.get("code") or ""), version, statut)),
        sections=tuple(_blank(declared, champs, lists, say)),
        warning=_warning(champs),
    )


def answered(declared: Declaration, champs: Values, held: Sequence[Values], say: Say) -> Iterator[Section]:
    """Give each grid opened on a signalement: what it is, then its answers family by family, counted in words."""
    grids, answers = declared.champ("grilles"), declared.champ("reponses")
    if grids is None or answers is None:
        return
    for grid in held:
        reponses = answers_of(champs, str(grid.get("id")))
        title = _("{titre}, version {version}").format(titre=grid.get("titre") or "", version=version_of(grid))
        yield Section(title, tuple(_about(grids, grid, held, say)), inner=True)
        columns = (_("Critère"), _("Réponse"), _("Source"), _("Commentaire"))
        for family in counts(reponses):
            ours = [one for one in reponses if str(one.get("famille") or "") == family.famille]
            named = _("{famille}\u00a0: {comptes}").format(famille=family.famille, comptes=said_counts(family))
            rows = tuple(Line("", cells=_row(answers, one, champs, say)) for one in ours)
            yield Section(named if family.famille else said_counts(family), rows, "tableau", columns, inner=True)


def unclaimed(champs: Values, held: Sequence[Values]) -> list[Values]:
    """Return the answers whose grid is not there: a part of what another post wrote has not come, or was taken away."""
    grilles = champs.get("grilles")
    known = {one.get("id") for one in grilles if isinstance(one, Mapping)} if isinstance(grilles, list) else set()
    return [one for one in held if one.get("remplie") not in known]


def _warning(champs: Values) -> str:
    said = []
    if champs.get("statut") == "retiree":
        said.append(_("Grille retirée\u00a0: ne plus l’utiliser."))
    elif champs.get("statut") not in _AGREED:
        said.append(_("Projet\u00a0: cette grille n’est pas encore validée par les deux parties."))
    if champs.get("forme") == AIDE:
        said.append(_("Aide à la lecture\u00a0: seul un médecin inspecteur y répond."))
    return " ".join(said)


def _blank(declared: Declaration, champs: Values, lists: Nomenclatures, say: Say) -> Iterator[Section]:
    for name in ("declencheur", "prudence"):
        text = _field(declared, name, say, champs)
        field = declared.champ(name)
        if text and field is not None:
            yield Section(_(field.libelle), (Line("", text, wide=True),))
    asked = (_("Signalement"), _("Date et lieu"), _("Qui répond, de qui l’on parle"))
    yield Section(_("Entretien"), tuple(Line(each) for each in asked), "grille")
    choices = tuple(_(lists.libelle("reponses_grille", answer)) for answer in ANSWERS if answer)
    criteres = champs.get("criteres")
    held = [one for one in criteres if isinstance(one, Mapping)] if isinstance(criteres, list) else []
    for family in dict.fromkeys(str(one.get("famille") or "") for one in held):
        lines = tuple(
            Line(_named(one, "code"), str(one.get("aide") or ""), choices)
            for one in held
            if str(one.get("famille") or "") == family
        )
        yield Section(family or _("Critères"), lines, "grille", (_("Source, commentaire"),))
    field = declared.champ("sources")
    if field is not None and is_filled(champs.get("sources")):
        yield Section(
            _(field.libelle), tuple(Line(each) for each in say(field, champs["sources"]).split("\n")), "puces"
        )


def _about(field: DeclaredField, grid: Values, held: Sequence[Values], say: Say) -> Iterator[Line]:
    for name in ("ouverte_le", "ouverte_par", "terminee_le"):
        member = field.member(name)
        if member is not None and is_filled(grid.get(name)):
            yield Line(_(member.libelle), say(member, grid.get(name)))
    former = next((one for one in held if one.get("id") == grid.get("relit")), None)
    if former is not None:
        words = _("version {version}, ouverte le {jour}")
        yield Line(_("Relecture de"), words.format(version=version_of(former), jour=day(former.get("ouverte_le"))))
    member = field.member("contexte")
    if member is not None and is_filled(grid.get("contexte")):
        yield Line(_(member.libelle), say(member, grid.get("contexte")), wide=True)


def _row(field: DeclaredField, one: Values, champs: Values, say: Say) -> tuple[str, ...]:
    names = ("reponse", "source", "commentaire")
    said = {name: say(member, one.get(name)) for name in names if (member := field.member(name))}
    source = "\n".join(filter(None, (said.get("source", ""), _piece(field, one, champs, say))))
    return (_named(one, "critere"), said.get("reponse") or _("sans réponse"), source, said.get("commentaire", ""))


def _piece(field: DeclaredField, one: Values, champs: Values, say: Say) -> str:
    """Return the name of the attachment that shows it; masked as a source is, for a file's name may name somebody."""
    pieces = champs.get("pieces")
    held = [each for each in pieces if isinstance(each, Mapping)] if isinstance(pieces, list) else []
    name = next((each.get("nom") for each in held if one.get("piece") and each.get("id") == one["piece"]), None)
    member = field.member("source")
    return _("Pièce\u00a0: {nom}").format(nom=say(member, name)) if name and member is not None else ""


def _named(one: Values, code: str) -> str:
    return together((str(one.get(code) or ""), str(one.get("libelle") or "")))


def _field(declared: Declaration, name: str, say: Say, champs: Values) -> str:
    field = declared.champ(name)
    return say(field, champs.get(name)) if field is not None else ""

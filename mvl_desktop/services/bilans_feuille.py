"""A bilan laid out: one source of sections for paper and for documents, and the same content as lines of a table."""

from collections.abc import Iterator, Mapping, Sequence

from mvl_desktop.domain.echeances_faits import elements, text
from mvl_desktop.domain.figure import Figure
from mvl_desktop.domain.indicateurs import Indicateurs
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.petits_nombres import SEUIL
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.printing import Cell, Line, Section, Sheet
from mvl_desktop.services.bilans import KIND, PARTS, Contenu
from mvl_desktop.services.bilans_blocs import Bloc, read_blocks
from mvl_desktop.services.bilans_chiffres import figures_of
from mvl_desktop.services.figure_charts import chart_of
from mvl_desktop.services.figure_words import UNITS, hidden_said, line_said, nothing_said
from mvl_desktop.services.spoken import day, number, together, within

_DRAFT = N_("Projet\u00a0: ce bilan n’est pas figé, ses chiffres changent avec les enregistrements.")
_CHANGED = N_(
    "Attention\u00a0: ce bilan a été modifié depuis qu’il a été figé. Son empreinte ne correspond plus à ce qu’il dit."
)
_HIDDEN = N_("Les nombres inférieurs à {n} sont masqués, et ceux qui permettraient de les retrouver.")
_ROOM = 3
"""Lines under which a chart would say less than its table."""
_DIGEST = 16
_BLANK = "…" * 30
"""What is filled by hand."""

Values = Mapping[str, object]


def bilan_sheet(told: Contenu, lists: Nomenclatures, indicateurs: Indicateurs) -> Sheet:
    """Return a bilan as a document to print and to sign."""
    champs = told.champs
    figures = list(figures_of(told.mesures, indicateurs))
    blocs = read_blocks(told.blocs)
    comments = elements(champs, "commentaires")
    sections: list[Section] = []
    if text(champs, "introduction"):
        sections.append(_narrative(_("Introduction"), text(champs, "introduction")))
    for part in PARTS:
        mine = [figure for where, figure in figures if where == part]
        held = [bloc for bloc in blocs if bloc.partie == part]
        said = [one for one in comments if (text(one, "partie") or "ensemble") == part]
        if mine or held or said:
            sections.append(Section(_(lists.libelle("parties_bilan", part)), ()))
            sections += _figures(mine)
            sections += [_block(bloc, _(lists.libelle("parties_bilan", part))) for bloc in held]
            sections += _comments(said)
    if text(champs, "conclusion"):
        sections.append(_narrative(_("Conclusion"), text(champs, "conclusion")))
    sections.append(_signatures(champs, lists))
    warnings = [_(_DRAFT) if not told.fige else "", "" if told.integre else _(_CHANGED)]
    return Sheet(
        title=text(champs, "intitule") or _(required(KIND).libelle),
        subtitle=together((_period_said(champs), _frozen_said(told))),
        sections=tuple(sections),
        glance=tuple(_glance(told, lists)),
        warning=" ".join(filter(None, warnings)),
        annexes=(_origins(told, figures), _definitions(figures)) if told.mesures else (),
    )


def bilan_rows(told: Contenu, lists: Nomenclatures, indicateurs: Indicateurs) -> Iterator[Sequence[Cell]]:
    """Give the same as lines of one table: figures line by line, then what the other parts say."""
    for part, figure in figures_of(told.mesures, indicateurs):
        where = _(lists.libelle("parties_bilan", part))
        for line in (figure.total, *figure.lignes):
            whole = line is figure.total
            value: Cell = hidden_said(line, SEUIL) if line.valeur is None else _exact(line.valeur)
            yield (
                where,
                figure.code,
                _(figure.libelle),
                "" if whole else _(figure.coupe_libelle),
                _("Ensemble") if whole else _(line.libelle),
                value,
                line.sur,
                _(UNITS[figure.unite]),
                figure.periode.du,
                figure.periode.au,
                _(figure.definition) if whole else "",
            )
    for bloc in read_blocks(told.blocs):
        where = _(lists.libelle("parties_bilan", bloc.partie))
        for row in (*bloc.lignes, *((each,) for each in bloc.textes)):
            yield (where, "", bloc.titre, "", " · ".join(cell for cell in row if cell), "", None, "", None, None, "")
    for one in elements(told.champs, "commentaires"):
        where = _(lists.libelle("parties_bilan", text(one, "partie") or "ensemble"))
        yield (where, "", _("Commentaire"), "", text(one, "texte"), "", None, "", None, None, "")


def row_heads() -> tuple[str, ...]:
    """Return the columns of `bilan_rows`."""
    return (
        _("Partie"),
        _("Code"),
        _("Indicateur"),
        _("Selon"),
        _("Ligne"),
        _("Valeur"),
        _("Sur"),
        _("Unité"),
        _("Du"),
        _("Au"),
        _("Ce qui est compté"),
    )


def _glance(told: Contenu, lists: Nomenclatures) -> Iterator[Line]:
    champs = told.champs
    if text(champs, "type_bilan"):
        yield Line(_("Type"), _(lists.libelle("types_bilan", text(champs, "type_bilan"))))
    yield Line(_("Petits nombres"), _(_HIDDEN).format(n=SEUIL), wide=True)


def _period_said(champs: Values) -> str:
    return _("du {du} au {au}").format(du=day(champs.get("du")), au=day(champs.get("au")))


def _frozen_said(told: Contenu) -> str:
    if not told.fige:
        return ""
    return _("figé le {jour}").format(jour=day(told.champs.get("fige_le")))


def _figures(figures: Sequence[Figure]) -> Iterator[Section]:
    if not figures:
        return
    rows = tuple(
        Line("", cells=(each.code, _(each.libelle), line_said(each.total, each.unite, SEUIL))) for each in figures
    )
    columns = (_("Code"), _("Indicateur"), _("Valeur"))
    yield Section(_("Indicateurs"), rows, "tableau", columns, inner=True)
    for each in figures:
        if each.lignes:
            title = _("{indicateur}, selon\u00a0: {coupe}").format(
                indicateur=_(each.libelle), coupe=within(_(each.coupe_libelle))
            )
            if each.rien:
                yield Section(title, (Line("", nothing_said(), wide=True),), inner=True)
                continue
            cells = [(_(line.libelle), line_said(line, each.unite, SEUIL)) for line in each.lignes]
            cells.append((_("Ensemble"), line_said(each.total, each.unite, SEUIL)))
            drawn = sum(line.valeur is not None for line in each.lignes) >= _ROOM
            chart = chart_of(each, SEUIL) if drawn else None
            lines = tuple(Line("", cells=one) for one in cells)
            yield Section(title, lines, "tableau", (_(each.coupe_libelle), _("Valeur")), inner=True, chart=chart)


def _block(bloc: Bloc, part: str) -> Section:
    title = "" if bloc.titre == part else bloc.titre
    if bloc.lignes:
        rows = tuple(Line("", cells=_padded(row, len(bloc.colonnes))) for row in bloc.lignes)
        return Section(title, rows, "tableau", bloc.colonnes, inner=True)
    return Section(title, tuple(Line("", each, wide=True) for each in bloc.textes), inner=True)


def _padded(row: Sequence[str], wide: int) -> tuple[str, ...]:
    return (*row, *("" for _cell in range(wide - len(row))))[:wide]


def _comments(said: Sequence[Values]) -> Iterator[Section]:
    if said:
        lines = tuple(Line(text(one, "auteur"), text(one, "texte")) for one in said)
        yield Section(_("Commentaires"), lines, "notes", inner=True)


def _narrative(title: str, told: str) -> Section:
    return Section(title, tuple(Line("", part, wide=True) for part in told.split("\n") if part.strip()))


def _signatures(champs: Values, lists: Nomenclatures) -> Section:
    """Leave room to sign by hand for both parties, whoever is named already."""
    held = elements(champs, "signatures") or [{"partie": "ars"}, {"partie": "miviludes"}]
    lines = []
    for one in held:
        who = together((text(one, "nom"), text(one, "fonction"))) or _BLANK
        when = day(one.get("signe_le")) if one.get("signe_le") else _BLANK[: len(_BLANK) // 2]
        said = (
            _("Nom et fonction\u00a0: {qui}").format(qui=who),
            _("Date\u00a0: {jour}").format(jour=when),
            _("Signature\u00a0: {blanc}").format(blanc=_BLANK),
        )
        lines.append(Line(_("Pour {partie}").format(partie=_said_party(one, lists)), "\n".join(said), wide=True))
    return Section(_("Signatures"), tuple(lines))


def _said_party(one: Values, lists: Nomenclatures) -> str:
    partie = text(one, "partie")
    said = _(lists.libelle("parties_convention", partie)) if partie else "…"
    return {"ars": _("l’ARS"), "miviludes": _("la MIVILUDES")}.get(partie, said)


def _origins(told: Contenu, figures: Sequence[tuple[str, Figure]]) -> Section:
    """Say of each figure what it counted, so that it can be opened and compared: how many records, and their digest."""
    hidden = {each.code for _part, each in figures if each.total.masque}
    rows = tuple(
        Line(
            "",
            cells=(
                text(each, "code"),
                text(each, "libelle"),
                day(each.get("figee_le")),
                _("masqué") if text(each, "code") in hidden else _behind(each),
                "" if text(each, "code") in hidden else text(each, "empreinte")[:_DIGEST],
            ),
        )
        for each in told.mesures
        if not text(each, "ligne_libelle")
    )
    columns = (_("Code"), _("Indicateur"), _("Calculé le"), _("Enregistrements"), _("Empreinte (début)"))
    title = _("D’où viennent les chiffres")
    if told.fige:
        title = _("{titre} (bilan\u00a0: {empreinte})").format(
            titre=title, empreinte=text(told.champs, "empreinte")[:_DIGEST]
        )
    return Section(title, rows, "tableau", columns)


def _definitions(figures: Sequence[tuple[str, Figure]]) -> Section:
    lines = {
        each.code: Line(f"{each.code} {_(each.libelle)}", _(each.definition), wide=True) for _part, each in figures
    }
    return Section(_("Ce que chaque chiffre compte"), tuple(lines.values()))


def _behind(mesure: Values) -> str:
    """Say how many records were counted, unless they are so few that it would tell what the figure hides."""
    count = mesure.get("nombre")
    if not isinstance(count, int):
        return ""
    return number(count) if count >= SEUIL or not count else _("moins de {seuil}").format(seuil=SEUIL)


def _exact(value: int | float) -> Cell:
    return int(value) if float(value).is_integer() else round(value, 2)

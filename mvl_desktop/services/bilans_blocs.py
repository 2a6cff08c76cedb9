"""What a bilan says besides its figures: meetings, actions, decisions of the COPIL, staffing. Never who did what.

Each line is one text: its manner, then its cells, tabs between them. So it is frozen as it was read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.compte_rendu import DECISIONS, elements
from mvl_desktop.domain.convention_vie import vie
from mvl_desktop.domain.echeances_faits import text
from mvl_desktop.domain.effectifs import effectif
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.tenues import situation
from mvl_desktop.i18n import _
from mvl_desktop.ports.store import Query, RecordView, UnitOfWork
from mvl_desktop.services.annuaire_fonctions import functions
from mvl_desktop.services.conventions import ACTION, actions_of
from mvl_desktop.services.conventions import KIND as CONVENTION
from mvl_desktop.services.records import shown
from mvl_desktop.services.reunions import COPIL, TENUE
from mvl_desktop.services.reunions import KIND as REUNION
from mvl_desktop.services.spoken import day, number
from mvl_desktop.services.statistiques_precautions import UNDECIDED

TITRE, COLONNES, LIGNE, TEXTE = "titre", "colonnes", "ligne", "texte"
_WHOLE = 100

Champs = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Bloc:
    """A part of a bilan, read again from its lines: a table, or sentences."""

    partie: str
    titre: str
    colonnes: tuple[str, ...] = ()
    lignes: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    textes: tuple[str, ...] = field(default=(), repr=False)


def blocks(uow: UnitOfWork, lists: Nomenclatures, periode: Periode, convention: RecordView | None) -> Iterator[str]:
    """Give the lines of every part, as records stand today."""
    yield from _agreement(convention, periode)
    yield from _meetings(uow, lists, periode)
    yield from _actions(uow, lists, convention)
    yield from _decisions(uow, lists, periode)
    yield from _staffing(uow, periode.au)


def doubts(codes: Sequence[str]) -> Iterator[str]:
    """Give the lines that say which figures hold values that nobody has decided on; nothing when none does."""
    if codes:
        yield _line(TITRE, "ensemble", _("Désaccords à trancher"))
        yield _line(TEXTE, _(UNDECIDED))
        yield _line(TEXTE, _("Chiffres concernés\u00a0: {codes}.").format(codes=", ".join(codes)))


def read_blocks(lines: Iterable[str]) -> list[Bloc]:
    """Read the parts again; a line of a manner that this version does not know is a sentence."""
    found: list[tuple[str, str, list[tuple[str, ...]], list[tuple[str, ...]], list[str]]] = []
    for line in lines:
        manner, *cells = line.split("\t")
        if manner == TITRE and len(cells) > 1:
            found.append((cells[0], cells[1], [], [], []))
        elif found and manner == COLONNES:
            found[-1][2].append(tuple(cells))
        elif found and manner == LIGNE:
            found[-1][3].append(tuple(cells))
        elif found:
            found[-1][4].append(" ".join(cells) if manner == TEXTE else line)
    return [
        Bloc(partie, titre, columns[0] if columns else (), tuple(rows), tuple(texts))
        for partie, titre, columns, rows, texts in found
    ]


def _line(manner: str, *cells: str) -> str:
    return "\t".join((manner, *(" ".join(cell.split()) for cell in cells))).rstrip()


def _table(
    partie: str, title: str, columns: Iterable[str], rows: Iterable[Iterable[str]], nothing: str
) -> Iterator[str]:
    held = [tuple(row) for row in rows]
    yield _line(TITRE, partie, title)
    if held:
        yield _line(COLONNES, *columns)
        yield from (_line(LIGNE, *row) for row in held)
    else:
        yield _line(TEXTE, nothing)


def _agreement(convention: RecordView | None, periode: Periode) -> Iterator[str]:
    if convention is None:
        return
    champs = nest(CONVENTION, shown(convention.state))
    life = vie(champs, periode.au)
    told = [required(CONVENTION).titre(champs)]
    if life.signee_le is not None:
        told.append(_("signée le {jour}").format(jour=day(life.signee_le.isoformat())))
    if life.terme is not None:
        told.append(_("à son terme le {jour}").format(jour=day(life.terme.isoformat())))
    yield _line(TITRE, "ensemble", _("La convention"))
    yield _line(TEXTE, ", ".join(part for part in told if part) + ".")


def _meetings(uow: UnitOfWork, lists: Nomenclatures, periode: Periode) -> Iterator[str]:
    counts: dict[str, list[int]] = {}
    for _rec, champs in _held_in(uow, periode):
        row = counts.setdefault(text(champs, "type_reunion"), [0, 0, 0])
        row[0] += 1
        row[1] += champs.get("ars_presente") is True
        row[2] += champs.get("miviludes_presente") is True
    rows = [
        (_(lists.libelle("types_reunion", code)) if code else _("sans type"), *map(number, counts[code]))
        for code in sorted(counts)
    ]
    columns = (_("Réunions"), _("Tenues"), _("ARS présente"), _("MIVILUDES présente"))
    yield from _table("activites", _("Réunions tenues"), columns, rows, _("Aucune réunion tenue dans la période."))


def _actions(uow: UnitOfWork, lists: Nomenclatures, convention: RecordView | None) -> Iterator[str]:
    if convention is not None:
        held = [each.champs for each in actions_of(uow, convention)]
    else:
        views = [view for rec in uow.records.find(ACTION) if (view := uow.records.get(rec)) is not None]
        held = sorted((nest(ACTION, shown(view.state)) for view in views), key=lambda each: text(each, "numero"))
    rows = [
        (
            text(each, "numero"),
            text(each, "titre"),
            _(lists.libelle("etats_action", text(each, "etat") or "non_demarree")),
            day(each.get("fin_le")) if each.get("fin_le") else "",
            text(each, "resultats"),
        )
        for each in held
    ]
    columns = (_("N°"), _("Action"), _("État"), _("Fin prévue"), _("Résultats"))
    yield from _table("actions", _("Fiches d’actions"), columns, rows, _("Aucune fiche d’action."))


def _decisions(uow: UnitOfWork, lists: Nomenclatures, periode: Periode) -> Iterator[str]:
    rows = [
        (
            day(champs.get("tenue_le")),
            text(one, "texte"),
            day(one.get("pour_le")) if one.get("pour_le") else "",
            _(lists.libelle("etats_decision", text(one, "etat") or "a_faire")),
        )
        for _rec, champs in _held_in(uow, periode)
        if text(champs, "type_reunion") == COPIL
        for one in elements(champs, DECISIONS)
    ]
    columns = (_("COPIL du"), _("Décision"), _("Pour le"), _("État"))
    yield from _table("copil", _("Décisions du COPIL"), columns, rows, _("Aucune décision du COPIL dans la période."))


def _staffing(uow: UnitOfWork, at: date) -> Iterator[str]:
    held = [champs for _rec, champs in functions(uow)]
    found = effectif(held, at)
    rows = [
        (_("Fonctions"), number(found.fonctions)),
        (_("Tenues"), number(found.pourvues)),
        (_("Tenues par intérim"), number(found.interim)),
        (_("Vacantes"), number(found.vacantes)),
        (_("Équivalents temps plein prévus"), _share(found.prevu)),
        (_("Équivalents temps plein en poste"), _share(found.tenu)),
    ]
    at_day = day(at.isoformat())
    columns = (_("Effectifs au {jour}").format(jour=at_day), _("Nombre"))
    nothing = _("Aucune fonction n’est décrite.")
    yield from _table("effectifs", _("Effectifs"), columns, rows if found.fonctions else [], nothing)
    states = [(champs, situation(champs, at)) for champs in held]
    empty = [
        (
            text(champs, "intitule"),
            text(champs, "departement"),
            day(now.depuis.isoformat()) if now.depuis else "",
            day(now.remplacement_le.isoformat()) if now.remplacement_le else "",
        )
        for champs, now in states
        if now.etat == "vacant"
    ]
    if empty:
        columns_empty = (_("Fonction vacante"), _("Département"), _("Depuis le"), _("Remplacement le"))
        yield from _table("effectifs", _("Fonctions vacantes"), columns_empty, sorted(empty), "")


def _held_in(uow: UnitOfWork, periode: Periode) -> Iterator[tuple[bytes, Champs]]:
    """Give the meetings held in a period, in the order of their days."""
    bounds = (("tenue_le>=", periode.du.isoformat()), ("tenue_le<=", periode.au.isoformat()))
    query = Query(REUNION, (("etat", TENUE), *bounds), order="tenue_le")
    for row in uow.records.rows(REUNION, uow.records.ids(query)):
        view = uow.records.get(row.rec) if row is not None else None
        if view is not None:
            yield view.rec, nest(REUNION, shown(view.state))


def _share(hundredths: int) -> str:
    return f"{hundredths / _WHOLE:.2f}".rstrip("0").rstrip(".").replace(".", ",")

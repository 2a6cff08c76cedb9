"""Use case: the booklet of the fiches that both parties agreed on, to keep at hand where there is no screen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.relecture import AGREED
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.printing import Booklet, IndexLine, Line, Printer, Section, Sheet
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.fiche_versions import KIND, WITHDRAWN, in_force
from mvl_desktop.services.files import write_whole
from mvl_desktop.services.layout import Layout
from mvl_desktop.services.layout_fiche import fiche_sheet
from mvl_desktop.services.printing import mark
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.spoken import day, together
from mvl_desktop.services.textes import Cited, Library, read_over

ENDINGS = (".pdf", ".odt")
_WORKSHOP = frozenset(field.name for field in required(KIND).champs if field.champ.groupe == "Validation")
"""What the booklet leaves to its list of versions: who agreed, what was remarked."""
_STATES: Mapping[str, str] = {
    "en_vigueur": N_("en vigueur"),
    "a_venir": N_("pas encore en vigueur"),
    "remplace": N_("remplacé"),
    "abroge": N_("plus en vigueur"),
    "modifie": N_("rédaction changée depuis la relecture de la fiche"),
}


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written."""

    octets: int
    fiches: int


def print_booklet(
    ports: Ports,
    printer: Printer,
    target: Path,
    lists: Nomenclatures,
    *,
    espace: str | None = None,
    drafts: bool = False,
) -> Printed:
    """Write the booklet of an espace to a PDF or ODT file, by the target's ending. `drafts`: with those not agreed on.

    Raises RefusError: format_inconnu, livret_vide, ecriture_impossible, aucun_espace, espace_inconnu, espace_ambigu.
    """
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        raise RefusError("format_inconnu")
    booklet, recs = lay_out_booklet(ports, lists, espace=espace, drafts=drafts)
    number, marking = mark(ports)
    data = printer.booklet(replace(booklet, marking=marking), ending)
    write_whole(target, data)
    for rec in recs:
        ports.journal.note("impression", rec, octets=len(data), exemplaire=number, masque=0)
    return Printed(len(data), len(booklet.sheets))


def lay_out_booklet(
    ports: Ports, lists: Nomenclatures, *, espace: str | None = None, drafts: bool = False
) -> tuple[Booklet, list[bytes]]:
    """Return what the booklet says, and the fiches that it holds. RefusError: livret_vide, espace_inconnu…"""
    today = ports.clock.now().date()
    with ports.store.read() as uow:
        chosen = choose_espace(uow, espace)
        held = sorted(_held(uow, chosen.id, drafts=drafts), key=lambda each: str(each[1].get("code") or ""))
        library = Library(uow)
    if not held:
        raise RefusError("livret_vide")
    fiches = [champs for _rec, champs in held]
    cited = [library.cited(_lines(champs), today, read_over(champs)) for champs in fiches]
    unsure = any(champs.get("statut") not in AGREED for champs in fiches)
    booklet = Booklet(
        title=_("Fiches de conduite à tenir"),
        subtitle=together((chosen.name, _("livret du {jour}").format(jour=day(today.isoformat())))),
        sheets=tuple(_sheet(champs, lists) for champs in fiches),
        editions=_editions(fiches, lists),
        index=tuple(_index(fiches, lists)),
        texts=tuple(_texts(fiches, cited, library)),
        warning=_("Ce livret contient des projets : ils ne sont pas validés par les deux parties.") if unsure else "",
    )
    return booklet, [rec for rec, _champs in held]


def _held(uow: UnitOfWork, espace: bytes, *, drafts: bool) -> Iterator[tuple[bytes, Mapping[str, object]]]:
    for rec in uow.records.find(KIND, espace):
        view = uow.records.get(rec)
        champs = in_force(uow, view) if view is not None else {}
        statut = champs.get("statut")
        if statut in AGREED or (drafts and champs and statut != WITHDRAWN):
            yield rec, champs


def _sheet(champs: Mapping[str, object], lists: Nomenclatures) -> Sheet:
    return fiche_sheet(Layout(required(KIND), champs, lists), _WORKSHOP)


def _editions(fiches: Sequence[Mapping[str, object]], lists: Nomenclatures) -> Section:
    rows = tuple(
        Line(
            "",
            cells=(
                str(champs.get("code") or ""),
                required(KIND).titre(champs),
                str(champs.get("version") or 1),
                _(lists.libelle("statuts_fiche", str(champs.get("statut") or ""))),
                day(champs.get("validee_le")),
                day(champs.get("a_revoir_le")),
            ),
        )
        for champs in fiches
    )
    columns = (_("Code"), _("Fiche"), _("Version"), _("Statut"), _("Validée le"), _("À revoir le"))
    return Section(_("Ce que contient ce livret"), rows, "tableau", columns)


def _index(fiches: Sequence[Mapping[str, object]], lists: Nomenclatures) -> Iterator[IndexLine]:
    """Give whom to alert, by name, with the cases of every fiche."""
    found: dict[str, list[tuple[str, int, str]]] = {}
    for place, champs in enumerate(fiches):
        alertes = champs.get("alertes")
        for each in alertes if isinstance(alertes, (list, tuple)) else ():
            if isinstance(each, Mapping):
                role = str(each.get("role") or "")
                qui = str(each.get("destinataire") or "") or (_(lists.libelle("destinataires", role)) if role else "")
                how = together((str(each.get("moyen") or ""), str(each.get("delai") or "")))
                if qui:
                    found.setdefault(qui, []).append((str(each.get("cas") or ""), place, how))
    for qui in sorted(found, key=str.casefold):
        yield IndexLine(qui, tuple(found[qui]))


def _texts(
    fiches: Sequence[Mapping[str, object]], cited: Sequence[Sequence[Cited]], library: Library
) -> Iterator[Section]:
    """Give the texts that fiches cite with how they stand, then what the library does not know."""
    by_text: dict[str, tuple[Cited, list[str]]] = {}
    unknown: dict[str, list[str]] = {}
    for champs, texts in zip(fiches, cited, strict=True):
        code = str(champs.get("code") or required(KIND).titre(champs))
        for each in texts:
            by_text.setdefault(each.id, (each, []))[1].append(code)
        for line in _lines(champs):
            if not library.shelf.is_known(line):
                unknown.setdefault(line, []).append(code)
    rows = tuple(
        Line("", cells=(each.intitule, _state(each), ", ".join(codes)))
        for each, codes in sorted(by_text.values(), key=lambda pair: pair[0].intitule)
    )
    if rows:
        yield Section(_("Textes cités"), rows, "tableau", (_("Texte"), _("État à ce jour"), _("Fiches")))
    if unknown:
        others = tuple(Line("", cells=(line, ", ".join(codes))) for line, codes in sorted(unknown.items()))
        yield Section(_("Autres références, hors de la bibliothèque"), others, "tableau", (_("Référence"), _("Fiches")))


def _state(each: Cited) -> str:
    said = _(_STATES.get(each.etat, each.etat))
    if each.depuis and each.etat != "en_vigueur":
        said = _("{etat} ({jour})").format(etat=said, jour=day(each.depuis))
    if each.remplacant:
        said = _("{etat}, voir : {texte}").format(etat=said, texte=each.remplacant)
    return together((said, _("à faire vérifier") if each.a_verifier else ""))


def _lines(champs: Mapping[str, object]) -> list[str]:
    value = champs.get("base_legale")
    return [str(line) for line in value] if isinstance(value, (list, tuple)) else []

"""Use case: print one record, whole or masked, marked with its number and noted in the journal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from mvl_desktop.domain.echeances_faits import elements, text
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.tenues import tenues_of
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.printing import Line, Printer, Section, Sheet
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.actions import constats_in
from mvl_desktop.services.annuaire_fonctions import functions
from mvl_desktop.services.files import write_whole
from mvl_desktop.services.layout import Layout
from mvl_desktop.services.layout_convention import ACTION, CONVENTION, action_sheet, convention_sheet
from mvl_desktop.services.layout_fiche import KIND as FICHE
from mvl_desktop.services.layout_fiche import fiche_sheet
from mvl_desktop.services.layout_grilles import KIND as GRILLE
from mvl_desktop.services.layout_grilles import blank_sheet
from mvl_desktop.services.layout_reunion import KIND as REUNION
from mvl_desktop.services.layout_reunion import minutes_sheet
from mvl_desktop.services.people import myself, people_in
from mvl_desktop.services.records import RecordSheet, existing, show_record
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.reunions_chiffres import said_instead
from mvl_desktop.services.spoken import hour, is_filled, plain, said
from mvl_desktop.services.statistiques_calcul import Outils
from mvl_desktop.services.titles import titles_of

_COUNT = "exemplaires"
_GLANCE = ("recu_le", "urgence", "niveau", "statut", "titulaire")


def print_record(
    ports: Ports,
    printer: Printer,
    id_: str,
    target: Path,
    lists: Nomenclatures,
    *,
    kind: str | None = None,
    masked: bool = False,
    outils: Outils | None = None,
) -> int:
    """Write a record to a PDF or ODT file, by the target's ending; return its size. `masked`: what names people is out.

    `outils`: what counts the indicators that it may hold.

    Raises RefusError: fiche_inconnue, format_inconnu, ecriture_impossible.
    """
    suffix = target.suffix.lower()
    if suffix not in (".pdf", ".odt"):
        raise RefusError("format_inconnu")
    with ports.store.read() as uow:
        rec = existing(uow, id_, kind).rec
    sheet = lay_out(ports, rec.hex(), lists, kind=kind, masked=masked, outils=outils)
    number, marking = mark(ports)
    sheet = replace(sheet, marking=marking)
    data = printer.pdf(sheet) if suffix == ".pdf" else printer.odt(sheet)
    write_whole(target, data)
    ports.journal.note("impression", rec, octets=len(data), exemplaire=number, masque=int(masked))
    return len(data)


def lay_out(
    ports: Ports,
    id_: str,
    lists: Nomenclatures,
    *,
    kind: str | None = None,
    masked: bool = False,
    outils: Outils | None = None,
    leaving: bool = False,
) -> Sheet:
    """Return what a printed record says: a fiche for a call, a grid to fill in, any other in the order of its form.

    `leaving`: small numbers are out, as they are of what is masked.
    """
    record = show_record(ports, id_, kind=kind)
    with ports.store.read() as uow:
        titles = titles_of(uow, required(record.kind), record.champs)
        counted = constats_in(uow, ports, outils, record.champs) if record.kind == ACTION else ((), None)
    layout = Layout(required(record.kind), record.champs, lists, masked=masked, titles=titles)
    today = ports.clock.now().date()
    if record.kind == ACTION:
        sheet = action_sheet(layout, today, *counted)
    elif record.kind == REUNION:
        indicateurs = outils.indicateurs if outils is not None else None
        held = elements(record.champs, "mesures") if masked or leaving else ()
        sheet = minutes_sheet(layout, _known(ports) if masked else {}, said_instead(held, indicateurs))
    else:
        sheet = _sheet(layout, record, today)
    decide = tuple(_undecided(record, layout))
    warnings = [sheet.warning]
    if masked and record.kind != REUNION:  # minutes say of themselves how they are masked
        warnings.insert(0, _("Exemplaire masqué : ce qui peut nommer ou décrire une personne a été retiré."))
    if decide:
        words = ngettext("{n} champ est encore à décider.", "{n} champs sont encore à décider.", len(decide))
        warnings.append(words.format(n=len(decide)))
    return replace(sheet, warning=" ".join(filter(None, warnings)), sections=(*sheet.sections, *decide))


def _known(ports: Ports) -> dict[str, str]:
    """Return the function of each person who holds or held one, or works here, by their name: minutes tell of them."""
    with ports.store.read() as uow:
        held = [
            (text(one, "nom"), text(emploi, "intitule")) for _rec, emploi in functions(uow) for one in tenues_of(emploi)
        ]
        here = [(person.nom, person.fonction) for person in people_in(uow)]
    return {name: function for name, function in (*here, *held) if name}


def _sheet(layout: Layout, record: RecordSheet, today: date) -> Sheet:
    if record.kind == FICHE:
        return fiche_sheet(layout)
    if record.kind == GRILLE:
        return blank_sheet(layout.declared, layout.champs, layout.lists, layout.text)
    if record.kind == CONVENTION:
        return convention_sheet(layout, today)
    return _record_sheet(layout, record)


def _record_sheet(layout: Layout, record: RecordSheet) -> Sheet:
    declared = layout.declared
    filled = [field for name in _GLANCE if (field := declared.champ(name)) and is_filled(layout.champs.get(name))]
    fields = [field for field in filled if not (layout.masked and field.champ.nominatif)]
    reference = str(layout.champs.get("reference") or "")
    named = declared.champ(declared.titres[0]) if declared.titres else None
    is_named = named is None or not named.champ.nominatif
    return Sheet(
        title=record.titre if is_named or not layout.masked else _(declared.libelle),
        subtitle=f"{_(declared.libelle)} {reference}".rstrip(),
        sections=tuple(layout.sections(frozenset({"reference"}))),
        glance=tuple(layout.line(field) for field in fields),
    )


def _undecided(record: RecordSheet, layout: Layout) -> Iterator[Section]:
    """Give the fields that two people changed without seeing each other, with what each wrote."""
    for key, versions in record.conflits.items():
        field = layout.declared.field_of(key)
        lines = []
        for count, version in enumerate(versions, 1):
            author = _("Version {n}").format(n=count) if layout.masked else version.poste
            if layout.masked and (field is None or field.champ.nominatif):
                text = _("masqué")
            else:
                text = said(field, version.valeur, layout.lists) if field else plain(version.valeur)
            lines.append(Line(author, text or _("rien"), wide=True))
        yield Section(_("À décider : {champ}").format(champ=layout.declared.wording(key)), tuple(lines))


def mark(ports: Ports) -> tuple[int, str]:
    """Return the number of this copy, and what stands at the foot of its pages."""
    with ports.store.work() as uow:
        number = next_copy(uow)
        person = myself(uow)
        uow.commit()
    now = ports.clock.now()
    words = _("Confidentiel. Exemplaire n° {numero}, imprimé le {jour} à {heure} par {personne}.")
    return number, words.format(
        numero=f"{person.code}-{number}" if person.code else number,
        jour=f"{now:%d/%m/%Y}",
        heure=hour(f"{now:%H:%M}"),
        personne=person.nom,
    )


def next_copy(uow: UnitOfWork) -> int:
    """Take the number of the next copy that leaves this post, printed or exported: none is given twice."""
    number = int(uow.identity.get(_COUNT) or "0") + 1
    uow.identity.set(_COUNT, str(number))
    return number

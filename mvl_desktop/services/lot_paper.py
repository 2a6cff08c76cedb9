"""Use case: what some lots would do, or did, on paper: figures of each lot, then every record that would change."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mvl_desktop.domain.kinds import declaration
from mvl_desktop.exchange.lot_numbers import MissingLot
from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.printing import Line, Printer, Section, Sheet
from mvl_desktop.services.files import write_whole
from mvl_desktop.services.lot_reports import LotPlan, LotReport, PlanLine, wordings
from mvl_desktop.services.printing import mark
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.spoken import number, together

SORTS: Mapping[str, str] = {
    "a_arbitrer": N_("À arbitrer"),
    "nouveau": N_("Nouveau"),
    "fusionne": N_("Fusionné tout seul"),
    "doublon_probable": N_("Doublon probable"),
    "en_attente": N_("En attente de ce qui précède"),
    "quarantaine": N_("En quarantaine"),
    "ecarte": N_("Laissé de côté"),
    "efface": N_("Effacé ici"),
    "hors_perimetre": N_("Hors périmètre"),
    "refuse": N_("Refusé"),
    "connu": N_("Déjà connu"),
}
"""What a person reads for the state of a line, the most telling first."""


def write_report(
    ports: Ports,
    printer: Printer,
    plan: LotPlan,
    target: Path,
    phrases: Mapping[str, str],
    *,
    masked: bool = False,
    done: bool = False,
) -> int:
    """Write a plan to a PDF or ODT file, by the target's ending; return its size. `masked`: what names people is out.

    `phrases`: the sentence of each motif. `done`: it was applied. Raises RefusError: format_inconnu,
    ecriture_impossible.
    """
    suffix = target.suffix.lower()
    if suffix not in (".pdf", ".odt"):
        raise RefusError("format_inconnu")
    copy, marking = mark(ports)
    sheet = _sheet(plan, phrases, marking, masked=masked, done=done)
    data = printer.pdf(sheet) if suffix == ".pdf" else printer.odt(sheet)
    write_whole(target, data)
    ports.journal.note("impression", octets=len(data), exemplaire=copy, masque=int(masked), lots=len(plan.lots))
    return len(data)


def _sheet(plan: LotPlan, phrases: Mapping[str, str], marking: str, *, masked: bool, done: bool) -> Sheet:
    states = plan.states()
    title = ngettext("Examen de {n} lot", "Examen de {n} lots", len(plan.lots))
    if done:
        title = ngettext("Fusion de {n} lot", "Fusion de {n} lots", len(plan.lots))
    subtitle = _("Ce qui a été fusionné.") if done else _("Ce que la fusion ferait\u202f; rien n’est encore changé.")
    masking = _("Exemplaire masqué : ce qui peut nommer ou décrire une personne a été retiré.")
    return Sheet(
        title=title.format(n=len(plan.lots)),
        subtitle=subtitle,
        sections=tuple(_sections(plan, phrases, masked=masked)),
        marking=marking,
        glance=tuple(Line(_(said), number(states[sort])) for sort, said in SORTS.items() if sort in states),
        warning=masking if masked else "",
        across=True,
    )


def _sections(plan: LotPlan, phrases: Mapping[str, str], *, masked: bool) -> Iterator[Section]:
    columns = (_("Fichier"), _("Lot"), _("Émetteur"), _("Nouveaux"), _("Fusionnés"), _("À arbitrer"), _("Connus"))
    rows = tuple(Line("", cells=_lot_cells(report)) for report in plan.lots)
    yield Section(_("Lots"), rows, "tableau", columns)
    remarks = tuple(Line(report.path.name, said) for report in plan.lots for said in _remarks(report, phrases))
    if remarks:
        yield Section(_("À savoir"), remarks)
    heads = (_("Fiche"), _("État"), _("Espace"), _("Lots"), _("Précisions"))
    for sort, said in SORTS.items():
        shown = [line for line in plan.lines if line.sort == sort and sort != "connu"]
        if shown:
            cells = (Line("", cells=_cells(line, plan.lots, phrases, masked=masked)) for line in shown)
            yield Section(_(said), tuple(cells), "tableau", heads, inner=True)


def _lot_cells(report: LotReport) -> tuple[str, ...]:
    figures = (report.nouveaux, report.fusionnes, report.a_arbitrer, report.connus)
    return (report.path.name, str(report.number or ""), report.emetteur, *map(number, figures))


def _remarks(report: LotReport, phrases: Mapping[str, str]) -> Iterator[str]:
    yield from (_(phrases[code]) for code in dict.fromkeys((report.motif, *report.reasons)) if code in phrases)
    yield from map(said_missing, report.missing)


def said_missing(missing: MissingLot) -> str:
    """Say that a lot never came, and which file it is of those that were written together."""
    if missing.part is not None:
        words = _("Lot n°\u00a0{lot} non reçu\u00a0: fichier {rang} sur {total}.")
        return words.format(lot=missing.number, rang=missing.part.part, total=missing.part.parts)
    return _("Lot n°\u00a0{lot} non reçu.").format(lot=missing.number)


def _cells(line: PlanLine, lots: Sequence[LotReport], phrases: Mapping[str, str], *, masked: bool) -> tuple[str, ...]:
    numbers = ", ".join(str(lots[place].number or lots[place].path.name) for place in line.lots)
    return (
        _named(line, masked=masked),
        _(SORTS[line.sort]),
        line.espace,
        numbers,
        _details(line, phrases, masked=masked),
    )


def _named(line: PlanLine, *, masked: bool) -> str:
    declared = declaration(line.kind)
    if line.sort == "hors_perimetre":
        return ngettext("{n} fiche", "{n} fiches", line.nombre).format(n=line.nombre)
    if declared is None:
        return line.titre or line.id[:8]
    named = declared.champ(declared.titres[0]) if declared.titres else None
    if masked and named is not None and named.champ.nominatif:
        return f"{_(declared.libelle)} {line.id[:8]}"
    return line.titre or f"{_(declared.libelle)} {line.id[:8]}"


def _details(line: PlanLine, phrases: Mapping[str, str], *, masked: bool) -> str:
    fields = ", ".join(map(_, wordings(line)))
    near = ""
    if line.doublons:
        first = line.doublons[0]
        near = _("Répète sans doute {titre}").format(titre=first.autre[:8] if masked else first.titre)
    return together((_(phrases[line.motif]) if line.motif in phrases else "", fields, near))

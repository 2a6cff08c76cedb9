"""The commands on lots: lot exporter|examiner|fusionner."""

from collections.abc import Sequence
from pathlib import Path

import click

from mvl_desktop.cli.session import Session, pass_session, read_document, table
from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.services.carrying import examine_lots, export_lot, merge_lots
from mvl_desktop.services.duplicates_words import said as said_reason
from mvl_desktop.services.lot_comparing import RecordSides, Values, compare_record
from mvl_desktop.services.lot_paper import SORTS, said_missing, write_report
from mvl_desktop.services.lot_plans import PlanDepasseError, Verdicts, verdicts
from mvl_desktop.services.lot_reports import Likely, LotPlan, LotReport, PlanLine
from mvl_desktop.services.piece_text import read_due
from mvl_desktop.services.refusals import RefusError

_PATH = click.Path(path_type=Path, dir_okay=False)
_COUNTS = {
    "nouveaux": N_("nouveaux"),
    "connus": N_("connus"),
    "fusionnes": N_("fusionnés"),
    "a_arbitrer": N_("à arbitrer"),
    "doublons_probables": N_("doublons probables"),
    "en_attente": N_("en attente"),
    "hors_perimetre": N_("hors périmètre"),
    "refuses": N_("refusés"),
}
_CHOSEN = tuple(sort for sort in SORTS if sort not in ("hors_perimetre", "refuse", "ecarte", "efface"))
_report_option = click.option(
    "--rapport", type=_PATH, help=_("Fichier .pdf ou .odt où écrire le rapport, à imprimer ou à garder.")
)
_masked_option = click.option(
    "--masque", is_flag=True, help=_("Rapport sans ce qui peut nommer ou décrire des personnes.")
)
_recover_option = click.option(
    "--recuperer",
    is_flag=True,
    help=_("D’un lot coupé ou abîmé, reprend ce qui précède le dommage, et dit ce qui manque."),
)


@click.group("lot", help=_("Les fichiers scellés, portés à la main."))
def lot() -> None:
    """Group the commands on lots."""


@lot.command("exporter", help=_("Écrit ce que les destinataires n’ont pas encore attesté."))
@click.option("--espace", "espaces", multiple=True)
@click.option("--pour", default="tous", show_default=True, help=_("Un poste, ou «\u00a0tous\u00a0»."))
@click.option("--taille-max", type=click.IntRange(min=64 << 10), help=_("Taille d’un fichier, en octets."))
@click.option("--vers", "target", required=True, type=_PATH)
@pass_session
def export(session: Session, espaces: tuple[str, ...], pour: str, taille_max: int | None, target: Path) -> None:
    """Export."""
    made = export_lot(session.ports, session.post.medium, espaces, pour, target, max_size=taille_max)
    document: dict[str, object] = {
        "fichier": str(made.files[0]),
        "fichiers": [str(path) for path in made.files],
        "lot": made.number,
        "revisions": made.revisions,
        "octets": made.size,
    }
    said = ngettext(
        "Lot n°\u00a0{lot}\u00a0: {n} modification, {octets} octets.",
        "Lot n°\u00a0{lot}\u00a0: {n} modifications, {octets} octets.",
        made.revisions,
    )
    lines = [said.format(lot=made.number, n=made.revisions, octets=made.size)]
    if len(made.files) > 1:
        lines += [
            _("Fichier {rang} sur {total}\u00a0: {fichier}").format(rang=place, total=len(made.files), fichier=path)
            for place, path in enumerate(made.files, 1)
        ]
    if made.larger:
        said = ngettext(
            "{n} fichier dépasse la taille demandée\u00a0: une fiche, ou un morceau de pièce jointe, ne se coupe pas.",
            "{n} fichiers dépassent la taille demandée\u00a0: une fiche, ou un morceau de pièce jointe, ne se coupe "
            "pas.",
            made.larger,
        )
        session.say(said.format(n=made.larger))
    session.answer(document, *lines)


@lot.command("examiner", help=_("Dit ce que des lots changeraient, sans rien changer."))
@click.argument("fichiers", nargs=-1, required=True, type=_PATH)
@click.option("--fiche", "rec", metavar="ID", help=_("Montre cet enregistrement des deux côtés, champ par champ."))
@_report_option
@_masked_option
@_recover_option
@pass_session
def examine(
    session: Session,
    fichiers: tuple[Path, ...],
    rec: str | None,
    rapport: Path | None,
    *,
    masque: bool,
    recuperer: bool,
) -> None:
    """Examine."""
    if rec is not None:
        sides = compare_record(session.ports, session.post.medium, fichiers, rec)
        session.answer(_sides_document(sides), *_sides_lines(sides))
        return
    plan = examine_lots(session.ports, session.post.medium, fichiers, recover=recuperer)
    _answer(session, plan, rapport, masked=masque, done=False)


@lot.command("fusionner", help=_("Intègre des lots, tous ou aucun."))
@click.argument("fichiers", nargs=-1, required=True, type=_PATH)
@click.option("--sauf", "excluded", multiple=True, help=_("Enregistrement à laisser de côté."))
@click.option(
    "--sauf-sort",
    "sorts",
    multiple=True,
    type=click.Choice(_CHOSEN),
    help=_("État des enregistrements à laisser de côté."),
)
@click.option(
    "--plan",
    "shown",
    type=_PATH,
    help=_(
        "Ce que «\u00a0lot examiner --json\u00a0» avait dit\u202f: rien n’est fusionné si c’est devenu autre chose."
    ),
)
@click.option("--recepisse", type=_PATH, help=_("Fichier où écrire le récépissé à rapporter."))
@_report_option
@_masked_option
@_recover_option
@pass_session
def merge(
    session: Session,
    fichiers: tuple[Path, ...],
    excluded: tuple[str, ...],
    sorts: tuple[str, ...],
    shown: Path | None,
    recepisse: Path | None,
    rapport: Path | None,
    *,
    masque: bool,
    recuperer: bool,
) -> None:
    """Merge."""
    ports, medium = session.ports, session.post.medium
    expecting = _expected(shown) if shown is not None else None
    if sorts:
        plan = examine_lots(ports, medium, fichiers, recover=recuperer)
        expecting = verdicts(plan.lines) if expecting is None else expecting
        excluded += tuple(line.id for line in plan.lines if line.id and line.is_in(sorts))
    try:
        plan = merge_lots(
            ports,
            medium,
            fichiers,
            excluding=excluded,
            receipt=recepisse,
            recover=recuperer,
            expecting=expecting,
        )
    except PlanDepasseError as error:
        for each in error.differences:
            before, after = (_(SORTS[sort]) if sort else _("absent") for sort in (each.avant, each.apres))
            session.say(f"{each.titre or each.id}\u00a0: {before} → {after}")
        raise
    _answer(session, plan, rapport, masked=masque, done=True)
    read_due(ports, session.post.texts.reader)


def _answer(session: Session, plan: LotPlan, rapport: Path | None, *, masked: bool, done: bool) -> None:
    reports = plan.lots
    for report in reports:
        if report.readers:
            session.say(
                _("{fichier}\u00a0: fermé pour {qui}.").format(fichier=report.path, qui=", ".join(report.readers))
            )
    total = {name: sum(int(getattr(report, name)) for report in reports) for name in _COUNTS}
    rows = [
        (str(report.path), report.emetteur, *(f"{getattr(report, name)}" for name in _COUNTS)) for report in reports
    ]
    head = (_("fichier"), _("émetteur"), *(_(title) for title in _COUNTS.values()))
    refused = [report.motif for report in reports if report.refused]
    if refused and len(refused) == len(reports):
        raise RefusError(refused[0])
    document: dict[str, object] = {
        "lots": [_document(report) for report in reports],
        "total": total,
        "etats": plan.states(),
        "fiches": [_line_document(line) for line in plan.lines],
    }
    if rapport is not None:
        phrases = {code: message.phrase for code, message in session.settings.messages.items()}
        write_report(session.ports, session.post.printer, plan, rapport, phrases, masked=masked, done=done)
        document["rapport"] = str(rapport)
    said = [line for report in reports for line in _said(session, report)]
    session.answer(document, *table([head, *rows]), *said)
    if refused:
        session.close()
        raise click.exceptions.Exit(session.settings.message(refused[0]).sortie)


def _document(report: LotReport) -> dict[str, object]:
    document: dict[str, object] = {
        "fichier": str(report.path),
        "lot": report.number,
        "emetteur": report.emetteur,
        **{name: getattr(report, name) for name in _COUNTS},
        "motif": report.motif,
        "lots_manquants": [missing.number for missing in report.missing],
        "lignes": [dict(line) for line in report.lines],
    }
    parts = [
        {"lot": missing.number, "fichier": missing.part.part, "sur": missing.part.parts}
        for missing in report.missing
        if missing.part is not None
    ]
    if parts:
        document["fichiers_manquants"] = parts
    if report.part is not None:
        document["partie"] = {"fichier": report.part.part, "sur": report.part.parts}
    if report.readers:
        document["pour"] = list(report.readers)
    if report.reasons:
        document["motifs"] = list(report.reasons)
    if report.recovered:
        document["recuperation"] = {"lus": report.read, "annonces": report.announced}
    return document


def _line_document(line: PlanLine) -> dict[str, object]:
    return {
        "id": line.id,
        "kind": line.kind,
        "sort": line.sort,
        "titre": line.titre,
        "espace": line.espace,
        "lots": list(line.lots),
        "champs": list(line.champs),
        "motif": line.motif,
        "nombre": line.nombre,
        "doublons": [_likely_document(each) for each in line.doublons],
    }


def _likely_document(each: Likely) -> dict[str, object]:
    return {
        "id": each.autre,
        "titre": each.titre,
        "score": each.score,
        "raisons": [{"code": raison.code, "dit": said_reason(raison)} for raison in each.raisons],
    }


def _expected(path: Path) -> Verdicts:
    """Read what a dry run had said. RefusError: json_invalide."""
    lines = read_document(str(path)).get("fiches")
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        raise RefusError("json_invalide")
    return {
        str(line["id"]): (str(line.get("sort", "")), tuple(map(str, line.get("champs", ()))))
        for line in lines
        if line.get("id")
    }


def _sides_document(sides: RecordSides) -> dict[str, object]:
    return {
        "id": sides.id,
        "kind": sides.kind,
        "espace": sides.espace,
        "titre": sides.titre,
        "connu": sides.connu,
        "champs": {
            each.champ: {
                "ici": _json(each.ici),
                "lot": _json(each.lot),
                "apres": _json(each.apres),
                "differe": each.differe,
            }
            for each in sides.champs
        },
    }


def _json(values: Values) -> Sequence[object]:
    return [list(value) if isinstance(value, tuple) else value for value in values]


def _sides_lines(sides: RecordSides) -> list[str]:
    head = (_("champ"), _("sur ce poste"), _("dans le lot"), _("après"))
    rows = [
        (each.champ, *(" | ".join(str(value) for value in side) for side in (each.ici, each.lot, each.apres)))
        for each in sides.champs
        if each.differe
    ]
    return table([head, *rows])


def _said(session: Session, report: LotReport) -> list[str]:
    """Return what a person must know of a lot beyond its figures."""
    said = [said_missing(missing) for missing in report.missing]
    if report.recovered:
        share = _("Lu\u00a0: {lus} objets sur les {annonces} que ce lot annonce.")
        said += [share.format(lus=report.read, annonces=report.announced), _sentence(session, "lot_recupere")]
    elif report.refused:
        said.append(_sentence(session, report.motif))
    return [*said, *(_sentence(session, code) for code in report.reasons)]


def _sentence(session: Session, code: str) -> str:
    return _(session.settings.message(code).phrase)

"""The commands on duplicates: lister, rattacher, fusionner, distinguer, annuler."""

import click

from mvl_desktop.cli.session import Session, pass_session
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.matching.merging import CHOIX, Choix
from mvl_desktop.services.comparing import Raison
from mvl_desktop.services.duplicates import DEFAULT, Paire, list_duplicates, twins_of
from mvl_desktop.services.duplicates_words import said
from mvl_desktop.services.merging import NATURES, RATTACHE, distinguish, merge, plan_merge, tie, undo


@click.group("doublons", help=_("Les signalements qui racontent sans doute la même situation."))
def duplicates() -> None:
    """Group the commands on duplicates."""


@duplicates.command("lister", help=_("Liste les paires de signalements qui se ressemblent, avec leurs raisons."))
@click.option(
    "--seuil",
    "threshold",
    type=click.FloatRange(0, 1),
    default=DEFAULT,
    show_default=True,
    help=_("Probabilité à partir de laquelle une paire est montrée, de 0 à 1."),
)
@click.option("--de", "id_", metavar="ID", help=_("Les paires d’un seul signalement."))
@pass_session
def list_command(session: Session, threshold: float, id_: str | None) -> None:
    """List."""
    found = list_duplicates(session.ports, threshold) if id_ is None else twins_of(session.ports, id_, threshold)
    lines: list[str] = []
    for each in found:
        lines.append(f"{each.score:.2f}  {each.a.id}  {each.a.reference}  {each.a.titre}")
        lines.append(f"      {each.b.id}  {each.b.reference}  {each.b.titre}")
        lines += [f"      – {_told(raison)}" for raison in each.raisons]
    session.answer(
        {"total": len(found), "elements": [_document(each) for each in found]},
        *lines,
        _("Total\u00a0: {n}").format(n=len(found)),
    )


@duplicates.command("rattacher", help=_("Lie le signalement A au signalement B."))
@click.argument("a")
@click.argument("b")
@click.option("--nature", type=click.Choice(NATURES), default=RATTACHE, show_default=True, help=_("Le lien."))
@click.option("--motif", default="", help=_("Pourquoi."))
@pass_session
def tie_command(session: Session, a: str, b: str, nature: str, motif: str) -> None:
    """Tie."""
    tie(session.ports, a, b, nature=nature, motif=motif)
    session.answer({"a": a, "b": b, "nature": nature}, _("Le lien est enregistré."))


@duplicates.command("fusionner", help=_("Réunit B dans A, qui continue avec les valeurs des deux."))
@click.argument("a")
@click.argument("b")
@click.option("--prendre", "taken", metavar="CHAMP", multiple=True, help=_("Champ dont la valeur de B remplace A."))
@click.option("--les-deux", "both", metavar="CHAMP", multiple=True, help=_("Récit dont les deux textes se suivent."))
@click.option("--motif", default="", help=_("Pourquoi."))
@click.option("--essai", "dry", is_flag=True, help=_("Montre ce qui serait fait, sans rien écrire."))
@pass_session
def merge_command(
    session: Session, a: str, b: str, taken: tuple[str, ...], both: tuple[str, ...], motif: str, dry: bool
) -> None:
    """Merge."""
    choices: dict[str, Choix] = {}
    for champs, choix in ((taken, CHOIX[1]), (both, CHOIX[2])):
        choices |= dict.fromkeys(champs, choix)
    done = plan_merge(session.ports, a, b, choices) if dry else merge(session.ports, a, b, choices, motif=motif)
    differing = [{"champ": each.cle, "libelle": each.libelle, "choix": each.choix} for each in done.lignes]
    session.answer(
        {"id": a, "absorbe": b, "essai": dry, "pris": list(done.pris), "differents": differing},
        *(f"{each.cle}\u00a0: {each.choix}" for each in done.lignes),
        _("Rien n’est écrit\u202f: c’est un essai.") if dry else _("Les deux signalements n’en font plus qu’un."),
    )


@duplicates.command("distinguer", help=_("Retient que A et B ne racontent pas la même situation."))
@click.argument("a")
@click.argument("b")
@click.option("--motif", default="", help=_("Pourquoi."))
@pass_session
def distinguish_command(session: Session, a: str, b: str, motif: str) -> None:
    """Say distinct."""
    distinguish(session.ports, a, b, motif=motif)
    session.answer({"a": a, "b": b}, _("C’est retenu\u202f: ils ne seront plus proposés ensemble."))


@duplicates.command("annuler", help=_("Annule la fusion à laquelle un signalement a pris part."))
@click.argument("id_", metavar="ID")
@pass_session
def undo_command(session: Session, id_: str) -> None:
    """Undo."""
    done = undo(session.ports, id_)
    kept = ngettext(
        "{n} champ modifié depuis reste\u00a0: {noms}",
        "{n} champs modifiés depuis restent\u00a0: {noms}",
        len(done.gardes),
    )
    session.answer(
        {"id": done.survivant, "absorbe": done.absorbe, "gardes": list(done.gardes)},
        _("La fusion est annulée."),
        *([kept.format(n=len(done.gardes), noms=", ".join(done.gardes))] if done.gardes else []),
    )


COMMANDS: tuple[click.Command, ...] = (duplicates,)


def _document(paire: Paire) -> dict[str, object]:
    return {
        "a": paire.a.id,
        "b": paire.b.id,
        "score": paire.score,
        "raisons": [
            {"code": each.code, "niveau": each.niveau, "libelle": said(each), "a": each.ici, "b": each.autre}
            for each in paire.raisons
        ],
    }


def _told(raison: Raison) -> str:
    values = " / ".join(dict.fromkeys(value for value in (raison.ici, raison.autre) if value))
    return f"{said(raison)}\u00a0: {values}" if values else said(raison)

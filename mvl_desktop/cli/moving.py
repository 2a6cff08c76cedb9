"""The commands that take a signalement to another espace: deplacer, copier, and reporter what was written meanwhile."""

from collections.abc import Callable

import click

from mvl_desktop.cli.session import Session, pass_session
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services.moving import Foreseen, Wish, carry_over, foresee, list_moved, send
from mvl_desktop.services.recalls import NOT_HANDED_ON, STATES, keep_recalled, list_left, recall

_Options = Callable[[Callable[..., None]], Callable[..., None]]


def moving_commands() -> tuple[click.Command, ...]:
    """Return them."""
    return (move, copy, carry, moved, left, recall_command, keep)


def _both(command: Callable[..., None]) -> Callable[..., None]:
    """Add what both ways of going ask."""
    options: tuple[_Options, ...] = (
        click.argument("id_", metavar="ID"),
        click.option("--vers", "target", required=True, help=_("Identifiant ou nom de l’espace d’arrivée.")),
        click.option("--motif", default="", help=_("Pourquoi\u202f; demandé, sauf avec --essai.")),
        click.option("--sans", "without", multiple=True, help=_("Champ laissé\u202f; peut être répété.")),
        click.option(
            "--avec", "with_", multiple=True, help=_("Champ emporté malgré le masque\u202f; peut être répété.")
        ),
        click.option("--essai", "dry", is_flag=True, help=_("Dit ce qui partirait, sans rien faire.")),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("deplacer", help=_("Déplace un signalement\u00a0: son espace change, le travail en cours suit."))
@_both
@click.option("--masque", "masked", is_flag=True, help=_("Laisse ce qui peut nommer ou décrire une personne."))
@pass_session
def move(
    session: Session,
    id_: str,
    target: str,
    motif: str,
    without: tuple[str, ...],
    with_: tuple[str, ...],
    dry: bool,
    masked: bool,
) -> None:
    """Move."""
    wish = Wish(espace=target, moved=True, masked=masked, motif=motif, sans=frozenset(without), avec=frozenset(with_))
    _go(session, id_, wish, dry=dry)


@click.command("copier", help=_("Copie un signalement dans un autre espace, sans ce qui peut nommer une personne."))
@_both
@click.option("--complet", "whole", is_flag=True, help=_("Emporte aussi ce qui peut nommer une personne."))
@pass_session
def copy(
    session: Session,
    id_: str,
    target: str,
    motif: str,
    without: tuple[str, ...],
    with_: tuple[str, ...],
    dry: bool,
    whole: bool,
) -> None:
    """Copy."""
    wish = Wish(
        espace=target, moved=False, masked=not whole, motif=motif, sans=frozenset(without), avec=frozenset(with_)
    )
    _go(session, id_, wish, dry=dry)


@click.command("reporter", help=_("Reporte dans la copie ce qui a été écrit ici sur un signalement déjà déplacé."))
@click.argument("id_", metavar="ID")
@pass_session
def carry(session: Session, id_: str) -> None:
    """Carry over."""
    made = carry_over(session.ports, id_)
    session.answer({"id": id_, "copie": made}, made)


@click.command("deplaces", help=_("Liste les signalements que d’autres ont déplacés pendant qu’on y travaillait ici."))
@pass_session
def moved(session: Session) -> None:
    """List."""
    found = list_moved(session.ports)
    elements = [
        {
            "id": each.id,
            "copie": each.copie,
            "espace": each.espace,
            "par": each.par,
            "brouillon": each.brouillon,
            "a_reporter": each.pending,
        }
        for each in found
    ]
    lines = [f"{each.id}  {each.titre} → {each.espace} ({each.par})" for each in found]
    session.answer({"total": len(found), "elements": elements}, *lines, _("Total\u00a0: {n}").format(n=len(found)))


@click.command(
    "partis", help=_("Liste ce qui est parti vers d’autres espaces\u00a0: quoi, dans quelle version, son état.")
)
@click.argument("id_", metavar="[ID]", default="")
@pass_session
def left(session: Session, id_: str) -> None:
    """List what left."""
    found = list_left(session.ports, id_)
    elements = [
        {
            "id": each.source,
            "copie": each.copie,
            "reference": each.reference,
            "espace": each.espace,
            "le": each.le,
            "par": each.par,
            "masque": each.masque,
            "motif": each.motif,
            "version": each.version,
            "etat": each.etat,
            "rappelee_le": each.rappelee_le or None,
            "rappel_motif": each.rappel_motif or None,
            "suite_rappel": each.suite or None,
        }
        for each in found
    ]
    lines = [f"{each.source}  {each.titre} → {each.espace} ({each.le}) {_(STATES[each.etat])}" for each in found]
    session.answer({"total": len(found), "elements": elements}, *lines, _("Total\u00a0: {n}").format(n=len(found)))


@click.command("rappeler", help=_("Demande à l’espace qui tient une copie de l’effacer."))
@click.argument("id_", metavar="ID")
@click.option("--copie", "copie", default="", help=_("Identifiant de la copie, quand il y en a plusieurs."))
@click.option("--motif", required=True, help=_("Pourquoi\u202f; l’autre espace le lira."))
@pass_session
def recall_command(session: Session, id_: str, copie: str, motif: str) -> None:
    """Recall."""
    done = recall(session.ports, id_, copie, motif)
    said = _("Rappel transmis à {espace}.") if done.reached else _(NOT_HANDED_ON)
    document = {"id": done.source, "copie": done.copie, "espace": done.espace, "transmis": done.reached}
    session.answer(document, said.format(espace=done.espace))


@click.command("garder", help=_("Répond au rappel d’une copie\u00a0: elle est gardée, et pourquoi."))
@click.argument("id_", metavar="ID")
@click.option("--motif", required=True, help=_("Pourquoi\u202f; l’espace d’origine le lira."))
@pass_session
def keep(session: Session, id_: str, motif: str) -> None:
    """Keep a recalled copy."""
    keep_recalled(session.ports, id_, motif)
    session.answer({"id": id_, "gardee": True}, id_)


def _go(session: Session, id_: str, wish: Wish, *, dry: bool) -> None:
    if dry:
        told = foresee(session.ports, id_, wish)
        session.answer(_document(told), *_lines(told))
        return
    told = foresee(session.ports, id_, wish)
    done = send(session.ports, id_, wish)
    document = {"id": done.id, "source": done.source, "espace": done.espace, "pieces_absentes": done.pieces_absentes}
    session.answer({**_document(told), **document}, done.id)


def _document(told: Foreseen) -> dict[str, object]:
    return {
        "vers": told.vers,
        "emportes": list(told.part),
        "laisses": list(told.reste),
        "brouillon": told.brouillon,
        "conflits": list(told.conflits),
        "etapes": told.etapes,
        "liens": told.liens,
        "pieces": told.pieces,
        "pieces_absentes": told.pieces_absentes,
    }


def _lines(told: Foreseen) -> list[str]:
    pieces = ngettext("{n} pièce", "{n} pièces", told.pieces).format(n=told.pieces)
    return [
        _("Vers\u00a0: {espace}").format(espace=told.vers),
        _("Partirait\u00a0: {champs}").format(champs=", ".join(told.part) or "—"),
        _("Resterait\u00a0: {champs}").format(champs=", ".join(told.reste) or "—"),
        pieces,
    ]

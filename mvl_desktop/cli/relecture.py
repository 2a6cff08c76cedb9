"""The commands of what both parties agree on, fiches and grids: proposed, validated, published, withdrawn, remarked."""

import click

from mvl_desktop.cli.session import Session, pass_session
from mvl_desktop.domain.relecture import ACCORDER, PARTIES, PROPOSER, PUBLIER, RENVOYER, REPRENDRE, RETIRER
from mvl_desktop.i18n import N_, _
from mvl_desktop.services.relecture import SUIVIE, advance, answer_remark, remark

_MOVES = {
    "proposer": (PROPOSER, N_("Propose une version à la relecture des deux parties.")),
    "renvoyer": (RENVOYER, N_("Renvoie la version à la rédaction.")),
    "publier": (PUBLIER, N_("Publie la version que les deux parties ont validée.")),
    "reprendre": (REPRENDRE, N_("Commence une nouvelle version.")),
}


def review_commands(*, answer: str) -> list[click.Command]:
    """Return them; `answer`: how answering a remark is called, where another command answers something else."""
    moves = [_move(name, *what) for name, what in _MOVES.items()]
    return [*moves, _agree, _withdraw, _remark, _answer_remark(answer)]


def _move(name: str, move: str, said: str) -> click.Command:
    @click.command(name, help=_(said))
    @click.argument("id_", metavar="ID")
    @pass_session
    def command(session: Session, id_: str) -> None:
        _answer(session, id_, advance(session.ports, id_, move))

    return command


@click.command("valider", help=_("Donne l’accord d’une partie de la convention, au nom de la personne de ce poste."))
@click.argument("id_", metavar="ID")
@click.option("--partie", type=click.Choice(PARTIES), default=None, help=_("À défaut, celle que dit votre fonction."))
@pass_session
def _agree(session: Session, id_: str, partie: str | None) -> None:
    _answer(session, id_, advance(session.ports, id_, ACCORDER, partie=partie or ""))


@click.command("retirer", help=_("Retire ce qui a été validé\u00a0: cela se lit encore et ne s’emploie plus."))
@click.argument("id_", metavar="ID")
@click.option("--motif", required=True, help=_("Pourquoi."))
@click.option("--remplacee-par", "other", default="", help=_("Le code de ce qui prend la place."))
@pass_session
def _withdraw(session: Session, id_: str, motif: str, other: str) -> None:
    _answer(session, id_, advance(session.ports, id_, RETIRER, motif=motif, remplacee_par=other))


@click.command("remarquer", help=_("Demande de changer quelque chose dans ce qui est en relecture."))
@click.argument("id_", metavar="ID")
@click.option("--sur", default="", help=_("La partie du texte dont il s’agit."))
@click.option("--texte", required=True, help=_("La remarque."))
@pass_session
def _remark(session: Session, id_: str, sur: str, texte: str) -> None:
    remark(session.ports, id_, sur, texte)
    session.answer({"id": id_}, id_)


def _answer_remark(name: str) -> click.Command:
    @click.command(name, help=_("Dit ce qui a été fait d’une remarque\u00a0: suivie, ou écartée avec sa raison."))
    @click.argument("id_", metavar="ID")
    @click.argument("remarque")
    @click.option("--etat", type=click.Choice(["suivie", "ecartee"]), default=SUIVIE, show_default=True)
    @click.option("--reponse", default="", help=_("La raison, quand la remarque est écartée."))
    @pass_session
    def command(session: Session, id_: str, remarque: str, etat: str, reponse: str) -> None:
        answer_remark(session.ports, id_, remarque, etat, reponse)
        session.answer({"id": id_}, id_)

    return command


def _answer(session: Session, id_: str, changes: dict[str, object]) -> None:
    statut = str(changes.get("statut") or "")
    session.answer({"id": id_, "statut": statut or None}, f"{id_} {statut}".strip())

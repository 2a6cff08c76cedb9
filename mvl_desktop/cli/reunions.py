"""The commands of meetings, beside those of every kind: from a type to minutes, decisions, the yearly obligation."""

from datetime import datetime
from functools import partial
from pathlib import Path

import click

from mvl_desktop.cli.days import DAY
from mvl_desktop.cli.session import Session, pass_session, table
from mvl_desktop.domain.compte_rendu import DIFFUSER, RELIRE, ROUVRIR, VALIDER
from mvl_desktop.domain.periode import Periode
from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.services import reunions, reunions_copil, reunions_suivi
from mvl_desktop.services.printing import print_record

_PATH = click.Path(path_type=Path, dir_okay=False)
_MOVES = {
    RELIRE: N_("Dit que le compte rendu a été relu."),
    VALIDER: N_("Valide le compte rendu\u202f; ce qui y change ensuite est dit."),
    DIFFUSER: N_("Dit que le compte rendu validé a été diffusé."),
    ROUVRIR: N_("Rouvre le compte rendu\u00a0: il redevient un brouillon."),
}
_SITUATIONS = {
    "tenue": N_("tenue"),
    "prevue": N_("prévue"),
    "aucune": N_("aucune enregistrée"),
    "inconnu": N_("pas connu ici"),
}


def meeting_commands() -> tuple[click.Command, ...]:
    """Return them."""
    moves = (_move(name, said) for name, said in _MOVES.items())
    return (prepare, state, following, decisions, decide, obligations, freeze, since, minutes, *moves)


def _programme(session: Session) -> reunions.Programme:
    return reunions.load_programme(session.settings.resources)


@click.command("preparer", help=_("Prépare une réunion d’après son type\u00a0: ordre du jour et invités par fonction."))
@click.argument("type_reunion", metavar="TYPE")
@click.option("--le", "day", type=DAY, help=_("Sa date."))
@click.option("--departement", help=_("Son département, par son code."))
@click.option("--espace", help=_("Identifiant ou nom de l’espace."))
@pass_session
def prepare(
    session: Session, type_reunion: str, day: datetime | None, departement: str | None, espace: str | None
) -> None:
    """Make a meeting from its type."""
    lists = session.post.nomenclatures
    given = {"tenue_le": day.date().isoformat() if day else None, "departement": departement}
    champs = {name: value for name, value in given.items() if value}
    rec = reunions.create_meeting(session.ports, _programme(session), type_reunion, champs, espace=espace, lists=lists)
    session.answer({"id": rec}, rec)


@click.command("dire", help=_("Dit où en est une réunion\u00a0: prévue, convoquée, tenue, reportée ou annulée."))
@click.argument("id_", metavar="ID")
@click.argument("etat", type=click.Choice(reunions.STATES))
@click.option("--le", "day", type=DAY, help=_("Sa date, si elle change."))
@pass_session
def state(session: Session, id_: str, etat: str, day: datetime | None) -> None:
    """Say how a meeting stands."""
    reunions.set_state(session.ports, id_, etat, day.date() if day else None)
    session.answer({"id": id_, "etat": etat}, id_)


@click.command("suivante", help=_("Prépare la réunion suivante, avec ce qui reste à faire."))
@click.argument("id_", metavar="ID")
@click.option("--le", "day", type=DAY, required=True)
@pass_session
def following(session: Session, id_: str, day: datetime) -> None:
    """Make the next meeting."""
    rec = reunions.next_meeting(session.ports, _programme(session), id_, day.date())
    session.answer({"id": rec}, rec)


@click.command("decisions", help=_("Liste les décisions à suivre, les retards d’abord."))
@click.option("--toutes", "every", is_flag=True, help=_("Celles qui sont faites ou abandonnées aussi."))
@click.option("--pour", default="", help=_("Un responsable\u202f; «\u00a0moi\u00a0» pour qui tient ce poste."))
@pass_session
def decisions(session: Session, every: bool, pour: str) -> None:
    """List decisions."""
    found = reunions_suivi.list_decisions(session.ports, toutes=every, pour=pour)
    elements = [
        {
            "reunion": each.rec,
            "numero": each.numero,
            "id": each.id,
            "texte": each.texte,
            "responsable": each.responsable,
            "pour_le": each.pour_le.isoformat() if each.pour_le else None,
            "etat": each.etat,
            "retard": each.retard,
        }
        for each in found
    ]
    rows = [
        (each.pour_le.isoformat() if each.pour_le else "", each.rec[:8], str(each.numero), each.responsable, each.texte)
        for each in found
    ]
    session.answer({"total": len(found), "elements": elements}, *table(rows))


@click.command("decider", help=_("Dit ce que devient une décision, par son numéro dans le compte rendu."))
@click.argument("id_", metavar="ID")
@click.argument("decision", metavar="NUMERO")
@click.option("--etat", required=True, help=_("a_faire, en_cours, faite, reportee ou abandonnee."))
@click.option("--suite", default="", help=_("La suite donnée."))
@pass_session
def decide(session: Session, id_: str, decision: str, etat: str, suite: str) -> None:
    """Follow a decision."""
    reunions.follow_decision(session.ports, id_, decision, etat, suite, lists=session.post.nomenclatures)
    session.answer({"id": id_, "decision": decision, "etat": etat}, _("C’est noté."))


@click.command(
    "obligations", help=_("Dit la réunion annuelle de chaque département\u00a0: tenue, prévue, rien, inconnu.")
)
@click.option("--annee", type=click.IntRange(2000, 2100), help=_("L’année\u202f; celle qui court par défaut."))
@pass_session
def obligations(session: Session, annee: int | None) -> None:
    """Tell a year, département by département."""
    year, lists = annee or session.ports.clock.now().year, session.post.nomenclatures
    found = reunions_suivi.obligation_of(session.ports, _programme(session), lists, year)
    asked = found.obligation
    document: dict[str, object] = {
        "annee": year,
        "texte": asked.texte if asked else "",
        "citation": asked.citation if asked else "",
        "par_an": asked.par_an if asked else 0,
        "comptes": {code: sum(line.situation == code for line in found.lignes) for code in _SITUATIONS},
        "elements": [
            {
                "departement": line.departement,
                "situation": line.situation,
                "tenues": [each.le.isoformat() for each in line.tenues if each.le],
                "prevues": [each.le.isoformat() for each in line.prevues if each.le],
                "a_preciser": len(line.a_preciser),
            }
            for line in found.lignes
        ],
    }
    rows = [
        (line.departement, lists.libelle("departements", line.departement), _(_SITUATIONS[line.situation]))
        for line in found.lignes
    ]
    session.answer(document, *table(rows))


@click.command("figer", help=_("Fige les indicateurs de la convention à la date d’une réunion."))
@click.argument("id_", metavar="ID")
@click.option("--code", "codes", multiple=True, help=_("Un indicateur\u202f; répétable. Tous par défaut."))
@click.option("--du", "start", type=DAY, help=_("Premier jour\u202f; celui de la convention par défaut."))
@click.option("--au", "end", type=DAY, help=_("Dernier jour\u202f; celui de la réunion par défaut."))
@pass_session
def freeze(session: Session, id_: str, codes: tuple[str, ...], start: datetime | None, end: datetime | None) -> None:
    """Freeze indicators."""
    if (start is None) != (end is None):
        raise click.UsageError(_("Donnez les deux jours\u00a0: --du et --au."))
    periode = Periode(start.date(), end.date()) if start and end else None
    count = reunions_copil.freeze(session.ports, session.post.chiffres, id_, codes, periode)
    session.answer(
        {"id": id_, "valeurs": count}, ngettext("{n} valeur figée.", "{n} valeurs figées.", count).format(n=count)
    )


@click.command("depuis", help=_("Met les valeurs figées d’une réunion à côté de celles d’aujourd’hui."))
@click.argument("id_", metavar="ID")
@pass_session
def since(session: Session, id_: str) -> None:
    """Compare frozen values."""
    found = reunions_copil.since(session.ports, session.post.chiffres, id_)
    elements = [
        {
            "code": each.code,
            "libelle": each.libelle,
            "ligne": each.ligne,
            "figee": each.figee,
            "aujourdhui": each.aujourdhui,
            "unite": each.unite,
            "memes_enregistrements": each.memes,
        }
        for each in found
    ]
    rows = [(each.code, each.libelle, each.figee, each.aujourdhui or "") for each in found]
    session.answer({"elements": elements}, *table(rows))


@click.command("compte-rendu", help=_("Imprime le compte rendu d’une réunion, avec ou sans les noms."))
@click.argument("id_", metavar="ID")
@click.option("--vers", "target", required=True, type=_PATH)
@click.option("--sans-noms", "masked", is_flag=True, help=_("Remplace chaque personne connue par sa fonction."))
@pass_session
def minutes(session: Session, id_: str, target: Path, masked: bool) -> None:
    """Print minutes."""
    post = session.post
    lists, counting = post.nomenclatures, post.chiffres
    printed = partial(print_record, kind=reunions.KIND, masked=masked, outils=counting)
    size = printed(session.ports, post.printer, id_, target, lists)
    session.answer({"fichier": str(target), "octets": size}, str(target))


def _move(name: str, said: str) -> click.Command:
    @click.command(name, help=_(said))
    @click.argument("id_", metavar="ID")
    @pass_session
    def move(session: Session, id_: str) -> None:
        reunions.move_minutes(session.ports, id_, name)
        session.answer({"id": id_}, id_)

    return move

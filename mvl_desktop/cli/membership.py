"""The commands on espaces, posts, keys and quarantine."""

from pathlib import Path

import click

from mvl_desktop.cli.session import Session, pass_session, read_secret, table, write_new
from mvl_desktop.domain.roles import role_code, role_label
from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.services.enrolment import accept, invite, join, read_invitation, request_entry, waiting_invitation
from mvl_desktop.services.espaces import list_espaces
from mvl_desktop.services.exchanges import (
    fetch_answer,
    fetch_requests,
    leave_answer,
    leave_request,
    publish,
    standing,
    synchronise,
)
from mvl_desktop.services.files import read_small
from mvl_desktop.services.founding import found_delegation, found_espace
from mvl_desktop.services.habilitations import change_habilitation, invite_as
from mvl_desktop.services.key_ages import KeyAge, list_keys
from mvl_desktop.services.members import REINSTATED, list_members, list_quarantine, reinstate, renew_keys, revoke_post
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.times import instant

FILE_MAX = 8 << 20
_PATH = click.Path(path_type=Path, dir_okay=False)
_ROLES = _("lecteur, agent, referent, medecin_inspecteur, operateur, administrateur ou auditeur.")


@click.group("espace", help=_("Les espaces\u00a0: qui partage quoi."))
def espace() -> None:
    """Group the commands on espaces."""


@espace.command("fonder", help=_("Fonde un espace, dont ce poste devient l’administrateur."))
@click.argument("nom")
@click.option("--compartiment-de", help=_("Espace dont celui-ci est un compartiment."))
@click.option("--avec-compartiments", is_flag=True, help=_("Avec ses signalants et ses pièces médicales, à part."))
@pass_session
def found(session: Session, nom: str, compartiment_de: str | None, avec_compartiments: bool) -> None:
    """Found an espace, alone or with its compartments."""
    if compartiment_de is not None and avec_compartiments:
        raise click.UsageError(_("Un compartiment n’a pas de compartiments."))
    made, *apart = (
        found_delegation(session.ports, nom)
        if avec_compartiments
        else [found_espace(session.ports, nom, compartment_of=compartiment_de)]
    )
    document: dict[str, object] = {
        "id": made.id.hex(),
        "espace": made.id.hex(),
        "nom": made.name,
        "empreinte": made.founder.hex(),
    }
    if avec_compartiments:
        document["compartiments"] = [{"id": each.id.hex(), "nom": each.name} for each in apart]
    session.answer(
        document,
        *(f"{each.name}\u00a0: {each.id.hex()}" for each in (made, *apart)),
        _("Empreinte du fondateur\u00a0: {empreinte}").format(empreinte=made.founder.hex()),
    )


@espace.command("publier", help=_("Confie un espace au service central."))
@click.argument("nom")
@click.option("--central", required=True, help=_("Adresse du service."))
@click.option("--jeton", type=_PATH, help=_("Fichier du jeton remis par l’hébergeur."))
@pass_session
def publish_command(session: Session, nom: str, central: str, jeton: Path | None) -> None:
    """Publish an espace."""
    token = read_secret(jeton) if jeton is not None else None
    publish(session.ports, session.post.carriers, nom, central, token)
    session.answer(
        {"espace": nom, "central": central}, _("{nom} est publié sur {central}.").format(nom=nom, central=central)
    )


@espace.command("lister", help=_("Liste les espaces de ce poste."))
@pass_session
def list_command(session: Session) -> None:
    """List the espaces."""
    known = list_espaces(session.ports)
    elements = [
        {
            "id": each.id.hex(),
            "nom": each.name,
            "compartiment_de": each.compartment_of.hex() if each.compartment_of else None,
            "central": each.service,
        }
        for each in known
    ]
    lines = table([(each.id.hex(), each.name, each.service or _("sans service")) for each in known])
    session.answer({"total": len(elements), "elements": elements}, *lines)


@click.group("poste", help=_("Les postes\u00a0: inviter, accueillir, lister, révoquer."))
def post() -> None:
    """Group the commands on posts."""


@post.command("inviter", help=_("Écrit une invitation, à remettre en main propre."))
@click.option("--espace", "espaces", multiple=True, help=_("Espace\u202f; peut être répété."))
@click.option("--role", required=True, help=_ROLES)
@click.option("--vers", "target", required=True, type=_PATH)
@click.option("--central", help=_("Adresse du service que le nouveau poste utilisera."))
@pass_session
def invite_command(session: Session, espaces: tuple[str, ...], role: str, target: Path, central: str | None) -> None:
    """Invite a post: into a délégation for what somebody does there, or into a compartment alone with a role."""
    apart = {name for each in list_espaces(session.ports) if each.compartment_of for name in (each.name, each.id.hex())}
    if apart & {name.strip() for name in espaces}:
        data = invite(session.ports, espaces, role_code(role) or role, service=central)
    else:
        data = invite_as(session.ports, espaces, role, service=central)
    write_new(target, data)
    session.answer(
        {"invitation": str(target), "iid": read_invitation(data).iid.hex()},
        _("Invitation\u00a0: {fichier}").format(fichier=target),
    )


@post.command("demander", help=_("Répond à une invitation\u202f; donne le code de sûreté à lire à voix haute."))
@click.option("--invitation", required=True, type=_PATH)
@click.option("--vers", "target", type=_PATH)
@click.option("--central", help=_("Adresse du service."))
@pass_session
def ask(session: Session, invitation: Path, target: Path | None, central: str | None) -> None:
    """Ask to enter."""
    raw = read_small(invitation, FILE_MAX)
    request = request_entry(session.ports, raw)
    if target is not None:
        write_new(target, request.request)
    elif central is not None:
        leave_request(session.post.carriers, read_invitation(raw), request.request, central)
    else:
        raise click.UsageError(_("Indiquez --vers FICHIER ou --central ADRESSE."))
    session.answer(
        {"poste": request.device.hex(), "code": request.code},
        _("Code de sûreté\u00a0: {code}").format(code=request.code),
    )


@post.command("accepter", help=_("Accueille un poste, une fois son code de sûreté entendu en entier."))
@click.argument("demande", required=False, type=_PATH)
@click.option("--central", help=_("Adresse du service où la demande attend."))
@click.option("--code", required=True, help=_("Le code entier, comme il a été entendu."))
@click.option("--vers", "target", type=_PATH)
@pass_session
def accept_command(session: Session, demande: Path | None, central: str | None, code: str, target: Path | None) -> None:
    """Bring a post in."""
    if demande is None and central is None:
        raise click.UsageError(_("Indiquez la demande, ou --central ADRESSE."))
    if demande is not None:
        requests = [read_small(demande, FILE_MAX)]
    else:
        requests = fetch_requests(session.ports, session.post.carriers, central or "")
    done = _accept_one(session, requests, code, central)
    if target is not None:
        write_new(target, done[0])
    if central is not None:
        leave_answer(session.ports, session.post.carriers, done[2], done[0], central)
    elif target is None:
        raise click.UsageError(_("Indiquez --vers FICHIER."))
    session.answer({"poste": done[1], "code": code}, _("Le poste {poste} est accueilli.").format(poste=done[1]))


@post.command("rejoindre", help=_("Entre dans les espaces de la réponse."))
@click.argument("reponse", required=False, type=_PATH)
@click.option("--central", help=_("Adresse du service où la réponse attend."))
@pass_session
def join_command(session: Session, reponse: Path | None, central: str | None) -> None:
    """Join."""
    if reponse is not None:
        raw = read_small(reponse, FILE_MAX)
    elif central is not None:
        raw = fetch_answer(session.post.carriers, waiting_invitation(session.ports), central)
    else:
        raise click.UsageError(_("Indiquez la réponse, ou --central ADRESSE."))
    joined = join(session.ports, raw)
    with session.ports.store.read() as uow:
        device = uow.identity.device().id.hex()
    names = [each.name for each in joined]
    session.answer(
        {"poste": device, "espaces": names}, _("Ce poste est entré dans\u00a0: {noms}.").format(noms=", ".join(names))
    )


@post.command("lister", help=_("Liste les postes de tous les espaces."))
@pass_session
def list_posts(session: Session) -> None:
    """List the posts."""
    members = list_members(session.ports)
    elements = [
        {
            "poste": member.device,
            "code": member.code,
            "nom": member.name,
            "role": member.role,
            "espace": member.espace,
            "actif": member.active,
            "ici": member.here,
            "dernier_envoi": member.last_seq,
            "entendu_le": instant(member.heard_ms) if member.heard_ms else None,
            "format": member.reads or None,
        }
        for member in members
    ]
    rows = [
        (member.code, member.name, role_label(member.role), member.espace_name, "" if member.active else _("révoqué"))
        for member in members
    ]
    session.answer({"total": len(elements), "elements": elements}, *table(rows))


@post.command("role", help=_("Change ce que fait une personne\u00a0: ses droits, compartiments compris."))
@click.argument("poste")
@click.argument("role", metavar="ROLE")
@click.option("--espace", "nom", help=_("La délégation, si le poste en a plusieurs."))
@pass_session
def change_role(session: Session, poste: str, role: str, nom: str | None) -> None:
    """Change what a member does."""
    done = change_habilitation(session.ports, poste, role, espace=nom)
    lines = [_(_SENTENCES[done.state])]
    if done.to_invite:
        said = _("Ce poste ne connaît pas encore\u00a0: {noms}. Invitez-l’y par poste inviter.")
        lines.append(said.format(noms=", ".join(done.to_invite)))
    session.answer({"poste": poste, "etat": _STATES[done.state], "a_inviter": list(done.to_invite)}, *lines)


@post.command("revoquer", help=_("Révoque un poste et renouvelle les clés."))
@click.argument("poste")
@click.option("--motif", default="depart", show_default=True)
@pass_session
def revoke(session: Session, poste: str, motif: str) -> None:
    """Revoke a post."""
    state = revoke_post(session.ports, poste, motif=motif)
    session.answer({"poste": poste, "etat": _STATES[state]}, _(_SENTENCES[state]))


@click.group("cles", help=_("Les clés des espaces."))
def keys() -> None:
    """Group the commands on keys."""


@keys.command("renouveler", help=_("Commence une nouvelle période de clés."))
@click.option("--espace", "nom", help=_("Identifiant ou nom de l’espace."))
@pass_session
def renew(session: Session, nom: str | None) -> None:
    """Renew the keys."""
    state = renew_keys(session.ports, nom)
    session.answer({"etat": _STATES[state]}, _(_SENTENCES[state]))


@click.group("quarantaine", help=_("Ce qui est arrivé d’un poste après sa révocation."))
def quarantine() -> None:
    """Group the commands on quarantine."""


@keys.command("lister", help=_("Liste l’âge des clés de chaque espace, et quand les renouveler."))
@pass_session
def list_key_ages(session: Session) -> None:
    """List how old the keys are."""
    ages = list_keys(session.ports)
    elements = [
        {
            "espace": each.espace,
            "nom": each.espace_name,
            "periode": each.number,
            "depuis": instant(each.since_ms),
            "jours_restants": each.days_left,
            "envois_arretes": each.stops,
        }
        for each in ages
    ]
    rows = [(each.espace_name, str(each.number), _left(each)) for each in ages]
    session.answer({"total": len(elements), "elements": elements}, *table(rows))


@quarantine.command("lister", help=_("Liste ce qui attend une décision."))
@pass_session
def list_quarantined(session: Session) -> None:
    """List the quarantine."""
    waiting = list_quarantine(session.ports)
    elements = [
        {
            "id": each.id,
            "espace": each.espace,
            "poste": each.device,
            "nom": each.name,
            "revisions": each.revisions,
            "enregistrements": list(each.records),
        }
        for each in waiting
    ]
    rows = [(each.id, each.name, f"{each.revisions} modification(s)") for each in waiting]
    session.answer({"total": len(elements), "elements": elements}, *table(rows))


@quarantine.command("reintegrer", help=_("Accepte des envois mis en quarantaine."))
@click.argument("ids", nargs=-1, required=True)
@click.option("--motif", default="relu", show_default=True, type=click.Choice(REINSTATED), help=_("Pourquoi."))
@pass_session
def reinstate_command(session: Session, ids: tuple[str, ...], motif: str) -> None:
    """Reinstate."""
    state = reinstate(session.ports, list(ids), motif=motif)
    session.answer({"etat": _STATES[state]}, _(_SENTENCES[state]))


def _left(age: KeyAge) -> str:
    if age.stops:
        return _("à renouveler maintenant\u00a0: plus rien ne part")
    return ngettext("{n} jour avant le renouvellement", "{n} jours avant le renouvellement", age.days_left).format(
        n=age.days_left
    )


COMMANDS: tuple[click.Command, ...] = (espace, post, keys, quarantine)

_STATES = {"in_force": "en_vigueur", "proposed": "propose", "needs_second": "attend_seconde_signature"}
_SENTENCES = {
    "in_force": N_("C’est fait."),
    "proposed": N_("La décision prendra effet à la prochaine synchronisation."),
    "needs_second": N_("Une seconde personne doit signer\u00a0: qu’elle lance la même commande sur son poste."),
}


def _accept_one(session: Session, requests: list[bytes], code: str, central: str | None) -> tuple[bytes, str, bytes]:
    """Try each request that waits; the code tells which one it is. Return (answer, device, invitation id)."""
    refusal = RefusError("demande_invalide")
    for raw in requests:
        try:
            accepted = accept(session.ports, raw, code)
        except RefusError as error:
            refusal = error
            continue
        if accepted.answer is None and central is None and not standing(session.ports).services:
            raise RefusError("attend_administrateur")
        if accepted.answer is None:
            synchronise(session.ports, session.post.carriers, central)
            accepted = accept(session.ports, raw, code)
        if accepted.answer is None:
            raise RefusError("service_refuse")
        return accepted.answer, accepted.device.hex(), accepted.iid
    raise refusal

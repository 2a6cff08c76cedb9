"""The desk over a real post: espaces, posts, and how one enters."""

from collections.abc import Sequence
from pathlib import Path

from mvl_desktop.domain.roles import role_label
from mvl_desktop.i18n import _
from mvl_desktop.services import enrolment, entering, exchanges, founding, habilitations
from mvl_desktop.services import members as membership
from mvl_desktop.services import presentation as presenting
from mvl_desktop.services.defaults import add_defaults
from mvl_desktop.services.demonstration import refuse_in_demonstration
from mvl_desktop.services.espaces import list_espaces, remember_home
from mvl_desktop.services.fiches import add_default_fiches
from mvl_desktop.services.files import read_small, write_whole
from mvl_desktop.services.refusals import RefusError
from ui.post_part import PostPart, at
from ui.resources import default_fiches, default_grilles
from ui.values import Espace, Introduction, Member, WaitingRequest

_TOKEN_MAX = 4096
_ENROL_MAX = 8 << 20


class PostMembers(PostPart):
    """Membership."""

    def espaces(self) -> Sequence[Espace]:
        """Return the espaces of this post."""
        roles = {each.espace: each.role for each in membership.list_members(self._ports) if each.here}
        return [
            Espace(
                each.id.hex(),
                each.name,
                roles.get(each.id.hex(), ""),
                each.compartment_of is not None,
                each.service,
                each.compartment_of.hex() if each.compartment_of else "",
            )
            for each in list_espaces(self._ports)
        ]

    def members(self) -> Sequence[Member]:
        """Return the posts of these espaces."""
        does = habilitations.what_they_do(self._ports)
        return [
            Member(
                each.device,
                each.name,
                each.code,
                each.espace_name,
                each.espace,
                each.role,
                "actif" if each.active else "revoque",
                each.here,
                _(does.get((each.espace, each.device)) or role_label(each.role)),
                at(each.heard_ms) if each.heard_ms else None,
                each.reads,
                each.compartment,
            )
            for each in membership.list_members(self._ports)
        ]

    def found(self, name: str, *, apart: bool = False) -> None:
        """Found an espace with the fiches and grids that come with the application, and its compartments if asked."""
        made = founding.found_delegation(self._ports, name)[0] if apart else founding.found_espace(self._ports, name)
        add_default_fiches(self._ports, default_fiches(), espace=made.id.hex())
        add_defaults(self._ports, "grille", default_grilles(), espace=made.id.hex())

    def found_compartments(self, espace: str) -> None:
        """Found the compartments that an espace lacks."""
        founding.found_compartments(self._ports, espace)

    def use_home(self, espace: str) -> None:
        """Begin new signalements in this espace from now on."""
        with self._ports.store.work() as uow:
            remember_home(uow, "signalement", bytes.fromhex(espace))
            uow.commit()

    def introduction(self) -> Introduction:
        """Return what the person who sits here said of themselves."""
        said = presenting.presentation(self._ports)
        return Introduction(said.nom, said.fonction, said.delegation, said.departements)

    def introduce(self, said: Introduction) -> None:
        """Keep what somebody says of themselves, here and in every espace."""
        presenting.present(
            self._ports,
            presenting.Presentation(said.nom, said.fonction, said.delegation, said.departements),
            self._lists,
        )

    def publish(self, espace: str, address: str, token: Path | None) -> None:
        """Let a service host an espace."""
        said = read_small(token, _TOKEN_MAX).decode("utf-8", "replace").strip() if token else None
        exchanges.publish(self._ports, self._post.carriers, espace, address, said)

    def invite(self, espaces: Sequence[str], role: str, path: Path) -> None:
        """Write an invitation."""
        refuse_in_demonstration(self._ports)
        write_whole(path, habilitations.invite_as(self._ports, espaces, role))

    def request(self, invitation: Path, path: Path) -> str:
        """Answer an invitation."""
        refuse_in_demonstration(self._ports)
        made = enrolment.request_entry(self._ports, read_small(invitation, _ENROL_MAX))
        write_whole(path, made.request)
        return made.code

    def accept(self, request: Path, code: str, path: Path) -> str:
        """Accept a request with the code as heard."""
        refuse_in_demonstration(self._ports)
        accepted = enrolment.accept(self._ports, read_small(request, _ENROL_MAX), code)
        if accepted.answer is None:
            raise RefusError("renouvellement_requis")
        write_whole(path, accepted.answer)
        return accepted.device.hex()

    def join(self, answer: Path) -> None:
        """Enter with the operator's answer."""
        refuse_in_demonstration(self._ports)
        enrolment.join(self._ports, read_small(answer, _ENROL_MAX))

    def service_of(self, invitation: Path) -> str:
        """Return the address of the service that an invitation names."""
        return enrolment.read_invitation(read_small(invitation, _ENROL_MAX)).service or ""

    def request_online(self, invitation: Path, address: str) -> str:
        """Answer an invitation through the service."""
        refuse_in_demonstration(self._ports)
        raw = read_small(invitation, _ENROL_MAX)
        return entering.ask_through_service(self._ports, self._post.carriers, raw, address)

    def waiting(self) -> Sequence[WaitingRequest]:
        """Return the requests that wait at the services of this post."""
        return [
            WaitingRequest(each.iid.hex(), "", each.espaces, each.role)
            for each in entering.waiting_requests(self._ports, self._post.carriers)
        ]

    def accept_online(self, request: str, code: str) -> str:
        """Accept a request of the service with the code as heard."""
        return entering.accept_through_service(self._ports, self._post.carriers, request, code)

    def join_online(self) -> bool:
        """Look at the service for the answer to our request."""
        return entering.enter_through_service(self._ports, self._post.carriers)

    def revoke(self, member: str, motif: str) -> None:
        """Revoke a post everywhere."""
        membership.revoke_post(self._ports, member, motif=motif)

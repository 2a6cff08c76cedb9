"""The desk over a real post: what windows ask becomes use cases, what use cases give becomes what windows show."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from mvl_desktop.domain.kinds import declaration, required
from mvl_desktop.domain.nomenclature import COMMUNES, Nomenclatures
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import LotMedium, Step
from mvl_desktop.ports.store import Query
from mvl_desktop.services import carrying, enrolment, exchanges, founding, lists
from mvl_desktop.services import conflicts as arbitration
from mvl_desktop.services import drafts as drafting
from mvl_desktop.services import history as timeline
from mvl_desktop.services import members as membership
from mvl_desktop.services import pieces as attachments
from mvl_desktop.services import records as sheets
from mvl_desktop.services.drafts import OpenDraft
from mvl_desktop.services.espaces import list_espaces
from mvl_desktop.services.refusals import RefusError
from ui.background import Watch
from ui.desk import (
    Change,
    Choice,
    Conflict,
    DraftLine,
    Espace,
    Exchanged,
    LotReport,
    LotWritten,
    Member,
    Notice,
    Past,
    Piece,
    Record,
    Row,
    Situation,
    Typed,
    Unsent,
    Version,
    Wanted,
)
from ui.files import chunks, read_small, write_stream, write_whole
from ui.messages import sentence
from ui.text import EMPTY, SENDING, say

_STAGES = {
    "registre": "Vérification des postes…",
    "reception": "Réception…",
    "pieces": "Pièces jointes…",
    "envoi": "Envoi…",
    "lot": "Lecture du lot…",
}
_TOKEN_MAX = 4096
_ENROL_MAX = 8 << 20


class OpenedPost(Protocol):
    """A wired post, as `bootstrap` makes it."""

    @property
    def ports(self) -> Ports:
        """Return what is outside, wired."""

    @property
    def nomenclatures(self) -> Nomenclatures:
        """Return the lists of codes."""

    @property
    def medium(self) -> LotMedium:
        """Return where lots are written and read."""

    @property
    def carriers(self) -> exchanges.Carriers:
        """Return the ways to the services."""

    def close(self) -> None:
        """Close the store."""


class PostDesk:
    """The desk of an opened post."""

    def __init__(self, post: OpenedPost) -> None:
        self._post = post
        self._ports, self._lists = post.ports, post.nomenclatures

    def codes(self, nomenclature: str) -> Sequence[Choice]:
        """Return what a form offers today."""
        today = self._ports.clock.now().date()
        return [Choice(each.code, each.libelle) for each in self._lists.entries(nomenclature, today)]

    def find(self, nomenclature: str, text: str, limit: int) -> Sequence[Choice]:
        """Return the communes whose name begins so."""
        if nomenclature != COMMUNES:
            return []
        return [Choice(each.code, each.libelle) for each in self._lists.communes.search(text, limit=limit)]

    def wording(self, nomenclature: str, code: str) -> str:
        """Return how a code is said."""
        return self._lists.libelle(nomenclature, code)

    def is_long(self, nomenclature: str) -> bool:
        """Whether a list is found by its letters: the communes."""
        return nomenclature == COMMUNES

    def numbers(self, wanted: Wanted) -> Sequence[int]:
        """Return the numbers of what a list shows."""
        return lists.list_ids(self._ports, Query(wanted.kind, wanted.filters, wanted.text, wanted.order))

    def rows(self, kind: str, numbers: Sequence[int]) -> Sequence[Row | None]:
        """Return lines."""
        found = lists.list_rows(self._ports, kind, numbers)
        return [Row(each.rec.hex(), each.sending, each.conflicts, each.values) if each else None for each in found]

    def read(self, rec: str) -> Record:
        """Return what is around a form on a record."""
        sheet = sheets.show_record(self._ports, rec)
        reference = sheet.champs.get("reference") or sheet.champs.get("code") or ""
        return Record(
            id=sheet.id,
            kind=sheet.kind,
            titre=sheet.titre,
            espace=sheet.espace_nom,
            etat_envoi=sheet.sending,
            detail_envoi=SENDING.get(sheet.sending, sheet.sending),
            reference=str(reference),
            conflits=tuple(sheet.conflits),
            pieces=self._pieces(rec),
        )

    def history(self, rec: str) -> Sequence[Past]:
        """Return what happened to a record, latest first."""
        kind = sheets.show_record(self._ports, rec).kind
        return [self._past(kind, step) for step in reversed(timeline.history_of(self._ports, rec))]

    def begin(self, kind: str) -> Typed:
        """Open an empty form, in the first espace when there are several."""
        main = [espace for espace in list_espaces(self._ports) if espace.compartment_of is None]
        if not main:
            raise RefusError("aucun_espace")
        return _typed(drafting.begin(self._ports, kind, espace=main[0].id.hex()))

    def edit(self, rec: str) -> Typed:
        """Open a form on a record."""
        opened = drafting.edit(self._ports, rec)
        return _typed(opened, kept=opened.updated_ms > 0)

    def keep(self, typed: Typed) -> datetime:
        """Keep a draft."""
        return _at(drafting.keep(self._ports, _opened(typed), typed.champs))

    def save(self, typed: Typed) -> str:
        """Make a revision of what was typed."""
        return drafting.register(self._ports, _opened(typed), typed.champs, lists=self._lists)

    def drop(self, draft: str) -> None:
        """Forget a draft."""
        drafting.discard(self._ports, draft)

    def drafts(self) -> Sequence[DraftLine]:
        """Return the drafts."""
        found = drafting.list_drafts(self._ports)
        return [DraftLine(each.id, each.kind, each.titre, _at(each.updated_ms)) for each in found]

    def resume(self, draft: str) -> Typed:
        """Return what was typed."""
        return _typed(drafting.resume(self._ports, draft), kept=True)

    def attach(self, rec: str, path: Path) -> Record:
        """Attach a file."""
        size, content = chunks(path)
        attachments.join_piece(self._ports, rec, path.name, size, content)
        return self.read(rec)

    def extract(self, rec: str, piece: str, path: Path) -> None:
        """Write an attachment in clear."""
        write_stream(path, attachments.extract_piece(self._ports, rec, piece))

    def conflicts(self) -> Sequence[Conflict]:
        """Return what is to decide."""
        return [self._conflict(each) for each in arbitration.list_conflicts(self._ports)]

    def keep_version(self, conflict: Conflict, revision: str, motif: str) -> None:
        """Decide for one of the values."""
        arbitration.decide(self._ports, conflict.id, conflict.champ, motif=motif, keep=revision)

    def decide(self, conflict: Conflict, value: object, motif: str) -> None:
        """Decide for another value."""
        arbitration.decide(self._ports, conflict.id, conflict.champ, motif=motif, value=value)

    def undo(self, conflict: Conflict) -> None:
        """Take a decision back."""
        arbitration.undo(self._ports, conflict.id, conflict.champ)

    def situation(self) -> Situation:
        """Return what the frame shows."""
        standing = exchanges.standing(self._ports)
        with self._ports.store.read() as uow:
            name = uow.identity.get(founding.POST_NAME) or ""
            found = len(uow.records.conflicts())
        waiting = lists.unsent(self._ports)
        return Situation(
            post=name,
            conflits=found,
            a_envoyer=sum(each.etat == "a_envoyer" for each in waiting),
            remis=sum(each.etat == "remis" for each in waiting),
            service=", ".join(standing.services) or None,
            derniere=_at(standing.last_success_ms) if standing.last_success_ms else None,
            alarmes=tuple(Notice(number, f"{espace} : {sentence(code)}") for number, code, espace in standing.alarms),
        )

    def acknowledge(self, notices: Sequence[int]) -> None:
        """Put notices away."""
        for number in notices:
            exchanges.acknowledge_alarm(self._ports, number)

    def unsent(self) -> Sequence[Unsent]:
        """Return what has not been attested."""
        titles = {each.id: each.titre for each in drafting.list_drafts(self._ports)}
        found = []
        for each in lists.unsent(self._ports):
            titre = each.titre or titles.get(each.id, "")
            detail = f"lot n° {each.lot}, sans accusé" if each.lot else ""
            found.append(Unsent(each.id, each.kind, titre, each.etat, detail, _at(each.since_ms)))
        return found

    def synchronise(self, watch: Watch) -> Exchanged:
        """Exchange with the services of one's espaces."""
        report = exchanges.synchronise(
            self._ports, self._post.carriers, progress=_Progress(watch), cancel=watch.cancelled
        )
        return Exchanged(**report.as_dict(), arret=report.stopped or "")

    def export_lot(self, path: Path, recipient: str | None, watch: Watch) -> LotWritten:
        """Write a lot."""
        made = carrying.export_lot(
            self._ports,
            self._post.medium,
            (),
            recipient or "tous",
            path,
            progress=_Progress(watch),
            cancel=watch.cancelled,
        )
        return LotWritten(path, made.number, made.revisions, made.size)

    def examine_lot(self, path: Path, watch: Watch) -> LotReport:
        """Say what a lot would do."""
        return _report(
            carrying.examine_lots(
                self._ports, self._post.medium, (path,), progress=_Progress(watch), cancel=watch.cancelled
            )
        )

    def merge_lot(self, path: Path, receipt: Path | None, watch: Watch) -> LotReport:
        """Merge a lot."""
        return _report(
            carrying.merge_lots(
                self._ports,
                self._post.medium,
                (path,),
                receipt=receipt,
                progress=_Progress(watch),
                cancel=watch.cancelled,
            )
        )

    def espaces(self) -> Sequence[Espace]:
        """Return the espaces of this post."""
        roles = {each.espace: each.role for each in membership.list_members(self._ports) if each.here}
        return [
            Espace(
                each.id.hex(), each.name, roles.get(each.id.hex(), ""), each.compartment_of is not None, each.service
            )
            for each in list_espaces(self._ports)
        ]

    def members(self) -> Sequence[Member]:
        """Return the posts of these espaces."""
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
            )
            for each in membership.list_members(self._ports)
        ]

    def found(self, name: str) -> None:
        """Found an espace."""
        founding.found_espace(self._ports, name)

    def publish(self, espace: str, address: str, token: Path | None) -> None:
        """Let a service host an espace."""
        said = read_small(token, _TOKEN_MAX).decode("utf-8", "replace").strip() if token else None
        exchanges.publish(self._ports, self._post.carriers, espace, address, said)

    def invite(self, espaces: Sequence[str], role: str, path: Path) -> None:
        """Write an invitation."""
        write_whole(path, enrolment.invite(self._ports, espaces, role))

    def request(self, invitation: Path, path: Path) -> str:
        """Answer an invitation."""
        made = enrolment.request_entry(self._ports, read_small(invitation, _ENROL_MAX))
        write_whole(path, made.request)
        return made.code

    def accept(self, request: Path, code: str, path: Path) -> str:
        """Accept a request with the code as heard."""
        accepted = enrolment.accept(self._ports, read_small(request, _ENROL_MAX), code)
        if accepted.answer is None:
            raise RefusError("renouvellement_requis")
        write_whole(path, accepted.answer)
        return accepted.device.hex()

    def join(self, answer: Path) -> None:
        """Enter with the operator's answer."""
        enrolment.join(self._ports, read_small(answer, _ENROL_MAX))

    def revoke(self, member: str, motif: str) -> None:
        """Revoke a post everywhere."""
        membership.revoke_post(self._ports, member, motif=motif)

    def close(self) -> None:
        """Fold the log, close the store."""
        self._ports.store.checkpoint()
        self._post.close()

    def _pieces(self, rec: str) -> tuple[Piece, ...]:
        return tuple(
            Piece(each.id, each.nom, each.taille, each.presente) for each in attachments.list_pieces(self._ports, rec)
        )

    def _past(self, kind: str, step: Mapping[str, object]) -> Past:
        changes = step.get("champs")
        told = changes if isinstance(changes, Mapping) else {}
        return Past(
            le=datetime.fromisoformat(str(step["horodatage"])).astimezone(),
            poste=str(step["poste"]),
            changes=tuple(
                Change(
                    required(kind).wording(key),
                    self._said(kind, key, change.get("avant")),
                    self._said(kind, key, change.get("apres")),
                )
                for key, change in told.items()
                if isinstance(change, Mapping)
            ),
            efface=bool(step.get("efface")),
        )

    def _conflict(self, found: arbitration.Conflict) -> Conflict:
        versions = tuple(
            Version(
                each.revision,
                each.poste,
                _at(each.horodatage_ms),
                each.valeur,
                self._said(found.kind, found.champ, each.valeur),
            )
            for each in found.valeurs
        )
        return Conflict(found.id, found.kind, found.titre, found.champ, found.libelle, versions)

    def _said(self, kind: str, key: str, value: object) -> str:
        declared = declaration(kind)
        field = declared.field_of(key) if declared else None
        if field is None:
            return EMPTY if value is None else str(value)
        if field.sort == "codes":
            code = self.wording(field.champ.nomenclature or "", key.partition("/")[2])
            return f"{code} : {'oui' if value else 'non'}"
        if field.sort == "elements":
            return "Élément retiré" if value is None else "Élément"
        return say(field, value, self.wording)


class _Progress:
    """What the engine tells, as the watch of a long work hears it."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def __call__(self, step: Step) -> None:
        self._watch.progress(step.done, step.total, _STAGES.get(step.stage, ""))


def _typed(opened: OpenDraft, *, kept: bool = False) -> Typed:
    return Typed(opened.id, opened.kind, opened.rec, dict(opened.champs), kept, opened)


def _opened(typed: Typed) -> OpenDraft:
    if not isinstance(typed.basis, OpenDraft):
        raise TypeError("this form was not opened by this desk")
    return typed.basis


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000).astimezone()


def _report(found: Sequence[carrying.LotReport]) -> LotReport:
    report = found[0]
    return LotReport(
        str(report.path),
        str(report.number),
        report.emetteur,
        report.nouveaux,
        report.connus,
        report.fusionnes,
        report.a_arbitrer,
        report.en_attente,
        report.refuses,
        report.motif if report.refused else "",
    )

"""The desk over a real post: what is kept, until when, and who decides."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from mvl_desktop.domain.conservation import Regles
from mvl_desktop.i18n import _
from mvl_desktop.services import conservation_orders, erasure, holds, purge
from mvl_desktop.services.conservation import Due, list_due, load_rules
from mvl_desktop.services.conservation_orders import ANONYMISATION, ELIMINATION, Order, list_orders
from mvl_desktop.services.conservation_papers import ground, remains, write_certificate, write_slip
from mvl_desktop.services.conservation_proofs import Proof, list_proofs
from mvl_desktop.services.conservation_records import may_order
from mvl_desktop.services.merging import carried_by
from mvl_desktop.services.records import existing, sheet_of
from ui.conservation_values import Conserved, DueLine, ErasureSeen, HeldLine, KeptElsewhere, OrderLine, ProofLine
from ui.post_part import PostPart
from ui.post_saying import titled
from ui.resources import resource


class PostConservation(PostPart):
    """Proposals, orders, erasures."""

    def conserved(self) -> Conserved:
        """Return everything that the page of conservation shows; nothing to who may not order anywhere."""
        with self._ports.store.read() as uow:
            permitted = any(may_order(uow, espace.id) for espace in uow.espaces.all())
        if not permitted:
            return Conserved()
        rules = _rules()
        due = list_due(self._ports, rules, self._lists)
        carriers = {
            each.absorbe: each.survivant_reference or titled("signalement", each.survivant_titre)
            for each in carried_by(self._ports, [each.id for each in due])
        }
        return Conserved(
            permis=True,
            avertissement=_(rules.avertissement),
            a_traiter=tuple(self._due(each, carriers) for each in due),
            ordres=tuple(_order(each) for each in list_orders(self._ports)),
            effacements=tuple(self._proof(each) for each in list_proofs(self._ports, rules)),
            bloques=tuple(self._held()),
        )

    def propose_purge(self, recs: Sequence[str], sort: str, motif: str) -> str:
        """Sign first the anonymisation or the destruction of records; returns how it stands."""
        done = purge.propose_purge(self._ports, recs, _rules(), self._lists, sort=sort, motif=motif)
        return done[0].state

    def hold(self, rec: str, motif: str, precision: str, *, on: bool) -> str:
        """Keep a record from any erasure, or no longer; returns how the order stands."""
        return holds.hold_record(self._ports, rec, motif=motif, precision=precision, on=on)[0].state

    def foresee_erasure(self, rec: str, revision: str) -> ErasureSeen:
        """Return what erasing one entry of a record would do."""
        seen = erasure.foresee(self._ports, rec, [revision])
        kept = dict.fromkeys((holder, _(champ)) for holder, champ in seen.gardent if holder != revision)
        return ErasureSeen(
            revision, tuple(_(each) for each in seen.retour), tuple(KeptElsewhere(*each) for each in kept)
        )

    def erase_entries(self, rec: str, revisions: Sequence[str]) -> str:
        """Order the erasure of entries made by mistake."""
        return erasure.erase_revisions(self._ports, rec, revisions).state

    def sign_order(self, order: str) -> str:
        """Give the second signature; returns how the order stands."""
        return conservation_orders.sign_order(self._ports, order, self._lists).state

    def write_slip(self, order: str, path: Path) -> None:
        """Write the bordereau of an order."""
        write_slip(self._ports, self._post.printer, order, path, _rules(), self._lists)

    def write_certificate(self, proof: str, path: Path) -> None:
        """Write the procès-verbal of an erasure."""
        write_certificate(self._ports, self._post.printer, proof, path, _rules())

    def _due(self, due: Due, carriers: Mapping[str, str]) -> DueLine:
        return DueLine(
            due.id,
            due.reference,
            titled(due.kind, due.titre),
            _(self._lists.libelle("niveaux", due.niveau)) if due.niveau else "",
            due.sort,
            due.le,
            ground(due.source),
            due.a_valider,
            due.bloque,
            due.may_order,
            carriers.get(due.id, ""),
        )

    def _proof(self, proof: Proof) -> ProofLine:
        missing = tuple(answer.nom for answer in proof.missing)
        return ProofLine(
            proof.id,
            proof.nature,
            proof.motif,
            len(proof.recs),
            proof.ordered_at.astimezone(),
            len(proof.answers) - len(missing),
            len(proof.answers),
            missing,
            tuple(remains(proof, self._ports.clock.now())),
            proof.is_complete,
        )

    def _held(self) -> list[HeldLine]:
        found = []
        known = holds.held_records(self._ports)
        with self._ports.store.read() as uow:
            for rec, kind in known.items():
                title = sheet_of(uow, existing(uow, rec)).titre if kind else ""
                found.append(HeldLine(rec, titled(kind, title) if kind else rec[:8]))
        return found


def _order(order: Order) -> OrderLine:
    return OrderLine(
        order.id,
        order.nature,
        order.motif,
        order.precision,
        len(order.recs),
        order.demande_par,
        order.demande_le,
        order.state,
        order.may_sign,
        order.nature in (ELIMINATION, ANONYMISATION),
    )


def _rules() -> Regles:
    return load_rules(resource())

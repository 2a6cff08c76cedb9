"""The desk over a real post: gardiens, copies of espaces, and what they open again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from mvl_desktop.services import custodian_sheets, custodian_slot, custodians, espace_copies, refounding
from mvl_desktop.services.demonstration import refuse_in_demonstration
from mvl_desktop.services.espaces import list_espaces
from ui.custody_values import CopySeen, Custody, Guardian, GuardianCard, RefoundSeen
from ui.post_part import PostPart


class Vault(custodian_slot.Vault, Protocol):
    """The opened store, as what gardiens may open."""


class PostCustody(PostPart):
    """What is kept for gardiens."""

    @property
    def _store(self) -> Vault:
        return cast("Vault", getattr(self._post, "opened"))  # noqa: B009 - a post in memory has none

    def custodies(self) -> Sequence[Custody]:
        """Return how each espace can be opened without its posts."""
        apart = {each.id.hex() for each in list_espaces(self._ports) if each.compartment_of is not None}
        return [
            Custody(
                espace=each.espace,
                nom=each.espace_name,
                gardiens=_guardians(each.guardians),
                repete_le=each.rehearsed_on,
                a_repeter=each.rehearsal_due,
                peut_nommer=each.may_name,
                garde_ici=each.kept_here,
                compartiment=each.espace in apart,
            )
            for each in custodians.list_custodians(self._ports)
        ]

    def prepare_guardian(self, name: str, espace: str, sheet: Path) -> GuardianCard:
        """Make a key, print its sheet and write its public file beside; the key is kept nowhere else."""
        refuse_in_demonstration(self._ports)
        card = sheet.with_suffix(custodian_sheets.CARD_ENDING)
        today = self._ports.clock.now().date()
        made = custodian_sheets.prepare_sheet(self._ports.crypto, self._post.printer, sheet, card, name, espace, today)
        return GuardianCard(card, made.name, made.fingerprint)

    def read_guardian(self, path: Path) -> GuardianCard:
        """Read the public file of a gardien."""
        card = custodian_sheets.read_card(path, self._ports.crypto)
        return GuardianCard(path, card.name, card.fingerprint)

    def name_guardians(self, espace: str, cards: Sequence[Path]) -> bool:
        """Name three gardiens and renew the keys; whether it is in force at once."""
        refuse_in_demonstration(self._ports)
        read = [custodian_sheets.read_card(path, self._ports.crypto) for path in cards]
        return custodians.set_custodians(self._ports, espace, read) == "in_force"

    def rehearse(self, espace: str, sheets: Sequence[str]) -> Sequence[Guardian]:
        """Say whose two sheets these are, when they open the present key; nothing changes."""
        return _guardians(custodians.rehearse(self._ports, espace, sheets).guardians)

    def copy_espace(self, espace: str, path: Path) -> CopySeen:
        """Copy an espace, sealed as it is here."""
        made = espace_copies.copy_espace(self._ports, espace, path)
        return CopySeen(path, made.founder, made.opens)

    def refound(self, copy: Path, sheets: Sequence[str], name: str, founder: str, parent: str = "") -> RefoundSeen:
        """Found an espace again from a copy and two sheets; `parent`: as a compartment of this espace."""
        refuse_in_demonstration(self._ports)
        done = refounding.refound(
            self._ports, copy, sheets, name, founder=founder or None, compartment_of=parent or None
        )
        return RefoundSeen(name, done.records, done.revisions, done.founder, sum(done.missing.values()))

    def kept_for(self) -> str | None:
        """Return the espace whose gardiens may open this post, None when nobody may."""
        return custodian_slot.kept_for(self._ports, self._store)

    def keep_for(self, espace: str) -> None:
        """Let the gardiens of an espace open this post; of none, nobody any more."""
        if espace:
            custodian_slot.keep(self._ports, self._store, espace)
        else:
            custodian_slot.forget(self._ports, self._store)


def _guardians(found: Sequence[custodians.Guardian]) -> tuple[Guardian, ...]:
    return tuple(Guardian(each.name, each.fingerprint) for each in found)

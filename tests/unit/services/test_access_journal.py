"""Every use case that reads, prints or exports tells the journal of accesses; none is left out of the count."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import mvl_desktop.services
from mvl_desktop.ports.store import Query
from mvl_desktop.services import (
    asides,
    audit,
    audit_export,
    carrying,
    conflicts,
    conservation,
    conservation_orders,
    conservation_proofs,
    drafts,
    export_register,
    exports,
    fiche_versions,
    fiches,
    history,
    home,
    links,
    lists,
    pieces,
    printing,
    records,
    sending,
)
from tests.fakes.offices import Office, open_office

RESOURCES = Path(__file__).parents[3] / "resources"


@dataclass(frozen=True)
class Held:
    """A post that holds one of each thing to read."""

    office: Office
    rec: str
    fiche: str
    piece: str
    draft: drafts.OpenDraft
    folder: Path
    typed: Mapping[str, object]


READING: Mapping[str, Callable[[Held], object]] = {
    "asides.aside": lambda h: asides.aside(h.office.ports, asides.reference_of(h.office.ports, h.rec)),
    "audit.accesses_of": lambda h: audit.accesses_of(h.office.ports, "00" * 16, "00" * 16),
    "audit.all_accesses": lambda h: audit.all_accesses(h.office.ports),
    "audit.my_accesses": lambda h: audit.my_accesses(h.office.ports),
    "audit.registers": lambda h: audit.registers(h.office.ports),
    "audit_export.export_journal": lambda h: audit_export.export_journal(h.office.ports, h.folder / "journal.csv"),
    "carrying.export_lot": lambda h: carrying.export_lot(
        h.office.ports, h.office.medium, (), "tous", h.folder / "lot.mvl"
    ),
    "conservation.list_due": lambda h: conservation.list_due(
        h.office.ports, conservation.load_rules(RESOURCES), h.office.nomenclatures
    ),
    "conservation_orders.list_orders": lambda h: conservation_orders.list_orders(h.office.ports),
    "conservation_proofs.list_proofs": lambda h: conservation_proofs.list_proofs(
        h.office.ports, conservation.load_rules(RESOURCES)
    ),
    "conflicts.list_conflicts": lambda h: conflicts.list_conflicts(h.office.ports),
    "conflicts.show_conflicts": lambda h: conflicts.show_conflicts(h.office.ports, h.rec),
    "drafts.edit": lambda h: drafts.edit(h.office.ports, h.rec),
    "drafts.list_drafts": lambda h: drafts.list_drafts(h.office.ports),
    "drafts.resume": lambda h: drafts.resume(h.office.ports, h.draft.id),
    "export_register.list_exports": lambda h: export_register.list_exports(h.office.ports),
    "export_register.show_export": lambda h: export_register.show_export(h.office.ports, _leave(h).numero),
    "exports.export_list": lambda h: _leave(h),
    "fiches.list_fiches": lambda h: fiches.list_fiches(h.office.ports),
    "fiches.newer_fiches": lambda h: fiches.newer_fiches(h.office.ports, h.typed),
    "fiches.with_fiche": lambda h: fiches.with_fiche(h.office.ports, {}, h.fiche),
    "history.history_of": lambda h: history.history_of(h.office.ports, h.rec),
    "fiche_versions.versions_of": lambda h: fiche_versions.versions_of(h.office.ports, h.fiche),
    "home.home": lambda h: home.home(h.office.ports),
    "lists.list_rows": lambda h: lists.list_rows(h.office.ports, "signalement", [1]),
    "links.links_to": lambda h: links.links_to(h.office.ports, h.rec),
    "pieces.extract_piece": lambda h: pieces.extract_piece(h.office.ports, h.rec, h.piece),
    "pieces.list_pieces": lambda h: pieces.list_pieces(h.office.ports, h.rec),
    "pieces.piece_content": lambda h: pieces.piece_content(h.office.ports, h.rec, h.piece, 99),
    "printing.print_record": lambda h: printing.print_record(
        h.office.ports, h.office.printer, h.rec, h.folder / "fiche.odt", h.office.nomenclatures
    ),
    "records.list_records": lambda h: records.list_records(h.office.ports, Query("signalement")),
    "records.search_records": lambda h: records.search_records(h.office.ports, "fictif"),
    "records.show_record": lambda h: records.show_record(h.office.ports, h.rec),
    "sending.attested": lambda h: sending.attested(h.office.ports, 10),
    "sending.leaving": lambda h: sending.leaving(h.office.ports),
}
"""Each is played, and must leave a line."""

NOT_READING: Mapping[str, str] = {
    **dict.fromkeys(("audit.is_auditor", "audit.has_auditor", "audit.standing_alarms"), "who reads, not what"),
    **dict.fromkeys(
        ("habilitations.may_invite", "habilitations.may_change", "habilitations.what_they_do"), "what one may give"
    ),
    "audit.titles": "names the records of lines whose reading was just noted",
    **dict.fromkeys(("asides.reference_of", "espaces.list_espaces", "espaces.list_homes"), "where, not what"),
    **dict.fromkeys(("people.me", "people.list_people", "presentation.presentation"), "colleagues"),
    **dict.fromkeys(
        (
            "members.list_members",
            "members.list_quarantine",
            "members.quarantine_by_post",
            "alarms.list_alarms",
            "key_ages.list_keys",
        ),
        "posts, and counts",
    ),
    **dict.fromkeys(("exchanges.standing", "exchange_log.last_exchanges"), "counts and dates"),
    **dict.fromkeys(("demonstration.is_demonstration", "enrolment.waiting_invitation"), "this post itself"),
    **dict.fromkeys(
        ("memory.recall", "memory.saved_searches", "memory.is_followed"), "what this person asked to remember"
    ),
    "lists.list_ids": "numbers; the rows are noted",
    "lists.waiting": "counts for the frame",
    "lists.unsent": "a part of the page of exchanges: `sending.leaving` is noted",
    "printing.lay_out": "the first half of `print_record`",
    "layout.lay_out": "the first half of `print_record`",
    "carrying.examine_lots": "what is not in the store yet",
    "drafts.begin": "an empty form",
    "printing.mark": "the number of the next copy",
    **dict.fromkeys(("custodians.list_custodians", "custodian_slot.kept_for"), "who keeps which key"),
    "holds.held_records": "which records are kept from erasure, by their kind",
    "conservation_proofs.proof_of": "one of `list_proofs`",
    **dict.fromkeys(("backup.days_alone", "backup.last_backup_ms", "standing.is_revoked"), "this post itself"),
}
"""Each gives nothing of what is in a record."""

WRITING: Mapping[str, str] = {
    "alarms": "handle_alarm",
    "audit": "keep_registers note_alarms",
    "backup": "back_up",
    "carrying": "merge_lots",
    "conflicts": "decide undo",
    "demonstration": "mark_demonstration refuse_in_demonstration",
    "drafts": "keep discard register",
    "enrolment": "invite request_entry accept join",
    "entering": "ask_through_service waiting_requests accept_through_service enter_through_service",
    "conservation_orders": "sign_order",
    "conservation_papers": "write_slip write_certificate",
    "custodian_slot": "keep forget refresh",
    "custodians": "set_custodians rehearse",
    "custody": "change_key change_passphrase renew_code",
    "espace_copies": "copy_espace",
    "erasure": "erase_record erase_revisions foresee",
    "exchange_log": "note_exchange",
    "exchanges": "publish synchronise acknowledge_alarm fetch_requests leave_answer",
    "fiches": "apply_fiche add_default_fiches",
    "founding": "found_espace found_compartments found_delegation",
    "habilitations": "invite_as change_habilitation",
    "handover": "hand_over",
    "holds": "hold_record",
    "members": "revoke_post renew_keys reinstate",
    "memory": "remember keep_search forget_search follow",
    "pieces": "join_piece describe_piece detach_piece",
    "presentation": "present",
    "purge": "propose_purge",
    "records": "add_record modify_record",
    "refounding": "refound",
    "recovery": "take_up_again",
}


def _leave(held: Held) -> exports.Exported:
    office = held.office
    wish = exports.Wish(query=Query("signalement"))
    return exports.export_list(
        office.ports, office.printer, office.medium, office.nomenclatures, wish, held.folder / "liste.csv"
    )


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    office = open_office(tmp_path, "Alix", in_memory=True)
    office.found()
    fiche = records.add_record(office.ports, "fiche-conduite", {"titre": "F", "version": 1, "etapes": ["A"]})
    rec = records.add_record(office.ports, "signalement", {"objet": "Fictif"})
    fiches.apply_fiche(office.ports, rec, fiche)
    records.modify_record(office.ports, fiche, {"version": 2})
    piece = pieces.join_piece(office.ports, rec, "a.txt", 1, [b"a"])
    draft = drafts.begin(office.ports, "signalement")
    drafts.keep(office.ports, draft, {"objet": "En cours"})
    typed = records.show_record(office.ports, rec).champs
    yield Held(office, rec, fiche, piece, draft, tmp_path, typed)
    office.close()


@pytest.mark.parametrize("name", sorted(READING))
def test_what_is_read_printed_or_exported_is_noted(held: Held, name: str) -> None:
    held.office.journal.lines.clear()
    READING[name](held)
    assert held.office.journal.lines, f"{name} reads and notes nothing"


def test_every_use_case_is_in_one_of_the_lists() -> None:
    writing = {f"{module}.{name}" for module, names in WRITING.items() for name in names.split()}
    known = {*READING, *NOT_READING, *writing}
    new = {name for name in _use_cases() if name not in known}
    assert not new, f"say in this file whether these read: if they do, they call ports.journal.note; {sorted(new)}"


def test_what_the_journal_keeps_names_no_value(held: Held) -> None:
    for name in READING:
        READING[name](held)
    assert all(code.replace("_", "").isalpha() and code.isascii() for code, _ in held.office.journal.lines)
    with held.office.ports.store.read() as uow:
        register = set(uow.records.find("export"))
    known = {bytes.fromhex(held.rec), bytes.fromhex(held.fiche), *register}
    assert {rec for _, rec in held.office.journal.lines if rec} <= known


def _use_cases() -> Iterator[str]:
    """Give every public function of the services that is handed the ports."""
    for found in pkgutil.iter_modules(mvl_desktop.services.__path__):
        module = importlib.import_module(f"mvl_desktop.services.{found.name}")
        for name, value in vars(module).items():
            is_ours = inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
            if is_ours and next(iter(inspect.signature(value).parameters), "") == "ports":
                yield f"{found.name}.{name}"

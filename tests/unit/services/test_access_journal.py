"""Every use case that reads, prints or exports tells the journal of accesses; none is left out of the count."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

import mvl_desktop.services
from mvl_desktop.domain.figure import Figure, Requete
from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.reperage import answers_of, grids_of
from mvl_desktop.ports.charts import Chart, Table
from mvl_desktop.ports.store import Query
from mvl_desktop.ports.tables import Grid
from mvl_desktop.services import (
    actions,
    annuaire,
    annuaire_fonctions,
    arbitration_bulk,
    arbitration_case,
    arbitration_queue,
    arbitration_told,
    asides,
    audit,
    audit_export,
    bilans,
    bilans_export,
    booklet,
    carrying,
    closing,
    communicable_suggestions,
    communicables,
    conflicts,
    conservation,
    conservation_orders,
    conservation_proofs,
    conventions,
    courriers,
    courriers_modeles,
    courriers_print,
    drafts,
    duplicates,
    echeances,
    echeances_agenda,
    echeances_rules,
    export_register,
    exports,
    fiche_following,
    fiche_use,
    fiche_versions,
    fiches,
    figure_export,
    figure_records,
    formations,
    grilles,
    grilles_lues,
    grilles_saved,
    history,
    home,
    importing,
    links,
    lists,
    lot_comparing,
    lot_paper,
    lot_plans,
    merging,
    mises_en_garde,
    moving,
    pieces,
    printing,
    recalls,
    records,
    reunions,
    reunions_copil,
    reunions_suivi,
    sending,
    serie_charts,
    series,
    standing_of,
    statistiques,
    textes,
    transmission_advice,
    transmission_papers,
    transmissions,
)
from mvl_desktop.services.espaces import can_write
from mvl_desktop.services.figure_leaves import leaf_of_chart
from mvl_desktop.services.importing_mapping import Cible, Correspondance
from mvl_desktop.services.lot_reports import LotPlan
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.services.statistiques_calcul import Demande
from tests.fakes.offices import Office, open_office

CRITERE = {"code": "G-1", "libelle": "Un indice", "fiches": ["F"]}
RESOURCES = Path(__file__).parents[3] / "resources"


@dataclass(frozen=True)
class Held:
    """A post that holds one of each thing to read."""

    office: Office
    rec: str
    fiche: str
    piece: str
    grille: str
    draft: drafts.OpenDraft
    folder: Path
    typed: Mapping[str, object]
    texte: str

    @property
    def transmission(self) -> str:
        """The id of its transmission."""
        held = self.typed["transmissions"]
        assert isinstance(held, list)
        return str(held[0]["id"])


READING: Mapping[str, Callable[[Held], object]] = {
    "actions.read_action": lambda h: actions.read_action(h.office.ports, _of(h, "fiche-action")),
    "annuaire.list_verifications": lambda h: annuaire.list_verifications(h.office.ports),
    "annuaire_fonctions.list_functions": lambda h: annuaire_fonctions.list_functions(h.office.ports),
    "annuaire_fonctions.list_vacancies": lambda h: annuaire_fonctions.list_vacancies(h.office.ports),
    "asides.aside": lambda h: asides.aside(h.office.ports, asides.reference_of(h.office.ports, h.rec)),
    "audit.accesses_of": lambda h: audit.accesses_of(h.office.ports, "00" * 16, "00" * 16),
    "audit.all_accesses": lambda h: audit.all_accesses(h.office.ports),
    "audit.my_accesses": lambda h: audit.my_accesses(h.office.ports),
    "audit.registers": lambda h: audit.registers(h.office.ports),
    "audit_export.export_journal": lambda h: audit_export.export_journal(h.office.ports, h.folder / "journal.csv"),
    "carrying.export_lot": lambda h: carrying.export_lot(
        h.office.ports, h.office.medium, (), "tous", h.folder / "lot.mvl"
    ),
    "carrying.examine_lots": lambda h: carrying.examine_lots(h.office.ports, h.office.medium, ()),
    "lot_comparing.compare_record": lambda h: lot_comparing.compare_record(h.office.ports, h.office.medium, (), h.rec),
    "lot_paper.write_report": lambda h: lot_paper.write_report(
        h.office.ports, h.office.printer, LotPlan((), ()), h.folder / "rapport.odt", {}
    ),
    "lot_plans.plan_lots": lambda h: lot_plans.plan_lots(h.office.ports, h.office.medium, ()),
    "conservation.list_due": lambda h: conservation.list_due(
        h.office.ports, conservation.load_rules(RESOURCES), h.office.nomenclatures
    ),
    "conservation_orders.list_orders": lambda h: conservation_orders.list_orders(h.office.ports),
    "conservation_proofs.list_proofs": lambda h: conservation_proofs.list_proofs(
        h.office.ports, conservation.load_rules(RESOURCES)
    ),
    "arbitration_bulk.list_trivial": lambda h: arbitration_bulk.list_trivial(
        h.office.ports, arbitration_queue.queue(h.office.ports).lines
    ),
    "arbitration_case.open_case": lambda h: arbitration_case.open_case(h.office.ports, h.rec, _undecided(h)),
    "arbitration_queue.queue": lambda h: arbitration_queue.queue(h.office.ports),
    "arbitration_told.overruled": lambda h: arbitration_told.overruled(h.office.ports),
    "conflicts.list_conflicts": lambda h: conflicts.list_conflicts(h.office.ports),
    "conflicts.show_conflicts": lambda h: conflicts.show_conflicts(h.office.ports, h.rec),
    "duplicates.list_duplicates": lambda h: duplicates.list_duplicates(h.office.ports),
    "duplicates.twins_of": lambda h: duplicates.twins_of(h.office.ports, h.rec),
    "drafts.edit": lambda h: drafts.edit(h.office.ports, h.rec),
    "drafts.list_drafts": lambda h: drafts.list_drafts(h.office.ports),
    "drafts.resume": lambda h: drafts.resume(h.office.ports, h.draft.id),
    "echeances.record_deadlines": lambda h: echeances.record_deadlines(h.office.ports, h.office.timetable, h.rec),
    "echeances.todo": lambda h: echeances.todo(h.office.ports, h.office.timetable),
    "echeances_agenda.export_agenda": lambda h: echeances_agenda.export_agenda(
        h.office.ports, h.office.timetable, h.office.agenda, h.office.medium, h.folder / "agenda.ics"
    ),
    "echeances_agenda.print_todo": lambda h: echeances_agenda.print_todo(
        h.office.ports, h.office.timetable, h.office.printer, h.folder / "a-faire.odt"
    ),
    "echeances_rules.list_rules": lambda h: echeances_rules.list_rules(
        h.office.ports, h.office.timetable, espace="Délégation fictive"
    ),
    "export_register.list_exports": lambda h: export_register.list_exports(h.office.ports),
    "export_register.show_export": lambda h: export_register.show_export(h.office.ports, _leave(h).numero),
    "exports.export_list": lambda h: _leave(h),
    "figure_export.export_figure": lambda h: _leave_figure(h),
    "figure_records.list_counted": lambda h: figure_records.list_counted(
        h.office.ports,
        h.office.chiffres,
        Requete("I1.0", "signalement", date(2000, 1, 1), date(2030, 12, 31)),
    ),
    "serie_charts.list_series": lambda h: serie_charts.list_series(h.office.ports),
    "booklet.print_booklet": lambda h: booklet.print_booklet(
        h.office.ports,
        h.office.printer,
        h.folder / "livret.odt",
        h.office.nomenclatures,
        espace=_home(h),
        drafts=True,
    ),
    "fiche_following.gone_fiches": lambda h: fiche_following.gone_fiches(h.office.ports, _applied_to_nothing(h)),
    "fiche_following.with_followed": lambda h: fiche_following.with_followed(h.office.ports, h.typed, h.fiche),
    "fiche_use.fiche_figures": lambda h: fiche_use.fiche_figures(h.office.ports),
    "fiche_use.use_of": lambda h: fiche_use.use_of(h.office.ports, h.fiche),
    "fiches.list_fiches": lambda h: fiches.list_fiches(h.office.ports),
    "fiches.newer_fiches": lambda h: fiches.newer_fiches(h.office.ports, h.typed),
    "fiches.with_fiche": lambda h: fiches.with_fiche(h.office.ports, {}, h.fiche),
    "grilles.list_grilles": lambda h: grilles.list_grilles(h.office.ports),
    "grilles.with_grille": lambda h: grilles.with_grille(h.office.ports, {}, h.grille),
    "grilles.with_reading": lambda h: grilles.with_reading(h.office.ports, h.typed, _opening(h)),
    "grilles_lues.called_fiches": lambda h: grilles_lues.called_fiches(h.office.ports, h.typed, h.office.nomenclatures),
    "grilles_lues.compare_reading": lambda h: grilles_lues.compare_reading(h.office.ports, h.typed, _opening(h)),
    "grilles_lues.read_grilles": lambda h: grilles_lues.read_grilles(h.office.ports, h.typed),
    "grilles_saved.usage": lambda h: grilles_saved.usage(h.office.ports, h.grille),
    "history.history_of": lambda h: history.history_of(h.office.ports, h.rec),
    "fiche_versions.versions_of": lambda h: fiche_versions.versions_of(h.office.ports, h.fiche),
    "home.home": lambda h: home.home(h.office.ports, h.office.timetable),
    "importing.examine": lambda h: importing.examine(h.office.ports, h.office.nomenclatures, _spreadsheet()),
    "lists.list_rows": lambda h: lists.list_rows(h.office.ports, "signalement", [1]),
    "merging.list_merges": lambda h: merging.list_merges(h.office.ports),
    "links.links_to": lambda h: links.links_to(h.office.ports, h.rec),
    "communicable_suggestions.suggestions": lambda h: communicable_suggestions.suggestions(
        h.office.ports, _communicable(h)
    ),
    "communicables.list_copies": lambda h: communicables.list_copies(h.office.ports),
    "communicables.show_copy": lambda h: communicables.show_copy(
        h.office.ports, _communicable(h), h.office.nomenclatures
    ),
    "bilans.read_bilan": lambda h: bilans.read_bilan(h.office.ports, h.office.chiffres, _bilan(h)),
    "bilans.changed_since": lambda h: bilans.changed_since(h.office.ports, h.office.chiffres, _frozen_bilan(h)),
    "bilans.records_behind": lambda h: _behind_bilan(h),
    "bilans_export.export_bilan": lambda h: _leave_bilan(h),
    "conventions.article_before": lambda h: conventions.article_before(
        h.office.ports, _of(h, "convention"), "1", "Autre.", h.office.clock.now().date()
    ),
    "conventions.conventions_in_force": lambda h: conventions.conventions_in_force(h.office.ports, "11"),
    "conventions.read_convention": lambda h: conventions.read_convention(h.office.ports, _of(h, "convention")),
    "courriers.list_letters": lambda h: courriers.list_letters(h.office.ports, h.rec),
    "courriers.open_letter": lambda h: courriers.open_letter(h.office.ports, h.rec, _letter(h), h.office.nomenclatures),
    "courriers_modeles.list_templates": lambda h: courriers_modeles.list_templates(
        h.office.ports, h.rec, h.office.nomenclatures
    ),
    "courriers_print.print_letter": lambda h: courriers_print.print_letter(
        h.office.ports, h.office.printer, h.rec, _letter(h), h.folder / "courrier.odt", h.office.nomenclatures
    ),
    "merging.carried_by": lambda h: _merged(h),
    "moving.foresee": lambda h: moving.foresee(h.office.ports, h.rec, _elsewhere(h)),
    "moving.list_moved": lambda h: moving.list_moved(h.office.ports),
    "pieces.extract_piece": lambda h: pieces.extract_piece(h.office.ports, h.rec, h.piece),
    "pieces.list_pieces": lambda h: pieces.list_pieces(h.office.ports, h.rec),
    "pieces.piece_content": lambda h: pieces.piece_content(h.office.ports, h.rec, h.piece, 99),
    "printing.print_record": lambda h: printing.print_record(
        h.office.ports, h.office.printer, h.rec, h.folder / "fiche.odt", h.office.nomenclatures
    ),
    "reunions_copil.rhythm": lambda h: reunions_copil.rhythm(h.office.ports, 2026),
    "reunions_copil.since": lambda h: reunions_copil.since(h.office.ports, h.office.chiffres, _meeting(h)),
    "reunions_suivi.list_decisions": lambda h: reunions_suivi.list_decisions(h.office.ports),
    "reunions_suivi.obligation_of": lambda h: reunions_suivi.obligation_of(
        h.office.ports, reunions.load_programme(RESOURCES), h.office.nomenclatures, 2026
    ),
    "recalls.asked_of": lambda h: recalls.asked_of(h.office.ports, h.rec),
    "recalls.list_left": lambda h: recalls.list_left(h.office.ports),
    "records.list_records": lambda h: records.list_records(h.office.ports, Query("signalement")),
    "records.search_records": lambda h: records.search_records(h.office.ports, "fictif"),
    "records.show_record": lambda h: records.show_record(h.office.ports, h.rec),
    "textes.holders_of": lambda h: textes.holders_of(h.office.ports, h.texte),
    "textes.list_outdated": lambda h: textes.list_outdated(h.office.ports),
    "textes.list_reviews": lambda h: textes.list_reviews(h.office.ports),
    "closing.what_is_pending": lambda h: closing.what_is_pending(h.office.ports, h.office.timetable, h.rec),
    "transmission_advice.recorded_return": lambda h: transmission_advice.recorded_return(
        h.office.ports, h.office.timetable, h.rec, h.transmission
    ),
    "transmissions.as_sent": lambda h: transmissions.as_sent(h.office.ports, h.rec, h.transmission),
    "transmissions.list_transmissions": lambda h: transmissions.list_transmissions(h.office.ports),
    "transmissions.pins": lambda h: transmissions.pins(h.office.ports, h.rec, [h.piece]),
    "transmissions.show_transmission": lambda h: transmissions.show_transmission(h.office.ports, h.rec, h.transmission),
    "transmission_papers.print_slip": lambda h: transmission_papers.print_slip(
        h.office.ports, h.office.printer, h.rec, h.transmission, h.folder / "bordereau.odt", h.office.nomenclatures
    ),
    "formations.formations_bilan": lambda h: formations.formations_bilan(h.office.ports),
    "mises_en_garde.list_warnings": lambda h: mises_en_garde.list_warnings(h.office.ports),
    "mises_en_garde.circulars_in_force": lambda h: mises_en_garde.circulars_in_force(h.office.ports),
    "series.read_serie": lambda h: series.read_serie(h.office.ports, _serie(h)),
    "statistiques.figure": lambda h: _figures(h, "signalant")[0],
    "statistiques.figures": lambda h: _figures(h, "departement", "canal"),
    "statistiques.axe_un": lambda h: statistiques.axe_un(h.office.ports, h.office.chiffres, Periode.annee(2026)),
    "statistiques.open_figure": lambda h: _opened(h),
    "sending.attested": lambda h: sending.attested(h.office.ports, 10),
    "sending.leaving": lambda h: sending.leaving(h.office.ports),
    "standing_of.facts_of": lambda h: standing_of.facts_of(h.office.ports, _of(h, "convention")),
}
"""Each is played, and must leave a line."""

NOT_READING: Mapping[str, str] = {
    **dict.fromkeys(("annuaire.competent_for", "annuaire.names_to_propose"), "institutions, by what they do"),
    **dict.fromkeys(("annuaire_fonctions.staffing", "annuaire_fonctions.workload"), "counts"),
    **dict.fromkeys(
        (
            "annuaire_faits.facts_of_emploi",
            "annuaire_faits.facts_of_organisme",
            "bilans_faits.facts_of_bilan",
            "conventions_faits.facts_of_action",
            "conventions_faits.facts_of_convention",
            "formations_faits.facts_of_formation",
            "mises_en_garde.facts_of_warning",
        ),
        "within `standing_of.facts_of`",
    ),
    "statistiques.whole_period": "two dates",
    "bilans.convention_bilan": "one id",
    "reunions.begun": "an empty form",
    "reunions_faits.facts_of_meeting": "within `standing_of.facts_of`",
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
    **dict.fromkeys(
        ("importing.proposal", "importing.senders", "importing_mapping.recall"), "how the files of a sender are read"
    ),
    **dict.fromkeys(
        ("textes.cited_by", "textes.texts_to_cite", "textes_liste.list_texts"), "the law, which is nobody’s"
    ),
    "relecture.my_party": "for which party one speaks",
    **dict.fromkeys(("piece_text.readings", "piece_text.text_counts"), "whether files could be read"),
    "piece_text.found_in_pieces": "a part of the lines of a list, which are noted",
    "sharing_profiles.list_profiles": "names of fields, remembered on this post",
    "conflicts.recent_motifs": "reasons typed on this post",
    **dict.fromkeys(("closing.typed_pending", "transmission_advice.expected_return"), "what is typed already"),
    "transmission_advice.grounds": "the law, which is nobody’s",
    **dict.fromkeys(
        ("grilles.with_said", "grilles.with_carried", "grilles.with_closed"), "what is typed, given back changed"
    ),
    "duplicates.prepare": "an index that nobody reads",
    "duplicates.list_page": "a part of `list_duplicates`, noted when it gives a pair",
    "lists.list_ids": "numbers; the rows are noted",
    "lists.waiting": "counts for the frame",
    "lists.unsent": "a part of the page of exchanges: `sending.leaving` is noted",
    **dict.fromkeys(
        ("courriers.check", "courriers_print.pages_of", "courriers_print.laid_out"), "a letter whose opening was noted"
    ),
    "courriers_source.letterhead": "what heads the letters of this post",
    "booklet.lay_out_booklet": "the first half of `print_booklet`",
    "printing.lay_out": "the first half of `print_record`",
    "layout.lay_out": "the first half of `print_record`",
    "drafts.begin": "an empty form",
    **dict.fromkeys(("echeances.typed_deadlines", "echeances.decide_typed"), "what is typed already"),
    "printing.mark": "the number of the next copy",
    **dict.fromkeys(("custodians.list_custodians", "custodian_slot.kept_for"), "who keeps which key"),
    "holds.held_records": "which records are kept from erasure, by their kind",
    "conservation_proofs.proof_of": "one of `list_proofs`",
    **dict.fromkeys(("backup.days_alone", "backup.last_backup_ms", "standing.is_revoked"), "this post itself"),
}
"""Each gives nothing of what is in a record."""

WRITING: Mapping[str, str] = {
    "actions": "create_actions mark_step",
    "bilans": "prepare_bilan freeze_bilan comment_bilan",
    "conventions": "begin_convention sign denounce add_avenant sign_avenant settle",
    "annuaire": "add_default_directory verify_organisme close_organisme",
    "courriers": "drop_letter review_letter save_letter send_letter write_letter",
    "courriers_source": "set_letterhead",
    "alarms": "handle_alarm",
    "audit": "keep_registers note_alarms",
    "backup": "back_up",
    "carrying": "merge_lots",
    "arbitration_bulk": "decide_trivial undo_batch",
    "arbitration_told": "put_away contest",
    "closing": "close_record reopen_record",
    "conflicts": "decide undo",
    "demonstration": "mark_demonstration refuse_in_demonstration",
    "drafts": "keep discard register",
    "echeances": "decide",
    "echeances_rules": "keep_rule",
    "enrolment": "invite request_entry accept join",
    "entering": "ask_through_service waiting_requests accept_through_service enter_through_service",
    "conservation_orders": "sign_order",
    "conservation_papers": "write_slip write_certificate",
    "custodian_slot": "keep forget refresh",
    "custodians": "set_custodians rehearse",
    "custody": "change_key change_passphrase renew_code",
    "espace_copies": "copy_espace",
    "erasure": "erase_record erase_revisions foresee",
    "exchange_log": "begin_exchange note_exchange note_interrupted",
    "exchanges": "publish synchronise acknowledge_alarm fetch_requests leave_answer",
    "fiches": "apply_fiche add_default_fiches",
    "fiche_following": "follow_fiche",
    "relecture": "advance remark answer_remark",
    "defaults": "add_defaults",
    "grilles_saved": "open_grille answer reread_grille close_grille",
    "formations": "collect_demand decide_formation plan_session hold_session drop_session evaluate",
    "mises_en_garde": "lift_warning",
    "series": "add_default_series",
    "founding": "found_espace found_compartments found_delegation",
    "habilitations": "invite_as change_habilitation",
    "handover": "hand_over",
    "holds": "hold_record",
    "importing": "apply",
    "importing_mapping": "remember",
    "lot_plans": "apply_plan",
    "merging": "tie distinguish plan_merge merge undo",
    "members": "revoke_post renew_keys reinstate",
    "memory": "remember keep_search forget_search follow",
    "moving": "send put_moved_away carry_over",
    "communicables": "prepare_record prepare_text prepare_file keep_passages record_passages ask_reading read_again "
    "take_back refuse_copy",
    "communicable_leaving": "hand_over",
    "communicable_refusal": "refuse_signalement",
    "recalls": "recall keep_recalled",
    "sharing_profiles": "keep_profile forget_profile",
    "piece_text": "read_due read_one",
    "pieces": "join_piece describe_piece detach_piece",
    "presentation": "present",
    "purge": "propose_purge",
    "records": "add_record modify_record",
    "reunions": "create_meeting set_state move_minutes next_meeting follow_decision",
    "reunions_copil": "freeze",
    "refounding": "refound",
    "recovery": "take_up_again",
    "transmissions": "prepare_transmission change_transmission decide_transmission send_transmission "
    "acknowledge_transmission remind_transmission return_transmission close_transmission abandon_transmission "
    "reopen_transmission",
    "textes": "add_default_texts mark_verified replace_text",
}


def _spreadsheet() -> importing.Wish:
    grid = Grid(".csv", (), "", [["Objet"], ["Fictif"]])
    return importing.Wish("signalement", grid, "registre.csv", Correspondance(colonnes={"Objet": Cible("objet")}))


def _of(held: Held, kind: str) -> str:
    """Return a record of a kind, made by whoever may write."""
    with held.office.ports.store.read() as uow:
        known = uow.records.find(kind)
    return known[0].hex() if known else records.add_record(held.office.ports, kind, {required(kind).titres[0]: "A"})


def _opening(held: Held) -> str:
    return str(grids_of(held.typed)[0]["id"])


def _undecided(held: Held) -> str:
    """Return a field of the record that two revisions changed apart."""
    with held.office.ports.store.work() as uow:
        view = uow.records.get(bytes.fromhex(held.rec))
        assert view is not None
        for value in ("Dit d’un côté", "Dit de l’autre"):
            changes = {"objet": value}
            write_revision(uow, held.office.ports, view.espace, view.rec, view.kind, changes, view.state.heads)
        uow.commit()
    return "objet"


def _communicable(held: Held) -> str:
    """Return a communicable copy, begun by whoever may write."""
    with held.office.ports.store.read() as uow:
        known = uow.records.find(communicables.KIND)
    if known:
        return known[0].hex()
    return communicables.prepare_text(held.office.ports, "Compte rendu", "Un texte fictif.", held.office.nomenclatures)


def _meeting(held: Held) -> str:
    """Return a meeting, written by whoever may write."""
    with held.office.ports.store.read() as uow:
        known = uow.records.find(reunions.KIND)
    if known:
        return known[0].hex()
    made = records.add_record(held.office.ports, reunions.KIND, {"objet": "Fictive"}, espace=_home(held))
    held.office.journal.lines.clear()
    return made


def _serie(held: Held) -> str:
    """Return a serie of others, written by whoever may write."""
    with held.office.ports.store.read() as uow:
        known = uow.records.find(series.KIND)
    if known:
        return known[0].hex()
    return records.add_record(held.office.ports, series.KIND, {"intitule": "Fictive", "unite": "n"}, espace=_home(held))


def _merged(held: Held) -> object:
    """Ask what another signalement took in, once one did."""
    other = held.office.ports
    with other.store.read() as uow:
        view = uow.records.get(bytes.fromhex(held.rec))
        assert view is not None
        writes = can_write(uow, view.espace)
    if writes:
        survivor = records.add_record(other, "signalement", {"objet": "Fictif"}, espace=view.espace.hex())
        merging.merge(other, survivor, held.rec)
    return merging.carried_by(other, [held.rec])


def _elsewhere(held: Held) -> moving.Wish:
    """Return a wish to copy to another espace, founded for it by whoever may write."""
    with held.office.ports.store.read() as uow:
        view = uow.records.get(bytes.fromhex(held.rec))
        assert view is not None
        writes = can_write(uow, view.espace)
    return moving.Wish(espace=held.office.found("Région fictive").name if writes else "", moved=False, masked=True)


def _home(held: Held) -> str:
    """Return the espace of the fiche."""
    return records.show_record(held.office.ports, held.fiche).espace


def _applied_to_nothing(held: Held) -> dict[str, object]:
    """Return a checklist whose fiche is not here."""
    return {"etapes_appliquees": [{"fiche": f"ref:{'00' * 16}:{'00' * 16}", "libelle": "A", "etat": "a_faire"}]}


def _letter(held: Held) -> str:
    """Return the letter of this test, written from its template the first time."""
    ports, modele = held.office.ports, {"titre": "Essai", "code": "ESSAI", "emploi": "Ici", "corps": "{reference}"}
    written = courriers.list_letters(ports, held.rec)
    if written:
        return str(written[0]["id"])
    records.add_record(ports, "modele-courrier", modele, espace="Délégation fictive")
    return courriers.write_letter(ports, held.rec, "ESSAI", held.office.nomenclatures)


def _bilan(held: Held) -> str:
    """Return a bilan in preparation; what making it noted is forgotten."""
    rec = bilans.prepare_bilan(held.office.ports, periode=Periode.annee(2025), lists=held.office.nomenclatures)
    held.office.journal.lines.clear()
    return rec


def _frozen_bilan(held: Held) -> str:
    rec = _bilan(held)
    bilans.freeze_bilan(held.office.ports, held.office.chiffres, rec)
    assert held.office.journal.lines.pop()[0] == "bilan"
    held.office.journal.lines.clear()
    return rec


def _behind_bilan(held: Held) -> object:
    rec = _frozen_bilan(held)
    [first, *_others] = bilans.read_bilan(held.office.ports, held.office.chiffres, rec).mesures
    held.office.journal.lines.clear()
    return bilans.records_behind(held.office.ports, held.office.chiffres, rec, str(first["id"]))


def _leave_bilan(held: Held) -> bilans_export.BilanLeft:
    office = held.office
    target = office.folder / "bilan.xlsx"
    return bilans_export.export_bilan(
        office.ports, office.printer, office.medium, office.chiffres, _frozen_bilan(held), target
    )


def _leave_figure(held: Held) -> figure_export.FigureLeft:
    office = held.office
    chart = Chart("barres", Table("Fictif", "n", "Ce poste", date(2026, 1, 1), "", ("2026",), ()))
    return figure_export.export_figure(
        office.ports,
        office.printer,
        office.medium,
        office.nomenclatures,
        leaf_of_chart(chart),
        figure_export.FigureWish(),
        held.folder / "chiffre.csv",
    )


def _figures(held: Held, *cuts: str) -> list[Figure]:
    ports, outils = held.office.ports, held.office.chiffres
    if len(cuts) == 1:
        return [statistiques.figure(ports, outils, "I1.0", Periode.annee(2026), cuts[0])]
    return statistiques.figures(ports, outils, [Demande("I1.1", Periode.annee(2026), cut) for cut in cuts])


def _opened(held: Held) -> statistiques.Ouverture:
    year = Periode.annee(2026)
    requete = Requete("I1.0", "signalement", year.du, year.au)
    return statistiques.open_figure(held.office.ports, held.office.chiffres, requete)


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
    texte = records.add_record(office.ports, "texte-juridique", {"intitule": "Texte fictif"})
    rec = records.add_record(office.ports, "signalement", {"objet": "Fictif"})
    fiches.apply_fiche(office.ports, rec, fiche)
    records.modify_record(office.ports, fiche, {"version": 2})
    piece = pieces.join_piece(office.ports, rec, "a.txt", 1, [b"a"])
    draft = drafts.begin(office.ports, "signalement")
    drafts.keep(office.ports, draft, {"objet": "En cours"})
    grille = records.add_record(office.ports, "grille", {"code": "G", "titre": "G", "criteres": [CRITERE]})
    opened = grilles.with_grille(office.ports, records.show_record(office.ports, rec).champs, grille)
    asked = str(answers_of(opened.champs)[0]["id"])
    answered = grilles.with_said(office.ports, opened.champs, asked, {"reponse": "observe"})
    records.modify_record(office.ports, rec, answered)
    records.modify_record(office.ports, grille, {"version": 2})
    transmissions.prepare_transmission(office.ports, rec, {"destinataire": "crip"})
    typed = records.show_record(office.ports, rec).champs
    yield Held(office, rec, fiche, piece, grille, draft, tmp_path, typed, texte)
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
        known = {rec for kind in kinds() for rec in uow.records.find(kind)}
    assert {rec for _, rec in held.office.journal.lines if rec} <= known


def _use_cases() -> Iterator[str]:
    """Give every public function of the services that is handed the ports."""
    for found in pkgutil.iter_modules(mvl_desktop.services.__path__):
        module = importlib.import_module(f"mvl_desktop.services.{found.name}")
        for name, value in vars(module).items():
            is_ours = inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
            if is_ours and next(iter(inspect.signature(value).parameters), "") == "ports":
                yield f"{found.name}.{name}"

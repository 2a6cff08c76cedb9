"""S4, S5: a post outside a compartment goes through every use case and every window: not one word, not one count.

The post had the right once, and lost it: it is the harder case, for its store held the words.
"""

import dataclasses
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from mvl_desktop.domain.figure import Requete
from mvl_desktop.ports.store import Query
from mvl_desktop.services import (
    asides,
    carrying,
    courriers,
    drafts,
    grilles_saved,
    habilitations,
    pieces,
    records,
    reunions_copil,
    transmissions,
)
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office
from tests.integration.services.test_habilitations import apart, chief, code_of, enter
from tests.unit.services.test_access_journal import READING, Held
from ui.arbitration_values import QueueWish
from ui.chiffre_values import Asked, ChiffreWish
from ui.desk import Desk
from ui.echeance_values import TOUT, DueWish
from ui.post_desk import PostDesk
from ui.texte_values import TexteWish
from ui.values import Typed, Wanted

__all__ = ["chief"]

CANARIES = ("Zibeline", "Quetzal", "Ocelot", "Narval")
FACTED = ("convention", "fiche-action", "bilan", "reunion", "formation", "mise-en-garde")
KINDS = ("signalement", "fiche-conduite", "grille", "signalant", "pieces-medicales", "poste", "ordre", "export")
MOVING = (
    "audit.",
    "echeances_agenda.export_agenda",
    "carrying.",
    "courriers.open_letter",
    "exchange_log.",
    "export_register.",
    "exports.",
    "figure_export.",
    "drafts.edit",
    "pieces.extract_piece",
    "grilles.with_grille",
)
"""What differs each time that it is asked: lines of its own, numbers, new identifiers, files already there."""

PAPERS = {
    "booklet.print_booklet": "livret.odt",
    "echeances_agenda.print_todo": "a-faire.odt",
    "courriers_print.print_letter": "courrier.odt",
    "lot_paper.write_report": "rapport.odt",
    "printing.print_record": "fiche.odt",
    "transmission_papers.print_slip": "bordereau.odt",
}
"""Documents that say which copy they are: their size moves with that number, their words may not."""
_COPY = re.compile(r"Exemplaire n°\s\S+")

WINDOWS_MOVING = frozenset({"accesses", "edit", "exports", "last_exchanges"})


def words(value: object) -> str:
    """Return all that a value holds as text: fields that are not shown by `repr`, and what was written to files."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return " ".join(words(getattr(value, each.name)) for each in dataclasses.fields(value))
    if isinstance(value, Mapping):
        return " ".join(f"{words(key)} {words(each)}" for key, each in value.items())
    if isinstance(value, list | tuple | Set):
        return " ".join(words(each) for each in value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def on_disk(folder: Path) -> str:
    """Return what lies in a folder: files as they are, documents opened."""
    said = []
    for path in folder.rglob("*"):
        if path.is_file():
            said.append(path.read_bytes().decode("utf-8", "replace"))
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    said += [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    return " ".join(said)


def on_paper(path: Path) -> str:
    """Return what a document says, but for the number of the copy."""
    with zipfile.ZipFile(path) as packed:
        said = " ".join(packed.read(name).decode() for name in ("content.xml", "styles.xml"))
    without, copies = _COPY.subn("", said)
    assert copies, path.name
    return without


def set_apart(office: Office, mark: str) -> tuple[str, str]:
    """Write a signalant and medical pieces that hold a word; return the references."""
    told = records.add_record(
        office.ports,
        "signalant",
        {"nom": f"Alix {mark}", "anonymat": "identifie"},
        espace=apart(office, "signalant").name,
    )
    medical = records.add_record(
        office.ports, "pieces-medicales", {"intitule": f"Bilan {mark}"}, espace=apart(office, "pieces-medicales").name
    )
    records.modify_record(office.ports, medical, {"intitule": f"Bilan relu {mark}"})
    pieces.join_piece(office.ports, medical, f"{mark}.txt", 6, [mark.encode()[:6]])
    return asides.reference_of(office.ports, told), asides.reference_of(office.ports, medical)


def add_activities(office: Office) -> None:
    """Write a meeting that was held, decided and froze its figures, a training, a public warning, a circular."""
    decided = {"texte": "Relire la fiche", "responsable": "Camille", "pour_le": "2026-01-31", "etat": "a_faire"}
    meeting = {
        "objet": "Réunion fictive",
        "type_reunion": "cdpd_groupe",
        "departement": "01",
        "tenue_le": "2026-01-10",
        "etat": "tenue",
        "points": [{"intitule": "Situations", "texte": "Rien qui désigne quelqu’un."}],
        "decisions": [decided],
    }
    trained = {
        "intitule": "Formation fictive",
        "seances": [{"le": "2026-01-12", "etat": "tenue", "departement": "01", "effectif_siege": 3}],
    }
    warned = {"titre": "Mise en garde fictive", "etat": "publiee", "publiee_le": "2026-01-05"}
    circular = {"intitule": "Circulaire fictive", "nature": "circulaire", "en_vigueur_du": "2020-01-01"}
    written = (
        ("reunion", meeting),
        ("formation", trained),
        ("mise-en-garde", warned),
        ("texte-juridique", circular),
    )
    made = {kind: records.add_record(office.ports, kind, said, espace="Délégation fictive") for kind, said in written}
    reunions_copil.freeze(office.ports, office.chiffres, made["reunion"])


def or_refused(act: Callable[[], object]) -> object:
    """Return what a gesture that answers gives, or the refusal that it meets: neither may tell."""
    try:
        return act()
    except RefusError as refused:
        return (refused.code, str(refused))


@dataclasses.dataclass
class Outside:
    """A reader of the délégation who was its médecin inspecteur, and what the chief keeps apart."""

    chief: Office
    office: Office
    held: Held
    references: tuple[str, ...]


@pytest.fixture
def outside(chief: Office, tmp_path: Path) -> Iterator[Outside]:
    references = [*set_apart(chief, CANARIES[0])]
    rec = records.add_record(
        chief.ports, "signalement", {"objet": "Stage fictif", "signalant": references[0]}, espace="Délégation fictive"
    )
    fiche = records.add_record(
        chief.ports, "fiche-conduite", {"titre": "F", "version": 1, "etapes": ["A"]}, espace="Délégation fictive"
    )
    piece = pieces.join_piece(chief.ports, rec, "a.txt", 1, [b"a"])
    transmissions.prepare_transmission(chief.ports, rec, {"destinataire": "crip"})
    modele = {"titre": "M", "code": "M", "emploi": "Ici", "corps": "{objet}", "au_signalant": True}
    records.add_record(chief.ports, "modele-courrier", modele, espace="Délégation fictive")
    courriers.write_letter(chief.ports, rec, "M", chief.nomenclatures)
    grille = records.add_record(
        chief.ports, "grille", {"titre": "G", "criteres": [{"code": "G-1"}]}, espace="Délégation fictive"
    )
    grilles_saved.open_grille(chief.ports, rec, grille)
    texte = records.add_record(
        chief.ports, "texte-juridique", {"intitule": "Texte fictif"}, espace="Délégation fictive"
    )
    agreed = {"intitule": "Convention fictive", "region": "11", "signee_le": "2026-01-05"}
    records.add_record(chief.ports, "convention", agreed, espace="Délégation fictive")
    records.add_record(chief.ports, "fiche-action", {"titre": "Agir"}, espace="Délégation fictive")
    reviewed = {"intitule": "Bilan", "du": "2020-01-01", "au": "2030-12-31"}
    records.add_record(chief.ports, "bilan", reviewed, espace="Délégation fictive")
    add_activities(chief)
    office = enter(chief, open_office(tmp_path, "Camille"), "medecin_inspecteur")
    chief.give(office)
    # What was read, searched, begun over while it might be.
    medical = references[1].rpartition(":")[2]
    assert records.search_records(office.ports, CANARIES[0])[0] == 2
    drafts.keep(office.ports, drafts.edit(office.ports, medical), {"intitule": f"Retouche {CANARIES[1]}"})
    references += set_apart(chief, CANARIES[2])
    chief.clock.at += 1000
    habilitations.change_habilitation(chief.ports, code_of(chief, "Camille"), "agent")
    habilitations.change_habilitation(chief.ports, code_of(chief, "Camille"), "lecteur")
    chief.give(office)
    with pytest.raises(RefusError):
        drafts.edit(office.ports, medical)
    draft = drafts.edit(office.ports, rec)
    folder = tmp_path / "lu"
    folder.mkdir()
    typed = records.show_record(office.ports, rec).champs
    yield Outside(
        chief, office, Held(office, rec, fiche, piece, grille, draft, folder, typed, texte), tuple(references)
    )
    office.close()
    chief.close()


def read_all(held: Held) -> dict[str, str]:
    """Go through every use case that reads; return what each gave."""
    found = {}
    for name, act in sorted(READING.items()):
        with suppress(RefusError):
            found[name] = words(act(held))
    for kind in KINDS:
        found[f"liste {kind}"] = words(records.list_records(held.office.ports, Query(kind)))
    for word in (*CANARIES, "Bilan", "Alix", "relu"):
        found[f"recherche {word}"] = words(records.search_records(held.office.ports, word))
    return found


def _typed(held: Held) -> Typed:
    return Typed("00" * 16, "signalement", held.rec, held.typed)


def _one(held: Held, kind: str) -> str:
    """Return the record of a kind that the chief wrote."""
    with held.office.ports.store.read() as uow:
        return uow.records.find(kind)[0].hex()


WINDOWS: Mapping[str, Callable[[PostDesk, Held], object]] = {
    "accesses": lambda d, h: d.accesses(),
    "action_seen": lambda d, h: d.action_seen(_one(h, "fiche-action")),
    "article_beside": lambda d, h: d.article_beside(_one(h, "convention"), "1", "Autre."),
    "bilan_seen": lambda d, h: d.bilan_seen(_one(h, "bilan")),
    "convention_seen": lambda d, h: d.convention_seen(_one(h, "convention")),
    "alarm_lines": lambda d, h: d.alarm_lines(),
    "attested": lambda d, h: d.attested(99),
    "conserved": lambda d, h: d.conserved(),
    "copies": lambda d, h: d.copies(),
    "copy_sources": lambda d, h: d.copy_sources(),
    "left_copies": lambda d, h: d.left_copies(),
    "recalls_of": lambda d, h: d.recalls_of(h.rec),
    "drafts": lambda d, h: d.drafts(),
    "import_senders": lambda d, h: d.import_senders(),
    "compare_records": lambda d, h: d.compare_records(h.rec, h.rec),
    "duplicates_of": lambda d, h: d.duplicates_of(h.rec, 0.0),
    "duplicates_page": lambda d, h: d.duplicates_page(0.0, None),
    "list_merges": lambda d, h: d.list_merges(),
    "due_rules": lambda d, h: d.due_rules(""),
    "dues": lambda d, h: d.dues(DueWish(TOUT)),
    "typed_dues": lambda d, h: d.typed_dues(_typed(h)),
    "edit": lambda d, h: d.edit(h.rec),
    "espaces": lambda d, h: d.espaces(),
    "exports": lambda d, h: d.exports(),
    "facts": lambda d, h: [list(d.facts(_one(h, kind))) for kind in FACTED],
    "fiche_use": lambda d, h: d.fiche_use(h.fiche),
    "fiche_versions": lambda d, h: d.fiche_versions(h.fiche),
    "text_holders": lambda d, h: d.text_holders(h.texte),
    "texts": lambda d, _h: d.texts(TexteWish()),
    "texts_read": lambda d, _h: d.texts_read(),
    "fiches": lambda d, h: d.fiches(None),
    "grilles": lambda d, h: d.grilles(_typed(h)),
    "grilles_ouvertes": lambda d, h: d.grilles_ouvertes(_typed(h)),
    "reread_grille": lambda d, h: [d.reread_grille(_typed(h), each.remplie) for each in d.grilles_ouvertes(_typed(h))],
    "called_fiches": lambda d, h: d.called_fiches(_typed(h)),
    "grille_versions": lambda d, h: d.grille_versions(h.grille),
    "foresee_erasure": lambda d, h: [d.foresee_erasure(h.rec, past.revision) for past in d.history(h.rec)],
    "functions": lambda d, h: d.functions(),
    "competent": lambda d, h: d.competent("01"),
    "organismes_to_propose": lambda d, h: d.organismes_to_propose("01"),
    "to_verify": lambda d, h: d.to_verify(),
    "history": lambda d, h: d.history(h.rec),
    "home": lambda d, h: d.home(),
    "homes": lambda d, h: [list(d.homes(kind)) for kind in KINDS],
    "keys": lambda d, h: d.keys(),
    "last_exchanges": lambda d, h: d.last_exchanges(),
    "as_sent": lambda d, h: d.as_sent(h.rec, h.transmission),
    "pin_pieces": lambda d, h: d.pin_pieces(h.rec, [h.piece]),
    "links_to": lambda d, h: d.links_to(h.rec),
    "little": lambda d, h: d.little(QueueWish()),
    "lost_values": lambda d, h: d.lost_values(),
    "letter_templates": lambda d, h: d.letter_templates(h.rec, ""),
    "letters": lambda d, h: d.letters(h.rec),
    "members": lambda d, h: d.members(),
    "moved_records": lambda d, h: d.moved_records(),
    "numbers": lambda d, h: [list(d.numbers(Wanted(kind, text))) for kind in KINDS for text in ("", "bilan", "alix")],
    "people": lambda d, h: d.people(),
    "quarantine": lambda d, h: d.quarantine(),
    "queue": lambda d, h: d.queue(QueueWish()),
    "counted": lambda d, h: d.counted(Requete("I1.0", "signalement", date(2000, 1, 1), date(2030, 12, 31))),
    "drawn_series": lambda d, h: d.drawn_series(),
    "figure": lambda d, h: d.figure(Asked("I1.1", "signalant"), ChiffreWish(span="annee")),
    "first_figures": lambda d, h: d.first_figures(ChiffreWish()),
    "read": lambda d, h: d.read(h.rec),
    "rows": lambda d, h: [list(d.rows(kind, list(range(1, 60)))) for kind in KINDS],
    "search": lambda d, h: [list(d.search(word, 50)) for word in (*CANARIES, "bilan", "alix", "relu")],
    "situation": lambda d, h: d.situation(),
    "unsent": lambda d, h: d.unsent(),
    "reunion_begun": lambda d, _h: [sorted(d.reunion_begun(each)) for each in ("cdpd_groupe", "copil")],
    "next_reunion": lambda d, h: or_refused(lambda: d.next_reunion(_one(h, "reunion"), date(2026, 6, 1))),
    "minutes_text": lambda d, h: [d.minutes_text(_one(h, "reunion"), masked=masked) for masked in (False, True)],
    "obligation": lambda d, _h: d.obligation(2026),
    "decisions_ouvertes": lambda d, _h: d.decisions_ouvertes(),
    "convention_indicators": lambda d, _h: d.convention_indicators(),
    "freeze_indicators": lambda d, h: or_refused(lambda: d.freeze_indicators(_one(h, "reunion"), ())),
    "since_frozen": lambda d, h: d.since_frozen(_one(h, "reunion")),
    "training": lambda d, _h: [d.training(year) for year in (None, 2026)],
    "add_default_series": lambda d, _h: or_refused(d.add_default_series),
    "warnings": lambda d, _h: d.warnings(),
    "circulars": lambda d, _h: d.circulars(),
}
"""What windows ask of a post that tells something of what it holds."""

_ELSEWHERE = """
    add_default_texts advance_fiche answer_remark cited_texts gone_fiches my_party
    print_booklet remark_fiche replace_text texts_to_cite verify_text with_followed
    accept accept_online accesses_of acknowledge aside attach attach_bytes back_up begin change_passphrase
    carry_over change_role close codes conflict content contest copy_espace custodies decide decide_together
    describe detach
    drop foresee_move put_moved_away send_record erase_entries examine_lots compare_line motifs put_lost_away
    undo_together
    begin_copy read_copy copy_hints keep_passages record_passages ask_reading answer_reading take_copy_back refuse_copy
    hand_copy recall_copy keep_recalled refuse_signalement move_profiles keep_move_profile forget_move_profile
    export_journal
    export_figure
    export_list export_lot exported extract find follow forget_search found found_compartments hand_over handle
    hold introduce introduction invite is_long join join_online keep keep_for keep_search keep_version kept_for
    check_import forget_import import_targets open_table propose_columns read_columns run_import write_columns
    write_refused
    me merge_lots name_guardians newer prepare_code prepare_guardian prepare_key print print_lots propose_purge publish
    put_steps_away read_guardian recall reference_of refound rehearse reinstate remember renew
    request request_online resume revoke roles_to_give roles_to_invite safety save saved_searches service_of
    sign_order synchronise take_up_again try_backup undo use_home waiting with_fiche wording write_certificate
    write_slip
    with_grille with_relecture add_default_grilles
    add_default_directory verify_organisme close_organisme
    write_letter open_letter see_letter save_letter review_letter send_letter drop_letter print_letter
    keep_unfinished unfinished letterhead set_letterhead letter_fields sending_ways add_default_templates
    template_versions
    prepare_bilan freeze_bilan export_bilan
    begin_convention sign_convention denounce_convention add_avenant sign_avenant create_actions mark_step
    export_agenda keep_due_rule print_dues say_of_due with_due
    legal_grounds expected_return print_slip what_is_pending
    set_reunion_state move_minutes
    prepare_duplicates plan_merge merge_records tie_records distinguish_records undo_merge
"""
ELSEWHERE = frozenset(_ELSEWHERE.split())
"""What writes, asks of the service, knows no record, or is walked as a use case above."""


def shown_all(outside: Outside) -> dict[str, str]:
    desk = PostDesk(outside.office)
    return {name: words(ask(desk, outside.held)) for name, ask in sorted(WINDOWS.items())}


def test_every_window_is_walked_or_said_to_tell_nothing() -> None:
    asked = {name for name in dir(Desk) if not name.startswith("_")}
    assert not asked - WINDOWS.keys() - ELSEWHERE


def test_not_one_word_of_what_is_apart_is_given_by_any_use_case_or_window(outside: Outside) -> None:
    for where in (read_all(outside.held), shown_all(outside)):
        for name, said in where.items():
            found = [word for word in CANARIES if word.lower() in said.lower()]
            assert not found, f"{name} gives {found}"
    written = on_disk(outside.held.folder)
    assert not [word for word in CANARIES if word in written]


def test_what_is_apart_is_said_to_be_there_and_never_to_be_nothing(outside: Outside) -> None:
    for reference in outside.references:
        assert asides.aside(outside.office.ports, reference) == asides.Aside(asides.RESERVED)
        rec = reference.rpartition(":")[2]
        for refused in (
            lambda rec=rec: records.show_record(outside.office.ports, rec),
            lambda rec=rec: asides.reference_of(outside.office.ports, rec),
            lambda rec=rec: pieces.list_pieces(outside.office.ports, rec),
        ):
            with pytest.raises(RefusError) as caught:
                refused()
            assert caught.value.code == "fiche_inconnue"
    assert outside.references[0] in words(records.show_record(outside.office.ports, outside.held.rec))


def test_not_one_count_moves_when_more_is_set_apart(outside: Outside) -> None:
    def figures() -> dict[str, str]:
        kept = {name: said for name, said in read_all(outside.held).items() if not name.startswith(MOVING)}
        kept |= {name: on_paper(outside.held.folder / file) for name, file in PAPERS.items()}
        return kept | {name: said for name, said in shown_all(outside).items() if name not in WINDOWS_MOVING}

    lot = outside.held.folder / "apart.mvl"
    before = figures()
    outside.chief.clock.at += 1000
    made = {ref.rpartition(":")[2] for _ in range(3) for ref in set_apart(outside.chief, CANARIES[3])}
    carrying.export_lot(outside.chief.ports, outside.chief.medium, (), "tous", lot)
    for examined in (carrying.examine_lots, carrying.merge_lots):
        [report] = examined(outside.office.ports, outside.office.medium, (lot,)).lots
        assert (report.nouveaux, report.fusionnes, report.a_arbitrer, report.en_attente, report.refuses) == (0,) * 5
        assert not made & {str(line["id"]) for line in report.lines}
    lot.unlink()
    after = figures()
    assert {name for name in before if before[name] != after.get(name)} == set()


def test_what_windows_ask_of_the_activities_is_answered(outside: Outside) -> None:
    """A walk over nothing proves nothing: each of these gives what the délégation wrote."""
    said = shown_all(outside)
    for name, expected in {
        "minutes_text": "Situations",
        "decisions_ouvertes": "Relire la fiche",
        "obligation": "2026-01-10",
        "since_frozen": "I1.",
        "training": "2026-01-12",
        "warnings": "Mise en garde fictive",
        "circulars": "Circulaire fictive",
        "facts": "3 du siège",
    }.items():
        assert expected in said[name], (name, said[name])
    for name in ("next_reunion", "freeze_indicators", "add_default_series"):
        assert "lecture_seule" in said[name], (name, said[name])


def test_what_is_written_by_who_is_outside_tells_and_counts_nothing_apart(outside: Outside) -> None:
    """An agent may freeze figures and call the next meeting: both are made of what this post reads, no more."""
    office, chief = outside.office, outside.chief
    chief.clock.at += 1000
    habilitations.change_habilitation(chief.ports, code_of(chief, "Camille"), "agent")
    chief.give(office)
    desk, meeting = PostDesk(office), _one(outside.held, "reunion")
    found = []
    for _turn in range(2):
        held = desk.freeze_indicators(meeting, ())
        lines = desk.since_frozen(meeting)
        assert all(line.memes for line in lines)
        found.append((held, [(line.code, line.figee) for line in lines]))
        chief.clock.at += 1000
        set_apart(chief, CANARIES[3])
        chief.give(office)
    assert found[0] == found[1]
    follows = desk.next_reunion(meeting, date(2026, 6, 1))
    said = words([desk.minutes_text(each, masked=False) for each in (meeting, follows)]).lower()
    assert "situations" in said
    assert not [word for word in CANARIES if word.lower() in said]


def test_the_walk_sees_what_it_should(outside: Outside) -> None:
    """Over the post that may read them, the same walk finds the words: it is not blind."""
    held = dataclasses.replace(outside.held, office=outside.chief)
    given = read_all(held)
    assert any(CANARIES[0] in said for said in given.values())
    assert CANARIES[0] in words(PostDesk(outside.chief).search(CANARIES[0], 9))

"""S4, S5: a post outside a compartment goes through every use case and every window: not one word, not one count.

The post had the right once, and lost it: it is the harder case, for its store held the words.
"""

import dataclasses
import zipfile
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import suppress
from pathlib import Path

import pytest

from mvl_desktop.ports.store import Query
from mvl_desktop.services import asides, carrying, drafts, habilitations, pieces, records
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office
from tests.integration.services.test_habilitations import apart, chief, code_of, enter
from tests.unit.services.test_access_journal import READING, Held
from ui.desk import Desk
from ui.post_desk import PostDesk
from ui.values import Wanted

__all__ = ["chief"]

CANARIES = ("Zibeline", "Quetzal", "Ocelot", "Narval")
KINDS = ("signalement", "fiche-conduite", "signalant", "pieces-medicales", "poste", "ordre", "export")
MOVING = ("audit.", "carrying.", "exchange_log.", "export_register.", "exports.", "drafts.edit", "pieces.extract_piece")
"""What differs each time that it is asked: lines of its own, numbers, new identifiers, files already there."""

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
    yield Outside(chief, office, Held(office, rec, fiche, piece, draft, folder, typed), tuple(references))
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


WINDOWS: Mapping[str, Callable[[PostDesk, Held], object]] = {
    "accesses": lambda d, h: d.accesses(),
    "alarm_lines": lambda d, h: d.alarm_lines(),
    "attested": lambda d, h: d.attested(99),
    "conflicts": lambda d, h: d.conflicts(),
    "conserved": lambda d, h: d.conserved(),
    "drafts": lambda d, h: d.drafts(),
    "edit": lambda d, h: d.edit(h.rec),
    "espaces": lambda d, h: d.espaces(),
    "exports": lambda d, h: d.exports(),
    "fiche_versions": lambda d, h: d.fiche_versions(h.fiche),
    "fiches": lambda d, h: d.fiches(None),
    "foresee_erasure": lambda d, h: [d.foresee_erasure(h.rec, past.revision) for past in d.history(h.rec)],
    "history": lambda d, h: d.history(h.rec),
    "home": lambda d, h: d.home(),
    "homes": lambda d, h: [list(d.homes(kind)) for kind in KINDS],
    "keys": lambda d, h: d.keys(),
    "last_exchanges": lambda d, h: d.last_exchanges(),
    "links_to": lambda d, h: d.links_to(h.rec),
    "members": lambda d, h: d.members(),
    "numbers": lambda d, h: [list(d.numbers(Wanted(kind, text))) for kind in KINDS for text in ("", "bilan", "alix")],
    "people": lambda d, h: d.people(),
    "quarantine": lambda d, h: d.quarantine(),
    "read": lambda d, h: d.read(h.rec),
    "rows": lambda d, h: [list(d.rows(kind, list(range(1, 60)))) for kind in KINDS],
    "search": lambda d, h: [list(d.search(word, 50)) for word in (*CANARIES, "bilan", "alix", "relu")],
    "situation": lambda d, h: d.situation(),
    "unsent": lambda d, h: d.unsent(),
}
"""What windows ask of a post that tells something of what it holds."""

_ELSEWHERE = """
    accept accept_online accesses_of acknowledge aside attach attach_bytes back_up begin change_passphrase
    change_role close codes content copy_espace custodies decide describe detach drop erase_entries examine_lot
    export_journal
    export_list export_lot exported extract find follow forget_search found found_compartments hand_over handle
    hold introduce introduction invite is_long join join_online keep keep_for keep_search keep_version kept_for
    me merge_lot name_guardians newer prepare_code prepare_guardian prepare_key print propose_purge publish
    put_steps_away read_guardian recall recover_lot reference_of refound rehearse reinstate remember renew
    request request_online resume revoke roles_to_give roles_to_invite safety save saved_searches service_of
    sign_order synchronise take_up_again try_backup undo use_home waiting with_fiche wording write_certificate
    write_slip
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
        return kept | {name: said for name, said in shown_all(outside).items() if name not in WINDOWS_MOVING}

    lot = outside.held.folder / "apart.mvl"
    before = figures()
    outside.chief.clock.at += 1000
    made = {ref.rpartition(":")[2] for _ in range(3) for ref in set_apart(outside.chief, CANARIES[3])}
    carrying.export_lot(outside.chief.ports, outside.chief.medium, (), "tous", lot)
    for examined in (carrying.examine_lots, carrying.merge_lots):
        [report] = examined(outside.office.ports, outside.office.medium, (lot,))
        assert (report.nouveaux, report.fusionnes, report.a_arbitrer, report.en_attente, report.refuses) == (0,) * 5
        assert not made & {str(line["id"]) for line in report.lines}
    lot.unlink()
    after = figures()
    assert {name for name in before if before[name] != after.get(name)} == set()


def test_the_walk_sees_what_it_should(outside: Outside) -> None:
    """Over the post that may read them, the same walk finds the words: it is not blind."""
    held = dataclasses.replace(outside.held, office=outside.chief)
    given = read_all(held)
    assert any(CANARIES[0] in said for said in given.values())
    assert CANARIES[0] in words(PostDesk(outside.chief).search(CANARIES[0], 9))

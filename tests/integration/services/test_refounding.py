"""All the posts of an espace are lost: two guardians found it again from a copy; nothing is lost, nobody renamed."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mvl_desktop.domain.references import read_reference
from mvl_desktop.ports.store import GONE_BACK, Query
from mvl_desktop.protocol.hashes import be64
from mvl_desktop.services import custodians, exchanges, members, refounding
from mvl_desktop.services.asides import aside, reference_of
from mvl_desktop.services.conflicts import decide
from mvl_desktop.services.custodian_sheets import fingerprint
from mvl_desktop.services.espace_copies import copy_espace
from mvl_desktop.services.history import history_of
from mvl_desktop.services.holds import hold_record
from mvl_desktop.services.pieces import extract_piece, list_pieces
from mvl_desktop.services.records import add_record, list_records, modify_record, show_record
from mvl_desktop.services.refounding import refound
from mvl_desktop.services.refusals import RefusError
from tests.fakes.guarded import LONG, NAME, NOTE, Guarded, Guardians, enter, guarded_espace, host, sync
from tests.fakes.offices import Office, open_office
from tests.fakes.world import suite

NEW = "Délégation refondée"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    made = guarded_espace(tmp_path_factory.mktemp("refonder"))
    yield made
    made.close()


def said(office: Office, id_: str) -> list[tuple[object, ...]]:
    """What a history tells of each revision, whatever it is called there."""
    return [
        (each["poste"], each["horodatage"], each["champs"], each.get("origine") or each["revision"])
        for each in history_of(office.ports, id_)
        if not each["efface"]
    ]


@pytest.mark.parametrize("source", ["poste", "service"])
def test_everything_comes_back_with_its_authors_through_a_service(held: Guarded, tmp_path: Path, source: str) -> None:
    later, newcomer = open_office(tmp_path, "Dominique"), open_office(tmp_path, "Ange")
    later.clock.at = newcomer.clock.at = held.admin.clock.at + 90_000_000
    done = refound(later.ports, held.copies[source], held.guardians.pair((0, 2)), NEW, founder=held.founder)
    assert {what: count for what, count in done.missing.items() if count} == {"en_quarantaine": 1}
    assert done.pieces == 2
    # The members are invited again, by a service that never knew the former espace.
    host(later, held.service)
    host(newcomer, held.service)
    exchanges.publish(later.ports, later.carriers, NEW, "http://127.0.0.1:8000", None)
    sync(later)
    enter(later, newcomer, NEW)
    sync(later, newcomer, later)
    assert [each.name for each in members.list_members(newcomer.ports)] == ["Ange", "Dominique"]
    for office in (later, newcomer):
        for id_ in (held.case, held.other):
            before, after = show_record(held.agent.ports, id_), show_record(office.ports, id_)
            # Of two values in conflict, the one shown first depends on names: both are compared below.
            left = before.conflits.keys()
            assert {k: v for k, v in after.champs.items() if k not in left} == {
                k: v for k, v in before.champs.items() if k not in left
            }
            assert after.created_by == before.created_by
            assert {key: sorted((v.valeur, v.poste) for v in values) for key, values in after.conflits.items()} == {
                key: sorted((v.valeur, v.poste) for v in values) for key, values in before.conflits.items()
            }
            assert sorted(said(office, id_), key=str) == sorted(said(held.agent, id_), key=str)
        found = {
            piece.nom: b"".join(extract_piece(office.ports, held.case, piece.id))
            for piece in list_pieces(office.ports, held.case)
        }
        assert sorted(found.values(), key=len) == [NOTE, LONG]
    # Life goes on: a conflict of the former espace is decided in the new one, by its own name.
    chosen = show_record(newcomer.ports, held.case).conflits["objet"][0]
    decide(newcomer.ports, held.case, "objet", keep=chosen.revision, motif="Le premier est le bon")
    sync(newcomer, later)
    assert not show_record(later.ports, held.case).conflits
    assert said(later, held.case)[-1][0] == "Ange"
    later.close()
    newcomer.close()


@pytest.fixture
def post(tmp_path: Path, held: Guarded) -> Iterator[Office]:
    made = open_office(tmp_path, "Dominique")
    made.clock.at = held.admin.clock.at + 90_000_000
    yield made
    made.close()


def test_the_former_espace_is_kept_beside_as_it_was_signed(held: Guarded, post: Office, tmp_path: Path) -> None:
    done = refound(post.ports, held.copies["service"], held.guardians.pair((1, 2)), NEW)
    with post.ports.store.read() as uow:
        (rec,) = uow.records.find("reprise")
        espace = uow.espaces.all()[0]
    champs = show_record(post.ports, rec.hex()).champs
    assert champs["ancien_fondateur"] == held.founder == done.founder
    assert champs["gardiens"] == [fingerprint(held.guardians.cards[rank].public) for rank in (1, 2)]
    assert champs["refonde_par"] == "Dominique"
    (piece,) = list_pieces(post.ports, rec.hex())
    proof = tmp_path / "preuve.mvl-espace"
    proof.write_bytes(b"".join(extract_piece(post.ports, rec.hex(), piece.id)))
    other = open_office(tmp_path, "Vérificateur")
    again = refound(other.ports, proof, held.guardians.pair((0, 1)), "Vérification", founder=held.founder)
    assert (again.records, again.revisions) == (done.records, done.revisions)
    assert again.missing["pieces"] == 2
    # What lay in quarantine was not taken up, and is not lost: it is in the proof, as it was signed.
    assert again.missing["en_quarantaine"] == done.missing["en_quarantaine"] == 1
    other.close()
    # The act binds the new founder to the key that the guardians opened.
    key = bytes.fromhex(str(champs["cle_epoque"]))
    head = bytes.fromhex(str(champs["ancien_registre"]))
    message = bytes.fromhex(done.former) + be64(int(str(champs["epoque"]))) + head + espace.founder
    assert suite().mac(key, b"mvl1/refound\0" + message).hex() == champs["acte"]


def test_an_espace_is_not_founded_again_without_its_proof(
    held: Guarded, post: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> str:
        raise RefusError("piece_tronquee")

    sheets = held.guardians.pair((0, 1))
    with monkeypatch.context() as cut:
        cut.setattr(refounding, "join_in", no_room)
        with pytest.raises(RefusError):
            refound(post.ports, held.copies["poste"], sheets, NEW)
    with post.ports.store.read() as uow:
        assert not uow.espaces.all()
    refound(post.ports, held.copies["poste"], sheets, NEW)


def test_references_stay_unique_and_protections_stay(held: Guarded, post: Office, tmp_path: Path) -> None:
    hold_record(held.admin.ports, held.other, on=True, motif="requisition")
    sync(held.admin, held.agent)
    copy = tmp_path / "copie.mvl-espace"
    copy_espace(held.agent.ports, None, copy)
    refound(post.ports, copy, held.guardians.pair((0, 1)), NEW)
    assert show_record(post.ports, held.other).protege
    new = add_record(post.ports, "signalement", {"objet": "Après"})
    total, lines = list_records(post.ports, Query("signalement"))
    references = [str(line["reference"]) for line in lines]
    assert total == 3
    assert len(set(references)) == 3
    codes = {str(read_reference(each)).split("-")[2] for each in references}
    assert show_record(post.ports, new).champs["reference"].split("-")[2] in codes  # type: ignore[attr-defined]
    assert len(codes) == 3


def test_a_second_refounding_still_says_who_wrote_first(held: Guarded, post: Office, tmp_path: Path) -> None:
    refound(post.ports, held.copies["poste"], held.guardians.pair((0, 1)), NEW)
    modify_record(post.ports, held.other, {"resume": "Revu par Dominique."})
    others = Guardians.three()
    custodians.set_custodians(post.ports, None, others.cards)
    post.carriers.close()
    lot = open_office(tmp_path, "Ange")
    post.admit(lot, NEW)
    post.give(lot)
    copy_espace(lot.ports, None, tmp_path / "seconde.mvl-espace")
    last = open_office(tmp_path, "Maxime")
    refound(last.ports, tmp_path / "seconde.mvl-espace", others.pair((1, 2)), "Encore")
    authors = [str(each["poste"]) for each in history_of(last.ports, held.other)]
    known = [str(each["poste"]) for each in history_of(post.ports, held.other)]
    assert authors == known
    assert {"Camille", "Lou", "Dominique"} <= set(authors)
    lot.close()
    last.close()


def test_a_member_cannot_lend_their_words_to_another(held: Guarded, post: Office, tmp_path: Path) -> None:
    """A record of provenance counts when the founder of the espace wrote it, for the founder's own revisions."""
    post.found("Autre espace")
    agent = open_office(tmp_path, "Camille")
    post.admit(agent, "Autre espace")
    with agent.ports.store.read() as uow:
        me, them = uow.identity.device().id.hex(), bytes(16).hex()
    lie = {"appareil": me, "anciens_postes": [f"{them} admin K7 Quelqu’un d’autre"], "origines": ["1 0 1", "9999 -1 0"]}
    add_record(agent.ports, "reprise", lie, espace="Autre espace")
    id_ = add_record(agent.ports, "signalement", {"objet": "À moi"}, espace="Autre espace")
    assert history_of(agent.ports, id_)[0]["poste"] == "Camille"
    assert show_record(agent.ports, id_).created_by == "Camille"
    agent.close()


def test_what_is_refused_changes_nothing(held: Guarded, post: Office, tmp_path: Path) -> None:
    sheets = held.guardians.pair((0, 1))
    copy = held.copies["service"]
    whole = copy.read_bytes()
    cut, changed = tmp_path / "coupe", tmp_path / "change"
    cut.write_bytes(whole[:-20])
    changed.write_bytes(whole[:60] + bytes([whole[60] ^ 1]) + whole[61:])
    cases: dict[str, Callable[[], object]] = {
        "copie_abimee": lambda: refound(post.ports, cut, sheets, NEW),
        "fondateur_different": lambda: refound(post.ports, copy, sheets, NEW, founder="0" * 64),
        "fichier_introuvable": lambda: refound(post.ports, tmp_path / "rien", sheets, NEW),
        "deux_fiches": lambda: refound(post.ports, copy, sheets[:1], NEW),
        "fiche_repetee": lambda: refound(post.ports, copy, [sheets[0], sheets[0]], NEW),
        "fiche_etrangere": lambda: refound(post.ports, copy, Guardians.three().sheets[:2], NEW),
        "nom_invalide": lambda: refound(post.ports, copy, sheets, " "),
    }
    for code, act in cases.items():
        with pytest.raises(RefusError) as caught:
            act()
        assert caught.value.code == code
    with pytest.raises(RefusError):
        refound(post.ports, changed, sheets, NEW, founder=held.founder)
    with post.ports.store.read() as uow:
        assert not uow.espaces.all()
    with pytest.raises(RefusError, match="espace_encore_ici"):
        refound(held.agent.ports, copy, sheets, NEW)
    refound(post.ports, copy, sheets, NEW)
    with pytest.raises(RefusError, match="nom_deja_pris"):
        refound(post.ports, copy, sheets, NEW)
    with pytest.raises(RefusError, match="espace_encore_ici"):
        refound(post.ports, copy, sheets, "Un autre nom")


def test_a_restored_post_still_gives_a_copy_and_what_was_just_typed_is_in_it(
    held: Guarded, post: Office, tmp_path: Path
) -> None:
    typed = add_record(held.agent.ports, "signalement", {"objet": "Tapé à l’instant"})
    copy_espace(held.agent.ports, None, tmp_path / "copie.mvl-espace")
    with held.agent.ports.store.work() as uow:
        uow.identity.set(GONE_BACK, "restaure")
        uow.commit()
    copy_espace(held.agent.ports, None, tmp_path / "restaure.mvl-espace")
    with held.agent.ports.store.work() as uow:
        uow.identity.set(GONE_BACK, "")
        uow.commit()
    refound(post.ports, tmp_path / "restaure.mvl-espace", held.guardians.pair((0, 1)), NEW)
    assert show_record(post.ports, typed).champs["objet"] == "Tapé à l’instant"


def test_the_names_of_the_espace_are_those_of_the_new_one(held: Guarded, post: Office) -> None:
    refound(post.ports, held.copies["poste"], held.guardians.pair((0, 1)), NEW)
    assert [each.name for each in members.list_members(post.ports)] == ["Dominique"]
    (found,) = custodians.list_custodians(post.ports)
    assert not found.is_kept
    assert found.espace_name == NEW != NAME
    shutil.rmtree(post.folder / "rien", ignore_errors=True)


def test_what_is_kept_apart_is_still_tied_to_what_names_it(tmp_path: Path) -> None:
    """A signalement and its signalant live in two espaces: both are founded again, in either order."""
    guardians = Guardians.three()
    first = open_office(tmp_path, "Alix")
    parent = first.found()
    apart = first.found("Signalants – Délégation fictive", compartment_of=parent.id.hex())
    for espace in (parent, apart):
        custodians.set_custodians(first.ports, espace.id.hex(), guardians.cards)
    told = add_record(first.ports, "signalant", {"nom": "Personne inventée"}, espace=apart.id.hex())
    case = add_record(
        first.ports, "signalement", {"signalant": reference_of(first.ports, told)}, espace=parent.id.hex()
    )
    copies = {espace.id: tmp_path / f"{espace.id.hex()}.mvl-espace" for espace in (parent, apart)}
    for id_, path in copies.items():
        copy_espace(first.ports, id_.hex(), path)
    for order, name in (((parent, apart), "Un"), ((apart, parent), "Deux")):
        later = open_office(tmp_path, name)
        for espace in order:
            refound(later.ports, copies[espace.id], guardians.pair((0, 1)), f"{espace.name}, refondé")
        named = str(show_record(later.ports, case).champs["signalant"])
        assert aside(later.ports, named).id == told
        later.close()
    first.close()

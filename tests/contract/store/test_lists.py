"""What people read: lists filtered and sorted, search while typing, drafts, attachments."""

import hashlib
import threading

import pytest

from mvl_desktop.ports.store import Draft, Query
from mvl_desktop.protocol.hashes import blob_id
from mvl_desktop.protocol.objects import BlobRef
from tests.contract.store.conftest import Bench
from tests.contract.store.test_log import REC, write
from tests.fakes.authors import ESPACE, Told, revision

DAYS = ("2026-01-01", "2026-01-02", None, "2026-01-01", "2026-01-02", None)


def fill(bench: Bench, *records: dict[str, Told]) -> list[bytes]:
    recs = [bytes([i]) * 16 for i in range(1, len(records) + 1)]
    with bench.store.work() as uow:
        for i, (rec, changes) in enumerate(zip(recs, records, strict=True)):
            n = uow.log.next_n(ESPACE)
            uow.log.add_local(ESPACE, rec, revision(n, changes, ms=1_795_000_000_000 + i))
        uow.commit()
    return recs


def listed(bench: Bench, query: Query) -> list[object]:
    with bench.store.read() as uow:
        ids = uow.records.ids(query)
        assert uow.records.count(query) == len(ids)
        return [row.values.get("objet") if row else None for row in uow.records.rows(query.kind, ids)]


def test_lists_are_filtered_and_sorted(bench: Bench) -> None:
    fill(
        bench,
        {"objet": "Écho", "niveau": "a_risque", "urgence": "immediate", "natures/psy": True, "recu_le": "2026-03-02"},
        {"objet": "abricot", "niveau": "derive", "natures/psy": True, "natures/or": True, "recu_le": "2026-01-15"},
        {"objet": "Eau", "niveau": "a_risque", "natures/or": None, "mineur_concerne": True},
    )
    assert listed(bench, Query("signalement")) == ["Eau", "abricot", "Écho"]
    assert listed(bench, Query("signalement", order="objet")) == ["abricot", "Eau", "Écho"]
    assert listed(bench, Query("signalement", order="-objet")) == ["Écho", "Eau", "abricot"]
    assert listed(bench, Query("signalement", order="recu_le")) == ["abricot", "Écho", "Eau"]
    assert listed(bench, Query("signalement", order="-recu_le")) == ["Écho", "abricot", "Eau"]
    assert listed(bench, Query("signalement", filters=(("niveau", "a_risque"),))) == ["Eau", "Écho"]
    assert listed(bench, Query("signalement", filters=(("natures", "psy"),))) == ["abricot", "Écho"]
    assert listed(bench, Query("signalement", filters=(("natures", "or"),))) == ["abricot"]
    assert listed(bench, Query("signalement", filters=(("natures", "ps"),))) == []
    assert listed(bench, Query("signalement", filters=(("mineur_concerne", "true"),))) == ["Eau"]
    assert listed(bench, Query("signalement", filters=(("etat_envoi", "a_envoyer"),), order="modifie")) == [
        "Écho",
        "abricot",
        "Eau",
    ]
    assert listed(bench, Query("signalement", filters=(("etat_envoi", "atteste"),))) == []
    assert listed(bench, Query("signalement", text="ECH")) == ["Écho"]
    assert listed(bench, Query("signalement", espace=b"?" * 16)) == []
    assert listed(bench, Query("fiche-conduite")) == []
    assert listed(bench, Query("kind-inconnu")) == []


def test_of_equals_the_oldest_record_comes_first_and_the_newest_when_descending(bench: Bench) -> None:
    told: list[dict[str, Told]] = [{"objet": name, "recu_le": day} for name, day in zip("abcdef", DAYS, strict=True)]
    fill(bench, *told)
    assert listed(bench, Query("signalement", order="recu_le")) == ["a", "d", "b", "e", "c", "f"]
    assert listed(bench, Query("signalement", order="-recu_le")) == ["e", "b", "d", "a", "f", "c"]
    assert listed(bench, Query("signalement", order="etat_envoi")) == list("abcdef")
    assert listed(bench, Query("signalement", order="-etat_envoi")) == list("fedcba")


def test_rows_follow_the_ids_given(bench: Bench) -> None:
    fill(bench, {"objet": "a"}, {"objet": "b"})
    with bench.store.read() as uow:
        ids = list(uow.records.ids(Query("signalement", order="objet")))
        rows = uow.records.rows("signalement", [ids[1], 999_999, ids[0]])
        assert [row.values["objet"] if row else None for row in rows] == ["b", None, "a"]


def test_search_finds_words_by_their_beginning_without_accents_newest_first(bench: Bench) -> None:
    recs = fill(
        bench,
        {"objet": "Hôpital de jour", "resume": "Rien à signaler."},
        {"objet": "Autre", "resume": "L’hôpital a été prévenu par courriel."},
        {"objet": "Sans rapport"},
    )
    with bench.store.read() as uow:
        total, hits = uow.records.search("hopit")
        assert (total, [hit.rec for hit in hits]) == (2, [recs[1], recs[0]])
        assert hits[1].title == "Hôpital de jour"
        assert "hôpital" in hits[0].excerpt
        assert uow.records.search("HÔPITAL prév")[0] == 1
        assert uow.records.search("hopital", "signalement", 1)[0] == 2
        assert len(uow.records.search("hopital", "signalement", 1)[1]) == 1
        assert uow.records.search("hopital", "fiche-conduite") == (0, [])
        assert uow.records.search("pital") == (0, [])


def test_search_forgets_what_was_changed(bench: Bench) -> None:
    write(bench, REC, {"objet": "ancien"})
    write(bench, REC, {"objet": "nouveau"}, ((bench.me, 1),))
    with bench.store.read() as uow:
        assert uow.records.search("ancien") == (0, [])
        assert uow.records.search("nouveau")[0] == 1


def test_both_sides_of_a_conflict_are_found(bench: Bench) -> None:
    write(bench, REC, {"objet": "abeille"})
    with bench.store.work() as uow:
        uow.log.add_local(ESPACE, REC, revision(uow.log.next_n(ESPACE), {"objet": "bourdon"}))
        uow.commit()
    with bench.store.read() as uow:
        assert uow.records.search("abeille")[0] == uow.records.search("bourdon")[0] == 1


def test_what_is_inside_elements_is_searched(bench: Bench) -> None:
    write(bench, REC, {"personnes/00000000000000aa/nom": "Personne Fictive"})
    with bench.store.read() as uow:
        assert uow.records.search("fictive")[0] == 1


def test_find_and_unknown_kinds(bench: Bench) -> None:
    with bench.store.work() as uow:
        uow.log.add_local(ESPACE, REC, revision(1, {"nom": "Accueil"}, kind="poste"))
        uow.log.add_local(ESPACE, b"z" * 16, revision(2, {"quoi": "?"}, kind="venu-du-futur"))
        uow.commit()
    with bench.store.read() as uow:
        assert uow.records.find("poste") == uow.records.find("poste", ESPACE) == [REC]
        assert uow.records.find("poste", b"?" * 16) == []
        view = uow.records.get(b"z" * 16)
        assert view is not None
        assert (view.kind, view.state.fields["quoi"][0].value) == ("venu-du-futur", "?")


def test_a_list_column_is_bounded_but_the_record_is_whole(bench: Bench) -> None:
    long = "é" * 5000
    write(bench, REC, {"objet": long})
    with bench.store.read() as uow:
        [row] = uow.records.rows("signalement", uow.records.ids(Query("signalement")))
        assert row is not None
        assert row.values["objet"] == long[:300]
        view = uow.records.get(REC)
        assert view is not None
        assert view.state.fields["objet"][0].value == long


def test_a_draft_is_found_again_as_it_was(bench: Bench) -> None:
    draft = Draft(
        b"d" * 16,
        ESPACE,
        REC,
        "signalement",
        ((b"x" * 16, 3),),
        {"objet": "avant", "alias": ("a", "b"), "urgence": True, "age": 4, "rien": None},
        '{"objet": "pend…"}',
        7,
    )
    newer = Draft(b"e" * 16, ESPACE, None, "signalement", (), {}, "{}", 8)
    with bench.store.work() as uow:
        uow.drafts.save(newer)
        uow.drafts.save(Draft(b"d" * 16, ESPACE, None, "signalement", (), {}, "{}", 1))
        uow.drafts.save(draft)
        uow.commit()
    with bench.store.work() as uow:
        assert uow.drafts.all() == [newer, draft]
        assert uow.drafts.get(b"d" * 16) == draft
        uow.log.erase_record(ESPACE, REC)
        assert uow.drafts.all() == [newer]
        uow.drafts.delete(newer.id)
        assert uow.drafts.get(newer.id) is None


def test_an_attachment_comes_in_parts_and_is_checked_whole(bench: Bench) -> None:
    parts = [b"a" * 10, b"b" * 10, b"c" * 3]
    good = blob_id(hashlib.sha256(b"".join(parts)).digest())
    ref = BlobRef(good, b"k" * 32, 23, "text/plain", "note.txt")
    with bench.store.work() as uow:
        uow.blobs.add(ESPACE, REC, ref)
        uow.blobs.add(ESPACE, REC, ref)
        assert [blob.ref for blob in uow.blobs.incomplete(ESPACE)] == [ref]
        for index in (2, 0):
            uow.blobs.put_part(good, index, parts[index])
        assert uow.blobs.part_indexes(good) == [0, 2]
        assert not uow.blobs.finish(good)
        assert uow.blobs.part_indexes(good) == []
        for index, part in enumerate(parts):
            uow.blobs.put_part(good, index, part)
        assert uow.blobs.finish(good)
        uow.commit()
    with bench.store.work() as uow:
        assert list(uow.blobs.parts(good)) == parts
        assert uow.blobs.incomplete(ESPACE) == []
        info = uow.blobs.get(good)
        assert info is not None
        assert (info.complete, info.rec, info.espace) == (True, REC, ESPACE)
        assert uow.log.erase_record(ESPACE, REC) == [good]
        uow.blobs.forget([good])
        assert uow.blobs.get(good) is None
        assert list(uow.blobs.parts(good)) == []
        uow.blobs.add(ESPACE, REC, ref)
        assert uow.blobs.get(good) is None


def test_a_reader_keeps_what_it_began_with_beside_a_writer(bench: Bench) -> None:
    write(bench, REC, {"objet": "un"})
    with bench.store.read() as reader:
        assert reader.records.count(Query("signalement")) == 1
        worker = threading.Thread(target=write, args=(bench, b"s" * 16, {"objet": "deux"}))
        worker.start()
        worker.join()
        assert reader.records.count(Query("signalement")) == 1
    with bench.store.read() as reader:
        assert reader.records.count(Query("signalement")) == 2


def test_writing_twice_at_once_in_one_thread_is_a_mistake_that_shows(bench: Bench) -> None:
    with bench.store.work(), pytest.raises(RuntimeError):
        bench.store.work().__enter__()
    with bench.store.work() as uow:
        uow.commit()

"""The text of attachments is found with the rest, says where it was found, and goes when its file does."""

import hashlib

import pytest

from mvl_desktop.ports.store import Query, TextCounts, TextState
from mvl_desktop.protocol.hashes import blob_id
from mvl_desktop.protocol.objects import BlobRef
from tests.contract.store.conftest import Bench
from tests.fakes.authors import ESPACE, revision

REC, OTHER = b"r" * 16, b"o" * 16
VERSION = 3
SAID = "Je soussignée certifie que la retraite payante était obligatoire."


def attach(bench: Bench, rec: bytes, name: str, *, piece: str = "aa", objet: str = "Objet bonjour") -> bytes:
    """Write a record that names one attachment, whose content lies here."""
    part = f"scellé {name}".encode()
    blob = blob_id(hashlib.sha256(part).digest())
    key = f"pieces/{piece * 8}"
    told = {"objet": objet, key + "/empreinte": blob.hex(), key + "/nom": name}
    with bench.store.work() as uow:
        uow.log.add_local(ESPACE, rec, revision(uow.log.next_n(ESPACE), told))
        uow.blobs.add(ESPACE, rec, BlobRef(blob, b"K" * 32, len(part), "application/pdf", name))
        uow.blobs.put_part(blob, 0, part)
        assert uow.blobs.finish(blob)
        uow.commit()
    return blob


def keep(bench: Bench, blob: bytes, text: str, reason: str = "", *, cut: bool = False) -> None:
    with bench.store.work() as uow:
        uow.piece_texts.keep(blob, VERSION, reason, text, cut=cut)
        uow.commit()


def found(bench: Bench, text: str, kind: str | None = None) -> list[tuple[bytes, str]]:
    with bench.store.read() as uow:
        total, hits = uow.records.search(text, kind)
        assert total == len(hits)
        return [(hit.rec, hit.piece) for hit in hits]


def test_what_nobody_read_is_due_and_then_counted(bench: Bench) -> None:
    first, second = attach(bench, REC, "a.pdf"), attach(bench, OTHER, "b.pdf")
    with bench.store.read() as uow:
        assert uow.piece_texts.due(VERSION, 10) == [second, first]
        assert uow.piece_texts.due(VERSION, 1) == [second]
        assert uow.piece_texts.counts(VERSION) == TextCounts(0, 0, 2)
    keep(bench, first, SAID, cut=True)
    keep(bench, second, "", "protege")
    with bench.store.read() as uow:
        assert uow.piece_texts.due(VERSION, 10) == []
        assert uow.piece_texts.due(VERSION + 1, 10) == [second, first]
        assert uow.piece_texts.counts(VERSION) == TextCounts(1, 1, 0)
        states = uow.piece_texts.states([first, second, b"?" * 32])
    assert states == {first: TextState("", cut=True), second: TextState("protege", cut=False)}


def test_a_record_is_found_by_what_its_attachment_says_and_its_own_words_come_first(bench: Bench) -> None:
    blob = attach(bench, REC, "attestation.pdf")
    own = attach(bench, OTHER, "b.pdf", objet="Une retraite obligatoire")
    keep(bench, blob, SAID)
    keep(bench, own, SAID)
    assert found(bench, "retraite OBLIG") == [(OTHER, ""), (REC, "attestation.pdf")]
    assert found(bench, "etait") == [(OTHER, "b.pdf"), (REC, "attestation.pdf")]
    assert found(bench, "etait", "fiche-conduite") == []
    assert found(bench, "bonjour") == [(REC, "")]
    with bench.store.read() as uow:
        assert uow.records.search("payante")[1][0].excerpt.count("payante") == 1
        wanted = Query("signalement", text="payante")
        ids = list(uow.records.ids(wanted))
        assert len(ids) == uow.records.count(wanted) == 2
        assert sorted(uow.records.found_in_pieces("retraite payante", ids).values()) == ["attestation.pdf", "b.pdf"]
        first = Query("signalement", filters=(("niveau", ""),), text="payante", limit=1)
        assert len(uow.records.ids(first)) == 1
        assert not uow.records.ids(Query("signalement", filters=(("niveau", "a_risque"),), text="payante"))


def test_an_attachment_that_was_taken_off_is_found_no_more(bench: Bench) -> None:
    blob = attach(bench, REC, "a.pdf")
    keep(bench, blob, SAID)
    with bench.store.work() as uow:
        taken = revision(uow.log.next_n(ESPACE), {"pieces/" + "aa" * 8: None}, parents=((bench.me, 1),))
        uow.log.add_local(ESPACE, REC, taken)
        uow.commit()
    assert found(bench, "payante") == []
    with bench.store.read() as uow:
        assert uow.piece_texts.states([blob]) == {}
        assert uow.piece_texts.counts(VERSION) == TextCounts(0, 0, 0)
        assert uow.blobs.get(blob) is not None
    keep(bench, blob, SAID)
    assert found(bench, "payante") == []


@pytest.mark.parametrize("how", ["record", "content"])
def test_what_was_erased_is_found_no_more(bench: Bench, how: str) -> None:
    blob = attach(bench, REC, "a.pdf")
    keep(bench, blob, SAID)
    with bench.store.work() as uow:
        if how == "record":
            uow.blobs.forget(uow.log.erase_record(ESPACE, REC))
        else:
            uow.blobs.forget([blob])
        uow.commit()
    assert found(bench, "payante") == []


def test_an_attachment_of_another_record_gives_it_nothing(bench: Bench) -> None:
    """Naming a content that lies here does not give its words to the record that names it."""
    blob = attach(bench, REC, "a.pdf")
    keep(bench, blob, SAID)
    with bench.store.work() as uow:
        told = {"objet": "Curieux", "pieces/bbbbbbbbbbbbbbbb/empreinte": blob.hex()}
        uow.log.add_local(ESPACE, OTHER, revision(uow.log.next_n(ESPACE), told))
        uow.commit()
    assert found(bench, "payante") == [(REC, "a.pdf")]


def test_lists_made_anew_keep_what_was_read(bench: Bench) -> None:
    blob = attach(bench, REC, "a.pdf")
    keep(bench, blob, SAID)
    bench.store.rebuild()
    assert found(bench, "payante") == [(REC, "a.pdf")]
    assert bench.store.check(thorough=True) == []

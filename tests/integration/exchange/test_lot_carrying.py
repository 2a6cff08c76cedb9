"""Lots on their way: several espaces, several files, several readers, by hand and by the service, all or nothing."""

import os
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from mvl_desktop.exchange import lots
from mvl_desktop.exchange.lot_numbers import MissingLot
from mvl_desktop.exchange.lot_taking import LotOutcome
from mvl_desktop.history.model import Value
from mvl_desktop.ports.carrier import Cancelled, MediumAltersError
from mvl_desktop.protocol.lot_frames import MAGIC
from mvl_desktop.protocol.lot_names import Part, name_part, read_part
from mvl_desktop.protocol.objects import BLOB_PART, BlobRef
from mvl_desktop.services.records import modify_record
from tests.fakes.world import Post, World
from tests.integration.exchange.test_lots import (
    MEDIUM,
    OTHER,
    REC,
    attach,
    export,
    forge,
    held,
    merge,
    opened,
    pair,
)
from tests.integration.exchange.test_synchronise import sending


def numbers(missing: tuple[MissingLot, ...]) -> list[int]:
    return [each.number for each in missing]


# ---- several readers


def test_what_others_were_given_is_no_lot_missing_here(world: World) -> None:
    """An operator writes to one délégation, then to another: neither wonders about what the other got."""
    a, b, c = world.community(3, published=False)
    for round_ in range(2):
        a.save(REC, {"objet": f"n{round_}"})
        for reader in (b, c):
            [path] = export(a, world.folder / f"{round_}-{reader.id.hex()}.mvl", recipient=reader.id)
            assert merge(reader, path).missing == ()
    [everybody] = export(a, world.folder / "tous.mvl")
    assert merge(b, everybody).missing == merge(c, everybody).missing == ()
    assert not b.alarms
    assert not c.alarms
    # But what was for oneself and never came is missed, whatever came for all.
    for round_ in range(2, 4):
        a.save(REC, {"objet": f"n{round_}"})
        last = export(a, world.folder / f"{round_}.mvl", recipient=b.id)[0]
    assert numbers(merge(b, last).missing) == [3]
    assert "lot_manquant" in b.alarms


def test_what_came_by_a_lost_lot_goes_again_until_somebody_attests_it(world: World) -> None:
    a, b = pair(world)
    a.save(REC, {"objet": "perdu"})
    export(a, world.folder / "perdu.mvl", recipient=b.id)
    a.save(OTHER, {"objet": "suivant"})
    [second] = export(a, world.folder / "suivant.mvl", recipient=b.id)
    done = merge(b, second)
    assert done.counts.nouveaux == 2
    receipt = lots.write_receipt(b.ports, MEDIUM, world.folder / "recu.mvl", [done])
    assert receipt is not None
    assert merge(a, receipt).attested == 2
    a.save(OTHER, {"objet": "encore"})
    assert lots.export(a.ports, MEDIUM, world.folder / "3.mvl", [a.espace], recipient=b.id)[0].revisions == 1


# ---- several espaces


def _two_espaces(world: World) -> tuple[Post, Post, Post]:
    """Return a post of two espaces, one that is in both, and one that is only in the first."""
    a, b, c = world.community(3, published=False)
    first = a.espace
    a.found(b"S" * 16)
    a.admit(b)
    a.espace = b.espace = first
    return a, b, c


def test_one_lot_serves_several_espaces_and_each_takes_what_is_theirs(world: World) -> None:
    a, b, c = _two_espaces(world)
    both = (a.espace, b"S" * 16)
    a.save(REC, {"objet": "pour tous"})
    a.espace = both[1]
    a.save(OTHER, {"objet": "CANARI-5530"})
    a.espace = both[0]
    [made] = lots.export(a.ports, MEDIUM, world.folder / "lot.mvl", both)
    assert merge(b, made.path).counts.nouveaux == 2
    assert b.values(OTHER) == {"objet": ["CANARI-5530"]}
    seen = merge(c, made.path)
    assert (seen.counts.nouveaux, seen.counts.hors_perimetre, seen.outside) == (1, 1, {both[1]: 1})
    assert c.values(OTHER) == {}
    assert not c.alarms


def test_a_lot_for_one_post_holds_only_the_espaces_that_it_is_in(world: World) -> None:
    a, _, c = _two_espaces(world)
    a.espace = b"S" * 16
    a.save(OTHER, {"objet": "réservé"})
    a.espace = c.espace
    a.save(REC, {"objet": "pour c"})
    [made] = lots.export(a.ports, MEDIUM, world.folder / "lot.mvl", (a.espace, b"S" * 16), recipient=c.id)
    done = merge(c, made.path)
    assert (done.counts.nouveaux, done.counts.hors_perimetre) == (1, 0)


# ---- several files


def _heavy(post: Post) -> dict[bytes, BlobRef]:
    refs = {REC: attach(post, REC, os.urandom(3 * BLOB_PART + 4_321)), OTHER: attach(post, OTHER, os.urandom(50_000))}
    post.seal()
    return refs


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_an_attachment_is_cut_between_files_that_come_in_any_order(world: World, order: tuple[int, ...]) -> None:
    a, b = pair(world)
    refs = _heavy(a)
    made = lots.export(a.ports, MEDIUM, world.folder / "lot.mvl", [a.espace], max_size=int(1.2 * BLOB_PART))
    assert len(made) == 3
    assert sum(lot.revisions for lot in made) == 2
    assert all(lot.size < 1.5 * BLOB_PART for lot in made)
    whole: LotOutcome | None = None
    for place in order:
        whole = merge(b, made[place].path)
        assert whole.motif is None
        assert whole.part == Part(place + 1, 3)
    assert all(opened(b, ref) for ref in refs.values())
    assert whole is not None
    assert whole.missing == ()
    assert not b.alarms


def test_a_missing_file_is_named_wherever_it_stands_and_its_attachment_is_not_attested(world: World) -> None:
    a, b = pair(world)
    _heavy(a)
    paths = export(a, world.folder / "lot.mvl", max_size=int(1.2 * BLOB_PART))
    done = merge(b, paths[0])
    assert [(each.number, each.part) for each in done.missing] == [(n, Part(n, 3)) for n in (2, 3)]
    outcomes = lots.merge(b.ports, MEDIUM, [paths[2], paths[0]])
    assert [[each.part for each in outcome.missing] for outcome in outcomes] == [[Part(2, 3)]] * 2
    receipt = lots.write_receipt(b.ports, MEDIUM, world.folder / "recu.mvl", outcomes)
    assert receipt is not None
    merge(a, receipt)
    assert sending(a, REC) == "remis"
    assert merge(b, paths[1]).missing == ()
    assert not b.alarms
    receipt = lots.write_receipt(b.ports, MEDIUM, world.folder / "recu.mvl", lots.merge(b.ports, MEDIUM, paths))
    assert receipt is not None
    merge(a, receipt)
    assert sending(a, REC) == "atteste"


def test_the_name_of_a_lot_alone_says_nothing_and_one_of_several_cannot_be_mistaken() -> None:
    assert read_part(bytes(16)) is None
    name = name_part(b"7 bytes", Part(2, 3))
    assert read_part(name) == Part(2, 3)
    assert all(read_part(name[:i] + bytes([name[i] ^ 1]) + name[i + 1 :]) is None for i in range(16))
    assert read_part(name_part(b"7 bytes", Part(4, 3))) is None


# ---- by hand and by the service


@pytest.mark.parametrize("first", ["lot", "service"])
def test_a_record_arrives_half_by_the_service_and_half_by_lot(world: World, first: str) -> None:
    """The same commits by both ways, in both orders: the posts that have them are equal, and know nothing twice."""
    a, b, c = world.community(3)
    for post in (a, b, c):
        post.sync()
    a.save(REC, {"objet": "première moitié"})
    a.seal()
    [path] = export(a, world.folder / "1.mvl")
    a.sync()
    a.save(REC, {"canal": "seconde moitié"})
    a.save(OTHER, {"objet": "autre"})
    if first == "lot":
        merge(b, path)
        a.sync()
        b.sync()
    else:
        a.sync()
        b.sync()
        assert merge(b, path).counts.connus == 1
    c.sync()
    assert b.values(REC) == c.values(REC) == a.values(REC)
    assert held(b) == held(c) == held(a)
    [whole] = export(a, world.folder / "2.mvl") if first == "lot" else [path]
    again = merge(b, whole)
    assert (again.counts.nouveaux, again.counts.fusionnes, again.revisions) == (0, 0, 0)


# ---- all or nothing


def test_several_lots_are_one_transaction(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = pair(world)
    paths = []
    for place in range(3):
        a.save(bytes([65 + place]) * 16, {"objet": f"n{place}"})
        paths += export(a, world.folder / f"{place}.mvl")
    asked: list[int] = []

    def stops_at_the_third() -> bool:
        asked.append(1)
        return len(asked) > 4

    with pytest.raises(Cancelled):
        lots.merge(b.ports, MEDIUM, paths, cancel=stops_at_the_third)
    assert b.values(b"A" * 16) == {}
    # One whose medium changes between its two readings is left out, and takes nothing of the others along.
    read = type(MEDIUM).read
    times: dict[Path, int] = {}

    def fickle(medium: object, source: Path) -> Iterator[bytes]:
        times[source] = times.get(source, 0) + 1
        if source == paths[1] and times[source] > 1:
            raise MediumAltersError
        return read(medium, source)  # type: ignore[arg-type]

    monkeypatch.setattr(type(MEDIUM), "read", fickle)
    outcomes = lots.merge(b.ports, MEDIUM, paths)
    assert [outcome.motif for outcome in outcomes] == [None, "support_defectueux", None]
    assert b.values(b"A" * 16) == {"objet": ["n0"]}
    assert numbers(outcomes[2].missing) == [2]


def test_a_relay_learns_for_whom_a_lot_is_and_nothing_else(world: World) -> None:
    a, b, c = world.community(3, published=False)
    a.save(REC, {"objet": "CANARI-7791"})
    [path] = export(a, world.folder / "lot.mvl", recipient=b.id)
    seen = lots.examine(c.ports, MEDIUM, [path])[0]
    assert seen.motif == "lot_pas_pour_ce_poste"
    assert [getattr(reader, "device", None) for reader in seen.readers] == [b.id]
    assert (seen.by, seen.records, seen.number) == (None, {}, 0)
    # What the relay carried opens at whoever it is for, unchanged.
    assert merge(b, path).counts.nouveaux == 1


# ---- newer posts (X11)


def test_a_lot_of_a_newer_version_is_kept_for_the_day_of_the_update(world: World) -> None:
    a, b = pair(world)
    a.save(REC, {"objet": "bon"})
    [path] = export(a, world.folder / "lot.mvl")
    whole = path.read_bytes()
    place = len(MAGIC) + 4 + 1
    newer = (MAGIC[:-1] + b"\x02" + whole[len(MAGIC) :], whole[:place] + b"\x02" + whole[place + 1 :])
    for content in newer:
        path.write_bytes(content)
        assert merge(b, path).motif == "lot_autre_version"
    older = whole[:place] + b"\x00" + whole[place + 1 :]
    path.write_bytes(older)
    assert merge(b, path).motif == "lot_illisible"
    manifest = forge(a, b, [], world.folder / "manifeste.mvl", v=2)
    assert merge(b, manifest).motif == "lot_autre_version"
    path.write_bytes(whole)
    assert merge(b, path).counts.nouveaux == 1


@pytest.mark.parametrize("way", ["lot", "service"])
def test_what_a_newer_post_wrote_survives_the_edit_of_an_older_one_and_goes_back_unchanged(
    world: World, way: str
) -> None:
    newer, older = world.community(2)
    future: dict[str, Value] = {
        "champ_de_demain": "valeur",
        "mesures/0123456789abcdef/ampleur": 7,
        "liste_neuve": ("a", "b"),
    }
    newer.save(REC, {"objet": "écrit demain", **future})
    kind = b"k" * 16
    newer.save(kind, {"quoi": "un genre que personne ne connaît encore"}, kind="genre-de-demain")

    def pass_on(sender: Post, reader: Post, name: str) -> None:
        if way == "lot":
            assert merge(reader, *export(sender, world.folder / name)).motif is None
        else:
            sender.sync()
            reader.sync()

    pass_on(newer, older, "1.mvl")
    assert modify_record(older.ports, REC.hex(), {"objet": "retouché hier"})
    pass_on(older, newer, "2.mvl")
    kept = newer.values(REC)
    assert kept["objet"] == ["retouché hier"]
    assert {key: kept[key] for key in future} == {key: [value] for key, value in future.items()}
    assert older.values(REC) == kept
    assert older.values(kind) == newer.values(kind) != {}

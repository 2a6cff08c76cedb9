"""R01: a program that stands alone opens real copies of an espace with each pair of guardians, with nothing less."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from msgspec.structs import replace

from mvl_desktop.crypto.primitives import aead, seal
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.copies import CopyWriter, read_copy
from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.escrows import wrap_payload
from mvl_desktop.protocol.objects import Commit, Erase, KeySlot
from mvl_desktop.protocol.registry import build_entry
from mvl_desktop.protocol.wire import FrameType, frame
from mvl_desktop.services import custodians, espace_copies, records
from mvl_desktop.services.history import history_of
from mvl_desktop.services.recovery_reading import read_former
from tests.fakes.guarded import LONG, NAME, NOTE, PAIRS, Guarded, Guardians, guarded_espace
from tests.fakes.offices import open_office
from tests.fakes.world import ROOT, suite

PROGRAM = ROOT / "secours" / "mvl_secours.py"
ALLOWED = {"cryptography", "msgspec", "zstandard", "mnemonic"}
ALONE = """
import runpy, sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("mvl_desktop", "mvl_central", "ui"):
            raise ImportError(name)
sys.meta_path.insert(0, Blocker())
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    made = guarded_espace(tmp_path_factory.mktemp("r01"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def program() -> ModuleType:
    """The program as a module, for what is quicker tried within this process."""
    module = ModuleType("mvl_secours")
    exec(compile(PROGRAM.read_text("utf-8"), str(PROGRAM), "exec"), module.__dict__)  # noqa: S102
    return module


def play(folder: Path, copy: Path, sheets: list[str], *more: str) -> "subprocess.CompletedProcess[str]":
    """Run the program in a process that has nothing of MVL."""
    words = []
    for place, sheet in enumerate(sheets):
        (folder / f"fiche{place}").write_text(sheet, "utf-8")
        words += ["--fiche", str(folder / f"fiche{place}")]
    return subprocess.run(
        [sys.executable, "-c", ALONE, str(PROGRAM), str(copy), str(folder / "sortie"), *words, *more],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def refusal(program: ModuleType, copy: Path, sheets: list[str], founder: str | None = None) -> str:
    """Return the sentence with which the program refuses, "" when it opens."""
    dictionary = (ROOT / "resources" / "dictionaries" / "suite1.zdict").read_bytes()
    try:
        program.Secours(copy, sheets, founder, dictionary)
    except program.RefusError as error:
        return str(error)
    return ""


def opened(program: ModuleType, copy: Path, sheets: list[str]) -> Any:
    return program.Secours(copy, sheets, None, (ROOT / "resources" / "dictionaries" / "suite1.zdict").read_bytes())


def test_the_program_needs_four_libraries_and_nothing_of_ours() -> None:
    named: set[str] = set()
    for node in ast.walk(ast.parse(PROGRAM.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            named |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            named.add(str(node.module).split(".")[0])
    assert named - sys.stdlib_module_names == ALLOWED


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("source", ["poste", "service"])
def test_each_pair_gives_everything_back(held: Guarded, tmp_path: Path, source: str, pair: tuple[int, int]) -> None:
    done = play(tmp_path, held.copies[source], held.guardians.pair(pair), "--fondateur", held.founder, "--oui")
    assert (done.returncode, done.stderr) == (0, "")
    missing = [line for line in done.stdout.splitlines() if "Il manque" in line]
    assert missing == ["Il manque\u00a0: modifications en quarantaine, 1."]
    out = tmp_path / "sortie"
    for id_ in (held.case, held.other):
        told = json.loads((out / "enregistrements" / "signalement" / f"{id_}.json").read_text("utf-8"))
        known = {str(each["revision"]): each for each in history_of(held.agent.ports, id_)}
        live = {name: each for name, each in known.items() if not each["efface"]}
        assert {each["revision"] for each in told["revisions"]} == set(live)
        for each in told["revisions"]:
            assert each["auteur"] == live[each["revision"]]["poste"]
            said: dict[str, Any] = dict(live[each["revision"]]["champs"])  # type: ignore[call-overload]
            assert each["champs"] == {key: change["apres"] for key, change in said.items()}
            assert each["parents"] == live[each["revision"]]["parents"]
    values = json.loads((out / "enregistrements" / "signalement" / f"{held.case}.json").read_text("utf-8"))["valeurs"]
    assert sorted(values["objet"]) == ["Vu par Alix", "Vu par Camille"]
    assert values["departement"] == ["01"]
    found = sorted((out / "pieces" / held.case).iterdir(), key=lambda path: path.stat().st_size)
    assert [path.read_bytes() for path in found] == [NOTE, LONG]
    assert [path.name.partition("-")[2] for path in found] == ["note.txt", "long_nom.bin"]


def test_what_was_erased_stays_erased_and_what_was_revoked_is_there(held: Guarded, program: ModuleType) -> None:
    secours = opened(program, held.copies["service"], held.guardians.pair((0, 1)))
    said = json.dumps([each["changes"] for revisions in secours.records.values() for each in revisions])
    assert "effacer en entier" not in said
    assert "saisi par erreur" not in said
    assert "Enfin juste." in said
    other = secours.records[bytes.fromhex(held.other)]
    places = {each["changes"].get("departement") for each in other}
    # What left before the revocation is there; what a lot brought too late is counted, and waits for a person.
    assert "38" in places
    assert "74" not in places
    assert secours.missing["modifications en quarantaine"] == 1


def test_what_was_erased_is_not_read_though_somebody_kept_it(
    held: Guarded, program: ModuleType, tmp_path: Path
) -> None:
    with held.before.open("rb") as source:
        kept = [data for type_, data in read_copy(source.read) if type_ == FrameType.BODY]
    copy = rewrite(held.copies["service"], tmp_path / "copie", lambda _type, data: [data], kept)
    secours = opened(program, copy, held.guardians.pair((0, 1)))
    said = json.dumps([each["changes"] for revisions in secours.records.values() for each in revisions])
    assert "saisi par erreur" not in said
    assert "Enfin juste." in said
    former = read_former(suite(), copy, held.guardians.pair((0, 1)))
    told = [each.wire.changes for each in former.written.values() if each.wire is not None]
    assert "saisi par erreur" not in str(told)
    assert "Enfin juste." in str(told)


@pytest.mark.parametrize("alone", range(3))
def test_a_single_guardian_opens_nothing(held: Guarded, program: ModuleType, alone: int) -> None:
    sheet = held.guardians.sheets[alone]
    assert "deux gardiens" in refusal(program, held.copies["service"], [sheet])
    assert "deux fois la même fiche" in refusal(program, held.copies["service"], [sheet, sheet])
    stranger = Guardians.three().sheets[0]
    assert "Fiche 2" in refusal(program, held.copies["service"], [sheet, stranger])
    assert "gardien de cet espace" in refusal(program, held.copies["service"], [sheet, stranger])


def test_a_single_seed_does_not_open_even_by_hand(held: Guarded) -> None:
    """No sentence stands in the way here: the wraps themselves need both."""
    crypto = suite()
    with held.agent.ports.store.read() as uow:
        registry = uow.espaces.registry(uow.espaces.all()[0].id)
        sealed = [ct for _, _, ct in uow.keys.escrows(registry.espace)][-3:]
    for rank in range(3):
        seed = crypto.read_words(held.guardians.sheets[rank])
        for other in range(3):
            with pytest.raises(CryptoError):
                crypto.open_escrow(sealed, registry.espace, registry.epoch, {rank: seed, (rank + 1 + other) % 3: seed})


def test_words_as_people_type_them(held: Guarded, program: ModuleType) -> None:
    first, second = held.guardians.pair((2, 0))
    typed = [f"{n}. {program.plain(word).upper()}\n" for n, word in enumerate(first.split(), 1)]
    assert refusal(program, held.copies["service"], ["".join(typed), second.replace(" ", ", ")]) == ""


def test_mistakes_are_told_by_sheet_and_word(held: Guarded, program: ModuleType) -> None:
    first, second = held.guardians.pair((0, 2))
    words = second.split()
    unknown = " ".join([*words[:6], "jamaisvu", *words[7:]])
    assert refusal(program, held.copies["poste"], [first, unknown]).startswith("Fiche 2\u00a0: le mot n°\u00a07 ")
    other = next(word for word in program.Mnemonic("french").wordlist if word not in words)
    for changed in (" ".join([*words[:-1], other]), " ".join([words[1], words[0], *words[2:]])):
        said = refusal(program, held.copies["poste"], [first, changed])
        # One wrong sheet in 256 has a good checksum: it is then no guardian's.
        assert "ne vont pas ensemble" in said or "gardien de cet espace" in said
    assert "23 mots" in refusal(program, held.copies["poste"], [first, " ".join(words[:-1])])


def rewrite(
    source: Path, target: Path, change: Callable[[int, bytes], list[bytes]], bodies: Sequence[bytes] = ()
) -> Path:
    """Write a copy anew, frame by frame, each given to `change`, with more bodies; its end is made right."""
    with source.open("rb") as opened_:
        frames = [(int(type_), new) for type_, data in read_copy(opened_.read) for new in change(type_, data)]
    frames += [(int(FrameType.BODY), body) for body in bodies]
    target.write_bytes(b"".join(CopyWriter().pieces(frames)))
    return target


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_an_altered_or_missing_escrow_is_told(held: Guarded, program: ModuleType, tmp_path: Path) -> None:
    def spoil(type_: int, data: bytes) -> list[bytes]:
        return [flipped(data, len(data) - 1) if type_ == FrameType.ESCROW else data]

    def drop(type_: int, data: bytes) -> list[bytes]:
        return [] if type_ == FrameType.ESCROW else [data]

    for change in (spoil, drop):
        copy = rewrite(held.copies["service"], tmp_path / "copie", change)
        assert "manque à cette copie, ou elle y a été changée" in refusal(program, copy, held.guardians.pair((1, 2)))


def test_a_key_that_is_not_the_espaces_is_refused(held: Guarded, program: ModuleType) -> None:
    """An administrator could have kept another key for guardians: the registry's commitment tells."""
    public = [card.public for card in held.guardians.cards]
    secours = opened(program, held.copies["service"], held.guardians.pair((0, 1)))
    espace = secours.espace
    wrong = suite().seal_escrow(bytes(32), espace.id, espace.epoch, public)
    espace.escrows[espace.epoch] = [program.digest("escrow", each) for each in wrong]
    given = {(espace.epoch, pair): each for pair, each in enumerate(wrong)}
    with pytest.raises(program.RefusError, match="n’est pas celle de l’espace"):
        program.open_epoch(espace, given, held.guardians.pair((0, 1)))


def test_another_espace_with_the_same_guardians_is_not_taken_for_it(
    held: Guarded, program: ModuleType, tmp_path: Path
) -> None:
    """Whoever knows the guardians' public keys can found an espace for them: its founder is not ours."""
    forger = open_office(tmp_path, "Faussaire")
    forger.found(NAME)
    custodians.set_custodians(forger.ports, None, held.guardians.cards)
    records.add_record(forger.ports, "signalement", {"objet": "Un faux"})
    espace_copies.copy_espace(forger.ports, None, tmp_path / "faux.mvl-espace")
    forger.close()
    sheets = held.guardians.pair((0, 1))
    assert "son fondateur est un autre" in refusal(program, tmp_path / "faux.mvl-espace", sheets, held.founder)
    assert "son fondateur est un autre" in refusal(program, held.copies["service"], sheets, held.founder[:20])
    assert refusal(program, held.copies["service"], sheets, held.founder[:32]) == ""


@pytest.mark.parametrize("source", ["poste", "service"])
def test_a_cut_copy_is_refused(held: Guarded, program: ModuleType, tmp_path: Path, source: str) -> None:
    whole = held.copies[source].read_bytes()
    for end in (0, 8, 11, 200, len(whole) // 2, len(whole) - 14, len(whole) - 1):
        (tmp_path / "cut").write_bytes(whole[:end])
        said = refusal(program, tmp_path / "cut", held.guardians.pair((0, 1)))
        assert "coupée" in said or "n’est pas la copie" in said
    (tmp_path / "long").write_bytes(whole + b"x")
    assert "coupée" in refusal(program, tmp_path / "long", held.guardians.pair((0, 1)))


def test_a_changed_byte_is_refused_or_counted_never_believed(
    held: Guarded, program: ModuleType, tmp_path: Path
) -> None:
    sheets = held.guardians.pair((0, 2))
    true = opened(program, held.copies["service"], sheets)
    for place in range(60):
        seen = -1

        def change(_type: int, data: bytes, place: int = place) -> list[bytes]:
            nonlocal seen
            seen += 1
            return [flipped(data, (7 * place) % len(data)) if seen == place else data]

        copy = rewrite(held.copies["service"], tmp_path / "copie", change)
        if seen < place:
            break
        try:
            secours = opened(program, copy, sheets)
        except program.RefusError:
            continue
        for rec, revisions in secours.records.items():
            known = {each["name"]: each for each in true.records[rec]}
            assert all(known[each["name"]] == each for each in revisions)
        lost = sum(map(len, true.records.values())) - sum(map(len, secours.records.values()))
        assert not lost or secours.missing


def test_a_forged_member_and_a_forged_commit_say_nothing(held: Guarded, program: ModuleType, tmp_path: Path) -> None:
    """The service knows everything but the keys: it signs with its own and gets nowhere."""
    forger = suite().new_device()

    def resign(type_: int, data: bytes) -> list[bytes]:
        if type_ != FrameType.COMMIT:
            return [data]
        h = decode(data, Commit, 1 << 20).h
        return [encode(Commit(h, suite().sign(forger.sig, "commit", h)))]

    copy = rewrite(held.copies["service"], tmp_path / "copie", resign)
    secours = opened(program, copy, held.guardians.pair((0, 1)))
    assert not secours.records
    assert secours.missing["envois refusés"]


def test_a_decision_by_who_may_not_take_it_spoils_the_registry(
    held: Guarded, program: ModuleType, tmp_path: Path
) -> None:
    """A member signs for a friend; the service adds, drops, doubles or swaps decisions."""
    with held.agent.ports.store.read() as uow:
        registry, me = uow.espaces.registry(uow.espaces.all()[0].id), uow.identity.device()
    act = registry.draft(Erase, 0, rec=bytes.fromhex(held.case), bodies=None, blobs=[], legal_ref_code="z")
    forged = build_entry(act, [(me.id, lambda tag, message: suite().sign(me.sig, tag, message))])
    with held.copies["service"].open("rb") as source:
        entries = [data for type_, data in read_copy(source.read) if type_ == FrameType.REGISTRY]
    last = entries[-1]
    changes: dict[str, Callable[[int, bytes], list[bytes]]] = {
        "forged": lambda _type, data: [data, forged] if data == last else [data],
        "dropped": lambda _type, data: [] if data == entries[2] else [data],
        "doubled": lambda _type, data: [data, data] if data == last else [data],
    }
    for name, change in changes.items():
        copy = rewrite(held.copies["service"], tmp_path / name, change)
        said = refusal(program, copy, held.guardians.pair((0, 1)))
        assert "mal signée" in said or "cette copie" in said, name


def test_a_commit_that_was_withheld_is_noticed(held: Guarded, program: ModuleType, tmp_path: Path) -> None:
    sheets = held.guardians.pair((0, 1))
    true = opened(program, held.copies["service"], sheets)
    seen: list[bytes] = []

    def drop_second(type_: int, data: bytes) -> list[bytes]:
        if type_ == FrameType.COMMIT:
            seen.append(data)
        return [] if type_ == FrameType.COMMIT and len(seen) == 2 else [data]

    secours = opened(program, rewrite(held.copies["service"], tmp_path / "copie", drop_second), sheets)
    assert sum(map(len, secours.records.values())) < sum(map(len, true.records.values()))
    assert secours.missing["envois dont la suite manque"]


def test_a_slot_with_another_key_takes_no_ones_place(held: Guarded, program: ModuleType, tmp_path: Path) -> None:
    """A member who leaves may spoil what they can: a slot is believed only for the key that commits name."""
    sheets = held.guardians.pair((0, 1))
    true = opened(program, held.copies["service"], sheets)

    def spoil(type_: int, data: bytes) -> list[bytes]:
        if type_ != FrameType.KEYSLOT:
            return [data]
        slot = decode(data, KeySlot, 512)
        if slot.epoch != true.espace.epoch:
            return [data]
        two = [number.to_bytes(2, "big") for number in (slot.v, slot.suite)]
        places = (slot.espace, slot.rec, program.be64(slot.ge), program.be64(slot.epoch), slot.kc)
        context = program.digest("keyslot", *two, *places)
        return [data, encode(replace(slot, ct=seal(aead(true.key), bytes(32), context)))]

    secours = opened(program, rewrite(held.copies["service"], tmp_path / "copie", spoil), sheets)
    assert secours.records == true.records


def test_the_epoch_of_a_copy_is_the_last_of_its_registry(held: Guarded, program: ModuleType) -> None:
    secours = opened(program, held.copies["poste"], held.guardians.pair((0, 1)))
    with held.admin.ports.store.read() as uow:
        registry = uow.espaces.registry(uow.espaces.all()[0].id)
    assert (secours.espace.epoch, secours.espace.heads[-1]) == (registry.epoch, registry.head)
    assert sorted(secours.espace.custodians) == sorted(registry.custodians)


def test_nothing_is_written_before_a_yes_and_never_over_something(held: Guarded, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(held.copies["poste"]), str(tmp_path / "sortie"), "--fiche", "-"],
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 1
    refused = play(tmp_path, held.copies["poste"], held.guardians.pair((0, 1)))
    assert refused.returncode == 1
    assert "EN CLAIR" in refused.stdout
    assert not (tmp_path / "sortie").exists()
    (tmp_path / "sortie").mkdir()
    (tmp_path / "sortie" / "autre").write_text("là")
    full = play(tmp_path, held.copies["poste"], held.guardians.pair((0, 1)), "--oui")
    assert full.returncode == 1
    assert "n’est pas vide" in full.stderr


def test_an_escrow_travels_as_one_frame(held: Guarded) -> None:
    with held.agent.ports.store.read() as uow:
        espace = uow.espaces.all()[0].id
        wraps = uow.keys.escrows(espace)
    written = frame(FrameType.ESCROW, wrap_payload(espace, wraps[0]))
    assert written in held.copies["poste"].read_bytes()

"""D07: the annuaire added in one go, a bilan and a COPIL frozen, an avenant, a bilan that leaves: killed, or no room.

What was acknowledged holds, the command can be given again, and nothing is there by halves or twice.
"""

from pathlib import Path

import pytest

from tests.integration.cli.kills import lines, spread
from tests.integration.cli.places import Place


@pytest.fixture
def a(tmp_path: Path) -> Place:
    place = Place(tmp_path / "alix").made()
    place("espace", "fonder", "Fictif")
    return place


@pytest.fixture
def signed(a: Place) -> tuple[str, str]:
    """Return a convention that both parties signed, and its bilan in preparation."""
    made = a("convention", "commencer", "--region", "11")["id"]
    for partie in ("ars", "miviludes"):
        a("convention", "signer", made, partie, "--le", "2025-11-27")
    period = ("--du", "2026-01-01", "--au", "2026-06-30")
    return made, a("bilan", "preparer", made, "--type", "annuel", *period)["id"]


def test_adding_the_entries_that_are_shipped(a: Place) -> None:
    for cut in spread("annuaire livres", a):
        checked, before, again, after = lines(
            cut.place, "verifier", "organisme lister", "annuaire livres", "organisme lister"
        )
        assert checked.get("ok"), (cut.moment, checked)
        assert before["total"] in (0, after["total"]), (cut.moment, before["total"])
        assert before["total"] or not cut.said, cut.moment
        assert len(again["ajoutes"]) == after["total"] - before["total"], cut.moment
        assert after["total"] > 60


def test_freezing_a_bilan_then_writing_it_to_a_file(a: Place, signed: tuple[str, str]) -> None:
    _convention, bilan = signed
    for cut in spread(f"bilan figer {bilan}", a):
        checked, before, _again, after = lines(
            cut.place, "verifier", f"bilan etat {bilan}", f"bilan figer {bilan}", f"bilan etat {bilan}"
        )
        assert checked.get("ok"), (cut.moment, checked)
        assert before["fige"] or not cut.said, cut.moment
        assert before["integre"], cut.moment
        assert (after["fige"], after["integre"]) == (True, True), (cut.moment, after)
    a("bilan", "figer", bilan)
    leave = f"bilan exporter {bilan} --vers"
    for cut in spread(leave + " {ici}/bilan.csv", a):
        target = cut.place.folder.parent / "bilan.csv"
        checked, register = lines(cut.place, "verifier", "exports lister")
        assert checked.get("ok"), (cut.moment, checked)
        assert target.exists() or not cut.said, cut.moment
        assert register["total"] >= target.exists(), (cut.moment, register)
        if target.exists():
            assert len(target.read_text("utf-8-sig").splitlines()) > 30, cut.moment
            target.unlink()
        again, after = lines(cut.place, f"{leave} {target}", "exports lister")
        assert (again["octets"], after["total"]) == (target.stat().st_size, register["total"] + 1), cut.moment
        assert [each.name for each in target.parent.iterdir() if each.name.startswith("bilan.")] == [target.name]


def test_freezing_a_copil_then_writing_an_avenant(a: Place, signed: tuple[str, str]) -> None:
    convention, _bilan = signed
    copil = a("reunion", "preparer", "copil", "--le", "2026-03-10")["id"]
    for cut in spread(f"reunion figer {copil}", a):
        checked, _again, shown = lines(cut.place, "verifier", f"reunion figer {copil}", f"reunion montrer {copil}")
        assert checked.get("ok"), (cut.moment, checked)
        codes = [each["code"] for each in shown["champs"]["mesures"]]
        assert len(codes) == len(set(codes)) > 20, cut.moment
    extend = f"convention avenant {convention} --objet Prolonger --jusquau 2031-11-27"
    for cut in spread(extend, a):
        checked, shown = lines(cut.place, "verifier", f"convention montrer {convention}")
        assert checked.get("ok"), (cut.moment, checked)
        held = shown["champs"].get("avenants", [])
        assert len(held) in ((1,) if cut.said else (0, 1)), (cut.moment, held)
        assert all(each["objet"] == "Prolonger" and each["jusquau"] == "2031-11-27" for each in held), cut.moment

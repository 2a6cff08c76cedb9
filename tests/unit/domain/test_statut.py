"""What may follow, and what is asked for: every statut of the list has its place."""

import json
from pathlib import Path

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.statut import TERMINES, next_statuts, wanted

STATUTS = json.loads((Path(__file__).parents[3] / "resources" / "nomenclatures" / "statuts.json").read_bytes())
CODES = [row["code"] for row in STATUTS["entrees"]]


def test_every_statut_is_reached_and_none_is_invented() -> None:
    reached = {after for code in ("", *CODES) for after in next_statuts(code)}
    assert reached == set(CODES) - {"brouillon"}
    assert set(CODES) >= TERMINES


def test_only_what_is_destroyed_or_anonymous_has_no_way_back() -> None:
    assert [code for code in CODES if not next_statuts(code)] == ["anonymise", "detruit"]
    assert next_statuts("futur") == ()


def test_closing_and_reopening_ask_for_a_reason_and_a_day() -> None:
    assert wanted({"statut": "clos"}) == ("motif_cloture", "clos_le")
    assert wanted({"statut": "clos", "motif_cloture": "repondu", "clos_le": "2026-11-22"}) == ()
    awaited = {"transmissions": [{"etat": "envoyee"}]}
    assert wanted({"statut": "clos", **awaited})[-1] == "precision_statut", "closed while something is pending"
    assert wanted({"statut": "rouvert", "rouvert_le": "2026-11-22"}) == ("motif_reouverture",)
    assert wanted({}) == ()


def test_what_is_asked_for_is_shown_by_the_form_for_that_statut() -> None:
    declared = required("signalement")
    for code in CODES:
        for name in wanted({"statut": code}):
            field = declared.champ(name)
            assert field is not None
            assert field.is_shown({"statut": code}), name

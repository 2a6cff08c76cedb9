"""The commands of bilans, from the convention to the file; the first word may be the convention itself."""

from pathlib import Path

from tests.integration.cli.places import Place


def test_a_bilan_is_prepared_commented_frozen_and_written(tmp_path: Path) -> None:
    post = Place(tmp_path / "alix").made()
    post("espace", "fonder", "Délégation fictive")
    made = post("convention", "commencer", "--region", "11")["id"]
    for partie in ("ars", "miviludes"):
        post("convention", "signer", made, partie, "--le", "2025-11-27")
    period = ("--du", "2026-01-01", "--au", "2026-06-30")
    assert post.refused(1, "bilan", made, "--vers", str(tmp_path / "absent.pdf"))["erreur"] == "bilan_absent"
    bilan = post("bilan", "preparer", made, "--type", "annuel", *period)["id"]
    post("bilan", "commenter", bilan, "axe_1", "Une année calme.")
    assert not post("bilan", "etat", bilan)["fige"]
    frozen = post("bilan", "figer", bilan)
    assert frozen["fige"]
    assert frozen["integre"]
    assert frozen["chiffres"]
    assert post("bilan", "depuis", bilan)["changees"] == 0
    assert post.refused(1, "bilan", "commenter", bilan, "axe_1", "Trop tard")["erreur"] == "bilan_fige"
    for name in ("bilan.odt", "bilan.xlsx"):
        left = post("bilan", made, "--vers", str(tmp_path / name))
        assert left["id"] == bilan
        assert left["octets"] == (tmp_path / name).stat().st_size
    assert post("bilan", "exporter", bilan, "--vers", str(tmp_path / "bilan.pdf"))["fige"]
    assert post("bilan", "lister")["total"] == 1

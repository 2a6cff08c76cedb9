"""`mvl autotest` tells each native part and each shipped folder apart: what is missing is named."""

import shutil
from pathlib import Path

import pytest

from mvl_desktop.cli.autotest import checks
from mvl_desktop.settings import Settings

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def shipped(tmp_path: Path) -> Settings:
    """Return settings over what is shipped, of which a part may be taken away."""
    for name in ("guide", "images"):
        shutil.copytree(ROOT / "docs" / name, tmp_path / "docs" / name)
    (tmp_path / "resources").mkdir()
    for path in (ROOT / "resources").iterdir():
        (tmp_path / "resources" / path.name).symlink_to(path)
    return Settings(tmp_path / "resources")


def test_everything_that_is_shipped_is_exercised(shipped: Settings) -> None:
    outcomes = checks(shipped)
    assert {"orthographe", "guide", "cryptographie", "pdf_et_odt", "texte_des_pieces"} <= outcomes.keys()
    assert set(outcomes.values()) == {"ok"}


@pytest.mark.parametrize(
    ("gone", "named"),
    [
        ("resources/orthographe", "orthographe"),
        ("resources/autotest", "vecteurs_wycheproof"),
        ("docs/images", "guide"),
    ],
)
def test_what_is_missing_is_named_and_nothing_else(shipped: Settings, gone: str, named: str) -> None:
    path = shipped.resources.parent / gone
    path.rename(path.with_name("ailleurs"))
    wrong = {name for name, outcome in checks(shipped).items() if outcome != "ok"}
    assert wrong == {named}

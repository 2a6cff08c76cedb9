"""« Gardiens et secours » over real posts: named, rehearsed, confided, copied, and founded again elsewhere (K3)."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from mvl_desktop.documents.printer import DocumentPrinter
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.custodian_sheets import write_card
from mvl_desktop.services.exchanges import Carriers
from mvl_desktop.services.founding import found_espace
from mvl_desktop.services.records import add_record, show_record
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.store.profile import Profile, open_store
from tests.fakes.guarded import Guardians
from tests.fakes.offices import SpyJournal
from tests.fakes.stores import PHRASE, copy_store
from tests.fakes.world import ROOT, AtOnce, SetClock, suite
from ui.custody_values import Custody
from ui.post_custody import PostCustody

NAME = "Délégation des gardiens"


class Seat:
    """A real post, and the part of the desk that keeps it for guardians."""

    def __init__(self, folder: Path) -> None:
        clock = SetClock()
        self.profile: Profile = open_store(copy_store(folder), PHRASE, crypto=suite(), clock=clock)
        self.ports = Ports(self.profile.store, suite(), clock, SpyJournal(), AtOnce())
        post = SimpleNamespace(
            ports=self.ports,
            nomenclatures=None,
            printer=DocumentPrinter(ROOT / "resources"),
            medium=None,
            carriers=Carriers(lambda _address: pytest.fail("no network here")),
            opened=self.profile,
        )
        self.desk = PostCustody(post)

    def custody(self, name: str = NAME) -> Custody:
        return next(each for each in self.desk.custodies() if each.nom == name)


@pytest.fixture
def seats(tmp_path: Path) -> Iterator[tuple[Seat, Seat]]:
    made = Seat(tmp_path / "un"), Seat(tmp_path / "deux")
    yield made
    for each in made:
        each.profile.close()


def test_from_naming_three_people_to_an_espace_founded_again(seats: tuple[Seat, Seat], tmp_path: Path) -> None:
    first, later = seats
    found_espace(first.ports, NAME)
    id_ = add_record(first.ports, "signalement", {"objet": "Un stage inventé"}, espace=NAME)
    guardians = Guardians.three()
    cards = []
    for place, card in enumerate(guardians.cards[:2]):
        (tmp_path / f"{place}.mvl-gardien").write_bytes(write_card(card))
        cards.append(first.desk.read_guardian(tmp_path / f"{place}.mvl-gardien"))
    made = first.desk.prepare_guardian("Noor Fictif", NAME, tmp_path / "fiche.pdf")
    assert (tmp_path / "fiche.pdf").read_bytes().startswith(b"%PDF")
    assert made.path.read_text("utf-8").startswith("MVL-GARDIEN 1\nnom: Noor Fictif\n")
    espace = first.custody()
    assert (espace.gardiens, espace.peut_nommer, espace.garde_ici) == ((), True, False)
    with pytest.raises(RefusError, match="sans_gardiens"):
        first.desk.keep_for(espace.espace)
    assert first.desk.name_guardians(espace.espace, [*(card.path for card in cards), made.path])
    espace = first.custody()
    assert [each.nom for each in espace.gardiens] == ["Sacha Inventé", "Charlie Imaginaire", "Noor Fictif"]
    assert (espace.a_repeter, espace.garde_ici) == (True, True)

    sheets = guardians.pair((0, 1))
    assert [each.nom for each in first.desk.rehearse(espace.espace, sheets)] == ["Sacha Inventé", "Charlie Imaginaire"]
    assert not first.custody().a_repeter
    assert first.desk.kept_for() is None
    first.desk.keep_for(espace.espace)
    assert first.desk.kept_for() == NAME
    first.desk.keep_for("")
    assert first.desk.kept_for() is None

    seen = first.desk.copy_espace(espace.espace, tmp_path / "copie.mvl-espace")
    assert seen.gardee
    with pytest.raises(RefusError, match="fondateur_different"):
        later.desk.refound(seen.path, sheets, "Refondée", "0" * 64)
    done = later.desk.refound(seen.path, sheets, "Refondée", seen.fondateur)
    assert (done.enregistrements, done.manque, done.fondateur) == (3, 0, seen.fondateur)
    assert show_record(later.ports, id_).champs["objet"] == "Un stage inventé"
    assert later.custody("Refondée").gardiens == ()

"""What this person likes is remembered on this post, and nowhere else."""

import pytest

from mvl_desktop.services import memory
from mvl_desktop.services.records import add_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office


def test_a_choice_is_remembered_and_forgotten(office: Office) -> None:
    assert memory.recall(office.ports, "colonnes/signalement") is None
    memory.remember(office.ports, "colonnes/signalement", ["objet", "recu_le"])
    assert memory.recall(office.ports, "colonnes/signalement") == ["objet", "recu_le"]
    memory.remember(office.ports, "colonnes/signalement", None)
    assert memory.recall(office.ports, "colonnes/signalement") is None


def test_a_search_is_kept_under_its_name_once_and_forgotten(office: Office) -> None:
    first = memory.SavedSearch("À voir", "signalement", "jeûne", (("niveau", "a_risque"), ("niveau", "")), "-recu_le")
    memory.keep_search(office.ports, memory.SavedSearch("à  voir", "signalement", "avant"))
    memory.keep_search(office.ports, first)
    memory.keep_search(office.ports, memory.SavedSearch("À voir", "fiche-conduite", "mineur"))
    assert memory.saved_searches(office.ports, "signalement") == [first]
    memory.forget_search(office.ports, "signalement", "À voir")
    assert memory.saved_searches(office.ports, "signalement") == []
    assert len(memory.saved_searches(office.ports, "fiche-conduite")) == 1
    with pytest.raises(RefusError):
        memory.keep_search(office.ports, memory.SavedSearch(" ", "signalement"))


def test_a_record_is_followed_here_and_travels_without_it(office: Office) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    memory.follow(office.ports, rec, followed=True)
    assert memory.is_followed(office.ports, rec)
    with office.ports.store.read() as uow:
        assert len(uow.log.revisions(bytes.fromhex(rec))) == 1
        assert memory.followed_records(uow) == {bytes.fromhex(rec)}
    memory.follow(office.ports, rec, followed=False)
    assert not memory.is_followed(office.ports, rec)

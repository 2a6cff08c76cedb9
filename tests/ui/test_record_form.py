"""The form's view-model: what is typed is kept, saved once, and survives every order of events. No widget."""

import pytest

from tests.ui.fakes import HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from ui.echeance_values import DueSaid
from ui.view_models.deadlines import Deadlines
from ui.view_models.record_form import AUTOSAVE_SECONDS, LONGEST_WAIT_SECONDS, RecordForm


class Form:
    """A form over a fake post."""

    def __init__(self, desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms) -> None:
        self.form = RecordForm(desk, background, alarms, alarms.clock)
        self.refusals: list[tuple[str, str]] = []
        self.form.refused.connect(lambda code, champ: self.refusals.append((code, champ)))


def _objet(form: RecordForm) -> object:
    assert form.typed is not None
    return form.typed.champs["objet"]


@pytest.fixture
def made(desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms) -> Form:
    return Form(desk, background, alarms)


def test_a_draft_is_kept_within_two_seconds_of_the_last_keystroke(
    made: Form, desk: MemoryDesk, alarms: HandAlarms
) -> None:
    made.form.begin("signalement")
    for letter in ("S", "St", "Sta"):
        made.form.type({"objet": letter})
        alarms.forward(0.5)
    assert desk.keeps == 0

    assert AUTOSAVE_SECONDS < 2
    alarms.forward(AUTOSAVE_SECONDS)

    assert [typed.champs["objet"] for typed in desk.kept.values()] == ["Sta"]
    assert made.form.indicator == "Brouillon enregistré à 14\u00a0h\u00a003"


def test_somebody_who_never_stops_typing_is_kept_too(made: Form, desk: MemoryDesk, alarms: HandAlarms) -> None:
    made.form.begin("signalement")
    for beat in range(20):
        made.form.type({"objet": "x" * beat})
        alarms.forward(0.4)
    assert desk.keeps >= int(20 * 0.4 / LONGEST_WAIT_SECONDS)


def test_two_quick_saves_make_one_record(desk: MemoryDesk, alarms: HandAlarms) -> None:
    background = HeldBackground()
    form = Form(desk, background, alarms).form
    form.begin("signalement")
    background.finish()
    form.type({"objet": "Stage de jeûne"})

    form.save()
    form.save()
    background.finish()

    assert desk.saves == 1
    assert len(desk.records) == 1
    assert not desk.kept


def test_what_is_typed_during_a_save_is_not_lost(desk: MemoryDesk, alarms: HandAlarms) -> None:
    background = HeldBackground()
    form = Form(desk, background, alarms).form
    form.begin("signalement")
    background.finish()
    form.type({"objet": "Avant"})
    form.save()
    form.type({"objet": "Avant", "adresse_lieu": "Pendant"})
    background.finish()

    assert form.typed is not None
    assert form.typed.rec is not None
    assert form.typed.champs["adresse_lieu"] == "Pendant"
    assert form.can_save
    form.flush()
    background.finish()
    assert [typed.champs["adresse_lieu"] for typed in desk.kept.values()] == ["Pendant"]


def test_what_is_typed_as_a_save_ends_is_not_lost_and_leaves_no_draft_behind(
    desk: MemoryDesk, alarms: HandAlarms
) -> None:
    """The record is there, the form has not shown it yet, and the person types on: a slow post leaves time for it."""
    background = HeldBackground()
    form = Form(desk, background, alarms).form
    form.begin("signalement")
    background.finish()
    form.type({"objet": "Avant"})
    form.save()
    background.held.pop(0)()
    form.type({"objet": "Avant, et après"})
    alarms.forward(AUTOSAVE_SECONDS)
    background.finish()
    alarms.forward(AUTOSAVE_SECONDS)
    background.finish()

    assert form.typed is not None
    assert form.typed.champs["objet"] == "Avant, et après"
    form.save()
    background.finish()
    assert [record.champs["objet"] for record in desk.records.values()] == ["Avant, et après"]
    assert not desk.kept


def test_a_refusal_names_the_field_and_keeps_what_is_typed(made: Form, desk: MemoryDesk, alarms: HandAlarms) -> None:
    made.form.begin("signalement")
    made.form.type({"objet": "refusé"})

    made.form.save()

    assert made.refusals == [("texte_trop_long", "objet")]
    assert made.form.can_save
    alarms.forward(AUTOSAVE_SECONDS)
    assert [typed.champs["objet"] for typed in desk.kept.values()] == ["refusé"]


def test_a_draft_that_cannot_be_kept_is_said_and_tried_again(made: Form, desk: MemoryDesk, alarms: HandAlarms) -> None:
    made.form.begin("signalement")
    desk.refusal = "disque_plein"
    made.form.type({"objet": "Stage"})
    alarms.forward(AUTOSAVE_SECONDS)

    assert made.refusals == [("disque_plein", "")]
    assert made.form.troubled
    desk.refusal = None
    made.form.flush()
    assert desk.keeps == 1


def test_leaving_a_form_keeps_its_draft_and_coming_back_resumes_it(
    made: Form, desk: MemoryDesk, alarms: HandAlarms
) -> None:
    rec = desk.add("signalement", objet="Premier")
    made.form.open(rec)
    made.form.type({"objet": "Corrigé"})
    made.form.open(desk.add("signalement", objet="Second"))
    assert _objet(made.form) == "Second"

    made.form.open(rec)

    assert _objet(made.form) == "Corrigé"
    assert made.form.indicator == "Brouillon repris"


def test_giving_up_shows_the_record_again(made: Form, desk: MemoryDesk, alarms: HandAlarms) -> None:
    rec = desk.add("signalement", objet="Premier")
    made.form.open(rec)
    made.form.type({"objet": "Autre"})
    alarms.forward(AUTOSAVE_SECONDS)

    made.form.discard()

    assert made.form.typed is not None
    assert made.form.typed.champs["objet"] == "Premier"
    assert not desk.kept
    assert not made.form.can_save


def test_an_answer_that_comes_after_another_record_was_opened_is_dropped(desk: MemoryDesk, alarms: HandAlarms) -> None:
    background = HeldBackground()
    form = Form(desk, background, alarms).form
    first, second = desk.add("signalement", objet="Un"), desk.add("signalement", objet="Deux")
    form.open(first)
    form.open(second)
    background.held.reverse()
    background.finish()
    assert form.record is not None
    assert form.record.id == second


def test_an_exchange_never_replaces_what_somebody_types(made: Form, desk: MemoryDesk, alarms: HandAlarms) -> None:
    rec = desk.add("signalement", objet="Premier")
    made.form.open(rec)
    made.form.type({"objet": "En cours"})
    desk.records[rec].champs["objet"] = "Reçu d’ailleurs"

    made.form.refresh()

    assert made.form.typed is not None
    assert made.form.typed.champs["objet"] == "En cours"


def test_a_bug_is_not_told_as_a_refusal(made: Form, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_kind: str, _espace: str | None = None) -> None:
        raise KeyError

    monkeypatch.setattr(desk, "begin", broken)
    with pytest.raises(KeyError):
        made.form.begin("signalement")
    assert not made.refusals


def test_a_save_refused_after_the_form_was_left_is_kept_as_a_draft(desk: MemoryDesk, alarms: HandAlarms) -> None:
    background = HeldBackground()
    made = Form(desk, background, alarms)
    made.form.begin("signalement")
    background.finish()
    made.form.type({"objet": "refusé"})
    made.form.save()
    made.form.begin("signalement")
    background.finish()

    assert [typed.champs["objet"] for typed in desk.kept.values()] == ["refusé"]
    assert made.refusals == [("texte_trop_long", "objet")]


def test_what_is_typed_in_another_form_during_a_save_is_kept(desk: MemoryDesk, alarms: HandAlarms) -> None:
    background = HeldBackground()
    form = Form(desk, background, alarms).form
    form.begin("signalement")
    background.finish()
    form.type({"objet": "Un"})
    form.save()
    saving = background.held.pop()
    form.begin("signalement")
    background.finish()
    form.type({"objet": "Deux"})
    saving()
    background.finish()
    alarms.forward(AUTOSAVE_SECONDS)
    background.finish()

    assert [typed.champs["objet"] for typed in desk.kept.values()] == ["Deux"]


def _read(desk: MemoryDesk, background: HeldBackground, alarms: HandAlarms, rec: str) -> RecordForm:
    form = Form(desk, background, alarms).form
    form.open(rec)
    background.finish()
    return form


def test_what_is_typed_while_an_exchange_brings_the_record_again_stays(desk: MemoryDesk, alarms: HandAlarms) -> None:
    background = HeldBackground()
    form = _read(desk, background, alarms, desk.add("signalement", objet="Avant"))
    form.refresh()
    form.type({"objet": "Tapé pendant ce temps"})
    background.finish()
    assert _objet(form) == "Tapé pendant ce temps"

    alarms.forward(AUTOSAVE_SECONDS)
    background.finish()
    assert [typed.champs["objet"] for typed in desk.kept.values()] == ["Tapé pendant ce temps"]


def test_a_record_asked_for_is_not_taken_back_by_an_exchange_that_ends(desk: MemoryDesk, alarms: HandAlarms) -> None:
    background = HeldBackground()
    form = _read(desk, background, alarms, desk.add("signalement", objet="Premier"))
    form.open(desk.add("signalement", objet="Second"))
    form.refresh()
    background.finish()
    assert _objet(form) == "Second"


def test_the_last_of_two_exchanges_is_shown(desk: MemoryDesk, alarms: HandAlarms) -> None:
    background = HeldBackground()
    rec = desk.add("signalement", objet="Avant")
    form = _read(desk, background, alarms, rec)
    form.refresh()
    form.refresh()
    background.held.pop(0)()
    desk.records[rec].champs["objet"] = "Venu d’ailleurs"
    background.finish()
    assert _objet(form) == "Venu d’ailleurs"


def test_two_deadlines_said_one_after_the_other_are_both_said(desk: MemoryDesk, alarms: HandAlarms) -> None:
    background = HeldBackground()
    form = _read(desk, background, alarms, desk.add("signalement", objet="Stage"))
    deadlines = Deadlines(desk, form)
    for cle in ("une", "autre"):
        deadlines.say(DueSaid(etat="tenue", cle=cle))
    background.finish()
    assert form.typed is not None
    said = form.typed.champs["echeances"]
    assert isinstance(said, list)
    assert [each["id"] for each in said] == ["une", "autre"]

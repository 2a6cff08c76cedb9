"""The exchanges' view-model: one at a time, stopped when asked, tried again by itself without a window."""

from pathlib import Path

import pytest

from tests.ui.fakes import HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from ui.values import Exchanged, Notice
from ui.view_models.exchange import FIRST_RETRY_SECONDS, ExchangeDesk, said


class Heard:
    """An exchange page without a page."""

    def __init__(self, desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms) -> None:
        self.exchange = ExchangeDesk(desk, background, alarms)
        self.done: list[str] = []
        self.refused: list[str] = []
        self.exchange.done.connect(self.done.append)
        self.exchange.refused.connect(self.refused.append)
        self.exchange.refresh()


@pytest.fixture
def heard(desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms) -> Heard:
    return Heard(desk, background, alarms)


def test_one_exchange_at_a_time(desk: MemoryDesk, alarms: HandAlarms) -> None:
    background = HeldBackground()
    exchange = ExchangeDesk(desk, background, alarms)
    exchange.synchronise()
    exchange.synchronise()
    exchange.merge(Path("x.mvl"), None)
    assert len(background.tasks) == 1
    assert exchange.busy
    background.finish()
    assert not exchange.busy


def test_an_exchange_that_is_stopped_says_so(desk: MemoryDesk, alarms: HandAlarms) -> None:
    background = HeldBackground()
    heard = Heard(desk, background, alarms)
    heard.exchange.synchronise()
    heard.exchange.cancel()
    background.finish()
    assert heard.refused == ["annule"]
    assert not heard.exchange.busy


def test_it_exchanges_by_itself_and_says_nothing(heard: Heard, desk: MemoryDesk, alarms: HandAlarms) -> None:
    desk.add("signalement", objet="a")
    alarms.forward(FIRST_RETRY_SECONDS)
    assert [record.etat for record in desk.records.values()] == ["atteste"]
    assert heard.done == []


def test_without_a_network_it_tries_again_later_and_later(
    heard: Heard, desk: MemoryDesk, alarms: HandAlarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[float] = []
    started = alarms.clock()

    def down(_watch: object) -> Exchanged:
        tries.append((alarms.clock() - started).total_seconds())
        desk.refusal = "service_injoignable"
        desk._refuse()
        raise AssertionError

    monkeypatch.setattr(desk, "synchronise", down)
    for _ in range(20 * 60):
        desk.refusal = None
        alarms.forward(1)
    assert tries == [60, 120, 240, 480, 960]
    assert heard.refused == []


def test_without_a_service_nothing_is_tried(
    desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms
) -> None:
    desk.service = None
    Heard(desk, background, alarms)
    desk.refusal = "aucun_service"
    alarms.forward(3600)


def test_notices_stay_until_somebody_has_read_them(heard: Heard, desk: MemoryDesk) -> None:
    desk.alarms = (Notice(3, "Ain : un poste est entré."),)
    heard.exchange.refresh()
    heard.exchange.acknowledge()
    assert heard.exchange.situation is not None
    assert heard.exchange.situation.alarmes == ()


def test_what_happened_is_one_sentence() -> None:
    assert said(Exchanged(0, 0, 0, 0, 0, 0)).endswith("tout était à jour.")
    assert "1\u00a0modification envoyée" in said(Exchanged(1, 0, 0, 0, 0, 1))
    assert "2\u00a0conflits à décider" in said(Exchanged(0, 3, 2, 0, 0, 0))

"""The exchanges' view-model: one at a time, stopped when asked, tried again by itself without a window."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from tests.ui.fakes import NOON, HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from tests.ui.memory_lots import seen_lots
from ui.comforts import dropped_lot
from ui.values import Exchanged, LotReport, Notice, Passage, PastExchange, Unsent
from ui.view_models.exchange import FIRST_RETRY_SECONDS, ExchangeDesk, said
from ui.view_models.posts import PostsList
from ui.views.exchange import ExchangeView
from ui.views.lots import LotsDialog


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
    exchange.merge(seen_lots([desk.report]), (), None)
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


def test_a_reminder_is_put_away_when_read_and_an_alarm_stays_until_it_is_handled(
    heard: Heard, desk: MemoryDesk
) -> None:
    alarm = Notice(3, "Ain\u00a0: un poste est entré.")
    desk.alarms = (Notice(-1, "Rien n’est ailleurs depuis dix jours."), alarm)
    heard.exchange.refresh()
    heard.exchange.acknowledge()
    assert heard.exchange.situation is not None
    assert heard.exchange.situation.alarmes == (alarm,)


def test_what_happened_is_one_sentence() -> None:
    assert said(Exchanged(0, 0, 0, 0, 0, 0)).endswith("tout était à jour.")
    assert "1\u00a0modification envoyée" in said(Exchanged(1, 0, 0, 0, 0, 1))
    assert "2\u00a0conflits à décider" in said(Exchanged(0, 3, 2, 0, 0, 0))


# the page


def _unsent(etat: str, *voies: Passage, titre: str = "Stage de jeûne", jours: int = 0) -> Unsent:
    return Unsent(etat, "signalement", titre, etat, "", NOON - timedelta(days=jours), "Ain", voies)


@pytest.fixture
def page(qtbot: QtBot, desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms) -> ExchangeView:
    exchange = ExchangeDesk(desk, background, alarms, now=alarms.clock)
    view = ExchangeView(exchange, PostsList(desk, background, alarms), alarms.clock)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    return view


def _cells(view: ExchangeView) -> list[list[str]]:
    table = view.table
    return [
        [cell.text() if (cell := table.item(line, column)) else "" for column in range(table.columnCount())]
        for line in range(table.rowCount())
    ]


def test_each_way_is_told_and_nothing_is_said_received_without_a_date(
    page: ExchangeView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        _unsent("a_envoyer", Passage("service", "https://s", "a_envoyer")),
        _unsent("remis", Passage("lot", "12", "remis", NOON, "Claude Essai"), jours=9),
        _unsent("brouillon", titre=""),
    ]
    monkeypatch.setattr(desk, "unsent", lambda: lines)
    page.refresh()
    first, second, third = _cells(page)
    assert "pas encore reçu" in first[3]
    assert "Claude Essai" in second[3]
    assert "sans récépissé" in second[3]
    assert second[2] == "Il y a 9\u00a0jours"
    assert third[:2] == ["Sans titre", "Brouillon"]
    assert "accusé reçu" not in " ".join(cell for line in (first, second, third) for cell in line)


def test_filters_show_one_state_and_receipts_with_their_date(
    page: ExchangeView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "unsent", lambda: [_unsent("a_envoyer"), _unsent("remis")])
    done = _unsent("atteste", Passage("service", "https://s", "atteste", NOON))
    monkeypatch.setattr(desk, "attested", lambda _limit: [done])
    for state, shown in (("", 2), ("remis", 1), ("brouillon", 0), ("atteste", 1)):
        page.filter.setCurrentIndex(page.filter.findData(state))
        page.filter.activated.emit(page.filter.currentIndex())
        assert page.table.rowCount() == shown, state
    assert "accusé reçu aujourd’hui à 14\u00a0h\u00a003" in _cells(page)[0][3]
    assert page.filter.count() == 5


def test_the_reason_of_the_last_failure_and_the_next_try_are_said(page: ExchangeView, desk: MemoryDesk) -> None:
    desk.exchanges = [
        PastExchange(NOON, "service", arret="service_injoignable"),
        PastExchange(NOON, "lot_ecrit", (12, 3)),
        PastExchange(NOON, "service", (2, 1)),
    ]
    page.refresh()
    assert "ne répond pas" in page.failure.text()
    assert "Prochain essai\u00a0: aujourd’hui à 14\u00a0h\u00a004" in page.last.text()
    page.tabs.setCurrentIndex(1)
    results = [cell.text() if (cell := page.log.item(line, 2)) else "" for line in range(3)]
    assert "ne répond pas" in results[0]
    assert results[1] == "Lot n°\u00a012, 3\u00a0modifications"
    assert results[2] == "2\u00a0envoyées, 1\u00a0reçue"

    desk.exchanges.insert(0, PastExchange(NOON, "service", (0, 0)))
    page.refresh()
    assert not page.failure.isVisible(), "what was mended is said no more"


def test_a_lot_dropped_on_the_window_is_shown_before_anything_happens(qtbot: QtBot, desk: MemoryDesk) -> None:
    for name, taken in (("echange.mvl", True), ("photo.jpg", False)):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(f"/media/cle/{name}")])
        event = QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        assert (dropped_lot(event) == Path(f"/media/cle/{name}")) is taken
    assert desk.asked == []


_TAKEN = ["examine x.mvl", "recover x.mvl", "merge x.mvl None"]


@pytest.mark.parametrize(("answer", "asked"), [(True, _TAKEN), (False, ["examine x.mvl"])])
def test_of_a_lot_that_is_cut_what_can_be_read_is_taken_only_when_asked(
    page: ExchangeView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch, answer: bool, asked: list[str]
) -> None:
    desk.report = LotReport("x.mvl", "3", "Claude", 0, 0, 0, 0, 0, 0, motif="lot_incomplet")
    seen: list[str] = []
    done: list[str] = []

    def person(_parent: object, _title: str, text: str, _yes: str, *, danger: bool) -> bool:
        assert danger, "giving up is what Enter does"
        seen.append(text)
        return answer

    monkeypatch.setattr("ui.views.exchange.ask", person)
    monkeypatch.setattr(LotsDialog, "ask", lambda _dialog: True)
    monkeypatch.setattr(LotsDialog, "receipt_path", lambda _dialog: None)
    page.exchange.done.connect(done.append)
    page.examine(Path("x.mvl"))
    assert [each for each in desk.asked if "x.mvl" in each] == asked
    assert "Il manque la fin de ce lot" in seen[0]
    assert bool(done) is answer
    if done:
        assert "3 objets repris sur 5 annoncés, le reste manque" in done[0]

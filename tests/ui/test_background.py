"""The door to the threads: answers on the main thread, in order, long work beside short, nothing swallowed."""

import threading
from functools import partial

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.background import Progress, ThreadBackground, Watch


def _never(error: Exception) -> None:
    raise AssertionError from error


def test_answers_come_on_the_main_thread_in_the_order_asked(qtbot: QtBot) -> None:
    background = ThreadBackground()
    seen: list[tuple[int, bool, bool]] = []
    main = threading.main_thread()

    def work(number: int) -> tuple[int, bool]:
        return number, threading.current_thread() is main

    def done(found: tuple[int, bool]) -> None:
        seen.append((found[0], found[1], threading.current_thread() is main))

    for number in range(20):
        background.run(partial(work, number), done, _never)
    qtbot.waitUntil(lambda: len(seen) == 20)
    background.stop()
    assert seen == [(number, False, True) for number in range(20)]


def test_an_error_is_handed_over_whole(qtbot: QtBot) -> None:
    background = ThreadBackground()
    errors: list[Exception] = []

    def work() -> None:
        raise KeyError("objet")

    background.run(work, lambda _none: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    background.stop()
    assert isinstance(errors[0], KeyError)


def test_short_work_does_not_wait_behind_an_exchange_and_cancel_stops_it(qtbot: QtBot) -> None:
    background = ThreadBackground()
    started = threading.Event()
    ended: list[str] = []
    short: list[str] = []
    steps: list[Progress] = []

    def exchange(watch: Watch) -> str:
        watch.progress(1, 2, "Envoi…")
        started.set()
        gate = threading.Event()
        while not watch.cancelled():
            gate.wait(0.01)
        return "arrêté"

    task = background.run_long(exchange, ended.append, _never, steps.append)
    started.wait(10)
    background.run(lambda: "court", short.append, _never)
    qtbot.waitUntil(lambda: short == ["court"])
    assert not ended
    task.cancel()
    qtbot.waitUntil(lambda: ended == ["arrêté"])
    background.stop()
    assert steps == [Progress(1, 2, "Envoi…")]


def test_drain_waits_and_deliver_answers_without_the_loop(qapp: QApplication) -> None:
    background = ThreadBackground()
    gate = threading.Event()
    answers: list[bool] = []
    background.run(lambda: gate.wait(10), answers.append, _never)
    assert not background.drain(0.01)
    gate.set()
    assert background.drain(10)
    assert not answers
    background.deliver()
    background.stop()
    assert answers == [True]


def test_an_answer_that_asks_for_more_while_all_is_put_away_is_no_incident(qtbot: QtBot) -> None:
    background = ThreadBackground()
    seen: list[str] = []
    background.run(lambda: "le dernier", lambda said: seen.append(said), _never)
    assert background.drain(10)
    background.stop()
    background.deliver()
    background.run(lambda: "trop tard", lambda said: seen.append(said), _never)
    background.run_long(lambda _watch: "trop tard", lambda said: seen.append(said), _never, lambda _step: None)
    background.deliver()
    assert seen == []

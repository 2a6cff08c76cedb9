"""Logs carry codes and allow-listed fields, nothing else (L01, L02, service side)."""

import json
import logging

from mvl_central.events import JsonFormatter, note, note_failure


def written(caplog_records: list[logging.LogRecord]) -> list[dict[str, object]]:
    return [json.loads(JsonFormatter().format(record)) for record in caplog_records]


class Caught(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def caught(action: object, level: int = logging.INFO) -> list[dict[str, object]]:
    handler, logger = Caught(), logging.getLogger("mvl_central")
    before, propagates = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    try:
        action()  # type: ignore[operator]
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
        logger.propagate = propagates
    return written(handler.records)


def test_fields_outside_the_list_are_dropped_and_identifiers_are_cut() -> None:
    (line,) = caught(lambda: note("push", espace=bytes(range(16)), body="CANARI", commits=3))
    assert line["espace"] == "00010203"
    assert line["commits"] == 3
    assert "CANARI" not in str(line)


def test_a_failure_says_its_class_and_place_and_not_its_message() -> None:
    def fail() -> None:
        try:
            int("CANARI")
        except ValueError as error:
            note_failure(error, "0badcafe", route="/x")

    (line,) = caught(fail)
    assert (line["kind"], line["incident"]) == ("ValueError", "0badcafe")
    assert str(line["place"]).startswith("fail:")
    assert "CANARI" not in str(line)


def test_a_library_that_logs_a_message_loses_it() -> None:
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "x.py", 1, "CANARI %s", ("CANARI",), None)
    line = JsonFormatter().format(record)
    assert "CANARI" not in line
    assert json.loads(line)["place"] == "uvicorn.error"


def test_a_line_break_cannot_forge_a_line() -> None:
    (line,) = caught(lambda: note("request", route='a\n{"event":"forged"}\x1b[31m'))
    assert json.dumps(line, ensure_ascii=True).count("\n") == 0

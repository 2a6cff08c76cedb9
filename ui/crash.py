"""What happens when something unexpected does: one window without data, one log line without data, never silence."""

import logging
import secrets
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger(__name__)

Tell = Callable[[str], None]


def place_of(error: BaseException) -> str:
    """Return the class of an error and where it was raised: no message, no value."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} {where}"


def install(tell: Tell) -> None:
    """Hear every error that nobody caught. `tell` shows an incident number to the person."""
    telling = False

    def report(error: BaseException) -> None:
        nonlocal telling
        number = secrets.token_hex(4)
        log.error("incident %s %s", number, place_of(error))
        if not telling and threading.current_thread() is threading.main_thread():
            telling = True
            try:
                tell(number)
            finally:
                telling = False

    def hook(_type: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if not isinstance(error, KeyboardInterrupt):
            report(error)

    def thread_hook(failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None:
            report(failed.exc_value)

    sys.excepthook = hook
    threading.excepthook = thread_hook
    sys.unraisablehook = lambda failed: log.error("unraisable %s", type(failed.exc_value).__name__)
    qInstallMessageHandler(_on_qt)


def _on_qt(kind: QtMsgType, context: QMessageLogContext, _text: str) -> None:
    """Keep the category of what Qt says, never its words: they may quote a file name or a text."""
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        log.error("qt %s", context.category)

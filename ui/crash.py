"""What happens when something unexpected does: one window without data, one line without data, never silence.

No log is kept: a line goes to the error output, and its words are a closed list (an incident's number, the class of an
error, a module and a line, a category of Qt). Libraries say nothing at all: `mvl_desktop.store.hardening`.
"""

import secrets
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

Tell = Callable[[str], None]
_WORD_MAX = 120


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
        _write("incident", number, *place_of(error).split())
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
    sys.unraisablehook = lambda failed: _write("sans suite", failed.exc_type.__name__)
    qInstallMessageHandler(_on_qt)


def _on_qt(kind: QtMsgType, context: QMessageLogContext, _text: str) -> None:
    """Keep the category of what Qt says, never its words: they may quote a file name or a text."""
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        _write("qt", str(context.category))


def _write(*words: str) -> None:
    """Write one line: what is neither a letter, a figure nor one of a few signs is dropped, so nobody forges another.

    A packaged window has no error output; the person has the number.
    """
    if sys.stderr is None:
        return
    line = " ".join(words)[:_WORD_MAX]
    kept = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " ._:<>") else "?" for sign in line)
    sys.stderr.write(f"{kept}\n")

"""The program that reads attachments, for real: what a hostile file, or a reader taken over by one, may do: nothing."""

import os
import select
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from mvl_desktop.documents.piece_text import IsolatedTextReader, reader_command
from mvl_desktop.ports.texts import FileText, ReadingStoppedError
from mvl_desktop.readers.frames import SOURCE_MAX, block, end
from tests.fakes.papers import docx, mail, paragraph, pdf

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system calls are filtered on Linux")
SECRET = "phrase secrete du poste"


@pytest.fixture(scope="module")
def reader() -> IsolatedTextReader:
    return IsolatedTextReader()


def other(code: str, *, seconds: float = 20.0) -> IsolatedTextReader:
    """Return a reader whose program is this one: what the usual one could become."""
    return IsolatedTextReader([sys.executable, "-I", "-c", code], seconds)


def inside(code: str) -> FileText:
    """Run code where a file is read: limits set, doors closed, the request given; it answers by `said`."""
    return other(
        "import sys, os, socket, ctypes\n"
        "from mvl_desktop.readers import child, shutting\n"
        "from mvl_desktop.readers.frames import block, end, read_request\n"
        "shutting.limit(); child._import_ahead(); shut = shutting.shut()\n"
        "read_request(sys.stdin.buffer)\n"
        "said = []\n"
        f"{code}\n"
        "out = b''.join(block(each) for each in said) + end('', shut, cut=False)\n"
        "sys.stdout.buffer.write(out)\n"
    ).read("a.txt", b"a")


def test_files_are_read_in_another_process(reader: IsolatedTextReader) -> None:
    assert reader.read("a.pdf", pdf("Attestation").bytes()) == FileText(("Attestation",))
    found = reader.read("m.eml", mail("Bonjour", attached={"a.docx": docx(paragraph("Dedans"))}))
    assert {"Bonjour", "a.docx", "Dedans"} <= set(found.blocks)


@LINUX
def test_the_reader_opens_nothing_calls_nobody_and_starts_nothing() -> None:
    code = f"""
tries = dict(
    read=lambda: open("/etc/hostname").read(),
    write=lambda: open({str(Path.home() / "x")!r}, "w"),
    remove=lambda: os.unlink("/tmp/x"),
    connect=lambda: socket.socket(),
    fork=lambda: os.fork(),
    start=lambda: os.execv("/bin/true", ["true"]),
    kill=lambda: os.kill(os.getppid(), 0),
    look=lambda: os.listdir("/"),
)
for name, attempt in tries.items():
    try:
        attempt()
    except PermissionError:
        said.append(name)
said.append(shut)
said.append(str(dict(os.environ)))
said.append(os.getcwd())
"""
    names = ("read", "write", "remove", "connect", "fork", "start", "kill", "look")
    found = inside(code).blocks
    assert found[:-2] == (*names, "entier")
    assert "LC_CTYPE" in found[-2] or found[-2] == "{}"
    assert found[-1] == "/"


def test_the_reader_knows_no_key_no_profile_and_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MVL_SECRET", SECRET)
    code = """
said.append(" ".join(os.environ.values()) + " ".join(sys.argv))
said.append(" ".join(sorted(name for name in sys.modules if name.startswith("mvl_desktop."))))
"""
    found = inside(code).blocks
    assert SECRET not in " ".join(found)
    assert {name.split(".")[1] for name in found[-1].split()} == {"readers"}


def test_memory_and_time_are_bounded() -> None:
    code = """
try:
    said.append(str(len(bytearray(2 << 30))))
except MemoryError:
    said.append("no room")
"""
    assert inside(code).blocks == ("no room",)
    endless = "from mvl_desktop.readers import shutting\nshutting.PROCESSOR_MAX = 1\nshutting.limit()\nwhile True: pass"
    assert other(endless).read("a.txt", b"x") == FileText(reason="trop_long")


@pytest.mark.parametrize(
    ("what", "code", "reason"),
    [
        ("hangs", "import sys; sys.stdin.buffer.read(); import threading; threading.Event().wait()", "trop_long"),
        ("reads nothing", "import threading; threading.Event().wait()", "trop_long"),
        ("spews", "import sys\nwhile True: sys.stdout.buffer.write(b'B' * 65536)", "illisible"),
        ("says nothing", "pass", "illisible"),
        ("fails", "import sys; sys.stdin.buffer.read(); sys.exit(3)", "illisible"),
        ("dies", "import os; os.kill(os.getpid(), 9)", "illisible"),
        ("lies", f"import sys; sys.stdout.buffer.write({end('', 'x', cut=False)[:-1]!r})", "illisible"),
    ],
)
def test_a_reader_that_misbehaves_is_ended(what: str, code: str, reason: str) -> None:
    patience = 1.0 if reason == "trop_long" else 20.0
    assert other(code, seconds=patience).read("a.txt", b"x" * (4 << 20)) == FileText(reason=reason), what


@LINUX
def test_what_a_reader_started_ends_with_it(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    code = (
        "import os, sys, time\n"
        f"pid = os.fork()\nif pid == 0:\n time.sleep(600)\nopen({str(mark)!r}, 'w').write(str(pid))\n"
        f"sys.stdout.buffer.write({block('un') + end('', '', cut=False)!r})\n"
    )
    assert other(code).read("a.txt", b"x") == FileText(("un",))
    try:
        started = os.pidfd_open(int(mark.read_text()))
    except ProcessLookupError:
        return
    over, _, _ = select.select([started], [], [], 20)
    os.close(started)
    assert over


def test_a_reading_that_is_stopped_is_no_refusal() -> None:
    reader = other("import threading; threading.Event().wait()", seconds=60)
    asked: list[object] = []

    def ask() -> None:
        try:
            asked.append(reader.read("a.txt", b"x"))
        except ReadingStoppedError:
            asked.append("stopped")

    thread = threading.Thread(target=ask)
    thread.start()
    while reader._running is None and thread.is_alive():
        os.sched_yield()
    reader.stop()
    thread.join()
    assert asked == ["stopped"]
    with pytest.raises(ReadingStoppedError):
        reader.read("a.txt", b"x")


def test_a_file_that_is_too_long_is_not_given(reader: IsolatedTextReader) -> None:
    assert reader.read("a.pdf", bytes(SOURCE_MAX + 1)) == FileText(reason="trop_grand")


def test_a_program_that_does_not_start_is_a_refusal() -> None:
    assert IsolatedTextReader(["/nulle/part"]).read("a.txt", b"x") == FileText(reason="illisible")


def loop_of_pages() -> bytes:
    made = pdf("x")
    made.objects[2] = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"
    return made.bytes()


def huge_table() -> bytes:
    return pdf("x").bytes().replace(b"xref\n0 6", b"xref\n0 999999999")


def deep_objects() -> bytes:
    made = pdf("x")
    made.objects[1] = b"<< /Type /Catalog /Pages 2 0 R /X " + b"[" * 50_000 + b"]" * 50_000 + b" >>"
    return made.bytes()


def unfolding_stream() -> bytes:
    made = pdf("x")
    made.stream(5, bytes(200 << 20), deflated=True)
    return made.bytes()


def lying_count() -> bytes:
    made = pdf("x")
    made.objects[2] = b"<< /Type /Pages /Kids [4 0 R] /Count 999999999 >>"
    return made.bytes()


def circular_form() -> bytes:
    made = pdf("x")
    made.objects[6] = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /A 6 0 R >> >> /Length 5 >>\n"
        b"stream\n/A Do\nendstream"
    )
    made.objects[4] = made.objects[4].replace(b"/Font <<", b"/XObject << /A 6 0 R >> /Font <<")
    made.stream(5, b"/A Do /A Do")
    return made.bytes()


TRAPS = (loop_of_pages, huge_table, deep_objects, unfolding_stream, lying_count, circular_form)


@pytest.mark.parametrize("made", TRAPS, ids=lambda each: str(each.__name__))
def test_a_trap_ends_within_bounds(reader: IsolatedTextReader, made: Callable[[], bytes]) -> None:
    found = reader.read("a.pdf", made())
    assert found.reason in ("", "illisible", "vide", "trop_lourd", "trop_long")
    assert reader.read("a.txt", b"La suite") == FileText(("La suite",))


def test_the_packaged_program_reads_by_the_one_with_a_console(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/mvl/mvl-desktop")
    assert reader_command() == ["/opt/mvl/mvl", "--lire-une-piece"]
    launcher = Path(__file__).parents[3] / "build" / "launchers" / "command.py"
    assert f'["{reader_command()[1]}"]' in launcher.read_text(encoding="utf-8")

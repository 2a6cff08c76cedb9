"""A reader of files that starts no process: what is text already is its own text."""

from mvl_desktop.ports.texts import FileText, ReadingStoppedError


class FixedTextReader:
    """`TextReader` without a process; `said` gives what some files say, by their name."""

    def __init__(self, said: dict[str, FileText] | None = None) -> None:
        self.said = said or {}
        self.asked: list[str] = []
        self.stopped = False

    def read(self, name: str, content: bytes) -> FileText:
        if self.stopped:
            raise ReadingStoppedError
        self.asked.append(name)
        if name in self.said:
            return self.said[name]
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return FileText(reason="format")
        return FileText(tuple(text.splitlines()))

    def stop(self) -> None:
        self.stopped = True

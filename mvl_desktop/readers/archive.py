"""Office documents are archives of XML: opened within limits, read as a stream; nothing is fetched."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from xml.parsers import expat

from mvl_desktop.readers.frames import UnreadableError

UNFOLDED_MAX: Final = 128 << 20
_PARTS_MAX: Final = 4000
_RATIO_MAX: Final = 400
_SMALL: Final = 1 << 20
_PIECE: Final = 1 << 16
_DEPTH_MAX: Final = 2000

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Said = Callable[[str], None]


class Archive:
    """An archive whose list was looked at before any part of it is."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Refuse what no office program writes. UnreadableError (piege, protege)."""
        self._archive = archive
        parts = archive.infolist()
        self.names = [part.filename for part in parts]
        if len(parts) > _PARTS_MAX or len(set(self.names)) < len(parts):
            raise UnreadableError("piege")
        if any(part.flag_bits & 1 for part in parts):
            raise UnreadableError("protege")
        self._left = UNFOLDED_MAX

    def content(self, name: str) -> Iterator[bytes]:
        """Give a part piece by piece, for as long as all that was unfolded is bounded. UnreadableError (piege)."""
        info = self._archive.getinfo(name)
        seen = 0
        with self._archive.open(info) as stream:
            while piece := stream.read(_PIECE):
                seen += len(piece)
                self._left -= len(piece)
                if self._left < 0 or seen > _SMALL + _RATIO_MAX * info.compress_size:
                    raise UnreadableError("piege")
                yield piece

    def parse(self, name: str, start: Start, end: End, said: Said) -> None:
        """Read a part as XML. UnreadableError: piege (it declares types or entities, or is too deep), illisible."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        depth = 0

        def opened(tag: str, attributes: Mapping[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > _DEPTH_MAX:
                raise UnreadableError("piege")
            start(local(tag), {local(key): value for key, value in attributes.items()})

        def closed(tag: str) -> None:
            nonlocal depth
            depth -= 1
            end(local(tag))

        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.CharacterDataHandler = said
        for piece in self.content(name):
            parser.Parse(piece, False)
        parser.Parse(b"", True)


@contextmanager
def opened(data: bytes) -> Iterator[Archive]:
    """Open an archive; whatever is wrong with it becomes a reason. UnreadableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield Archive(archive)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, KeyError):
        raise UnreadableError("illisible") from None
    except (ValueError, RuntimeError):  # a name or a compression that no office program writes
        raise UnreadableError("piege") from None


def local(tag: str) -> str:
    """Return a name without its namespace."""
    return tag.rpartition(" ")[2]


def _refuse(*_said: object) -> None:
    raise UnreadableError("piege")

"""Pictures of the whole screen, read from the memory of the X server: nothing else has to be started for them."""

import struct
from pathlib import Path

from PySide6.QtGui import QImage

_HEADER = struct.Struct(">25I")
_SIZE, _WIDTH, _HEIGHT, _LINE, _COLOURS = 0, 4, 5, 12, 19
"""Where an X window dump says how long its header is, how large the picture, a line of it, and its colour map."""
_COLOUR = 12


class Album:
    """The pictures of one test, in their order."""

    def __init__(self, memory: Path, folder: Path) -> None:
        self._memory, self._folder = memory, folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._taken = 0

    def keep(self, name: str) -> Path:
        """Keep what the screen shows now."""
        self._taken += 1
        path = self._folder / f"{self._taken:02}-{name}.png"
        raw = self._memory.read_bytes()
        said = _HEADER.unpack_from(raw)
        begin = said[_SIZE] + said[_COLOURS] * _COLOUR
        picture = QImage(raw[begin:], said[_WIDTH], said[_HEIGHT], said[_LINE], QImage.Format.Format_RGB32)
        if not picture.save(str(path)):
            raise OSError(path)
        return path

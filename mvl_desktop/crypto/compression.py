"""zstd level 3 with the published dictionary of suite 1, one body at a time, opening within bounds."""

import hashlib
import threading

import zstandard

from mvl_desktop.crypto.primitives import same
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.objects import BODY_LIMIT

DICTIONARY_SHA256 = bytes.fromhex("8b7882411498c5f2fa4d449424b6c172f95de1433904dccbc987b000730ff822")
LEVEL = 3


class Compressor:
    """Compresses and decompresses with the suite's dictionary. Safe to share between threads."""

    def __init__(self, dictionary: bytes) -> None:
        """Prepare the dictionary; CryptoError when it is not that of the suite."""
        if not same(hashlib.sha256(dictionary).digest(), DICTIONARY_SHA256):
            raise CryptoError
        self._dictionary = zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_FULLDICT)
        self._dictionary.precompute_compress(level=LEVEL)
        self._local = threading.local()

    def compress(self, clear: bytes) -> bytes:
        """Return one frame that tells the length of its content; CryptoError above the limit of a body."""
        if len(clear) > BODY_LIMIT:
            raise CryptoError
        return self._pair()[0].compress(clear)

    def decompress(self, frame: bytes) -> bytes:
        """Open one frame; one that does not tell a length within the limit is refused before anything is allocated."""
        try:
            if not 0 <= zstandard.frame_content_size(frame) <= BODY_LIMIT:
                raise CryptoError
            return self._pair()[1].decompress(frame, allow_extra_data=False)
        except (zstandard.ZstdError, ValueError, MemoryError) as error:
            raise CryptoError from error

    def _pair(self) -> tuple[zstandard.ZstdCompressor, zstandard.ZstdDecompressor]:
        """Return this thread's two contexts: zstd's may not be shared."""
        pair: tuple[zstandard.ZstdCompressor, zstandard.ZstdDecompressor] | None
        pair = getattr(self._local, "pair", None)
        if pair is None:
            pair = (
                zstandard.ZstdCompressor(
                    level=LEVEL,
                    dict_data=self._dictionary,
                    write_checksum=False,
                    write_content_size=True,
                    write_dict_id=False,
                ),
                zstandard.ZstdDecompressor(dict_data=self._dictionary),
            )
            self._local.pair = pair
        return pair

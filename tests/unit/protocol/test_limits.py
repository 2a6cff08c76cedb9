"""Every limit and length of the formats, written once more: two posts that would not count alike would not agree."""

from importlib import import_module
from typing import Any

import pytest

K, M, G = 1 << 10, 1 << 20, 1 << 30
LIMITS: dict[str, dict[str, Any]] = {
    "protocol.objects": {
        "VERSION": 1,
        "SUITE": 1,
        "BODY_LIMIT": M,
        "COMMIT_LIMIT": 2 * M,
        "HEADER_LIMIT": 256 * K,
        "ENTRIES_MAX": 512,
        "PARENTS_MAX": 16,
        "CHANGES_MAX": 4096,
        "REGISTRY_LIMIT": 64 * K,
        "SLOT_LIMIT": 512,
        "GRANT_LIMIT": 2048,
        "ESCROW_LENGTH": 2304,
        "LOT_HEADER_LIMIT": 128 * K,
        "LOT_FRAME_LIMIT": 2 * M,
        "LOT_RECIPIENTS_MAX": 64,
        "BLOB_PART": M,
        "BLOB_LIMIT": 200 * M,
        "SMALL_LIMIT": 16 * K,
        "ENROL_LIMIT": 8 * M,
        "KEM_PUBLIC": 1216,
    },
    "protocol.wire": {
        "API": 1,
        "REQUEST_LIMIT": 8 * M,
        "PAGE_BYTES": M,
        "PAGE_OBJECTS": 1000,
        "MESSAGE_LIMIT": 4 * M,
        "ANSWER_LIMIT": 16 * M,
        "PUSH_COMMITS_MAX": 1024,
    },
    "protocol.journal": {
        "DAY_MS": 86_400_000,
        "SEGMENT_LIMIT": 1216 * K,
        "LINES_MAX": 4096,
        "READERS_MAX": 64,
        "RETENTION_DAYS": 365,
        "SHORTEST_DAYS": 180,
        "LONGEST_DAYS": 1096,
    },
    "protocol.lot_frames": {"LOT_LIMIT": 8 * G, "FRAMES_MAX": 1 << 26, "HEAD": 5, "MAGIC": b"MVL-LOT\x01"},
    "protocol.copies": {"_HEAD": 5, "MAGIC": b"MVL-ESPACE\x01"},
    "protocol.http_signature": {"LIFETIME": 120, "SKEW": 60, "LABEL": "mvl", "TAG": "mvl-auth-v1"},
    "protocol.check": {"COMMIT_BYTES": 256 * K + 128},
    "protocol.registry": {"ENTRY_LIMIT": 65 * K},
    "protocol.ed25519_points": {"_P": 2**255 - 19, "_SIGN": 2**255},
    "crypto.blobs": {"UNPADDED_FROM": 16 * M},
    "crypto.compression": {"LEVEL": 3},
    "crypto.hpke": {
        "ENC": 1120,
        "TAG": 16,
        "WRAPPED_KEY": 1168,
        "ESCROWED_KEY": 2304,
        "PAIRS": ((0, 1), (0, 2), (1, 2)),
    },
    "crypto.local_header": {"DIGEST": 32, "ID": 16},
    "crypto.padding": {"MINIMUM": 256, "MARKER": b"\x80"},
    "crypto.passphrase": {
        "MIB": 1024,
        "ACCEPTED_M": range(64 * K, M + 1),
        "ACCEPTED_T": range(2, 11),
        "ACCEPTED_P": range(1, 9),
        "LEAST_M": 128 * K,
        "FASTEST": 0.8,
        "SLOWEST": 1.5,
    },
    "crypto.primitives": {"KEY": 32, "NONCE": 12, "TAG": 16},
    "crypto.recovery": {"SIZE": 20, "SIGNS": 32, "CHECK_SIGNS": 4, "GROUP": 4},
    "crypto.safety_code": {"M": 64 * K, "T": 3, "P": 4, "DIGITS": 30, "GROUP": 5},
    "crypto.stream": {"CHUNK": 256 * K, "SEALED_CHUNK": 256 * K + 16, "PREFIX": 7, "CHUNKS_MAX": 1 << 32},
    "crypto.words": {"COUNT": 24},
    "crypto.xwing": {"MLKEM_PUBLIC": 1184, "MLKEM_SEED": 64},
    "history.clock": {"MS_MAX": 2**48 - 1, "COUNTER_MAX": 2**16 - 1, "AHEAD_MAX_MS": 86_400_000},
    "history.diff": {"STEPS": 1_000_000, "EDITS": 1_000},
    "history.edit": {"PARENTS_MAX": 16},
    "history.erasure": {"_SHORT": 3},
    "history.graph": {"BLOCK": 4096},
    "history.narrative": {"LIMIT": 4_000_000},
    "history.state": {"_SHORT": 64},
    "history.text": {"MERGE_LIMIT": M, "DIFF_LIMIT": 200_000},
    "history.timeline": {"EFFORT": 20_000_000},
    "history.words": {"ALGORITHM": 1, "_LOOK_BACK": 40},
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_what_was_agreed(name: str) -> None:
    module = import_module(f"mvl_desktop.{name}")
    assert {each: getattr(module, each) for each in LIMITS[name]} == LIMITS[name]

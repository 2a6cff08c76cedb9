"""M01: where a check of the cores is taken away, a test fails. Some of them here; build/mutations.py plays them all."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CRYPTO, PROTOCOL, HISTORY = "tests/unit/crypto", "tests/unit/protocol", "tests/unit/history"
EXAMPLES = {
    "crypto/keyslots.py:open_slot: not same(commitments.of_record(key, slot.rec, slot.ge), slot.kc) → False": [
        f"{CRYPTO}/test_binding.py"
    ],
    "crypto/primitives.py:_verifier: not is_sane_key(public) → False": [f"{CRYPTO}/test_standards.py"],
    "crypto/padding.py:unpad: padded_length(len(marked)) != len(padded) → False": [f"{CRYPTO}/test_vectors.py"],
    "crypto/local_header.py:_checked: not same(header_mac(key, header), header.mac) → False": [
        f"{CRYPTO}/test_local_header.py"
    ],
    "crypto/passphrase.py:stretch: not acceptable(kdf) → False": [f"{CRYPTO}/test_local_header.py"],
    "crypto/blobs.py:open_blob: mark != MARKER → False": [f"{CRYPTO}/test_streams.py"],
    "protocol/encoding.py:decode: not same → False": [f"{CRYPTO}/test_vectors.py"],
    "protocol/registry.py:Registry.append: acts.check_keys(act) → pass": [f"{PROTOCOL}/test_registry.py"],
    "protocol/acts.py:check_signers: not all((registry.role(signer) in allowed for signer in signers)) → False": [
        f"{PROTOCOL}/test_registry.py"
    ],
    "protocol/acts.py:_check_genesis: _check_policy(act.policy) → pass": [f"{PROTOCOL}/test_edges.py"],
    "protocol/check.py:check_body: body_hash(body) == entry.bhash → True": [f"{PROTOCOL}/test_check.py"],
    "protocol/lot_frames.py:LotReader.finish: not self._frames.is_between_frames → (self._frames.is_between_frames)": [
        f"{PROTOCOL}/test_lot_frames.py"
    ],
    "history/text.py:merge_text: start < place → False": [f"{HISTORY}/test_text.py"],
}


def test_m01_a_check_that_is_taken_away_is_missed(tmp_path: Path) -> None:
    asked = tmp_path / "exemples.json"
    asked.write_text(json.dumps(EXAMPLES), encoding="utf-8")
    command: list[str | Path] = [sys.executable, ROOT / "build" / "mutations.py", "--exemples", asked]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == len(EXAMPLES)


def test_m01_a_check_that_nobody_misses_is_said(tmp_path: Path) -> None:
    """The machinery itself: a test that has nothing to do with a check lets its mutant live, and that is a failure."""
    asked = tmp_path / "exemples.json"
    name = "crypto/passphrase.py:stretch: not acceptable(kdf) → False"
    asked.write_text(json.dumps({name: [f"{CRYPTO}/test_sizes.py"]}), encoding="utf-8")
    command: list[str | Path] = [sys.executable, ROOT / "build" / "mutations.py", "--exemples", asked]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith("SURVIT")

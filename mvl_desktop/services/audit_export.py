"""The journal of access as a file: CSV for a spreadsheet, JSON for a machine; with what its verification found."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from mvl_desktop.domain.cells import safe_cell
from mvl_desktop.i18n import _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.audit import Access, Register, all_accesses
from mvl_desktop.services.audit_words import ACTIONS, ANOMALIES
from mvl_desktop.services.files import write_whole
from mvl_desktop.services.refusals import RefusError

_BOM = "\ufeff"
_SENTENCES = dict(ANOMALIES.values())


def export_journal(ports: Ports, target: Path) -> tuple[list[Register], int]:
    """Write every line that this post may read to a .csv or .json file.

    Raises RefusError: format_inconnu, ecriture_impossible.
    """
    kind = target.suffix.lower()
    if kind not in (".csv", ".json"):
        raise RefusError("format_inconnu")
    registers, lines = all_accesses(ports)
    content = _csv(registers, lines) if kind == ".csv" else _json(registers, lines)
    write_whole(target, content.encode("utf-8"))
    return registers, len(lines)


def anomaly_sentence(code: str) -> str:
    """Return what an anomaly means."""
    return _(_SENTENCES[code])


def describe(registers: Sequence[Register]) -> list[dict[str, object]]:
    """Return what the verification found, as documents."""
    return [
        {
            "espace": each.espace,
            "poste": each.poste or each.device[:8],
            "code": anomaly.code,
            "de": anomaly.first,
            "a": anomaly.last,
            "jour": _day(anomaly.day),
            "grave": anomaly.grave,
            "message": anomaly_sentence(anomaly.code),
        }
        for each in registers
        for anomaly in each.anomalies
    ]


def is_sound(registers: Sequence[Register]) -> bool:
    """Whether nothing grave was found."""
    return not any(anomaly.grave for each in registers for anomaly in each.anomalies)


def _csv(registers: Sequence[Register], lines: Sequence[Access]) -> str:
    wrong = {
        (each.espace, each.poste, n)
        for each in registers
        for anomaly in each.anomalies
        for n in range(anomaly.first, min(anomaly.last, anomaly.first + 10_000) + 1)
    }
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=";", lineterminator="\r\n")
    sheet.writerow(
        ["espace", "poste", "n", "horodatage_utc", "code", "action", "enregistrement", "compteurs", "verification"]
    )
    for line in lines:
        counted = " ".join(f"{name}={count}" for name, count in line.counters.items())
        state = "anomalie" if (line.espace, line.poste, line.n) in wrong else "ok"
        said = _(ACTIONS.get(line.code, ACTIONS["autre"]))
        cells = [line.espace, line.poste, str(line.n), _at(line.at_ms), line.code, said, line.rec, counted, state]
        sheet.writerow([safe_cell(cell) for cell in cells])
    for found in describe(registers):
        span = f"{found['de']}-{found['a']}"
        place = [str(found[name]) for name in ("espace", "poste")]
        cells = [*place, span, *(str(found[name] or "") for name in ("jour", "code", "message")), "", "", "anomalie"]
        sheet.writerow([safe_cell(cell) for cell in cells])
    return _BOM + out.getvalue()


def _json(registers: Sequence[Register], lines: Sequence[Access]) -> str:
    document = {
        "verification": {"ok": is_sound(registers), "anomalies": describe(registers)},
        "registres": [
            {
                "espace": each.espace,
                "nom": each.espace_name,
                "poste": each.poste or each.device[:8],
                "appareil": each.device,
                "lignes": each.lines,
                "du": _day(each.first_day),
                "au": _day(each.last_day),
            }
            for each in registers
        ],
        "lignes": [
            {
                "espace": line.espace,
                "poste": line.poste,
                "n": line.n,
                "horodatage": _at(line.at_ms),
                "code": line.code,
                "enregistrement": line.rec or None,
                "compteurs": line.counters,
            }
            for line in lines
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _at(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="seconds")


def _day(day: int) -> str | None:
    return datetime.fromtimestamp(day * 86_400, UTC).date().isoformat() if day else None

"""Lots of a desk in memory: lines made from the figures of a report, and one record on both sides."""

from collections.abc import Sequence
from pathlib import Path

from mvl_desktop.services.lot_paper import SORTS
from ui.lot_values import LIKELY, LotLine, LotsSeen, Resemblance, SaidField, SaidSides
from ui.values import LotReport

SIDES = SaidSides(
    "Stage de jeûne (fictif)",
    connu=True,
    champs=(
        SaidField("Objet", "Stage de jeûne", "Stage de jeûne (fictif)", "Stage de jeûne (fictif)", differe=True),
        SaidField("Commune", "Lyon", "Lyon", "Lyon", differe=False),
    ),
)


def lines_of(report: LotReport, place: int = 0) -> list[LotLine]:
    """Return lines that amount to the figures of a report; its first new one probably repeats another."""
    figures = {
        "a_arbitrer": report.a_arbitrer,
        "nouveau": report.nouveaux,
        "fusionne": report.fusionnes,
        "en_attente": report.en_attente,
        "quarantaine": report.quarantaine,
        "refuse": report.refuses,
        "connu": report.connus,
    }
    near = (Resemblance("ab" * 16, "Stage ancien", ("Même commune", "Récits proches")),)
    return [
        LotLine(
            f"{place:02x}{number:06x}{rang:024x}",
            "signalement",
            sort,
            f"Fiche {sort} {rang + 1}",
            "Délégation fictive",
            (place,),
            "Objet" if sort == "a_arbitrer" else "",
            near if sort == "nouveau" and rang == 0 and report.doublons else (),
        )
        for number, (sort, many) in enumerate(figures.items())
        for rang in range(many)
    ]


def seen_lots(reports: Sequence[LotReport], lines: Sequence[LotLine] = (), *, recover: bool = False) -> LotsSeen:
    """Return what some lots would do together."""
    held = list(lines) or [
        line for place, report in enumerate(reports) if not report.motif for line in lines_of(report, place)
    ]
    counts = {
        sort: sum(line.sort == sort or (sort == LIKELY and bool(line.doublons)) for line in held) for sort in SORTS
    }
    return LotsSeen(
        tuple(Path(report.fichier) for report in reports),
        tuple(reports),
        tuple(held),
        tuple((sort, said, counts[sort]) for sort, said in SORTS.items() if counts[sort]),
        recupere=recover,
    )

"""The desk over a real post: lots, from their dry run to what they did, and each of their records on both sides."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mvl_desktop.i18n import _
from mvl_desktop.ports.carrier import Cancelled
from mvl_desktop.services import carrying, duplicates_words, lot_comparing, lot_paper, lot_plans, lot_reports
from mvl_desktop.services.refusals import RefusError
from ui.background import Watch
from ui.lot_values import LotLine, LotsChangedError, LotsSeen, Resemblance, SaidField, SaidSides
from ui.messages import sentence
from ui.post_exchanges import LogEnd, PostExchanges, WatchedProgress
from ui.post_saying import PostSaying, in_words, is_machinery, titled
from ui.values import LotReport


class PostLots(PostExchanges, PostSaying):
    """Lots."""

    _plan: lot_reports.LotPlan | None = None
    """The last plan that was shown or applied: the report that may be printed."""

    def examine_lots(self, paths: Sequence[Path], watch: Watch, *, recover: bool = False) -> LotsSeen:
        """Say what some lots would do together; nothing changes."""
        try:
            plan = carrying.examine_lots(
                self._ports,
                self._post.medium,
                paths,
                recover=recover,
                progress=WatchedProgress(watch),
                cancel=watch.cancelled,
            )
        except Cancelled:
            raise RefusError("annule") from None
        return self._seen(plan, paths, recover=recover)

    def merge_lots(self, seen: LotsSeen, aside: Collection[str], receipt: Path | None, watch: Watch) -> LotsSeen:
        """Merge lots as they were shown, but the records left aside, and write the récépissé."""
        with self._noted("lot_recu") as noted:
            try:
                plan = carrying.merge_lots(
                    self._ports,
                    self._post.medium,
                    seen.fichiers,
                    excluding=sorted(aside),
                    receipt=receipt,
                    recover=seen.recupere,
                    expecting=seen.attendu,
                    likely=False,
                    progress=WatchedProgress(watch),
                    cancel=watch.cancelled,
                )
            except lot_plans.PlanDepasseError as error:
                again = self._seen(error.plan, seen.fichiers, recover=seen.recupere)
                said = tuple(map(_difference, error.differences))
                raise LotsChangedError(replace(again, differences=said)) from None
            for each in plan.lots:
                brought = each.nouveaux + each.fusionnes + each.a_arbitrer
                noted.append(LogEnd((each.number, brought), each.motif if each.refused else ""))
        self._post.texts.wake()
        return self._seen(plan, seen.fichiers, recover=seen.recupere)

    def compare_line(self, seen: LotsSeen, line: LotLine) -> SaidSides:
        """Return one record on both sides."""
        sources = [seen.fichiers[place] for place in line.lots]
        sides = lot_comparing.compare_record(self._ports, self._post.medium, sources, line.id)
        fields = [self._field(sides.kind, each) for each in sides.champs if not is_machinery(sides.kind, each.champ)]
        return SaidSides(titled(sides.kind, sides.titre), sides.connu, tuple(fields))

    def print_lots(self, path: Path, *, masked: bool) -> None:
        """Write the report of the last lots that were examined or merged."""
        if self._plan is None:
            raise RefusError("rien_a_enregistrer")
        phrases = {code: sentence(code) for line in self._plan.lines if (code := line.motif)}
        phrases |= {code: sentence(code) for lot in self._plan.lots for code in (lot.motif, *lot.reasons) if code}
        lot_paper.write_report(self._ports, self._post.printer, self._plan, path, phrases, masked=masked)

    def _seen(self, plan: lot_reports.LotPlan, paths: Sequence[Path], *, recover: bool) -> LotsSeen:
        self._plan = plan
        states = plan.states()
        return LotsSeen(
            fichiers=tuple(paths),
            lots=tuple(map(_report, plan.lots)),
            lignes=tuple(map(_line, plan.lines)),
            etats=tuple((sort, said, states[sort]) for sort, said in lot_paper.SORTS.items() if sort in states),
            attendu=lot_plans.verdicts(plan.lines),
            recupere=recover,
        )

    def _field(self, kind: str, each: lot_comparing.FieldSides) -> SaidField:
        def side(values: lot_comparing.Values) -> str:
            return _("\nou bien\n").join(self.said(kind, each.champ, value) for value in values)

        return SaidField(
            self.change(kind, each.champ, None, None).champ,
            side(each.ici),
            side(each.lot),
            side(each.apres),
            each.differe,
        )


def _report(report: lot_reports.LotReport) -> LotReport:
    return LotReport(
        fichier=str(report.path),
        lot=str(report.number or ""),
        emetteur=report.emetteur,
        nouveaux=report.nouveaux,
        connus=report.connus,
        fusionnes=report.fusionnes,
        a_arbitrer=report.a_arbitrer,
        en_attente=report.en_attente,
        refuses=report.refuses,
        motif=report.motif if report.refused else "",
        lus=report.read if report.recovered else 0,
        annonces=report.announced if report.recovered else 0,
        quarantaine=report.quarantaine,
        doublons=report.doublons_probables,
        remarques=tuple(_remarks(report)),
    )


def _remarks(report: lot_reports.LotReport) -> Iterator[str]:
    """Say what a person must know of a lot beyond its figures."""
    if report.part is not None:
        said = _("Fichier {rang} sur {total}.")
        yield said.format(rang=report.part.part, total=report.part.parts)
    if report.readers:
        yield _("Fermé pour\u00a0: {qui}.").format(qui=", ".join(report.readers))
    yield from map(lot_paper.said_missing, report.missing)
    if not report.refused:
        yield from map(sentence, report.reasons)


def _line(line: lot_reports.PlanLine) -> LotLine:
    reason = sentence(line.motif) if line.motif else ""
    fields = ", ".join(in_words(wording) for wording in lot_reports.wordings(line))
    return LotLine(
        line.id,
        line.kind,
        line.sort,
        titled(line.kind, line.titre),
        line.espace,
        line.lots,
        reason or fields,
        tuple(
            Resemblance(each.autre, each.titre, tuple(map(duplicates_words.said, each.raisons)))
            for each in line.doublons
        ),
        line.nombre,
    )


def _difference(each: lot_plans.Difference) -> str:
    before, after = (
        _(lot_paper.SORTS[sort]) if sort else _("absente de ces lots") for sort in (each.avant, each.apres)
    )
    return _("{fiche}\u00a0: {avant} → {apres}").format(fiche=each.titre or each.id[:8], avant=before, apres=after)

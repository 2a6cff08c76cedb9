"""The post in memory: the legal library, through the pure rules that the real one follows."""

from collections.abc import Mapping, Sequence

from mvl_desktop.domain.texte_vie import Bibliotheque, citing_lines, standing, why_review
from tests.ui.memory_state import NOON, MemoryRecord, MemoryState
from ui.texte_values import TexteCited, TexteHolder, TexteLine, TexteWish
from ui.values import Values

_KIND = "texte-juridique"


class MemoryTextes(MemoryState):
    """Texts are records as any other."""

    def texts(self, wish: TexteWish) -> Sequence[TexteLine]:
        today = NOON.date()
        found = []
        for rec, champs in self._library():
            etat, depuis = standing(champs, today)
            line = TexteLine(
                rec,
                str(champs.get("code", "")),
                str(champs.get("intitule", "")),
                str(champs.get("nature", "")),
                str(champs.get("resume", "")),
                etat,
                depuis,
                str(champs.get("remplace_par", "")),
                str(champs.get("texte_du", "")),
                why_review(champs, today),
            )
            if wish.text.lower() in f"{line.code} {line.intitule}".lower() and wish.etat in ("", etat, line.motif):
                found.append(line)
        return found

    def texts_to_cite(self) -> Sequence[str]:
        return [line.intitule for line in self.texts(TexteWish()) if line.etat == "en_vigueur"]

    def cited_texts(self, lines: Sequence[str], since: str = "") -> Sequence[TexteCited]:
        held = self._library()
        shelf = Bibliotheque([champs for _rec, champs in held])
        found = []
        for each in shelf.citations(lines, NOON.date()):
            rec, champs = held[each.texte]
            after = held[each.remplacant] if each.remplacant is not None else ("", {})
            found.append(
                TexteCited(
                    rec,
                    str(champs.get("code", "")),
                    str(champs.get("intitule", "")),
                    each.etat,
                    each.depuis,
                    str(after[1].get("intitule", "")),
                    after[0],
                    champs.get("a_verifier") is True,
                )
            )
        return found

    def text_holders(self, rec: str) -> Sequence[TexteHolder]:
        found = []
        for other, record in self.records.items():
            cited = self.cited_texts(citing_lines(record.kind, record.champs))
            found += [TexteHolder(other, record.kind, record.titre, each.etat) for each in cited if each.id == rec]
        return found

    def add_default_texts(self) -> int:
        self.records[f"{0xBEEF:032x}"] = MemoryRecord(_KIND, {"code": "cpp-40", "intitule": "Article 40"})
        return 1

    def verify_text(self, rec: str) -> None:
        self.held(rec).champs["verifie_le"] = NOON.date().isoformat()

    def replace_text(self, rec: str, champs: Values, le: str) -> str:
        record = self.held(rec)
        new = f"{int(rec, 16) + 0xF00:032x}"
        code = f"{record.champs.get('code')}-{le[:4]}"
        self.records[new] = MemoryRecord(_KIND, {**record.champs, **champs, "code": code, "en_vigueur_du": le})
        record.champs |= {"en_vigueur_au": le, "remplace_par": code}
        return new

    def _library(self) -> list[tuple[str, Mapping[str, object]]]:
        return [(rec, record.champs) for rec, record in self.records.items() if record.kind == _KIND]

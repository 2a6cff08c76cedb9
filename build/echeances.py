"""Check the rules of deadlines that come with the application: `python build/echeances.py`.

They are written by hand in resources/echeances.json, one rule a line. This recipe refuses a rule that the engine could
not play: an event, a recipient, an outcome or an act that no list has, or that the engine does not know; a code said
twice on the same day; no source; a reminder that would come before what is counted. The same rules give the same bytes.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from mvl_desktop.domain import echeances_faits, echeances_sources
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.regles_echeance import Regle, Regles
from shipped import RESOURCES, lists_of

EVENTS = echeances_faits.EVENTS | echeances_sources.EVENTS
SHOWN = echeances_faits.SHOWN | echeances_sources.SHOWN
LISTS = {
    "evenement": "evenements_echeance",
    "destinataire": "destinataires",
    "issue": "issues_transmission",
    "unite": "unites_delai",
}
OF_TRANSMISSIONS = frozenset({"envoi", "envoi_mineur", "retour", "retour_attendu"})


def faults(document: object, lists: Nomenclatures) -> Iterator[str]:
    """Give what is wrong with the rules, in plain words."""
    try:
        rules = Regles.from_json(document)
    except ValueError as error:
        yield str(error)
        return
    if not rules.avertissement.strip():
        yield "avertissement: empty"
    for rule in rules.regles:
        yield from (f"{rule.code}: {said}" for said in _of_rule(rule, lists))
    yield from _together(rules)


def written(document: Mapping[str, object]) -> str:
    """Return the rules as they lie in resources/: one a line."""
    rows = document["regles"]
    lines = [f"    {json.dumps(row, ensure_ascii=False)}" for row in rows] if isinstance(rows, list) else []
    said = json.dumps(document["avertissement"], ensure_ascii=False)
    return '{\n  "avertissement": ' + said + ',\n  "regles": [\n' + ",\n".join(lines) + "\n  ]\n}\n"


def main(resources: Path = RESOURCES) -> int:
    """Run the recipe; 1 when a rule has to be put right."""
    lists = lists_of(resources)
    path = resources / "echeances.json"
    document = json.loads(path.read_bytes())
    found = list(faults(document, lists))
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    if not found:
        path.write_text(written(document), encoding="utf-8")
    return int(bool(found))


def _of_rule(rule: Regle, lists: Nomenclatures) -> Iterator[str]:
    for name, liste in LISTS.items():
        code = getattr(rule, name)
        if code and lists.entree(liste, code) is None:
            yield f"no code {code} in {liste}"
    if rule.evenement not in EVENTS:
        yield f"the engine counts from no {rule.evenement}"
    for how in rule.tenue_par:
        if how not in SHOWN or lists.entree("tenues_echeance", how) is None:
            yield f"nothing shows {how}"
    if not rule.libelle.strip() or not rule.source.strip():
        yield "no label, or no source"
    if (rule.destinataire or rule.issue) and rule.evenement not in OF_TRANSMISSIONS:
        yield "a recipient, and no transmission"
    if rule.unite == "jours_ouvres" and rule.rappel_jours > rule.nombre:
        yield "a reminder before what is counted"
    if rule.jusqua is not None and rule.jusqua < rule.depuis:
        yield "ends before it begins"


def _together(rules: Regles) -> Iterator[str]:
    """Give the codes that two rules say on one day."""
    for place, rule in enumerate(rules.regles):
        for other in rules.regles[:place]:
            if other.code == rule.code and (other.jusqua is None or rule.depuis <= other.jusqua):
                yield f"{rule.code}: said twice"


if __name__ == "__main__":
    sys.exit(main())

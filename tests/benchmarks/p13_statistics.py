"""P13: figures among 100 000 signalements: the four of axe 1 with five cuts, then delays, then a line reopened."""

import random
from collections.abc import Callable
from datetime import timedelta

from mvl_desktop.bootstrap import load_nomenclatures
from mvl_desktop.documents.public_holidays import FrenchCalendars
from mvl_desktop.domain.periode import Periode
from mvl_desktop.protocol.objects import Revision
from mvl_desktop.services.echeances_rules import Timetable, load_rules
from mvl_desktop.services.statistiques import figure, figures, load_indicators, open_figure
from mvl_desktop.services.statistiques_calcul import Demande, Outils
from mvl_desktop.settings import Settings
from tests.benchmarks import full, sealed
from tests.benchmarks.corpus import START
from tests.benchmarks.table import Line
from tests.benchmarks.timing import Took, median
from tests.benchmarks.workers import ROOT

COUNT, TURNS = 100_000, 3
YEAR = Periode.annee(START.year)
PLACES = (*(f"{number:02d}" for number in range(1, 96) if number != 20), "2A", "2B", "971", "972", "973", "974", "976")
DOMAINS = ("sante_bien_etre", "cultes_spiritualites", "developpement_personnel", "enfance_education", "numerique")
RECIPIENTS = ("miviludes", "procureur", "crip", "ordre", "prefet", "ddpp")
LEVELS = ("non_qualifie", "demande_info", "sans_element", "a_risque", "a_risque", "infractionnelle", "hors_champ")
PAGE = (
    *(("I1.1", ""), ("I1.1", "mois"), ("I1.1", "departement"), ("I1.1", "canal")),
    *(("I1.3", "domaines"), ("I1.4", "departement"), ("I1.5", "domaines"), ("I1.6", "transmissions/destinataire")),
)


def main() -> list[Line]:
    post = full.reopen(COUNT, told)
    outils = Outils(
        load_indicators(ROOT / "resources"),
        load_nomenclatures(Settings(ROOT / "resources")),
        Timetable(load_rules(ROOT / "resources"), FrenchCalendars()),
    )
    asked = [Demande(code, YEAR, cut) for code, cut in PAGE]
    whole = figure(post.ports, outils, "I1.3", YEAR, "departement").lignes[0].requete
    works: tuple[tuple[str, str, Callable[[], object]], ...] = (
        ("une page de chiffres, carte comprise", "≤ 1 s", lambda: figures(post.ports, outils, asked)),
        ("un chiffre par département (la carte)", "≤ 1 s", lambda: figures(post.ports, outils, asked[2:3])),
        ("délai médian en jours ouvrés", "≤ 2 s", lambda: figure(post.ports, outils, "I1.8", YEAR)),
        ("ce qui est derrière une ligne", "≤ 1 s", lambda: whole and open_figure(post.ports, outils, whole)),
    )
    lines = [_line(what, target, work) for what, target, work in works]
    post.close()
    return lines


def told(count: int, start: int) -> list[Revision]:
    """Give signalements that say where they went and when they were answered."""
    return sealed.revisions(count, start, more)


def more(number: int) -> dict[str, object]:
    chance = random.Random(number)  # noqa: S311 - nothing here is secret
    day = START + timedelta(days=number % 300)
    sent = day + timedelta(days=20)
    back = {"retour_recu_le": (sent + timedelta(days=number % 90)).isoformat()} if number % 2 else {}
    passed = {"destinataire": RECIPIENTS[number % 6], "etat": "envoyee", "envoyee_le": sent.isoformat(), **back}
    return {
        "departement": PLACES[chance.randrange(len(PLACES))],
        "commune": "",
        "type_demande": ("informer", "informer", "interroger", "transmission_recue")[number % 4],
        "niveau": chance.choice(LEVELS),
        "domaines": sorted(set(chance.choices(DOMAINS, k=2))),
        "mineur_concerne": number % 5 == 0,
        "accuse_reception_le": (day + timedelta(days=number % 26)).isoformat(),
        "qualifications": [{"qualifie_le": (day + timedelta(days=number % 60)).isoformat()}],
        "statut": ("enregistre", "qualifie", "clos")[number % 3],
        "transmissions": [passed] if number % 3 == 0 else [],
    }


def _line(what: str, target: str, work: Callable[[], object]) -> Line:
    work()
    found = []
    for _ in range(TURNS):
        with Took() as took:
            work()
        found.append(took)
    return Line(
        number="P13",
        what=f"{what}, {COUNT} signalements",
        figure=median(took.wall for took in found) * 1e3,
        unit="ms",
        target=target,
        detail=f"CPU {median(took.cpu for took in found) * 1e3:.0f} ms",
    )

"""What the demonstration writes of the activities: a training, a warning, what a meeting said. All fictitious."""

from collections.abc import Mapping, Sequence
from datetime import date

FORMATION: dict[str, object] = {
    "intitule": "Repérer l’emprise dans un établissement",
    "type_formation": "sensibilisation",
    "organisateur": "ARS fictive",
    "publics": ["agents_delegations", "etablissements"],
    "objectifs": "Repérer tôt ce qui peut annoncer une emprise, et savoir à qui en parler.",
    "demandes": [
        {"organisme": "Délégation fictive", "departement": "93", "effectif": 20, "exprimee_le": "2026-01-12"},
        {"organisme": "Établissement fictif", "departement": "75", "effectif": 12, "exprimee_le": "2026-01-20"},
        {"organisme": "Centre fictif", "departement": "95", "effectif": 8, "exprimee_le": "2026-02-02"},
    ],
}
SESSIONS: tuple[tuple[str, ...], ...] = (
    (
        *("--le", "2026-03-10", "--departement", "93", "--public", "agents_delegations", "--duree", "180"),
        *("--siege", "4", "--delegations", "14", "--reponses", "15", "--satisfaction", "4,2"),
    ),
    (
        *("--le", "2026-04-07", "--departement", "75", "--public", "etablissements", "--duree", "90"),
        *("--exterieur", "26", "--reponses", "20", "--satisfaction", "3,9"),
    ),
)
HELD: dict[str, object] = {
    "decision": "retenue",
    "decidee_le": "2026-02-09",
    "seances": [
        {
            "le": "2026-03-10",
            "etat": "tenue",
            "departement": "01",
            "public": "agents_delegations",
            "duree_minutes": 180,
            "effectif_siege": 4,
            "effectif_delegations": 14,
            "reponses": 15,
            "satisfaction": "4,2",
        },
        {"le": "2026-12-08", "etat": "prevue", "departement": "69", "public": "etablissements", "duree_minutes": 90},
    ],
}
"""The same training where no command is given: decided, one session held, another planned."""
SIGNED = date(2026, 1, 15)
"""The day on which the last party signed the convention."""
STEPS: tuple[dict[str, object], ...] = (
    {"intitule": "Arrêter le format de l’échange", "etat": "faite", "prevue_le": "2026-03-02"},
    {"intitule": "Réunir les pilotes", "etat": "en_cours", "prevue_le": "2026-12-11"},
    {"intitule": "Adresser le premier état", "prevue_le": "2027-01-29"},
)
"""How far one of the actions of the convention is."""
WARNING: dict[str, object] = {
    "titre": "Séjours à l’étranger et rites d’initiation\u00a0: les risques pour les voyageurs",
    "etat": "publiee",
    "publiee_le": "2026-06-15",
    "emetteur": "MIVILUDES",
    "public": "Voyageurs",
    "risque": "Substances prises sans suivi médical, isolement, sommes versées d’avance.",
    "conseils": "Parler du séjour à un proche et à un médecin avant de partir\u202f; garder ses papiers et son retour.",
    "domaines": ["sante_bien_etre"],
}
MEETING: tuple[str, date] = ("gtrdo", date(2026, 3, 17))
"""The meeting whose minutes are written: its type, its day."""
COPIL: tuple[str, date] = ("copil", date(2026, 4, 2))
"""The meeting where the figures of the convention are frozen."""
YEAR: tuple[date, date] = (date(2026, 1, 1), date(2026, 12, 31))
"""What the bilan is about."""
COMMENT: tuple[str, str] = (
    "ensemble",
    "Les signalements sont fictifs\u202f: leur nombre ne dit rien de la réalité.",
)
_CAME = 5
_TOLD: tuple[str, ...] = (
    "L’ordre du jour est adopté.",
    "Quatre situations nouvelles sont présentées, sans les nommer\u00a0; deux concernent des mineurs.",
    "Chacun dit ce qu’il a reçu et ce qu’il en a fait.",
)


def attendance(champs: Mapping[str, object]) -> dict[str, object]:
    """Return who came to a meeting that was prepared: the first of those who were asked to."""
    asked = _elements(champs, "presences")
    came = [{**each, "presence": "present" if place < _CAME else "excuse"} for place, each in enumerate(asked)]
    return {"presences": came, "ars_presente": True, "miviludes_presente": True}


def minutes(champs: Mapping[str, object]) -> dict[str, object]:
    """Return what is written of a meeting that was prepared: items, who came, what was said and decided."""
    points = [{**each, "texte": told} for each, told in zip(_elements(champs, "points"), _TOLD, strict=False)]
    others = _elements(champs, "points")[len(points) :]
    where = points[-1]["id"] if points else ""
    return {
        "points": [*points, *others],
        **attendance(champs),
        "lieu": "Préfecture fictive",
        "organisateur": "Préfecture fictive",
        "interventions": [
            {
                "point": where,
                "fonction": "Référent dérives sectaires de l’ARS",
                "verbe": "precise",
                "texte": "Les signalements portent surtout sur des soins proposés en ligne.",
            },
            {
                "point": where,
                "fonction": "Représentante fictive de la CRIP",
                "verbe": "demande",
                "texte": "Que les écoles soient averties.",
            },
        ],
        "decisions": [
            {
                "point": where,
                "texte": "Écrire une information commune aux professionnels de santé du département.",
                "responsable": "Référent dérives sectaires de l’ARS",
                "pour_le": "2026-05-29",
                "etat": "faite",
                "faite_le": "2026-05-20",
            },
            {
                "point": where,
                "texte": "Proposer une séance de repérage aux établissements.",
                "responsable": "Référent dérives sectaires de l’ARS",
                "pour_le": "2026-12-18",
                "etat": "a_faire",
            },
        ],
    }


def _elements(champs: Mapping[str, object], name: str) -> Sequence[Mapping[str, object]]:
    held = champs.get(name)
    return [each for each in held if isinstance(each, Mapping)] if isinstance(held, (list, tuple)) else []

"""What people call the roles that a registry gives to devices, and what somebody does here, as people choose it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ROLES: Mapping[str, str] = {
    "reader": "Lecteur",
    "agent": "Agent",
    "referent": "Référent",
    "operator": "Opérateur",
    "admin": "Administrateur",
    "auditor": "Auditeur du journal",
    "outside": "Sans accès",
}
"""Registry code → label, from the least powers to the most; the last two hold no key."""

SIGNALANT, MEDICAL = "signalant", "pieces-medicales"
"""The kinds that are kept apart, each in a compartment of the délégation."""

MEDECIN: Final = "medecin_inspecteur"
"""The habilitation of who answers what only a clinician reads."""


@dataclass(frozen=True, slots=True)
class Habilitation:
    """What somebody does in a délégation: a word of the trade, what it lets them do, and a role in each espace."""

    code: str
    libelle: str
    phrase: str
    role: str
    apart: Mapping[str, str]

    def role_in(self, kind: str | None) -> str:
        """Return the role in the délégation (None), or in its compartment for a kind."""
        return self.role if kind is None else self.apart[kind]


def _both(role: str) -> Mapping[str, str]:
    return {SIGNALANT: role, MEDICAL: role}


HABILITATIONS: Final = (
    Habilitation(
        "lecteur",
        "Lecteur",
        "Lit les signalements et les fiches, n’écrit rien, et voit « réservé » à la place de ce qui est à part.",
        "reader",
        _both("outside"),
    ),
    Habilitation(
        "agent",
        "Agent",
        "Enregistre et complète les signalements et leurs signalants ; voit « réservé » pour les pièces médicales.",
        "agent",
        {SIGNALANT: "agent", MEDICAL: "outside"},
    ),
    Habilitation(
        "referent",
        "Référent",
        "Peut tout ce que peut un agent ; dit à tous qui est le référent de la délégation.",
        "referent",
        {SIGNALANT: "referent", MEDICAL: "outside"},
    ),
    Habilitation(
        MEDECIN,
        "Médecin inspecteur",
        "Peut tout ce que peut un agent ; lit et écrit aussi les pièces médicales.",
        "agent",
        {SIGNALANT: "agent", MEDICAL: "agent"},
    ),
    Habilitation(
        "operateur",
        "Opérateur",
        "Fait le travail d’un référent ; invite, révoque, renouvelle les clés, et lit donc tout ce qui est à part.",
        "operator",
        _both("operator"),
    ),
    Habilitation(
        "administrateur",
        "Administrateur",
        "Peut tout ce que peut un opérateur ; change les rôles, et confie l’espace à un service.",
        "admin",
        _both("admin"),
    ),
    Habilitation(
        "auditeur",
        "Auditeur",
        "Lit le journal des accès, et rien d’autre : ni signalement, ni signalant, ni pièce.",
        "auditor",
        _both("auditor"),
    ),
)
"""What may be chosen for somebody, from the least powers to the most; the auditor is apart."""

_TYPED: Mapping[str, str] = {
    "lecteur": "reader",
    "medecin_inspecteur": "agent",
    "medecin-inspecteur": "agent",
    "référent": "referent",
    "operateur": "operator",
    "opérateur": "operator",
    "administrateur": "admin",
    "auditeur": "auditor",
}
_WRITTEN: Mapping[str, str] = {
    "reader": "lecteur",
    "référent": "referent",
    "médecin_inspecteur": "medecin_inspecteur",
    "medecin": "medecin_inspecteur",
    "opérateur": "operateur",
    "operator": "operateur",
    "admin": "administrateur",
    "auditor": "auditeur",
}


def role_label(code: str) -> str:
    """Return what a person reads for a role, one from a newer post included."""
    return ROLES.get(code, f"rôle inconnu ({code})")


def role_code(text: str) -> str | None:
    """Return the registry's code for a role typed in French or as the code itself; None when there is none."""
    typed = text.strip().lower()
    return typed if typed in ROLES else _TYPED.get(typed)


def habilitation(text: str) -> Habilitation | None:
    """Return the habilitation that somebody typed, by its code or a word near it; None when there is none."""
    typed = text.strip().lower().replace("-", "_").replace(" ", "_")
    typed = _WRITTEN.get(typed, typed)
    return next((each for each in HABILITATIONS if each.code == typed), None)


def habilitation_held(role: str, apart: Mapping[str, str]) -> Habilitation | None:
    """Return the habilitation that gives just these roles (by kind of compartment); None when none does."""
    fitting = [each for each in HABILITATIONS if each.role == role]
    return next((each for each in fitting if all(each.role_in(kind) == has for kind, has in apart.items())), None)

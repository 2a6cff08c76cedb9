"""What people call the roles that a registry gives to devices."""

from collections.abc import Mapping

ROLES: Mapping[str, str] = {
    "reader": "Lecteur",
    "agent": "Agent",
    "referent": "Référent",
    "operator": "Opérateur",
    "admin": "Administrateur",
    "auditor": "Auditeur du journal",
}
"""Registry code → label, from the least powers to the most; the auditor only reads the journal of access."""

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


def role_label(code: str) -> str:
    """Return what a person reads for a role, one from a newer post included."""
    return ROLES.get(code, f"rôle inconnu ({code})")


def role_code(text: str) -> str | None:
    """Return the registry's code for a role typed in French or as the code itself; None when there is none."""
    typed = text.strip().lower()
    return typed if typed in ROLES else _TYPED.get(typed)

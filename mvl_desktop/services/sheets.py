"""The recovery sheet, as text to print. It is the only way back when a passphrase is lost."""

from datetime import date

from mvl_desktop.services.refusals import RefusError


def recovery_sheet(code: str, name: str, made_on: date) -> str:
    """Return the sheet of a post."""
    if not code:
        raise RefusError("erreur_interne")
    who = f"Poste de\u00a0: {name}\n" if name else ""
    return (
        "FICHE DE SECOURS MVL\n"
        "====================\n\n"
        f"{who}"
        f"Faite le\u00a0: {made_on:%d/%m/%Y}\n\n"
        "Code de secours\u00a0:\n\n"
        f"    {code}\n\n"
        "Ce code ouvre le magasin quand la phrase de passe est perdue. Personne d’autre ne peut la retrouver.\n\n"
        "  1. Imprimez cette fiche.\n"
        "  2. Rangez-la sous clé, loin de l’ordinateur.\n"
        "  3. Supprimez le fichier de l’ordinateur et videz la corbeille.\n\n"
        "Après usage, le code est remplacé\u00a0: une nouvelle fiche vous est remise, détruisez l’ancienne.\n"
    )

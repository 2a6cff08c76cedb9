"""`mvl demo`: three posts and a service as separate processes, from the founding to an erasure, told step by step."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from mvl_desktop.bootstrap import default_settings, load_nomenclatures
from mvl_desktop.cli.demo_data import signalements
from mvl_desktop.services.refusals import RefusError

ESPACE = "Délégation de démonstration"
PHRASE = "phrase de démonstration sans aucun secret"
STEP_SECONDS = 300

Tell = Callable[[str], None]


class Place:
    """One post of the demonstration: its folder, and how to ask it something."""

    def __init__(self, folder: Path, phrase: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self._base = [*program(), "--profil", str(folder), "--phrase-fichier", str(phrase), "--json"]

    def __call__(self, *words: str, given: object = None, expect: int = 0) -> dict[str, object]:
        """Run one command as its own process; return its document."""
        text = None if given is None else json.dumps(given, ensure_ascii=False)
        done = subprocess.run(  # noqa: S603 (our own program, words of ours)
            [*self._base, *words], input=text, capture_output=True, text=True, timeout=STEP_SECONDS, check=False
        )
        if done.returncode != expect:
            raise StepFailedError(self.name, words, done.returncode, done.stdout + done.stderr)
        document: dict[str, object] = json.loads(done.stdout)
        return document

    def chain(self, lines: Sequence[str]) -> list[dict[str, object]]:
        """Run many commands in one process, the post opened once."""
        done = subprocess.run(  # noqa: S603
            [*self._base, "enchainer", "-"],
            input="\n".join(lines),
            capture_output=True,
            text=True,
            timeout=STEP_SECONDS,
            check=False,
        )
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode or any("erreur" in answer for answer in answers):
            raise StepFailedError(self.name, ("enchainer",), done.returncode, done.stdout[-2000:] + done.stderr)
        return answers


class StepFailedError(RefusError):
    """A step of the demonstration did not do what it should."""

    def __init__(self, name: str, words: Sequence[str], code: int, output: str) -> None:
        super().__init__("demonstration_interrompue")
        self.detail = f"{name}\u00a0: {shlex.join(words)} → {code}\n{output}"


def program() -> list[str]:
    """Return the command that runs `mvl`: this very program."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "mvl_desktop.cli"]


def play(target: Path, count: int, tell: Tell) -> dict[str, object]:
    """Play everything under `target`; return what was counted. Raises StepFailedError."""
    target.mkdir(parents=True, exist_ok=True)
    phrase = target / "phrase.txt"
    phrase.write_text(PHRASE + "\n", encoding="utf-8")
    phrase.chmod(0o600)
    service = _start_service(target)
    try:
        return _Story(target, phrase, service[1] if service else None, tell).play(count)
    finally:
        if service:
            service[0].send_signal(signal.SIGTERM)
            service[0].wait(timeout=30)


def _start_service(target: Path) -> tuple[subprocess.Popen[str], str] | None:
    """Start the central service on loopback when it is installed beside this program."""
    found = shutil.which("mvl-central", path=os.pathsep.join([str(Path(sys.executable).parent), os.defpath]))
    if found is None:
        return None
    started = subprocess.Popen(  # noqa: S603
        [found, "serve", "--data", str(target / "service"), "--listen", "127.0.0.1:0", "--open"],
        stdout=subprocess.PIPE,
        stderr=(target / "service.log").open("w"),
        text=True,
    )
    line = started.stdout.readline() if started.stdout else ""
    if not line.startswith("prêt "):
        with suppress(ProcessLookupError):
            started.kill()
        raise StepFailedError("service", ("serve",), started.wait(), line)
    return started, line.split()[1]


class _Story:
    def __init__(self, target: Path, phrase: Path, service: str | None, tell: Tell) -> None:
        self.target, self.service, self._tell = target, service, tell
        self.a = Place(target / "poste-a", phrase, "Poste A (référente)")
        self.b = Place(target / "poste-b", phrase, "Poste B (agent)")
        self.c = Place(target / "poste-c", phrase, "Poste C (sans réseau)")
        self.devices: dict[str, str] = {}
        self.step = 0

    def tell(self, text: str) -> None:
        self.step += 1
        self._tell(f"{self.step:2}. {text}")

    def play(self, count: int) -> dict[str, object]:
        self._found()
        self._enrol(self.b, "agent", by_file=self.service is None)
        first = self._record(count)
        self._exchange()
        conflict = self._disagree(first)
        fiche = self._apply_fiche(first)
        receipt = self._carry()
        erased = self._revoke_and_erase()
        counts = self._count()
        return {
            "dossier": str(self.target),
            "service": self.service,
            "signalements": count,
            "conflit": conflict,
            "etapes_appliquees": fiche,
            "recepisse": receipt,
            "efface": erased,
            "par_niveau": counts,
        }

    def _found(self) -> None:
        for place, name in ((self.a, "Alix Exemple"), (self.b, "Camille Fictive"), (self.c, "Sacha Imaginaire")):
            place("init", "--nom", name, "--fiche-secours", str(self.target / f"{place.folder.name}-fiche-secours.txt"))
        self.tell("Trois postes sont créés, chacun avec son magasin chiffré et sa fiche de secours.")
        self.a("espace", "fonder", ESPACE)
        self.tell(f"Le poste A fonde l’espace «\u00a0{ESPACE}\u00a0».")
        if self.service is None:
            self.tell("Le service central n’est pas installé ici\u00a0: tout passe par des fichiers scellés.")
            return
        self.a("espace", "publier", ESPACE, "--central", self.service)
        self.tell(f"L’espace est confié au service {self.service}, qui ne peut rien y lire.")

    def _enrol(self, place: Place, role: str, *, by_file: bool) -> None:
        folder = self.target / "enrolement"
        folder.mkdir(exist_ok=True)
        invitation = folder / f"{place.folder.name}.invitation"
        self.a("poste", "inviter", "--role", role, "--vers", str(invitation))
        if by_file or self.service is None:
            request, answer = invitation.with_suffix(".demande"), invitation.with_suffix(".reponse")
            asked = place("poste", "demander", "--invitation", str(invitation), "--vers", str(request))
            code = str(asked["code"])
            self.a("poste", "accepter", str(request), "--code", code, "--vers", str(answer))
            place("poste", "rejoindre", str(answer))
        else:
            asked = place("poste", "demander", "--invitation", str(invitation), "--central", self.service)
            code = str(asked["code"])
            self.a("poste", "accepter", "--central", self.service, "--code", code)
            place("poste", "rejoindre", "--central", self.service)
        self.devices[place.name] = str(asked["poste"])
        how = "par fichiers" if by_file or self.service is None else "par le service"
        self.tell(f"{place.name} entre {how} ; le code de sûreté lu à voix haute était {code}.")

    def _record(self, count: int) -> str:
        lists = load_nomenclatures(default_settings())
        today = date(2026, 11, 1)
        codes = {
            name: tuple(entry.code for entry in lists.entries(name, today))
            for name in ("canaux", "niveaux", "natures", "urgences")
        }
        with tempfile.TemporaryDirectory(prefix="mvl-demo-", dir=self.target) as folder:
            lines = []
            for number, champs in enumerate(signalements(count, codes)):
                source = Path(folder) / f"{number}.json"
                source.write_text(json.dumps(champs, ensure_ascii=False), encoding="utf-8")
                lines.append(f"signalement ajouter --de {shlex.quote(str(source))}")
            answers = self.a.chain(lines)
        for source in sorted((default_settings().resources / "fiches").glob("*.json")):
            document = json.loads(source.read_text(encoding="utf-8"))
            self.a("fiche-conduite", "ajouter", "--de", "-", given=document.get("champs", document))
        self.tell(f"Le poste A enregistre {count} signalements fictifs et quatre fiches de conduite, hors connexion.")
        return str(answers[0]["id"])

    def _exchange(self) -> None:
        if self.service is None:
            lot = self.target / "premier.lot"
            self.a("lot", "exporter", "--vers", str(lot))
            self.b("lot", "fusionner", str(lot), "--recepisse", str(self.target / "premier.recepisse"))
            self.a("lot", "fusionner", str(self.target / "premier.recepisse"))
            self.tell("Un lot scellé porte tout au poste B, et son récépissé revient.")
            return
        sent = self.a("synchroniser")
        got = self.b("synchroniser")
        self.tell(f"Échange\u00a0: A envoie {sent['envoyes']} ({sent['attestes']} attestés), B reçoit {got['recus']}.")

    def _sync_all(self) -> None:
        if self.service is not None:
            for place in (self.a, self.b, self.a):
                place("synchroniser")
            return
        for number, (writer, reader) in enumerate(((self.a, self.b), (self.b, self.a))):
            lot = self.target / f"echange-{self.step}-{number}.lot"
            writer("lot", "exporter", "--vers", str(lot))
            reader("lot", "fusionner", str(lot))

    def _disagree(self, id_: str) -> dict[str, object]:
        self.a("signalement", "modifier", id_, "--de", "-", given={"objet": "Refus de soins, vu par A"})
        self.b("signalement", "modifier", id_, "--de", "-", given={"objet": "Refus de soins, vu par B"})
        self._sync_all()
        shown = self.a("signalement", "montrer", id_)
        values = shown["conflits"]["objet"]  # type: ignore[index]
        self.tell(f"A et B ont changé l’objet sans se voir\u00a0: les {len(values)} valeurs sont gardées.")
        self.a("conflits", "resoudre", id_, "objet", "--garder", values[0]["revision"], "--motif", "Après appel à B")
        self._sync_all()
        same = [place("signalement", "montrer", id_)["champs"]["objet"] for place in (self.a, self.b)]  # type: ignore[index]
        self.tell(f"A décide, la décision voyage\u202f; les deux postes montrent «\u00a0{same[0]}\u00a0».")
        return {"valeurs": len(values), "objet": same[0], "identique": same[0] == same[1]}

    def _apply_fiche(self, id_: str) -> int:
        fiche = self.a("fiche-conduite", "lister", "--limite", "1")["elements"][0]  # type: ignore[index]
        titre = str(fiche["titre"])
        added = self.a("fiche-conduite", "appliquer", str(fiche["id"]), id_)["etapes"]
        self.tell(f"La fiche «\u00a0{titre}\u00a0» est appliquée\u00a0: {added} étapes à suivre.")
        return int(str(added))

    def _carry(self) -> dict[str, object]:
        self._enrol(self.c, "agent", by_file=True)
        lot, receipt = self.target / "poste-c.lot", self.target / "poste-c.recepisse"
        made = self.a("lot", "exporter", "--vers", str(lot))
        seen = self.c("lot", "examiner", str(lot))["total"]
        merged = self.c("lot", "fusionner", str(lot), "--recepisse", str(receipt))["total"]
        self.a("lot", "fusionner", str(receipt))
        new = seen["nouveaux"]  # type: ignore[index]
        self.tell(
            f"Le lot n°\u00a0{made['lot']} part sur une clé USB\u00a0: C y voit {new} nouveautés, puis les intègre."
        )
        self.tell("Le récépissé de C revient\u00a0: le poste A sait que C a tout reçu.")
        return {"lot": made["lot"], "octets": made["octets"], "fusion": merged}

    def _revoke_and_erase(self) -> dict[str, object]:
        self.a("poste", "revoquer", self.devices[self.c.name], "--motif", "depart")
        self._sync_all()
        self.tell("Le poste C est révoqué et les clés sont renouvelées\u00a0: il ne lira plus rien de nouveau.")
        last = self.a("signalement", "lister", "--limite", "1")["elements"][0]["id"]  # type: ignore[index]
        self.a("effacer", last, "--motif", "erreur_de_saisie")
        self._sync_all()
        for place in (self.a, self.b):
            place("signalement", "montrer", last, expect=1)
        self.tell("Un signalement saisi par erreur est effacé\u00a0: ni A ni B ne peuvent plus l’ouvrir.")
        return {"id": last}

    def _count(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for element in self.b("signalement", "lister")["elements"]:  # type: ignore[attr-defined]
            counts[element["niveau"]] = counts.get(element["niveau"], 0) + 1
        said = ", ".join(f"{code}\u00a0: {number}" for code, number in sorted(counts.items()))
        self.tell(f"Bilan, compté sur le poste B — {said}.")
        return counts

"""`mvl demo`: three posts and a service as separate processes, from the founding to an erasure, told step by step."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from mvl_desktop.bootstrap import default_settings, load_nomenclatures
from mvl_desktop.cli.demo_activites import (
    COMMENT,
    COPIL,
    FORMATION,
    MEETING,
    SESSIONS,
    STEPS,
    WARNING,
    YEAR,
    attendance,
    minutes,
)
from mvl_desktop.cli.demo_annuaire import DELEGATION, EMPLOIS, ORGANISMES
from mvl_desktop.cli.demo_data import signalements
from mvl_desktop.domain.typographie import jour
from mvl_desktop.services.refusals import RefusError

ESPACE = "Délégation de démonstration"
PHRASE = "phrase de démonstration sans aucun secret"
STEP_SECONDS = 300

Tell = Callable[[str], None]


class Place:
    """One post of the demonstration: its folder, and a program that is asked one thing after the other."""

    def __init__(self, folder: Path, phrase: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self._base = [*program(), "--profil", str(folder), "--phrase-fichier", str(phrase), "--json"]
        self._running: subprocess.Popen[str] | None = None

    def init(self, *words: str) -> None:
        """Make the post, by a program of its own: nothing is there to be opened before."""
        done = subprocess.run(  # noqa: S603 (our own program, words of ours)
            [*self._base, "init", *words], capture_output=True, text=True, timeout=STEP_SECONDS, check=False
        )
        if done.returncode:
            raise StepFailedError(self.name, ("init", *words), done.stdout + done.stderr)

    def __call__(self, *words: str, given: object = None, expect: int = 0) -> dict[str, object]:
        """Ask for one command; return its document. `given` is what `-` stands for."""
        if given is None:
            return self._ask(words, refused=bool(expect))
        source = self.folder.with_suffix(".json")
        source.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
        try:
            return self._ask([str(source) if word == "-" else word for word in words], refused=bool(expect))
        finally:
            source.unlink()

    def chain(self, lines: Sequence[str]) -> list[dict[str, object]]:
        """Ask for many commands."""
        return [self._ask(shlex.split(line), refused=False) for line in lines]

    def close(self) -> None:
        """End the program."""
        if self._running is not None and self._running.stdin is not None:
            self._running.stdin.close()
            self._running.wait(timeout=STEP_SECONDS)
            self._running = None

    def _ask(self, words: Sequence[str], *, refused: bool) -> dict[str, object]:
        running = self._running = self._running or self._start()
        if running.stdin is None or running.stdout is None:
            raise StepFailedError(self.name, words, "")
        watch = threading.Timer(STEP_SECONDS, running.kill)
        watch.start()
        try:
            running.stdin.write(shlex.join(words) + "\n")
            running.stdin.flush()
            line = running.stdout.readline()
        except OSError:
            line = ""
        finally:
            watch.cancel()
        document: dict[str, object] = json.loads(line) if line else {"erreur": ""}
        if refused != ("erreur" in document) or not line:
            raise StepFailedError(self.name, words, line)
        return document

    def _start(self) -> subprocess.Popen[str]:
        """Open the post, once; what it tells a person goes to a file."""
        with self.folder.with_suffix(".log").open("w", encoding="utf-8") as told:
            return subprocess.Popen(  # noqa: S603
                [*self._base, "enchainer", "-"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=told,
                encoding="utf-8",
            )


class StepFailedError(RefusError):
    """A step of the demonstration did not do what it should."""

    def __init__(self, name: str, words: Sequence[str], output: str) -> None:
        super().__init__("demonstration_interrompue")
        self.detail = f"{name}\u00a0: {shlex.join(words)}\n{output}"


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
    story = _Story(target, phrase, service[1] if service else None, tell)
    try:
        return story.play(count)
    finally:
        for place in (story.a, story.b, story.c):
            place.close()
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
        started.wait()
        raise StepFailedError("service", ("serve",), line)
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
        booklet = self._booklet()
        grille = self._answer_grid(first)
        courrier = self._write_letter(first)
        passed = self._pass_on(first)
        deadlines = self._deadlines(first)
        activities = self._activities()
        agreed = self._agree()
        met = self._meet(str(agreed["id"]))
        account = self._account(str(agreed["id"]))
        communicated = self._communicate()
        receipt = self._carry()
        arbitration = self._arbitrate(first)
        erased = self._revoke_and_erase()
        counts = self._count()
        return {
            "dossier": str(self.target),
            "service": self.service,
            "signalements": count,
            "conflit": conflict,
            "etapes_appliquees": fiche,
            "livret": booklet,
            "grille": grille,
            "courrier": courrier,
            "transmissions": passed,
            "echeances": deadlines,
            "activites": activities,
            "convention": agreed,
            "reunions": met,
            "bilan": account,
            "copie_communicable": communicated,
            "recepisse": receipt,
            "arbitrage": arbitration,
            "efface": erased,
            "par_niveau": counts,
        }

    def _found(self) -> None:
        for place, name in ((self.a, "Alix Exemple"), (self.b, "Camille Fictive"), (self.c, "Sacha Imaginaire")):
            place.init("--nom", name, "--fiche-secours", str(self.target / f"{place.folder.name}-fiche-secours.txt"))
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
        self.a("texte-juridique", "livres")
        self._directory()
        self.tell(f"Le poste A enregistre {count} signalements fictifs et quatre fiches de conduite, hors connexion.")
        return str(answers[0]["id"])

    def _directory(self) -> None:
        given = [("organisme", each) for each in (DELEGATION, *ORGANISMES)] + [("emploi", each) for each in EMPLOIS]
        with tempfile.TemporaryDirectory(prefix="mvl-demo-", dir=self.target) as folder:
            lines = ["annuaire livres"]
            for number, (kind, champs) in enumerate(given):
                source = Path(folder) / f"{number}.json"
                source.write_text(json.dumps(champs, ensure_ascii=False), encoding="utf-8")
                lines.append(f"{kind} ajouter --de {shlex.quote(str(source))}")
            self.a.chain(lines)

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

    def _booklet(self) -> str:
        target = self.target / "livret.pdf"
        made = self.a("fiche-conduite", "livret", "--toutes", "--vers", str(target))
        self.tell(f"A imprime le livret\u00a0: {made['fiches']} fiches, qui alerter, et les textes qu’elles citent.")
        return str(target)

    def _apply_fiche(self, id_: str) -> int:
        fiche = self.a("fiche-conduite", "lister", "--limite", "1")["elements"][0]  # type: ignore[index]
        titre = str(fiche["titre"])
        added = self.a("fiche-conduite", "appliquer", str(fiche["id"]), id_)["etapes"]
        self.tell(f"La fiche «\u00a0{titre}\u00a0» est appliquée\u00a0: {added} étapes à suivre.")
        return int(str(added))

    def _answer_grid(self, id_: str) -> dict[str, object]:
        said = [f"grille repondre {id_} MIN-04 --reponse rapporte --source Enseignante", f"grille lire {id_}"]
        *_done, read = self.a.chain(["grille livrees", f"grille ouvrir MIN {id_}", *said])
        grille = read["grilles"][0]  # type: ignore[index]
        codes = [fiche["code"] for fiche in read["fiches"]]  # type: ignore[attr-defined]
        self.tell(
            f"Une grille est ouverte\u00a0: {len(grille['reponses'])} critères, ni total ni conclusion\u202f; "
            f"une réponse appelle la fiche {', '.join(codes)}."
        )
        return {"code": grille["code"], "version": grille["version"], "fiches": codes}

    def _write_letter(self, id_: str) -> dict[str, object]:
        target = self.target / "accuse-de-reception.pdf"
        # No word of the people of these signalements: a letter that has one is not let through.
        head = {"service": "Délégation de démonstration", "lieu": "Bourg-en-Bresse", "signataire": "Gaëlle Essai"}
        head |= {"telephone": "04 00 00 00 00", "courriel": "service@essai.invalid", "adresse": "1, place de l’Essai"}
        self.a("modele-courrier", "livres")
        self.a("courrier", "entete", "--de", "-", given=head)
        written = self.a("courrier", "ecrire", id_, "ACC-02")
        letter = str(written["id"])
        self.a("courrier", "relire", id_, letter, "--par", "Sacha Exemple")
        printed = self.a("courrier", "imprimer", id_, letter, "--vers", str(target))
        self.tell(f"Un accusé de réception est écrit d’un modèle, vérifié, relu et imprimé\u00a0: {target.name}.")
        return {"id": letter, "fichier": str(target), "octets": printed["octets"]}

    def _pass_on(self, id_: str) -> dict[str, object]:
        """Note two transmissions that left; the return of one is overdue."""
        basis = ["Article L. 226-2-1 du code de l’action sociale et des familles"]
        crip: dict[str, object] = {"destinataire": "crip", "destinataire_nom": "CRIP fictive", "fondements": basis}
        crip |= {"contenu": "Une élève absente, rapportée par une enseignante.", "personne_informee": True}
        center = {"destinataire": "miviludes", "destinataire_nom": "Pôle santé", "fondements": ["Convention"]}
        center |= {"contenu": "Une demande d’avis, sans nommer personne."}
        for said, day in ((crip, "2026-01-12"), (center, date.today().isoformat())):  # noqa: DTZ011 (a day here)
            made = str(self.a("transmission", "preparer", id_, "--de", "-", given=said)["id"])
            self.a("transmission", "envoyer", id_, made, "--canal", "courrier_rar", "--le", day)
        late = self.a("transmission", "lister", "--filtre", "retard=oui")["total"]
        self.tell(
            f"Deux transmissions sont notées comme parties\u202f; le retour de {late} d’entre elles est en retard."
        )
        return {"notees": 2, "en_retard": late}

    def _deadlines(self, id_: str) -> dict[str, object]:
        """Say what is due: late, today and to come; write it for a calendar."""
        today = date.today()  # noqa: DTZ011 (a day here)
        for what, day in (("Rappeler la personne", today), ("Relire le dossier", today + timedelta(days=6))):
            self.a("echeances", "ajouter", id_, "--quoi", what, "--pour-le", day.isoformat())
        found = self.a("echeances", "lister")["elements"]
        states = [str(each["etat"]) for each in found] if isinstance(found, list) else []
        target = self.target / "echeances.ics"
        self.a("echeances", "exporter", "--vers", str(target))
        late, now = states.count("en_retard"), states.count("aujourdhui")
        coming = len(states) - late - now
        self.tell(
            f"Échéances\u00a0: {late} en retard, {now} aujourd’hui, {coming} à venir\u202f; un agenda peut les lire."
        )
        return {"en_retard": late, "aujourdhui": now, "a_venir": coming, "fichier": str(target)}

    def _activities(self) -> dict[str, object]:
        """Train agents from the demand to the evaluation, warn the public, read what others counted."""
        rec = str(self.a("formation", "ajouter", "--de", "-", given=FORMATION)["id"])
        self.a("formation", "decider", rec, "retenue")
        for session in SESSIONS:
            self.a("formation", "seance", rec, *session)
        self.a("formation", "evaluer", rec, "--texte", "Les repères sont retenus\u202f; les cas pratiques manquent.")
        self.a("mise-en-garde", "ajouter", "--de", "-", given=WARNING)
        series = self.a("serie", "livrees")["ajoutees"]
        made = self.a("formation", "bilan")
        self.tell(
            f"Une sensibilisation va de la demande à l’évaluation\u00a0: {made['seances']} séances, "
            f"{made['personnes']} personnes\u202f; les séries nationales sont là, à part."
        )
        return {"seances": made["seances"], "personnes": made["personnes"], "series": len(series)}  # type: ignore[arg-type]

    def _agree(self) -> dict[str, object]:
        """Sign a convention begun from the template, and make an action of each thing that was agreed on."""
        rec = str(self.a("convention", "commencer", "--region", "11", "--numero", "C-DEMO")["id"])
        self.a("convention", "signer", rec, "ars", "--le", "2026-01-12", "--lieu", "Ville fictive")
        signed = self.a("convention", "signer", rec, "miviludes", "--le", "2026-01-15", "--lieu", "Ville fictive")
        made = self.a("fiche-action", "creer", rec)["creees"]
        count = len(made)  # type: ignore[arg-type]
        first = str(self.a("fiche-action", "lister", "--limite", "1")["elements"][0]["id"])  # type: ignore[index]
        self.a("fiche-action", "modifier", first, "--de", "-", given={"etapes": STEPS})
        term = jour(date.fromisoformat(str(signed["terme"])))
        self.tell(
            f"Une convention est signée des deux parties\u00a0: elle court jusqu’au {term}, "
            f"et chacun de ses {count} engagements a sa fiche d’action."
        )
        return {"id": rec, "terme": signed["terme"], "actions": count}

    def _meet(self, convention: str) -> dict[str, object]:
        """Write the minutes of a meeting, and freeze the figures of the convention at another."""
        held = self._prepared(*MEETING, "--departement", "93")
        shown = self.a("reunion", "montrer", held)["champs"]
        self.a("reunion", "modifier", held, "--de", "-", given=minutes(shown))  # type: ignore[arg-type]
        self.a("reunion", "dire", held, "tenue")
        for move in ("relire", "valider"):
            self.a("reunion", move, held)
        steering = self._prepared(*COPIL)
        espace = self.a("convention", "montrer", convention)["espace"]
        came = attendance(self.a("reunion", "montrer", steering)["champs"])  # type: ignore[arg-type]
        came |= {"convention": f"ref:{espace}:{convention}"}
        self.a("reunion", "modifier", steering, "--de", "-", given=came)
        self.a("reunion", "dire", steering, "tenue")
        frozen = self.a("reunion", "figer", steering)
        target = self.target / "compte-rendu-de-reunion.pdf"
        self.a("reunion", "compte-rendu", held, "--vers", str(target), "--sans-noms")
        self.tell("Un GTRDO a son compte rendu, validé et imprimé sans les noms\u202f; un COPIL fige ses chiffres.")
        return {"gtrdo": held, "copil": steering, "fige": frozen, "fichier": str(target)}

    def _prepared(self, kind: str, day: date, *more: str) -> str:
        return str(self.a("reunion", "preparer", kind, "--le", day.isoformat(), *more)["id"])

    def _account(self, convention: str) -> dict[str, object]:
        """Prepare the bilan of the year, say something of it, print it."""
        start, end = (day.isoformat() for day in YEAR)
        rec = str(self.a("bilan", "preparer", convention, "--du", start, "--au", end)["id"])
        self.a("bilan", "commenter", rec, *COMMENT)
        target = self.target / "bilan.pdf"
        self.a("bilan", "exporter", rec, "--vers", str(target))
        self.tell(f"Le bilan de l’année se prépare\u00a0: chaque chiffre y dit ce qu’il compte ({target.name}).")
        return {"id": rec, "fichier": str(target)}

    def _communicate(self) -> dict[str, object]:
        """Give a copy of minutes: a name and a telephone are taken out, the other post reads it again."""
        target = self.target / "copie-communicable.pdf"
        minutes = self.target / "compte-rendu.txt"
        told = "Réunion fictive du groupe de suivi.\nMme Alix Modèle, jointe au 01 99 00 00 01, décrit un stage.\n"
        minutes.write_text(told, encoding="utf-8")
        asked = ("--titre", "Compte rendu", "--demandeur", "Association fictive", "--demandee-le", "2026-11-02")
        id_ = str(self.a("copie-communicable", "preparer", str(minutes), "--fichier", *asked)["id"])
        found = self.a("copie-communicable", "occulter", id_, "--proposer")["elements"]
        words = [word for each in found for word in ("--mots", str(each["texte"]))]  # type: ignore[attr-defined]
        self.a("copie-communicable", "occulter", id_, *words)
        self.a("copie-communicable", "relire", id_)
        self._sync_all()
        self.b("copie-communicable", "relire", id_, "--accepter")
        self._sync_all()
        done = self.a("copie-communicable", "remettre", id_, "--vers", str(target))
        self.tell(f"Un compte rendu est communiqué sans les noms, relu par B\u00a0: copie n°\u00a0{done['numero']}.")
        return {"id": id_, "numero": done["numero"], "fichier": str(target), "retires": len(words) // 2}

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

    def _arbitrate(self, id_: str) -> dict[str, object]:
        """Let three posts write one field apart, meet by lots out of order and twice, then decide and be told."""
        everybody = (self.a, self.b, self.c)
        for place, who in zip(everybody, ("Alix Exemple", "Camille Fictive", "Sacha Imaginaire"), strict=True):
            place("signalement", "modifier", id_, "--de", "-", given={"suppleant": who})
        from_c, early, late = (self.target / f"trois-{number}.lot" for number in range(3))
        self.c("lot", "exporter", "--vers", str(from_c))
        self.a("lot", "exporter", "--vers", str(early))
        self.a("lot", "fusionner", str(from_c))
        self._sync_all()
        self.a("lot", "exporter", "--vers", str(late))
        self.c("lot", "fusionner", str(late), str(early), str(late))
        self.a("lot", "fusionner", str(from_c))
        listed = [place("conflits", "lister", "--champ", "suppleant") for place in everybody]
        if any(each["elements"] != listed[0]["elements"] for each in listed):
            raise StepFailedError(self.c.name, ("conflits", "lister"), json.dumps(listed))
        versions = listed[0]["elements"][0]["valeurs"]  # type: ignore[index]
        self.tell(
            "Tous trois ont écrit le même champ\u202f; par le réseau, ou par des lots dans le désordre et deux fois, "
            f"ils montrent les mêmes {len(versions)} valeurs, une seule fois."
        )
        kept = next(each["revision"] for each in versions if each["valeur"] == "Alix Exemple")
        self.a("conflits", "resoudre", id_, "suppleant", "--garder", kept, "--motif", "Présente toute la semaine")
        self._sync_all()
        decision = self.target / "trois-decision.lot"
        self.a("lot", "exporter", "--vers", str(decision))
        self.c("lot", "fusionner", str(decision))
        told = [len(place("conflits", "ecartes")["elements"]) for place in (self.b, self.c)]  # type: ignore[arg-type]
        self.tell("A décide\u202f; B et C lisent que leur valeur n’a pas été retenue, pourquoi et par qui.")
        return {"valeurs": len(versions), "listes": [each["total"] for each in listed], "avertis": told}

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

"""No sequence of calls changes what was sent: gestures, commands of records, forms left open, in any order."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mvl_desktop.domain.errors import DomainError
from mvl_desktop.domain.transmettre import AFTER, SEAL, TransmissionEnvoyeeError, is_sent
from mvl_desktop.services import drafts, records, transmissions
from tests.fakes.offices import open_office

FIELDS = ("destinataire", "destinataire_nom", "fondements", "contenu", "identite_revelee", "envoyee_le", "copie_a")
VALUES: Mapping[str, tuple[object, ...]] = {
    "destinataire": ("crip", "procureur", "association", ""),
    "destinataire_nom": ("Un service", ""),
    "fondements": ([], ["Article 40"], ["Article 226-14, 2° bis"]),
    "contenu": ("Des faits", "D’autres faits", ""),
    "identite_revelee": (True, False, None),
    "envoyee_le": ("2026-11-01", "2026-11-02", None),
    "copie_a": ([], ["conseil_departemental"]),
}
WORDS = st.sampled_from(FIELDS).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(VALUES[name])))
STATES = st.sampled_from(["projet", "decidee", "envoyee", "retour_recu", "close", "abandonnee", "etat_futur"])


class Transmissions(RuleBasedStateMachine):
    """One signalement, one transmission, everything that may be asked of it."""

    @initialize()
    def begin(self) -> None:
        self.office = open_office(Path(mkdtemp()), "Alix", in_memory=True)
        self.office.found()
        self.ports = self.office.ports
        self.rec = records.add_record(self.ports, "signalement", {"objet": "Fictif"})
        said = {"destinataire": "procureur", "destinataire_nom": "Parquet", "fondements": ["Article 40"]}
        self.id = transmissions.prepare_transmission(self.ports, self.rec, {**said, "contenu": "Des faits"})
        self.left: dict[str, object] | None = None
        self.forms = [drafts.edit(self.ports, self.rec)]

    def standing(self) -> dict[str, object]:
        return dict(transmissions.show_transmission(self.ports, self.rec, self.id).passed)

    def attempt(self, after: Mapping[str, object] | None) -> None:
        """Write a transmission by the command of records; None takes it out."""
        with suppress(DomainError):
            held = [] if after is None else [dict(after)]
            if after is not None or is_sent(self.standing()):
                records.modify_record(self.ports, self.rec, {"transmissions": held})

    @rule(word=WORDS)
    def change(self, word: tuple[str, object]) -> None:
        with suppress(DomainError):
            transmissions.change_transmission(self.ports, self.rec, self.id, dict([word]))

    @rule(word=WORDS, state=STATES)
    def modify(self, word: tuple[str, object], state: str) -> None:
        self.attempt({**self.standing(), **dict([word]), "etat": state})

    @rule()
    def take_out(self) -> None:
        self.attempt(None)

    @rule(seal=st.sampled_from(["0" * 64, None]))
    def forge(self, seal: str | None) -> None:
        self.attempt({**self.standing(), SEAL: seal})

    @rule()
    def open_a_form(self) -> None:
        self.forms.append(drafts.edit(self.ports, self.rec))

    @rule(word=WORDS, state=STATES)
    def save_the_newest_form(self, word: tuple[str, object], state: str) -> None:
        draft = drafts.edit(self.ports, self.rec)
        after = {**self.standing(), **dict([word]), "etat": state}
        with suppress(DomainError):
            drafts.register(self.ports, draft, {**draft.champs, "transmissions": [after]})

    @rule()
    def send(self) -> None:
        with suppress(DomainError):
            said = {"canal_envoi": "plateforme", "envoyee_le": "2026-11-10"}
            transmissions.send_transmission(self.ports, self.rec, self.id, said)

    @rule(gesture=st.sampled_from(["recue", "relancer", "retour", "clore", "abandonner", "reprendre", "decider"]))
    def play(self, gesture: str) -> None:
        calls = {
            "recue": lambda: transmissions.acknowledge_transmission(self.ports, self.rec, self.id),
            "relancer": lambda: transmissions.remind_transmission(self.ports, self.rec, self.id),
            "retour": lambda: transmissions.return_transmission(self.ports, self.rec, self.id, {"contenu": "X"}),
            "clore": lambda: transmissions.close_transmission(self.ports, self.rec, self.id, "sans_retour"),
            "abandonner": lambda: transmissions.abandon_transmission(self.ports, self.rec, self.id, "Erreur"),
            "reprendre": lambda: transmissions.reopen_transmission(self.ports, self.rec, self.id),
            "decider": lambda: transmissions.decide_transmission(self.ports, self.rec, self.id),
        }
        with suppress(DomainError):
            calls[gesture]()

    @invariant()
    def what_left_is_as_it_left(self) -> None:
        if not hasattr(self, "office"):
            return
        line = transmissions.show_transmission(self.ports, self.rec, self.id)
        passed = {name: value for name, value in line.passed.items() if name not in AFTER}
        if self.left is None:
            if is_sent(line.passed):
                self.left = passed
            return
        assert passed == self.left
        assert is_sent(line.passed)
        assert not line.altered
        then = transmissions.as_sent(self.ports, self.rec, self.id)
        assert then is not None
        assert {name: value for name, value in then.items() if name not in AFTER} == self.left

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.close()


TestTransmissions = Transmissions.TestCase
TestTransmissions.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)


def test_the_lock_is_an_error_of_its_own() -> None:
    assert TransmissionEnvoyeeError.code == "transmission_envoyee"

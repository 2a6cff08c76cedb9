"""What a letter is written from: the signalement, the transmission, the service; and what it must not say."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields

from mvl_desktop.domain.errors import ReferenceInvalideError
from mvl_desktop.domain.lettre_champs import FIELDS, TRANSMISSION, declared_field
from mvl_desktop.domain.lettre_valeurs import Source, values_of
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.i18n import _
from mvl_desktop.matching.revealing import Secret, capitalised
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.founding import presented
from mvl_desktop.services.people import my_name
from mvl_desktop.services.provenance import takes_up
from mvl_desktop.services.records import shown
from mvl_desktop.services.spoken import said

_HEAD = "courriers/entete"
_MADE = "champs_lettre"
IDENTITE, MEDICAL, MIS_EN_CAUSE, PERSONNES, TEMOINS, CROYANCES = (
    "identite_signalant",
    "elements_medicaux",
    "mis_en_cause",
    "personnes",
    "temoins",
    "croyances",
)
_WITNESSES = ("temoin", "professionnel")
_NO_FAMILY = ("aucune", "inconnue", "autre")
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Head:
    """The letterhead of this post: what the person typed of the service. No mark of the State is added to it."""

    service: str = ""
    adresse: str = field(default="", repr=False)
    telephone: str = field(default="", repr=False)
    courriel: str = field(default="", repr=False)
    lieu: str = ""
    signataire: str = field(default="", repr=False)
    qualite: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """A record kept apart: its fields when this post may read it, None when somebody else's eyes are needed."""

    rec: bytes | None
    champs: Values | None = field(repr=False)


def letterhead(ports: Ports) -> Head:
    """Return the letterhead of this post; the name of its délégation at first."""
    with ports.store.read() as uow:
        return head_in(uow)


def set_letterhead(ports: Ports, head: Head) -> None:
    """Keep the letterhead of this post."""
    with ports.store.work() as uow:
        uow.preferences.set(_HEAD, json.dumps(asdict(head), ensure_ascii=False))
        uow.commit()


def head_in(uow: UnitOfWork) -> Head:
    """Return the letterhead within a unit of work already open."""
    kept = json.loads(uow.preferences.get(_HEAD) or "{}")
    told = {each.name: str(kept.get(each.name, "")) for each in fields(Head)}
    if not told["service"]:
        espaces = [each.name for each in uow.espaces.all() if each.compartment_of is None]
        told["service"] = str(presented(uow).get("delegation") or (espaces[0] if len(espaces) == 1 else ""))
    return Head(**told)


def filling(
    uow: UnitOfWork, ports: Ports, champs: Values, transmission: Values, lists: Nomenclatures
) -> dict[str, str]:
    """Return what each field of letters says for a signalement and one of its transmissions."""
    head = head_in(uow)
    fonction = str(presented(uow).get("fonction") or "")
    service = {
        "redacteur": my_name(uow),
        "fonction_redacteur": lists.libelle("fonctions", fonction) if fonction else "",
        "service": head.service,
        "service_adresse": ", ".join(line.strip() for line in head.adresse.splitlines() if line.strip()),
        "service_telephone": head.telephone,
        "service_courriel": head.courriel,
    }
    source = Source(champs, transmission, service, ports.clock.now().date())
    return values_of(source, lists, lambda declared, value: said(declared, value, lists))


def labels(lists: Nomenclatures) -> dict[str, str]:
    """Return how each field of letters is called."""
    found = {}
    for name in FIELDS:
        declared = declared_field(name)
        label = _(declared.libelle) if declared else _(lists.libelle(_MADE, name))
        apart = declared is not None and name.startswith(TRANSMISSION)
        found[name] = _("{champ} (transmission)").format(champ=label) if apart else label
    return found


def apart(uow: UnitOfWork, reference: object) -> Apart | None:
    """Return the record kept apart that a field refers to; None when it refers to nothing."""
    if not reference:
        return None
    try:
        named = Reference.parse(str(reference))
    except ReferenceInvalideError:
        return Apart(None, None)
    view = uow.records.get(named.rec)
    if view is None or not _is_of(uow, view, named):
        return Apart(None, None)
    return Apart(view.rec, nest(view.kind, shown(view.state)))


def secrets_of(
    champs: Values, signalant: Apart | None, medical: Apart | None, interdits: Sequence[str], lists: Nomenclatures
) -> tuple[list[Secret], list[str]]:
    """Return what a letter may not say, and the names that it may: those of people whom its template lets be named."""
    people = _elements(champs, "personnes")
    witnesses = [one for one in people if one.get("role") in _WITNESSES]
    others = [one for one in people if one.get("role") not in _WITNESSES]
    accused = _elements(champs, "mis_en_cause")
    sources = [capitalised(_text(one, "source")) for one in _elements(champs, "faits")]
    sources += [capitalised(_text(champs, "paroles_recues_par"))]
    every = {
        PERSONNES: Secret(PERSONNES, _all(others, "nom"), _all(others, "coordonnees")),
        TEMOINS: Secret(TEMOINS, (*_all(witnesses, "nom"), *filter(None, sources)), _all(witnesses, "coordonnees")),
        MIS_EN_CAUSE: Secret(MIS_EN_CAUSE, _all(accused, "nom"), _reached(accused)),
        MEDICAL: _medical(champs, medical, lists),
    }
    forbidden = [secret for sorte, secret in every.items() if sorte in interdits]
    allowed = [nom for sorte, secret in every.items() if sorte not in interdits for nom in secret.noms]
    known = signalant.champs if signalant else None
    if known:
        names = tuple(_text(known, name) for name in ("nom", "auteur_nom", "organisme", "pour_le_compte_de"))
        ways = tuple(_text(known, name) for name in ("telephone", "courriel", "adresse", "siret"))
        forbidden.insert(0, Secret(IDENTITE, names, ways))
    return forbidden, allowed


def _medical(champs: Values, medical: Apart | None, lists: Nomenclatures) -> Secret:
    codes = [champs.get("pathologie"), *_listed(champs.get("autres_pathologies"))]
    families = [lists.libelle("pathologies", str(code)) for code in codes if code and code not in _NO_FAMILY]
    known = (medical.champs if medical else None) or {}
    pieces = [_text(one, "nom").rpartition(".")[0].replace("_", " ") for one in _elements(known, "pieces")]
    told = [_text(known, name) for name in ("intitule", "avis")]
    return Secret(MEDICAL, tuple(families), (), (*told, *pieces))


def _reached(accused: Sequence[Values]) -> tuple[str, ...]:
    names = ("telephone", "courriel", "adresse", "coordonnees")
    ways = [_text(one, name) for one in accused for name in names]
    return (*ways, *(str(site) for one in accused for site in _listed(one.get("sites"))))


def _is_of(uow: UnitOfWork, view: RecordView, named: Reference) -> bool:
    return view.espace == named.espace or takes_up(uow, view.espace, named.espace)


def _all(elements: Sequence[Values], name: str) -> tuple[str, ...]:
    return tuple(text for one in elements if (text := _text(one, name)))


def _elements(champs: Values, name: str) -> list[Values]:
    return [one for one in _listed(champs.get(name)) if isinstance(one, Mapping)]


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else ()


def _text(champs: Values, name: str) -> str:
    value = champs.get(name)
    return value if isinstance(value, str) else ""

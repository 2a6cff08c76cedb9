"""Who may do what in an espace: the table of roles, as data (security 4.4)."""

READER = "reader"
FIELD = "agent"
LEAD = "referent"
OPERATOR = "operator"
ADMIN = "admin"
AUDITOR = "auditor"
OUTSIDE = "outside"

ROLES = frozenset({READER, FIELD, LEAD, OPERATOR, ADMIN, AUDITOR, OUTSIDE})
KEYLESS = frozenset({AUDITOR, OUTSIDE})
"""Who is in the registry and holds no key of the espace: named in no epoch, given no commit, slot or blob.

An auditor reads registers of access; who is outside sees that the espace (a compartment) is there, and who is in it.
"""

SEALERS = frozenset({FIELD, LEAD, OPERATOR, ADMIN})
"""Who may seal bodies. A reader signs commits without entries, to say what it has seen; the keyless sign none."""

STEWARDS = frozenset({OPERATOR, ADMIN})
ADMINS = frozenset({ADMIN})

SIGNERS: dict[str, frozenset[str]] = {
    "device.add": STEWARDS,
    "device.revoke": STEWARDS,
    "epoch": STEWARDS,
    "erase": STEWARDS,
    "hold": STEWARDS,
    "reinstate": STEWARDS,
    "role.set": ADMINS,
    "custodians.set": ADMINS,
    "auditors.set": ADMINS,
    "service.key": ADMINS,
    "suite.min": ADMINS,
    "policy.set": ADMINS,
}
"""Who may sign each act. `genesis` is signed by its own device and `device.succeed` by the old one, alone."""

ALWAYS_TWO = frozenset({"erase", "hold"})
"""Acts that need two signatures whatever the policy says, once two devices may give them."""

GRANTABLE: dict[str, frozenset[str]] = {ADMIN: ROLES, OPERATOR: ROLES - STEWARDS}
"""Which roles a signer of `device.add` may give: only an administrator makes operators and administrators."""

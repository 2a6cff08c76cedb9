"""Every lie that a service may tell, one at a time: what it is, which published attack it plays, and what a post says.

A row is a function that prepares the stage and returns the lie, in the file of its family (`lies/`); `hears` lists the
codes of which the person at the victim's post must read one at least (refusal, stop, reason or alarm), `person` whether
the exchange ends only once a person has read the alarm, when the service is honest again.
"""

from tests.security.lies import (
    accusing,
    bombs,
    denying,
    downgrading,
    forking,
    keys,
    membership,
    orders,
    receipts,
    replaying,
    unbinding,
    withholding,
)
from tests.security.lies.family import Lie

PUBLISHED = (
    "member added by the service",
    "swapped key",
    "unbound field",
    "downgrade",
    "replay",
    "withheld rotation",
    "withheld revocation",
    "stale key generation",
    "withholding",
    "reordering",
    "fork",
    "rollback",
    "lying on membership",
    "false receipt",
    "invented order",
    "withheld order",
    "false accusation",
    "bomb",
    "false clock",
    "denial",
)
"""The attacks published on systems of this kind; each has a row at least (a test counts them)."""

FAMILIES = (
    withholding,
    replaying,
    forking,
    membership,
    keys,
    orders,
    downgrading,
    unbinding,
    receipts,
    accusing,
    denying,
    bombs,
)

LIES: dict[str, Lie] = {name: lie for each in FAMILIES for name, lie in each.LIES.items()}
"""The one table."""

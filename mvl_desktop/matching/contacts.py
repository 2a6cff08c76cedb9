"""Telephones, mails and addresses of sites as they are compared: one spelling for each, however it was typed."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

FEW: Final = 12
"""How many of each a record is compared by."""

_NUMBER: Final = re.compile(r"(?:\+|00)?\(?\d(?:[\s.\-/()\u00a0\u202f]*\d){7,14}")
_MAIL: Final = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_SITE: Final = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_ENDS: Final = ".,;:!?)»\"'"


def telephones(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the telephones of some fields, in E.164; one without its country is of France."""
    found = [said for text in texts if text for digits in _NUMBER.findall(text) if (said := _e164(digits))]
    return tuple(dict.fromkeys(found))[:FEW]


def mails(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the mails of some fields, in small letters, without what follows a `+`."""
    found = [each.lower().strip(".'") for text in texts if "@" in text for each in _MAIL.findall(text)]
    return tuple(dict.fromkeys(_plain_mail(each) for each in found))[:FEW]


def sites(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the sites and accounts of some fields as host and path: no scheme, no `www`, nothing after a `?`."""
    lines = [_MAIL.sub(" ", text) for text in texts if text]
    found = [place for line in lines for each in _SITE.findall(line) if (place := _place(each))]
    return tuple(dict.fromkeys(found))[:FEW]


@lru_cache(maxsize=1 << 14)
def _e164(digits: str) -> str:
    import phonenumbers  # its tables are read when a first number is

    try:
        number = phonenumbers.parse(digits, "FR")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _plain_mail(mail: str) -> str:
    box, _, host = mail.rpartition("@")
    return f"{box.partition('+')[0]}@{host}"


def _place(typed: str) -> str:
    try:
        parts = urlsplit(typed if "://" in typed else "https://" + typed)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
    return (host + parts.path.rstrip("/" + _ENDS).lower()).strip(_ENDS) if "." in host else ""

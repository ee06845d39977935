"""The kinds of address, and when two of a kind are the same."""

import phonenumbers
from django.db import models


class Kind(models.TextChoices):
    """How somebody can be reached; the name of the channel that reaches them there."""

    MAIL = "email"
    PHONE = "phone"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"


def key_of(kind: Kind | str, value: str) -> str:
    """
    Return the form in which two addresses of a kind are compared: mail in lower case, phones in E.164 where they
    can be read as international numbers, everything else as it is without spaces at the ends.
    """
    value = value.strip()
    if kind == Kind.MAIL:
        return value.casefold()
    if kind == Kind.PHONE:
        try:
            return phonenumbers.format_number(phonenumbers.parse(value, None), phonenumbers.PhoneNumberFormat.E164)
        except phonenumbers.NumberParseException:
            return "".join(character for character in value if character.isdigit() or character == "+")
    return value

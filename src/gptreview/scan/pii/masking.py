"""What is shown in place of an identifier: its kind and length, and nothing to find anybody by."""

from __future__ import annotations

import re
from typing import Final

from gptreview.scan.pii.entity import Entity

_KEPT: Final = {
    Entity.CN_MOBILE: (3, 4),
    Entity.BANK_CARD: (4, 2),
    Entity.CN_RESIDENT_ID: (2, 0),
    Entity.IBAN: (2, 0),
    Entity.PASSPORT: (1, 0),
    Entity.CN_TRAVEL_PERMIT: (1, 0),
    Entity.CN_PLATE: (1, 0),
    Entity.CN_ADDRESS: (3, 0),
    Entity.CN_USCC: (2, 2),
    Entity.PERSON: (1, 0),
    Entity.WECHAT_ID: (1, 0),
    Entity.PHONE: (0, 2),
    Entity.CN_LANDLINE: (0, 2),
}
"""Letters and digits that stay, in front and at the end; of the other kinds none does."""
_SIGN: Final = re.compile(r"[^\W_]")
_LONGEST: Final = 40


def mask(entity: Entity, value: str) -> str:
    """The identifier with asterisks; separators stay, so that its kind can be told."""
    if entity is Entity.EMAIL:
        local, _, domain = value.partition("@")
        return f"{local[:1]}***@{domain[:1]}…"
    front, back = _KEPT.get(entity, (0, 0))
    places = [match.start() for match in _SIGN.finditer(value[:_LONGEST])]
    hidden = set(places[front : len(places) - back])
    return "".join("*" if at in hidden else sign for at, sign in enumerate(value[:_LONGEST]))

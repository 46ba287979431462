"""The kinds of identifier, and one of them in a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gptreview.model.finding import Confidence


class Entity(StrEnum):
    """What a span identifies; ``pii-`` and the value is the card's id.

    In order of precedence: of two that overlap, the one named first here stands.
    """

    EMAIL = "email"
    CN_RESIDENT_ID = "cn-resident-id"
    CN_USCC = "cn-uscc"
    """Unified social credit code: a company's or a sole trader's."""
    IBAN = "iban"
    CRYPTO_WALLET = "crypto-wallet"
    BANK_CARD = "bank-card"
    IP_ADDRESS = "ip-address"
    US_SSN = "us-ssn"
    CN_ADDRESS = "cn-address"
    CN_TRAVEL_PERMIT = "cn-travel-permit"
    """To or from Hong Kong, Macau and Taiwan."""
    PASSPORT = "passport"
    CN_MILITARY_ID = "cn-military-id"
    NATIONAL_ID = "national-id"
    """Identity, tax and health numbers of other countries."""
    CN_PLATE = "cn-plate"
    QQ_ID = "qq-id"
    CN_MOBILE = "cn-mobile"
    CN_LANDLINE = "cn-landline"
    WECHAT_ID = "wechat-id"
    BANK_ACCOUNT = "bank-account"
    PHONE = "phone"
    PERSON = "person"
    """A name; told only beside other identifiers, and never a finding of its own."""


RANK: Final = {entity: rank for rank, entity in enumerate(Entity)}
"""Precedence, 0 first."""


@dataclass(frozen=True, slots=True)
class Span:
    """An identifier; offsets in code points of the text that was searched."""

    entity: Entity
    start: int
    end: int
    confidence: Confidence
    """High where a check digit or a cue word vouches for it."""

"""How bad an identifier is: what it opens, and among how many people's it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.model.finding import Confidence, Severity
from gptreview.scan.pii.detection import Identifier
from gptreview.scan.pii.entity import Entity
from gptreview.scan.pii.people import Record, person_records
from gptreview.scan.pii.samples import is_public_contact, is_sample

SEVERITY: Final = {
    Entity.EMAIL: Severity.LOW,
    Entity.CN_RESIDENT_ID: Severity.HIGH,
    Entity.CN_USCC: Severity.LOW,
    Entity.IBAN: Severity.MEDIUM,
    Entity.CRYPTO_WALLET: Severity.LOW,
    Entity.BANK_CARD: Severity.HIGH,
    Entity.IP_ADDRESS: Severity.LOW,
    Entity.US_SSN: Severity.HIGH,
    Entity.CN_ADDRESS: Severity.LOW,
    Entity.CN_TRAVEL_PERMIT: Severity.HIGH,
    Entity.PASSPORT: Severity.HIGH,
    Entity.CN_MILITARY_ID: Severity.HIGH,
    Entity.NATIONAL_ID: Severity.HIGH,
    Entity.CN_PLATE: Severity.LOW,
    Entity.QQ_ID: Severity.LOW,
    Entity.CN_MOBILE: Severity.LOW,
    Entity.CN_LANDLINE: Severity.LOW,
    Entity.WECHAT_ID: Severity.LOW,
    Entity.BANK_ACCOUNT: Severity.MEDIUM,
    Entity.PHONE: Severity.LOW,
    Entity.PERSON: Severity.LOW,
}
"""Of one that stands alone. What reaches a person is low: it may well be the publisher's own."""
_COUNTED: Final = frozenset(
    {Entity.EMAIL, Entity.CN_MOBILE, Entity.PHONE, Entity.WECHAT_ID, Entity.QQ_ID, Entity.CN_PLATE}
)
_LIST: Final = 10
"""Different contacts of one kind that are a list and no imprint."""
_CROWD: Final = 3
"""People with two identifiers each from which on it is a file of people."""
_MANY: Final = 100
"""Identifiers that are more than an example has."""
_RANK: Final = {severity: severity.rank for severity in Severity}
_CLOSE: Final = frozenset({Entity.PERSON, Entity.CN_ADDRESS, Entity.CN_PLATE})
"""With these beside it, a contact is a private person's rather than a publisher's."""
_EXAMPLE: Final = re.compile(
    r"示例|例如|比如|样例|举例|格式|假设|虚构|\be\.g\.|\bexample|\bsample|\bdummy|\bfake|\bfictional"
    r"|\bplaceholder|\bsuch as|\bformat",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Leak:
    """An identifier that is no sample."""

    found: Identifier
    severity: Severity
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the identifiers of one text amount to."""

    leaks: tuple[Leak, ...]
    records: tuple[Record, ...]
    """One a person."""

    @property
    def is_list(self) -> bool:
        """Whether so many are different that they cannot be the publisher's own."""
        found = (leak.found for leak in self.leaks)
        return len({(each.span.entity, each.value) for each in found}) >= _LIST


def judge(text: str, found: Sequence[Identifier]) -> Judgement:
    """Drop the samples and weigh the rest.

    Args:
        text: As written.
        found: Its identifiers, sorted by place.
    """
    kept = [each for each in found if not _harmless(each)]
    records = person_records(text, kept)
    return Judgement(tuple(_leaks(text, kept, records)), tuple(records))


def _harmless(found: Identifier) -> bool:
    entity, value = found.span.entity, found.value
    return is_sample(entity, value) or is_public_contact(entity, value)


def _leaks(text: str, kept: Sequence[Identifier], records: Sequence[Record]) -> Iterator[Leak]:
    few = len(records) < _CROWD and len(kept) < _MANY
    owner = {id(part): record for record in records for part in record.parts}
    counts = Counter(entity for entity, _ in {(each.span.entity, each.value) for each in kept})
    for each in kept:
        entity = each.span.entity
        record = owner.get(id(each))
        if entity is Entity.PERSON and record is None:
            continue
        severity = SEVERITY[entity]
        if record is not None and entity is not Entity.PERSON:
            severity = max(severity, _together(record, len(records)), key=_RANK.__getitem__)
        elif entity in _COUNTED and counts[entity] >= _LIST:
            severity = max(severity, Severity.MEDIUM, key=_RANK.__getitem__)
        confidence = each.span.confidence
        if few and _EXAMPLE.search(text, max(0, each.start - 40), each.start):
            confidence = _lower(confidence)
        yield Leak(each, severity, confidence)


def _together(record: Record, people: int) -> Severity:
    if people >= _CROWD:
        return Severity.HIGH
    close = any(part.span.entity in _CLOSE for part in record.parts)
    return Severity.MEDIUM if close or people > 1 else Severity.LOW


def _lower(confidence: Confidence) -> Confidence:
    """One step less: a word alone may be anybody's, so it clears nothing."""
    return Confidence.MEDIUM if confidence is Confidence.HIGH else Confidence.LOW

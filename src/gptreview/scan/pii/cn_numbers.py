"""Numbers that mainland China gives to persons, companies and cars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gptreview.model.finding import Confidence
from gptreview.scan.pii.checksums import old_resident_id, resident_id, social_credit_code
from gptreview.scan.pii.entity import Entity, Span
from gptreview.scan.pii.page import Page

_RESIDENT: Final = re.compile(
    r"(?<![0-9A-Za-z])[1-8][0-9]{5}([ -]?)(?:18|19|20)[0-9]{6}\1[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)
_OLD_RESIDENT: Final = re.compile(r"(?<![0-9A-Za-z])[1-8][0-9]{14}(?![0-9A-Za-z])")
_RESIDENT_CUE: Final = re.compile(r"身份证|居民身份|证件号|公民身份|\bid card|identity card", re.I)
_USCC: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:[159N][1239]|Y1)[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])"
)
_USCC_CUE: Final = re.compile(r"信用代码|税号|纳税人|登记证|营业执照|social credit", re.I)
# GA 36-2018: province, office letter, five places, six for new-energy cars; no I and no O.
_PLATE: Final = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-Z][ ·•・]?"
    r"(?:[0-9A-HJ-NP-Z]{6}|[0-9A-HJ-NP-Z]{5}|[0-9A-HJ-NP-Z]{4}[挂学警港澳使领])(?![0-9A-Za-z])"
)
_PLATE_CUE: Final = re.compile(r"车牌|牌照|号牌|车辆|车主|plate", re.I)
_PERMIT: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:[HMCWTL][0-9]{8}(?:[0-9]{2})?|C[A-HJ-NP-Z][0-9]{7}|[0-9]{8})(?![0-9A-Za-z])"
)
_PERMIT_CUE: Final = re.compile(
    r"通行证|回乡证|台胞证|往来(?:港澳|台湾|内地|大陆)|travel permit", re.I
)
_PERMIT_WORDS: Final = ("通行证", "回乡证", "台胞证", "往来", "travel permit")
_PASSPORT: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:[A-Z][0-9]{8}|[A-Z]{2}[0-9]{7}|[0-9]{9}|[A-Z]{1,2}[0-9]{6})(?![0-9A-Za-z])"
)
_PASSPORT_CUE: Final = re.compile(r"护照|passport", re.I)
_PASSPORT_WORDS: Final = ("护照", "passport")
_MILITARY_WORDS: Final = ("字第",)
_MILITARY: Final = re.compile(
    r"(?<=[军士兵官文干职警参政后装空海武南北沈兰成济广火联校院])字第 ?[0-9]{6,8}号?"
)


def find_resident_ids(page: Page, start: int, end: int) -> Iterator[Span]:
    """Identity numbers with a right check character; the old 15 digits only where named."""
    for match in _RESIDENT.finditer(page.text, start, end):
        number = match[0].replace(" ", "").replace("-", "")
        if resident_id(number) and page.alone(*match.span()):
            yield Span(Entity.CN_RESIDENT_ID, *match.span(), Confidence.HIGH)
    for match in _OLD_RESIDENT.finditer(page.text, start, end):
        if old_resident_id(match[0]) and page.cued(_RESIDENT_CUE, *match.span()):
            yield Span(Entity.CN_RESIDENT_ID, *match.span(), Confidence.MEDIUM)


def find_social_credit_codes(page: Page, start: int, end: int) -> Iterator[Span]:
    """Codes of companies with a right check character."""
    for match in _USCC.finditer(page.text, start, end):
        if not social_credit_code(match[0]):
            continue
        cued = page.cued(_USCC_CUE, *match.span())
        if cued or not match[0].isdigit():  # one order number in 31 has a right check character
            yield Span(Entity.CN_USCC, *match.span(), Confidence.HIGH)


def find_plates(page: Page, start: int, end: int) -> Iterator[Span]:
    """Number plates of cars; a plate has a digit, else a cue."""
    for match in _PLATE.finditer(page.text, start, end):
        cued = page.cued(_PLATE_CUE, *match.span())
        if cued or any(map(str.isdigit, match[0])):
            sure = Confidence.HIGH if cued else Confidence.MEDIUM
            yield Span(Entity.CN_PLATE, *match.span(), sure)


def find_documents(page: Page, start: int, end: int) -> Iterator[Span]:
    """Passports, permits and officers' cards, which have no public check: only where named."""
    for expression, cue, words, entity in (
        (_PERMIT, _PERMIT_CUE, _PERMIT_WORDS, Entity.CN_TRAVEL_PERMIT),
        (_PASSPORT, _PASSPORT_CUE, _PASSPORT_WORDS, Entity.PASSPORT),
    ):
        if not page.says(words):
            continue
        for match in expression.finditer(page.text, start, end):
            if page.cued(cue, *match.span()) and page.alone(*match.span()):
                yield Span(entity, *match.span(), Confidence.MEDIUM)
    if not page.says(_MILITARY_WORDS):
        return
    for match in _MILITARY.finditer(page.text, start, end):
        yield Span(Entity.CN_MILITARY_ID, match.start() - 1, match.end(), Confidence.HIGH)

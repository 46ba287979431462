"""How people in mainland China are reached: mobile, landline, WeChat, QQ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gptreview.model.finding import Confidence
from gptreview.scan.pii.entity import Entity, Span
from gptreview.scan.pii.page import Page

# Segments that the MIIT has given out by 2024, those of the machine networks (14x) included.
_MOBILE: Final = re.compile(
    r"(?<![0-9+])(?:\(?(?:\+|00)86\)?[- ]?)?"
    r"1(?:3[0-9]|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8[0-9]|9[0-35-9])"
    r"([- ]?)[0-9]{4}\1[0-9]{4}(?![0-9])"
)
# Area codes: 010, 02x, four digits elsewhere; a subscriber's number begins with 2 to 8.
_LANDLINE: Final = re.compile(
    r"(?<![0-9])(?:(?:\+|00)86[- ]?(?=[1-9]))?"
    r"(?:\((?:0(?:10|2[0-9]|[3-9][0-9]{2}))\) ?|0(?:10|2[0-9]|[3-9][0-9]{2})([- ]?))"
    r"[2-8][0-9]{2,3}[- ]?[0-9]{4}(?:-[0-9]{1,5})?(?![0-9])"
)
_CALL_CUE: Final = re.compile(r"电话|座机|固话|热线|传真|致电|拨打|tel|phone|fax|call", re.I)
_NO_CALL: Final = re.compile(
    r"(?:订单|单号|流水|编号|版本|构建|order|tracking|build|sku|isbn|arxiv)[^\n]{0,8}\Z", re.I
)
_LINK: Final = r"(?:[\s:：是为加搜=\-—>|,，、()（）「」\"“'*`]|账号|帐号|号码|号|id|:){0,8}"
_WECHAT: Final = re.compile(
    rf"(?:微信|we ?chat|weixin|(?<![a-z])[vw]x|v信|薇信|威信){_LINK}(?<![0-9a-z])"
    r"([a-z][a-z0-9_-]{5,19}|1[3-9][0-9]{9}|[1-9][0-9]{5,10})(?![0-9a-z_@.-])",
    re.I,
)
_QQ: Final = re.compile(
    rf"(?<![a-z@])(?:qq|扣扣|企鹅号){_LINK}(?<![0-9a-z])([1-9][0-9]{{4,10}})(?![0-9a-z@.])",
    re.I,
)
_WORD: Final = re.compile(r"[a-z]+", re.I)


def find_mobiles(page: Page, start: int, end: int) -> Iterator[Span]:
    """Eleven digits of a segment in use, with or without the country code."""
    for match in _MOBILE.finditer(page.text, start, end):
        if not page.alone(*match.span()) or page.in_url(match.start()):
            continue
        if not _NO_CALL.search(page.before(match.start(), 16)):
            yield Span(Entity.CN_MOBILE, *match.span(), Confidence.HIGH)


def find_landlines(page: Page, start: int, end: int) -> Iterator[Span]:
    """Numbers behind an area code; in one run of digits only where they are called so."""
    for match in _LANDLINE.finditer(page.text, start, end):
        if not page.alone(*match.span()) or page.in_url(match.start()):
            continue
        parted = not match[0].isdigit()
        cued = page.cued(_CALL_CUE, *match.span())
        if cued or parted:
            sure = Confidence.HIGH if cued else Confidence.MEDIUM
            yield Span(Entity.CN_LANDLINE, *match.span(), sure)


def find_messengers(page: Page, start: int, end: int) -> Iterator[Span]:
    """Names and numbers behind the word WeChat or QQ."""
    for match in _WECHAT.finditer(page.text, start, end):
        if not _WORD.fullmatch(match[1]):  # "WeChat official", "微信 mini-program": a word, no name
            yield Span(Entity.WECHAT_ID, *match.span(1), Confidence.MEDIUM)
    for match in _QQ.finditer(page.text, start, end):
        yield Span(Entity.QQ_ID, *match.span(1), Confidence.MEDIUM)

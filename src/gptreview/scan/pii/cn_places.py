"""Postal addresses in Chinese: where somebody lives, down to the number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gptreview.model.finding import Confidence
from gptreview.scan.pii.entity import Entity, Span
from gptreview.scan.pii.page import Page

_NUMBER: Final = r"[0-9A-Za-z一二三四五六七八九十百零-]{1,6}"
_UNITS: Final = re.compile(
    rf"(?:{_NUMBER} ?(?:号楼|号院|号|弄|栋|幢|座|单元|楼|层|室|户|房)[之\- ]?){{1,6}}"
    r"(?:[0-9]{3,4})?"
)
_LEAD: Final = re.compile(r"[\u4e00-\u9fff0-9 ·-]{4,48}\Z")
_PROVINCE: Final = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东"
    "|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_REGION: Final = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:自治州|市|区|县|旗|州)")
_STREET: Final = re.compile(
    r"路|街|道|巷|弄|胡同|里|村|镇|乡|小区|花园|园|苑|城|广场|大厦|公寓|新区|社区|组"
)
_CUE: Final = re.compile(
    r"(?:住址|地址|住在|家住|居住|寄到|寄往|送到|收货|户籍|位于|住所|住)[地在于为是：: ]{0,3}"
)


def find_cn_addresses(page: Page, start: int, end: int) -> Iterator[Span]:
    """A region, a street or estate, and a number, in this order."""
    done = start
    for match in _UNITS.finditer(page.text, start, end):
        lead = _LEAD.search(page.text[max(done, match.start() - 48) : match.start()])
        if lead is None or not _STREET.search(lead[0]):
            continue
        region = _region(lead[0])
        if region is None or not _STREET.search(lead[0], region.end()):
            continue
        done = match.end()
        first = match.start() - len(lead[0]) + region.start()
        stop = match.start() + len(match[0].rstrip(" -"))
        yield Span(Entity.CN_ADDRESS, first, stop, Confidence.MEDIUM)


def _region(lead: str) -> re.Match[str] | None:
    """The province, else the city or district, with which the address begins."""
    after = max((cue.end() for cue in _CUE.finditer(lead)), default=0)
    return _PROVINCE.search(lead, after) or _REGION.search(lead, after)

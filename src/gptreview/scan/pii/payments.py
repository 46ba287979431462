"""Bank cards, accounts and wallets.

Cards are checked here (a Luhn sum is three lines, and presidio's expression misses cards of 12, 18
and 19 digits); IBANs and wallets by presidio's recognisers, which know each country's form and
both wallet checksums. It is loaded only where the cheap part of the check has passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gptreview.model.finding import Confidence
from gptreview.scan.pii.checksums import luhn, mod_97
from gptreview.scan.pii.entity import Entity, Span
from gptreview.scan.pii.page import Page
from gptreview.scan.pii.recognizers import accepts

_SEPARATORS: Final = str.maketrans("", "", " -")
_CARD: Final = re.compile(
    r"(?<![0-9])[1-69][0-9]{3}(?:([ -]?)[0-9]{4,6}(?:\1[0-9]{3,6}){1,2}(?:\1[0-9]{1,4})?)(?![0-9])"
)
_CARD_CUE: Final = re.compile(r"card|\bcc\b|visa|master|amex|卡|银行|账户|帐户|打款|转账", re.I)
_NO_CARD: Final = re.compile(r"(?:订单|单号|流水|编号|order|tracking|\bid)[^\n]{0,8}\Z", re.I)
_IBAN: Final = re.compile(
    r"(?<![0-9A-Za-z])[A-Za-z]{2}[0-9]{2}(?:[ -]?[0-9A-Za-z]{4}){2,7}(?:[ -]?[0-9A-Za-z]{1,3})?"
    r"(?![0-9A-Za-z])"
)
_WALLET: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{25,59})(?![0-9A-Za-z])"
)
_ACCOUNT: Final = re.compile(
    r"(?:账号|帐号|账户|帐户|\baccount (?:number|no\.?|#)|\ba/c(?: no\.?)?)[^0-9\n]{0,12}"
    r"([0-9]{4}(?:[ -]?[0-9]{1,5}){1,5})(?![0-9])",
    re.I,
)
_ACCOUNT_WORDS: Final = ("account", "a/c", "账号", "帐号", "账户", "帐户")
_BANK_CUE: Final = re.compile(
    r"银行|开户|汇款|转账|对公|户名|支行|bank|iban|swift|\bbic\b|routing|sort code|beneficiary",
    re.I,
)
_FEWEST: Final = 8
"""Digits of an account; fewer are sub-accounts or logins."""


def find_cards(page: Page, start: int, end: int) -> Iterator[Span]:
    """Numbers of 12 to 19 digits with a right Luhn sum, of a known issuer or called a card."""
    for match in _CARD.finditer(page.text, start, end):
        digits = match[0].translate(_SEPARATORS)
        if not luhn(digits) or not page.alone(*match.span()) or page.in_url(match.start()):
            continue
        cued = page.cued(_CARD_CUE, *match.span())
        if not cued and _NO_CARD.search(page.before(match.start(), 16)):
            continue
        if cued or _issued(digits):
            grouped = Confidence.LOW if match[0].isdigit() else Confidence.MEDIUM
            yield Span(Entity.BANK_CARD, *match.span(), Confidence.HIGH if cued else grouped)


def find_ibans(page: Page, start: int, end: int) -> Iterator[Span]:
    """International account numbers."""
    for match in _IBAN.finditer(page.text, start, end):
        words = match[0].split(" ")
        for size in range(len(words), 0, -1):  # a word after the number may look like its last part
            text = " ".join(words[:size])
            plain = text.translate(_SEPARATORS)
            if len(plain) > 14 and mod_97(plain):
                if page.ask(accepts, "IBAN_CODE", plain.upper(), cost=35):
                    stop = match.start() + len(text)
                    yield Span(Entity.IBAN, match.start(), stop, Confidence.HIGH)
                break


def find_wallets(page: Page, start: int, end: int) -> Iterator[Span]:
    """Bitcoin addresses, by their checksums."""
    for match in _WALLET.finditer(page.text, start, end):
        kinds = [any(map(test, match[0])) for test in (str.islower, str.isupper, str.isdigit)]
        likely = match[0].startswith("bc1") or all(kinds)
        if likely and page.ask(accepts, "CRYPTO", match[0], cost=25):
            yield Span(Entity.CRYPTO_WALLET, *match.span(), Confidence.HIGH)


def find_accounts(page: Page, start: int, end: int) -> Iterator[Span]:
    """Account numbers that the text calls so, near a bank."""
    if not page.says(_ACCOUNT_WORDS):
        return
    for match in _ACCOUNT.finditer(page.text, start, end):
        long = sum(map(str.isdigit, match[1])) >= _FEWEST
        if long and page.cued(_BANK_CUE, *match.span(), ahead=40):
            yield Span(Entity.BANK_ACCOUNT, *match.span(1), Confidence.MEDIUM)


def _issued(digits: str) -> bool:
    """First digits and lengths by ISO/IEC 7812 and the schemes' published ranges."""
    size, two, three, four = len(digits), int(digits[:2]), int(digits[:3]), int(digits[:4])
    if digits[0] == "4":
        return size in {13, 16, 18, 19}
    if size == 15:
        return two in {34, 37} or four in {1800, 2131}
    if size == 14:
        return 300 <= three <= 305 or three == 309 or two in {36, 38, 39}
    if two == 62 or two == 60 or two == 65 or 644 <= three <= 649:
        return 16 <= size <= 19
    if size == 16:
        return 51 <= two <= 55 or 2221 <= four <= 2720 or 3528 <= four <= 3589
    return size == 19 and two in {95, 94, 90, 99}

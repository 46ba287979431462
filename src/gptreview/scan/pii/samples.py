"""Leak or sample: numbers that stand for any number, and contacts that are nobody's own."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import Final

from gptreview.scan.pii.entity import Entity

_PLACEHOLDER: Final = re.compile(
    r"(?:x+|y+|your?|you|me|name|names?|user(?:name)?|email|e-?mail|mail|test(?:er|ing)?|example|sample|demo"
    r"|someone|somebody|anyone|foo|bar|abc|first(?:name)?[._]?last(?:name)?|firstname|lastname|recipient"
    r"|sender|to|from|client|customer|john|jane|alice|bob|(?:john|jane)[._]?(?:doe|smith)|j?doe|git|npm"
    r"|your[._-]?(?:name|email|mail|address)|my[._-]?(?:name|email)|user[0-9]{1,3}|test[0-9]{1,3}|zhangsan|lisi)",
    re.I,
)
_ROLE: Final = re.compile(
    r"(?:info|support|help|helpdesk|contact(?:us)?|admin(?:istrator)?|sales|services?|hello|hi|office"
    r"|hr|jobs?|careers?|press|media|pr|privacy|dpo|gdpr|legal|abuse|security|no-?reply|do-?not-?reply"
    r"|webmaster|postmaster|hostmaster|feedback|team|billing|accounts?|marketing|enquir(?:y|ies)"
    r"|inquir(?:y|ies)|customer[._-]?(?:service|support|care)|partners?|business|api|dev|developers?"
    r"|copyright|dmca|orders?|newsletter|editor|library|kefu|service[0-9]*|bd|mail|gpts?)"
    r"(?:[._+-][a-z0-9]+)?",
    re.I,
)
# RFC 2606 and 6761 set these aside; the last line is what people write who do not know them.
_RESERVED: Final = re.compile(
    r"(?:.+\.)?(?:example(?:\.(?:com|net|org|edu|cn))?|test|invalid|localhost|local"
    r"|(?:your|my)?-?_?(?:domain|company|site|website|email|mail|org|business)\.(?:com|net|org|cn|io)"
    r"|x{2,}\.(?:com|cn)|abc\.com|foo\.com|bar\.com|acme\.(?:com|org))",
    re.I,
)
_CARDS: Final = re.compile(
    r"4111111111111111|4012888888881881|4222222222222|4242424242424242|4000056655665556"
    r"|5555555555554444|5105105105105100|5200828282828210|2223003122003222|378282246310005"
    r"|371449635398431|378734493671000|6011111111111117|6011000990139424|30569309025904"
    r"|38520000023237|3056930009020004|36227206271667|3530111333300000|3566002020360505"
    r"|6200000000000005|6205500000000000004|4917610000000000|5019717010103742|6331101999990016"
)
"""From the testing pages of Stripe, PayPal and Worldpay."""
# SSA: used in advertisements and films; 987-65-432x is set aside for them.
_SSN: Final = re.compile(r"078051120|219099999|123456789|98765432[0-9]|111223333|123121234")
_IBANS: Final = re.compile(
    r"GB82WEST12345698765432|GB29NWBK60161331926819|GB33BUKB20201555555555|DE89370400440532013000"
    r"|DE75512108001245126199|FR1420041010050500013M02606|FR7630006000011234567890189"
    r"|ES9121000418450200051332|ES7921000813610123456789|NL91ABNA0417164300|NL02ABNA0123456789"
    r"|IT60X0542811101000000123456|BE68539007547034|BE71096123456769|CH9300762011623852957"
    r"|AT611904300234573201|AT483200000012345864|IE29AIBK93115212345678|IE64IRCE92050112345678"
    r"|PL61109010140000071219812874|PT50000201231234567890154|SE4550000000058398257466"
    r"|DK5000400440116243|NO9386011117947|FI2112345600000785|LU280019400644750000"
)
"""From the SWIFT IBAN registry and the example pages of banks."""
_RESIDENT: Final = re.compile(r"11010519491231002X|440524188001010014|110105194912310021")
"""The standard's own examples (GB 11643-1999, annex A) and the one everybody writes."""
_RESOLVERS: Final = re.compile(
    r"1\.1\.1\.1|1\.0\.0\.1|1\.2\.3\.4|4\.4\.4\.4|8\.8\.8\.8|8\.8\.4\.4|9\.9\.9\.9|5\.6\.7\.8"
    r"|114\.114\.114\.114|223\.5\.5\.5|223\.6\.6\.6|119\.29\.29\.29|180\.76\.76\.76"
    r"|208\.67\.222\.222|208\.67\.220\.220"
)
# NANP: 555-01xx is for fiction, the rest of 555 is as good as unused. Ofcom: numbers for drama.
_FICTION: Final = re.compile(
    r"\+?1?[2-9]?[0-9]{0,2}555[0-9]{4}|(?:\+?440?|0)(?:7700900|1632960|207946|1134960|1614960)[0-9]{3,4}"
)
_TOLL_FREE: Final = re.compile(r"(?:\+?1|0|\+?86)?(?:400|800|888|877|866|855|844|833)[0-9]{7}")
_SERIES: Final = "01234567890123456789"
_FALLING: Final = _SERIES[::-1]
_SEPARATORS: Final = str.maketrans("", "", " \t\n().·•・-")
_RUN: Final = re.compile(r"(.)\1{6,}")
_LONG: Final = 7
"""Digits in a row that nobody is given: equal ones, or counting up or down."""
_MOBILES: Final = re.compile(r"(?:\+?86)?(?:13800138000|13888888888)")
"""China Mobile's old service number, and the richest man's of every example."""
_KNOWN: Final = {
    Entity.BANK_CARD: _CARDS,
    Entity.IBAN: _IBANS,
    Entity.CN_RESIDENT_ID: _RESIDENT,
    Entity.CN_MOBILE: _MOBILES,
    Entity.US_SSN: _SSN,
    Entity.PHONE: _FICTION,
}


def is_sample(entity: Entity, value: str) -> bool:
    """Whether an identifier is documented as a sample or is visibly made up."""
    if entity is Entity.EMAIL:
        local, _, domain = value.partition("@")
        return _reserved(domain) or _PLACEHOLDER.fullmatch(local) is not None
    if entity is Entity.IP_ADDRESS:
        return bool(_RESOLVERS.fullmatch(value)) or not _global(value)
    plain = value.translate(_SEPARATORS)
    known = _KNOWN.get(entity)
    return bool(known and known.fullmatch(plain.upper())) or _series(plain)


def is_public_contact(entity: Entity, value: str) -> bool:
    """Whether an identifier is a role's or a hotline's, which is published to be used."""
    if entity is Entity.EMAIL:
        return _ROLE.fullmatch(value.partition("@")[0]) is not None
    if entity in {Entity.PHONE, Entity.CN_LANDLINE}:
        return _TOLL_FREE.fullmatch(value.translate(_SEPARATORS)) is not None
    return False


@lru_cache(maxsize=4096)
def _global(address: str) -> bool:
    return ipaddress.ip_address(address).is_global


@lru_cache(maxsize=4096)
def _reserved(domain: str) -> bool:
    return _RESERVED.fullmatch(domain) is not None


def _series(plain: str) -> bool:
    if _RUN.search(plain):
        return True
    digits = plain if plain.isdigit() else "".join(filter(str.isdigit, plain))
    tail = digits[-_LONG:]
    return len(tail) == _LONG and (tail in _SERIES or tail in _FALLING)

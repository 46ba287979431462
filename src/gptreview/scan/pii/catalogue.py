"""What is said of each kind of identifier."""

from __future__ import annotations

from typing import Final

from gptreview.model.finding import Card, Category, Confidence, Severity, Wording
from gptreview.scan.pii.entity import Entity
from gptreview.scan.pii.judgement import SEVERITY

_CLAUSE: Final = "privacy/personal-data"
_NAMES: Final = {
    Entity.EMAIL: ("E-mail address", "an e-mail address", "电子邮箱地址"),
    Entity.CN_RESIDENT_ID: (
        "Chinese resident ID",
        "a Chinese resident ID number",
        "居民身份证号码",
    ),
    Entity.CN_USCC: ("Chinese company code", "a unified social credit code", "统一社会信用代码"),
    Entity.IBAN: ("IBAN", "an international bank account number", "国际银行账号（IBAN）"),
    Entity.CRYPTO_WALLET: ("Wallet address", "a cryptocurrency wallet address", "加密货币钱包地址"),
    Entity.BANK_CARD: ("Bank card number", "a bank card number", "银行卡号"),
    Entity.IP_ADDRESS: ("IP address", "a public IP address", "公网 IP 地址"),
    Entity.US_SSN: ("US social security number", "a US social security number", "美国社会安全号码"),
    Entity.CN_ADDRESS: (
        "Postal address in China",
        "a postal address down to the number",
        "详细住址",
    ),
    Entity.CN_TRAVEL_PERMIT: ("Travel permit", "the number of a travel permit", "通行证号码"),
    Entity.PASSPORT: ("Passport number", "a passport number", "护照号码"),
    Entity.CN_MILITARY_ID: ("Chinese military ID", "the number of a military ID", "军人证件号码"),
    Entity.NATIONAL_ID: (
        "National ID",
        "a national identity, tax or health number",
        "国家身份、税务或医保号码",
    ),
    Entity.CN_PLATE: ("Chinese number plate", "a car's number plate", "车牌号"),
    Entity.QQ_ID: ("QQ number", "a QQ number", "QQ 号"),
    Entity.CN_MOBILE: ("Chinese mobile number", "a Chinese mobile number", "手机号码"),
    Entity.CN_LANDLINE: ("Chinese landline number", "a Chinese landline number", "固定电话号码"),
    Entity.WECHAT_ID: ("WeChat ID", "a WeChat ID", "微信号"),
    Entity.BANK_ACCOUNT: ("Bank account", "a bank account number", "银行账号"),
    Entity.PHONE: ("Phone number", "a phone number", "电话号码"),
    Entity.PERSON: (
        "Name beside identifiers",
        "a person's name beside other identifiers",
        "与其他个人信息并列的姓名",
    ),
}
_REMOVE: Final = Wording(
    "Remove it, or put a documented sample value in its place.", "请将其删除，或换成公开的示例值。"
)
_OWN_CONTACT: Final = Wording(
    "Remove it unless it is your own published contact; a role address such as support@ is better.",
    "如非您本人公开的联系方式，请将其删除；建议改用 support@ 之类的公共邮箱。",
)
_CONTACTS: Final = frozenset(
    {
        Entity.EMAIL,
        Entity.PHONE,
        Entity.CN_MOBILE,
        Entity.CN_LANDLINE,
        Entity.WECHAT_ID,
        Entity.QQ_ID,
    }
)
RECORDS: Final = Card(
    id="pii-person-records",
    title="File of people",
    category=Category.PII,
    severity=Severity.HIGH,
    confidence=Confidence.HIGH,
    message=Wording(
        "Several people are listed with two or more identifiers each.",
        "列出了多人的个人信息，每人有两项或以上标识。",
    ),
    fix=Wording(
        "Remove it, or put invented people with documented sample values in its place.",
        "请删除该内容，或改用虚构人物和公开的示例值。",
    ),
    clause=_CLAUSE,
)


def card(entity: Entity) -> Card:
    """The card of one kind."""
    title, en, zh = _NAMES[entity]
    return Card(
        id=f"pii-{entity.value}",
        title=title,
        category=Category.PII,
        severity=SEVERITY[entity],
        confidence=Confidence.MEDIUM,
        message=Wording(
            f"Contains {en}: everybody who uses the GPT can get at it.",
            f"含有{zh}：任何使用该 GPT 的人都可能获取。",
        ),
        fix=_OWN_CONTACT if entity in _CONTACTS else _REMOVE,
        clause=_CLAUSE,
    )


def all_cards() -> tuple[Card, ...]:
    """Every card, sorted by id."""
    return tuple(sorted((RECORDS, *map(card, Entity)), key=lambda each: each.id))

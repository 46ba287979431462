"""What the scanner says of a text."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from itertools import pairwise

import pytest

from gptreview.model.finding import Card, Hit
from gptreview.model.view import Piece, View
from gptreview.scan.pii.entity import Entity
from gptreview.scan.pii.masking import mask
from gptreview.scan.pii.scanner import PiiScanner

Make = Callable[[str, int], str]
Scan = Callable[..., list[Hit]]


def _told(hits: list[Hit]) -> list[str]:
    return [f"{hit.card.id} {hit.severity} {hit.confidence}" for hit in hits]


def test_cards_are_sorted_and_complete(scanner: PiiScanner) -> None:
    """One card a kind and one for files of people, each with both languages and the clause."""
    cards = scanner.cards()
    assert all(one.id < other.id for one, other in pairwise(cards))
    assert {card.id for card in cards} == {f"pii-{kind}" for kind in (*Entity, "person-records")}
    assert {card.clause for card in cards} == {"privacy/personal-data"}
    assert all(_complete(card) for card in cards)


def _complete(card: Card) -> bool:
    return all((card.title, card.message.en, card.message.zh, card.fix.en, card.fix.zh))


def test_version_names_the_parts_that_judge_numbers(scanner: PiiScanner) -> None:
    """Another presidio, phonenumbers or tldextract may find something else."""
    assert scanner.name == "pii"
    assert scanner.version == (
        f"2+presidio-analyzer-{version('presidio-analyzer')}"
        f"+phonenumbers-{version('phonenumbers')}+tldextract-{version('tldextract')}"
    )


def test_samples_roles_and_masked_values_are_not_told(scan: Scan) -> None:
    """Documented samples, a support address, a hotline and a masked number give no hit."""
    text = (
        "Card 4242 4242 4242 4242, SSN 078-05-1120, jo@example.com, support@corp.com,"
        " 1-800-123-4567, 192.0.2.7, 138****0000, {email}, [0-9]{11}, 身份证11010519491231002X"
    )
    assert scan(text) == []


def test_one_card_number_is_grave(scan: Scan, make: Make) -> None:
    """A single number that opens an account is high, masked, and at its place."""
    number = make("card", 1)
    (hit,) = scan(f"pay with card {number} now")
    assert (hit.start, hit.end) == (14, 14 + len(number))
    assert hit.masked == number[:4] + "*" * 10 + number[-2:]
    assert _told([hit]) == ["pii-bank-card high high"]
    assert (hit.decoded, hit.disguises, hit.message) == ("", (), None)


def test_the_word_example_lowers_confidence_and_clears_nothing(scan: Scan, make: Make) -> None:
    """Anybody can write that word, so it is no more than a doubt."""
    number = make("resident", 1)
    assert _told(scan(f"例如：{number}")) == ["pii-cn-resident-id high medium"]
    (hit,) = scan(f"例如 e12 {number[:6]}-{number[6:14]}-{number[14:]}")
    assert _told([hit]) == ["pii-cn-resident-id high medium"]
    assert _told(scan("sample: bank account number 12730496")) == ["pii-bank-account medium low"]


def test_one_contact_is_a_note(scan: Scan, make: Make) -> None:
    """An address or number alone may be the publisher's own."""
    assert _told(scan("write to jo@corp.com")) == ["pii-email low high"]
    assert _told(scan(f"手机{make('mobile', 1)}")) == ["pii-cn-mobile low high"]


def test_a_contact_beside_a_name_weighs_more(scan: Scan, make: Make) -> None:
    """A name and a number are one person's; one person is no file of people."""
    assert _told(scan(f"客户张三，手机{make('mobile', 1)}")) == [
        "pii-person low low",
        "pii-cn-mobile medium high",
    ]
    assert _told(scan(f"jo@corp.com, {make('mobile', 1)}")) == [
        "pii-email low high",
        "pii-cn-mobile low high",
    ]


def test_a_name_beside_samples_is_not_told(scan: Scan) -> None:
    """A name counts only beside an identifier that counts."""
    assert scan("客户张三，邮箱jo@example.com") == []


def test_many_contacts_of_a_kind_are_a_list(scan: Scan) -> None:
    """Ten different addresses are no imprint."""
    hits = scan(" ".join(f"jo{number}@corp.com" for number in range(10)))
    assert _told(hits) == ["pii-email medium high"] * 10


def test_two_people_are_told_together(scan: Scan, make: Make) -> None:
    """Two records make a hit of their own at the first of them, with masked identifiers only."""
    rows = [f"jo{number}@corp.com,{make('mobile', number)}" for number in (1, 2)]
    hits = scan("\n".join(rows))
    assert _told(hits) == [
        "pii-person-records medium medium",
        *["pii-email medium high", "pii-cn-mobile medium high"] * 2,
    ]
    first = hits[0]
    assert (first.start, first.end) == (0, len(rows[0]))
    assert first.masked == f"j***@c… … 139****{make('mobile', 1)[-4:]}"
    assert first.message is not None
    assert first.message.en == "2 people with two or more identifiers each."
    assert first.message.zh == "2 人各有两项或以上个人信息。"


def test_a_table_of_people_is_grave_and_capped(scan: Scan, make: Make) -> None:
    """Of 150 rows the 200 gravest identifiers are told, the last with the count of all."""
    rows = [f"jo{number}@corp.com,{make('mobile', number)}" for number in range(150)]
    hits = scan("email,mobile\n" + "\n".join(rows))
    assert len(hits) == 201
    assert set(_told(hits[1:])) == {"pii-email high high", "pii-cn-mobile high high"}
    assert _told(hits[:1]) == ["pii-person-records high high"]
    assert hits[0].message is not None
    assert hits[0].message.en == "150 people with two or more identifiers each."
    assert hits[-1].message is not None
    assert hits[-1].message.en == "300 identifiers in this text; the 200 gravest are told."
    assert all(hit.message is None for hit in hits[1:-1])


def test_a_person_who_comes_twice_counts_once(scan: Scan, make: Make) -> None:
    """The same address and number in two places are one person's."""
    line = f"jo1@corp.com {make('mobile', 1)}"
    assert _told(scan(f"{line}\n\n{line}")) == ["pii-email low high", "pii-cn-mobile low high"] * 2


def test_labelled_lines_are_one_person(scan: Scan, make: Make) -> None:
    """Identifiers on lines that follow each other belong together until a blank line."""
    block = "姓名：{}\n手机：{}\n邮箱：jo{}@corp.com"
    people = [block.format(name, make("mobile", n), n) for n, name in enumerate(("张三", "李四"))]
    together = scan("\n\n".join(people))
    assert together[0].message is not None
    assert together[0].message.en == "2 people with two or more identifiers each."
    apart = scan(f"手机：{make('mobile', 1)}\n\n邮箱：jo@corp.com")
    assert _told(apart) == ["pii-cn-mobile low high", "pii-email low high"]


@pytest.mark.parametrize(
    "text",
    [
        "浙江省杭州市西湖区文三路1号 0571-27034381\n\n浙江省杭州市西湖区文二路2号 0571-27034382",
        "代码91350100M000100Y43 0571-27034381",
    ],
)
def test_shops_are_no_people(scan: Scan, text: str) -> None:
    """A place with a landline, or a company's code, is not a person's record."""
    assert all(str(hit.severity) == "low" for hit in scan(text))


def test_a_disguised_number_is_told_with_what_it_says(scan: Scan, make: Make) -> None:
    """The span is what was written; the decoded value is masked as well."""
    number = make("mobile", 1)
    text = f"{number[:5]}\u200b{number[5:]}"
    pieces = (
        Piece(0, 5, 0, 5),
        Piece(5, 6, 5, 7, "zero-width"),
        Piece(6, 11, 7, 12),
    )
    (hit,) = scan(text, View(number, "plain", pieces))
    assert (hit.start, hit.end, hit.disguises) == (0, 12, ("zero-width",))
    assert hit.decoded == hit.masked == f"139****{number[-4:]}"


@pytest.mark.parametrize(
    ("entity", "value", "masked"),
    [
        (Entity.EMAIL, "jo@example.com", "j***@e…"),
        (Entity.CN_MOBILE, "138 0013 8000", "138 **** 8000"),
        (Entity.CN_RESIDENT_ID, "11010519491231002X", "11****************"),
        (Entity.US_SSN, "078-05-1120", "***-**-****"),
        (Entity.IP_ADDRESS, "192.0.2.7", "***.*.*.*"),
        (Entity.IBAN, "GB82 WEST 1234 5698 7654 32", "GB** **** **** **** **** **"),
        (Entity.CN_PLATE, "京A12345", "京******"),
        (Entity.PERSON, "张三", "张*"),
        (Entity.CN_ADDRESS, "浙" * 60, "浙" * 3 + "*" * 37),
    ],
)
def test_masks_keep_kind_and_length(entity: Entity, value: str, masked: str) -> None:
    """What is shown tells the kind, and finds nobody."""
    assert mask(entity, value) == masked

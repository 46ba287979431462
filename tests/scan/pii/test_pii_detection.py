"""What is found in texts, before the judgement; with documented sample numbers only."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from gptreview.model.finding import Confidence
from gptreview.model.view import Piece, View
from gptreview.scan.pii.candidates import CandidateSearch
from gptreview.scan.pii.detection import Detection, Detector
from gptreview.scan.pii.entity import Entity, Span
from gptreview.scan.pii.page import Page

FOUND = [
    ("write to jo@example.com.", ["email jo@example.com"]),
    ("发到jo@example.com谢谢", ["email jo@example.com"]),
    ("mailto:jo@example.com", ["email jo@example.com"]),
    ("https://u:p@example.com/", []),
    ("https://shop.example/?mail=jo@example.com", ["email jo@example.com"]),
    ("jo@example.museum", ["email jo@example.museum"]),
    ("icon@v2.beta7 and x@y.notasuffix", []),
    ("card 4111 1111 1111 1111", ["bank-card 4111 1111 1111 1111"]),
    ("4242424242424242", ["bank-card 4242424242424242"]),
    ("5555-5555-5555-4444", ["bank-card 5555-5555-5555-4444"]),
    ("378282246310005 30569309025904", ["bank-card 378282246310005", "bank-card 30569309025904"]),
    ("6200000000000005", ["bank-card 6200000000000005"]),
    ("9558800000000000000", ["bank-card 9558800000000000000"]),
    ("card 501971701010374", []),
    ("Maestro card 5018000000000009", ["bank-card 5018000000000009"]),
    ("5018000000000009", []),
    ("order number 4242424242424242", []),
    ("https://shop.example/4242424242424242", []),
    ("IBAN GB82 WEST 1234 5698 7654 32 is", ["iban GB82 WEST 1234 5698 7654 32"]),
    ("IBAN GB82WEST12345698765433", []),
    ("IBAN XX57WEST12345698765432", []),
    ("to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", ["crypto-wallet 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"]),
    ("to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3", []),
    ("sha1 1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", []),
    ("bank account number 12345678", ["bank-account 12345678"]),
    ("bank account number 1234 56", []),
    ("your account number 12345678 in the game", []),
    (
        "from 192.0.2.7 and 2001:db8:0:0:0:0:0:7",
        ["ip-address 192.0.2.7", "ip-address 2001:db8:0:0:0:0:0:7"],
    ),
    ("version 1.2.3.4, 999.1.1.1, 12:34:56:78", []),
    ("SSN 078-05-1120", ["us-ssn 078-05-1120"]),
    ("987-65-4320 and 000-12-3456 and 123-00-4567 and 123-45-0000", []),
    ("social security 078051120", ["us-ssn 078051120"]),
    ("code 078 05 1120", []),
    ("+1 202-555-0143", ["phone +1 202-555-0143"]),
    ("0044 1632 960001", ["phone 0044 1632 960001"]),
    ("+999 12345678", []),
    ("+1 11 2222", []),
    ("or 202.555.0143 x12", ["phone 202.555.0143 x12"]),
    ("(202) 555-0143", ["phone (202) 555-0143"]),
    ("phone 1632 960 001", ["phone 1632 960 001"]),
    ("01632 960 001 mobile", ["phone 01632 960 001"]),
    ("1632 960 001 things", []),
    ("call 2025550143", ["phone 2025550143"]),
    ("call the function with any of 20255501 and more", []),
    ("phone 3.14159265", []),
    ("call on 2024-01-15 or 400-800-1234", []),
    ("https://shop.example/202-555-0143", []),
    ("SKU-202-555-0143-9", []),
    ("身份证11010519491231002X", ["cn-resident-id 11010519491231002X"]),
    ("110105 19491231 002X", ["cn-resident-id 110105 19491231 002X"]),
    ("身份证110105194912310021", []),
    ("身份证110105491231002", ["cn-resident-id 110105491231002"]),
    ("编码110105491231002", []),
    ("代码91350100M000100Y43", ["cn-uscc 91350100M000100Y43"]),
    ("代码91350100M000100Y44", []),
    ("车牌京A12345", ["cn-plate 京A12345"]),
    ("京·AD12345 在此", []),
    ("京AD12345 在此", ["cn-plate 京AD12345"]),
    ("苏ABCDEF 文字", []),
    ("护照号E12345678", ["passport E12345678"]),
    ("型号E12345678", []),
    ("港澳通行证C12345678", ["cn-travel-permit C12345678"]),
    ("军字第1234567号", ["cn-military-id 军字第1234567号"]),
    ("手机13800138000", ["cn-mobile 13800138000"]),
    ("+86 138-0013-8000", ["cn-mobile +86 138-0013-8000"]),
    ("+8613800138000", ["cn-mobile +8613800138000"]),
    ("+14155550132", ["phone +14155550132"]),
    ("+13105550132", ["phone +13105550132"]),
    ("订单编号13800138000", []),
    ("https://shop.example/13800138000", []),
    ("座机010-87654321", ["cn-landline 010-87654321"]),
    ("电话01087654321", ["cn-landline 01087654321"]),
    ("序列01087654321", []),
    ("版本0-010-87654321", []),
    ("微信：zhangsan_1，QQ：10001", ["wechat-id zhangsan_1", "qq-id 10001"]),
    ("WeChat official account", []),
    ("住浙江省杭州市西湖区文三路1号2幢", ["cn-address 浙江省杭州市西湖区文三路1号2幢"]),
    ("地址：西湖区文三路1号", ["cn-address 西湖区文三路1号"]),
    ("文三路1号", []),
    ("杭州市第1号", []),
    ("这条路在杭州市，1号", []),
    ("道路通往杭州市某处大楼1号", []),
    ("NHS number 943 476 5919", ["national-id 943 476 5919"]),
    ("PESEL 44051401358", []),
    ("NHS number unknown", []),
    ("客户张三，手机13800138000", ["person 张三", "cn-mobile 13800138000"]),
    ("客户张三来了", []),
    ("Jane Roe, jo@example.com", ["person Jane Roe", "email jo@example.com"]),
    ("Main Street, jo@example.com", ["email jo@example.com"]),
    ("Key Points\njo@example.com", ["email jo@example.com"]),
]


@pytest.mark.parametrize(("text", "found"), FOUND)
def test_identifiers_are_found_in_their_surroundings(
    detector: Detector, text: str, found: list[str]
) -> None:
    """Kind and exact span of every identifier, and nothing of what only looks like one."""
    spans = detector.spans(text)
    assert [f"{span.entity} {text[span.start : span.end]}" for span in spans] == found


def test_a_cue_raises_the_confidence(detector: Detector) -> None:
    """A number that the text names is surer than the same number alone."""
    texts = ("card 4242424242424242", "4242 4242 4242 4242", "4242424242424242")
    found = [detector.spans(text)[0].confidence for text in texts]
    assert found == [Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW]


def test_a_column_is_named_by_its_head(detector: Detector) -> None:
    """In a table the first line's words are cues for all rows; in prose they are not."""
    table = "护照号,phone\nE12345678,2025550143\n"
    assert [span.entity for span in detector.spans(table)] == ["passport", "phone"]
    prose = "护照号, and then a long sentence that is no head of a table\nE12345678,2025550143\n"
    assert detector.spans(prose) == []


def test_text_without_identifiers_loads_nothing(detector: Detector) -> None:
    """An ordinary text has no candidates at all."""
    assert list(CandidateSearch().windows("Plans trips, in 3 to 5 days. 规划旅行。" * 900)) == []
    assert detector.spans("") == []


def test_candidates_across_a_chunk_are_found(detector: Detector) -> None:
    """An identifier that begins in one pass and ends in the next is found, once."""
    for before in range(15_900, 16_020, 7):
        text = "。" * before + " 4242 4242 4242 4242 " + "x" * 100
        assert [span.start for span in detector.spans(text)] == [before + 1]


def test_a_flood_of_candidates_is_given_up() -> None:
    """A text that is nothing but candidates is searched up to a place, which is told."""
    text = "12-34-5 " * 9_000
    assert Detector().detect(text) == Detection([], None)
    given_up = Detector(most_work=10_000).detect(text)
    assert given_up.found == []
    assert 10_000 < (given_up.ended or 0) < 40_000


def test_work_is_shared_by_all_readings() -> None:
    """A reading costs work even where it says what the text says, and less than the text did."""
    text = "12-34-5 " * 2_000
    same = View(text, "plain", (Piece(0, len(text), 0, len(text)),))
    detector = Detector(most_work=20_000)
    assert detector.detect(text, [View(text)]).ended is None
    assert detector.detect(text, [View(text), *[same] * 9]).ended is not None


def test_a_long_table_is_read_like_its_rows(detector: Detector) -> None:
    """Whatever the piece that a row falls into, its identifiers are found there once."""
    row = "no{:05d}@example.com 4242 4242 4242 4242 +1 202-555-0143 微信：abc{:05d}\n"
    text = "".join(row.format(number, number) for number in range(1_500))
    spans = detector.spans(text)
    assert len(spans) == 6_000
    kinds = [str(span.entity) for span in detector.spans(row.format(1, 1))]
    assert kinds == ["email", "bank-card", "phone", "wechat-id"]
    assert [str(span.entity) for span in spans] == kinds * 1_500


def test_a_number_is_asked_about_once() -> None:
    """What a library has said of a number holds for the whole text, at the cost of once."""
    page = Page("")
    asked: list[str] = []
    answers = [page.ask(asked.append, number, cost=7) for number in ("1", "2", "1")]
    assert (answers, asked, page.asked) == ([None, None, None], ["1", "2"], 14)


def test_views_are_searched_only_where_they_differ(detector: Detector) -> None:
    """A disguised number is found at the place where it was written, and an open one once."""
    text = "tel 202-555-0143 " + "." * 200 + " 13800\u200b138000"
    plain = text.replace("\u200b", "")
    cut = text.index("\u200b")
    pieces = (
        Piece(0, cut, 0, cut),
        Piece(cut, cut, cut, cut + 1, "zero-width"),
        Piece(cut, len(plain), cut + 1, len(text)),
    )
    found = detector.detect(text, [View(text), View(plain, "plain", pieces)]).found
    assert [(each.value, text[each.start : each.end]) for each in found] == [
        ("202-555-0143", "202-555-0143"),
        ("13800138000", "13800\u200b138000"),
    ]
    assert [each.view.name for each in found] == ["written", "plain"]


def test_a_reading_of_what_was_found_adds_nothing(detector: Detector) -> None:
    """Where the written text already gave an identifier, a view gives no second one."""
    text = "call 202-555-0143!"
    pieces = (Piece(0, 17, 0, 17), Piece(17, 18, 17, 18, "confusable"))
    found = detector.detect(text, [View(text), View(text[:17] + "?", "plain", pieces)]).found
    assert [(each.start, each.view.name) for each in found] == [(5, "written")]


def test_the_higher_rank_stands_where_two_overlap() -> None:
    """A name finder of one's own is called beside identifiers, and gives way to them."""

    def names(page: Page, start: int, end: int) -> Iterator[Span]:
        yield Span(Entity.PERSON, page.text.index("客户", start, end), end, Confidence.LOW)

    text = "客户 11010519491231002X"
    found = Detector(names=(names,)).spans(text)
    assert [(span.entity, span.start) for span in found] == [("cn-resident-id", 3)]


def test_presidio_is_not_loaded_for_everyday_identifiers() -> None:
    """E-mail, phone, card, network and Chinese numbers are read without importing presidio."""
    import subprocess

    code = (
        "import sys; from gptreview.scan.pii.detection import Detector;"
        "found = Detector().spans('jo@example.com 202-555-0143 4242424242424242 192.0.2.1"
        " 078-05-1120 13800138000');"
        "print(len(found), 'presidio_analyzer' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "6 False\n"

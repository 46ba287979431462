"""Where expressions may stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gptreview.errors import InputError
from gptreview.scan.expressions import read_expression
from gptreview.scan.patterns import compile_re2
from gptreview.scan.rules.word_search import Wanted, WordSearch
from gptreview.scan.scanned_text import ScannedText


def _anchors(text: str, *sources: str) -> dict[int, list[int]]:
    wanted = [Wanted(read_expression(source, prose=True)) for source in sources]
    anchors, limit = WordSearch(wanted, None).anchors(ScannedText(text))
    assert limit is None
    return {index: list(ends or ()) for index, ends in anchors.items()}


def test_ends_of_words_are_told_by_expression() -> None:
    """Bytes of the text as written, wherever its lines break."""
    text = "Please  ENTER\n\n your Payslip. 请输入验证码"
    assert _anchors(text, r"\bpayslips?\b", "输入", r"enter your pay", "nothing") == {
        0: [text.index(".")],
        1: [len(text.encode()) - 9],
        2: [text.index("Payslip") + 3],
    }


def test_a_word_has_to_stand_alone_where_the_expression_says_so() -> None:
    """Letters, digits and underscores go on with a word; Chinese does not."""
    assert _anchors("xquux quuxx", r"\bquux\b") == {}
    assert _anchors("好quux好", r"\bquux\b") == {0: [7]}


def test_all_parts_have_to_be_near() -> None:
    """In their order, and no further apart than a match is long."""
    source = r"\bask\b.{0,20}\bquux\b"
    assert _anchors("ask for the quux", source) == {0: [16]}
    assert _anchors("quux, then ask", source) == {}
    assert _anchors("ask" + " for" * 20 + " quux", source) == {}
    assert _anchors("the quux", source) == {}


def test_signs_alone_are_looked_for_everywhere() -> None:
    """An expression without a word may stand anywhere."""
    wanted = Wanted(read_expression(r"\d{3}-\d{2}", prose=True))
    assert WordSearch([wanted], None).anchors(ScannedText("x"))[0] == {0: None}


def test_what_belongs_beside_a_match_is_not_far() -> None:
    """One word of each set, in ASCII or not, within the unit that they share with the match."""
    wanted = Wanted(read_expression("quux", prose=True), (("\bxyzz\b", "验证码"),), 20)
    search = WordSearch([wanted], None)

    def found(text: str) -> bool:
        return bool(search.anchors(ScannedText(text))[0])

    assert found("quux and xyzz")
    assert found("验证码 before quux")
    assert not found("quux and xyzzy")
    assert not found("quux" + " and" * 20 + " xyzz")


def test_nothing_to_look_for_finds_nothing() -> None:
    """No expressions make no vocabulary."""
    assert _anchors("anything") == {}


_PIECES = st.recursive(
    st.sampled_from(
        [
            "a",
            "ab",
            "the ",
            " b",
            "don't",
            "é",
            "好",
            "[ab]",
            "[- ]",
            r"\b",
            r"\w+",
            r"\s",
            ".",
            "-",
        ]
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda each: f"(?:{'|'.join(each)})"),
        inner.map(lambda each: f"(?:{each})?"),
        inner.map(lambda each: f"(?:{each}){{1,2}}"),
        inner.map(lambda each: f"{each}.{{0,9}}{each}"),
    ),
    max_leaves=6,
)


@given(_PIECES, st.text(alphabet="abBthe don'- \n\té好_", max_size=40))
def test_no_match_is_missed(source: str, text: str) -> None:
    """Wherever RE2 finds an expression, its words are found, with its parts around them."""
    try:
        expression = read_expression(source, prose=True)
    except InputError:
        return
    if compile_re2(expression.text, caseless=True).search(text.encode()) is not None:
        anchors, _ = WordSearch([Wanted(expression)], None).anchors(ScannedText(text))
        assert anchors[0] or not expression.words

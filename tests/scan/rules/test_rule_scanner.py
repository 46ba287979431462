"""Rules over texts: when they hit, and what of the text they point at."""

from __future__ import annotations

import contextlib
import re
import sys
import time
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gptreview.model.finding import Confidence, Hit
from gptreview.model.rule import Rule, Scope
from gptreview.model.segment import FieldKind, Segment
from gptreview.model.view import Piece, View
from gptreview.scan.rules.ruleset import RuleSet
from gptreview.scan.rules.scanner import RuleScanner
from gptreview.scan.scanned_text import ScanLimitError

Make = Callable[..., Rule]


def _scanner(*rules: Rule) -> RuleScanner:
    return RuleScanner(RuleSet(rules, "0123456789abcdef"))


def _segment(text: str, kind: FieldKind = FieldKind.INSTRUCTIONS) -> Segment:
    return Segment(kind.value, kind, text)


def _hits(rules: Sequence[Rule], text: str, *views: View) -> list[Hit]:
    return list(_scanner(*rules).scan(_segment(text), [View(text), *views]))


def _texts(rules: Sequence[Rule], text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in _hits(rules, text)]


_TABLE = [
    # all: every one, wherever in the unit, and the span from the first to the last
    ({"all": ("send", "code")}, "Please send us the code now.", ["send us the code"]),
    ({"all": ("send", "code")}, "Code? Send it.", []),
    ({"all": ("code", "send")}, "Send me\nthe code.", ["Send me\nthe code"]),
    ({"all": ("send", "code", "bank")}, "Send the code.", []),
    # any: one of them
    ({"any": ("gold", "silver")}, "Some silver and gold.", ["silver", "gold"]),
    ({"all": ("buy",), "any": ("gold", "silver")}, "Buy tin. Buy silver.", ["Buy silver"]),
    (
        {"all": ("buy",), "any": ("gold", "silver")},
        "Buy tin and gold or silver.",
        ["Buy tin and gold"],
    ),
    # unless: none of them, in the same unit only
    ({"all": ("send",), "unless": ("never",)}, "Never send it. Send it!", ["Send"]),
    ({"all": ("send",), "unless": ("never",)}, "Send it, or never mind.", []),
    # the nearest ones stand together
    ({"all": ("ask", "code")}, "ask ask x code. Ask code", ["ask x code", "Ask code"]),
    ({"all": ("pin", "bank")}, "pin, pin bank pin, pin", ["pin bank"]),
    # units
    ({"all": ("a1", "b2"), "within": Scope.LINE}, "a1. b2\na1\nb2", ["a1. b2"]),
    ({"all": ("a1", "b2"), "within": Scope.PARAGRAPH}, "a1.\nb2\n\na1", ["a1.\nb2"]),
    ({"all": ("a1", "b2"), "within": Scope.SEGMENT}, "a1.\n\n\nb2", ["a1.\n\n\nb2"]),
    ({"all": ("a1", "b2"), "within": 8}, "a1 .. b2 ......... a1", ["a1 .. b2"]),
    ({"all": ("a1", "b2"), "within": 7}, "a1 .. b2", []),
    # a gap does not hide a shorter match in the next sentence
    ({"all": (r"send.{0,80}code",)}, "Send it. Now send the code.", ["send the code"]),
    ({"all": (r"send.{0,80}code",)}, "Send it. The code.", []),
    ({"all": (r"send.{0,80}code",)}, "Send it. Send. A code. Send no code", ["Send no code"]),
    ({"all": (r"in a.{0,80}be",)}, "In a bee. In a. And. To be. In a be", ["In a be", "In a be"]),
    ({"all": (r"send.{0,5}code",)}, "sendxxxxxxxxcode", []),
    # one match hides no other
    (
        {"all": (r"send.{0,80}code",)},
        "Send code. Then send the code.",
        ["Send code", "send the code"],
    ),
    ({"any": (r"go.{0,9}ld",), "within": 30}, "gold gold", ["gold gold"]),
    ({"any": (r"\bgold\b",), "within": 30}, "gold golden, gold", ["gold", "gold"]),
    # white space, case, Chinese
    ({"all": (r"\bsend it\b",)}, "SEND\n  it, resend it", ["SEND\n  it"]),
    ({"all": ("保证", "收益")}, "我们保证每月都有收益。保证。收益。", ["保证每月都有收益"]),
    ({"any": ("稳赚.{0,8}转账",)}, "稳赚不赔，马上转账！", ["稳赚不赔，马上转账"]),
]


@pytest.mark.parametrize(("detect", "text", "expected"), _TABLE)
def test_a_rule_hits_where_its_conditions_hold_together(
    detect: dict[str, object], text: str, expected: list[str], make_rule: Make
) -> None:
    """All, any, unless and within mean what rules/README.md says."""
    assert _texts([make_rule(**detect)], text) == expected


def test_every_rule_speaks_for_itself(make_rule: Make) -> None:
    """Several rules share expressions, and each has its own hits."""
    rules = [
        make_rule("one", any=("gold",)),
        make_rule("two", any=("gold", "tin")),
        make_rule("three", all=("gold", "tin")),
    ]
    found = [(hit.card.id, hit.start, hit.end) for hit in _hits(rules, "gold or tin")]
    assert found == [("one", 0, 4), ("two", 0, 4), ("two", 8, 11), ("three", 0, 11)]


def test_other_fields_are_left_alone(make_rule: Make) -> None:
    """A rule runs on the fields that it applies to."""
    scanner = _scanner(make_rule(any=("gold",)))
    assert list(scanner.scan(_segment("gold", FieldKind.NAME), [View("gold")])) == []


def test_status_decides_how_a_rule_runs(make_rule: Make) -> None:
    """A deprecated rule does not run; an experimental one has low confidence, even disguised."""
    rules = [
        make_rule("new", status="experimental", any=("gold",)),
        make_rule("old", status="deprecated", any=("gold",)),
        make_rule("now", any=("gold",)),
    ]
    view = View("gold", "plain", (Piece(0, 4, 0, 5, "zero-width"),))
    scanner = _scanner(*rules)
    found = [
        (hit.card.id, hit.confidence)
        for text in ("gold", "go\u200bld")
        for hit in scanner.scan(_segment(text), [View(text), view])
    ]
    assert found == [
        ("new", Confidence.LOW),
        ("now", None),
        ("new", Confidence.LOW),
        ("now", Confidence.HIGH),
    ]
    assert [card.id for card in scanner.cards()] == ["new", "now"]
    assert (scanner.name, scanner.version) == ("rules", "0123456789ab")


def test_a_disguised_hit_tells_what_it_says(make_rule: Make) -> None:
    """Found in another reading only: the written span, the decoded text, the disguises."""
    text = "Buy g\u200bo\u200bld now"
    view = View(
        "Buy gold now",
        "plain",
        (Piece(0, 4, 0, 4), Piece(4, 8, 4, 10, "zero-width"), Piece(8, 12, 10, 14)),
    )
    rule = make_rule(all=("buy", "gold"))
    assert _hits([rule], text, view) == [
        Hit(
            rule.card,
            0,
            10,
            decoded="Buy gold",
            disguises=("zero-width",),
            confidence=Confidence.HIGH,
        )
    ]


def test_a_decoded_view_names_itself(make_rule: Make) -> None:
    """Where no piece names a disguise the view's name does, but for the plain view's."""
    rule = make_rule(any=("gold",))
    text = "Z29sZA=="
    (decoded,) = _hits([rule], text, View("gold", "base64", (Piece(0, 4, 0, 8),)))
    (plain,) = _hits([rule], text, View("gold", "plain", (Piece(0, 4, 0, 8),)))
    assert (decoded.start, decoded.end, decoded.disguises) == (0, 8, ("base64",))
    assert (decoded.confidence, plain.disguises, plain.decoded) == (None, (), "gold")


def test_a_long_decoded_text_is_cut(make_rule: Make) -> None:
    """At most 400 code points of a disguised text are told."""
    said = "buy " + "x" * 900 + " gold"
    rule = make_rule(all=("buy", "gold"))
    (hit,) = _hits([rule], "secret", View(said, "base64", (Piece(0, len(said), 0, 6),)))
    assert hit.decoded == said[:400]


def test_the_written_view_wins(make_rule: Make) -> None:
    """The same place found in several readings is told once, as it is written."""
    text = "gold and g0ld and gold"
    view = View("gold and gold and gold", "plain", (Piece(0, 22, 0, 22, "leet"),))
    found = [(hit.start, hit.disguises) for hit in _hits([make_rule(any=("gold",))], text, view)]
    assert found == [(0, ()), (9, ("leet",)), (18, ())]


def test_hits_of_one_run_are_one(make_rule: Make) -> None:
    """Two places of a decoded run are the same written text, and one hit."""
    view = View("gold, gold", "base64", (Piece(0, 10, 4, 20, "base64"),))
    found = [(hit.start, hit.end) for hit in _hits([make_rule(any=("gold",))], "x" * 24, view)]
    assert found == [(4, 20)]


def test_what_was_found_before_a_limit_is_told(make_rule: Make) -> None:
    """A rule with too many places gives up; its first places and the other rules' are told."""
    rules = [make_rule("many", any=("gold",)), make_rule("one", any=("silver",))]
    text = "gold. " * 1_100 + "silver"
    scan = _scanner(*rules).scan(_segment(text), [View(text)])
    found: list[str] = []
    with pytest.raises(ScanLimitError, match="more than 1,000 places of many"):
        found.extend(hit.card.id for hit in scan)
    assert found == ["many"] * 1_000 + ["one"]


def test_a_text_with_too_many_words_is_still_told_in_part(make_rule: Make) -> None:
    """Where the automaton gives up, what it found until then and the other readings are told."""
    text = "gold " + "ab" * 210_000
    view = View("gold", "plain", (Piece(0, 4, 9, len(text), "base64"),))
    scan = _scanner(make_rule(any=(r"\bab\b", "gold", "abab"))).scan(
        _segment(text), [View(text), view]
    )
    found: list[tuple[int, str]] = []
    with pytest.raises(ScanLimitError, match="more than 200,000 matches"):
        found.extend((hit.start, hit.decoded) for hit in scan)
    assert found[0] == (0, "")


def test_no_rules_find_nothing() -> None:
    """An empty set of rules is no error."""
    assert _hits([], "anything") == []


_HOSTILE = [
    "scam " * 800_000,
    "scam" * 1_000_000,
    "send " * 800_000,
    "wire " + "money " * 660_000,
    "wire money " * 360_000,
    "保证 " * 1_300_000,
    "alpha " * 660_000,
    "send " * 400_000 + "code " * 400_000,
    "alpha " * 330_000 + "beta " * 330_000,
    ". " * 2_000_000,
    "\n" * 4_000_000 + "scam",
    "a" * 4_000_000 + " scam",
]


@pytest.mark.parametrize("text", _HOSTILE, ids=lambda text: repr(text[:12]))
def test_a_hostile_text_ends(text: str, make_rule: Make) -> None:
    """Four million code points of one repeated word end in time, with hits or as a limit."""
    rules = [
        make_rule("a", all=(r"\bsend\b", "code"), unless=("never",)),
        make_rule("b", all=("scam",)),
        make_rule("c", all=("保证", "收益")),
        make_rule("d", all=("alpha", "beta"), within=20),
        make_rule("e", all=(r"wire.{0,60}money",)),
        make_rule("f", all=("send", "wire"), within=Scope.SEGMENT),
    ]
    scanner = _scanner(*rules)
    list(scanner.scan(_segment("warm"), [View("warm")]))
    started = time.process_time()
    with contextlib.suppress(ScanLimitError):
        list(scanner.scan(_segment(text), [View(text)]))
    # 1.0 s measured; the slack is for a busy machine, and for coverage, which slows it down.
    assert time.process_time() - started < (4.0 if sys.gettrace() is None else 40.0)


_WORDS = st.lists(
    st.sampled_from(
        [
            "send",
            "code",
            " ",
            ". ",
            "\n",
            "\n\n",
            "never ",
            "保证",
            "收益",
            "。",
            "x",
            "\ud800",
            "😀",
            "- ",
        ]
    ),
    max_size=40,
).map("".join)


@pytest.fixture(scope="module")
def shared(make_rule: Make) -> RuleScanner:
    """A scanner with a rule for each way to stand together."""
    scopes = [*Scope, 12]
    return _scanner(
        *(
            make_rule(f"{number}-{word}", all=(word, other), unless=("never",), within=scope)
            for number, scope in enumerate(scopes)
            for word, other in (("send", "code"), ("保证", "收益"))
        )
    )


@settings(deadline=None)
@given(_WORDS, st.text(max_size=30))
def test_spans_lie_inside_any_text(shared: RuleScanner, start: str, end: str) -> None:
    """Whatever the text, the engine does not raise, and points at something in it."""
    text = start + end
    for hit in shared.scan(_segment(text), [View(text)]):
        assert 0 <= hit.start < hit.end <= len(text)
        said = text[hit.start : hit.end].casefold()
        assert {"send", "code"} <= set(re.findall("send|code", said)) or (
            "保证" in said and "收益" in said
        )


def test_one_rule_s_words_do_not_spend_another_s_work(make_rule: Make) -> None:
    """A text that is padded with the words of one rule hides nothing from the others."""
    rules = [
        make_rule("deep", any=(r"alpha(?:.{0,900}beta){2}.{0,90}gamma",)),
        make_rule("plain", any=("scam",)),
    ]
    text = "alpha beta beta " * 60_000 + "scam"
    found: list[str] = []
    with contextlib.suppress(ScanLimitError):
        found.extend(hit.card.id for hit in _scanner(*rules).scan(_segment(text), [View(text)]))
    assert found == ["plain"]


def test_a_pattern_without_a_word_is_looked_for_everywhere(make_rule: Make) -> None:
    """Digits and signs alone are no word to wait for, and are found all the same."""
    text = "Call 555-01. " * 3 + "Or not."
    rule = make_rule(any=(r"\d{3}-\d{2}",))
    assert [hit.start for hit in _hits([rule], text)] == [5, 18, 31]

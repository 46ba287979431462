"""Expressions that both engines read alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptreview.errors import InputError
from gptreview.scan.databases import Source, expression_database
from gptreview.scan.expressions import Expression, read_expression
from gptreview.scan.patterns import compile_re2

_REFUSED = [
    (r"(?=a)bc", "'(?=a', which the engines do not share, at character 1"),
    (r"(?<!a)bc", "'(?<!', which the engines do not share, at character 1"),
    (r"ab(?P<n>c)", "'(?P<', which the engines do not share, at character 3"),
    (r"(ab)\1", r"the escape '\\1' at character 5"),
    (r"ab\Z", r"the escape '\\Z' at character 3"),
    (r"ab\x{d800}", r"the escape '\\x' at character 3"),
    ("ab\\", r"the escape '\\' at character 3"),
    (r"a++b", "a possessive quantifier, at character 3"),
    (r"x{2}{3}", "a quantifier that repeats no text, at character 1"),
    (r"\b*ab", "a quantifier that repeats no text, at character 1"),
    (r"*ab", "a quantifier that repeats no text, at character 1"),
    (r"(ab", "a group that is not closed, at character 1"),
    (r"ab)", "a closing parenthesis without an opening one, at character 3"),
    ("(" * 41 + "ab" + ")" * 41, "more than 40 nested groups, at character 41"),
    (r"[ab", "a class that is not closed, at character 1"),
    (r"[\b]ab", r"\b inside a class, at character 2"),
    (r"[\S]ab", "a negated set inside a class, at character 2"),
    (r"[z-a]b", "a range that has no end, at character 2"),
    (r"[a-\d]b", "a range that has no end, at character 2"),
    (r"\b投资", r"\b next to a letter outside ASCII, where it never holds, at character 3"),
    (r"(?:gold|黄金)\b", r"\b next to a letter outside ASCII, where it never holds"),
    (r"a*", "'a*' matches the empty text"),
    (r"\b", r"matches the empty text"),
    ("", "'' matches the empty text"),
    ("a" * 4_001, "4,001 characters"),
]


@pytest.mark.parametrize(("source", "said"), _REFUSED)
def test_what_the_engines_do_not_share_is_refused(source: str, said: str) -> None:
    """Each refusal says what was found and where."""
    with pytest.raises(InputError) as refused:
        read_expression(source)
    assert said in str(refused.value)


_SHARED = [
    (r"\bfoo\b", ["a foo b"], ["foobar"]),
    (r"(?:ab|cd){2}", ["abcd"], ["abc"]),
    (r"(?-i:AB)c", ["ABC"], ["abc"]),
    (r"x(?i:Y)", ["xy"], ["x"]),
    (r"^foo$", ["a\nfoo\nb"], ["a foo"]),
    (r"a.c", ["abc", "a好c"], ["a\nc"]),
    (r"[^\n]{2}z", ["好好z"], ["\nz"]),
    (r"\d\D\w\W\s\S", ["1a_- x"], ["好好好好好好"]),
    (r"\p{Han}{2}", ["中文"], ["ab"]),
    (r"[[:alpha:]]1", ["a1"], ["-1"]),
    (r"[]a]b", ["]b"], ["cb"]),
    (r"[a-]b", ["-b"], ["cb"]),
    (r"[\d.]x", [".x", "7x"], ["ax"]),
    (r"[\p{Han}-]x", ["-x", "中x"], ["ax"]),
    (r"\$\{a\}", ["${a}"], ["$a"]),
    (r"\x41\x{6295}", ["a投"], ["ab"]),
    (r"\ta\nb\r", ["\ta\nb\r"], ["ab"]),
    (r"a{2}b{1,}c{0,1}", ["aab", "aabbc"], ["ab"]),
    (r"a{b", ["a{b"], ["ab"]),
    (r"a{,2}b", ["a{,2}b"], ["aab"]),
    (r"a{1,x}", ["a{1,x}"], ["a"]),
    (r"ab+?c??", ["abb"], ["ac"]),
    (r"é|ü", ["É"], ["e"]),
]


@pytest.mark.parametrize(("source", "hits", "misses"), _SHARED)
def test_both_engines_mean_the_same(source: str, hits: list[str], misses: list[str]) -> None:
    """Hyperscan and RE2 agree on what matches and what does not."""
    text = read_expression(source).text
    re2 = compile_re2(text, caseless=True)
    hyperscan = expression_database([Source(text)], None)
    for sample, expected in [*((hit, True) for hit in hits), *((miss, False) for miss in misses)]:
        ends: list[int] = []
        hyperscan.scan(
            sample.encode(),
            match_event_handler=lambda *match, ends=ends: ends.append(match[2]),
        )
        assert (bool(ends), re2.search(sample.encode()) is not None) == (expected, expected)


_PROSE = [
    (r"send me", ["send  me", "send\nme", "SEND\r\n\tme"], ["sendme"]),
    (r"send ?me", ["sendme", "send me"], ["send  me"]),
    (r"send.{0,9}code", ["send\nthe code"], ["send me the new code"]),
    (r"re[- ]sale", ["re sale"], ["re\nsale"]),
]


@pytest.mark.parametrize(("source", "hits", "misses"), _PROSE)
def test_in_running_text_a_space_is_any_white_space(
    source: str, hits: list[str], misses: list[str]
) -> None:
    """A wrapped or widely set line hides nothing; a quantified space and a class are exact."""
    compiled = compile_re2(read_expression(source, prose=True).text, caseless=True)
    assert [hit for hit in hits if compiled.search(hit.encode()) is None] == []
    assert [miss for miss in misses if compiled.search(miss.encode()) is not None] == []


_WORDS = [
    (r"\bsend\b.{0,60}\bpasswords?\b", ("\bpassword",)),
    (r"password.{0,9}a", ("password",)),
    (r"(?:pay.{0,9}now|buy)it", ("buy", "pay")),
    (r"(?:.{1,9}|pay)good", ("good",)),
    (r"(?:quux.{0,9}){2}d", ("quux",)),
    (r"(?:quux.{0,9})?def", ("def",)),
    (r"(?-i:QUUX.{0,9}C)d", ("quux",)),
    (r"gift cards?", ("gift card",)),
    (r"\bthe (?:payslip|ssn)", ("\bthe payslip", "\bthe ssn")),
    (r"[- ]quux", ("\bquux", "-quux")),
    (r"\d{3}-\d{2}", ()),
    (r"(?:\d+|quux)", ()),
    (r".{1,9}", ()),
]


@pytest.mark.parametrize(("source", "words"), _WORDS)
def test_an_expression_is_looked_for_by_its_rarest_words(
    source: str, words: tuple[str, ...]
) -> None:
    r"""Every match holds one of them; `\b` at an end says that the word does not go on there."""
    assert read_expression(source, prose=True).words == words


_SIEVES = [
    (r"\bsend\b.{0,60}\bpasswords?\b", "send(?s:.)*passwords?"),
    ("passwords", "passwords"),
    (r"ab.{0,9}cde.{0,9}efg.{0,9}hijk.{0,9}lmn", "ab(?s:.)*cde(?s:.)*efg(?s:.)*hijk"),
    (r"^send", ""),
    (r"send\n", ""),
    (r"[^a-z ]send", ""),
    (r"send\s{2}me", ""),
    (r"(?:ab){2}", ""),
]


@pytest.mark.parametrize(("source", "sieve"), _SIEVES)
def test_sieve_lets_anything_stand_between_the_parts(source: str, sieve: str) -> None:
    """It is for a text without runs of white space; none where their kind or number counts."""
    assert read_expression(source, prose=True).sieve == sieve


def test_what_else_a_match_holds_is_told_where_it_is_little() -> None:
    """The second rarest words stand near the rarest; too many of them are not worth a look."""
    few = read_expression(r"(?:ask|tell) .{0,9}quux", prose=True)
    assert (few.words, few.company) == (("quux",), ("ask\b", "tell\b"))
    many = "|".join(f"every{letter}" for letter in "bcdfghjklmn")
    assert read_expression(rf"(?:{many}) .{{0,9}}quux", prose=True).company == ()


def test_weight_and_length_are_told() -> None:
    """A letter weighs 1, an ideograph 2; the longest match counts code points."""
    assert read_expression("ab好") == Expression("ab好", 3, 3, 4.0, ("ab好",), (), "ab好")
    wide = read_expression("a b", prose=True)
    assert (wide.longest, wide.shortened) == (18, 3)


@given(st.text(alphabet="ab1好(|)[]*+?{},.\\bdw^$- ", max_size=24))
def test_whatever_is_read_compiles(source: str) -> None:
    """No expression is taken that RE2 then refuses, and none raises anything but InputError."""
    try:
        expression = read_expression(source, prose=True)
    except InputError:
        return
    compile_re2(expression.text, caseless=True)

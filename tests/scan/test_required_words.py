"""What every match of an expression holds."""

from __future__ import annotations

from gptreview.scan.required_words import (
    NOTHING,
    Words,
    alternatives,
    optional,
    required,
    sequence,
    several,
)


def _spelled(*texts: str) -> Words:
    return Words(frozenset(texts))


def _required(words: Words) -> list[list[str]]:
    return [sorted(need) for need in required(words)]


def test_texts_are_put_together() -> None:
    """Pieces that follow one another spell all that they may spell together."""
    words = sequence([_spelled("quux", "xyzz"), optional(_spelled("s"))])
    assert words.exact == frozenset(["quux", "quuxs", "xyzz", "xyzzs"])
    assert _required(words) == [["quux", "xyzz"]]


def test_what_may_be_anything_parts_the_words() -> None:
    """What stands before and after it is needed on its own, the rarest first."""
    words = sequence([_spelled("the"), Words(), _spelled("quux")])
    assert _required(words) == [["quux"], ["the"]]


def test_a_space_is_an_edge_of_the_word_beside_it() -> None:
    """Of a phrase the rarest word is looked for, alone; of common words the phrase."""
    assert _required(_spelled("the payslip ")) == [["the payslip\b"]]
    assert _required(_spelled(" payslip ")) == [["\bpayslip\b"]]
    assert _required(_spelled("give me the -payslip")) == [["give me the -payslip"]]


def test_too_many_texts_keep_their_edges() -> None:
    """Where a product grows too large, a space before or after it is an edge."""
    many = _spelled(*(f"{one}q{two}z" for one in "bcdfghj" for two in "bcdfghj"))
    words = sequence([_spelled("the", "a"), _spelled(" "), many, _spelled(" ")])
    needs = _required(words)
    assert all(word.startswith("\b") and word.endswith("\b") for word in needs[0])
    assert needs[1] == ["a\b", "the\b"]
    after = sequence([many, _spelled(" x", " y")])
    assert all(word.endswith("\b") for word in _required(after)[0])


def test_alternatives_need_one_of_all_their_rarest() -> None:
    """One branch without a word leaves nothing that is sure."""
    gap = sequence([_spelled("quux"), Words(), _spelled("the")])
    assert _required(alternatives([gap, _spelled("xyzz")])) == [["quux", "xyzz"]]
    assert required(alternatives([gap, Words()])) == ()
    assert alternatives([_spelled("ab"), _spelled("cd")]).exact == frozenset(["ab", "cd"])


def test_what_is_repeated_is_needed_once() -> None:
    """What may be left out is not needed at all, and signs alone are no words."""
    assert _required(several(_spelled("quux"))) == [["quux"]]
    assert required(optional(_spelled("quux"))) == ()
    assert optional(Words()) == Words()
    assert required(_spelled("](")) == ()
    assert required(NOTHING) == ()


def test_a_word_stands_for_those_that_it_begins() -> None:
    """Where that finds not much more: `quux` for `quuxes`, but not `a` for `abacus`."""
    assert _required(_spelled("\bquux\b", "\bquuxes\b")) == [["\bquux"]]
    assert _required(_spelled("\bs\b", "\bstevedore\b")) == [["\bs\b", "\bstevedore\b"]]

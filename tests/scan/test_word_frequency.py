"""How often words stand in ordinary text."""

from __future__ import annotations

import pytest

from gptreview.scan.word_frequency import frequency


@pytest.mark.parametrize(
    ("rarer", "commoner"),
    [
        ("payslip", "account"),
        ("\bmeth\b", "meth"),
        ("\brank\b", "rank"),
        ("the payslip", "the"),
        ("give the account", "account"),
        ("验证码", "用户"),
        ("码", "的"),
        ("q-word", "word"),
        ("quux", "](:"),
        ("qu", "q"),
    ],
)
def test_one_is_rarer_than_the_other(rarer: str, commoner: str) -> None:
    """Words inside others count too, and a phrase is rarer than its words."""
    assert frequency(rarer) < frequency(commoner)


def test_a_word_counts_with_all_that_hold_it() -> None:
    r"""With edges it is counted alone: `con` is not `second`, but `\bcon` begins `control`."""
    assert frequency("\bcon\b") < frequency("\bcon") < frequency("con")

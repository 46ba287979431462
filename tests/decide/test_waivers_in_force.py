"""Which waivers of a registry hold beside those of a policy's file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from gptreview.decide.waivers import may_waive, waivers_in_force, with_waivers
from gptreview.model.finding import Finding
from gptreview.model.policy import Policy, Waiver

TODAY = dt.date(2026, 5, 4)
OWN = Waiver("r", "sha256:1", "legal", "own", TODAY)
KEPT = Waiver("q", "sha256:2", "trust", "kept", TODAY)
POLICY = Policy("house", "1", "sha256:p", {}, {}, {}, waivers=(OWN,))


def test_first_that_holds_covers_the_evidence() -> None:
    """The policy's own come first, then the others in their order; expired ones do not count."""
    yesterday = TODAY - dt.timedelta(days=1)
    expired = Waiver("q", "sha256:2", "legal", "old", yesterday)
    late = Waiver("r", "sha256:1", "trust", "late", TODAY)
    assert waivers_in_force(POLICY, (expired, late, KEPT), TODAY) == {
        ("r", "sha256:1"): OWN,
        ("q", "sha256:2"): KEPT,
    }


def test_policy_gets_the_waivers_of_what_was_found(make_finding: Callable[..., Finding]) -> None:
    """Others would be told as idle; without one that fits it stays the policy that it was."""
    kept = {("q", "sha256:2"): KEPT, ("r", "sha256:1"): OWN}
    found = (("q", "sha256:2"), ("r", "sha256:1"), ("r", "sha256:3"))
    findings = [make_finding(rule_id=rule, evidence_digest=digest) for rule, digest in found]
    assert with_waivers(POLICY, kept, findings).waivers == (OWN, KEPT)
    assert with_waivers(POLICY, kept, findings[1:]) is POLICY
    assert with_waivers(POLICY, {}, findings) is POLICY


@pytest.mark.parametrize(
    ("owners", "counts"),
    [
        pytest.param((), True, id="everybody"),
        pytest.param((" Legal ",), True, id="case-and-blanks"),
        pytest.param(("trust",), False, id="somebody-else"),
    ],
)
def test_owner_may_waive(owners: tuple[str, ...], *, counts: bool) -> None:
    """Names are compared without case and blanks around them; an empty list names everybody."""
    policy = Policy("house", "1", "sha256:p", {}, {}, {}, may_waive=frozenset(owners))
    assert may_waive("legal ", policy) is counts

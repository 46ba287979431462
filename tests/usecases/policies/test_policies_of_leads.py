"""Which policies made verdicts, and a candidate that a lead uploads."""

from __future__ import annotations

from pathlib import Path

import pytest

from gptreview.bootstrap_simulation import Policies, policies
from gptreview.errors import ConflictError, ForbiddenError, InputError, TooManyError
from gptreview.model.simulation import Move
from gptreview.model.used_standard import UsedStandard
from gptreview.model.verdict import Outcome
from gptreview.store.database import Database
from gptreview.usecases.policies.simulate_upload import SimulateUpload
from tests.court import Court

_POLICY = Path(__file__).parents[3] / "rules" / "policy.yaml"


@pytest.fixture
def court(database: Database) -> Court:
    """A listing that is failed by a policy that nobody has any more."""
    made = Court(database)
    made.listing("g-one", text="It plans trips.", outcome="fail")
    return made


def _policies(court: Court) -> Policies:
    return policies(court.database, "content", str.upper)


def test_standards_are_told_to_leads(court: Court) -> None:
    """With how many contents they judged; nobody else hears it."""
    standards = _policies(court).standards
    digests = ("sha256:p", "r", "content")
    assert standards.used(court.identity("cleo")) == [
        UsedStandard(1, "house", "1", *digests, court.now, 1)
    ]
    with pytest.raises(ForbiddenError):
        standards.used(court.identity("ann"))


def test_candidate_is_held_against_the_registry(court: Court) -> None:
    """The harmless listing would pass; its id is masked."""
    found = _policies(court).simulate.run(_POLICY.read_bytes(), court.identity("cleo"))
    assert (found.versions, found.reviewed) == (1, 1)
    assert found.moves == {Move(Outcome.FAIL, Outcome.PASS): 1}
    assert [each.listing.external_id for each in found.listings] == ["G-ONE"]


def test_candidate_that_takes_too_long_is_given_up(court: Court) -> None:
    """The next one is tried all the same."""
    wired = _policies(court).simulate
    hasty = SimulateUpload(wired.database, wired.clock, wired.shown_id, wired.factory, seconds=-1)
    for _ in range(2):
        with pytest.raises(InputError, match="it took longer than"):
            hasty.run(_POLICY.read_bytes(), court.identity("cleo"))


def test_one_candidate_at_a_time(court: Court) -> None:
    """Whoever comes second is told to wait."""
    simulate = _policies(court).simulate
    with simulate._busy, pytest.raises(TooManyError) as caught:
        simulate.run(b"", court.identity("cleo"))
    assert caught.value.retry_after == 60


def test_candidate_needs_something_to_compare_with(database: Database) -> None:
    """An empty registry says so."""
    court = Court(database)
    with pytest.raises(ConflictError, match="no current version has a verdict"):
        _policies(court).simulate.run(_POLICY.read_bytes(), court.identity("cleo"))

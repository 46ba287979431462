"""Whoever decides reads the letters before they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gptreview.errors import (
    ConflictError,
    ForbiddenError,
    InputError,
    NotFoundError,
    UnauthorizedError,
)
from gptreview.model.account import Account, Identity
from gptreview.model.decision import Party
from gptreview.render.notices.ways import Ways
from gptreview.usecases.notices.compose import Composer
from gptreview.usecases.triage.preview_notices import PreviewNotices
from tests.court import EVIDENCE, draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.court import Court


def _preview(court: Court, *owners: Account) -> PreviewNotices:
    def owners_of(listing: int) -> Sequence[Account]:
        return owners if listing else ()

    deciding = court.deciding()
    return PreviewNotices(deciding, Composer(Ways(), lambda: deciding.policy.clauses), owners_of)


def _case(court: Court, *, reports: int = 1) -> int:
    return court.case(court.listing("Trips", outcome="fail"), reports=reports)


def test_both_letters_are_shown_and_nothing_is_kept(court: Court) -> None:
    """They say what the decision says, with the excerpt of its evidence; the log stays."""
    case, before = _case(court, reports=2), court.newest()
    made = _preview(court, court.accounts["bob"]).letters(
        case, draft(evidence=(EVIDENCE,)), court.identity("ann")
    )
    assert [(each.party, each.recipients, each.language) for each in made] == [
        (Party.BUILDER, 1, "en"),
        (Party.REPORTER, 2, "en"),
    ]
    assert [each.letter.subject for each in made] == [
        "Remove: Trips",
        "What became of your report on Trips",
    ]
    assert "Nobody can promise a return." in made[0].letter.body
    assert "[x]" in made[0].letter.body
    assert "It was removed." in made[1].letter.body
    assert court.newest() == before


def test_nobody_reported_and_nobody_owns_it(court: Court) -> None:
    """The builder's letter is shown for what it would say; there is none to reporters."""
    made = _preview(court).letters(_case(court, reports=0), draft(), court.identity("ann"))
    assert [(each.party, each.recipients) for each in made] == [(Party.BUILDER, 0)]


@pytest.mark.parametrize("party", list(Party), ids=str)
def test_an_appeal_is_answered_in_the_letters(court: Court, party: Party) -> None:
    """Both sides read that the decision was changed, and by what reason."""
    case = _case(court)
    decision = court.decide(case).id
    court.mine.add(court.read(case).listing)
    if party is Party.BUILDER:
        court.appealing().by_builder(
            decision, "It is a story, and nobody pays.", court.identity("bob")
        )
    else:
        court.appealing().by_reporter(1, "Please look at it once more.")
    made = _preview(court, court.accounts["bob"]).letters(
        case, draft(action="no_violation"), court.identity("ben")
    )
    told = {each.party: each.letter.body for each in made}
    assert {"the decision was changed" in each for each in told.values()} == {True}
    assert "Nobody can promise a return." in told[Party.BUILDER]
    assert "It was removed." in told[Party.REPORTER]


@pytest.mark.parametrize("party", list(Party), ids=str)
def test_a_decision_that_stands_is_told_by_its_own_words(court: Court, party: Party) -> None:
    """Who appealed reads the answer, the other side the reason; nothing is kept of it."""
    case = _appealed(court, party)
    before = court.newest()
    made = _preview(court, court.accounts["bob"]).upheld(
        case, " It is no story. ", court.identity("ben")
    )
    told = {each.party: each.letter.body for each in made}
    assert {each.party: each.recipients for each in made} == {Party.BUILDER: 1, Party.REPORTER: 2}
    assert [each for each, body in told.items() if "It is no story.\n" in body] == [party]
    assert {"the decision stands" in each for each in told.values()} == {True}
    assert "It promises a return." in told[Party.BUILDER]
    assert "Nobody can promise a return." in told[Party.BUILDER]
    assert "It was removed." in told[Party.REPORTER]
    assert court.newest() == before


def test_what_could_not_be_upheld_is_not_shown(court: Court) -> None:
    """Whoever decided may not, an answer is needed, and so is an appeal."""
    case, preview = _appealed(court, Party.BUILDER), _preview(court)
    open_case = court.case(court.listing("Other"))
    ben = court.identity("ben")
    with pytest.raises(ConflictError, match="the decision is your own"):
        preview.upheld(case, "It is no story.", court.identity("ann"))
    with pytest.raises(InputError, match="answer"):
        preview.upheld(case, " ", ben)
    with pytest.raises(InputError, match="personal data"):
        preview.upheld(case, "Write to mail@example.com.", ben)
    with pytest.raises(ForbiddenError):
        preview.upheld(case, "It is no story.", court.identity("bob"))
    with pytest.raises(ConflictError, match="the case is open"):
        preview.upheld(open_case, "It is no story.", ben)


def _appealed(court: Court, party: Party) -> int:
    """A case with two reports, decided by ann; the builder or the second reporter appealed."""
    case = _case(court, reports=2)
    decision = court.decide(case, facts="It promises a return.").id
    court.mine.add(court.read(case).listing)
    if party is Party.BUILDER:
        court.appealing().by_builder(
            decision, "It is a story, and nobody pays.", court.identity("bob")
        )
    else:
        court.appealing().by_reporter(2, "Please look at it once more.")
    return case


def test_what_could_not_be_decided_is_not_shown(court: Court) -> None:
    """Drafts, cases and people that a decision would be refused to are refused here as well."""
    case, preview = _case(court), _preview(court)
    ann = court.identity("ann")
    with pytest.raises(InputError, match="no policy clause"):
        preview.letters(case, draft(clauses=()), ann)
    with pytest.raises(InputError, match="evidence digests"):
        preview.letters(case, draft(evidence=("sha256:none",)), ann)
    with pytest.raises(ForbiddenError):
        preview.letters(case, draft(scope="builder"), ann)
    with pytest.raises(ForbiddenError):
        preview.letters(case, draft(), court.identity("bob"))
    with pytest.raises(UnauthorizedError):
        preview.letters(case, draft(), Identity())
    with pytest.raises(NotFoundError):
        preview.letters(99, draft(), ann)

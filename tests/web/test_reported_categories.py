"""What reports are about has more names than a policy has categories; the public sees it all."""

from __future__ import annotations

from gptreview.model.account import Identity
from gptreview.model.decision import Action, DecisionDraft, Scope
from gptreview.model.finding import Category
from gptreview.model.report import ReportCategory
from tests.publishing import Newsroom
from tests.web.conftest import SignIn, Site
from tests.web.reporting import report

_EVERYBODYS = (
    "/",
    "/listings",
    "/feed.json",
    "/feed.atom",
    "/transparency",
    "/api/v1/listings",
    "/api/v1/changes",
)
_OF_LISTING = ("/listings/{}", "/listings/{}/badge.svg", "/api/v1/listings/{}")


def test_every_category_of_reports_is_published(
    site: Site, newsroom: Newsroom, signed_in: SignIn
) -> None:
    """A decision without evidence is told by categories of the policy, on every public route."""
    wanted = list(ReportCategory)
    newsroom.have(**{f"a{number:02}": f"word {each}" for number, each in enumerate(wanted)})
    for each in wanted:
        newsroom.judge(f"word {each}", "pass")
    newsroom.publish()
    account = signed_in("rowan", "reviewer").account
    assert account is not None
    by = Identity(account.role, account)
    cases = site.face.rooms.cases
    clause = next(iter(site.face.rooms.policy.clauses))
    for number, each in enumerate(wanted, 1):
        visitor = site.visitor()
        named = {} if not each.is_anonymous else {"reporter_name": "", "reporter_email": ""}
        assert report(visitor, number, category=str(each), **named).status_code == 303
        claimed = cases.claim.claim(number, by)
        draft = DecisionDraft(
            str(Action.REMOVE), (clause,), "It does so.", "No.", "Yes.", str(Scope.VERSION), None
        )
        cases.decide.decide(number, draft, claimed.revision, by)
    site.chores()
    newsroom.publish()
    visitor = site.visitor()
    paths = [*_EVERYBODYS, *(each.format(n) for each in _OF_LISTING for n in range(1, 11))]
    told = {path: visitor.get(path, headers={"Accept-Language": "zh"}) for path in paths}
    assert {path: each.status_code for path, each in told.items()} == dict.fromkeys(paths, 200)
    shown = [told[f"/api/v1/listings/{n}"].json()["categories"] for n in range(1, 11)]
    known = {"fraud": ["fraud"], "hate": ["hate"], "adult": ["adult"], "privacy": ["pii"]}
    assert shown == [known.get(each, [Category.USAGE]) for each in wanted]

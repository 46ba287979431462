"""How tests of the web face report a listing, and have the report decided."""

from __future__ import annotations

import re
from typing import Any, Final

from gptreview.model.account import Identity
from gptreview.model.decision import Action, DecisionDraft, Scope
from tests.publishing import Newsroom
from tests.web.conftest import SignIn, Site, Visitor

FIELDS: Final = {
    "category": "fraud",
    "description": "It wants a deposit before it says anything.",
    "location": "The first answer.",
    "reporter_name": "Ada Example",
    "reporter_email": "ada@example.com",
    "good_faith": "yes",
}
ERROR: Final = re.compile(r'<p class="error" id="(\w+)-error">.*?</span>([^<]*)</span></p>', re.S)
_CODE: Final = re.compile(r'<output id="receipt">([0-9A-Z-]{23})</output>')


def errors_of(answer: Any) -> dict[str, str]:
    """What a form says is wrong, by field."""
    return dict(ERROR.findall(answer.text))


def listed(newsroom: Newsroom) -> None:
    """Two listings: number 1 passed and is published, number 2 failed for fraud."""
    newsroom.have(trips="passing", coins="failing")
    newsroom.judge("passing", "pass")
    newsroom.judge("failing", "fail", "fail")
    newsroom.publish()


def report(visitor: Visitor, number: int = 1, **changes: Any) -> Any:
    """Send the form of a report; the answer."""
    path = f"/listings/{number}/report"
    return visitor.post(path, {**FIELDS, **changes}, page=path)


def receipt(visitor: Visitor, number: int = 1, **changes: str) -> str:
    """Send the form of a report; the code of its receipt."""
    report(visitor, number, **changes)
    found = _CODE.search(visitor.get("/receipt").text)
    assert found is not None
    return found[1]


def decide(site: Site, signed_in: SignIn, action: Action = Action.NO_VIOLATION) -> None:
    """A reviewer decides case 1."""
    account = signed_in("rowan", "reviewer").account
    assert account is not None
    by = Identity(account.role, account)
    claimed = site.face.rooms.cases.claim.claim(1, by)
    draft = DecisionDraft(
        str(action),
        (next(iter(site.face.rooms.policy.clauses)),),
        "The first answer was read.",
        "Nothing in it breaks the policy.",
        "We read the first answer: it asks for nothing.",
        str(Scope.VERSION),
        None,
    )
    site.face.rooms.cases.decide.decide(1, draft, claimed.revision, by)

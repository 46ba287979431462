"""A case of the registry, as tests of the reviewers' pages find it."""

from __future__ import annotations

from typing import Any, Final

from tests.correspondence import EVIDENCE, Correspondence
from tests.web.conftest import SignIn, Site, Visitor

DECISION: Final[dict[str, Any]] = {
    "action": "remove",
    "clauses": "usage-policies/fraud",
    "evidence": EVIDENCE,
    "facts": "It asks for a payment up front.",
    "reason_builder": "Nobody may ask for that.",
    "reason_reporter": "You were right.",
    "scope": "version",
    "days": "",
    "change_by": "",
    "ground": "terms",
    "note": "Seen twice.",
}
"""A removal that leaves out nothing."""


class Bench:
    """A reported case and people who work at it, each in a browser of their own."""

    def __init__(self, site: Site, signed_in: SignIn) -> None:
        self.site = site
        self.post = Correspondence(site.database)
        self._signed_in = signed_in

    @property
    def case(self) -> int:
        """Number of the case."""
        return self.post.case

    def person(self, name: str, role: str = "reviewer", **options: Any) -> Worker:
        """Somebody who is signed in."""
        return Worker(self._signed_in(name, role, **options), self.post.case)


class Worker:
    """Sends the forms of the case's page."""

    def __init__(self, visitor: Visitor, case: int) -> None:
        self.visitor = visitor
        self.path = f"/cases/{case}"

    def get(self, path: str = "") -> Any:
        """A page; the case's own where none is named."""
        return self.visitor.get(path or self.path)

    def send(self, path: str, **fields: Any) -> Any:
        """Send a form of a page of the reviewers."""
        return self.visitor.post(path, fields, page="/queue")

    def take(self, step: str, **fields: Any) -> Any:
        """Send a form of the case's page."""
        return self.send(f"{self.path}/{step}", **fields)

    def claim(self) -> Worker:
        """Claim the case."""
        assert self.take("claim").status_code == 303
        return self

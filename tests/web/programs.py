"""Programs that ask the JSON API in somebody's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gptreview.model.access import permissions_of
from gptreview.model.account import Identity, Role
from tests.web.conftest import make_account

if TYPE_CHECKING:
    from tests.web.conftest import Site


class Program:
    """Has a token with all that its account's role may give; without a role it has none.

    Args:
        site: That it asks.
        name: Of its account.
        role: Of its account; empty for nobody.
    """

    def __init__(self, site: Site, name: str = "", role: str = "") -> None:
        self._client = site.visitor().client
        self.id = 0
        if role:
            account = make_account(site, name, role)
            self.id = account.id
            make = site.desk.rooms.access.tokens.make
            identity = Identity(account.role, account)
            made = make(identity, "program", permissions_of(Role(role)), days=1)
            self._client.headers["authorization"] = f"Bearer {made.secret}"

    def ask(self, method: str, path: str, body: Any = None, *, status: int = 200) -> Any:
        """What is answered with a status: the JSON of it; the text of what is none."""
        answer = self._client.request(method, f"/api/v1{path}", json=body)
        assert answer.status_code == status, (answer.status_code, answer.text)
        kind = answer.headers.get("content-type", "")
        return answer.json() if "json" in kind and answer.content else answer.text

    def send(self, path: str, content: bytes, kind: str) -> Any:
        """The answer to a body of any kind."""
        return self._client.post(f"/api/v1{path}", content=content, headers={"content-type": kind})

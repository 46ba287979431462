"""Whatever programs send, no operation breaks, and none answers what its document does not say."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gptreview.model.access import permissions_of
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.gpt import Gpt
from gptreview.usecases.builders.domain_proof import Seen
from tests.casework import Casework
from tests.web.conftest import BASE, Site, make_account

if TYPE_CHECKING:
    from pathlib import Path

    from schemathesis import Case
    from schemathesis.schemas import BaseSchema

    from gptreview.model.own_listing import BuilderDomain
    from gptreview.store.database import Database

_CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
_STORIES: Final = frozenset(
    (
        "DELETE /api/v1/own/domains/{number}",
        "DELETE /api/v1/waivers/{number}",
        "DELETE /api/v1/webhooks/{number}",
        "GET /api/v1/listings/{number}",
        "GET /api/v1/own/listings/{number}",
        "POST /api/v1/cases/{number}/appeals/overturn",
        "POST /api/v1/cases/{number}/appeals/uphold",
        "POST /api/v1/cases/{number}/decisions",
        "POST /api/v1/cases/{number}/escalate",
        "POST /api/v1/cases/{number}/unmask",
        "POST /api/v1/own/decisions/{number}/appeals",
        "POST /api/v1/own/domains",
        "POST /api/v1/own/domains/{number}/check",
        "POST /api/v1/own/listings/{number}/versions",
        "POST /api/v1/own/notices/{number}/read",
        "POST /api/v1/reports",
        "POST /api/v1/reports/appeal",
        "POST /api/v1/reports/status",
        "POST /api/v1/reports/{number}/evidence",
        "POST /api/v1/users/{number}/disable",
        "POST /api/v1/users/{number}/enable",
        "POST /api/v1/waivers",
        "POST /api/v1/webhooks",
        "POST /api/v1/webhooks/{number}/replay",
        "POST /api/v1/webhooks/{number}/secret",
    )
)
"""Operations that are only refused here: something has to happen first, as in other tests."""
_OTHERS: Final = 40
"""Tokens of the admin before the one that asks: numbers that are tried are small, or very large."""


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What is sent and answered is the same on every database: the quicker one will do."""
    return f"sqlite:///{tmp_path / 'registry.db'}"


class _NoProof:
    """Stands for name servers that know no domain."""

    def look(self, domain: BuilderDomain) -> Seen:
        """Nothing is there."""
        return Seen("", f"no record at {domain.domain}", is_known=True)


@pytest.fixture
def site(database: Database) -> Site:
    """With a case, and without a way to the net."""
    from gptreview.bootstrap_web import face_on
    from gptreview.settings import read_settings

    face = face_on(database, read_settings(), BASE, "content")
    domains = replace(face.rooms.builders.domains, proof=_NoProof())  # type: ignore[arg-type]
    builders = replace(face.rooms.builders, domains=domains)
    site = Site(replace(face, rooms=replace(face.rooms, builders=builders)), database)
    casework = Casework(database)
    gpt = Gpt("Till", id="g-1", instructions="Send money to 0000 0000 first.")
    casework.report(casework.case(casework.listing(gpt)))
    return site


@dataclass(frozen=True)
class _Live:
    """A server that answers requests."""

    url: str


@pytest.fixture
def live(site: Site) -> Iterator[_Live]:
    """The face behind a socket of this machine."""
    import uvicorn

    bound = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(site.app, log_config=None, access_log=False, lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    yield _Live(f"http://127.0.0.1:{bound.getsockname()[1]}")
    server.should_exit = True
    thread.join(20)
    bound.close()


@pytest.fixture
def document(live: _Live) -> BaseSchema:
    """The operations as the document describes them."""
    return schemathesis.openapi.from_url(f"{live.url}/api/v1/openapi.json")


@pytest.fixture
def token(site: Site) -> Mapping[str, str]:
    """An admin's, which may do everything, and which no operation revokes by chance."""
    account = make_account(site, "admin", "admin")
    identity = Identity(account.role, account)
    make = site.desk.rooms.access.tokens.make
    for _ in range(_OTHERS):
        make(identity, "another", [Permission.EXPORT], days=1)
    made = make(identity, "all", permissions_of(Role.ADMIN), days=1)
    return {"authorization": f"Bearer {made.secret}"}


Statuses = dict[str, Counter[int]]
"""How often each operation answered what."""


def _try(document: BaseSchema, headers: Mapping[str, str], examples: int) -> Statuses:
    """Send every operation what fits its document, what is there, and what does not fit."""
    told: Statuses = {}
    with requests.Session() as session:
        for found in document.get_all_operations():
            assert isinstance(found, Ok)
            operation = found.ok()
            sent = told.setdefault(operation.label, Counter())
            for mode in GenerationMode:
                _tried(operation, mode, session, headers, examples, sent)
            if "{" in operation.path:
                positive = GenerationMode.POSITIVE
                _tried(operation, positive, session, headers, examples, sent, number=1)
    return told


def _tried(
    operation: Any,
    mode: GenerationMode,
    session: requests.Session,
    headers: Mapping[str, str],
    examples: int,
    sent: Counter[int],
    number: int | None = None,
) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def answered(case: Case[Any]) -> None:
        if number is not None:
            case.path_parameters = dict.fromkeys(case.path_parameters, number)
        answer = case.call_and_validate(session=session, headers=dict(headers), checks=_CHECKS)
        sent[answer.status_code] += 1

    with suppress(Unsatisfiable):  # an operation that takes nothing has nothing that does not fit
        answered()


def _is_done(statuses: Counter[int]) -> bool:
    return any(each < 300 for each in statuses)


def test_an_admins_program_meets_nothing_unannounced(
    document: BaseSchema, token: Mapping[str, str]
) -> None:
    """With a token that may do everything; every operation is asked, and most do what they do."""
    told = _try(document, token, 2)
    assert [label for label, statuses in told.items() if not statuses] == []
    assert {label for label in told if not _is_done(told[label])} <= _STORIES


def test_a_strangers_program_meets_nothing_unannounced(document: BaseSchema) -> None:
    """Without a token; every operation is asked, and none but the public ones does anything."""
    told = _try(document, {}, 1)
    assert [label for label, statuses in told.items() if not statuses] == []
    assert {label for label in told if _is_done(told[label])} == {
        "GET /api/v1/changes",
        "GET /api/v1/listings",
        "GET /api/v1/me",
        "GET /api/v1/transparency",
    }


@pytest.mark.soak
def test_many_requests_meet_nothing_unannounced(
    document: BaseSchema, token: Mapping[str, str]
) -> None:
    """The same with so many requests that a plain run has no time for them."""
    _try(document, token, 100)
    _try(document, {}, 20)

"""Whatever programs send, no operation breaks, and none answers what its document does not say."""

from __future__ import annotations

import socket
import threading
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
from gptreview.model.account import Identity, Role
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
    """An admin's, which may do everything."""
    account = make_account(site, "admin", "admin")
    identity = Identity(account.role, account)
    make = site.desk.rooms.access.tokens.make
    made = make(identity, "all", permissions_of(Role.ADMIN), days=1)
    return {"authorization": f"Bearer {made.secret}"}


def _try(document: BaseSchema, headers: Mapping[str, str], examples: int) -> None:
    """Send every operation what fits its document, and what does not."""
    with requests.Session() as session:
        for found in document.get_all_operations():
            assert isinstance(found, Ok)
            operation = found.ok()
            for mode in GenerationMode:
                _tried(operation, mode, session, headers, examples)


def _tried(
    operation: Any,
    mode: GenerationMode,
    session: requests.Session,
    headers: Mapping[str, str],
    examples: int,
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
        case.call_and_validate(session=session, headers=dict(headers), checks=_CHECKS)

    with suppress(Unsatisfiable):  # an operation that takes nothing has nothing that does not fit
        answered()


def test_an_admins_program_meets_nothing_unannounced(
    document: BaseSchema, token: Mapping[str, str]
) -> None:
    """With a token that may do everything."""
    _try(document, token, 2)


def test_a_strangers_program_meets_nothing_unannounced(document: BaseSchema) -> None:
    """Without a token."""
    _try(document, {}, 1)


@pytest.mark.soak
def test_many_requests_meet_nothing_unannounced(
    document: BaseSchema, token: Mapping[str, str]
) -> None:
    """The same with so many requests that a plain run has no time for them."""
    _try(document, token, 100)
    _try(document, {}, 20)

"""docs/api.md: its paths are those of the document, and its examples are taken and answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from gptreview.bootstrap_web import face_on
from gptreview.model.report import ReportCategory
from gptreview.settings import read_settings
from gptreview.store.database import Database
from gptreview.web.api_models.public import Listing
from gptreview.web.guard import Needs
from gptreview.web.routes.api.operations import _BY_SERVER, _SAID
from tests.databases import MakeTables
from tests.publishing import Newsroom
from tests.web.conftest import BASE, Site

_JSON = re.compile(r"^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SENT = re.compile(r"api/v1(/reports\S*)\".*?-d '(.*?)'\n", re.DOTALL)


@pytest.fixture(scope="module")
def page(repository_root: Path) -> str:
    """The page as it stands."""
    return (repository_root / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def client(
    tmp_path_factory: pytest.TempPathFactory, make_tables: MakeTables
) -> Iterator[TestClient]:
    """A program that asks a web face with two published listings, the second of which fails."""
    folder = tmp_path_factory.mktemp("api")
    with closing(Database(f"sqlite:///{folder / 'registry.db'}")) as database:
        make_tables(database)
        room = Newsroom(database, folder)
        room.have(a="first", b="second")
        room.judge("first", "pass")
        room.judge("second", "fail")
        room.publish()
        site = Site(face_on(database, read_settings(), BASE, "content"), database)
        yield site.visitor().client


def _sent(page: str) -> dict[str, Any]:
    return {path: json.loads(body) for path, body in _SENT.findall(page)}


def test_the_page_has_every_operation_for_anybody(page: str, client: TestClient) -> None:
    """Those that the document asks no token for."""
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    public = {
        f"{method.upper()} {path}"
        for path, operations in paths.items()
        for method, operation in operations.items()
        if "security" not in operation
    }
    table = page.partition("## Anybody\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `((?:GET|POST) /\S+)` \|", table, re.MULTILINE)) == public


def test_the_page_has_every_operation_for_tokens(page: str) -> None:
    """With the least role and the permission, in the order of the document."""
    from gptreview.web.routes.api import ROUTERS

    guarded = [
        (f"{method} {route.path}", str(route.summary), str(needs.role), str(needs.permission))
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or ())
        for needs in (each.dependency for each in route.dependencies)
        if isinstance(needs, Needs)
    ]
    rows = re.findall(r"^\| `(\w+ /\S+)` \| (.*) \| (\w+) \| `(\S+)` \|$", page, re.MULTILINE)
    assert rows == guarded


def test_the_page_has_every_category(page: str) -> None:
    """In their order."""
    (told,) = re.findall(r"`category` is one of (.*?)\. Name", page, re.DOTALL)
    assert re.findall(r"`(\w+)`", told) == [str(each) for each in ReportCategory]


def test_the_page_has_every_refusal(page: str) -> None:
    """That the document knows, and no other."""
    assert {int(each) for each in re.findall(r"^\| (\d{3}) \|", page, re.MULTILINE)} == {
        *_SAID,
        *_BY_SERVER,
    }


def test_a_listing_has_the_fields_that_the_page_shows(page: str, client: TestClient) -> None:
    """All of them, in this order."""
    shown = json.loads(_JSON.findall(page)[0])
    answer = client.get("/api/v1/listings?outcome=fail").json()
    assert list(shown) == list(answer)
    assert list(shown["listings"][0]) == list(answer["listings"][0])
    assert Listing.model_validate(shown["listings"][0]).name == "Bright Returns"


def test_a_report_goes_as_the_page_says(page: str, client: TestClient) -> None:
    """It is kept, its receipt opens its status, and an appeal waits for a decision."""
    sent = _sent(page)
    made = client.post("/api/v1/reports", json=sent["/reports"])
    (shown,) = [json.loads(each) for each in re.findall(r'^(\{"receipt".*\})$', page, re.MULTILINE)]
    assert made.status_code == 201
    assert set(made.json()) == set(shown)
    assert shown["status_url"] == made.json()["status_url"]
    receipt = {"receipt": made.json()["receipt"]}
    status = client.post("/api/v1/reports/status", json=sent["/reports/status"] | receipt)
    assert (status.status_code, status.json()["state"]) == (200, "received")
    appeal = client.post("/api/v1/reports/appeal", json=sent["/reports/appeal"] | receipt)
    assert (appeal.status_code, appeal.json()["code"]) == (409, "conflict")


def test_a_refusal_says_what_the_page_shows(page: str, client: TestClient) -> None:
    """But for the title, which is that of the Python that runs."""
    body = _sent(page)["/reports"] | {"good_faith": False}
    said = client.post("/api/v1/reports", json=body).json()
    shown = json.loads(_JSON.findall(page)[1])
    assert said | {"title": ""} == shown | {"title": ""}

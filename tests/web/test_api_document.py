"""The documents of the API: valid, complete, and fit to be imported as an action."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from gptreview.usecases.check_action import ActionChecker, Target
from tests.web.conftest import Site

if TYPE_CHECKING:
    from pathlib import Path

    from gptreview.store.database import Database


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """No operation is run: the quicker database will do."""
    return f"sqlite:///{tmp_path / 'registry.db'}"


def _operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_document_is_valid(site: Site) -> None:
    """By the specification of OpenAPI, as it is served, with every path in full."""
    from openapi_spec_validator import validate

    document = site.visitor().get("/api/v1/openapi.json").json()
    validate(document)
    assert document["servers"] == [{"url": site.desk.base_url}]
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    names = [operation["operationId"] for _key, operation in _operations(document)]
    assert len(names) == len(set(names)) > 60


def test_every_refusal_is_a_problem(site: Site) -> None:
    """All but what the server itself answers before it looks at a request."""
    document = site.app.openapi()
    for key, operation in _operations(document):
        for status, answer in operation["responses"].items():
            if status == "421":
                assert list(answer["content"]) == ["text/plain"], key
            elif status >= "400":
                reference = {"$ref": "#/components/schemas/Problem"}
                content = {"application/problem+json": {"schema": reference}}
                assert answer["content"] == content, (key, status)


def test_operations_that_need_a_token_say_so(site: Site) -> None:
    """The security requirement stands where 401 and 403 can be answered."""
    document = site.app.openapi()
    assert list(document["components"]["securitySchemes"]) == ["token"]
    guarded = [key for key, each in _operations(document) if "403" in each["responses"]]
    said = [key for key, each in _operations(document) if each.get("security") == [{"token": []}]]
    assert set(said) == {*guarded, "GET /api/v1/me"}
    assert len(guarded) > 50


def test_a_gpt_can_import_the_action_of_reporting(database: Database, tmp_path: Path) -> None:
    """It passes our own check without an error or a warning, and asks before it reports."""
    from gptreview.bootstrap import read_limits
    from gptreview.bootstrap_web import face_on
    from gptreview.settings import read_settings

    settings = read_settings()
    face = face_on(database, settings, "https://review.example.com", "content")
    asked = {"host": "review.example.com"}
    answer = (
        Site(face, database).visitor().get("/api/v1/actions/report.openapi.json", headers=asked)
    )
    file = tmp_path / "report.openapi.json"
    file.write_bytes(answer.content)
    checker = ActionChecker(read_limits(settings), io.BytesIO(), against_openapi=True)
    checked = checker.check(Target(str(file)))
    assert checked.failure is None
    found = [(each.diagnostic.code, each.diagnostic.pointer) for each in checked.findings]
    assert found == []
    document = json.loads(answer.content)
    assert [operation["operationId"] for _key, operation in _operations(document)] == [
        "listListings",
        "readListing",
        "fileReport",
    ]
    assert document["paths"]["/api/v1/reports"]["post"]["x-openai-isConsequential"] is True

"""Characters that no database takes are refused before anything is asked of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.conftest import Site


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """No database is asked: the quicker one will do."""
    return f"sqlite:///{tmp_path / 'registry.db'}"


def test_a_query_with_a_nul_is_refused(site: Site) -> None:
    """On a page and in the API alike, with the place."""
    visitor = site.visitor()
    page = visitor.get("/listings?query=a%00b")
    answer = visitor.get("/api/v1/listings?query=a%00b")
    assert page.status_code == 422
    assert (answer.status_code, answer.json()["where"]) == (422, "query")


def test_a_form_with_a_nul_is_refused(site: Site) -> None:
    """Whatever the field is for."""
    answer = site.visitor().post("/sign-in", {"name": "a\0b", "password": "x"})
    assert answer.status_code == 422
    assert "a character that no text has" in answer.text

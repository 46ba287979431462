"""Parameters of a query that an operation does not have are told, not passed over."""

from __future__ import annotations

import pytest

from tests.web.conftest import Site
from tests.web.programs import Program


@pytest.mark.parametrize(
    ("path", "where", "found", "expected"),
    [
        (
            "/listings?outcom=fail",
            "outcom",
            "nobody knows this parameter",
            "one of query, outcome, after, limit",
        ),
        ("/listings/7?limit=1", "limit", "nobody knows this parameter", "none"),
        ("/listings?limit=1&limit=2", "limit", "it was sent several times", "one value"),
    ],
    ids=["slip", "none", "twice"],
)
def test_a_slip_in_a_query_is_told(
    site: Site, path: str, where: str, found: str, expected: str
) -> None:
    """With its name, and those that there are."""
    told = Program(site).ask("GET", path, status=422)
    assert (told["where"], told["detail"], told["expected"]) == (where, found, expected)


def test_what_takes_several_values_takes_them(site: Site) -> None:
    """Who may not read the queue is refused for that; the query has nothing wrong."""
    Program(site).ask("GET", "/cases?state=open&state=decided&overdue=true", status=401)

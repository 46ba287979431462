"""HEAD is answered as GET is, without a body (RFC 9110, section 9.3.2)."""

from __future__ import annotations

import pytest

from tests.web.conftest import Site


@pytest.mark.parametrize(
    "path",
    ["/", "/listings", "/feed.json", "/healthz", "/robots.txt", "/api/v1/listings",
     "/api/v1/openapi.json", "/static/favicon.svg", "/nowhere"],
)  # fmt: skip
def test_head_says_what_get_would(site: Site, path: str) -> None:
    """The same status, kind and length, and nothing more."""
    told = site.visitor().client.head(path)
    whole = site.visitor().get(path)
    assert (told.status_code, told.content) == (whole.status_code, b"")
    for name in ("content-type", "content-length"):
        assert told.headers[name] == whole.headers[name]


def test_what_only_takes_forms_has_no_head(site: Site) -> None:
    """Nothing is read there, by GET neither."""
    answer = site.visitor().client.head("/sign-out")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")

"""One scheme, and OAuth on the API's own domain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Json = dict[str, Any]
Lines = Callable[[Any], list[str]]


def _oauth(authorization: Any, token: Any) -> Json:
    flow = {"authorizationUrl": authorization, "tokenUrl": token, "scopes": {}}
    return {"type": "oauth2", "flows": {"authorizationCode": flow, "password": None}}


def test_only_one_scheme_is_supported(document: Json, lines: Lines) -> None:
    """A second scheme draws the builder's message; what is no scheme is passed over."""
    document["components"]["securitySchemes"] = {"a": {"type": "http"}, "b": None}
    assert lines(document) == [
        "warning security.several_schemes /components/securitySchemes "
        "Found multiple security schemes, only 1 is supported"
    ]


def test_oauth_on_another_domain_is_warned_of(document: Json, lines: Lines) -> None:
    """Each OAuth endpoint on a foreign registrable domain is named."""
    document["components"]["securitySchemes"] = {
        "login": _oauth("https://id.example.com/auth", "https://login.example.org/token")
    }
    assert lines(document) == [
        "warning security.oauth_domain "
        "/components/securitySchemes/login/flows/authorizationCode/authorizationUrl "
        "OAuth is served by id.example.com, the API by boats.example.org"
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://accounts.google.com/o/oauth2/auth",
        "https://login.microsoftonline.com/common/oauth2/authorize",
        "https://ims-na1.adobelogin.com/ims/authorize",
        "https://boats.example.org/auth",
        "https://[broken",
        "/relative",
        None,
    ],
)
def test_oauth_of_the_three_vendors_and_of_the_api_is_taken(
    url: Any, document: Json, lines: Lines
) -> None:
    """Google, Microsoft and Adobe are excepted, and what names no host says nothing."""
    document["components"]["securitySchemes"] = {"login": _oauth(url, url)}
    assert lines(document) == []


@pytest.mark.parametrize("flows", [None, [], {"implicit": []}])
def test_odd_flows_say_nothing(flows: Any, document: Json, lines: Lines) -> None:
    """Flows that are no objects are passed over."""
    document["components"]["securitySchemes"] = {"login": {"type": "oauth2", "flows": flows}}
    assert lines(document) == []


def test_oauth_is_not_compared_without_a_server(document: Json, lines: Lines) -> None:
    """Where no server is usable there is no domain to compare with."""
    document["components"]["securitySchemes"] = {"login": _oauth("https://id.example.com", None)}
    document["servers"] = []
    assert [line.split()[1] for line in lines(document)] == ["server.missing"]

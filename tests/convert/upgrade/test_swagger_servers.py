"""host, basePath and schemes become servers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("document", "servers", "codes"),
    [
        ({}, None, []),
        ({"host": ""}, None, []),
        ({"basePath": "/v1/"}, [{"url": "/v1"}], []),
        ({"basePath": "/"}, [{"url": "/"}], []),
        ({"schemes": ["https"]}, None, ["loss schemes"]),
        (
            {"host": "a.example.com", "basePath": "/v1", "schemes": ["ws", "http", "https"]},
            [
                {"url": "https://a.example.com/v1"},
                {"url": "http://a.example.com/v1"},
                {"url": "ws://a.example.com/v1"},
            ],
            [],
        ),
        (
            {"host": "a.example.com:8443", "basePath": "/"},
            [{"url": "https://a.example.com:8443"}],
            ["repair schemes"],
        ),
        (
            {"host": "a.example.com", "schemes": "HTTP"},
            [{"url": "http://a.example.com"}],
            [],
        ),
        (
            {"host": "a.example.com", "schemes": ["https", "ftp", 1]},
            [{"url": "https://a.example.com"}],
            ["loss schemes"],
        ),
        (
            {"host": "http://a.example.com/", "basePath": "v1"},
            [{"url": "http://a.example.com/v1"}],
            ["repair host", "repair base_path"],
        ),
        (
            {"host": ["a"], "basePath": 1, "servers": [{"url": "/kept"}]},
            [{"url": "/"}],
            ["loss host", "loss base_path"],
        ),
        (
            {"servers": [{"url": "https://kept.example.com"}]},
            [{"url": "https://kept.example.com"}],
            [],
        ),
        (
            {"host": "{region}.example.com", "basePath": "/{region}", "schemes": ["https"]},
            [
                {
                    "url": "https://{region}.example.com/{region}",
                    "variables": {"region": {"default": "region"}},
                }
            ],
            ["repair server_variables"],
        ),
    ],
)
def test_the_document_says_where_it_is(
    document: Json, servers: Any, codes: list[str], to_30: Callable[[Json], Any]
) -> None:
    """Https comes first, a missing host makes a relative server, slips are read by intent."""
    step = to_30({"swagger": "2.0", **document})
    assert step.document.get("servers") == servers
    assert step.codes == codes


@pytest.mark.parametrize(
    ("host", "schemes", "servers", "codes"),
    [
        ("a.example.com", ["https", "http"], None, []),
        ("a.example.com", ["wss"], [{"url": "wss://a.example.com/v1"}], []),
        ("a.example.com", [], None, []),
        ("", ["wss"], None, ["loss schemes", "loss schemes"]),
    ],
)
def test_an_operation_may_have_schemes_of_its_own(
    host: str, schemes: list[str], servers: Any, codes: list[str], to_30: Callable[[Json], Any]
) -> None:
    """Only where they differ from the document's does the operation get servers."""
    step = to_30(
        {
            "swagger": "2.0",
            "host": host,
            "basePath": "/v1",
            "schemes": ["http", "https"],
            "paths": {"/a": {"get": {"schemes": schemes}}},
        }
    )
    assert step.document["paths"]["/a"]["get"].get("servers") == servers
    assert step.codes == codes

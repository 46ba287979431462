"""Secrets that were removed from something a call depends on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gptreview.convert.define.document import Origin
from gptreview.convert.migration import PluginDocuments, migrate_documents
from gptreview.convert.redact import Redactor
from gptreview.convert.removed_secrets import removed_places, without_removed
from gptreview.convert.specification import ActionOptions, convert_specification
from gptreview.model.migration import Migration
from gptreview.reading.document import read_mapping
from gptreview.render.migration_markdown import migration_markdown

Json = dict[str, Any]

SECRET = "-".join(["not", "a", "real", "secret", "99"])
TOKEN = "https://id.example.org/token"  # noqa: S105 - an address
AUTHORIZE = "https://id.example.org/authorize"


def _migrate(auth: Json, **fields: Any) -> Migration:
    manifest = {
        "name_for_human": "Boats",
        "name_for_model": "boats",
        "description_for_human": "Boats.",
        "description_for_model": "Boats.",
        "auth": auth,
        "api": {"type": "openapi", "url": "https://boats.example.org/openapi.yaml"},
    }
    spec = {
        "openapi": "3.1.0",
        "info": {"title": "Boats", "version": "1"},
        "paths": {"/boats": {"get": {"operationId": "listBoats"}}},
        **fields,
    }
    first, second = (
        read_mapping(json.dumps(value).encode(), name=name)
        for value, name in ((manifest, "ai-plugin.json"), (spec, "openapi.json"))
    )
    return migrate_documents(PluginDocuments(first, second), ActionOptions(), name="boats")


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        (f"{TOKEN}?client_secret=[removed]", TOKEN),
        (f"{TOKEN}?client_secret=[removed]&a=b", f"{TOKEN}?a=b"),
        (f"{TOKEN}?a=b&client_secret=[removed]", f"{TOKEN}?a=b"),
        (f"{TOKEN}?a=b&secret=[removed]&c=d#e", f"{TOKEN}?a=b&c=d#e"),
        (f"{TOKEN}?a=[removed]&b=[removed]", TOKEN),
        (f"{TOKEN}/[removed]?a=b", f"{TOKEN}/[removed]?a=b"),
        (f"{TOKEN}?a=b&", f"{TOKEN}?a=b&"),
    ],
)
def test_parameters_that_held_a_secret_leave_the_url(url: str, clean: str) -> None:
    """The others stay, and so does what is no parameter."""
    assert without_removed(url) == clean


def test_places_that_calls_depend_on() -> None:
    """Names, paths, fixed values and addresses count; texts for readers do not."""
    mark = "[removed]"
    document = {
        "info": {"title": mark, "description": mark},
        "servers": [{"url": f"https://a.net/{mark}"}],
        "paths": {
            f"/{mark}": {
                "get": {
                    "operationId": mark,
                    "summary": mark,
                    "tags": [mark],
                    "parameters": [{"name": mark, "schema": {"default": mark, "examples": [mark]}}],
                }
            }
        },
        "components": {
            "schemas": {
                "A": {
                    "required": [mark],
                    "properties": {
                        mark: {"const": mark},
                        "description": {"enum": [1, mark]},
                        "properties": {"properties": {"title": {"pattern": mark}}},
                    },
                }
            },
        },
    }
    schema = "/components/schemas/A/properties"
    assert list(removed_places(document)) == [
        "/servers/0/url",
        "/paths/~1[removed]",
        "/paths/~1[removed]/get/parameters/0/name",
        "/paths/~1[removed]/get/parameters/0/schema/default",
        f"{schema}/[removed]",
        f"{schema}/[removed]/const",
        f"{schema}/description/enum/1",
        f"{schema}/properties/properties/title/pattern",
    ]


@pytest.mark.parametrize("held", ["client_url", "authorization_url"])
def test_a_secret_in_an_oauth_url_is_taken_out_and_told(held: str) -> None:
    """The address stays usable, a person is told, and the checklist says what was there."""
    auth = {"type": "oauth", "client_url": AUTHORIZE, "authorization_url": TOKEN}
    auth[held] += f"?client_secret={SECRET}"
    migration = _migrate(auth)
    assert (migration.auth.authorization_url, migration.auth.token_url) == (AUTHORIZE, TOKEN)
    assert [(gap.code, gap.message) for gap in migration.gaps] == [
        ("auth.secret_in_url", f"a secret stood in the manifest's {held}; it was taken out")
    ]
    guide = migration_markdown(migration)
    assert "the manifest's were removed from every output: register new ones." in guide
    assert "client_secret=" not in f"{guide}{migration.files}"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "the plugin's are not in its manifest."),
        ({"client_id": "boats"}, "the manifest's were removed from every output"),
        ({"clientSecret": SECRET}, "the manifest's were removed from every output"),
    ],
)
def test_the_checklist_says_whether_the_manifest_held_a_client(more: Json, said: str) -> None:
    """A client id or secret in the manifest is told, never repeated."""
    auth = {"type": "oauth", "client_url": AUTHORIZE, "authorization_url": TOKEN, **more}
    migration = _migrate(auth)
    assert migration.gaps == ()
    assert said in migration_markdown(migration)


def test_a_secret_that_a_call_needs_is_a_gap() -> None:
    """The call cannot work with a mark in its place, so somebody must write what belongs there."""
    key = "sk-" + "A1" * 16
    parameter = {"name": "k", "in": "query", "schema": {"type": "string", "default": key}}
    paths = {
        "/boats": {"get": {"operationId": "a", "description": key}},
        f"/{key}/boats": {"get": {"operationId": "b", "parameters": [parameter]}},
    }
    (gap,) = _migrate({"type": "none"}, paths=paths).gaps
    assert (gap.code, gap.message) == (
        "secret.removed",
        "a secret was removed from 2 places that calls depend on; the first is "
        "actions/boats.example.org.openapi.yaml /paths/~1[removed]~1boats",
    )
    del paths["/boats"], parameter["schema"]
    (gap,) = _migrate({"type": "none"}, paths=paths).gaps
    assert "from 1 place that" in gap.message


def test_a_documents_own_oauth_urls_lose_secrets_too() -> None:
    """Where there is no manifest, the addresses of the security scheme are cleaned."""
    flow = {
        "authorizationUrl": AUTHORIZE,
        "tokenUrl": f"{TOKEN}?client_secret={SECRET}",
        "scopes": {},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Boats", "version": "1"},
        "servers": [{"url": "https://boats.example.org"}],
        "paths": {"/boats": {"get": {"operationId": "listBoats"}}},
        "components": {
            "securitySchemes": {"a": {"type": "oauth2", "flows": {"authorizationCode": flow}}}
        },
        "security": [{"a": []}],
    }
    read = read_mapping(json.dumps(document).encode(), name="openapi.json")
    converted = convert_specification(read, Origin(), ActionOptions(), Redactor(()))
    assert converted.auth.token_url == TOKEN

"""What single operations ask for, beside what the action sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.define.document import Origin
from gptreview.convert.define.schemes import read_schemes
from gptreview.convert.ledger import Stage
from gptreview.model.action import ActionAuth, ActionDefinition, AuthType
from gptreview.model.plugin import PluginAuth, PluginAuthType

Json = dict[str, Any]
Told = list[tuple[str, str, str | None, str | None]]
Define = Callable[..., tuple[ActionDefinition, Told]]
Plugin = Callable[..., Origin]

OK = {"responses": {"200": {"description": "ok"}}}
GET = "/paths/~1boats/get"
BEARER = {"type": "http", "scheme": "bearer"}
BASIC = {"type": "http", "scheme": "basic"}
KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}
QUERY = {"type": "apiKey", "in": "query", "name": "k"}
AUTHORIZATION = {"type": "apiKey", "in": "header", "name": "Authorization"}
FLOWS = {"authorizationCode": {"authorizationUrl": "https://b.net/a", "tokenUrl": "https://b.net/t",
                               "scopes": {}}}  # fmt: skip
OAUTH = {"type": "oauth2", "flows": FLOWS}
MACHINE = {"type": "oauth2", "flows": {"clientCredentials": {}}}
SCHEMES = {"bearer": BEARER, "basic": BASIC, "key": KEY, "query": QUERY, "oauth": OAUTH,
           "machine": MACHINE, "open": {"type": "openIdConnect"}, "raw": AUTHORIZATION}  # fmt: skip
SERVICE = PluginAuth(PluginAuthType.SERVICE_HTTP, authorization_type="bearer")
SENT = "the action sends one scheme: bearer API key"


@pytest.mark.parametrize(
    ("security", "authenticated"),
    [
        (None, False),
        ([], False),
        ([{}], False),
        ([{}, {"bearer": []}], True),
        ([{}, {"key": []}], False),
        ([{"bearer": []}], True),
        ({}, False),
        ("none", False),
    ],
)
def test_the_document_alone_says_which_operations_are_open(
    define: Define,
    document: Json,
    operation: Json,
    security: Any,
    authenticated: bool,  # noqa: FBT001
) -> None:
    """Without a manifest, silence means open; another operation's scheme is not invented here."""
    document["components"] = {"securitySchemes": SCHEMES}
    for path in ("/crews", "/docks"):
        document["paths"][path] = {"get": {"security": [{"bearer": []}], **OK}}
    operation["security"] = security
    action, _ = define(document)
    assert action.auth == ActionAuth(AuthType.API_KEY, scheme="bearer")
    assert [each.authenticated for each in action.operations] == [authenticated, True, True]
    assert action.operations[0].shortfalls == ()


@pytest.mark.parametrize("security", [None, [{"bearer": []}], [{"unknown": []}], {}])
def test_beside_a_manifest_silence_says_nothing(
    define: Define, document: Json, operation: Json, plugin: Plugin, security: Any
) -> None:
    """ChatGPT went by the manifest, so its credentials are sent unless the document says no."""
    document["components"] = {"securitySchemes": {"bearer": BEARER}}
    operation["security"] = security
    action, told = define(document, plugin(auth=SERVICE))
    assert (action.operations[0].authenticated, told) == (True, [])
    operation["security"] = []
    assert define(document, plugin(auth=SERVICE))[0].operations[0].authenticated is False


@pytest.mark.parametrize(
    ("security", "asked"),
    [
        ([{"key": []}], "an API key in the header X-Key"),
        ([{"query": []}], "an API key in the query, k"),
        ([{"basic": []}], "basic API key"),
        ([{"bearer": [], "key": []}], "bearer API key together with an API key in the header "
                                      "X-Key"),
        ([{"query": []}, {"key": []}], "an API key in the query, k or an API key in the header "
                                       "X-Key"),
        ([{"key": []}] * 6, "an API key in the header X-Key or 2 other ways"),
        ([7], "what cannot be read"),
    ],
)  # fmt: skip
def test_an_operation_that_requires_another_scheme(
    define: Define, document: Json, operation: Json, plugin: Plugin, security: Any, asked: str
) -> None:
    """It is a loss at the operation's own security, and a shortfall in the same words."""
    document["components"] = {"securitySchemes": SCHEMES}
    operation["security"] = security
    stage = Stage()
    action, told = define(document, plugin(auth=SERVICE), stage)
    loss = ("loss", "auth.operation_scheme", f"{GET}/security", GET)
    assert [change for change in told if change[1] != "auth.scheme_dropped"] == [loss]
    assert action.operations[0].shortfalls == (f"it requires {asked}, and {SENT}",)


@pytest.mark.parametrize("name", ["bearer", "oauth", "machine", "open", "raw"])
def test_the_same_header_is_the_same_scheme_beside_a_manifest(
    define: Define, document: Json, plugin: Plugin, name: str
) -> None:
    """A bearer token in Authorization is what all of these come to in a call."""
    document |= {"components": {"securitySchemes": SCHEMES}, "security": [{name: []}]}
    action, _ = define(document, plugin(auth=SERVICE))
    assert action.operations[0].shortfalls == ()


def test_the_documents_default_counts_for_every_operation(
    define: Define, document: Json, operation: Json, plugin: Plugin
) -> None:
    """The loss stands at the default then, and names each operation."""
    document |= {"components": {"securitySchemes": SCHEMES}, "security": [{"key": []}]}
    document["paths"]["/crews"] = {"get": {"operationId": "crews", **OK}}
    operation["security"] = [{"bearer": []}]
    action, told = define(document, plugin(auth=SERVICE))
    assert [len(each.shortfalls) for each in action.operations] == [0, 1]
    assert told[-1] == ("loss", "auth.operation_scheme", "/security", "/paths/~1crews/get")


def test_undeclared_schemes_and_no_manifest(
    define: Define, document: Json, operation: Json
) -> None:
    """Nobody can say what a scheme asks for that is not declared."""
    operation["security"] = [{"ghost": []}]
    action, _ = define(document)
    assert action.operations[0].shortfalls == (
        "it requires ghost, which the document does not declare, and the action sends no "
        "credentials",
    )


@pytest.mark.parametrize(
    ("other", "said"),
    [("bearer", "the action sends them always"), ("key", "the action sends none")],
)
def test_optional_credentials_are_told(
    define: Define, document: Json, operation: Json, plugin: Plugin, other: str, said: str
) -> None:
    """Credentials that may be left away are a mapping, and no shortfall whoever is chosen."""
    document["components"] = {"securitySchemes": SCHEMES}
    operation["security"] = [{}, {other: []}]
    stage = Stage()
    action, _ = define(document, plugin(auth=SERVICE), stage)
    (mapping,) = [change for change in stage.changes if change.code == "auth.optional"]
    assert mapping.message == f"credentials are optional here; {said}"
    assert action.operations[0].shortfalls == ()


@pytest.mark.parametrize(
    ("security", "asked"),
    [
        ([{"key": []}], ActionAuth(AuthType.API_KEY, scheme="custom", header="X-Key")),
        ([{"key": [], "query": []}], ActionAuth(AuthType.API_KEY, scheme="custom",
                                                header="X-Key")),
        ([{"query": []}], None),
        ([], None),
        (None, None),
    ],
)  # fmt: skip
def test_a_manifest_without_authentication_is_believed(
    define: Define,
    document: Json,
    operation: Json,
    plugin: Plugin,
    security: Any,
    asked: ActionAuth | None,
) -> None:
    """ChatGPT called the plugin without credentials; what the document asks for is kept in mind."""
    document["components"] = {"securitySchemes": SCHEMES}
    operation["security"] = security
    action, _ = define(document, plugin())
    assert (action.auth, action.asked_auth) == (ActionAuth(), asked)
    assert action.operations[0].shortfalls == ()
    assert define(document, plugin(auth=SERVICE))[0].asked_auth is None


@pytest.mark.parametrize(
    ("scheme", "described"),
    [
        (QUERY, "an API key in the query, k"),
        ({"type": "apiKey", "in": "header"}, "an API key in the header, without a name"),
        ({"type": "apiKey", "in": "cookie", "name": "sid"}, "a cookie sid"),
        ({"type": "apiKey"}, "an API key nobody knows where"),
        ({"type": "http", "scheme": "digest"}, "HTTP authentication of the kind 'digest'"),
        ({"type": "http"}, "HTTP authentication of the kind ''"),
        (MACHINE, "OAuth client credentials"),
        ({"type": "oauth2", "flows": {"password": {}, "implicit": {}}},
         "the OAuth implicit flow or the OAuth password flow"),
        ({"type": "oauth2"}, "OAuth without a flow"),
        ({"type": "openIdConnect"}, "OpenID Connect"),
        ({"type": "mutualTLS"}, "a client certificate"),
        ({"type": "magic"}, "the unknown type 'magic'"),
        ({}, "nothing that can be read"),
    ],
)  # fmt: skip
def test_schemes_without_a_field_are_named(scheme: Json, described: str) -> None:
    """What the GPT editor cannot say is told as what it is."""
    read = read_schemes({"components": {"securitySchemes": {"a": scheme}}})["a"]
    assert (read.auth, read.described) == (None, described)

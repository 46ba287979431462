"""How the GPT authenticates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.define.auth import manifest_auth
from gptreview.convert.define.document import Origin
from gptreview.convert.ledger import Stage
from gptreview.model.action import ActionAuth, ActionDefinition, AuthType
from gptreview.model.plugin import PluginAuth, PluginAuthType

Json = dict[str, Any]
Told = list[tuple[str, str, str | None, str | None]]
Define = Callable[..., tuple[ActionDefinition, Told]]
Plugin = Callable[..., Origin]

SCHEMES = "/components/securitySchemes"
BEARER = ActionAuth(AuthType.API_KEY, scheme="bearer")
BASIC = ActionAuth(AuthType.API_KEY, scheme="basic")
HEADER = ActionAuth(AuthType.API_KEY, scheme="custom", header="X-Key")
OAUTH = ActionAuth(
    AuthType.OAUTH,
    authorization_url="https://boats.net/oauth",
    token_url="https://boats.net/token",  # noqa: S106 - an address
    scope="read write",
    token_exchange_method="default",  # noqa: S106 - a method's name
)
SERVICE = PluginAuth(PluginAuthType.SERVICE_HTTP, authorization_type="bearer")
PLUGIN_OAUTH = PluginAuth(
    PluginAuthType.OAUTH,
    client_url="https://boats.net/oauth",
    authorization_url="https://boats.net/token",
    scope="read write",
)
HTTP_BEARER = {"type": "http", "scheme": "Bearer"}
API_KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}
FLOW = {
    "authorizationUrl": "https://boats.net/oauth",
    "tokenUrl": "https://boats.net/token",
    "scopes": {"read": "", "write": ""},
}
OAUTH2 = {"type": "oauth2", "flows": {"authorizationCode": FLOW}}


@pytest.mark.parametrize(
    ("auth", "expected", "repaired"),
    [
        (PluginAuth(), ActionAuth(), ""),
        (SERVICE, BEARER, ""),
        (PluginAuth(PluginAuthType.SERVICE_HTTP, authorization_type="basic"), BASIC, ""),
        (PluginAuth(PluginAuthType.USER_HTTP, authorization_type="basic"), BASIC, ""),
        (PluginAuth(PluginAuthType.USER_HTTP, custom_auth_header="X-Key"), HEADER, ""),
        (PluginAuth(PluginAuthType.SERVICE_HTTP), BEARER, "missing"),
        (PluginAuth(PluginAuthType.SERVICE_HTTP, authorization_type="token"), BEARER, "'token'"),
        (PluginAuth(PluginAuthType.USER_HTTP), BEARER, "missing"),
    ],
)
def test_manifest_authentication(auth: PluginAuth, expected: ActionAuth, repaired: str) -> None:
    """Each type becomes the editor's fields; user_http becomes a key, as there is none per user."""
    stage = Stage()
    assert manifest_auth(auth, stage) == expected
    assert [change.message for change in stage.changes] == [
        f"authorization_type is {found}, expected bearer or basic; read as bearer"
        for found in (repaired,)
        if found
    ]


@pytest.mark.parametrize(
    ("method", "exchange"),
    [
        ("", "default"),
        ("default_post", "default"),
        ("basic_auth_header", "basic"),
        ("BASIC", "basic"),
    ],
)
def test_oauth_names_swap(method: str, exchange: str) -> None:
    """client_url is the editor's Authorization URL, authorization_url its Token URL."""
    auth = PluginAuth(
        PluginAuthType.OAUTH,
        client_url="https://boats.net/where-the-user-goes",
        authorization_url="https://boats.net/where-the-code-goes",
        scope="read",
        token_exchange_method=method,
    )
    stage = Stage()
    assert manifest_auth(auth, stage) == ActionAuth(
        AuthType.OAUTH,
        authorization_url="https://boats.net/where-the-user-goes",
        token_url="https://boats.net/where-the-code-goes",  # noqa: S106 - an address
        scope="read",
        token_exchange_method=exchange,
    )
    assert stage.changes == []


@pytest.mark.parametrize(("auth", "expected"), [(SERVICE, BEARER), (PLUGIN_OAUTH, OAUTH)])
@pytest.mark.parametrize(
    "components", [None, {}, [], {"securitySchemes": {}}, {"securitySchemes": []}]
)
def test_manifest_auth_and_no_security_schemes(
    define: Define,
    document: Json,
    plugin: Plugin,
    auth: PluginAuth,
    expected: ActionAuth,
    components: Any,
) -> None:
    """The manifest's authentication is written into a document that has none."""
    document["components"] = components
    action, told = define(document, plugin(auth=auth))
    assert action.auth == expected
    assert told == [("repair", "auth.from_manifest", None, SCHEMES)]


def test_no_auth_anywhere(define: Define, document: Json, plugin: Plugin) -> None:
    """Neither says anything, so there is nothing to tell."""
    action, told = define(document, plugin())
    assert (action.auth, told) == (ActionAuth(), [])


@pytest.mark.parametrize("scheme", [HTTP_BEARER, API_KEY, OAUTH2, {}, {"type": "mutualTLS"}])
def test_security_schemes_and_no_manifest_auth(
    define: Define, document: Json, plugin: Plugin, scheme: Json
) -> None:
    """The manifest is what ChatGPT went by: the document's scheme is left out, and named."""
    document["components"] = {"securitySchemes": {"a/b": scheme}}
    action, told = define(document, plugin())
    assert action.auth == ActionAuth()
    assert told == [("loss", "auth.scheme_dropped", f"{SCHEMES}/a~1b", None)]


@pytest.mark.parametrize(
    ("auth", "scheme"),
    [
        (SERVICE, HTTP_BEARER),
        (PLUGIN_OAUTH, OAUTH2),
        (
            PluginAuth(PluginAuthType.SERVICE_HTTP, custom_auth_header="x-key"),
            API_KEY,
        ),
    ],
)
def test_both_say_the_same(
    define: Define, document: Json, plugin: Plugin, auth: PluginAuth, scheme: Json
) -> None:
    """A scheme that says what the manifest says is no loss, by reference neither."""
    document["components"] = {
        "securitySchemes": {"one": scheme, "two": {"$ref": f"#{SCHEMES}/one"}},
    }
    assert define(document, plugin(auth=auth))[1] == []


@pytest.mark.parametrize(
    ("auth", "scheme", "message"),
    [
        (SERVICE, API_KEY,
         "it says an API key in the header X-Key, the manifest says bearer API key"),
        (SERVICE, {"type": "http", "scheme": "basic"},
         "it says basic API key, the manifest says bearer API key"),
        (SERVICE, OAUTH2,
         "it says OAuth at https://boats.net/oauth, the manifest says bearer API key"),
        (PLUGIN_OAUTH, {"type": "oauth2", "flows": {"authorizationCode": {}}},
         "it says OAuth at no address, the manifest says OAuth at https://boats.net/oauth"),
        (PLUGIN_OAUTH, {"type": "oauth2", "flows": {"implicit": FLOW}},
         "it says the OAuth implicit flow, the manifest says OAuth at "
         "https://boats.net/oauth"),
        (PluginAuth(), HTTP_BEARER, "it says bearer API key, the manifest says none"),
    ],
)  # fmt: skip
def test_both_differ(
    define: Define, document: Json, plugin: Plugin, auth: PluginAuth, scheme: Json, message: str
) -> None:
    """A scheme that asks for other credentials than the manifest is left out, with both named."""
    document["components"] = {"securitySchemes": {"key": scheme}}
    stage = Stage()
    define(document, plugin(auth=auth), stage)
    (change,) = stage.changes
    known = auth.type is not PluginAuthType.NONE
    assert change.message == (
        f"security scheme key was left out: {message}, and "
        + ("the GPT builder takes one scheme" if known else "ChatGPT went by the manifest")
    )


def test_several_schemes(define: Define, document: Json, plugin: Plugin) -> None:
    """One that agrees with the manifest stays, each of the others is named."""
    document["components"] = {
        "securitySchemes": {"key": API_KEY, "bearer": HTTP_BEARER, "oauth": OAUTH2},
    }
    assert define(document, plugin(auth=SERVICE))[1] == [
        ("loss", "auth.scheme_dropped", f"{SCHEMES}/key", None),
        ("loss", "auth.scheme_dropped", f"{SCHEMES}/oauth", None),
    ]


@pytest.mark.parametrize(
    ("schemes", "security", "expected", "dropped"),
    [
        ({}, None, ActionAuth(), []),
        ({"a": HTTP_BEARER}, [{"a": []}], BEARER, []),
        ({"a": {"type": "http", "scheme": "BASIC"}}, [{"a": []}], BASIC, []),
        ({"a": API_KEY}, [{"a": []}], HEADER, []),
        ({"a": OAUTH2}, [{"a": []}], OAUTH, []),
        ({"a": API_KEY, "b": HTTP_BEARER}, [{"a": []}], HEADER, ["b"]),
        ({"a": HTTP_BEARER}, None, ActionAuth(), ["a"]),
        ({"a": API_KEY, "b": HTTP_BEARER}, [{"b": []}], BEARER, ["a"]),
        ({"a": API_KEY, "b": HTTP_BEARER}, [None, {"b": []}, {"a": []}], HEADER, ["b"]),
        ({"a": {"type": "apiKey", "in": "query", "name": "k"}}, None, ActionAuth(), ["a"]),
        ({"a": {"type": "apiKey", "in": "header"}}, None, ActionAuth(), ["a"]),
        ({"a": {"type": "apiKey", "in": "header", "name": 1}}, None, ActionAuth(), ["a"]),
        ({"a": {"type": "http", "scheme": "digest"}}, None, ActionAuth(), ["a"]),
        ({"a": {"type": "http"}}, None, ActionAuth(), ["a"]),
        ({"a": {"type": "openIdConnect"}, "b": OAUTH2}, [{"a": []}, {"b": []}], OAUTH, ["a"]),
        ({"a": {"type": "oauth2"}}, None, ActionAuth(), ["a"]),
        (
            {"a": {"type": "oauth2", "flows": {"clientCredentials": FLOW}}},
            None,
            ActionAuth(),
            ["a"],
        ),
        ({"a": {"$ref": "#/nowhere"}}, None, ActionAuth(), ["a"]),
        ({"a": None, "b": 7}, "x", ActionAuth(), ["a", "b"]),
    ],
)
def test_authentication_from_the_document_alone(
    define: Define,
    document: Json,
    schemes: Json,
    security: Any,
    expected: ActionAuth,
    dropped: list[str],
) -> None:
    """Without a manifest the scheme counts that most operations require and the editor can say."""
    document |= {"components": {"securitySchemes": schemes}, "security": security}
    action, told = define(document)
    assert action.auth == expected
    assert [change for change in told if change[1] == "auth.scheme_dropped"] == [
        ("loss", "auth.scheme_dropped", f"{SCHEMES}/{name}", None) for name in dropped
    ]


def test_oauth_fields_of_the_wrong_type(define: Define, document: Json) -> None:
    """Addresses that are no text are empty, and scopes that are no object are none."""
    flow = {"authorizationUrl": 1, "tokenUrl": None, "scopes": ["read"]}
    scheme = {"type": "oauth2", "flows": {"authorizationCode": flow}}
    document |= {"components": {"securitySchemes": {"a": scheme}}, "security": [{"a": []}]}
    action, told = define(document)
    assert (action.auth, told) == (
        ActionAuth(AuthType.OAUTH, token_exchange_method="default"),  # noqa: S106
        [],
    )

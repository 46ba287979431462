"""The manifest's ``auth`` object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.model.plugin import PluginAuth, PluginAuthType, PluginManifest

Json = dict[str, Any]
Told = list[tuple[str, str, str, str]]
Parse = Callable[[Json], tuple[PluginManifest, Told]]


def read(parse: Parse, manifest: Json, auth: Any) -> tuple[PluginAuth, Told]:
    """The parsed auth object and what was told."""
    result, told = parse({**manifest, "auth": auth})
    return result.auth, told


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        ({"type": "none"}, PluginAuth()),
        ({"type": " None "}, PluginAuth()),
        (
            {"type": "service_http", "authorization_type": "Bearer "},
            PluginAuth(PluginAuthType.SERVICE_HTTP, authorization_type="bearer"),
        ),
        (
            {"type": "service-http", "authorization_type": "basic"},
            PluginAuth(PluginAuthType.SERVICE_HTTP, authorization_type="basic"),
        ),
        (
            {"type": "user_http", "authorization_type": "bearer", "custom_auth_header": "X-Key"},
            PluginAuth(
                PluginAuthType.USER_HTTP, authorization_type="bearer", custom_auth_header="X-Key"
            ),
        ),
        (
            {
                "type": "oauth",
                "client_url": "https://boats.net/oauth",
                "scope": "read write",
                "authorization_url": "https://api.boats.net/token",
                "authorization_content_type": "application/json",
                "token_exchange_method": "default_post",
            },
            PluginAuth(
                PluginAuthType.OAUTH,
                client_url="https://boats.net/oauth",
                authorization_url="https://api.boats.net/token",
                scope="read write",
                authorization_content_type="application/json",
                token_exchange_method="default_post",  # noqa: S106 - a method's name
            ),
        ),
    ],
)
def test_each_type_of_authentication(
    manifest: Json, parse: Parse, auth: Json, expected: PluginAuth
) -> None:
    """All four types are read with their fields; letter case and hyphens do not matter."""
    assert read(parse, manifest, auth) == (expected, [])


@pytest.mark.parametrize(
    ("auth", "guess", "message"),
    [
        ({"type": "api"}, PluginAuthType.NONE, "'api'"),
        ({"type": "x" * 100, "client_url": "https://boats.net"}, PluginAuthType.OAUTH,
         f"'{'x' * 79}…'"),
        ({"type": "http", "authorization_type": "bearer"}, PluginAuthType.SERVICE_HTTP, "'http'"),
    ],
)  # fmt: skip
def test_unknown_types_are_guessed_from_the_rest(
    manifest: Json, parse: Parse, auth: Json, guess: PluginAuthType, message: str
) -> None:
    """The other fields tell what was meant; that the type itself was not is a loss."""
    result, told = read(parse, manifest, auth)
    assert result.type is guess
    expected = "expected none, service_http, user_http or oauth"
    assert told == [
        (
            "loss",
            "manifest.auth_type",
            f"auth.type is {message}, {expected}; read as {guess}",
            "/auth/type",
        )
    ]


@pytest.mark.parametrize(
    ("auth", "guess", "place"),
    [
        ({}, PluginAuthType.NONE, ""),
        (None, PluginAuthType.NONE, ""),
        ({"type": ""}, PluginAuthType.NONE, "/auth"),
        ({"client_url": "https://boats.net"}, PluginAuthType.OAUTH, "/auth"),
        ({"type": None, "client_url": ""}, PluginAuthType.NONE, "/auth"),
        ({"authorization_type": "basic"}, PluginAuthType.SERVICE_HTTP, "/auth"),
    ],
)
def test_missing_types_are_guessed_from_the_rest(
    manifest: Json, parse: Parse, auth: Json | None, guess: PluginAuthType, place: str
) -> None:
    """Where no type is written, the other fields tell it."""
    result, told = read(parse, manifest, auth)
    assert result.type is guess
    assert told == [
        ("repair", "manifest.auth_type", f"auth.type is missing; read as {guess}", place)
    ]


@pytest.mark.parametrize(
    ("auth", "kind"), [("none", "text"), ([], "an array"), (0, "a number"), (False, "a boolean")]
)
def test_auth_that_is_no_object(manifest: Json, parse: Parse, auth: Any, kind: str) -> None:
    """It is left out and told, and the plugin counts as having none."""
    message = f"auth is {kind}, expected an object; left out"
    assert read(parse, manifest, auth) == (
        PluginAuth(),
        [
            ("loss", "manifest.field_type", message, "/auth"),
            ("repair", "manifest.auth_type", "auth.type is missing; read as none", ""),
        ],
    )


@pytest.mark.parametrize(
    "field",
    ["authorization_type", "client_url", "authorization_url", "authorization_content_type",
     "token_exchange_method", "custom_auth_header"],
)  # fmt: skip
def test_wrong_types_in_auth(manifest: Json, parse: Parse, field: str) -> None:
    """What is no text is left out and told at its place."""
    assert read(parse, manifest, {"type": "oauth", field: {"a": 1}}) == (
        PluginAuth(PluginAuthType.OAUTH),
        [
            (
                "loss",
                "manifest.field_type",
                f"{field} is an object, expected text; left out",
                f"/auth/{field}",
            )
        ],
    )


@pytest.mark.parametrize("scope", ["", "read", "read write", None])
def test_oauth_scope_empty_or_sound(manifest: Json, parse: Parse, scope: str | None) -> None:
    """A sound scope is kept, and an empty one is none at all; neither is worth a word."""
    auth = {"type": "oauth", "scope": scope}
    assert read(parse, manifest, auth) == (PluginAuth(PluginAuthType.OAUTH, scope=scope or ""), [])


@pytest.mark.parametrize(
    ("scope", "text"),
    [
        ("read,write", "read write"),
        ("read, write ,admin", "read write admin"),
        ("read  write", "read write"),
        ("read\twrite", "read write"),
        (",", ""),
    ],
)
def test_oauth_scope_comma_separated(manifest: Json, parse: Parse, scope: str, text: str) -> None:
    """Commas and odd spaces between scopes become single spaces, and that is told."""
    assert read(parse, manifest, {"type": "oauth", "scope": scope}) == (
        PluginAuth(PluginAuthType.OAUTH, scope=text),
        [
            (
                "repair",
                "manifest.scope_separator",
                "OAuth scopes are separated by commas or odd spaces, expected a text with single "
                "spaces (RFC 6749); rewritten",
                "/auth/scope",
            )
        ],
    )


@pytest.mark.parametrize(
    ("scope", "text", "lost"),
    [
        ([], "", 0),
        (["read"], "read", 0),
        (["read", "write,admin"], "read write admin", 0),
        (["read", 1, None], "read", 2),
    ],
)
def test_oauth_scope_as_an_array(
    manifest: Json, parse: Parse, scope: list[Any], text: str, lost: int
) -> None:
    """An array of scopes becomes one text; entries that are no text are told."""
    result, told = read(parse, manifest, {"type": "oauth", "scope": scope})
    assert result == PluginAuth(PluginAuthType.OAUTH, scope=text)
    losses = [
        (
            "loss",
            "manifest.scope_unreadable",
            f"{lost} of {len(scope)} OAuth scopes are no text; left out",
            "/auth/scope",
        )
    ] * bool(lost)
    assert told == [
        *losses,
        (
            "repair",
            "manifest.scope_separator",
            "OAuth scopes are an array, expected a text with single spaces (RFC 6749); rewritten",
            "/auth/scope",
        ),
    ]


@pytest.mark.parametrize(
    ("tokens", "platforms"),
    [
        ({"openai": "made-up-1"}, ("openai",)),
        ({"openai": "made-up-1", "my platform": "", "b": None}, ("b", "my platform", "openai")),
        ({"openai": 12345}, ("openai",)),
        (["made-up-1"], ("unnamed",)),
        ("made-up-1", ("unnamed",)),
        ({"made-up-1": "openai"}, ("unnamed",)),
        ({"made-up-1": "a", "made-up-2": "b", "openai": "c"}, ("openai", "unnamed")),
    ],
)
def test_verification_tokens_are_never_kept(
    manifest: Json, parse: Parse, tokens: Any, platforms: tuple[str, ...]
) -> None:
    """Only the names of those who had one stay, and a name that may be a token does not."""
    result, told = read(parse, manifest, {"type": "none", "verification_tokens": tokens})
    assert result == PluginAuth(token_platforms=platforms)
    assert told == [
        (
            "loss",
            "manifest.verification_tokens",
            f"verification tokens ({', '.join(platforms)}) have no place in a GPT action; "
            "dropped, never copied into any output",
            "/auth/verification_tokens",
        )
    ]


@pytest.mark.parametrize("tokens", [{}, "", None, []])
def test_no_verification_tokens(manifest: Json, parse: Parse, tokens: Any) -> None:
    """An empty field says nothing."""
    auth = {"type": "none", "verification_tokens": tokens}
    assert read(parse, manifest, auth) == (PluginAuth(), [])

"""What the settings make of who may come in."""

from __future__ import annotations

from pathlib import Path

import pytest

from gptreview.bootstrap_access import access, public_address
from gptreview.errors import InputError
from gptreview.model.account import Role
from gptreview.settings import read_settings
from gptreview.store.database import Database
from gptreview.usecases.access.sign_in_oidc import RoleClaims, SignInOidc

OIDC = {
    "BASE_URL": "https://review.example.com/",
    "OIDC_ISSUER": "https://id.example.com",
    "OIDC_CLIENT_ID": "gptreview",
    "OIDC_CLIENT_SECRET": "a-secret",
}


@pytest.fixture
def no_database(tmp_path: Path) -> Database:
    """One that nobody opens."""
    return Database(f"sqlite:///{tmp_path / 'none.db'}")


def _set(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"GPTREVIEW_{name}", value)


def _oidc(database: Database) -> SignInOidc:
    found = access(database, read_settings()).oidc
    assert found is not None
    return found


def test_people_sign_in_here_alone_unless_an_issuer_is_set(no_database: Database) -> None:
    """And nobody makes an account of their own."""
    found = access(no_database, read_settings())
    assert (found.oidc, found.accounts.is_sign_up_allowed) == (None, False)
    assert found.sessions.clock().tzinfo is not None


def test_an_issuer_is_wired_as_it_is_set(
    no_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the address that it sends people back to, and who has which role."""
    roles = {"OIDC_ROLE_CLAIM": "groups", "OIDC_ROLES": "safety=reviewer, a=b=lead,"}
    _set(monkeypatch, **OIDC, **roles, SIGN_UP="true")
    found = _oidc(no_database)
    assert found.client.redirect_uri == "https://review.example.com/sign-in/oidc/callback"
    assert (found.client.client_id, found.client.client_secret) == ("gptreview", "a-secret")
    assert "a-secret" not in repr(found)
    given = {"safety": Role.REVIEWER, "a=b": Role.LEAD}
    assert found.roles == RoleClaims(Role.BUILDER, "groups", given)
    assert access(no_database, read_settings()).accounts.is_sign_up_allowed


def test_no_role_by_default_lets_nobody_else_in(
    no_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GPTREVIEW_OIDC_DEFAULT_ROLE=none."""
    _set(monkeypatch, **OIDC, OIDC_DEFAULT_ROLE="none")
    assert _oidc(no_database).roles == RoleClaims(None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", ""),
        ("BASE_URL", "http://review.example.com"),
        ("BASE_URL", "https://user@review.example.com"),
        ("BASE_URL", "https://review.example.com?x"),
        ("BASE_URL", "https://review.example.com:x"),
        ("BASE_URL", "review.example.com"),
        ("OIDC_CLIENT_ID", ""),
        ("OIDC_ISSUER", "http://id.example.com"),
        ("OIDC_ISSUER", "http://127.0.0.1:9"),
        ("OIDC_ISSUER", "https://id.example.com:x"),
        ("OIDC_ROLES", "safety"),
        ("OIDC_ROLES", "safety=reporter"),
        ("OIDC_DEFAULT_ROLE", "king"),
    ],
    ids=[
        "no-address",
        "plain",
        "user",
        "query",
        "port",
        "no-scheme",
        "no-client",
        "plain-issuer",
        "loopback-issuer",
        "issuer-port",
        "no-role",
        "reporter",
        "unknown-role",
    ],
)
def test_a_setting_that_does_not_fit_names_its_variable(
    no_database: Database, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """Before anybody could come in."""
    _set(monkeypatch, **OIDC | {name: value})
    with pytest.raises(InputError) as caught:
        _oidc(no_database)
    assert caught.value.where.startswith(f"environment variable GPTREVIEW_{name}")


@pytest.mark.parametrize(
    ("issuer", "is_allowed"),
    [
        ("http://127.0.0.1:9000", True),
        ("https://10.0.0.7:8443/realms/a", True),
        ("http://id.example.com", False),
    ],
    ids=["loopback", "private", "elsewhere"],
)
def test_an_issuer_of_the_own_network_may_be_allowed(
    no_database: Database, monkeypatch: pytest.MonkeyPatch, issuer: str, *, is_allowed: bool
) -> None:
    """GPTREVIEW_OIDC_ALLOW_PRIVATE; http only to this machine, and any port of the issuer's."""
    _set(monkeypatch, **OIDC | {"OIDC_ISSUER": issuer, "OIDC_ALLOW_PRIVATE": "true"})
    if is_allowed:
        assert _oidc(no_database).client.issuer == issuer
        return
    with pytest.raises(InputError):
        _oidc(no_database)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("", ""),
        ("https://review.example.com/gpts/", "https://review.example.com/gpts"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
    ids=["none", "path", "ipv4", "name", "ipv6"],
)
def test_a_public_address_has_no_slash_at_its_end(
    monkeypatch: pytest.MonkeyPatch, given: str, address: str
) -> None:
    """So that paths can be put behind it."""
    _set(monkeypatch, BASE_URL=given)
    assert public_address(read_settings()) == address

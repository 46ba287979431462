"""Wiring of who may come in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gptreview.model.account import Role

if TYPE_CHECKING:
    from gptreview.net.post import Poster
    from gptreview.settings import Settings
    from gptreview.store.database import Database
    from gptreview.usecases.access.invite import Invite
    from gptreview.usecases.access.keep_accounts import KeepAccounts
    from gptreview.usecases.access.keep_tokens import KeepTokens
    from gptreview.usecases.access.profile import KeepProfile
    from gptreview.usecases.access.sessions import Sessions
    from gptreview.usecases.access.sign_in import SignIn
    from gptreview.usecases.access.sign_in_oidc import SignInOidc


@dataclass(frozen=True, slots=True)
class Access:
    """All use-cases of coming in."""

    invite: Invite
    sign_in: SignIn
    sessions: Sessions
    accounts: KeepAccounts
    tokens: KeepTokens
    profile: KeepProfile
    oidc: SignInOidc | None
    """None where no issuer is set."""


def access(
    database: Database, settings: Settings, *, clock: Callable[[], dt.datetime] | None = None
) -> Access:
    """The use-cases on an open database.

    Raises:
        InputError: A setting does not fit.
    """
    from gptreview.access.passwords import Passwords
    from gptreview.usecases.access.invite import Invite
    from gptreview.usecases.access.keep_accounts import KeepAccounts
    from gptreview.usecases.access.keep_tokens import KeepTokens
    from gptreview.usecases.access.profile import KeepProfile
    from gptreview.usecases.access.sessions import Sessions
    from gptreview.usecases.access.sign_in import SignIn

    now = clock or _now
    passwords = Passwords()
    return Access(
        Invite(database, now, passwords),
        SignIn(database, now, passwords),
        Sessions(database, now),
        KeepAccounts(database, now, passwords, settings.sign_up),
        KeepTokens(database, now),
        KeepProfile(database, now),
        _oidc(database, settings, now) if settings.oidc_issuer else None,
    )


@contextmanager
def keep_access(tell: Callable[[str], None] | None) -> Iterator[tuple[Access, str]]:
    """What is behind ``gptreview accounts``, on a database that is closed in the end.

    Args:
        tell: Told, in one sentence, that tables were made; None makes none.

    Yields:
        The use-cases, and the public address of the web face.

    Raises:
        ConflictError: The database's schema is older or newer than this program's.
        NotFoundError: There is no database yet, and none is to be made.
        InputError: A setting does not fit.
        DependencyError: The database does not answer.
    """
    from gptreview.bootstrap_registry import ready_database
    from gptreview.settings import read_settings

    settings = read_settings()
    address = public_address(settings)
    with closing(ready_database(settings, tell)) as database:
        yield access(database, settings), address


def public_address(settings: Settings) -> str:
    """Where the web face is reached, without a slash at its end; empty where nobody said so.

    Raises:
        InputError: It is no such address.
    """
    from urllib.parse import urlsplit

    from gptreview.errors import InputError
    from gptreview.settings import variable

    address = settings.base_url.rstrip("/")
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    is_safe = parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
    )
    is_bare = bool(parts.hostname) and not (parts.query or parts.fragment or "@" in parts.netloc)
    if address and not (is_safe and is_bare and address.isprintable() and " " not in address):
        raise InputError(
            "no public address",
            where=variable("base_url"),
            expected="https://HOST, or http://127.0.0.1:PORT on this machine",
        )
    return address


def _oidc(database: Database, settings: Settings, clock: Callable[[], dt.datetime]) -> SignInOidc:
    from gptreview.access.oidc import OidcClient
    from gptreview.errors import InputError
    from gptreview.model.access import OIDC_CALLBACK_PATH
    from gptreview.settings import variable
    from gptreview.usecases.access.sign_in_oidc import RoleClaims, SignInOidc

    address = public_address(settings)
    for name, value in (("base_url", address), ("oidc_client_id", settings.oidc_client_id)):
        if not value:
            raise InputError(
                "nothing",
                where=variable(name),
                expected=f"a value, since {variable('oidc_issuer').split()[-1]} is set",
            )
    client = OidcClient(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
        address + OIDC_CALLBACK_PATH,
        _poster(settings),
    )
    default = settings.oidc_default_role
    roles = RoleClaims(
        None if default == "none" else Role(default),
        settings.oidc_role_claim,
        _roles(settings.oidc_roles),
    )
    return SignInOidc(database, clock, client, roles)


def _poster(settings: Settings) -> Poster:
    """Reaches the issuer alone where that is on the operator's own network.

    Raises:
        InputError: The issuer is no address that may be asked.
    """
    from urllib.parse import urlsplit

    from gptreview.errors import InputError
    from gptreview.net.guard import AddressGuard
    from gptreview.net.host import canonical_host
    from gptreview.net.post import Poster, PostLimits
    from gptreview.net.url import HTTPS_PORT
    from gptreview.settings import variable

    try:
        parts = urlsplit(settings.oidc_issuer)
        ports = {HTTPS_PORT, parts.port or HTTPS_PORT}
        is_private = settings.oidc_allow_private
        hosts = [canonical_host(parts.hostname or "")] if is_private else []
        poster = Poster(
            PostLimits(ports=frozenset(ports), is_loopback_allowed=is_private),
            guard=AddressGuard(private_hosts=hosts),
        )
        poster.require(settings.oidc_issuer)
    except ValueError:
        raise InputError("not a valid URL", where=variable("oidc_issuer")) from None
    except InputError as error:
        raise error.at(variable("oidc_issuer")) from None
    return poster


def _roles(text: str) -> Mapping[str, Role]:
    """The roles by the claim's values, of ``VALUE=ROLE`` with commas between.

    Raises:
        InputError: An entry is none.
    """
    from gptreview.errors import InputError
    from gptreview.settings import variable

    found = {}
    for entry in filter(None, (each.strip() for each in text.split(","))):
        value, _, role = entry.rpartition("=")
        if not value or role not in set(Role) - {Role.REPORTER}:
            raise InputError(
                "an entry that gives no role",
                where=variable("oidc_roles"),
                expected="VALUE=ROLE with a role of builder, reviewer, lead, admin",
            )
        found[value.strip()] = Role(role)
    return found


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)

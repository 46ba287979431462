"""Sign-in by OpenID Connect: authorization code, with PKCE, state and nonce.

The issuer's documents are read anew for each sign-in: these are rare, and keys change.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode

from gptreview.access.id_token import Expected, read_id_token, refused
from gptreview.access.tokens import fresh_secret
from gptreview.errors import DependencyError, GptReviewError, InputError
from gptreview.net.post import Posted, Poster

_DISCOVERY: Final = "/.well-known/openid-configuration"
"""OpenID Connect Discovery 1.0, section 4."""
_SCOPE: Final = "openid profile email"
_CODE: Final = re.compile(r"[a-z_]{1,40}")
"""An error code of OAuth 2.0 (RFC 6749, section 4.1.2.1) that is fit to be shown."""
_JSON: Final = {"Accept": "application/json"}
_FORM: Final = _JSON | {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Flow:
    """What one sign-in is known again by; each a fresh secret."""

    state: str = field(default_factory=fresh_secret, repr=False)
    nonce: str = field(default_factory=fresh_secret, repr=False)
    verifier: str = field(default_factory=fresh_secret, repr=False)
    """43 characters, the least that RFC 7636, section 4.1, allows: 256 bits."""


@dataclass(frozen=True, slots=True)
class _Issuer:
    """Where an issuer is asked what."""

    authorization: str
    token: str
    keys: str
    takes_basic: bool
    """Whether the client may say who it is in a header."""


@dataclass(frozen=True, slots=True)
class OidcClient:
    """This program as an issuer's client."""

    issuer: str
    """As it calls itself."""
    client_id: str
    client_secret: str = field(repr=False)
    """Empty for a public client, which has the proof key only."""
    redirect_uri: str
    poster: Poster
    """Reaches the issuer; follows no redirect."""

    def authorization_url(self, flow: Flow) -> str:
        """Where somebody is sent to sign in.

        Raises:
            DependencyError: The issuer does not answer, or not as one.
        """
        from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]
            prepare_grant_uri,
        )
        from authlib.oauth2.rfc7636 import (  # type: ignore[import-untyped]
            create_s256_code_challenge,
        )

        return str(
            prepare_grant_uri(
                self._discovered().authorization,
                client_id=self.client_id,
                response_type="code",
                redirect_uri=self.redirect_uri,
                scope=_SCOPE,
                state=flow.state,
                nonce=flow.nonce,
                code_challenge=create_s256_code_challenge(flow.verifier),
                code_challenge_method="S256",
            )
        )

    def claims(self, code: str, flow: Flow, *, now: dt.datetime) -> Mapping[str, Any]:
        """What the issuer says of somebody whom it sent back with a code.

        Args:
            code: From the query of the request.
            flow: What they were sent with.
            now: With its time zone.

        Raises:
            UnauthorizedError: The issuer does not take the code, or its ID token does not hold.
            DependencyError: The issuer does not answer, or not as one.
        """
        issuer = self._discovered()
        token = self._id_token(issuer, code, flow)
        expected = Expected(self.issuer, self.client_id, flow.nonce, now)
        return read_id_token(token, self._keys(issuer), expected)

    def _discovered(self) -> _Issuer:
        found = self._document(self.issuer.rstrip("/") + _DISCOVERY)
        if found.get("issuer") != self.issuer:
            raise _odd("its configuration names another issuer")
        ways = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return _Issuer(
            self._endpoint(found, "authorization_endpoint"),
            self._endpoint(found, "token_endpoint"),
            self._endpoint(found, "jwks_uri"),
            isinstance(ways, list) and "client_secret_basic" in ways,
        )

    def _endpoint(self, found: Mapping[str, Any], name: str) -> str:
        url = found.get(name)
        if not isinstance(url, str):
            raise _odd(f"its configuration has no {name}")
        try:
            self.poster.require(url)
        except InputError as error:
            raise _odd(f"its {name} cannot be used, {error.found}") from None
        return url

    def _keys(self, issuer: _Issuer) -> Sequence[Mapping[str, Any]]:
        keys = self._document(issuer.keys).get("keys")
        if not isinstance(keys, list):
            raise _odd("its key set has no keys")
        return [each for each in keys if isinstance(each, dict)]

    def _document(self, url: str) -> Mapping[str, Any]:
        answer = self._asked(url, None, _JSON)
        if answer.status != 200:
            raise _odd(f"it answered {answer.status}")
        return _object(answer)

    def _id_token(self, issuer: _Issuer, code: str, flow: Flow) -> str:
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": flow.verifier,
        }
        headers = dict(_FORM)
        if self.client_secret and issuer.takes_basic:
            headers["Authorization"] = _basic(self.client_id, self.client_secret)
        else:
            fields["client_id"] = self.client_id
            if self.client_secret:
                fields["client_secret"] = self.client_secret
        answer = self._asked(issuer.token, urlencode(fields).encode(), headers)
        if answer.status >= 500 or answer.status == 429:
            raise _odd(f"it answered {answer.status}")
        said = _object(answer)
        if answer.status != 200:
            raise refused(f"the issuer said {shown_error(said.get('error'))}")
        token = said.get("id_token")
        if not isinstance(token, str):
            raise _odd("its answer has no ID token")
        return token

    def _asked(self, url: str, body: bytes | None, headers: Mapping[str, str]) -> Posted:
        try:
            if body is None:
                return self.poster.get(url, headers)
            return self.poster.post(url, body, headers)
        except GptReviewError as error:
            raise _odd(error.found) from error


def shown_error(code: object) -> str:
    """An issuer's error code, where it is one."""
    return code if isinstance(code, str) and _CODE.fullmatch(code) else "an unknown error"


def _basic(name: str, secret: str) -> str:
    """Of a client: both are form-encoded first (RFC 6749, section 2.3.1)."""
    pair = f"{quote(name, safe='')}:{quote(secret, safe='')}"
    return f"Basic {base64.b64encode(pair.encode()).decode('ascii')}"


def _object(answer: Posted) -> Mapping[str, Any]:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise _odd("its answer is no JSON object")
    return found


def _odd(found: str) -> DependencyError:
    return DependencyError(
        f"the issuer of OpenID Connect: {found}",
        next_step="try again later; an admin may look at the GPTREVIEW_OIDC_ settings",
    )

"""An issuer of OpenID Connect on loopback that says exactly what a test tells it to."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

CODE = "a-code"
CLIENT = "gptreview-test"


@dataclass
class Issuer:
    """What it answers, and what it was sent.

    Attributes:
        url: As it calls itself.
        key: Which it signs with; its set has this one unless `keys` says otherwise.
        configuration: Fields of its configuration that are not as usual; None leaves one out.
        claims: Claims that are not as usual; None leaves one out.
        header: Header of its ID token.
        answers: Whole answers by their path, instead of the usual ones: status and body.
        pauses: Seconds before it answers, by path.
        sent: Forms and Authorization headers that its token endpoint was sent.
    """

    url: str = ""
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))
    keys: dict[str, Any] | None = None
    configuration: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "ES256", "kid": "one"})
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    pauses: dict[str, float] = field(default_factory=dict)
    sent: list[tuple[dict[str, str], str]] = field(default_factory=list)
    nonce: str = ""
    token: str = ""
    """An ID token that is sent as it is; empty for one that is made."""

    def visit(self, url: str) -> dict[str, str]:
        """Open the address that somebody is sent to; its query."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.nonce = query["nonce"]
        return query

    def answer(self, path: str) -> tuple[int, bytes]:
        """Status and body of an answer."""
        if path in self.answers:
            return self.answers[path]
        usual: dict[str, Callable[[], Mapping[str, Any]]] = {
            "/.well-known/openid-configuration": self._configured,
            "/keys": lambda: self.keys or KeySet([self.key]).as_dict(),
            "/token": lambda: {"token_type": "Bearer", "id_token": self.token or self.id_token()},
        }
        return 200, json.dumps(usual[path]()).encode()

    def id_token(self) -> str:
        """Signed, with the claims of this issuer."""
        usual = {
            "iss": self.url,
            "sub": "248289761001",
            "aud": CLIENT,
            "exp": 1_900_000_000,
            "iat": 1_700_000_000,
            "nonce": self.nonce,
        }
        return jwt.encode(self.header, _without_none(usual | self.claims), self.key)

    def _configured(self) -> dict[str, Any]:
        usual = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize?tenant=a",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }
        return _without_none(usual | self.configuration)


def _without_none(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


@contextmanager
def serve(issuer: Issuer) -> Iterator[Issuer]:
    """The issuer, over real HTTP until the end of the block."""
    over = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = {name: values[0] for name, values in parse_qs(body).items()}
            issuer.sent.append((fields, self.headers.get("Authorization", "")))
            self._answer()

        def _answer(self) -> None:
            over.wait(issuer.pauses.get(self.path, 0))
            status, body = issuer.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

        def handle(self) -> None:
            """Whoever has gone is no failure of the test."""
            try:
                super().handle()
            except OSError:
                self.close_connection = True

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        issuer.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield issuer
        over.set()
        server.shutdown()
        thread.join()

"""Signing in by OpenID Connect, over real HTTP on loopback."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey
from sqlalchemy import update

from gptreview.access.oidc import OidcClient
from gptreview.errors import (
    ConflictError,
    DependencyError,
    ForbiddenError,
    GptReviewError,
    TooManyError,
    UnauthorizedError,
)
from gptreview.model.access import SignedIn
from gptreview.model.account import Account, Role
from gptreview.net.post import Poster, PostLimits
from gptreview.store import accounts
from gptreview.store.tables.accounts import OidcStateRow
from gptreview.usecases.access.sign_in_oidc import (
    BegunSignIn,
    OidcAnswer,
    RoleClaims,
    SignInOidc,
)
from tests.entrance import NOON, OPERATING, VISITOR, Entrance, as_identity
from tests.issuer import CLIENT, CODE, Issuer, serve

BACK = "https://review.example.com/sign-in/oidc/callback"
GROUPS = RoleClaims(
    Role.BUILDER, "groups", {"safety": Role.REVIEWER, "leads": Role.LEAD, "root": Role.ADMIN}
)
SECONDS = int(NOON.timestamp())


@dataclasses.dataclass
class Meeting:
    """Somebody at the door, and the issuer that knows them."""

    entrance: Entrance
    issuer: Issuer
    roles: RoleClaims = dataclasses.field(default_factory=RoleClaims)
    secret: str = "a secret/of:ours"  # noqa: S105 - opens nothing
    seconds: float = 5.0

    @property
    def sign_in(self) -> SignInOidc:
        """As it is wired."""
        limits = PostLimits(
            max_bytes=100_000, timeout_seconds=self.seconds, is_loopback_allowed=True
        )
        client = OidcClient(self.issuer.url, CLIENT, self.secret, BACK, Poster(limits))
        return SignInOidc(self.entrance.database, self.entrance.clock, client, self.roles)

    def begin(self) -> BegunSignIn:
        """Somebody is sent to the issuer, and opens the page there."""
        begun = self.sign_in.begin(VISITOR)
        self.issuer.visit(begun.url)
        return begun

    def finish(self, begun: BegunSignIn, **changed: str) -> SignedIn:
        """They come back."""
        answer = OidcAnswer(begun.state, begun.state, CODE)
        return self.sign_in.finish(dataclasses.replace(answer, **changed), VISITOR)

    def come_in(self) -> SignedIn:
        """All of it."""
        return self.finish(self.begin())

    def refusal(self, **changed: str) -> str:
        """What is said of an answer that does not hold."""
        begun = self.begin()
        with pytest.raises(UnauthorizedError) as caught:
            self.finish(begun, **changed)
        assert self.entrance.ask("SELECT count(*) FROM sessions") == [(0,)]
        return caught.value.found.removeprefix("the sign-in did not succeed: ")

    def outage(self) -> str:
        """What is said of an issuer that does not do what one does."""
        with pytest.raises(DependencyError) as caught:
            self.come_in()
        return caught.value.found.removeprefix("the issuer of OpenID Connect: ")


@pytest.fixture
def meeting(entrance: Entrance) -> Iterator[Meeting]:
    """An installation, and an issuer over real HTTP."""
    with serve(Issuer()) as issuer:
        yield Meeting(entrance, issuer)


def test_somebody_comes_in_by_their_issuer(meeting: Meeting) -> None:
    """The first time makes a builder's account, the next one finds it."""
    meeting.issuer.claims = {
        "preferred_username": "Kim.Lee@corp.example",
        "email": "kim@example.com",
        "email_verified": True,
        "locale": "zh-CN",
    }
    begun = meeting.come_in()
    assert begun.account == dataclasses.replace(
        begun.account,
        name="kim.lee",
        email="kim@example.com",
        role=Role.BUILDER,
        language="zh",
        is_local=False,
    )
    assert meeting.entrance.sessions.identify(begun.token) == as_identity(begun)
    again = meeting.come_in()
    assert (again.account, again.token == begun.token) == (begun.account, False)
    assert meeting.entrance.kinds() == ["account.made", "session.begun", "session.begun"]


def test_the_issuer_is_sent_what_the_standards_ask_for(meeting: Meeting) -> None:
    """Code flow with proof key, state and nonce; the client's secret only in the header."""
    begun = meeting.sign_in.begin(VISITOR)
    query = meeting.issuer.visit(begun.url)
    meeting.finish(begun)
    ((fields, authorization),) = meeting.issuer.sent
    proof = base64.urlsafe_b64encode(hashlib.sha256(fields["code_verifier"].encode()).digest())
    assert query == {
        "tenant": "a",
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": BACK,
        "scope": "openid profile email",
        "state": begun.state,
        "nonce": query["nonce"],
        "code_challenge": proof.decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    assert fields == {
        "grant_type": "authorization_code",
        "code": CODE,
        "redirect_uri": BACK,
        "code_verifier": fields["code_verifier"],
    }
    pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
    assert pair == f"{CLIENT}:a%20secret%2Fof%3Aours"
    secrets = {begun.state, query["nonce"], fields["code_verifier"]}
    assert {len(each) for each in secrets} == {43}
    assert len(secrets) == 3


@pytest.mark.parametrize(
    ("secret", "sent"),
    [("s", {"client_id": CLIENT, "client_secret": "s"}), ("", {"client_id": CLIENT})],
    ids=["post", "public"],
)
def test_the_client_says_who_it_is_in_the_form(
    meeting: Meeting, secret: str, sent: dict[str, str]
) -> None:
    """Where the issuer takes no header, or the client has no secret."""
    meeting.issuer.configuration["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    meeting.secret = secret
    meeting.come_in()
    ((fields, authorization),) = meeting.issuer.sent
    assert {name: fields[name] for name in fields if name.startswith("client_")} == sent
    assert authorization == ""


@pytest.mark.parametrize(
    ("claims", "found"),
    [
        ({"nonce": "another"}, "invalid_claim"),
        ({"nonce": None}, "missing_claim"),
        ({"iss": "https://other.example"}, "invalid_claim"),
        ({"aud": "somebody-else"}, "invalid_claim"),
        ({"aud": [CLIENT, "somebody-else"]}, "missing_claim"),
        ({"azp": "somebody-else"}, "invalid_claim"),
        ({"exp": SECONDS - 61}, "expired_token"),
        ({"exp": None}, "missing_claim"),
        ({"iat": SECONDS + 61}, "invalid_claim"),
        ({"sub": None}, "missing_claim"),
        ({"sub": 7}, "invalid_claim"),
    ],
    ids=[
        "other-nonce",
        "no-nonce",
        "issuer",
        "audience",
        "audiences",
        "party",
        "expired",
        "endless",
        "future",
        "nobody",
        "number",
    ],
)
def test_an_id_token_that_says_something_else_is_refused(
    meeting: Meeting, claims: dict[str, Any], found: str
) -> None:
    """Each check of OpenID Connect Core 1.0, section 3.1.3.7."""
    meeting.issuer.claims = claims
    assert meeting.refusal() == f"its ID token does not hold ({found})"


@pytest.mark.parametrize("subject", ["x" * 256, "\u00e9", "a\nb"], ids=["long", "letter", "line"])
def test_an_odd_subject_is_nobody(meeting: Meeting, subject: str) -> None:
    """At most 255 characters of ASCII."""
    meeting.issuer.claims = {"sub": subject}
    assert meeting.refusal() == "its ID token names nobody"


def test_an_unsigned_token_is_refused(meeting: Meeting) -> None:
    """Whatever letters its "none" is written in."""
    begun = meeting.begin()
    claims = meeting.issuer.id_token().split(".")[1]
    for name in ("none", "None", "NONE"):
        head = base64.urlsafe_b64encode(json.dumps({"alg": name, "kid": "one"}).encode())
        meeting.issuer.token = f"{head.decode().rstrip('=')}.{claims}."
        found = meeting.refusal()
        assert found == "its ID token does not hold (unsupported_algorithm)"
    assert begun.state


def test_a_token_signed_with_the_clients_secret_is_refused(meeting: Meeting) -> None:
    """Everybody who has the secret, or the public key, could make one."""
    meeting.issuer.key = OctKey.import_key("a" * 64, {"kid": "one"})  # type: ignore[assignment]
    meeting.issuer.header = {"alg": "HS256", "kid": "one"}
    meeting.issuer.keys = {"keys": [ECKey.generate_key("P-256", {"kid": "one"}).as_dict()]}
    assert meeting.refusal() == "its ID token does not hold (unsupported_algorithm)"


def test_another_key_under_the_same_name_is_refused(meeting: Meeting) -> None:
    """The signature decides."""
    other = ECKey.generate_key("P-256", {"kid": "one"})
    meeting.issuer.keys = {"keys": [other.as_dict(private=False)]}
    assert meeting.refusal() == "its ID token does not hold (bad_signature)"


def test_a_key_that_is_not_published_is_refused(meeting: Meeting) -> None:
    """As is one that is there for something else, or of a kind that signs nothing."""
    public = meeting.issuer.key.as_dict(private=False)
    unknown = "its ID token was signed with a key that the issuer does not publish"
    for keys in (
        [{**public, "kid": "two"}],
        [{**public, "use": "enc"}],
        [{"kty": "oct", "kid": "one", "k": "YQ"}],
        ["no key"],
    ):
        meeting.issuer.keys = {"keys": keys}
        assert meeting.refusal() == unknown
    meeting.issuer.keys = {"keys": [{"kty": "EC", "kid": "one"}]}
    assert meeting.refusal().startswith("its ID token ")


def test_the_only_key_needs_no_name(meeting: Meeting) -> None:
    """Beside it there may be keys of kinds that nobody here knows."""
    key = RSAKey.generate_key(2_048)
    meeting.issuer.key = key  # type: ignore[assignment]
    meeting.issuer.header = {"alg": "RS256"}
    public = {name: value for name, value in key.as_dict(private=False).items() if name != "kid"}
    meeting.issuer.keys = {"keys": [public, {"kty": "XX", "use": "enc"}]}
    assert meeting.come_in().account.id == 1


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "\u00e9" * 9, "x" * 50_000], ids=str.__len__)
def test_a_text_that_is_no_token_is_refused(meeting: Meeting, token: str) -> None:
    """With one sentence."""
    meeting.begin()
    meeting.issuer.answers["/token"] = (200, json.dumps({"id_token": token}).encode())
    assert meeting.refusal().startswith("its ID token ")


def test_a_state_is_good_once_and_in_one_browser(meeting: Meeting) -> None:
    """Neither without its cookie, nor with another one, nor a second time."""
    other = meeting.begin()
    begun = meeting.begin()
    elsewhere = "it was begun in another browser, or cookies are not allowed"
    assert meeting.refusal(kept_state="") == elsewhere
    assert meeting.refusal(kept_state=other.state) == elsewhere
    assert meeting.refusal(state=other.state) == elsewhere
    meeting.issuer.visit(begun.url)
    meeting.finish(begun)
    with pytest.raises(UnauthorizedError) as caught:
        meeting.finish(begun)
    assert "finished before" in caught.value.found


def test_a_sign_in_is_to_be_finished_within_ten_minutes(meeting: Meeting) -> None:
    """Later it is begun anew, and what was kept goes away."""
    begun = meeting.begin()
    meeting.entrance.wait(minutes=10)
    with pytest.raises(UnauthorizedError):
        meeting.finish(begun)
    meeting.begin()
    assert meeting.entrance.ask("SELECT count(*) FROM oidc_states") == [(1,)]


def test_what_the_issuer_says_instead_is_told(meeting: Meeting) -> None:
    """Its code, where that is one: never a text of somebody's choice."""
    assert meeting.refusal(code="", error="access_denied") == "the issuer said access_denied"
    unknown = "the issuer said an unknown error"
    assert meeting.refusal(code="", error="<script>alert(1)</script>") == unknown
    assert meeting.refusal(code="") == unknown
    assert meeting.refusal(code="x" * 4_097) == unknown
    assert meeting.refusal(issuer="https://other.example") == "another issuer answered"
    meeting.issuer.answers["/token"] = (400, b'{"error": "invalid_grant"}')
    assert meeting.refusal(issuer=meeting.issuer.url) == "the issuer said invalid_grant"
    meeting.issuer.answers["/token"] = (401, b'{"error": ["x"]}')
    assert meeting.refusal() == unknown


@pytest.mark.parametrize(
    ("path", "answer", "found"),
    [
        ("/.well-known/openid-configuration", (404, b""), "it answered 404"),
        ("/.well-known/openid-configuration", (200, b"[]"), "its answer is no JSON object"),
        ("/.well-known/openid-configuration", (200, b"[" * 90_000), "its answer is no JSON object"),
        ("/.well-known/openid-configuration", (200, b"\xff"), "its answer is no JSON object"),
        ("/.well-known/openid-configuration", (302, b""), "it answered 302"),
        ("/keys", (200, b"{}"), "its key set has no keys"),
        ("/keys", (500, b""), "it answered 500"),
        ("/token", (503, b""), "it answered 503"),
        ("/token", (429, b""), "it answered 429"),
        ("/token", (200, b"<html>"), "its answer is no JSON object"),
        ("/token", (200, b"{}"), "its answer has no ID token"),
        ("/token", (200, b" " * 100_001), "the body is too large"),
    ],
    ids=[
        "missing",
        "list",
        "deep",
        "bytes",
        "redirect",
        "no-keys",
        "keys-down",
        "down",
        "busy",
        "html",
        "no-token",
        "huge",
    ],
)
def test_an_issuer_out_of_order_is_told(
    meeting: Meeting, path: str, answer: tuple[int, bytes], found: str
) -> None:
    """As something that may pass, and nobody comes in."""
    meeting.issuer.answers[path] = answer
    assert meeting.outage() == found


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("issuer", "https://other.example", "its configuration names another issuer"),
        ("token_endpoint", None, "its configuration has no token_endpoint"),
        ("jwks_uri", 7, "its configuration has no jwks_uri"),
        (
            "authorization_endpoint",
            "javascript:alert(1)",
            "its authorization_endpoint cannot be used, a URL with the scheme javascript",
        ),
        (
            "token_endpoint",
            "http://id.example/token",
            "its token_endpoint cannot be used, http to another machine",
        ),
    ],
    ids=["issuer", "no-token", "number", "script", "plain"],
)
def test_a_configuration_that_does_not_hold_is_told(
    meeting: Meeting, field: str, value: object, found: str
) -> None:
    """Before anybody is sent anywhere."""
    meeting.issuer.configuration[field] = value
    assert meeting.outage() == found
    assert meeting.entrance.ask("SELECT count(*) FROM oidc_states") == [(0,)]


def test_a_slow_issuer_is_not_waited_for(meeting: Meeting) -> None:
    """Longer than the limit says."""
    meeting.seconds = 0.2
    meeting.issuer.pauses["/token"] = 30
    assert meeting.outage() == "no complete answer within 0.2 seconds"


def test_keys_may_change_between_two_sign_ins(meeting: Meeting) -> None:
    """Nothing of the issuer's is remembered."""
    meeting.come_in()
    meeting.issuer.key = ECKey.generate_key("P-256", {"kid": "two"})
    meeting.issuer.header["kid"] = "two"
    assert meeting.come_in().account.id == 1


def test_an_account_is_its_subjects_alone(meeting: Meeting) -> None:
    """Neither an e-mail address nor a name makes somebody another one."""
    meeting.entrance.join("kim", Role.ADMIN)
    meeting.issuer.claims = {
        "preferred_username": "kim",
        "email": "kim@example.com",
        "email_verified": True,
    }
    names = [meeting.come_in().account.name]
    meeting.issuer.claims["sub"] = "another"
    names.append(meeting.come_in().account.name)
    assert names == ["kim-" + _digest(meeting, each)[:6] for each in ("248289761001", "another")]
    assert meeting.entrance.ask("SELECT count(*) FROM accounts") == [(3,)]


def _digest(meeting: Meeting, subject: str) -> str:
    return hashlib.sha256(f"{meeting.issuer.url}\n{subject}".encode()).hexdigest()


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"preferred_username": "\u91d1"},
        {"preferred_username": "admin"},
        {"email": "kim@example.com"},
    ],
    ids=["none", "letters", "reserved", "email"],
)
def test_a_name_is_made_where_there_is_none(meeting: Meeting, claims: dict[str, str]) -> None:
    """Of the subject's digest; an address that the issuer did not verify is not kept."""
    meeting.issuer.claims = claims
    account = meeting.come_in().account
    assert account.name.endswith(
        (_digest(meeting, "248289761001")[:32], _digest(meeting, "248289761001")[:6])
    )
    assert account.email == ""


def test_a_verified_address_that_is_none_is_not_kept(meeting: Meeting) -> None:
    """Nobody could be written to."""
    meeting.issuer.claims = {"email": "kim at home", "email_verified": True}
    assert meeting.come_in().account.email == ""


def test_names_that_are_all_taken_are_told(meeting: Meeting) -> None:
    """That somebody has the name that is made of a digest can only be on purpose."""
    meeting.entrance.join(f"oidc-{_digest(meeting, '248289761001')[:32]}")
    with pytest.raises(ConflictError):
        meeting.come_in()


def test_two_first_sign_ins_at_once_make_one_account(meeting: Meeting) -> None:
    """Both come in."""
    begun = [meeting.begin() for _ in range(2)]
    with meeting.entrance.database.writing() as session:  # the issuer answers the newest nonce
        session.execute(update(OidcStateRow).values(nonce=meeting.issuer.nonce))
    numbers: list[int] = []
    threads = [
        threading.Thread(target=lambda each=each: numbers.append(meeting.finish(each).account.id))
        for each in begun
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(numbers) == 2
    assert len(set(numbers)) == 1


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ({"groups": ["safety", "leads", "others"]}, Role.LEAD),
        ({"groups": "safety"}, Role.REVIEWER),
        ({"groups": [7, None, {"safety": 1}]}, Role.BUILDER),
        ({"groups": {"root": True}}, Role.BUILDER),
        ({}, Role.BUILDER),
    ],
    ids=["greatest", "text", "odd", "object", "none"],
)
def test_roles_come_from_a_claim(said: Mapping[str, Any], role: Role) -> None:
    """The greatest that it gives, or else the default."""
    assert GROUPS.role(said) is role
    assert RoleClaims().role(said) is Role.BUILDER


def test_a_claim_that_changes_changes_the_role(meeting: Meeting) -> None:
    """At the next sign-in; links that the account made end with a lower role."""
    meeting.roles = GROUPS
    meeting.entrance.join("ada", Role.ADMIN)
    meeting.issuer.claims = {"groups": ["safety"]}
    roles = [meeting.come_in().account.role]
    meeting.issuer.claims = {"groups": ["root"]}
    admin = meeting.come_in()
    link = meeting.entrance.invite.colleague(as_identity(admin), Role.ADMIN)
    meeting.issuer.claims = {}
    roles += [admin.account.role, meeting.come_in().account.role]
    assert roles == [Role.REVIEWER, Role.ADMIN, Role.BUILDER]
    with pytest.raises(GptReviewError):
        meeting.entrance.invite.look(link.secret)


def test_the_last_admin_stays_one_whatever_the_claim_says(meeting: Meeting) -> None:
    """Nobody could give roles any more."""
    meeting.roles = GROUPS
    meeting.issuer.claims = {"groups": ["root"]}
    meeting.come_in()
    meeting.issuer.claims = {}
    assert meeting.come_in().account.role is Role.ADMIN


def test_without_a_claim_roles_are_given_here(meeting: Meeting) -> None:
    """And a sign-in does not take them back."""
    meeting.come_in()
    meeting.entrance.accounts().set_role(OPERATING, 1, Role.LEAD)
    assert meeting.come_in().account.role is Role.LEAD
    meeting.roles = RoleClaims(None)
    assert meeting.come_in().account.role is Role.LEAD


def test_whom_no_claim_gives_a_role_stays_out(meeting: Meeting) -> None:
    """Where there is no default; known ones too, once their claim is gone."""
    meeting.roles = dataclasses.replace(GROUPS, default=None)
    with pytest.raises(ForbiddenError):
        meeting.come_in()
    assert meeting.entrance.ask("SELECT count(*) FROM accounts") == [(0,)]
    meeting.issuer.claims = {"groups": ["safety"]}
    meeting.come_in()
    meeting.issuer.claims = {}
    with pytest.raises(ForbiddenError):
        meeting.come_in()


def test_a_disabled_account_stays_out(meeting: Meeting) -> None:
    """Whatever the issuer says."""
    meeting.come_in()
    meeting.entrance.accounts().disable(OPERATING, 1)
    with pytest.raises(ForbiddenError):
        meeting.come_in()
    assert meeting.entrance.ask("SELECT count(*) FROM sessions") == [(0,)]


def test_an_account_of_an_issuer_has_no_password(meeting: Meeting) -> None:
    """So no name and password let anybody in."""
    name = meeting.come_in().account.name
    with pytest.raises(UnauthorizedError):
        meeting.entrance.sign_in.sign_in(name, "", VISITOR)
    with meeting.entrance.database.reading() as session:
        assert isinstance(accounts.named(session, name), Account)


def test_an_address_has_sixty_steps(meeting: Meeting) -> None:
    """Each sign-in has two; the issuer is not asked any more."""
    for _ in range(30):
        meeting.come_in()
    with pytest.raises(TooManyError):
        meeting.begin()
    assert len(meeting.issuer.sent) == 30


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # it is made for an older Authlib
def test_it_works_with_somebody_elses_issuer(entrance: Entrance) -> None:
    """From the first page to the session, with the provider that others test with."""
    import oidc_provider_mock  # type: ignore[import-untyped]

    entrance.now = dt.datetime.now(dt.UTC)
    known = oidc_provider_mock.User(sub="kim", claims={"groups": ["leads"]})
    with oidc_provider_mock.run_server_in_thread(user_claims=[known]) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        meeting = Meeting(entrance, Issuer(url), GROUPS)
        begun = meeting.sign_in.begin(VISITOR)

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: Any) -> None:
                """Where it leads is what the test wants to know."""

        opener = urllib.request.build_opener(Stay)
        with pytest.raises(urllib.error.HTTPError) as sent:
            opener.open(begun.url, urllib.parse.urlencode({"sub": "kim"}).encode())
        with sent.value as answer:
            back = urllib.parse.urlsplit(answer.headers["Location"])
        query = dict(urllib.parse.parse_qsl(back.query))
        said = OidcAnswer(query["state"], begun.state, query["code"])
        account = meeting.sign_in.finish(said, VISITOR).account
    assert (account.role, account.is_local) == (Role.LEAD, False)

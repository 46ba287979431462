"""A domain is proven in DNS or on its site, for a time, and what was found instead is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pytest

from gptreview.errors import (
    ConflictError,
    DependencyError,
    ForbiddenError,
    InputError,
    NotFoundError,
    TooManyError,
)
from gptreview.model.account import Identity
from gptreview.model.own_listing import BuilderDomain
from gptreview.net.deadline import Deadline
from gptreview.net.fetch import Answer
from gptreview.net.guard import AddressGuard
from gptreview.store import accounts
from gptreview.store.database import Database
from gptreview.usecases.builders.domain_proof import MAX_FILE_BYTES, DomainProof
from gptreview.usecases.builders.verify_domain import Rechecked, VerifyDomain
from tests.usecases.builders.builder_world import BuilderWorld, by

if TYPE_CHECKING:
    from tests.loopback import Site, World

SHOP = "shop.example"


class Outside:
    """DNS and a site that say what they are told."""

    def __init__(self) -> None:
        self.txt: Sequence[str] | DependencyError = ()
        self.answer: Answer | InputError | DependencyError = Answer(
            "https://shop.example/", "", 404
        )
        self.asked: list[str] = []

    def records(self, domain: str, deadline: Deadline) -> Sequence[str]:
        """TXT records."""
        assert deadline.remaining() <= 5
        self.asked.append(domain)
        if isinstance(self.txt, DependencyError):
            raise self.txt
        return self.txt

    def ask(self, url: str) -> Answer:
        """The file."""
        self.asked.append(url)
        if not isinstance(self.answer, Answer):
            raise self.answer
        return self.answer

    def file(self, text: str, url: str = "https://shop.example/x") -> None:
        """The site has a file."""
        self.answer = Answer(url, url, 200, text.encode())

    def silent(self) -> None:
        """Nobody answers."""
        self.txt = DependencyError("no name server answered")
        self.answer = DependencyError("no complete answer within 5 seconds")


@pytest.fixture
def own(database: Database) -> BuilderWorld:
    """An empty registry."""
    return BuilderWorld(database)


@pytest.fixture
def outside() -> Outside:
    """Neither DNS nor the site have the proof."""
    return Outside()


def _verify(own: BuilderWorld, outside: Outside) -> VerifyDomain:
    return VerifyDomain(own.database, own.clock, DomainProof(outside.records, outside.ask, 5))


def _added(own: BuilderWorld, outside: Outside) -> tuple[VerifyDomain, Identity, BuilderDomain]:
    ann = own.somebody("ann")
    verify = _verify(own, outside)
    return verify, ann, verify.add(SHOP, ann)


def test_domain_is_proven_in_dns(own: BuilderWorld, outside: Outside) -> None:
    """For 180 days, and its listings are then the account's own."""
    verify, ann, domain = _added(own, outside)
    own.have(a=by(SHOP))
    assert domain.line == f"gptreview-verification={domain.token}"
    assert not domain.is_verified(own.now)
    outside.txt = ["v=spf1 -all", f" {domain.line} "]
    proven = verify.check(domain.id, ann)
    assert (proven.way, proven.error, proven.verified_at) == ("dns", "", own.now)
    assert proven.expires_at == own.now + dt.timedelta(days=180)
    assert proven.is_verified(own.now)
    assert outside.asked == [SHOP]
    assert ann.account is not None
    assert own.own_listings().owns(1, ann.account)
    assert own.events("domain.verified") == [
        ("domain.verified", "account:1", "account:1", {"domain": 1, "way": "dns"})
    ]


def test_domain_is_proven_by_a_file(own: BuilderWorld, outside: Outside) -> None:
    """Its line stands anywhere in it; a redirect may lead below the domain."""
    verify, ann, domain = _added(own, outside)
    outside.file(f"# ours\r\n{domain.line}\r\n", "https://www.shop.example/x")
    assert verify.check(domain.id, ann).way == "well-known"
    assert outside.asked == [SHOP, "https://shop.example/.well-known/gptreview-verification.txt"]


_URL = "https://shop.example/.well-known/gptreview-verification.txt"


@pytest.mark.parametrize(
    ("txt", "answer", "found"),
    [
        (
            ["v=spf1 -all"],
            Answer(_URL, "", 404),
            "DNS: 1 TXT records, none of them gptreview-verification=…; "
            f"file: status 404 at {_URL}",
        ),
        (
            ["gptreview-verification=old", "gptreview-verification="],
            Answer(_URL, "", 200, b"<html>"),
            "DNS: 2 TXT records gptreview-verification=… with another token; "
            f"file: 6 bytes at {_URL}, no line gptreview-verification=… of yours",
        ),
        (
            [],
            Answer("https://elsewhere.example/x", "", 200, b""),
            "DNS: 0 TXT records, none of them gptreview-verification=…; "
            f"file: {_URL} leads to another domain",
        ),
        (
            [],
            InputError("the host 'shop.example' leads to a private address"),
            "DNS: 0 TXT records, none of them gptreview-verification=…; "
            "file: the host 'shop.example' leads to a private address",
        ),
    ],
    ids=["nothing", "another token", "another site", "no public address"],
)  # fmt: skip
def test_proof_that_is_not_there(
    own: BuilderWorld,
    outside: Outside,
    txt: list[str],
    answer: Answer | InputError,
    found: str,
) -> None:
    """What was found is told, and what was expected, and it is kept with the domain."""
    verify, ann, domain = _added(own, outside)
    outside.txt, outside.answer = txt, answer
    with pytest.raises(InputError) as caught:
        verify.check(domain.id, ann)
    assert str(caught.value) == (
        f"shop.example: {found}; expected a TXT record {domain.line} at shop.example, or that "
        f"line at {_URL}; publish one of them and check again; a change of DNS may take hours "
        "to be seen"
    )
    (kept,) = verify.list(ann)
    assert (kept.error, kept.way, kept.checked_at) == (found, "", own.now)


def test_silence_says_nothing(own: BuilderWorld, outside: Outside) -> None:
    """Where somebody gave no answer it is not said that the proof is missing."""
    verify, ann, domain = _added(own, outside)
    outside.silent()
    with pytest.raises(DependencyError, match="DNS: no name server answered; file: no complete"):
        verify.check(domain.id, ann)
    own.now += dt.timedelta(minutes=1)
    outside.txt, outside.answer = (), Answer(_URL, "", 503)
    with pytest.raises(DependencyError, match="status 503"):
        verify.check(domain.id, ann)


def test_checks_have_a_pause(own: BuilderWorld, outside: Outside) -> None:
    """Each asks other people's servers, so nobody is asked before it is over."""
    verify, ann, domain = _added(own, outside)
    with pytest.raises(InputError):
        verify.check(domain.id, ann)
    own.now += dt.timedelta(seconds=9)
    asked = len(outside.asked)
    with pytest.raises(TooManyError) as caught:
        verify.check(domain.id, ann)
    assert (caught.value.retry_after, len(outside.asked)) == (10, asked)
    own.now += dt.timedelta(seconds=1)
    with pytest.raises(InputError):
        verify.check(domain.id, ann)


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("Shop.Example.", SHOP),
        (" shop.example", SHOP),
        ("b\u00fccher.example", "xn--bcher-kva.example"),
        ("a.github.io", "a.github.io"),
        ("shop.co.uk", "shop.co.uk"),
    ],
    ids=["case", "blank", "umlaut", "hoster", "two labels"],
)
def test_domain_has_one_spelling(
    own: BuilderWorld, outside: Outside, written: str, domain: str
) -> None:
    """Who adds it again gets the same token."""
    ann = own.somebody("ann")
    verify = _verify(own, outside)
    made = verify.add(written, ann)
    assert made.domain == domain
    assert verify.add(domain, ann) == made
    assert verify.list(ann) == (made,)


@pytest.mark.parametrize(
    "written",
    [
        "", "shop", "https://shop.example", "shop.example/x", "a b.example", "localhost",
        "shop.lan", "127.0.0.1", "::1", "0x7f.1", "co.uk", "github.io", "www.shop.example",
        "x" * 300, "a\0.example",
        "shop.example:443", "'; DROP TABLE domains; --",
    ],
    ids=ascii,
)  # fmt: skip
def test_no_domain_to_prove(own: BuilderWorld, outside: Outside, written: str) -> None:
    """Addresses, local names, names below a domain and suffixes of strangers are refused."""
    with pytest.raises(InputError) as caught:
        _verify(own, outside).add(written, own.somebody("ann"))
    assert caught.value.where == "domain"


def test_domains_are_an_account_s_own(own: BuilderWorld, outside: Outside) -> None:
    """Another one can neither check nor remove it; a lead's own role does not help."""
    verify, ann, domain = _added(own, outside)
    ben = own.somebody("ben", "lead")
    for number in (domain.id, 0, 10**30):
        with pytest.raises(NotFoundError):
            verify.check(number, ben)
    with pytest.raises(NotFoundError):
        verify.remove(domain.id, ben)
    assert verify.list(ben) == ()
    other = verify.add(SHOP, ben)
    assert other.token != domain.token
    outside.txt = [domain.line]
    with pytest.raises(InputError, match="another token"):
        verify.check(other.id, ben)
    verify.remove(domain.id, ann)
    assert verify.list(ann) == ()
    with pytest.raises(ForbiddenError):
        verify.add(SHOP, Identity(ann.role, ann.account, frozenset()))


def test_account_has_so_many_domains(own: BuilderWorld, outside: Outside) -> None:
    """The 21st is refused, and not kept."""
    ann = own.somebody("ann")
    verify = _verify(own, outside)
    for number in range(20):
        verify.add(f"shop{number}.example", ann)
    with pytest.raises(ConflictError, match="more than 20 domains"):
        verify.add("one-more.example", ann)
    assert len(verify.list(ann)) == 20
    assert verify.add("shop3.example", ann).id == 4


@pytest.fixture
def proven(own: BuilderWorld, outside: Outside) -> Callable[[], BuilderDomain]:
    """A domain that was proven in DNS; what is known of it now."""
    verify, ann, domain = _added(own, outside)
    outside.txt = [domain.line]
    verify.check(domain.id, ann)
    return lambda: verify.list(ann)[0]


def test_proof_is_renewed(
    own: BuilderWorld, outside: Outside, proven: Callable[[], BuilderDomain]
) -> None:
    """After a week, and no earlier; the log is not told again of what holds on."""
    verify = _verify(own, outside)
    assert verify.recheck(10) == Rechecked()
    own.now += dt.timedelta(days=7)
    assert verify.recheck(10) == Rechecked(renewed=1)
    assert verify.recheck(10) == Rechecked()
    assert proven().expires_at == own.now + dt.timedelta(days=180)
    assert len(own.events("domain.verified")) == 1


def test_missing_proof_expires_soon(
    own: BuilderWorld, outside: Outside, proven: Callable[[], BuilderDomain]
) -> None:
    """Two weeks later, whatever it was good for; that it is over is told once."""
    verify = _verify(own, outside)
    own.now += dt.timedelta(days=7)
    outside.txt = ()
    assert verify.recheck(10) == Rechecked(missing=1)
    ends = own.now + dt.timedelta(days=14)
    assert (proven().expires_at, proven().is_verified(own.now)) == (ends, True)
    own.now += dt.timedelta(days=7)
    assert verify.recheck(10) == Rechecked(missing=1)
    assert proven().expires_at == ends
    own.now += dt.timedelta(days=7)
    assert verify.recheck(10) == Rechecked(missing=1, expired=1)
    assert (proven().way, proven().is_verified(own.now)) == ("", False)
    own.now += dt.timedelta(days=30)
    assert verify.recheck(10) == Rechecked()
    assert own.events("domain.expired") == [
        ("domain.expired", "domains", "account:1", {"domain": 1})
    ]


def test_silence_does_not_end_a_proof_early(
    own: BuilderWorld, outside: Outside, proven: Callable[[], BuilderDomain]
) -> None:
    """It holds for its 180 days; a proof that is seen again after its end is one again."""
    verify = _verify(own, outside)
    ends = proven().expires_at
    line = proven().line
    outside.silent()
    own.now += dt.timedelta(days=100)
    assert verify.recheck(10) == Rechecked(unknown=1)
    assert proven().expires_at == ends
    own.now += dt.timedelta(days=80)
    assert verify.recheck(10) == Rechecked(unknown=1, expired=1)
    outside.txt = [line]
    own.now += dt.timedelta(minutes=1)
    with own.database.reading() as session:
        account = accounts.find(session, 1)
    assert verify.check(1, Identity(account.role, account)).is_verified(own.now)
    assert len(own.events("domain.verified")) == 2


def test_recheck_looks_at_so_many(own: BuilderWorld, outside: Outside) -> None:
    """Those first that nobody has looked at for longest."""
    ann = own.somebody("ann")
    for number in range(3):
        own.prove(ann, f"shop{number}.example")
        own.now += dt.timedelta(hours=1)
    own.now += dt.timedelta(days=7)
    assert _verify(own, outside).recheck(2) == Rechecked(missing=2)
    assert [each for each in outside.asked if "/" not in each] == ["shop0.example", "shop1.example"]


def _site(world: World, body: bytes) -> Site:
    site = world.site(SHOP)
    site.say("/.well-known/gptreview-verification.txt", site.message("200 OK", body=body))
    return site


def test_file_on_a_real_site(own: BuilderWorld, outside: Outside, world: World) -> None:
    """Over HTTPS, with a certificate of the domain."""
    _verifier, ann, domain = _added(own, outside)
    site = _site(world, domain.line.encode())
    fetcher = world.fetcher()

    def ask(url: str) -> Answer:
        return fetcher.ask(url.replace(SHOP, f"{SHOP}:{site.port}"), max_bytes=MAX_FILE_BYTES)

    verify = VerifyDomain(own.database, own.clock, DomainProof(outside.records, ask, 5))
    assert verify.check(domain.id, ann).way == "well-known"


def test_site_on_a_private_address_is_not_asked(
    own: BuilderWorld, outside: Outside, world: World
) -> None:
    """Whoever adds a domain chooses where it leads: never into the network of the program."""
    _verifier, ann, domain = _added(own, outside)
    site = _site(world, domain.line.encode())
    world.guard = AddressGuard()
    fetcher = world.fetcher()

    def ask(url: str) -> Answer:
        return fetcher.ask(url.replace(SHOP, f"{SHOP}:{site.port}"), max_bytes=MAX_FILE_BYTES)

    verify = VerifyDomain(own.database, own.clock, DomainProof(outside.records, ask, 5))
    with pytest.raises(InputError, match="leads to a loopback address"):
        verify.check(domain.id, ann)
    assert site.targets == []

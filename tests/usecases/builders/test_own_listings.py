"""Whose a listing is, and what its builder sees of it."""

from __future__ import annotations

import datetime as dt

import pytest

from gptreview.errors import (
    ConflictError,
    ForbiddenError,
    InputError,
    NotFoundError,
    UnauthorizedError,
)
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.model.decision import Action, Appeal, Ground, Party, Scope
from gptreview.model.gpt import Builder, Gpt
from gptreview.model.own_listing import OwnDecision, OwnNotice, OwnStrike, OwnVersion
from gptreview.model.policy import Meaning
from gptreview.model.verdict import JudgedFinding, Outcome
from gptreview.store import runs, verdicts
from gptreview.store.database import Database
from gptreview.store.tables.cases import AppealRow, CaseRow, DecisionRow, StrikeRow
from gptreview.store.tables.notices import NoticeRow
from gptreview.store.verdicts import MadeVerdict, Standard
from gptreview.usecases.builders.set_owner import SetOwner
from tests.findings import FINDING
from tests.usecases.builders.builder_world import BuilderWorld, by
from tests.verdicts import verdict_by

STANDARD = Standard("house", "1", "sha256:p", "sha256:r", "sha256:s", "content")


@pytest.fixture
def own(database: Database) -> BuilderWorld:
    """An empty registry."""
    return BuilderWorld(database)


def _account(identity: Identity) -> Account:
    assert identity.account is not None
    return identity.account


def _numbers(own: BuilderWorld, identity: Identity) -> list[int]:
    return [each.number for each in own.own_listings().page(identity).listings]


def test_listing_belongs_to_who_has_proven_the_domain(own: BuilderWorld) -> None:
    """However the listing writes it, of the current content alone, and of that domain alone."""
    ann, ben = own.somebody("ann"), own.somebody("ben")
    own.have(
        a=by("shop.example"),
        b=by(" Shop.Example."),
        c=by("www.shop.example"),
        d=by("other.example"),
        e=Gpt("named like one", builder=Builder("shop.example")),
        f=by("b\u00fccher.example"),
        g=Gpt("of nobody"),
        h=by("xn--a.example"),
    )
    for domain in ("shop.example", "xn--bcher-kva.example", "xn--a.example"):
        own.prove(ann, domain)
    listings = own.own_listings()
    assert [each for each in range(1, 9) if listings.owns(each, _account(ann))] == [1, 2, 6, 8]
    assert _numbers(own, ann) == [1, 2, 6, 8]
    assert not listings.owns(1, _account(ben))
    assert _numbers(own, ben) == []
    own.have(a=by("other.example", "moved"))
    assert not listings.owns(1, _account(ann))
    assert _numbers(own, ann) == [2, 6, 8]


def test_proof_expires(own: BuilderWorld) -> None:
    """To the very moment; a disabled account owns nothing."""
    ann = own.somebody("ann")
    own.have(a=by("shop.example"))
    own.prove(ann, "shop.example", days=1)
    own.now += dt.timedelta(days=1) - dt.timedelta(microseconds=1)
    assert own.own_listings().owns(1, _account(ann))
    assert not own.own_listings().owns(1, own.disabled(_account(ann)))
    own.now += dt.timedelta(microseconds=1)
    assert not own.own_listings().owns(1, _account(ann))
    assert _numbers(own, ann) == []


def test_two_accounts_may_prove_one_domain(own: BuilderWorld) -> None:
    """Colleagues share what they publish."""
    ann, ben = own.somebody("ann"), own.somebody("ben")
    own.have(a=by("shop.example"))
    own.prove(ann, "shop.example")
    own.prove(ben, "shop.example")
    assert (_numbers(own, ann), _numbers(own, ben)) == ([1], [1])


def test_lead_makes_owners(own: BuilderWorld) -> None:
    """Of what no domain proves; each step is in the log, and may be undone."""
    lead, ann = own.somebody("lea", "lead"), own.somebody("ann")
    own.have(a=Gpt("of nobody"))
    setter = SetOwner(own.database, own.clock)
    assert setter.give(1, _account(ann).id, lead).name == "ann"
    assert own.own_listings().owns(1, _account(ann))
    assert _numbers(own, ann) == [1]
    assert [each.name for each in setter.owners(1, lead)] == ["ann"]
    with pytest.raises(ConflictError, match="the owner already"):
        setter.give(1, _account(ann).id, lead)
    setter.take(1, _account(ann).id, lead)
    assert not own.own_listings().owns(1, _account(ann))
    with pytest.raises(NotFoundError):
        setter.take(1, _account(ann).id, lead)
    assert own.events("owner.set") == [
        ("owner.set", "account:1", "listing:1", {"listing": 1, "account": 2, "is_owner": is_owner})
        for is_owner in (True, False)
    ]


def test_who_may_make_owners(own: BuilderWorld) -> None:
    """Leads alone, of listings and accounts that are there."""
    lead, ann = own.somebody("lea", "lead"), own.somebody("ann")
    reviewer = own.somebody("rob", "reviewer")
    own.have(a=Gpt("of nobody"))
    setter = SetOwner(own.database, own.clock)
    with pytest.raises(ForbiddenError):
        setter.give(1, 2, reviewer)
    with pytest.raises(UnauthorizedError):
        setter.owners(1, Identity())
    for listing, account in ((2, 2), (1, 9), (1, 10**30), (10**30, 2)):
        with pytest.raises(NotFoundError):
            setter.give(listing, account, lead)
    for listing, account in ((1, 10**30), (10**30, 1)):
        with pytest.raises(NotFoundError):
            setter.take(listing, account, lead)
    own.disabled(_account(ann))
    with pytest.raises(InputError, match="may own nothing"):
        setter.give(1, _account(ann).id, lead)


def test_pages_of_own_listings(own: BuilderWorld) -> None:
    """In the order of their numbers; what only looks like one's own makes a page shorter."""
    ann = own.somebody("ann")
    own.prove(ann, "shop.example")
    own.have(
        a=by("shop.example", "A"),
        b=Gpt("like one", builder=Builder("shop.example")),
        c=by("shop.example", "C"),
        d=by("other.example"),
        e=by("shop.example", "E"),
    )
    listings = own.own_listings()
    pages = []
    after: int | None = 0
    while after is not None:
        page = listings.page(ann, after=after, limit=2)
        pages.append([each.name for each in page.listings])
        after = page.next
    assert pages == [["A"], ["C", "E"]]


@pytest.mark.parametrize(
    ("after", "limit"), [(-1, 1), (2**63, 1), (0, 0), (0, 201)], ids=["low", "high", "none", "many"]
)
def test_page_of_own_listings_that_cannot_be(own: BuilderWorld, after: int, limit: int) -> None:
    """What was wrong is said."""
    with pytest.raises(InputError):
        own.own_listings().page(own.somebody("ann"), after=after, limit=limit)


def test_who_may_see_own_listings(own: BuilderWorld) -> None:
    """Who owns them, by a session or by a token for it; not even a lead who does not."""
    lead, ann = own.somebody("lea", "lead"), own.somebody("ann")
    own.have(a=by("shop.example"))
    own.prove(ann, "shop.example")
    listings = own.own_listings()
    with pytest.raises(UnauthorizedError):
        listings.listing(1, Identity())
    with pytest.raises(ForbiddenError, match="the listing is not yours"):
        listings.listing(1, lead)
    token = Identity(Role.BUILDER, ann.account, frozenset({Permission.EXPORT}))
    with pytest.raises(ForbiddenError, match="token"):
        listings.listing(1, token)
    with pytest.raises(ForbiddenError, match="token"):
        listings.page(token)
    for number in (2, 0, 10**30):
        with pytest.raises(NotFoundError):
            listings.listing(number, ann)


def test_own_listing_before_anything_happened(own: BuilderWorld) -> None:
    """There is no verdict yet, and nothing else."""
    ann = own.somebody("ann")
    own.have(a=by("shop.example"))
    own.prove(ann, "shop.example")
    found = own.own_listings().listing(1, ann)
    assert found.listing.external_id == "A"
    assert found.versions == (OwnVersion(1, own.now, ""),)
    assert (found.verdict, found.judged_at, found.decisions) == (None, None, ())


def _judge(own: BuilderWorld, gpt: Gpt) -> None:
    digest = gpt.content_digest()
    with own.database.writing() as session:
        number = verdicts.standard_id(session, STANDARD, now=own.now)
        run = runs.begin_run(session, kind="review", owner="me", now=own.now)
        made = verdict_by(
            STANDARD, digest, digest, Outcome.FAIL, JudgedFinding(FINDING, Meaning.FAIL)
        )
        verdicts.write(session, [MadeVerdict(made)], standard=number, run=run, now=own.now)


def _decide(own: BuilderWorld, gpt: Gpt, ann: int, ben: int, lead: int) -> None:
    """A case, a decision with a strike, and appeals and notices of two accounts."""
    now = own.now
    with own.database.writing() as session:
        case = CaseRow(
            listing_id=1,
            number=1,
            content_digest=gpt.content_digest(),
            state="decided",
            is_waiting=False,
            rank=0,
            parts={},
            categories=" ",
            language="en",
            opened_at=now,
        )
        session.add(case)
        session.flush()
        decision = DecisionRow(
            puid="p",
            case_id=case.id,
            listing_id=1,
            content_digest=gpt.content_digest(),
            account_id=lead,
            action="remove",
            scope="version",
            ground="terms",
            document={
                "clauses": ["c/fraud"],
                "facts": "F",
                "reason_builder": "to you",
                "reason_reporter": "to them",
                "legal_ground": "",
                "evidence": ["sha256:e"],
                "note": "among us",
            },
            made_at=now,
        )
        session.add(decision)
        session.flush()
        session.add(
            StrikeRow(
                decision_id=decision.id,
                builder="sha256:b",
                weight=3,
                made_at=now,
                expires_at=now + dt.timedelta(days=365),
                revoked_at=None,
            )
        )
        for who in (ann, ben):
            session.add(
                NoticeRow(
                    case_id=case.id,
                    kind="decision",
                    event="decision:1",
                    recipient=f"account:{who}",
                    account_id=who,
                    language="en",
                    subject="S",
                    body=f"to {who}",
                    made_at=now,
                )
            )


def _appeal(own: BuilderWorld, who: int, party: str) -> None:
    with own.database.writing() as session:
        session.add(
            AppealRow(case_id=1, decision_id=1, party=party, who=who, reason="R", filed_at=own.now)
        )


def test_own_listing_with_all_that_happened(own: BuilderWorld) -> None:
    """Evidence and reasons are the builder's; who decided, reported or appealed is not told."""
    lead, ann = own.somebody("lea", "lead"), own.somebody("ann")
    ben = own.somebody("ben")
    gpt = by("shop.example")
    own.have(a=gpt)
    own.prove(ann, "shop.example")
    _judge(own, gpt)
    _decide(own, gpt, _account(ann).id, _account(ben).id, _account(lead).id)
    _appeal(own, _account(ben).id, "builder")
    _appeal(own, _account(ann).id, "reporter")
    found = own.own_listings().listing(1, ann)
    now = own.now
    assert found.verdict is not None
    assert (found.verdict.outcome, found.judged_at) == (Outcome.FAIL, now)
    assert [each.finding for each in found.verdict.findings] == [FINDING]
    assert found.versions == (OwnVersion(1, now, "fail"),)
    assert found.decisions == (
        OwnDecision(
            id=1,
            case=1,
            version=1,
            action=Action.REMOVE,
            clauses=("c/fraud",),
            facts="F",
            reason="to you",
            scope=Scope.VERSION,
            ground=Ground.TERMS,
            legal_ground="",
            made_at=now,
            ends_at=None,
            change_by=None,
            evidence=("sha256:e",),
            replaced_at=None,
            appeal_until=now + dt.timedelta(days=184),
            may_appeal=True,
        ),
    )
    assert found.notices == (OwnNotice(1, "decision", "S", f"to {_account(ann).id}", now, None),)
    expires = now + dt.timedelta(days=365)
    assert found.strikes == (OwnStrike(1, 3, now, expires, None),)
    assert found.appeals == ()
    _appeal(own, _account(ann).id, "builder")
    again = own.own_listings().listing(1, ann)
    assert again.appeals == (Appeal(3, 1, 1, Party.BUILDER, "R", now, account=_account(ann).id),)
    assert [each.may_appeal for each in again.decisions] == [False]

"""Waivers are made for findings that are there, by owners who may, and take effect at once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from gptreview.decide.decision import decide
from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.finding import Category, Confidence, Finding, Severity, Wording
from gptreview.model.gpt import Gpt
from gptreview.model.policy import Clause, Meaning, Policy, Profile, Waiver
from gptreview.model.registry_waivers import ShownWaiver
from gptreview.model.segment import Locator
from gptreview.model.verdict import Coverage, Outcome, ScannerRun
from gptreview.store import events, runs, sightings, verdicts, waivers
from gptreview.store.database import Database
from gptreview.store.sightings import Sighting
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.waivers import WaiverRow
from gptreview.store.verdicts import MadeVerdict, Standard
from gptreview.usecases.keep_waivers import KeepWaivers, WantedWaiver
from gptreview.usecases.rejudge import RejudgeVerdicts
from tests.findings import FINDING

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
UNTIL = dt.date(2026, 12, 31)
POLICY = Policy(
    name="house",
    version="1",
    digest="sha256:p",
    clauses={"c": Clause("c", Wording("C", "C"), Wording("C", "C"), NOW.date(), "")},
    meanings={
        category: {severity: dict.fromkeys(Confidence, Meaning.FAIL) for severity in Severity}
        for category in Category
    },
    required={},
)
STANDARD = Standard("house", "1", "sha256:p", "sha256:r", "sha256:s", "content")


def _finding(rule: str, line: int) -> Finding:
    return replace(
        FINDING,
        rule_id=rule,
        start=line,
        end=line + 1,
        locator=Locator(line, 1),
        clause="c",
        evidence_digest=f"sha256:{rule}-{line}",
    )


def _have(
    database: Database, name: str, found: Sequence[tuple[str, int]], standard: Standard = STANDARD
) -> None:
    """A listing whose newest verdict has these findings: rule and line."""
    gpt = Gpt(name, id=f"g-{name}")
    digest = gpt.content_digest()
    with database.writing() as session:
        sightings.hold(session, "s")
        known = sightings.known_listings(session, "s", [gpt.id])
        seen = [Sighting(gpt.id, gpt, digest)]
        sightings.record(session, "s", seen, known, at=NOW, shown_name=lambda each: each.name)
        number = verdicts.standard_id(session, standard, now=NOW)
        run = runs.begin_run(session, kind="review", owner="me", now=NOW)
        made = decide(
            listing_id=digest,
            content_digest=digest,
            findings=[_finding(*each) for each in found],
            coverage=Coverage(1, 9),
            scanners=(ScannerRun("rules", "1"),),
            policy=POLICY,
            profile=Profile(standard.profile),
            ruleset_digest="sha256:r",
            today=NOW.date(),
        )
        verdicts.write(session, [MadeVerdict(made)], standard=number, run=run, now=NOW)


def _keeper(database: Database, policy: Policy = POLICY, now: dt.datetime = NOW) -> KeepWaivers:
    rejudge = RejudgeVerdicts(database, policy, lambda: now, "me")
    return KeepWaivers(database, policy, lambda: now, rejudge, str.upper, str.title)


WANTED = WantedWaiver("g-a", "r", "", "legal", "a novel", UNTIL)


def test_waiver_takes_effect_at_once(database: Database) -> None:
    """Every listing with the evidence flips, and the one that was named is among them."""
    _have(database, "a", [("r", 1)])
    _have(database, "b", [("r", 1), ("q", 1)])
    _have(database, "c", [("r", 1)], replace(STANDARD, policy_digest="sha256:other"))
    effect = _keeper(database).waive(replace(WANTED, owner=" legal ", reason=" a novel "))
    assert effect.waiver.waiver == Waiver("r", "sha256:r-1", "legal", "A Novel", UNTIL)
    assert effect.rejudged.verdicts == 2
    assert effect.rejudged.turned == {(Outcome.FAIL, Outcome.PASS): 1}
    assert [(each.listing.external_id, each.after) for each in effect.listings] == [
        ("G-A", Outcome.PASS)
    ]
    assert effect.elsewhere == 1
    back = _keeper(database).unwaive(effect.waiver.number)
    assert back.rejudged.turned == {(Outcome.PASS, Outcome.FAIL): 1}
    assert back.waiver.revoked_at == NOW


def test_log_knows_digests_of_what_people_wrote(database: Database) -> None:
    """Neither the owner nor the reason stands in an event, for nothing can be taken out again."""
    _have(database, "a", [("r", 1)])
    keeper = _keeper(database)
    number = keeper.waive(WANTED).waiver.number
    keeper.unwaive(number)
    with database.snapshot() as session:
        assert events.verify(session).broken is None
        told = session.scalars(
            select(EventRow).where(EventRow.kind.like("waiver.%")).order_by(EventRow.seq)
        ).all()
    assert [(each.kind, each.subject) for each in told] == [
        ("waiver.made", f"waiver:{number}"),
        ("waiver.revoked", f"waiver:{number}"),
    ]
    assert json.loads(told[0].payload) == {
        "evidence_digest": "sha256:r-1",
        "expires": "2026-12-31",
        "owner_digest": "sha256:" + hashlib.sha256(b"legal").hexdigest(),
        "reason_digest": "sha256:" + hashlib.sha256(b"a novel").hexdigest(),
        "rule_id": "r",
    }


def test_one_of_several_findings_is_named_by_its_evidence(database: Database) -> None:
    """Without it the digests and places are told; how one begins is enough."""
    _have(database, "a", [("r", 1), ("r", 2)])
    keeper = _keeper(database)
    with pytest.raises(ConflictError) as error:
        keeper.waive(WANTED)
    assert str(error.value) == (
        "listing 1: 2 findings of r; expected --evidence with one of "
        "sha256:r-1 (instructions:1), sha256:r-2 (instructions:2)"
    )
    assert keeper.waive(replace(WANTED, evidence="sha256:r-2")).rejudged.verdicts == 1
    with pytest.raises(NotFoundError) as missing:
        keeper.waive(replace(WANTED, evidence="sha256:x"))
    assert str(missing.value) == (
        "listing 1: no such finding of r; expected sha256:r-1 (instructions:1), "
        "sha256:r-2 (instructions:2); gptreview registry show 1"
    )


def test_message_names_ten_findings_at_most(database: Database) -> None:
    """A listing with many findings of a rule does not fill the screen."""
    _have(database, "a", [("r", line) for line in range(13)])
    with pytest.raises(ConflictError, match=r"and 3 more$"):
        _keeper(database).waive(WANTED)


def test_newest_verdict_of_each_audience_counts(database: Database) -> None:
    """A finding that only an older verdict has cannot be waived; one for another audience can."""
    _have(database, "a", [("old", 1)])
    _have(database, "a", [("r", 1)], replace(STANDARD, ruleset_digest="sha256:r2"))
    _have(database, "a", [("privacy", 1)], replace(STANDARD, profile="public"))
    keeper = _keeper(database)
    with pytest.raises(NotFoundError) as error:
        keeper.waive(replace(WANTED, rule="old"))
    assert str(error.value) == (
        "listing 1: no finding of old; expected privacy, r; gptreview registry show 1"
    )
    effect = keeper.waive(replace(WANTED, rule="privacy"))
    assert [(each.profile, each.listing.id) for each in effect.listings] == [("public", 1)]


def test_listing_without_a_verdict_has_nothing_to_waive(database: Database) -> None:
    """The message says what to look at; a listing that is not there is told as elsewhere."""
    with database.writing() as session:
        sightings.hold(session, "s")
        gpt = Gpt("a", id="g-a")
        seen = [Sighting(gpt.id, gpt, gpt.content_digest())]
        sightings.record(session, "s", seen, {}, at=NOW, shown_name=lambda each: each.name)
    with pytest.raises(NotFoundError, match="expected a reviewed listing"):
        _keeper(database).waive(WANTED)
    with pytest.raises(NotFoundError, match="no such listing"):
        _keeper(database).waive(replace(WANTED, listing="g-z"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param(
            {"until": dt.date(2026, 5, 3)},
            "--until: a waiver until 2026-05-03 would have expired; "
            "expected 2026-05-04 or a later day",
            id="past-day",
        ),
        pytest.param(
            {"owner": "sales"},
            "--owner: the policy's may_waive does not name this owner, so the waiver would not "
            "count; expected legal, trust; name one of these, or the policy by which you review "
            "with --policy",
            id="not-named",
        ),
        pytest.param(
            {"reason": " "},
            "--reason: 1 characters; expected one line of 1 to 1,000 characters",
            id="no-reason",
        ),
        pytest.param(
            {"reason": "x" * 1_001},
            "--reason: 1,001 characters; expected one line of 1 to 1,000 characters",
            id="long-reason",
        ),
        pytest.param(
            {"owner": "le\udcffgal"},
            "--owner: no line of text; expected one line of 1 to 200 characters",
            id="no-text",
        ),
    ],
)
def test_unsound_waivers_are_refused(tmp_path: Path, changes: dict[str, str], message: str) -> None:
    """Nothing is written, and the option that is wrong is named."""
    policy = replace(POLICY, may_waive=frozenset({"legal", "trust"}))
    database = Database(f"sqlite:///{tmp_path / 'none.db'}")
    with pytest.raises(InputError) as error:
        _keeper(database, policy).waive(replace(WANTED, **changes))  # type: ignore[arg-type]
    assert str(error.value) == message
    database.close()


def test_the_same_waiver_is_not_made_twice(database: Database) -> None:
    """Another day makes another waiver; the first one goes on until it ends."""
    _have(database, "a", [("r", 1)])
    keeper = _keeper(database)
    keeper.waive(WANTED)
    with pytest.raises(ConflictError) as error:
        keeper.waive(replace(WANTED, owner="Legal", reason="another"))
    assert str(error.value) == (
        "waiver 1 says the same already; gptreview registry unwaive 1, or another --until"
    )
    assert keeper.waive(replace(WANTED, until=UNTIL.replace(year=2027))).rejudged.verdicts == 0


def test_only_what_holds_can_be_revoked(database: Database) -> None:
    """A number that is not there, and one that was revoked before, are told."""
    _have(database, "a", [("r", 1)])
    keeper = _keeper(database)
    keeper.waive(WANTED)
    keeper.unwaive(1)
    with pytest.raises(ConflictError, match="waiver 1 was revoked before"):
        keeper.unwaive(1)
    with pytest.raises(NotFoundError, match="no waiver 2; gptreview registry waivers --all"):
        keeper.unwaive(2)


def test_list_says_which_count(database: Database) -> None:
    """Revoked and expired ones are listed where they are asked for."""
    made = [
        Waiver("r", "sha256:1", "legal", "holds", UNTIL),
        Waiver("r", "sha256:2", "sales", "not counted", UNTIL),
        Waiver("r", "sha256:3", "legal", "expired", dt.date(2026, 5, 3)),
        Waiver("r", "sha256:4", "legal", "revoked", UNTIL),
    ]
    with database.writing() as session:
        for each in made:
            waivers.add(session, each, at=NOW)
        waivers.revoke(session, 4, at=NOW)
    keeper = _keeper(database, replace(POLICY, may_waive=frozenset({"legal"})))

    def said(shown: Sequence[ShownWaiver]) -> list[tuple[int, str]]:
        assert all(each.state.title() == each.kept.waiver.reason for each in shown)
        return [(each.kept.number, each.state) for each in shown]

    standing = [(1, "holds"), (2, "not counted")]
    assert said(keeper.list(everything=False)) == standing
    assert said(keeper.list(everything=True)) == [*standing, (3, "expired"), (4, "revoked")]
    with database.reading() as session:
        assert session.get_one(WaiverRow, 4).revoked_at == NOW

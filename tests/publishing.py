"""A registry that tests of publication fill by hand, with a clock and folders of its own."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from gptreview.model.publication import DeliveryReport, PublicationCounts
    from gptreview.store.database import Database
    from gptreview.usecases.deliver_outbox import DeliverOutbox
    from gptreview.usecases.keep_subscribers import KeepSubscribers
    from gptreview.usecases.publish_verdicts import PublishVerdicts

_SOURCE = "compliance:ws-1"
_INSTANT = dt.timedelta(microseconds=1)
"""Whoever was seen since that before now is not missing."""


class Newsroom:
    """A registry of listings whose contents go by a word each, and who is told of them."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.now = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)

    def clock(self) -> dt.datetime:
        """A second later each time."""
        self.now += dt.timedelta(seconds=1)
        return self.now

    def have(self, **contents: str) -> None:
        """The source has these listings and no others, by id: their contents."""
        from gptreview.model.gpt import Gpt
        from gptreview.store import sightings
        from gptreview.store.sightings import Sighting

        now = self.clock()
        gpts = {id_: Gpt(word, instructions=word) for id_, word in contents.items()}
        seen = [Sighting(id_, gpt, gpt.content_digest()) for id_, gpt in gpts.items()]
        with self.database.writing() as session:
            sightings.hold(session, _SOURCE)
            known = sightings.known_listings(session, _SOURCE, list(gpts))
            sightings.record(session, _SOURCE, seen, known, at=now, shown_name=lambda gpt: gpt.name)
            gone = sightings.missing(
                session, _SOURCE, lambda _listing: False, since=now - _INSTANT, until=now
            )
            sightings.vanish(session, gone, at=now)

    def judge(
        self,
        word: str,
        outcome: str,
        *meanings: str,
        policy: str = "1",
        profile: str = "content",
        superseding: bool = False,
    ) -> None:
        """A verdict on a content, with a finding for each meaning; the clause is ``c/MEANING``."""
        from sqlalchemy import select

        from gptreview.model.gpt import Gpt
        from gptreview.model.verdict import Outcome
        from gptreview.store import turns, verdicts
        from gptreview.store.runs import begin_run
        from gptreview.store.tables.verdicts import VerdictRow
        from gptreview.store.verdicts import MadeVerdict, Standard
        from tests.verdicts import verdict_by

        digest = Gpt(word, instructions=word).content_digest()
        policy_digest, ruleset = f"sha256:{policy:0>64}", f"{policy:0>64}"
        standard = Standard("house", policy, policy_digest, ruleset, "sha256:s", profile)
        verdict = verdict_by(standard, digest, digest, Outcome(outcome), *map(_finding, meanings))
        with self.database.writing() as session:
            number = verdicts.standard_id(session, standard, now=self.now)
            run = begin_run(session, kind="review", owner="host/1/2", now=self.now)
            if superseding:
                of_standard = select(VerdictRow.id).filter_by(standard_id=number)
                before = session.scalars(of_standard.filter_by(content_digest=digest)).all()
                (was,) = turns.standing(session, before)
                turns.supersede(session, [(was, verdict)], run=run, now=self.now)
                return
            verdicts.write(session, [MadeVerdict(verdict)], standard=number, run=run, now=self.now)

    def publisher(self, **changes: Any) -> PublishVerdicts:
        """The use-case, which masks an id by writing it large."""
        from gptreview.usecases.publish_verdicts import PublishVerdicts

        fixed: dict[str, Any] = {"profile": "content", "shown_id": str.upper, "clock": self.clock}
        return PublishVerdicts(self.database, **fixed | changes)

    def publish(self, **changes: Any) -> PublicationCounts:
        """All of the registry."""
        return self.publisher(**changes).run()

    def subscribers(self, **changes: Any) -> KeepSubscribers:
        """The use-case."""
        from gptreview.usecases.keep_subscribers import KeepSubscribers

        return KeepSubscribers(self.database, self.clock, **changes)

    def subscribe(self, key: str, profile: str = "content", **changes: Any) -> Path:
        """A subscriber with a folder of its name."""
        folder = self.folder / key
        self.subscribers(**changes).subscribe(key, "folder", str(folder), profile)
        return folder

    def courier(self, **changes: Any) -> DeliverOutbox:
        """The use-case, of an owner that lives."""
        from gptreview.usecases.deliver_outbox import DeliverOutbox

        fixed: dict[str, Any] = {
            "clock": self.clock,
            "owner": "host/1/2/3/4",
            "dead_owners": lambda _owners: [],
        }
        return DeliverOutbox(self.database, **fixed | changes)

    def deliver(self, *, at_once: bool = False, **changes: Any) -> DeliveryReport:
        """All that waits."""
        return self.courier(**changes).run(at_once=at_once)

    def transitions(self, key: str) -> list[str]:
        """Names of a folder's transitions in their order, without their numbers."""
        files = sorted(path.name for path in (self.folder / key).glob("[0-9]*.json"))
        return [name.removesuffix(".json").partition("-")[2] for name in files]

    def current(self, key: str) -> dict[str, str]:
        """State and outcome of each listing, as a folder has it."""
        found = {}
        for path in sorted((self.folder / key / "current").iterdir()):
            document = json.loads(path.read_text(encoding="utf-8"))
            found[path.stem] = f"{document['state']} {document['outcome']}"
        return found

    def events(self) -> list[tuple[str, str, Mapping[str, Any]]]:
        """Kind, subject and payload of those that publishers wrote; the chain holds."""
        from sqlalchemy import select

        from gptreview.store import events
        from gptreview.store.tables.events import EventRow

        with self.database.snapshot() as session:
            assert events.verify(session).broken is None
            rows = session.execute(
                select(EventRow.kind, EventRow.subject, EventRow.payload)
                .where(EventRow.actor == "publish")
                .order_by(EventRow.seq)
            )
            return [(kind, subject, json.loads(payload)) for kind, subject, payload in rows]


def _finding(meaning: str) -> Any:
    from gptreview.model.finding import Category
    from gptreview.model.policy import Meaning, Waiver
    from gptreview.model.verdict import JudgedFinding
    from tests.findings import FINDING

    word, _, waived = meaning.partition(" ")
    finding = replace(
        FINDING,
        rule_id=word,
        category={"fail": Category.FRAUD, "review": Category.HATE}.get(word, Category.USAGE),
        excerpt="secret words",
        clause=f"c/{meaning}",
        evidence_digest=f"sha256:{word}",
    )
    waiver = Waiver(word, "sha256:w", "legal", "a novel", dt.date(2027, 1, 1)) if waived else None
    return JudgedFinding(finding, Meaning(word), waiver)


@pytest.fixture
def newsroom(database: Database, tmp_path: Path) -> Newsroom:
    """On an empty database of either kind."""
    folder = tmp_path / "told"
    folder.mkdir()
    return Newsroom(database, folder)

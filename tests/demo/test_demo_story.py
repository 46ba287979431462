"""The demonstration shows a bit of everything."""

from __future__ import annotations

import datetime as dt

from gptreview.bootstrap_demo import fill_demo
from gptreview.bootstrap_triage import now
from gptreview.bootstrap_web import Rooms, face_on
from gptreview.demo.story import NOW
from gptreview.model.account import Identity
from gptreview.model.case import CaseState
from gptreview.model.queue import QueueFilter
from gptreview.settings import read_settings
from gptreview.store.database import Database
from gptreview.usecases.triage.kept_examples import KeptExamples


def test_the_story_ends_with_work_to_do_and_work_done(database: Database) -> None:
    """Cases wait, one urgent and one claimed; others are decided, and people heard of it then."""
    face = face_on(database, read_settings(), "http://127.0.0.1:8000", "content")
    at = now()
    password = fill_demo(face.rooms, database, face.rooms.settings, now=at)
    for _name, run in (*face.chores[0], *face.chores[0]):
        run()
    rooms = face.rooms
    admin = _signed_in(rooms, "admin", password)
    builder = _signed_in(rooms, "builder", password)
    waiting = rooms.cases.queue.page(QueueFilter(), admin)
    decided = rooms.cases.queue.page(QueueFilter(states=(CaseState.DECIDED,)), admin)
    public = {
        each.name: str(each.outcome) for each in rooms.public.page(profile="content").listings
    }
    assert (waiting.rows[0].name, waiting.rows[0].is_urgent) == ("Verse Mirror", True)
    assert {(each.name, each.holder) for each in waiting.rows} == {
        ("Verse Mirror", ""),
        ("Bank Support Desk", ""),
        ("Meeting Notes", ""),
        ("Quick Loan Guide", "second-reviewer"),
    }
    assert {each.name for each in decided.rows} == {
        "Summit Capital Coach",
        "Scam Spotter",
        "Pantry Chef",
        "轻松兼职",
    }
    assert (public["Scam Spotter"], public["Summit Capital Coach"]) == ("pass", "fail")
    assert "Verse Mirror" not in public
    assert [each.taught.rule_id for each in KeptExamples(database).kept()] == [
        "fraud-untraceable-payment"
    ]
    began = at - dt.timedelta(hours=NOW)
    assert {
        str(each.kind): (each.made_at - began) // dt.timedelta(hours=1)
        for each in rooms.notices.page(builder)
    } == {
        "cleared_builder": 33,
        "decision_builder": 60,
        "appeal_received": 70,
        "appeal_builder": 84,
    }


def _signed_in(rooms: Rooms, name: str, password: str) -> Identity:
    signed = rooms.access.sign_in.sign_in(name, password, Identity(address="0" * 64))
    return Identity(signed.account.role, signed.account)

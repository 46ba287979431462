"""What listings depend on changes, is lost and comes back, and the listings follow."""

from __future__ import annotations

import dataclasses
import json

import pytest

from gptreview.model.gpt import Builder, GptAction
from gptreview.model.watches import DriftCounts
from gptreview.store.database import Database
from tests.loopback import Site, World
from tests.usecases.drift_world import DAY, HOUR, RECORD, DriftWorld, spec


@pytest.fixture
def drift(database: Database, world: World) -> DriftWorld:
    """On an empty database of either kind."""
    return DriftWorld(database, world)


def test_first_look_is_the_baseline(drift: DriftWorld) -> None:
    """Everything that a listing names is looked at once, and nothing is drift yet."""
    drift.sync(drift.gpt("g-1"), drift.gpt("g-2"))
    assert drift.run() == DriftCounts(looked=3, reached=3)
    assert drift.states() == {
        "spec /spec?…": "there",
        "privacy /privacy": "there",
        "host api.example.com": "there",
    }
    assert [each.listings for each in drift.watches().values()] == [2, 2, 2]
    assert drift.versions() == [drift.gpt().content_digest()]
    assert drift.run(HOUR) == DriftCounts()


def test_changed_specification_is_a_new_version(drift: DriftWorld) -> None:
    """Every listing that was imported from it gets it as its schema, and an event that says so."""
    drift.sync(drift.gpt("g-1"), drift.gpt("g-2"))
    drift.run()
    changed = spec(paths={"/pay": {"post": {"operationId": "pay"}}})
    drift.serve(changed)
    assert drift.run(DAY) == DriftCounts(looked=3, reached=3, changed=1, versions=2)
    gpt = drift.current()
    assert json.loads(gpt.actions[0].schema) == changed
    assert gpt == dataclasses.replace(
        drift.gpt(),
        id="",
        actions=(dataclasses.replace(drift.gpt().actions[0], schema=json.dumps(changed)),),
    )
    assert [len(drift.versions(each)) for each in (1, 2)] == [2, 2]
    first, second = drift.drifted()
    assert (first["subject"], second["subject"]) == ("listing:1", "listing:2")
    assert first == {
        "subject": "listing:1",
        "kind": "spec",
        "watch": drift.watches()["spec /spec?…"].id,
        "state": "there",
        "version": 2,
        "content": drift.versions()[1],
        "before": drift.versions()[0],
    }


def test_formatting_is_nothing(drift: DriftWorld) -> None:
    """The same document with other blanks and another order of keys is the same."""
    drift.sync(drift.gpt())
    drift.run()
    shuffled = json.dumps(dict(reversed(spec().items())), indent=3).encode()
    drift.site.answers["/spec?key=hush"] = Site.message("200 OK", body=shuffled)
    assert drift.run(DAY) == DriftCounts(looked=3, reached=3)
    assert len(drift.versions()) == 1


def test_specification_that_comes_back_brings_the_old_content_back(drift: DriftWorld) -> None:
    """The content is the source's again, which has its verdict."""
    drift.sync(drift.gpt())
    drift.run()
    drift.serve(spec(info={"title": "Other", "version": "1"}))
    drift.run(DAY)
    drift.serve(spec())
    assert drift.run(DAY).versions == 1
    first, second, third = drift.versions()
    assert first == third != second
    assert drift.run(DAY) == DriftCounts(looked=3, reached=3)


def test_new_hosts_of_a_changed_specification_are_watched(drift: DriftWorld) -> None:
    """They are looked at in the same run, and those that nobody names are left alone."""
    drift.sync(drift.gpt())
    drift.run()
    drift.serve(spec(host="other.example.com"))
    assert drift.run(DAY).looked == 4
    watches = drift.watches()
    assert watches["host other.example.com"].listings == 1
    assert watches["host api.example.com"].listings == 0
    assert drift.run(DAY).looked == 3


def test_unchanged_source_leaves_the_version_alone(drift: DriftWorld) -> None:
    """A sync that reads the same listing again makes no version of it."""
    drift.sync(drift.gpt())
    drift.run()
    drift.serve(spec(info={"title": "Other", "version": "1"}))
    drift.run(DAY)
    drift.sync(drift.gpt())
    assert len(drift.versions()) == 2
    assert "Other" in drift.current().actions[0].schema


def test_changed_source_does_not_hide_what_changed(drift: DriftWorld) -> None:
    """Another description is no new import: the changed specification is shown again at once."""
    drift.sync(drift.gpt())
    drift.run()
    drift.serve(spec(info={"title": "Other", "version": "1"}))
    drift.run(DAY)
    drift.now += 2 * DAY
    drift.set(["spec", "privacy", "host"], due_at=drift.now + DAY)
    drift.sync(drift.gpt(description="Books trains and buses."))
    assert "Other" not in drift.current().actions[0].schema
    assert drift.run() == DriftCounts(looked=3, reached=3, versions=1)
    assert "Other" in drift.current().actions[0].schema
    assert drift.current().description == "Books trains and buses."


def test_source_with_another_schema_begins_anew(drift: DriftWorld) -> None:
    """The builder has imported it again: what is there now is what it is held against."""
    drift.sync(drift.gpt())
    drift.run()
    changed = spec(info={"title": "Other", "version": "1"})
    drift.serve(changed)
    drift.run(DAY)
    action = dataclasses.replace(drift.gpt().actions[0], schema=json.dumps(changed, indent=1))
    drift.sync(drift.gpt(actions=(action,)))
    assert drift.run(2 * DAY).versions == 0
    assert drift.current().actions[0].schema == json.dumps(changed, indent=1)


def test_privacy_page_is_gone_after_three_looks(drift: DriftWorld) -> None:
    """Two looks that find nothing are an outage; the third makes a new version."""
    drift.sync(drift.gpt())
    drift.run()
    drift.down("/privacy")
    assert drift.run(DAY).versions == 0
    assert drift.run(HOUR) == DriftCounts(looked=1, reached=1)
    assert drift.watches()["privacy /privacy"].failures == 2
    assert drift.run(6 * HOUR) == DriftCounts(looked=1, reached=1, gone=1, versions=1)
    assert drift.current().actions[0].lost == ("privacy",)
    drift.site.answers["/privacy"] = Site.message("200 OK", body=b"We are back.")
    assert drift.run(DAY) == DriftCounts(looked=3, reached=3, back=1, versions=1)
    assert drift.versions()[2] == drift.versions()[0]


def test_page_that_never_was_there_is_not_lost(drift: DriftWorld) -> None:
    """What nobody has seen from here may be hidden from programs."""
    drift.down("/privacy")
    drift.sync(drift.gpt())
    for _ in range(5):
        drift.run(DAY)
    assert drift.states()["privacy /privacy"] == "unseen"
    assert len(drift.versions()) == 1


def test_refusal_of_programs_loses_nothing(drift: DriftWorld) -> None:
    """A wall against robots says nothing about what people see."""
    drift.sync(drift.gpt())
    drift.run()
    drift.site.answers["/privacy"] = Site.message("403 Forbidden")
    for _ in range(5):
        drift.run(DAY)
    watch = drift.watches()["privacy /privacy"]
    assert (str(watch.state), watch.failures, watch.error) == (
        "there",
        0,
        "the server answered 403",
    )


def test_lost_specification_changes_nothing(drift: DriftWorld) -> None:
    """A GPT keeps the schema that it was made with."""
    drift.sync(drift.gpt())
    drift.run()
    drift.down("/spec?key=hush")
    gone = [drift.run(DAY).gone for _ in range(4)]
    assert gone == [0, 0, 1, 0]
    assert len(drift.versions()) == 1


def test_host_that_leads_nowhere_is_lost(drift: DriftWorld) -> None:
    """As long as one of an action's hosts is gone, the action has lost its host."""
    servers = [{"url": f"https://{name}.example.com"} for name in ("one", "two")]
    drift.sync(drift.gpt(actions=(GptAction(json.dumps(spec(servers=servers))),)), drift.gpt("g-2"))
    drift.run()
    drift.world.names.known |= {"one.example.com": (), "two.example.com": ("10.0.0.7",)}
    for _ in range(3):
        drift.run(DAY)
    assert drift.current().actions[0].lost == ("host",)
    del drift.world.names.known["one.example.com"]
    drift.run(DAY)
    assert drift.current().actions[0].lost == ("host",)
    del drift.world.names.known["two.example.com"]
    drift.run(DAY)
    assert drift.current().actions[0].lost == ()


def test_proof_is_lost_when_nothing_of_it_is_left(drift: DriftWorld) -> None:
    """The record or the file: one of them is enough, and the builder is proven again with it."""
    drift.records["example.com"] = ["v=spf1 -all", RECORD]
    drift.sync(drift.built())
    drift.run()
    assert drift.states()["dns example.com"] == "there"
    drift.records["example.com"] = ["v=spf1 -all"]
    for _ in range(3):
        drift.run(DAY)
    assert drift.current().builder == Builder("Example Ltd", "example.com")
    drift.records["example.com"] = [RECORD]
    assert drift.run(DAY).back == 1
    assert drift.current().builder == Builder("Example Ltd", "example.com", "dns")


@pytest.mark.parametrize("order", [("dns", "proof"), ("proof", "dns")], ids="-".join)
def test_second_proof_keeps_the_builder_proven(drift: DriftWorld, order: tuple[str, str]) -> None:
    """Only when both are gone that were there, nothing proves the domain any more."""
    drift.records["example.com"] = [RECORD]
    drift.sync(drift.built())
    drift.run()
    drift.set(["proof"], state="there", digest="sha256:x")
    for kind in order:
        assert drift.current().builder.verified == "dns"
        drift.set([kind], failures=2, due_at=drift.now)
        if kind == "dns":
            drift.records["example.com"] = []
        # A look at the other one finds it as it was.
        other = ({*order} - {kind}).pop()
        drift.set([other], due_at=drift.now + DAY)
        _lose(drift, kind)
    assert drift.current().builder.verified == ""


def _lose(drift: DriftWorld, kind: str) -> None:
    """One more look at what is gone; another site answers, so that silence is theirs."""
    drift.sync(drift.plain("g-other", privacy_policy_url=drift.site.url("/privacy")))
    drift.set(["privacy"], due_at=drift.now)
    drift.run()
    assert drift.states()[_name(kind)] == "gone"


def _name(kind: str) -> str:
    if kind == "dns":
        return "dns example.com"
    return "proof https://example.com/.well-known/openai-apps-challenge"


def test_same_page_of_two_actions_is_one_version(drift: DriftWorld) -> None:
    """However many places name it, the listing changes once."""
    action = drift.gpt().actions[0]
    drift.sync(drift.gpt(actions=(action, action)))
    drift.run()
    drift.serve(spec(info={"title": "Other", "version": "1"}))
    assert drift.run(DAY).versions == 1
    assert ["Other" in each.schema for each in drift.current().actions] == [True, True]
    assert len(drift.versions()) == 2


def test_limit_leaves_the_rest_waiting(drift: DriftWorld) -> None:
    """The looks that are left over are counted, and made by the next run."""
    drift.sync(drift.gpt())
    result = drift.use_case().run(limit=2)
    assert result.counts == DriftCounts(looked=2, reached=2, waiting=1)
    assert drift.run().looked == 1


def test_vanished_listing_is_not_looked_at(drift: DriftWorld) -> None:
    """What only listings name that are gone is left alone, without being looked at."""
    from gptreview.store import sightings

    drift.sync(drift.gpt())
    drift.run()
    with drift.database.writing() as session:
        sightings.vanish(session, [1], at=drift.now)
    assert drift.run(DAY) == DriftCounts()
    drift.sync(drift.gpt())
    assert drift.run(2 * DAY).looked == 3


def test_flows_take_portions(drift: DriftWorld) -> None:
    """A run may be taken apart: begin, link, portions until none is due, end."""
    drift.sync(drift.gpt())
    use_case = drift.use_case()
    run = use_case.begin()
    assert use_case.link() == 1
    assert use_case.portion(2) == DriftCounts(looked=2, reached=2)
    assert use_case.portion() == DriftCounts(looked=1, reached=1)
    assert use_case.portion() is None
    assert use_case.end(run, DriftCounts(looked=3, reached=3)) == DriftCounts(looked=3, reached=3)
    use_case.close()

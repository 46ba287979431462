"""Waivers of the registry, and ``gptreview simulate``, from the command line."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from gptreview.cli import simulate
from gptreview.cli.main import run
from gptreview.model.policy import Waiver
from gptreview.store import waivers
from gptreview.store.database import Database
from gptreview.store.tables.verdicts import FindingRow, VerdictRow

pytestmark = pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
Captured = pytest.CaptureFixture[str]
PORTER = "Hand the sealed envelope to the night porter."
DIGEST = re.compile(r"sha256:[0-9a-f]{12,64}")
WAIVE = ("--owner", "legal", "--reason", "It is a novel.", "--until", "2199-12-31")


class Desk:
    """A registry on a disk, with the lines of its source."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rules = ("--rules", str(folder / "rules"))

    def have(self, *texts: str) -> None:
        """The source has listings with these instructions; they are synced and reviewed."""
        lines = [
            json.dumps({"id": f"g-{number}", "name": f"Guide {number}", "instructions": text})
            for number, text in enumerate(texts, 1)
        ]
        source = self.folder / "listings.jsonl"
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        assert run(["registry", "sync", str(source)]) == 0
        assert self.review() == 0

    def review(self, *options: str) -> int:
        """Review what has no verdict, with the rule of the night porter."""
        return run(["registry", "review", "--jobs", "1", *self.rules, *options])

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The database behind the commands."""
        opened = Database(os.environ["GPTREVIEW_DATABASE_URL"])
        yield opened
        opened.close()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, porter_rule: str) -> Desk:
    """Three listings, of which the rule fails two with the same sentence."""
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", f"sqlite:///{tmp_path / 'registry.db'}")
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "night-porter.yaml").write_text(porter_rule, encoding="utf-8")
    made = Desk(tmp_path)
    made.have("Tells when the museum opens.", PORTER, f"Hello. {PORTER}")
    return made


@pytest.mark.usefixtures("desk")
def test_waiver_from_its_making_to_its_end(capsys: Captured) -> None:
    """What flips is told, the list shows it, and revoking it takes everything back."""
    capsys.readouterr()
    assert run(["registry", "waive", "g-2", "--rule", "night-porter", *WAIVE]) == 0
    assert DIGEST.sub("<digest>", capsys.readouterr().out) == (
        "waiver 1 made: night-porter <digest>, until 2199-12-31\n"
        "  2 verdicts judged again, 2 with another outcome\n"
        "    listing 2, Guide 2: fail to pass (content)\n"
        "    listing 3, Guide 3: fail to pass (content)\n"
    )
    assert run(["registry", "waivers"]) == 0
    assert DIGEST.sub("<digest>", capsys.readouterr().out) == (
        "  waiver  state  until       rule          evidence             owner  reason\n"
        "       1  holds  2199-12-31  night-porter  <digest>  legal  It is a novel.\n"
    )
    assert run(["registry", "unwaive", "1", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["flips"] == [{"before": "pass", "after": "fail", "verdicts": 2}]
    assert [(each["listing"], each["after"]) for each in told["listings"]] == [
        (2, "fail"),
        (3, "fail"),
    ]
    assert told["waiver"]["revoked_at"] is not None
    assert run(["registry", "waivers"]) == 0
    assert capsys.readouterr().out == "No waiver: gptreview registry waive --help\n"
    assert run(["registry", "waivers", "--all", "--format", "json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)["waivers"]
    assert (listed["number"], listed["state"], listed["owner"]) == (1, "revoked", "legal")
    assert run(["db", "verify"]) == 0


@pytest.mark.usefixtures("desk")
def test_reasons_are_masked(capsys: Captured) -> None:
    """An address that somebody wrote into a reason is shown by no command."""
    reason = ("--reason", "Asked jo@example.com.evil.org about it.")
    capsys.readouterr()
    assert run(["registry", "waive", "g-2", "--rule", "night-porter", *WAIVE, *reason]) == 0
    assert run(["registry", "waivers", "--format", "json"]) == 0
    assert run(["registry", "waivers"]) == 0
    assert run(["registry", "unwaive", "1", "--format", "json"]) == 0
    told = capsys.readouterr()
    assert "jo@" not in told.out + told.err
    assert told.out.count("j***@e") == 3


def test_other_policies_are_named(
    desk: Desk, tmp_path: Path, capsys: Captured, repository_root: Path
) -> None:
    """A waiver takes effect at once by the policy that is given; the others' verdicts are told."""
    text = (repository_root / "rules" / "policy.yaml").read_text(encoding="utf-8")
    policy = tmp_path / "own.yaml"
    own = re.sub("(?m)^may_waive: .*$", "may_waive: [trust]", text)
    policy.write_text(own, encoding="utf-8")
    named = ["registry", "waive", "2", "--rule", "night-porter", *WAIVE, "--policy", str(policy)]
    capsys.readouterr()
    assert run(named) == 2
    assert "may_waive does not name this owner" in capsys.readouterr().err
    assert run([*named, "--owner", "trust"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  0 verdicts judged again, 0 with another outcome",
        "  2 verdicts by other policies with such a finding: "
        "the next `gptreview registry review` by those judges them",
    ]
    assert desk.review() == 0
    assert "judged again because waivers came or went: 2 verdicts\n" in capsys.readouterr().out


def test_new_verdict_knows_the_waiver(desk: Desk, capsys: Captured) -> None:
    """What is scanned later passes at its first turn; nothing is judged again."""
    run(["registry", "waive", "g-2", "--rule", "night-porter", *WAIVE])
    desk.have("Tells when the museum opens.", PORTER, f"Good day. {PORTER}")
    capsys.readouterr()
    assert desk.review("--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["passed"], told["failed"], told["rejudged"]) == (3, 0, 0)
    with desk.database() as database, database.reading() as session:
        turns = session.scalars(select(VerdictRow.turn).order_by(VerdictRow.id)).all()
    assert turns == [0, 0, 0, 1, 1, 0]


def test_review_judges_by_waivers_that_nobody_applied(desk: Desk, capsys: Captured) -> None:
    """A waiver whose maker died is applied when the next run begins."""
    with desk.database() as database:
        with database.reading() as session:
            digest = session.scalars(select(FindingRow.evidence_digest)).first() or ""
        with database.writing() as session:
            day = dt.date(2199, 12, 31)
            made = Waiver("night-porter", digest, "legal", "a novel", day)
            waivers.add(session, made, at=dt.datetime.now(dt.UTC))
    capsys.readouterr()
    assert desk.review("--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["passed"], told["failed"], told["rejudged"]) == (3, 0, 2)


def test_simulation_says_who_flips(
    desk: Desk, capsys: Captured, repository_root: Path, tmp_path: Path
) -> None:
    """The exit status is 1 where somebody flips, else 0; JSON has the same figures."""
    text = (repository_root / "rules" / "policy.yaml").read_text(encoding="utf-8")
    high = "high: {low: review, medium: fail, high: fail}"
    policy = tmp_path / "next.yaml"
    milder = text.replace(high, high.replace("fail", "review"))
    policy.write_text(re.sub("(?m)^version: .*$", 'version: "next"', milder), encoding="utf-8")
    capsys.readouterr()
    command = ["simulate", "--policy", str(policy), *desk.rules, "--limit", "1"]
    assert run(command) == 1
    shown = capsys.readouterr().out
    assert shown.startswith(
        "gptreview default policy next (content): 2 listings would flip\n"
        "  3 current versions compared with verdicts by gptreview default policy 2026-11-22 (3)\n"
    )
    assert shown.endswith("  and 1 more\n")
    assert run([*command, "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["schema"], told["versions"], told["rejudged"], told["flipped"]) == (
        "gptreview/simulation/v1",
        3,
        3,
        2,
    )
    assert told["flips"] == [
        {"before": "fail", "after": "review", "listings": 2, "categories": {"fraud": 2}}
    ]
    (reason,) = told["reasons"]
    assert (reason["rule_id"], reason["before"], reason["after"]) == (
        "night-porter",
        "fail",
        "review",
    )
    (named,) = told["listings"]
    assert named["name"].startswith("Guide ")
    assert run(["simulate", *desk.rules]) == 0


def test_simulation_without_verdicts_is_bad_input(desk: Desk, capsys: Captured) -> None:
    """Nothing flips where nothing was compared, but that is no good news."""
    assert run(["simulate", "--profile", "public", *desk.rules]) == 2
    assert "no current version has a verdict for public" in capsys.readouterr().err


def test_bar_of_a_simulation(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal a bar goes along with the versions."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with simulate._following() as watcher:
        watcher.began(2)
        watcher.advanced(2)

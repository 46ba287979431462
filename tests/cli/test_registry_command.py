"""``gptreview registry`` from the command line."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gptreview import bootstrap, bootstrap_registry
from gptreview.cli.main import run
from gptreview.errors import DependencyError
from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing
from gptreview.sources import compliance
from gptreview.usecases.guarded_review import loaded

Captured = pytest.CaptureFixture[str]
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::[\d.]+Z| UTC)|\d{4}-\d\d-\d\d")
DIGEST = re.compile(r"sha256:[0-9a-f]{12,64}")
ONE = {"id": "g-1", "name": "Alps", "instructions": "Plan a walk.\nBe kind."}
TWO = {"id": "g-2", "name": "Andes", "instructions": "Plan a climb."}
_RULE = """\
id: night-porter
title: Sealed envelope
status: stable
category: fraud
severity: high
confidence: high
message: {en: Sends an envelope to the night porter., zh: 把信封交给夜班门卫。}
fix: {en: Remove the sentence., zh: 删除这句话。}
policy: usage-policies/fraud
languages: [en]
applies_to: [instructions]
detect: {any: ['\\bsealed envelopes?\\b']}
tests:
  match: [Hand me the sealed envelope., Two sealed envelopes.]
  no_match: [Hand me the envelope., Some wax.]
"""


@pytest.fixture(autouse=True)
def _place(
    tmp_path: Path, repository_root: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """An empty SQLite database, one rule, and an empty folder without a terminal."""
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "night-porter.yaml").write_text(_RULE, encoding="utf-8")
    shutil.copy(repository_root / "rules" / "policy.yaml", rules)
    monkeypatch.setattr(bootstrap, "rules_folder", lambda: rules)
    monkeypatch.setenv("GPTREVIEW_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", f"sqlite:///{tmp_path / 'registry.db'}")
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    # A process keeps the reviewer of what it was asked for, by whose rules it does not look.
    loaded.cache_clear()
    yield
    loaded.cache_clear()


def _save(*listings: dict[str, str]) -> None:
    text = "".join(json.dumps(each) + "\n" for each in listings)
    Path("gpts.jsonl").write_text(text, encoding="utf-8")


def _run(capsys: Captured, *arguments: str, status: int = 0) -> tuple[str, str]:
    """Standard output and standard error, without what is different each time."""
    capsys.readouterr()
    assert run(["registry", *arguments]) == status
    told = capsys.readouterr()
    here = str(Path.cwd())
    return tuple(  # type: ignore[return-value]
        DIGEST.sub("DIGEST", MOMENT.sub("TIME", each)).replace(here, "HERE")
        for each in (told.out, told.err)
    )


def test_sync_and_again(capsys: Captured, tmp_path: Path) -> None:
    """An empty database gets its tables; what is new, changed and gone is counted."""
    _save(ONE, TWO)
    out, err = _run(capsys, "sync", "gpts.jsonl")
    assert out == (
        "Synced: HERE/gpts.jsonl: 2 added, 0 changed, 0 unchanged, 0 vanished, 0 returned, "
        "0 unreadable\n"
    )
    assert err == (f"made the tables of the registry in sqlite:///{tmp_path / 'registry.db'}\n")
    _save({**ONE, "name": "Urals"})
    out, err = _run(capsys, "sync", "gpts.jsonl", "--format", "json")
    assert json.loads(out) == {
        "schema": "gptreview/registry-sync/v1",
        "sources": [
            {
                "source": "HERE/gpts.jsonl",
                "run": 2,
                "added": 0,
                "changed": 1,
                "unchanged": 0,
                "returned": 0,
                "vanished": 1,
                "unreadable": 0,
                "repeated": 0,
                "conflicting": 0,
                "withheld": 0,
                "resumed": False,
                "error": None,
            }
        ],
        "notices": [],
    }
    assert err == ""


def test_sync_with_faults(capsys: Captured) -> None:
    """What cannot be read is told with its place and has an exit status; the rest is synced."""
    _save(ONE, TWO)
    _run(capsys, "sync", "gpts.jsonl")
    Path("gpts.jsonl").write_text(f"{json.dumps(ONE)}\n[]\n{json.dumps(ONE)}\n")
    out, err = _run(capsys, "sync", "gpts.jsonl", "none.jsonl", status=2)
    assert out == (
        "Synced: HERE/gpts.jsonl: 0 added, 0 changed, 1 unchanged, 0 vanished, 0 returned, "
        "1 unreadable, 1 repeated\n"
        "  1 listing not met; not called vanished while entries cannot be read\n"
        "Failed: HERE/none.jsonl: 0 added, 0 changed, 0 unchanged, 0 vanished, 0 returned, "
        "0 unreadable\n"
        "  none.jsonl: no such file or folder; expected a folder with a gpt.yaml or plugin.json "
        "or a tree of them, a .yaml, .json, .jsonl or .ndjson file\n"
    )
    assert err == (
        "gpts.jsonl:2: a list; expected a JSON object\n"
        "gpts.jsonl:3: an earlier entry has the same id; that one is kept\n"
    )


def test_sync_of_two_with_one_id(capsys: Captured) -> None:
    """Entries with one id are harmless where they are alike, and otherwise not all is well."""
    _save(ONE, ONE)
    out, _ = _run(capsys, "sync", "gpts.jsonl")
    assert out.endswith("0 unreadable, 1 repeated\n")
    _save(ONE, ONE, {**TWO, "id": ONE["id"]})
    out, err = _run(capsys, "sync", "gpts.jsonl", status=2)
    assert out.endswith("0 unreadable, 2 repeated, 1 conflicting\n")
    assert err == (
        "gpts.jsonl:2: an earlier entry has the same id; that one is kept\n"
        "gpts.jsonl:3: an earlier entry has the same id and another content; that one is kept, "
        "this one is not reviewed; give each an id of its own\n"
    )


def test_standard_input(capsys: Captured) -> None:
    """A stream cannot be synced."""
    _, err = _run(capsys, "sync", "-", status=2)
    assert "Error: -: standard input cannot be synced" in err


@pytest.mark.parametrize("command", ["sync", "retire"])
def test_source_without_a_name(capsys: Captured, command: str) -> None:
    """A variable that is not set is not the working directory."""
    Path("gpt.yaml").write_text("name: Trip")
    out, err = _run(capsys, command, "", status=2)
    assert out == ""
    assert err.splitlines()[-1] == (
        "Error: a source without a name; expected a folder with a gpt.yaml or plugin.json or a "
        "tree of them, a .yaml, .json, .jsonl or .ndjson file; write . for the working directory"
    )


def test_list(capsys: Captured) -> None:
    """A table for each source with what filters leave, and a line that counts all."""
    assert run(["db", "upgrade"]) == 0
    assert _run(capsys, "list")[0] == "The registry is empty: gptreview registry sync SOURCE\n"
    _save(ONE, TWO)
    _run(capsys, "sync", "gpts.jsonl")
    _save(ONE)
    _run(capsys, "sync", "gpts.jsonl")
    assert _run(capsys, "list")[0] == (
        "HERE/gpts.jsonl\n"
        "  listing  outcome   version  changed     id   name\n"
        "        1  -               1  TIME  g-1  Alps\n"
        "        2  vanished        1  TIME  g-2  Andes\n"
        "\n"
        "2 listings: 1 without a verdict, 1 vanished\n"
    )
    assert _run(capsys, "list", "--limit", "1")[0] == (
        "HERE/gpts.jsonl\n"
        "  listing  outcome  version  changed     id   name\n"
        "        1  -              1  TIME  g-1  Alps\n"
        "\n"
        "More: --after 1\n"
        "\n"
        "1 of 2 listings: 1 without a verdict, 1 vanished\n"
    )
    out, _ = _run(
        capsys, "list", "--source", "gpts.jsonl", "--vanished", "--format", "json",
        "--changed-since", "2020-01-01",
    )  # fmt: skip
    assert json.loads(out) == {
        "schema": "gptreview/registry/v1",
        "listings": [
            {
                "id": 2,
                "source": "HERE/gpts.jsonl",
                "external_id": "g-2",
                "name": "Andes",
                "content_digest": "DIGEST",
                "version": 1,
                "first_seen": "TIME",
                "changed_at": "TIME",
                "last_seen": "TIME",
                "vanished_at": "TIME",
                "outcome": None,
            }
        ],
        "next": None,
        "counts": {"listings": 2, "vanished": 1, "outcomes": {"none": 1}},
    }
    assert "  vanished    TIME\n" in _run(capsys, "show", "2")[0]


def _two_versions(capsys: Captured) -> None:
    """Versions 1 and 2 of a listing, reviewed; the later one fails."""
    for text in ("Plan a walk.", "Plan a walk.\nHand over the sealed envelope."):
        _save({**ONE, "instructions": text})
        _run(capsys, "sync", "gpts.jsonl")
        _run(capsys, "review", "--jobs", "1")


def test_show_and_history(capsys: Captured) -> None:
    """A listing is shown with its findings, and with its versions."""
    _save(ONE)
    _run(capsys, "sync", "gpts.jsonl")
    assert _run(capsys, "show", "g-1")[0].endswith(
        "  last seen   TIME\n\nNo verdict yet: gptreview registry review\n"
    )
    _two_versions(capsys)
    head = (
        "1  Alps\n"
        "  source      HERE/gpts.jsonl\n"
        "  id          g-1\n"
        "  content     DIGEST\n"
        "  version     3, since TIME\n"
        "  first seen  TIME\n"
        "  last seen   TIME\n"
        "\n"
    )
    shown = _run(capsys, "show", "g-1")[0]
    assert shown.startswith(head)
    assert shown.endswith(
        "  rule          means  severity  place           title\n"
        "  night-porter  fail   high      instructions:2  Sealed envelope\n"
    )
    assert _run(capsys, "history", "1")[0] == head + (
        "  version  outcome  findings  seen                  content\n"
        "        3  fail            1  TIME  DIGEST\n"
        "        2  pass            0  TIME  DIGEST\n"
        "        1  -               -  TIME  DIGEST\n"
    )
    value = json.loads(_run(capsys, "history", "1", "--format", "json")[0])
    assert [each["number"] for each in value["versions"]] == [1, 2, 3]
    assert value["versions"][2]["verdicts"][0]["findings"][0]["rule_id"] == "night-porter"


def test_diff(capsys: Captured) -> None:
    """What changed, and the findings that came with it."""
    _two_versions(capsys)
    shown, _ = _run(capsys, "diff", "g-1")
    assert shown.startswith("1  Alps  version 1 to 2\n\n  before  pass by ")
    assert shown.endswith(
        "1 finding came\n"
        "  rule          means  severity  place           title\n"
        "  night-porter  fail   high      instructions:2  Sealed envelope\n"
        "\n"
        "instructions changed\n"
        "  @@ -1 +1,2 @@\n"
        "   Plan a walk.\n"
        "  +Hand over the sealed envelope.\n"
        "\n"
        "1 field changed\n"
    )
    value = json.loads(_run(capsys, "diff", "g-1", "2", "1", "--format", "json")[0])
    assert value["changes"] == [
        {
            "field": "instructions",
            "kind": "changed",
            "note": "",
            "lines": ["@@ -1,2 +1 @@", " Plan a walk.", "-Hand over the sealed envelope."],
        }
    ]
    assert [each["rule_id"] for each in value["verdicts"]["went"]] == ["night-porter"]
    assert _run(capsys, "diff", "g-1", "2", "2")[0].endswith("\n\nThe contents are the same.\n")
    assert "give both versions, or none" in _run(capsys, "diff", "g-1", "1", status=2)[1]


def test_interrupted_workspace(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """An API that fails midway has an exit status, and the next sync says that it went on."""
    answers = [True, False]

    def listings(
        workspace: str,
        _client: None,
        *,
        limits: object,
        after: str,
        on_cursor: Callable[[str], None],
    ) -> Iterator[Listing]:
        del limits
        if not after:
            yield Listing(Gpt("One", "g-1"), f"compliance:{workspace}/g-1")
            on_cursor("g-1")
        if answers.pop(0):
            raise DependencyError("no answer", next_step="try again later")

    monkeypatch.setattr(compliance, "compliance_listings", listings)
    monkeypatch.setattr(bootstrap, "compliance_client", lambda _settings: None)
    out, _ = _run(capsys, "sync", "compliance:ws-1", status=4)
    assert out.endswith("  no answer; try again later\n")
    out, _ = _run(capsys, "sync", "compliance:ws-1")
    assert out.endswith("  resumed where it had stopped; what vanished is told by the next\n")


def test_an_older_schema_is_refused(capsys: Captured, tmp_path: Path) -> None:
    """A database of an earlier version is left alone, and the way on is told."""
    _save(ONE)
    _run(capsys, "sync", "gpts.jsonl")
    with sqlite3.connect(tmp_path / "registry.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()
    _, err = _run(capsys, "list", status=2)
    assert err.endswith("; gptreview db upgrade\n")


def test_an_empty_file_gets_tables(capsys: Captured, tmp_path: Path) -> None:
    """A database that is there without any table is as good as none."""
    (tmp_path / "registry.db").touch()
    _, err = _run(capsys, "list", status=2)
    address = f"sqlite:///{tmp_path / 'registry.db'}"
    assert err == f"Error: {address}: there is no database yet; gptreview db upgrade\n"
    _save(ONE)
    _, err = _run(capsys, "sync", "gpts.jsonl")
    assert err == f"made the tables of the registry in {address}\n"


@pytest.mark.parametrize(
    "command",
    [
        "registry list",
        "registry show 1",
        "registry history 1",
        "registry diff 1",
        "registry watches",
        "registry examples",
        "registry waivers",
        "registry subscribers",
        "accounts list",
        "export dsa --since 2026-01-01",
        "export transparency --since 2026-01-01",
        "export case 1",
    ],
)
def test_who_only_reads_makes_no_database(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    """Nor the user's data folder, where no other place is named."""
    folder = tmp_path / "data"
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", "")
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(folder))
    assert run(command.split()) == 2
    assert capsys.readouterr().err == (
        f"Error: sqlite:///{folder / 'gptreview.db'}: there is no database yet; "
        "gptreview db upgrade\n"
    )
    assert not folder.exists()


def test_progress_on_a_terminal(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal is told how far a sync is."""
    _save(ONE, TWO)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    _, err = _run(capsys, "sync", "gpts.jsonl")
    assert "2/2" in err


def test_read_by_other_means(capsys: Captured) -> None:
    """The moment of a sync is now, in UTC."""
    _save(ONE)
    _run(capsys, "sync", "gpts.jsonl")
    page = bootstrap_registry.read_registry()
    seen = page.history("1").listing.last_seen
    assert abs(dt.datetime.now(dt.UTC) - seen) < dt.timedelta(minutes=5)


def test_retired_source(capsys: Captured) -> None:
    """The listings of a file that moved are marked, and a source that is none is bad input."""
    _save(ONE, TWO)
    _run(capsys, "sync", "gpts.jsonl")
    Path("gpts.jsonl").rename("moved.jsonl")
    assert _run(capsys, "retire", "./gpts.jsonl") == ("Retired: HERE/gpts.jsonl: 2 vanished\n", "")
    told = json.loads(_run(capsys, "retire", "gpts.jsonl", "--format", "json")[0])
    assert told == {
        "schema": "gptreview/registry-retire/v1",
        "source": "HERE/gpts.jsonl",
        "vanished": 0,
    }
    assert _run(capsys, "retire", "moved.jsonl", status=2) == (
        "",
        "Error: moved.jsonl: the registry has no such source; expected HERE/gpts.jsonl; "
        "gptreview registry sync SOURCE\n",
    )

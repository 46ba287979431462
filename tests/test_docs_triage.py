"""docs/triage.md: its tables are the program's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gptreview.bootstrap_web import face_on
from gptreview.decide.priority import priority
from gptreview.model.access import LEAST_ROLE
from gptreview.model.account import Role
from gptreview.model.case import MOVES, ServiceLevels
from gptreview.model.decision import APPEAL_DAYS, STRIKE_DAYS, Action, Scope
from gptreview.model.finding import Severity
from gptreview.model.priority import PARTS, PriorityFacts
from gptreview.model.webhook import WEBHOOK_KINDS
from gptreview.settings import Settings, read_settings
from gptreview.store.database import Database
from gptreview.usecases.triage.case_timeline import WORDINGS
from gptreview.web.shortcuts import shortcut_groups

_SETTING = re.compile(r"^\| `(GPTREVIEW_\w+)` \|.*\| (.*) \|$", re.MULTILINE)
_ELSEWHERE = ("README.md", "docs/compliance.md", "docs/notices.md")


@pytest.fixture(scope="module")
def page(repository_root: Path) -> str:
    """The page as it stands."""
    return (repository_root / "docs" / "triage.md").read_text(encoding="utf-8")


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What a start says is the same on every database: the quicker one will do."""
    return f"sqlite:///{tmp_path / 'registry.db'}"


def _rows(page: str, head: str) -> list[list[str]]:
    """Cells of the table under a head, without the marks of code."""
    _, found, rest = page.partition(f"\n{head}\n")
    assert found, f"no table {head}"
    table = rest.partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in table]


def test_the_page_has_every_move(page: str) -> None:
    """With where it leads, who may take it, and whether it takes a claim, in the table's order."""
    head = "| state | step | leads to | who | only who has claimed it |"
    assert _rows(page, head) == [
        [
            str(state),
            str(step),
            str(move.to),
            "anybody" if move.role is Role.REPORTER else str(move.role),
            "yes" if move.by_holder else "",
        ]
        for (state, step), move in MOVES.items()
    ]


def test_the_page_says_what_actions_do(page: str) -> None:
    """What the public is shown, and what counts against the builder."""
    rows = _rows(page, "| action | the public then sees | strikes |")
    shown = [(action, seen.partition(",")[0], int(strikes)) for action, seen, strikes in rows]
    assert shown == [
        (str(each), "fail" if each.fails else "pass", each.strike_weight) for each in Action
    ]


def test_the_page_has_every_scope(page: str) -> None:
    """In their order."""
    assert [row[0] for row in _rows(page, "| scope | covers |")] == [str(each) for each in Scope]


def test_the_page_has_the_service_levels(page: str) -> None:
    """And the times for appeals and strikes."""
    levels = ServiceLevels()
    shown = [row[1] for row in _rows(page, "| | |")]
    assert shown == [
        f"{levels.first.total_seconds() / 3_600:.0f} hours",
        f"{levels.urgent.total_seconds() / 3_600:.0f} hours",
        f"{levels.appeal.days} days",
        f"{levels.lease.total_seconds() / 60:.0f} minutes",
    ]
    assert f"for {APPEAL_DAYS} days" in page
    assert f"for {STRIKE_DAYS} days" in page


def test_the_page_has_the_parts_of_priority(page: str) -> None:
    """In the order in which they are shown, with the points that are given."""
    rows = dict(_rows(page, "| part | points |"))
    assert tuple(rows) == PARTS
    most = {"reach": 6, "reporters": 10, "accuracy": 4, "history": 6}
    facts = PriorityFacts("critical", 10**9, 10**9, 1.0, 10**9)
    parts = priority(facts).parts
    assert {name: parts[name] for name in most} == {name: most[name] * 1_000 for name in most}
    for name, points in most.items():
        assert str(points) in rows[name], name
    for severity in Severity:
        points = priority(PriorityFacts(severity, 0, 0, 0.0, 0)).parts["severity"] // 1_000
        assert f"{severity} {points}" in rows["severity"]


def test_the_page_has_every_permission(page: str) -> None:
    """With the least role whose tokens may have it."""
    rows = dict(_rows(page, "| permission | least role |"))
    assert rows == {str(each): str(role) for each, role in LEAST_ROLE.items()}


def test_the_page_has_every_role(page: str) -> None:
    """In their order."""
    head = "| role | may, besides what those above it may |"
    assert [row[0] for row in _rows(page, head)] == [str(each) for each in Role]


def test_the_page_has_the_map_of_the_keyboard(page: str) -> None:
    """As the page of shortcuts has it."""
    groups = shortcut_groups(lambda text: text)
    assert _rows(page, "| key | does | where |") == [
        [keys, what, title] for title, entries in groups for keys, what in entries
    ]


def test_every_setting_is_in_one_of_the_documents(page: str, repository_root: Path) -> None:
    """With its default; those of the web face are here."""
    shown = dict(_SETTING.findall(page))
    for name in _ELSEWHERE:
        others = dict(_SETTING.findall((repository_root / name).read_text(encoding="utf-8")))
        assert not set(shown) & set(others), name
        shown |= others
    settings = {f"GPTREVIEW_{name.upper()}": each for name, each in Settings.model_fields.items()}
    assert set(shown) == set(settings)
    for name, default in dict(_SETTING.findall(page)).items():
        description = str(settings[name].description)
        told = description.removesuffix(".").rpartition("; ")[2].partition(",")[0].partition(":")[0]
        assert default.strip("`").partition(":")[0] == told, name


def test_the_page_has_every_event_of_triage(page: str, repository_root: Path) -> None:
    """Those that a case shows or a webhook tells of are there, and no other than are written."""
    shown = {row[0] for row in _rows(page, "| event | when |")}
    told = {each for each in WEBHOOK_KINDS if not each.startswith("verdict.")}
    assert set(WORDINGS) | told <= shown
    source = "".join(
        each.read_text(encoding="utf-8")
        for each in sorted((repository_root / "src" / "gptreview").rglob("*.py"))
        if each.parts[-2:] not in {("triage", "case_timeline.py"), ("model", "webhook.py")}
    )
    assert {each for each in shown if f'"{each}"' not in source} == set()


def test_the_page_shows_what_a_start_says(page: str, database: Database) -> None:
    """On an empty database, but for the link's secret."""
    face = face_on(database, read_settings(), "http://127.0.0.1:8000", "content")
    secret = re.search(r"invitations/(\S+)$", face.welcome)
    assert secret
    said = face.welcome.replace(secret[1], "…")
    shown = re.sub(r"invitations/\S+…", "invitations/…", page)
    assert f"$ gptreview serve\n{said}\n" in shown

"""Reports are kept, limited, and folded into one case of each version."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from gptreview.errors import InputError, NotFoundError, TooManyError
from gptreview.model.account import Account, Identity, Role
from gptreview.model.receipt import receipt_digest
from gptreview.model.report import Evidence, ReportDraft
from gptreview.store import case_opening, events
from gptreview.store.database import Database
from gptreview.store.tables.accounts import AccountRow
from gptreview.store.tables.cases import CaseRow, ReceiptRow, ReportRow, StrikeRow
from gptreview.store.tables.events import EventRow
from gptreview.usecases.triage.file_report import FileReport
from tests.publishing import Newsroom

DRAFT = ReportDraft(
    listing=1,
    category="fraud",
    description="It asks for a deposit before it tells the price.",
    location="the second starter",
    reporter_name="Ann Reader",
    reporter_email="ann@example.com",
    good_faith=True,
)
SOMEBODY = Identity(address="a" * 64)


class Desk:
    """Takes reports of two listings, on a clock that moves a second each time."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.database = newsroom.database
        self.use_case = FileReport(newsroom.database, newsroom.clock)
        newsroom.have(one="alpha", two="beta")

    def file(self, identity: Identity = SOMEBODY, **changes: Any) -> Any:
        """A report that differs in some fields; its receipt."""
        return self.use_case.file(replace(DRAFT, **changes), identity)

    def case(self, id_: int = 1) -> CaseRow:
        """The row of a case."""
        with self.database.reading() as session:
            row = session.get_one(CaseRow, id_)
            session.expunge(row)
            return row

    def report(self, id_: int = 1) -> ReportRow:
        """The row of a report, with its file."""
        with self.database.reading() as session:
            row = session.get_one(ReportRow, id_)
            _ = row.evidence
            session.expunge(row)
            return row

    def decide(self, id_: int = 1) -> None:
        """Let somebody have decided a case."""
        with self.database.writing() as session:
            session.execute(
                update(CaseRow)
                .where(CaseRow.id == id_)
                .values(state="decided", is_waiting=False, due_at=None)
            )

    def told(self) -> list[tuple[str, str, str, Mapping[str, Any]]]:
        """Actor, kind, subject and payload of what the log has; the chain holds."""
        with self.database.snapshot() as session:
            assert events.verify(session).broken is None
            rows = session.scalars(
                select(EventRow)
                .where(EventRow.kind.like("report.%") | EventRow.kind.like("case.%"))
                .order_by(EventRow.seq)
            )
            return [(row.actor, row.kind, row.subject, json.loads(row.payload)) for row in rows]


@pytest.fixture
def desk(newsroom: Newsroom) -> Desk:
    """On an empty database of either kind."""
    return Desk(newsroom)


def test_report_opens_a_case_with_its_snapshot(desk: Desk) -> None:
    """All of it is kept, of the receipt the digest alone, and the log has no word of it."""
    receipt = desk.file()
    now = desk.newsroom.now
    assert (receipt.report, receipt.case) == (1, 1)
    row, case = desk.report(), desk.case()
    assert row.receipt_hash == receipt_digest(receipt.code)
    assert (row.description, row.location, row.name, row.email) == (
        "It asks for a deposit before it tells the price.",
        "the second starter",
        "Ann Reader",
        "ann@example.com",
    )
    assert (case.state, case.is_waiting, case.is_urgent, case.reports, case.revision) == (
        "open",
        True,
        False,
        1,
        1,
    )
    assert (case.categories, case.language, case.number) == (" fraud ", "en", 1)
    assert case.parts == {
        "severity": 6_000,
        "reach": 1_000,
        "reporters": 2_000,
        "accuracy": 2_000,
        "history": 0,
    }
    assert (case.opened_at, case.rescan_at) == (now, now)
    due = now + dt.timedelta(hours=72)
    assert case.due_at == due
    of_case = {"case": 1, "listing": 1, "number": 1}
    assert desk.told() == [
        (
            "public",
            "case.opened",
            "case:1",
            {
                **of_case,
                "state": "open",
                "by": "report",
                "urgent": False,
                "language": "en",
                "due_at": due.isoformat(),
            },
        ),
        (
            "public",
            "report.filed",
            "report:1",
            {
                **of_case,
                "report": 1,
                "category": "fraud",
                "language": "en",
                "urgent": False,
                "due_at": due.isoformat(),
            },
        ),
    ]


def test_reports_on_one_version_are_one_case(desk: Desk) -> None:
    """Another person's report counts there; that on a later version, or listing, is another one."""
    desk.file()
    second = desk.file(reporter_email="ben@example.com", category="hate")
    assert (second.report, second.case) == (2, 1)
    case = desk.case()
    assert (case.reports, case.categories, case.revision) == (2, " fraud hate ", 1)
    assert case.parts["reporters"] == 3_170
    desk.newsroom.have(one="gamma", two="beta")
    assert desk.file().case == 2
    assert desk.case(2).number == 2
    assert desk.file(listing=2).case == 3


def test_same_text_by_the_same_reporter_is_no_second_report(desk: Desk) -> None:
    """They get one more code for the report that is there, and a decided case stays decided."""
    desk.file()
    desk.decide()
    again = desk.file(description=" It asks for a deposit before it tells the price.\r\n")
    assert (again.report, again.case) == (1, 1)
    case = desk.case()
    assert (case.state, case.reports) == ("decided", 1)
    with desk.database.reading() as session:
        kept = session.scalars(select(ReceiptRow)).one()
    assert (kept.receipt_hash, kept.report_id) == (receipt_digest(again.code), 1)
    assert [kind for _, kind, _, _ in desk.told()] == [
        "case.opened",
        "report.filed",
        "report.folded",
    ]


def test_new_report_opens_a_decided_case_again(desk: Desk) -> None:
    """The time to decide it begins anew, and whoever saw it before is told that it moved on."""
    desk.file()
    desk.decide()
    desk.file(category="self_harm", reporter_email="ben@example.com")
    now = desk.newsroom.now
    case = desk.case()
    assert (case.state, case.is_waiting, case.is_urgent, case.revision) == ("open", True, True, 2)
    assert (case.opened_at, case.due_at) == (now, now + dt.timedelta(hours=4))
    assert case.parts["severity"] == 10_000
    assert case.parts["reporters"] == 2_000  # since it was opened again
    kinds = [(kind, payload.get("urgent")) for _, kind, _, payload in desk.told()]
    assert kinds[2:] == [("case.reopened", True), ("report.filed", True)]


def test_urgent_report_hurries_a_case(desk: Desk) -> None:
    """What waits already is due within hours once somebody may be in danger, and stays so."""
    desk.file()
    desk.file(category="self_harm")
    case = desk.case()
    assert case.is_urgent
    assert case.due_at == desk.newsroom.now + dt.timedelta(hours=4)
    desk.file(category="other")
    assert desk.case().is_urgent


def test_child_safety_keeps_nobody(desk: Desk) -> None:
    """Neither name nor e-mail nor account, and the log does not say who was signed in."""
    account = Account(1, "ann", "ann@example.com", Role.BUILDER, "en", desk.newsroom.now)
    desk.file(Identity(Role.BUILDER, account, address="b" * 64), category="child_safety")
    row = desk.report()
    assert (row.name, row.email, row.account_id, row.reporter) == ("", "", None, "b" * 64)
    assert {actor for actor, *_ in desk.told()} == {"public"}
    assert desk.case().is_urgent
    desk.file(
        Identity(), category="child_safety", reporter_name="", reporter_email="no address at all"
    )
    assert len(desk.report(2).reporter) == 64


def test_account_need_not_say_who_it_is(desk: Desk) -> None:
    """Its own name and address stand where the fields are empty."""
    now = desk.newsroom.now
    with desk.database.writing() as session:
        session.add(
            AccountRow(
                name="ann",
                email="a@example.com",
                role="builder",
                created_at=now,
                issuer=None,
                subject=None,
                locked_until=None,
                disabled_at=None,
            )
        )
    account = Account(1, "ann", "a@example.com", Role.BUILDER, "en", now)
    desk.file(Identity(Role.BUILDER, account), reporter_name="", reporter_email=" ")
    row = desk.report()
    assert (row.name, row.email, row.account_id) == ("ann", "a@example.com", 1)
    assert {actor for actor, *_ in desk.told()} == {"account:1"}


@pytest.mark.parametrize(
    ("whose", "others"),
    [
        pytest.param("your address", "reporter_email", id="address"),
        pytest.param("you", "address", id="person"),
    ],
)
def test_twenty_first_report_of_a_day_is_refused(desk: Desk, whose: str, others: str) -> None:
    """From one address as from one e-mail, with the reason; the next day begins anew."""

    def file(number: int) -> None:
        email = f"p{number}@example.com" if others == "reporter_email" else "p@example.com"
        address = f"{number:064}" if others == "address" else "a" * 64
        text = f"{DRAFT.description} {number}"
        desk.file(Identity(address=address), description=text, reporter_email=email)

    for number in range(20):
        file(number)
    with pytest.raises(TooManyError) as refused:
        file(20)
    assert str(refused.value) == (
        f"20 reports came from {whose} today; expected 20 a day at most; try again in 24 hours"
    )
    assert 86_300 < refused.value.retry_after <= 86_400
    assert desk.case().reports == 20
    desk.newsroom.now += dt.timedelta(days=1)
    file(20)


def test_listings_that_are_gone_can_be_reported(desk: Desk) -> None:
    """Its last version counts; what never was is not found, and counts for no limit."""
    desk.newsroom.have(two="beta")
    assert desk.file().case == 1
    for number in (0, -1, 3, 2**63, 10**30):
        with pytest.raises(NotFoundError) as unknown:
            desk.file(listing=number)
        assert str(unknown.value) == ("listing: no such listing; look its number up on its page")


def test_worse_findings_raise_a_case(desk: Desk) -> None:
    """The worst finding that counts decides where it is worse than what is said."""
    desk.newsroom.judge("alpha", "review", "review", "note", "fail waived")
    case = desk.case(desk.file(category="other").case)
    assert case.categories == " hate other "
    assert case.parts["severity"] == 6_000


def test_language_of_a_case_is_its_listing_s(newsroom: Newsroom) -> None:
    """Whatever the reporter speaks."""
    desk = Desk(newsroom)
    newsroom.have(three="旅行助手")
    assert desk.case(desk.file(listing=3).case).language == "zh"


def test_accuracy_of_reporters_counts(desk: Desk) -> None:
    """Whose reports were borne out weighs more; bad faith is as not borne out."""
    desk.file(listing=2)
    with desk.database.writing() as session:
        session.execute(update(ReportRow).values(is_borne_out=True))
    assert desk.case(desk.file().case).parts["accuracy"] == 2_667
    with desk.database.writing() as session:
        session.execute(update(ReportRow).where(ReportRow.id == 1).values(is_bad_faith=True))
    desk.file(description=f"{DRAFT.description} Again.")
    assert desk.case(2).parts["accuracy"] == 1_333


def test_somebody_quicker_has_opened_the_case(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that found none, and then one that was just opened, is folded into that one."""
    desk.file()
    found: list[Any] = [None]
    hold = case_opening.hold

    def late(session: Any, version: Any) -> Any:
        return found.pop() if found else hold(session, version)

    monkeypatch.setattr(case_opening, "hold", late)
    assert desk.file(category="hate").case == 1
    assert desk.case().reports == 2


def test_reports_at_once_make_one_case(desk: Desk) -> None:
    """Of eight at the same moment, two of which say the same by one person, none is lost."""

    def file(number: int) -> tuple[int, int]:
        identity = Identity(address=f"{number:064}")
        receipt = desk.file(identity, reporter_email=f"p{min(number, 6)}@example.com")
        return receipt.report, receipt.case

    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(file, range(8)))
    assert {case for _, case in made} == {1}
    assert len(made) == 7
    assert desk.case().reports == 7
    desk.told()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param(
            {"good_faith": False},
            "good_faith: it was not confirmed; expected that you believe in good faith that what "
            "you say is accurate and complete; confirm it, as article 16(2)(d) of the Digital "
            "Services Act asks",
            id="good-faith",
        ),
        pytest.param(
            {"category": "rude"},
            "category: no category of reports; expected fraud, hate, adult, privacy, "
            "impersonation, intellectual_property, child_safety, self_harm, malware, other",
            id="category",
        ),
        pytest.param(
            {"description": " too short "},
            "description: 9 characters; expected 20 to 5,000",
            id="short",
        ),
        pytest.param(
            {"description": "x" * 5_001},
            "description: 5,001 characters; expected 20 to 5,000",
            id="long",
        ),
        pytest.param(
            {"description": "A text that is long enough\0"},
            "description: the character U+0000; expected text: no control characters but line "
            "ends and tabs",
            id="null",
        ),
        pytest.param(
            {"location": "half \ud800"},
            "location: the character U+D800; expected text: no control characters but line ends "
            "and tabs",
            id="half-a-character",
        ),
        pytest.param(
            {"location": "x" * 501}, "location: 501 characters; expected 0 to 500", id="place"
        ),
        pytest.param(
            {"reporter_name": " "}, "reporter_name: 0 characters; expected 1 to 200", id="name"
        ),
        pytest.param(
            {"reporter_name": "Ann\nBcc: x"},
            "reporter_name: several lines; expected one line",
            id="two-names",
        ),
        pytest.param(
            {"reporter_email": "ann@example"},
            "reporter_email: no e-mail address; expected one like name@example.com",
            id="email",
        ),
        pytest.param(
            {"reporter_email": f"{'a' * 65}@example.com"},
            "reporter_email: no e-mail address; expected one like name@example.com",
            id="long-local-part",
        ),
        pytest.param(
            {"reporter_email": f"a@{'a.' * 130}com"},
            "reporter_email: 265 characters; expected 1 to 254",
            id="long-email",
        ),
        pytest.param(
            {"language": "xx"},
            "language: no language that is spoken here; expected en, zh",
            id="language",
        ),
        pytest.param(
            {"evidence": Evidence("a.txt", "text/plain", b"x" * 5_242_881)},
            "evidence: 5,242,881 bytes; expected 5,242,880 at most",
            id="large-file",
        ),
        pytest.param(
            {"evidence": Evidence("a.png", "image/png", b"GIF89a\0\0")},
            "evidence: no file of a kind that is taken; expected PNG, JPEG, WebP, PDF or plain "
            "text in UTF-8, by its content",
            id="other-file",
        ),
    ],
)
def test_unsound_reports_are_refused(tmp_path: Any, changes: dict[str, Any], message: str) -> None:
    """The field is named, and the database not even asked."""
    database = Database(f"sqlite:///{tmp_path / 'none.db'}")
    use_case = FileReport(database, lambda: dt.datetime(2026, 5, 4, tzinfo=dt.UTC))
    with pytest.raises(InputError) as refused:
        use_case.file(replace(DRAFT, **changes), SOMEBODY)
    assert str(refused.value) == message
    database.close()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n....", "image/png", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0....", "image/jpeg", id="jpeg"),
        pytest.param(b"RIFF....WEBPVP8 ", "image/webp", id="webp"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", "application/pdf", id="pdf"),
        pytest.param("价格 was higher\n".encode(), "text/plain", id="text"),
    ],
)
def test_evidence_is_what_its_content_is(desk: Desk, data: bytes, kind: str) -> None:
    """Whatever it was sent as; of its name no folder and no control character stays."""
    desk.file(evidence=Evidence("C:\\x\\../shot\x00\n.svg", "image/svg+xml", data))
    row = desk.report()
    assert (row.evidence_name, row.evidence_kind, row.evidence) == ("shot.svg", kind, data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"  \n", id="blank"),
        pytest.param(b"a\x00b", id="null"),
        pytest.param(b"a\x7fb", id="delete"),
        pytest.param(b"\xff\xfea\x00", id="utf-16"),
        pytest.param(b"PK\x03\x04", id="zip"),
    ],
)
def test_other_files_are_no_evidence(desk: Desk, data: bytes) -> None:
    """Nothing that somebody might have to open with care is taken."""
    with pytest.raises(InputError, match="no file of a kind that is taken"):
        desk.file(evidence=Evidence("a.txt", "text/plain", data))


def test_strikes_of_the_builder_count(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the content's builder that are in force, and nobody else's."""
    from gptreview.store import case_facts

    monkeypatch.setattr(case_facts, "builder_key", lambda _: "sha256:b")
    now = desk.newsroom.now
    day = dt.timedelta(days=1)
    desk.file(listing=2)
    with desk.database.writing() as session:
        from gptreview.store.tables.cases import DecisionRow

        session.add(
            AccountRow(
                name="lead",
                email="",
                role="lead",
                created_at=now,
                issuer=None,
                subject=None,
                locked_until=None,
                disabled_at=None,
            )
        )
        session.flush()
        for number, (builder, until, revoked) in enumerate(
            [
                ("sha256:b", now + day, None),
                ("sha256:b", now - day, None),
                ("sha256:b", now + day, now),
                ("sha256:c", now + day, None),
            ],
            1,
        ):
            session.add(
                DecisionRow(
                    puid=str(number),
                    case_id=1,
                    listing_id=2,
                    content_digest="sha256:x",
                    account_id=1,
                    appeal_id=None,
                    action="remove",
                    scope="version",
                    ground="terms",
                    document={},
                    made_at=now,
                    ends_at=None,
                    ended_at=None,
                    change_by=None,
                    replaced_at=None,
                    exported_at=None,
                )
            )
            session.flush()
            session.add(
                StrikeRow(
                    decision_id=number,
                    builder=builder,
                    weight=3,
                    made_at=now,
                    expires_at=until,
                    revoked_at=revoked,
                )
            )
    assert desk.case(desk.file().case).parts["history"] == 3_000

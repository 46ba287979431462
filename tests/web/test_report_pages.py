"""Reports come in by a form, which says what is missing and keeps what was written."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from gptreview.model.account import Identity
from gptreview.model.report import ReportDraft
from gptreview.store.tables.cases import ReportRow
from tests.publishing import Newsroom
from tests.web.conftest import SignIn, Site
from tests.web.reporting import FIELDS, errors_of, listed, receipt, report

_PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def _kept(site: Site) -> list[ReportRow]:
    with site.database.reading() as session:
        return list(session.scalars(select(ReportRow).order_by(ReportRow.id)))


def test_report_leads_to_a_receipt(site: Site, newsroom: Newsroom) -> None:
    """A report is kept, and its code is shown on a page that files nothing when loaded again."""
    listed(newsroom)
    visitor = site.visitor()
    answer = report(visitor)
    pages = [visitor.get("/receipt").text for _ in range(2)]
    (kept,) = _kept(site)
    assert (answer.status_code, answer.headers["location"]) == (303, "/receipt")
    assert pages[0] == pages[1]
    assert "It is about “passing”" in pages[0]
    assert "within 3 days, and within 4 hours where lives or children" in pages[0]
    assert "The outcome stands here, under your receipt" in pages[0]
    assert (kept.description, kept.location) == (FIELDS["description"], FIELDS["location"])
    assert site.woken == 1


def test_code_is_in_no_address(site: Site, newsroom: Newsroom) -> None:
    """The code goes to its page in a cookie that scripts and other sites do not see."""
    listed(newsroom)
    cookies = report(site.visitor()).headers.get_list("set-cookie")
    (cookie,) = [each for each in cookies if each.startswith("gptreview_receipt=")]
    attributes = cookie.partition(";")[2]
    assert attributes == " HttpOnly; Max-Age=600; Path=/; SameSite=lax"


@pytest.mark.parametrize("cookie", ["", "x", "A.B.C"], ids=["none", "short", "wrong"])
def test_receipt_is_for_who_reported(site: Site, cookie: str) -> None:
    """Without the cookie there is nothing to show but the way to follow a report."""
    visitor = site.visitor()
    visitor.client.cookies.set("gptreview_receipt", cookie, domain="127.0.0.1")
    answer = visitor.get("/receipt")
    assert (answer.status_code, answer.headers["location"]) == (303, "/status")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("category", "", "Choose what it is about."),
        ("description", "too short", "Write 20 to 5,000 characters of plain text."),
        ("location", "x" * 501, "Write at most 500 characters of plain text."),
        ("reporter_name", "", "Write your name in one line."),
        ("reporter_email", "ada", "Write an address like name@example.com."),
        ("good_faith", "", "Tick this: the law wants it of every report."),
    ],
    ids=["category", "description", "location", "name", "email", "good-faith"],
)
def test_wrong_fields_are_named(
    site: Site, newsroom: Newsroom, field: str, value: str, said: str
) -> None:
    """The form comes back with what is wrong at its field, and with all that was written."""
    listed(newsroom)
    answer = report(site.visitor(), 1, **{field: value})
    others = [text for name, text in FIELDS.items() if name != field and name != "category"]
    assert (answer.status_code, errors_of(answer)) == (422, {field: said})
    assert [text for text in others if text not in answer.text] == []
    assert _kept(site) == []


def test_all_wrong_fields_are_named_at_once(site: Site, newsroom: Newsroom) -> None:
    """An empty form says of every field that is wanted what it has to be, in the form's order."""
    listed(newsroom)
    answer = report(site.visitor(), 1, **dict.fromkeys(FIELDS, ""))
    wanted = ["category", "description", "reporter_name", "reporter_email", "good_faith"]
    assert (answer.status_code, list(errors_of(answer))) == (422, wanted)
    assert "5 fields need another look" in answer.text


def test_length_is_told_before_anything_is_sent(site: Site, newsroom: Newsroom) -> None:
    """Nobody learns by an error how long a description has to be."""
    listed(newsroom)
    assert "In at least 20 characters" in site.visitor().get("/listings/1/report").text


def test_wrong_fields_are_named_in_chinese(site: Site, newsroom: Newsroom) -> None:
    """The form is in the browser's language."""
    listed(newsroom)
    answer = report(site.visitor(language="zh-CN,zh;q=0.9"), description="x")
    assert 'lang="zh-Hans"' in answer.text
    assert list(errors_of(answer)) == ["description"]


def test_child_safety_asks_nobody_who_they_are(site: Site, newsroom: Newsroom) -> None:
    """Such a report needs neither name nor address, and neither is kept."""
    listed(newsroom)
    answer = report(site.visitor(), category="child_safety")
    (kept,) = _kept(site)
    assert (answer.status_code, kept.name, kept.email) == (303, "", "")


def test_evidence_is_kept(site: Site, newsroom: Newsroom) -> None:
    """A picture is kept with the report."""
    listed(newsroom)
    path = "/listings/1/report"
    files = {"evidence": ("shot.png", _PNG, "image/png")}
    answer = site.visitor().post(path, FIELDS, page=path, files=files)
    with site.database.reading() as session:
        row = session.scalars(select(ReportRow)).one()
        assert (answer.status_code, row.evidence_name) == (303, "shot.png")


@pytest.mark.parametrize(
    ("data", "changes", "said"),
    [
        (b"MZ\x90\x00", {}, "The file is of no kind that is taken."),
        (bytes(5_242_881), {}, "The file is larger than 5 MiB."),
        (_PNG, {"reporter_name": ""}, "Choose the file again: it was not kept."),
    ],
    ids=["program", "too large", "another field"],
)
def test_files_are_told_to_be_chosen_again(
    site: Site, newsroom: Newsroom, data: bytes, changes: dict[str, str], said: str
) -> None:
    """What is wrong with a file is said; browsers do not keep it, whatever is wrong."""
    listed(newsroom)
    path = "/listings/1/report"
    files = {"evidence": ("shot.png", data, "image/png")}
    answer = site.visitor().post(path, FIELDS | changes, page=path, files=files)
    wrong = errors_of(answer)
    assert (answer.status_code, list(wrong)) == (422, ["evidence", *changes])
    assert wrong["evidence"].startswith(said)


def test_floods_are_stopped(site: Site, newsroom: Newsroom) -> None:
    """The 21st report of a day from one address is refused, with the reason and the pause.

    What was typed is on the page again, to be sent later.
    """
    listed(newsroom)
    there = Identity(address=site.desk.known_by("testclient"))
    for number in range(20):
        text, email = f"It wants a deposit, {number}.", f"a{number}@example.com"
        draft = ReportDraft(1, "fraud", text, "", "Ada", email, good_faith=True)
        site.face.rooms.reports.file(draft, there)
    answer = report(site.visitor())
    assert answer.status_code == 429
    assert "20 reports came from your address today" in answer.text
    assert int(answer.headers["retry-after"]) > 0
    assert f"{FIELDS['description']}</textarea>" in answer.text
    assert 'value="ada@example.com"' in answer.text
    assert errors_of(answer) == {}


def test_what_people_write_is_text(site: Site, newsroom: Newsroom) -> None:
    """Markup in a field comes back as the text that it is."""
    listed(newsroom)
    evil = "<script>alert(1)</script>"
    answer = report(site.visitor(), reporter_name=evil, description=evil, good_faith="")
    assert evil not in answer.text
    assert answer.text.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2


def test_same_report_twice_is_one(site: Site, newsroom: Newsroom) -> None:
    """Who sends the same again gets another code, and no second report is kept."""
    listed(newsroom)
    visitor = site.visitor()
    codes = {receipt(visitor), receipt(visitor)}
    assert (len(codes), len(_kept(site))) == (2, 1)


def test_who_is_signed_in_need_not_say_who(
    site: Site, newsroom: Newsroom, signed_in: SignIn
) -> None:
    """The form has the account's address, and an empty name is the account's."""
    listed(newsroom)
    visitor = signed_in("bea", "builder")
    assert 'value="bea@example.com"' in visitor.get("/listings/1/report").text
    assert report(visitor, reporter_name="", reporter_email="").status_code == 303
    assert [each.account_id for each in _kept(site)] == [visitor.account and visitor.account.id]


def test_there_has_to_be_a_listing(site: Site) -> None:
    """Nobody reports what there is not."""
    visitor = site.visitor()
    assert visitor.get("/listings/9/report").status_code == 404
    assert visitor.post("/listings/9/report", FIELDS).status_code == 404


def test_forged_forms_are_refused(site: Site, newsroom: Newsroom) -> None:
    """A form without the token, or from another site's page, files nothing."""
    listed(newsroom)
    visitor = site.visitor()
    path = "/listings/1/report"
    bare = visitor.client.post(path, data=FIELDS)
    foreign = visitor.post(path, FIELDS, headers={"origin": "https://evil.example"})
    assert (bare.status_code, foreign.status_code, _kept(site)) == (403, 403, [])


def test_unpublished_names_are_not_told(site: Site, newsroom: Newsroom) -> None:
    """The form for a listing of which nothing was published calls it by its number."""
    newsroom.have(draft="hidden name")
    text = site.visitor().get("/listings/1/report").text
    assert ("hidden name" in text, "“Listing 1”" in text) == (False, True)

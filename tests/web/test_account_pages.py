"""What somebody sets for themselves, the letters to them, and their tokens."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from gptreview.store.tables.accounts import AccountRow
from tests.publishing import Newsroom
from tests.web.conftest import PASSWORD, SignIn, Site, make_account
from tests.web.reporting import errors_of, listed, report

_NEW = "five other words in another row"


def test_settings_are_kept(site: Site, signed_in: SignIn) -> None:
    """Language, address and looks are set, and the page is in the language at once."""
    visitor = signed_in("rowan", "reviewer")
    fields = {"language": "zh", "email": "ash@example.com", "greyscale": "yes"}
    answer = visitor.post("/profile", {**fields, "break_minutes": "30"}, page="/profile")
    page = visitor.get("/profile").text
    with site.database.reading() as session:
        row = session.scalars(select(AccountRow).filter_by(name="rowan")).one()
        kept = row.preferences
        assert (row.language, row.email) == ("zh", "ash@example.com")
    assert kept == {"blur": False, "greyscale": True, "break_minutes": 30}
    assert (answer.status_code, answer.headers["location"]) == (303, "/profile")
    assert 'lang="zh-Hans"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("language", "xx"), ("email", "ash"), ("break_minutes", "5"), ("break_minutes", "-1")],
    ids=["language", "email", "minutes", "negative"],
)
def test_wrong_settings_are_named(signed_in: SignIn, field: str, value: str) -> None:
    """What does not fit is said at its field, and nothing is set."""
    visitor = signed_in("rowan", "reviewer")
    good = {"language": "en", "email": "", "break_minutes": "0"}
    answer = visitor.post("/profile", {**good, field: value}, page="/profile")
    assert (answer.status_code, list(errors_of(answer))) == (422, [field])
    assert 'value="rowan@example.com"' in visitor.get("/profile").text


def test_builders_have_no_looks_to_set(signed_in: SignIn) -> None:
    """What only reviewers' pages have is neither shown to others nor changed by them."""
    visitor = signed_in("bea", "builder")
    fields = {"language": "en", "email": "", "break_minutes": "junk"}
    assert 'name="blur"' not in visitor.get("/profile").text
    assert visitor.post("/profile", fields, page="/profile").status_code == 303


def test_password_is_changed(site: Site) -> None:
    """The new one opens, the old one does not, and other browsers are signed out."""
    make_account(site, "rowan", "builder", password=PASSWORD)
    here, there = site.visitor(), site.visitor()
    for each in (here, there):
        each.post("/sign-in", {"name": "rowan", "password": PASSWORD})
    fields = {"old_password": PASSWORD, "password": _NEW}
    wrong = here.post("/profile/password", {**fields, "old_password": "x"}, page="/profile")
    weak = here.post("/profile/password", {**fields, "password": "x"}, page="/profile")
    answer = here.post("/profile/password", fields, page="/profile")
    assert (wrong.status_code, list(errors_of(wrong))) == (422, ["old_password"])
    assert (weak.status_code, list(errors_of(weak))) == (422, ["password"])
    assert (answer.status_code, answer.headers["location"]) == (303, "/profile")
    assert "The new password holds" in here.get("/profile").text
    assert there.get("/profile").status_code == 303
    assert site.visitor().post("/sign-in", {"name": "rowan", "password": _NEW}).status_code == 303


def test_all_sessions_end(signed_in: SignIn) -> None:
    """Signing out everywhere ends the session here too."""
    visitor = signed_in("rowan", "builder")
    answer = visitor.post("/profile/sessions/end", page="/profile")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert "You are signed out in every browser." in visitor.get("/sign-in").text


def test_tokens_are_made_and_revoked(site: Site, signed_in: SignIn) -> None:
    """A token's secret is shown once; it opens the API until it is revoked."""
    visitor = signed_in("rowan", "reviewer")
    fields = {"name": "Nightly", "permissions": ["read-cases", "junk"], "days": "3"}
    made = visitor.post("/profile/tokens", fields, page="/profile/tokens")
    found = re.search(r'<output id="made" class="secret">([^<]+)</output>', made.text)
    assert found is not None
    assert made.status_code == 201
    assert found[1] not in visitor.get("/profile/tokens").text
    tokens = site.face.rooms.access.tokens
    assert tokens.identify(found[1]).permissions == frozenset(("read-cases",))
    revoked = visitor.post("/profile/tokens/1/revoke", page="/profile/tokens")
    again = visitor.post("/profile/tokens/1/revoke", page="/profile/tokens")
    assert (revoked.status_code, again.status_code) == (303, 404)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("permissions", "junk"), ("days", "400"), ("days", "x")],
    ids=["name", "permissions", "days", "word"],
)
def test_wrong_tokens_are_named(signed_in: SignIn, field: str, value: str) -> None:
    """What does not fit is said at its field, and no token is made."""
    visitor = signed_in("rowan", "reviewer")
    good = {"name": "Nightly", "permissions": "read-cases", "days": "3"}
    answer = visitor.post("/profile/tokens", {**good, field: value}, page="/profile/tokens")
    assert (answer.status_code, list(errors_of(answer))) == (422, [field])
    assert "There is none yet." in answer.text


def test_tokens_do_no_more_than_their_owners(signed_in: SignIn) -> None:
    """A permission that the role does not allow is refused, offered by the form or not."""
    visitor = signed_in("bea", "builder")
    fields = {"name": "Nightly", "permissions": "export", "days": "3"}
    answer = visitor.post("/profile/tokens", fields, page="/profile/tokens")
    assert answer.status_code == 403


def test_letters_are_read(site: Site, newsroom: Newsroom, signed_in: SignIn) -> None:
    """Who reported while signed in has letters, counted until read; nobody else has them."""
    listed(newsroom)
    visitor, other = signed_in("bea", "builder"), signed_in("ash", "builder")
    report(visitor)
    report(visitor, 2)
    site.chores()
    page = visitor.get("/notices").text
    numbers = re.findall(r'action="/notices/(\d+)/read"', page)
    foreign = other.post(f"/notices/{numbers[0]}/read", page="/notices")
    visitor.post(f"/notices/{numbers[0]}/read", page="/notices")
    one_left = visitor.get("/notices").text
    done = visitor.post("/notices/read", page="/notices")
    assert ("2 new notices" in page, "1 new notice" in one_left) == (True, True)
    assert (foreign.status_code, done.headers["location"]) == (404, "/notices")
    assert "new notice" not in visitor.get("/notices").text
    assert "No letters yet" in other.get("/notices").text


def test_letters_are_paged(site: Site, signed_in: SignIn) -> None:
    """What does not fit on a page is on the next one."""
    from gptreview.store.tables.notices import NoticeRow

    visitor = signed_in("bea", "builder")
    assert visitor.account is not None
    with site.database.writing() as session:
        for number in range(21):
            session.add(
                NoticeRow(
                    case_id=None,
                    event=f"event:{number}",
                    recipient=f"account:{visitor.account.id}",
                    report_id=None,
                    account_id=visitor.account.id,
                    kind="domain_expired",
                    language="en",
                    subject=f"Letter {number}",
                    body="It ran out.",
                    made_at=site.desk.clock(),
                    read_at=None,
                    mail_due_at=None,
                    mailed_at=None,
                )
            )
    first = visitor.get("/notices").text
    found = re.search(r'href="(/notices\?before=\d+)"', first)
    assert found is not None
    second = visitor.get(found[1]).text
    assert [each.count("<summary>") for each in (first, second)] == [20, 1]
    assert 'href="/notices"' in second

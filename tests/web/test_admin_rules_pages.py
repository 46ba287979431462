"""What leads do with policies, waivers and what people say of rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gptreview.usecases.policies import simulate_upload
from tests.court import EVIDENCE, Court
from tests.findings import FINDING
from tests.web.conftest import SignIn, Site, Visitor
from tests.web.reporting import errors_of

WAIVERS = "/administration/waivers"
SIMULATOR = "/administration/policies/simulator"


@pytest.fixture
def court(site: Site) -> Court:
    """Decides an hour ago, on the site's database."""
    made = Court(site.database)
    made.now = site.desk.clock() - dt.timedelta(hours=1)
    return made


def test_policies_are_told(court: Court, signed_in: SignIn) -> None:
    """The current one's clauses, and the standards that made verdicts with their numbers."""
    court.listing("g-one", outcome="fail")
    text = signed_in("lee", "lead").get("/administration/policies").text
    assert "usage-policies/fraud" in text
    assert "house 1" in text


def _simulate(visitor: Visitor, data: bytes) -> Any:
    return visitor.post(SIMULATOR, page=SIMULATOR, files={"policy": ("policy.yaml", data)})


def test_candidate_that_cannot_be_tried_is_told(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file, none that is a policy, one that is too large; where it lay is not told."""
    lee = signed_in("lee", "lead")
    assert 'type="file"' in lee.get(SIMULATOR).text
    missing = lee.post(SIMULATOR, {"policy": ""}, page=SIMULATOR)
    broken = _simulate(lee, b"no: policy\n")
    monkeypatch.setattr(simulate_upload, "MAX_BYTES", 4)
    large = _simulate(lee, b"no: policy\n")
    told = [missing, broken, large]
    assert [each.status_code for each in told] == [422, 422, 422]
    assert ["policy-error" in each.text for each in told] == [True, True, True]
    assert "gptreview-policy-" not in broken.text
    assert "policy.yaml" in broken.text


def _fields(listing: int) -> dict[str, str]:
    return {
        "listing": f"{listing}",
        "rule": FINDING.rule_id,
        "evidence": EVIDENCE,
        "owner": "Trust and safety",
        "reason": "It quotes <b>others</b>.",
        "until": "2999-12-31",
    }


def test_waiver_is_kept_and_revoked(court: Court, signed_in: SignIn) -> None:
    """Its effect is shown, the list has it, and the log says who made it."""
    listing = court.listing("g-one", outcome="fail")
    lee = signed_in("lee", "lead")
    assert lee.account is not None
    page = f"{WAIVERS}/new"
    assert 'value="7"' in lee.get(f"{page}?listing=7").text
    made = lee.post(page, _fields(listing), page=page)
    assert (made.status_code, "Waiver 1 holds" in made.text) == (201, True)
    assert "&lt;b&gt;others&lt;/b&gt;" in lee.get(WAIVERS).text
    assert "Revoke waiver 1?" in lee.get(f"{WAIVERS}/1/revoke").text
    gone = lee.post(f"{WAIVERS}/1/revoke", page=page)
    assert (gone.status_code, "Waiver 1 is revoked" in gone.text) == (200, True)
    assert "No waiver holds" in lee.get(WAIVERS).text
    assert "others" in lee.get(f"{WAIVERS}?everything=1").text
    assert lee.get(f"{WAIVERS}/9/revoke").status_code == 404
    log = lee.get(f"/administration/audit?actor=account:{lee.account.id}").text
    assert ["waiver.made" in log, "waiver.revoked" in log] == [True, True]


@pytest.mark.parametrize(
    ("changes", "field", "status"),
    [
        ({"until": "soon"}, "until", 422),
        ({"until": "2001-01-01"}, "until", 422),
        ({"owner": ""}, "owner", 422),
        ({"rule": "no-such-rule"}, "rule", 404),
        ({"listing": "999"}, "listing", 404),
        ({"listing": "9" * 5_000}, "listing", 422),
    ],
    ids=["no-day", "over", "nobody", "no-finding", "no-listing", "endless"],
)
def test_waiver_that_cannot_be_is_told(
    court: Court, signed_in: SignIn, changes: dict[str, str], field: str, status: int
) -> None:
    """At its field, with what was entered."""
    listing = court.listing("g-one", outcome="fail")
    lee, page = signed_in("lee", "lead"), f"{WAIVERS}/new"
    told = lee.post(page, _fields(listing) | changes, page=page)
    assert (told.status_code, f'id="{field}-error"' in told.text) == (status, True)
    assert "Trust and safety" in told.text or field == "owner"


def test_all_that_is_wrong_with_a_waiver_is_told(signed_in: SignIn) -> None:
    """An empty form says of every field that is wanted what it has to be."""
    lee, page = signed_in("lee", "lead"), f"{WAIVERS}/new"
    told = lee.post(page, {}, page=page)
    wrong = ["listing", "rule", "owner", "reason", "until"]
    assert (told.status_code, list(errors_of(told))) == (422, wrong)


def test_precision_and_examples_are_told(court: Court, signed_in: SignIn) -> None:
    """Of decisions that were made; a range that ends before it begins is refused."""
    lee = signed_in("lee", "lead")
    assert "Nothing was decided" in lee.get("/administration/precision").text
    court.decide(court.case(court.listing("g-one", outcome="fail")), evidence=(EVIDENCE,))
    assert lee.get("/administration/precision").status_code == 200
    wrong = lee.get("/administration/precision?since=2026-03-02&until=2026-03-01")
    assert wrong.status_code == 422
    assert "No example so far" in lee.get("/administration/examples").text
    files = [lee.get(f"/administration/examples.{each}") for each in ("yaml", "json")]
    assert [each.headers["content-disposition"] for each in files] == [
        'attachment; filename="examples.yaml"',
        'attachment; filename="examples.json"',
    ]
    noted = lee.get("/administration/audit?kind=export.made").text
    assert noted.count("<code>export:examples</code>") == 2

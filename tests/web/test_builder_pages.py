"""What builders see of their listings and domains, and what they do with them."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from gptreview.model.own_listing import BuilderDomain
from gptreview.usecases.builders.domain_proof import DomainProof, Seen
from tests.court import Court, draft
from tests.web.conftest import SignIn, Site, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

REASON = "The sentence quotes a scam so that people can recognise one."


@pytest.fixture
def court(site: Site) -> Court:
    """Decides an hour ago, on the site's database."""
    made = Court(site.database)
    made.now = site.desk.clock() - dt.timedelta(hours=1)
    return made


def _owner(site: Site, court: Court, signed_in: SignIn, listing: int) -> Visitor:
    visitor = signed_in("olive", "builder")
    assert visitor.account is not None
    owners = site.desk.rooms.builders.owners
    owners.give(listing, visitor.account.id, court.identity("cleo"))
    return visitor


def _decided(court: Court) -> tuple[int, int]:
    listing = court.listing("g-one", outcome="fail")
    return listing, court.decide(court.case(listing)).id


@pytest.mark.parametrize("path", ["/own-listings", "/domains"], ids=["listings", "domains"])
def test_builders_have_pages_of_their_own(site: Site, signed_in: SignIn, path: str) -> None:
    """Builders see them empty at first; everybody else is asked to sign in."""
    answer = signed_in("ann", "builder").get(path)
    assert answer.status_code == 200
    assert ("No domain of yours is proven" in answer.text) is (path == "/own-listings")
    refused = site.visitor().get(path)
    assert (refused.status_code, refused.headers["location"]) == (
        303,
        f"/sign-in?next=%2F{path[1:]}",
    )


def test_own_listing_has_evidence_fixes_and_reasons(
    site: Site, court: Court, signed_in: SignIn
) -> None:
    """Both languages of a fix, the decision with its reason, and no way to another's listing."""
    listing, decision = _decided(court)
    olive = _owner(site, court, signed_in, listing)
    other = court.listing("g-two")
    listed = olive.get("/own-listings").text
    assert f'href="/own-listings/{listing}"' in listed
    assert "No domain of yours is proven" not in listed
    text = olive.get(f"/own-listings/{listing}").text
    wanted = [
        "g-one",
        "How to fix it",
        'lang="zh-Hans"',
        "Nobody can promise a return.",
        "The instructions promise a return.",
        f"/own-listings/{listing}/decisions/{decision}/appeal",
    ]
    assert [each for each in wanted if each not in text] == []
    assert olive.get(f"/own-listings/{other}").status_code == 403
    assert olive.get("/own-listings/999").status_code == 404


@pytest.mark.parametrize("days", [None, 30], ids=["for-good", "for-a-while"])
def test_what_a_person_decided_goes_before_the_verdict(
    site: Site, court: Court, signed_in: SignIn, days: int | None
) -> None:
    """After an appeal the listing passes for its builder too; what the review said stands below."""
    listing, decision = _decided(court)
    olive = _owner(site, court, signed_in, listing)
    assert ">Fail<" in olive.get("/own-listings").text
    court.mine.add(listing)
    appeal = court.appealing().by_builder(decision, REASON, court.identity("bob"))
    ben = court.identity("ben")
    claimed = court.claiming().claim(appeal.case, ben)
    court.answering().overturn(
        appeal.case, draft(action="no_violation", days=days), claimed.revision, ben
    )
    head = _verdict_of(olive.get(f"/own-listings/{listing}").text)
    wanted = [
        ">Pass<",
        "A person decided: No violation.",
        "That answered an appeal.",
        "The automatic review said:",
        ">Fail<",
    ]
    assert sorted(wanted, key=head.index) == wanted
    assert ("It holds until" in head) == (days is not None)
    listed = olive.get("/own-listings").text
    assert (">Pass<" in listed, ">Fail<" in listed) == (True, False)


def _verdict_of(text: str) -> str:
    return text.partition('<section class="verdict pass"')[2].partition("</section>")[0]


def test_builder_appeals_once(site: Site, court: Court, signed_in: SignIn) -> None:
    """A short reason is told at its field, a good one is taken, a second one is refused."""
    listing, decision = _decided(court)
    olive = _owner(site, court, signed_in, listing)
    path = f"/own-listings/{listing}/decisions/{decision}/appeal"
    assert 'name="reason"' in olive.get(path).text
    short = olive.post(path, {"reason": "No <b>!"}, page=path)
    assert (short.status_code, "No &lt;b&gt;!" in short.text) == (422, True)
    assert 'id="reason-error"' in short.text
    taken = olive.post(path, {"reason": REASON}, page=path)
    assert (taken.status_code, taken.headers["location"]) == (303, f"/own-listings/{listing}")
    assert "Your appeal was received" in olive.get(f"/own-listings/{listing}").text
    again = olive.post(path, {"reason": REASON}, page="/own-listings")
    assert (again.status_code, "has appealed against it before" in again.text) == (409, True)
    assert "No appeal is possible" in olive.get(path).text
    assert olive.get(f"/own-listings/{listing}/decisions/99/appeal").status_code == 404


def test_new_version_is_uploaded(site: Site, court: Court, signed_in: SignIn) -> None:
    """No file and one that is none are told; the same content and a new one are taken."""
    listing = court.listing("g-one", text="It plans trips.")
    olive = _owner(site, court, signed_in, listing)
    path, page = f"/own-listings/{listing}/versions", f"/own-listings/{listing}"

    def upload(data: bytes) -> Any:
        return olive.post(path, page=page, files={"upload": ("gpt.json", data)})

    missing = olive.post(path, {"upload": ""}, page=page)
    assert (missing.status_code, "no file" in missing.text) == (422, True)
    broken = upload(b"{")
    assert (broken.status_code, 'id="upload-error"' in broken.text) == (422, True)
    fresh = json.dumps({"name": "g-one", "instructions": "It plans slow trips by train."})
    taken = upload(fresh.encode())
    assert (taken.status_code, taken.headers["location"]) == (303, page)
    assert "The new version was received and reviewed." in olive.get(page).text
    same = upload(fresh.encode())
    assert (same.status_code, "The same content as before" in same.text) == (200, True)
    remarked = json.loads(fresh) | {"description": "More.", "odd_key": 1}
    told = upload(json.dumps(remarked).encode())
    assert (told.status_code, "A new version was taken" in told.text) == (200, True)
    assert "odd_key" in told.text


@pytest.fixture
def proof(monkeypatch: pytest.MonkeyPatch) -> Callable[[Seen], None]:
    """Sets what is found where a proof is looked for."""

    def found(seen: Seen) -> None:
        def look(_self: DomainProof, _domain: BuilderDomain) -> Seen:
            return seen

        monkeypatch.setattr(DomainProof, "look", look)

    return found


def test_domain_is_added_proven_and_removed(
    signed_in: SignIn, proof: Callable[[Seen], None]
) -> None:
    """From its name over what to publish to the proof, and back."""
    olive = signed_in("olive", "builder")
    wrong = olive.post("/domains", {"domain": "https://x"}, page="/domains")
    assert (wrong.status_code, 'id="domain-error"' in wrong.text) == (422, True)
    added = olive.post("/domains", {"domain": "Shop.Example"}, page="/domains")
    page = added.headers["location"]
    text = olive.get(page).text
    assert "gptreview-verification=" in text
    assert "https://shop.example/.well-known/gptreview-verification.txt" in text
    proof(Seen("dns"))
    proven = olive.post(f"{page}/check", page=page)
    assert (proven.status_code, proven.headers["location"]) == (303, page)
    assert "This domain is yours" in olive.get(page).text
    assert "proven by DNS" in olive.get("/domains").text
    assert "Remove shop.example?" in olive.get(f"{page}/remove").text
    removed = olive.post(f"{page}/remove", page=f"{page}/remove")
    assert (removed.status_code, olive.get(page).status_code) == (303, 404)


@pytest.mark.parametrize(
    ("is_known", "status"), [(True, 422), (False, 503)], ids=["missing", "no-answer"]
)
def test_proof_that_is_not_there_is_told(
    signed_in: SignIn, proof: Callable[[Seen], None], *, is_known: bool, status: int
) -> None:
    """What was found instead stands on the page; a second look at once is too early."""
    olive = signed_in("olive", "builder")
    page = olive.post("/domains", {"domain": "shop.example"}, page="/domains").headers["location"]
    proof(Seen("", "DNS: 0 TXT records", is_known=is_known))
    missing = olive.post(f"{page}/check", page=page)
    assert (missing.status_code, "DNS: 0 TXT records" in missing.text) == (status, True)
    assert olive.post(f"{page}/check", page=page).status_code == 429


def test_domains_of_others_are_not_there(signed_in: SignIn) -> None:
    """Nobody sees, checks or removes another's."""
    olive, mallory = signed_in("olive", "builder"), signed_in("mallory", "builder")
    page = olive.post("/domains", {"domain": "shop.example"}, page="/domains").headers["location"]
    asked = [
        mallory.get(page),
        mallory.get(f"{page}/remove"),
        mallory.post(f"{page}/check", page="/domains"),
        mallory.post(f"{page}/remove", page="/domains"),
    ]
    assert [each.status_code for each in asked] == [404, 404, 404, 404]

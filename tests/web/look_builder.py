"""Pages of builders with something on them."""

from __future__ import annotations

from typing import Any

from gptreview.model.account import Role
from gptreview.model.decision import Action, Appeal, Ground, Party, Scope
from gptreview.model.finding import Wording
from gptreview.model.own_listing import (
    BuilderDomain,
    OwnDecision,
    OwnListing,
    OwnListingDetail,
    OwnListingPage,
    OwnNotice,
    OwnStrike,
    OwnVersion,
    Resubmission,
)
from gptreview.model.policy import Clause
from gptreview.model.publication import Ruling
from tests.web.look_case import case_samples
from tests.web.look_frame import DAY, NOW, Sample

_CLAUSE = "usage-policies/fraud"


def _clauses(evil: str) -> dict[str, Clause]:
    text = Wording(f"No fraud{evil}", f"不得欺诈{evil}")
    return {_CLAUSE: Clause(_CLAUSE, text, text, NOW.date(), "")}


def _decision(number: int, evil: str, **changes: Any) -> OwnDecision:
    values: dict[str, Any] = {
        "id": number, "case": 41, "version": 4, "action": Action.REQUIRE_CHANGE,
        "clauses": (_CLAUSE, "gone/clause"), "facts": f"It asks for a fee.{evil}",
        "reason": f"Remove the fee.{evil}", "scope": Scope.LISTING, "ground": Ground.ILLEGAL,
        "legal_ground": f"Article 1{evil}", "made_at": NOW - DAY, "ends_at": None,
        "change_by": NOW.date(), "evidence": (), "replaced_at": None,
        "appeal_until": NOW + 180 * DAY, "may_appeal": True,
    }  # fmt: skip
    return OwnDecision(**values | changes)


def _detail(evil: str, **changes: Any) -> OwnListingDetail:
    page = case_samples(evil)["case"][2]["page"]
    decided = {"action": Action.REMOVE, "may_appeal": False, "replaced_at": NOW, "change_by": None}
    values: dict[str, Any] = {
        "listing": page.listing,
        "versions": (OwnVersion(4, NOW - DAY, "pass"), OwnVersion(5, NOW, "fail")),
        "verdict": page.verdict.verdict, "judged_at": NOW,
        "decisions": (_decision(9, evil), _decision(8, evil, **decided)),
        "appeals": (Appeal(2, 41, 8, Party.BUILDER, f"It is a quote.{evil}", NOW,
                           decided_at=NOW, is_upheld=False, answer=f"You are right.{evil}"),),
        "notices": (OwnNotice(3, "decision_builder", f"Remove{evil}", f"Dear{evil}", NOW, None),),
        "strikes": (OwnStrike(9, 1, NOW, NOW + 365 * DAY, None),
                    OwnStrike(8, 3, NOW, NOW + 365 * DAY, NOW)),
    }  # fmt: skip
    return OwnListingDetail(**values | changes)


def _domain(number: int, **changes: Any) -> BuilderDomain:
    values: dict[str, Any] = {
        "id": number, "account": 5, "domain": f"shop{number}.example", "token": "t" * 32,
        "way": "", "added_at": NOW, "verified_at": None, "expires_at": None,
        "checked_at": None, "error": "",
    }  # fmt: skip
    return BuilderDomain(**values | changes)


def builder_samples(evil: str) -> dict[str, Sample]:
    """Listings, one of them in full, an appeal, and domains in each state."""
    listings = (
        OwnListing(7, f"Rich in seven days{evil}", 5, NOW - DAY, None, "fail"),
        OwnListing(8, "", 1, NOW - DAY, NOW, ""),
    )
    proven = {"way": "dns", "verified_at": NOW, "expires_at": NOW + 90 * DAY, "checked_at": NOW}
    over = {**proven, "way": "well-known", "expires_at": NOW - DAY, "error": f"nothing{evil}"}
    domains = (_domain(1), _domain(2, **proven), _domain(3, **over))
    sizes = {"most_json": "12.5", "most_zip": "15"}
    listing = {"clauses": _clauses(evil), "errors": {}, "made": None, **sizes}
    made = Resubmission(7, 6, "review", is_new=True, case=41, remarks=(f"an odd key{evil}",))
    appeal = {
        "number": 7, "listing_name": f"Rich{evil}", "clauses": _clauses(evil),
        "values": {"reason": evil}, "errors": {},
    }  # fmt: skip
    return {
        "own-listings": ("builder/listings", Role.BUILDER, {
            "page": OwnListingPage(listings, 8), "has_domain": True,
            "next": "/own-listings?after=8", "first": "/own-listings"}),
        "own-listings-empty": ("builder/listings", Role.BUILDER, {
            "page": OwnListingPage((), None), "has_domain": False, "next": "", "first": ""}),
        "own-listing": ("builder/listing", Role.BUILDER, {**listing, "detail": _detail(evil)}),
        "own-listing-decided": ("builder/listing", Role.BUILDER, {
            **listing, "detail": _detail(evil, ruling=Ruling(
                9, Action.NO_VIOLATION, (_CLAUSE,), (), NOW + 30 * DAY, by_appeal=True))}),
        "own-listing-new": ("builder/listing", Role.BUILDER, {
            **listing, "made": made, "errors": {"upload": f"no listing{evil}"},
            "detail": _detail(evil, verdict=None, decisions=(), appeals=(), notices=())}),
        "own-appeal": ("builder/appeal", Role.BUILDER, {**appeal, "decision": _decision(9, evil)}),
        "own-appeal-over": ("builder/appeal", Role.BUILDER, {
            **appeal, "decision": _decision(9, evil, may_appeal=False)}),
        "domains": ("builder/domains", Role.BUILDER, {
            "domains": domains, "values": {"domain": evil}, "errors": {"domain": f"none{evil}"}}),
        "domains-empty": ("builder/domains", Role.BUILDER, {
            "domains": (), "values": {"domain": evil}, "errors": {}}),
        "domain": ("builder/domain", Role.BUILDER, {
            "domain": domains[0], "problem": f"DNS: nothing{evil}"}),
        "domain-proven": ("builder/domain", Role.BUILDER, {
            "domain": _domain(2, **proven, error=f"nothing{evil}"), "problem": ""}),
        "domain-remove": ("builder/remove_domain", Role.BUILDER, {"domain": domains[0]}),
    }  # fmt: skip

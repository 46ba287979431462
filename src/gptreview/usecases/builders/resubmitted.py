"""What an upload may say of its builder, and what becomes of the verdict where one was removed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from gptreview.decide.domain import canonical_host
from gptreview.errors import InputError
from gptreview.model.finding import Wording
from gptreview.model.gpt import Builder, Gpt, Verification
from gptreview.model.segment import Unread
from gptreview.model.verdict import Outcome
from gptreview.store.verdict_documents import VerdictText, from_text
from gptreview.store.verdicts import MadeVerdict

HELD: Final = "a person removed the listing, so a person must decide on its new version"
_HELD: Final = Wording(
    "A person removed the listing, so a person must decide on its new version.",
    "该条目曾被人工下架，新版本须由人工决定。",
)
_CODE: Final = "resubmitted"


def sound_gpt(gpt: Gpt, before: Builder, proven: Collection[str]) -> Gpt:
    """The upload with a builder that is not just claimed.

    Who is verified is for a source to say. So an upload that names none, or the same as before,
    has the builder from before; another domain has to be proven here.

    Args:
        gpt: As it was uploaded.
        before: The builder of the listing's current version.
        proven: Domains that the account has proven.

    Raises:
        InputError: It names a domain that they have not proven.
    """
    given = gpt.builder
    name = given.name or before.name
    domain = canonical_host(given.domain) or given.domain
    if not domain or domain == canonical_host(before.domain):
        is_same = name == before.name or before.verified == Verification.DNS
        verified = before.verified if is_same else ""
        return replace(gpt, builder=Builder(name, before.domain, verified))
    if domain not in proven:
        raise InputError(
            "a builder's domain that you have not proven",
            where="upload: builder",
            expected=", ".join(sorted({before.domain, *proven} - {""})) or "no domain",
            next_step="prove the domain first, or leave it out",
        )
    return replace(gpt, builder=Builder(name, domain, Verification.DNS))


def held_verdict(text: VerdictText) -> MadeVerdict:
    """A verdict that lets nothing pass before somebody has decided; one that fails stays so.

    It says so in its coverage, so that it stays where waivers have it judged again.
    """
    verdict = from_text(text)
    if verdict.outcome is not Outcome.PASS:
        return MadeVerdict(text)
    unread = (*verdict.coverage.unread, Unread("listing", HELD, code=_CODE))
    held = replace(
        verdict,
        outcome=Outcome.REVIEW,
        coverage=replace(verdict.coverage, unread=unread),
        reasons=(_HELD,),
    )
    return MadeVerdict(held, HELD)

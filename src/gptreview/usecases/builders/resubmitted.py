"""What an upload may say of its builder."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from gptreview.decide.domain import canonical_host
from gptreview.errors import InputError
from gptreview.model.gpt import Builder, Gpt, Verification


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

"""By what two listings are known to be of the same builder."""

from __future__ import annotations

import hashlib

from gptreview.model.gpt import Builder


def builder_key(builder: Builder) -> str:
    """``sha256:`` of the domain, else of the name; empty where a listing says neither.

    The domain as the listing says it, whether proven or not: who claims another one's domain
    stands beside them in what reviewers see, and gets nothing by it.
    """
    named = builder.domain.strip().lower() or " ".join(builder.name.split()).casefold()
    if not named:
        return ""
    return f"sha256:{hashlib.sha256(named.encode('utf-8', 'surrogatepass')).hexdigest()}"

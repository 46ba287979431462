"""Which part of a name somebody registered, by the Public Suffix List as packaged."""

from __future__ import annotations

from functools import cache
from typing import Any


def has_public_suffix(host: str) -> bool:
    """Whether the host's last labels are a public suffix: ``example.com``, but not ``v1.beta``."""
    return bool(_extract(hosters=False)(host).suffix)


def registrable_domain(host: str) -> str:
    """The public suffix and the label before it, as one registers them; else the host itself."""
    return str(_extract(hosters=False)(host).top_domain_under_public_suffix) or host


def owner_domain(host: str) -> str:
    """The domain whose owner runs the host; empty where the host itself is a public suffix.

    A hoster's domain, under which strangers get names, counts as a suffix: ``a.github.io`` and
    ``b.github.io`` have two owners. Without a known suffix the last label is one, as the list's
    default rule says.
    """
    found = _extract(hosters=True)(host)
    if not found.suffix:
        return ".".join(host.split(".")[-2:])
    return str(found.top_domain_under_public_suffix)


@cache
def _extract(*, hosters: bool) -> Any:
    """No network, no cache on disk; reading the list takes 0.2 s, so it is read once, if at all."""
    import tldextract

    return tldextract.TLDExtract(
        cache_dir=None, suffix_list_urls=(), include_psl_private_domains=hosters
    )

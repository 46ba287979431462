"""Which part of a name is a public suffix, by the Public Suffix List as packaged."""

from __future__ import annotations

from functools import cache
from typing import Any


def has_public_suffix(host: str) -> bool:
    """Whether the host's last labels are a public suffix: ``example.com``, but not ``v1.beta``."""
    return bool(_extract()(host).suffix)


def registrable_domain(host: str) -> str:
    """The public suffix and the label before it, as one registers them; else the host itself."""
    return str(_extract()(host).top_domain_under_public_suffix) or host


@cache
def _extract() -> Any:
    """No network, no cache on disk; reading the list takes 0.2 s, so it is read once, if at all."""
    import tldextract

    return tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())

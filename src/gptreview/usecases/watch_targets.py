"""What a listing depends on outside of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from gptreview.decide.domain import canonical_host, is_public_host
from gptreview.errors import GptReviewError, InputError
from gptreview.model.gpt import Gpt, GptAction, Verification
from gptreview.model.watches import WatchKind, WatchTarget
from gptreview.net.url import HttpsUrl
from gptreview.reading.document import ReadLimits, read_mapping
from gptreview.scan.actions.server_urls import named_servers

BUILDER: Final = "builder"
QUERY: Final = "?…"
"""What stands for a query, which may hold a secret."""
_PROOF: Final = "/.well-known/openai-apps-challenge"
"""Where OpenAI looks for the token of an app's domain."""
_HOSTS: Final = 50
"""Hosts of one action that are watched; the most in a real document is 12."""


def watch_targets(current: Gpt, source: Gpt, limits: ReadLimits) -> tuple[WatchTarget, ...]:
    """Everything that is to be watched for a listing, each once.

    Args:
        current: The content of its current version.
        source: The content as its source has it: what was lost may come back.
        limits: For reading the actions' documents.
    """
    found = [*_of_builder(source)]
    for index, (action, own) in enumerate(zip(current.actions, source.actions, strict=True)):
        found += _of_action(f"action:{index}", action, own, limits)
    return tuple({(each.kind, each.address, each.place): each for each in found}.values())


def action_at(place: str) -> int:
    """The index of the action that a place names."""
    return int(place.removeprefix("action:"))


def address_of(gpt: Gpt, kind: WatchKind, place: str) -> str:
    """The whole URL of a specification or a privacy policy; empty where there is none."""
    index = action_at(place)
    if index >= len(gpt.actions):
        return ""
    action = gpt.actions[index]
    url = action.schema_url if kind is WatchKind.SPEC else action.privacy_policy_url
    parsed = _parsed(url)
    return str(parsed) if parsed else ""


def _of_builder(source: Gpt) -> Iterator[WatchTarget]:
    domain = canonical_host(source.builder.domain)
    if source.builder.verified != Verification.DNS or not is_public_host(domain):
        return
    yield WatchTarget(WatchKind.DNS, domain, domain, domain, BUILDER)
    proof = f"https://{domain}{_PROOF}"
    yield WatchTarget(WatchKind.PROOF, proof, proof, domain, BUILDER)


def _of_action(
    place: str, action: GptAction, own: GptAction, limits: ReadLimits
) -> Iterator[WatchTarget]:
    spec, privacy = _parsed(action.schema_url), _parsed(action.privacy_policy_url)
    if spec is not None:
        own_digest = _digest(f"{own.unread}\n{own.schema}")
        yield _page(WatchKind.SPEC, spec, place, own_digest)
    if privacy is not None:
        yield _page(WatchKind.PRIVACY, privacy, place)
    for host in _hosts(action, limits):
        yield WatchTarget(WatchKind.HOST, host, host, host, place)


def _page(kind: WatchKind, url: HttpsUrl, place: str, own_digest: str = "") -> WatchTarget:
    address = str(url)
    before, mark, _ = address.partition("?")
    shown = f"{before}{QUERY}" if mark else before
    return WatchTarget(kind, address, shown, url.host, place, own_digest)


def _hosts(action: GptAction, limits: ReadLimits) -> list[str]:
    """The hosts that an action calls; none where its document cannot be read."""
    if not action.schema:
        return []
    try:
        document = read_mapping(action.schema.encode("utf-8", "replace"), name="", limits=limits)
    except GptReviewError:
        return []
    urls = (_parsed(url) for _, url in named_servers(document.value))
    return list(dict.fromkeys(url.host for url in urls if url is not None))[:_HOSTS]


def _parsed(url: str) -> HttpsUrl | None:
    """The URL; None where it is no https URL, of which the review tells."""
    try:
        return HttpsUrl.parse(url.strip())
    except InputError:
        return None


def _digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}"

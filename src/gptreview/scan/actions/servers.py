"""Where an action sends its requests, and where its users sign in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from gptreview.model.finding import Card, Wording
from gptreview.net.oauth_domains import may_authorise
from gptreview.net.public_suffix import owner_domain
from gptreview.reading.pointer import join
from gptreview.scan.actions import catalogue
from gptreview.scan.actions.draft import Draft, Subject, shown
from gptreview.scan.actions.hosts import Host, Trait, is_below, read_host
from gptreview.scan.actions.server_urls import named_servers

_TRAITS: Final[dict[Trait, Card]] = {
    Trait.PRIVATE: catalogue.PRIVATE,
    Trait.ADDRESS: catalogue.ADDRESS,
    Trait.CATCHER: catalogue.CATCHER,
    Trait.TUNNEL: catalogue.TUNNEL,
    Trait.LOOKALIKE: catalogue.LOOKALIKE,
}
_MAX_SERVERS: Final = 50
"""Servers that are judged; the most in a real document is 12."""


def is_foreign(host: str, builder: str) -> bool:
    """Whether a host surely belongs to somebody else than the builder's domain."""
    domain = builder.strip().lower().rstrip(".")
    if not host or not domain or is_below(host, domain):
        return False
    owner = owner_domain(domain)
    return not owner or owner_domain(host) != owner


def check_servers(subject: Subject) -> Iterator[Draft]:
    """What is to be said of the servers of a document, each host once."""
    told: set[str] = set()
    owners: set[str] = set()
    for pointer, url in list(named_servers(subject.document.value))[:_MAX_SERVERS]:
        host = read_host(url)
        if not host.name or host.name in told:
            continue
        told.add(host.name)
        yield from _judge(host, pointer, url)
        if host.trait is None:
            owners.add(owner_domain(host.name))
            if len(owners) == 2:
                yield Draft(catalogue.SEVERAL, pointer, url)
            builder = subject.gpt.builder.domain
            if is_foreign(host.name, builder):
                name = shown(host.name)
                yield Draft(
                    catalogue.FOREIGN,
                    pointer,
                    url,
                    Wording(
                        f"The action calls {name}, which is not the builder's domain.",
                        f"操作调用的 {name} 不是开发者的域名。",
                    ),
                )


def _judge(host: Host, pointer: str, url: str) -> Iterator[Draft]:
    if host.trait is not None:
        name = shown(host.name)
        card = _TRAITS[host.trait]
        message = Wording(f"{card.message.en[:-1]}: {name}.", f"{card.message.zh[:-1]}：{name}。")
        yield Draft(card, pointer, url, message)
    if host.scheme in ("http", "ws") and host.trait is not Trait.PRIVATE:
        yield Draft(catalogue.INSECURE, pointer, url)


def check_oauth(subject: Subject) -> Iterator[Draft]:
    """Users sign in on the API's own domain, over https, or with an excepted vendor."""
    named = [(at, read_host(url).name) for at, url in named_servers(subject.document.value)]
    named = [(at, name) for at, name in named if name]
    told: set[str] = set()
    for pointer, url in _endpoints(subject) if named else ():
        host = _host(url)
        secure = url.strip().lower().startswith("https:")
        if host in told or (secure and any(may_authorise(host, api) for _, api in named)):
            continue
        if host:
            told.add(host)
            yield _sign_in(pointer or named[0][0], url if pointer else "", host, named[0][1])


def _sign_in(pointer: str, url: str, host: str, api: str) -> Draft:
    where, what = shown(host), shown(api)
    if host == api:
        return Draft(catalogue.OAUTH, pointer, url)
    message = Wording(
        f"Users sign in at {where}, the API is at {what}.",
        f"用户在 {where} 登录，而接口位于 {what}。",
    )
    return Draft(catalogue.OAUTH, pointer, url, message)


def _endpoints(subject: Subject) -> Iterator[tuple[str, str]]:
    """Pointer and URL; no pointer where the listing says it and not the document."""
    auth = subject.action.auth
    if auth is not None:
        yield from (("", url) for url in (auth.authorization_url, auth.token_url) if url)
    document = subject.document.value
    components = document.get("components") if isinstance(document, dict) else None
    for holder, pointer in (
        (components, "/components/securitySchemes"),
        (document, "/securityDefinitions"),
    ):
        key = pointer.rpartition("/")[2]
        schemes = holder.get(key) if isinstance(holder, dict) else None
        for name, scheme in schemes.items() if isinstance(schemes, dict) else ():
            yield from _scheme(scheme, join(pointer, name))


def _scheme(scheme: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if not isinstance(scheme, dict):
        return
    flows = scheme.get("flows")
    places = [(scheme, pointer)]  # Swagger 2.0 has the endpoints in the scheme itself
    for name, flow in flows.items() if isinstance(flows, dict) else ():
        if isinstance(flow, dict):
            places.append((flow, join(pointer, "flows", name)))
    for place, at in places:
        for key in ("authorizationUrl", "tokenUrl"):
            if isinstance(place.get(key), str):
                yield join(at, key), place[key]


def _host(url: str) -> str:
    try:
        return (urlsplit(url.strip()).hostname or "").rstrip(".")
    except ValueError:
        return ""

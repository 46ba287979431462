"""Publishing facts of the actions: privacy policy, hosts, and what is sent to whom."""

from __future__ import annotations

from collections.abc import Iterator

from gptreview.decide import publishing_cards as cards
from gptreview.decide.domain import canonical_host, host_of, is_public_host, is_within, same_owner
from gptreview.decide.facts import Facts, state
from gptreview.model.finding import Confidence, Finding, Wording
from gptreview.model.gpt import Loss
from gptreview.model.verdict import DataFlow

_NAMED = 8  # names in a message; the consent sheet has all of them


def privacy_urls(facts: Facts) -> Iterator[Finding]:
    """Every action has a privacy policy that anybody can open."""
    for index, action in enumerate(facts.gpt.actions):
        url = action.privacy_policy_url.strip()
        field = f"action:{index}"
        if not url:
            yield state(cards.PRIVACY_URL_MISSING, field, action.schema)
        elif not (url.startswith("https://") and is_public_host(host_of(url))):
            yield state(cards.PRIVACY_URL_UNUSABLE, field, url, excerpt=_without_query(url))
        elif Loss.PRIVACY in action.lost:
            yield state(cards.PRIVACY_URL_GONE, field, url, excerpt=_without_query(url))
        elif _is_foreign(url, index, facts):
            yield state(cards.PRIVACY_URL_FOREIGN, field, url, excerpt=_without_query(url))


def _is_foreign(url: str, index: int, facts: Facts) -> bool:
    """Whether neither the action nor the builder has the policy's domain, as far as known."""
    owners = {flow.domain for flow in facts.flows_of(index)}
    owners.add(canonical_host(facts.gpt.builder.domain))
    owners.discard("")
    return bool(owners) and not any(same_owner(host_of(url), owner) for owner in owners)


def action_hosts(facts: Facts) -> Iterator[Finding]:
    """Every host that an action calls is still there, as far as somebody has looked."""
    for index, action in enumerate(facts.gpt.actions):
        if Loss.HOST in action.lost:
            hosts = sorted({flow.domain for flow in facts.flows_of(index)})
            evidence = "\n".join(hosts) or action.schema
            yield state(cards.HOST_GONE, f"action:{index}", evidence)


def action_domains(facts: Facts) -> Iterator[Finding]:
    """Every host that an action calls is on the workspace's allow list, where there is one."""
    allowed = facts.allow.action_domains
    if not allowed:
        return
    for index, action in enumerate(facts.gpt.actions):
        field = f"action:{index}"
        hosts = list(dict.fromkeys(flow.domain for flow in facts.flows_of(index)))
        for host in hosts:
            if host and not any(is_within(host, each) for each in allowed):
                yield state(cards.ACTION_DOMAIN, field, host, text=action.schema, excerpt=host)
        if "" in hosts or facts.is_unread(index):
            yield state(cards.ACTION_UNKNOWN, field, action.schema)


def data_consent(facts: Facts) -> Iterator[Finding]:
    """The consent sheet is complete, and no third party is sent data behind the user's back.

    Whether chats may improve models is a line of the sheet, whoever the actions send data to: to
    the user, the builder's own host is not ChatGPT either.
    """
    for index, action in enumerate(facts.gpt.actions):
        field = f"action:{index}"
        for flow in facts.flows_of(index):
            if _is_unasked(flow):
                yield _unasked(flow, action.schema)
        if facts.is_unread(index) or any(not flow.domain for flow in facts.flows_of(index)):
            yield state(cards.SHEET_INCOMPLETE, field, action.schema)
    sent = [flow for flow in facts.data_flows if flow.sends]
    if sent and facts.gpt.improve_models is None:
        schema = facts.gpt.actions[sent[0].action].schema
        yield state(cards.TRAINING_UNKNOWN, f"action:{sent[0].action}", schema)


def _is_unasked(flow: DataFlow) -> bool:
    """GET is left out: ChatGPT asks for none of them, unless the document wants it."""
    quiet = not flow.asks_user and not flow.operation.startswith("GET ")
    return quiet and bool(flow.sends) and flow.third_party is not False


def _unasked(flow: DataFlow, schema: str) -> Finding:
    return state(
        cards.UNASKED_FLOW,
        f"action:{flow.action}",
        f"{flow.operation}\n{flow.domain}\n{sorted(flow.sends)}",
        text=schema,
        excerpt=flow.operation.partition(" ")[2],
        message=_what_goes_where(flow),
        confidence=Confidence.HIGH if flow.third_party else Confidence.MEDIUM,
    )


def _what_goes_where(flow: DataFlow) -> Wording:
    named, more = flow.sends[:_NAMED], len(flow.sends) > _NAMED
    sends = ", ".join(named) + (" …" if more else "")
    sends_zh = "、".join(named) + (" 等" if more else " ")
    to, to_zh = (flow.domain, f" {flow.domain}") if flow.domain else ("an unknown host", "未知主机")
    return Wording(
        f"{flow.operation} sends {sends} to {to} without asking the user.",
        f"{flow.operation} 会在不询问用户的情况下把 {sends_zh}发送到{to_zh}。",
    )


def _without_query(url: str) -> str:
    """What a report may show of it: no query, no fragment, and no credentials before the host."""
    shown = url.partition("#")[0].partition("?")[0]
    scheme, separator, rest = shown.rpartition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{separator}{authority.rpartition('@')[2]}{slash}{path}"

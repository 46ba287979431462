"""How the GPT authenticates: from the manifest where there is one, else from the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gptreview.convert.define.schemes import SCHEMES, Scheme, described, exchange_method, same
from gptreview.convert.ledger import Stage
from gptreview.convert.wording import quoted, shortened
from gptreview.model.action import ActionAuth, AuthType
from gptreview.model.plugin import PluginAuth, PluginAuthType


def manifest_auth(auth: PluginAuth, stage: Stage) -> ActionAuth:
    """The GPT editor's fields for a plugin's authentication; OAuth's two URLs swap names."""
    if auth.type is PluginAuthType.OAUTH:
        return ActionAuth(
            AuthType.OAUTH,
            authorization_url=auth.client_url,
            token_url=auth.authorization_url,
            scope=auth.scope,
            token_exchange_method=exchange_method(auth.token_exchange_method),
        )
    if auth.type is PluginAuthType.NONE:
        return ActionAuth()
    if auth.custom_auth_header:
        return ActionAuth(AuthType.API_KEY, scheme="custom", header=auth.custom_auth_header)
    scheme = auth.authorization_type
    if scheme not in ("bearer", "basic"):
        stage.repair(
            "auth.scheme",
            f"authorization_type is {quoted(scheme) if scheme else 'missing'}, expected bearer or "
            "basic; "
            "read as bearer",
            before=None,
            after=SCHEMES,
        )
        scheme = "bearer"
    return ActionAuth(AuthType.API_KEY, scheme=scheme)


def report_document_schemes(schemes: Mapping[str, Scheme], auth: ActionAuth, stage: Stage) -> None:
    """Say what the document's own security schemes come to beside the manifest's choice."""
    if not schemes and auth.type is not AuthType.NONE:
        stage.repair(
            "auth.from_manifest",
            f"the document has no security scheme; the manifest's {auth.type.value} "
            "was written into it",
            before=None,
            after=SCHEMES,
        )
    for scheme in schemes.values():
        if scheme.auth is None or not same(scheme.auth, auth):
            _drop(
                scheme,
                f"it says {scheme.described}, the manifest says {described(auth)}, "
                + (
                    "and ChatGPT went by the manifest"
                    if auth.type is AuthType.NONE
                    else "and the GPT builder takes one scheme"
                ),
                stage,
            )


def required_auth(schemes: Mapping[str, Scheme], securities: Sequence[Any]) -> ActionAuth | None:
    """Of the schemes that the GPT editor can express, the one that most operations require.

    Args:
        schemes: The document's, by name.
        securities: What each operation requires: its ``security``, or the document's.
    """
    wanted = {
        scheme: _demand(scheme.name, securities)
        for scheme in schemes.values()
        if scheme.auth is not None
    }
    best = max(wanted, key=lambda scheme: wanted[scheme], default=None)
    return best.auth if best and any(wanted[best]) else None


def document_auth(
    schemes: Mapping[str, Scheme], securities: Sequence[Any], stage: Stage
) -> ActionAuth:
    """What most operations require and the GPT editor can express; the rest is told."""
    chosen = required_auth(schemes, securities)
    for scheme in schemes.values():
        if scheme.auth is None:
            _drop(scheme, f"it is {scheme.described}, which the GPT editor has no field for", stage)
        elif chosen is not None and same(scheme.auth, chosen):
            continue
        elif any(_demand(scheme.name, securities)):
            _drop(scheme, "the GPT builder takes one scheme", stage)
        else:
            _drop(scheme, "no operation requires it", stage)
    return chosen or ActionAuth()


def _demand(name: str, securities: Sequence[Any]) -> tuple[int, int]:
    """How many operations the scheme alone would do for, and how many name it at all."""
    entries = [
        [entry for entry in security if isinstance(entry, dict)]
        for security in securities
        if isinstance(security, list)
    ]
    alone = sum(any(list(entry) == [name] for entry in security) for security in entries)
    named = sum(any(name in entry for entry in security) for security in entries)
    return alone, named


def _drop(scheme: Scheme, why: str, stage: Stage) -> None:
    stage.loss(
        "auth.scheme_dropped",
        f"security scheme {shortened(scheme.name)} was left out: {why}",
        before=scheme.place,
        after=None,
    )

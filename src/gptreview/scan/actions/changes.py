"""Operations that change something and are not asked about.

OpenAI, production notes on GPT actions, consequential flag: where it is absent, only a GET is
called without asking; where it is false, users may allow the operation once and for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gptreview.model.action import Operation
from gptreview.model.finding import Severity, Wording
from gptreview.reading.pointer import existing, join
from gptreview.scan.actions import catalogue
from gptreview.scan.actions.draft import Draft, Subject, shown

_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MONEY: Final = frozenset(
    {"pay", "transfer", "purchase", "buy", "withdraw", "charge", "checkout", "remit"}
)
_VERBS: Final = _MONEY | {
    *("delete", "remove", "destroy", "erase", "wipe", "send", "cancel", "publish", "post"),
    *("unsubscribe", "terminate", "revoke", "book", "order", "tweet", "email"),
}
_GET_VERBS: Final = frozenset(
    {
        *("delete", "remove", "destroy", "erase", "wipe", "send"),
        *("transfer", "pay", "purchase", "withdraw", "cancel", "publish"),
    }
)
_MONEY_ZH: Final = re.compile("转账|付款|支付|汇款|购买|下单|提现|扣款|充值")
_FLAG: Final = "x-openai-isConsequential"
_WRITES: Final = frozenset({"put", "patch", "delete"})


def check_changes(subject: Subject) -> Iterator[Draft]:
    """Drafts for operations whose flag or method belies what they do."""
    for operation in subject.definition.operations if subject.definition else ():
        if operation.method == "get":
            yield from _get(subject, operation)
        elif operation.consequential is False:
            yield from _flagged(subject, operation)


def _flagged(subject: Subject, operation: Operation) -> Iterator[Draft]:
    said = _words(operation.operation_id) | _words(_last(operation.path))
    money = bool(said & _MONEY) or bool(_MONEY_ZH.search(operation.summary))
    if operation.method not in _WRITES and not (money or said & _VERBS):
        return
    yield Draft(
        catalogue.UNASKED,
        join(_place(subject, operation), _FLAG),
        _FLAG,
        _message(
            operation,
            "changes something and is marked as not consequential",
            "会产生变更，却被标记为无需确认",
        ),
        Severity.HIGH if money else None,
    )


def _get(subject: Subject, operation: Operation) -> Iterator[Draft]:
    if operation.consequential is True:
        return
    verbs = [_first(operation.operation_id), _first(_last(operation.path))]
    if any(verb in _GET_VERBS for verb in verbs):
        yield Draft(
            catalogue.CHANGING_GET,
            _place(subject, operation),
            message=_message(operation, "sounds like a change", "从名称看会产生变更"),
        )


def _message(operation: Operation, en: str, zh: str) -> Wording:
    call = shown(f"{operation.method.upper()} {operation.path}")
    return Wording(f"{call} {en}.", f"{call} {zh}。")


def _place(subject: Subject, operation: Operation) -> str:
    return existing(subject.document.value, operation.pointer)


def _last(path: str) -> str:
    """The last part of a path that is no variable."""
    parts = [part for part in path.split("/") if part and "{" not in part]
    return parts[-1] if parts else ""


def _words(name: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(name)}


def _first(name: str) -> str:
    found = _WORD.search(name)
    return found[0].lower() if found else ""

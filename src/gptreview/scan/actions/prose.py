"""Orders to the model, joined to what the operations beside them take and where they send it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gptreview.model.action import Operation
from gptreview.model.finding import Severity, Wording
from gptreview.scan.actions import catalogue
from gptreview.scan.actions.document_map import Input, is_hidden
from gptreview.scan.actions.draft import Draft, Subject, shown
from gptreview.scan.actions.hosts import Trait
from gptreview.scan.actions.inputs import Taken
from gptreview.scan.actions.orders import Instruction, Order
from gptreview.scan.actions.servers import is_foreign

_STRONG: Final = frozenset({Order.OVERRIDE, Order.CONCEAL, Order.HAND_OVER})
_PRIZES: Final = frozenset({Taken.CREDENTIALS, Taken.PAYMENT})
_ORDERS: Final = {
    Order.OVERRIDE: ("leave its rules aside", "忽略其规则"),
    Order.CONCEAL: ("keep it from the user", "对用户隐瞒"),
    Order.HAND_OVER: ("hand over the conversation or credentials", "交出对话或凭据"),
    Order.DECEIVE: ("make the user believe something", "误导用户"),
    Order.COMPEL: ("call it unasked", "擅自调用"),
}
_NAMED: Final = 3  # inputs in one message


@dataclass(frozen=True, slots=True)
class _Circumstances:
    """What makes an order worse: where an operation sends to, and what it takes."""

    operation: Operation
    inputs: tuple[Input, ...]
    host: str
    doubtful: bool
    """Whether the server is an address, a catcher, a tunnel or a look-alike."""
    foreign: bool

    def aggravate(self, order: Order) -> bool:
        """Whether the order together with this is an attempt to get at data."""
        taken = {each.taken for each in self.inputs}
        if order in _STRONG:
            return bool(taken) or self.doubtful or self.foreign
        if order is Order.DECEIVE:
            return bool(taken & _PRIZES)
        talk = bool(taken & (_PRIZES | {Taken.CONVERSATION}))
        return talk and (self.doubtful or self.foreign)


def check_prose(subject: Subject) -> Iterator[Draft]:
    """One draft for each text that holds an order.

    Raises:
        ScanLimitError: The document has more values than any real one.
    """
    instructions = subject.map.instructions
    worst: dict[str, _Circumstances] = {}
    definition = subject.definition
    for operation in definition.operations if definition and instructions else ():
        reached = subject.map.reached(operation.pointer)
        around = _circumstances(subject, operation, reached.inputs)
        for pointer in reached.orders:
            if pointer not in worst and around.aggravate(instructions[pointer].order):
                worst[pointer] = around
    for pointer, instruction in instructions.items():
        draft = _draft(pointer, instruction, worst.get(pointer))
        if draft is not None:
            yield draft


def _circumstances(
    subject: Subject, operation: Operation, inputs: tuple[Input, ...]
) -> _Circumstances:
    host = subject.host(operation)
    return _Circumstances(
        operation,
        inputs,
        host.name,
        host.trait not in (None, Trait.PRIVATE),
        is_foreign(host.name, subject.gpt.builder.domain),
    )


def _draft(pointer: str, instruction: Instruction, around: _Circumstances | None) -> Draft | None:
    if around is not None:
        return Draft(
            catalogue.EXFILTRATION, pointer, instruction.phrase, _joined(instruction, around)
        )
    if instruction.order is Order.DECEIVE:
        return None
    if is_hidden(pointer):
        severity = None if instruction.order in _STRONG else Severity.MEDIUM
        return Draft(catalogue.HIDDEN_INSTRUCTION, pointer, instruction.phrase, severity=severity)
    return Draft(catalogue.INSTRUCTION, pointer, instruction.phrase)


def _joined(instruction: Instruction, around: _Circumstances) -> Wording:
    operation = around.operation
    call = shown(f"{operation.method.upper()} {operation.path}")
    names = list(dict.fromkeys(shown(each.name) for each in around.inputs))
    takes = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    host = shown(around.host)
    order, order_zh = _ORDERS[instruction.order]
    return Wording(
        f"The model is told to {order}, and {call}"
        + (f" takes {takes}" if takes else "")
        + (f"{' and' if takes else ''} sends it to {host}." if host else "."),
        f"描述要求模型{order_zh}，而 {call}"
        + (f" 会收取 {takes}" if takes else "")
        + (f"{' 并' if takes else ' 会将数据'}发送到 {host}。" if host else "。"),
    )


def check_inputs(subject: Subject) -> Iterator[Draft]:
    """One draft for each input that takes credentials or payment data."""
    told: set[str] = set()
    for operation in subject.definition.operations if subject.definition else ():
        if "oauth" in operation.path.lower():
            continue  # a token endpoint takes credentials: that is what it is for
        for each in subject.map.reached(operation.pointer).inputs:
            if each.taken not in _PRIZES or each.pointer in told:
                continue
            told.add(each.pointer)
            card = catalogue.PAYMENT if each.taken is Taken.PAYMENT else catalogue.CREDENTIALS
            call = shown(f"{operation.method.upper()} {operation.path}")
            name = shown(each.name)
            yield Draft(
                card,
                each.pointer,
                message=Wording(
                    f"{call} takes “{name}” out of the chat.", f"{call} 会通过对话收取“{name}”。"
                ),
            )

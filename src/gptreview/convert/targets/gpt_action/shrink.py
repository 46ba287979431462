"""Operations that alone are larger than the builder accepts: lighter, or left out by name."""

from __future__ import annotations

from dataclasses import replace

from gptreview.convert.ledger import Stage
from gptreview.convert.targets.gpt_action.fit import Fitted, LeftOut
from gptreview.convert.targets.gpt_action.openapi import DocumentWriter
from gptreview.model.action import Operation
from gptreview.reading.pointer import join


def shrink_operations(fitted: Fitted, writer: DocumentWriter, stage: Stage, limit: int) -> Fitted:
    """Every operation in a document of its own fits: without response schemas, or not at all.

    What a response looks like is the least that the model needs to make a call.

    Args:
        fitted: The operations.
        writer: Writes documents of the same action.
        stage: Where losses are recorded.
        limit: Bytes of one document.
    """
    kept: list[Operation] = []
    left_out: list[LeftOut] = []
    for operation in fitted.action.operations:
        if writer.fits([operation], limit):
            kept.append(operation)
            continue
        lighter = _without_responses(operation)
        if writer.fits([lighter], limit):
            kept.append(lighter)
            _report_responses(operation, lighter, limit, stage)
        else:
            left_out.append(_leave_out(operation, limit, stage))
    action = replace(fitted.action, operations=tuple(kept))
    return replace(fitted, action=action, left_out=(*fitted.left_out, *left_out))


def _without_responses(operation: Operation) -> Operation:
    return replace(
        operation,
        responses={
            status: {key: value for key, value in response.items() if key != "content"}
            for status, response in operation.responses.items()
        },
    )


def _report_responses(full: Operation, lighter: Operation, limit: int, stage: Stage) -> None:
    for status, response in full.responses.items():
        if response == lighter.responses[status]:
            continue
        place = join(full.pointer, "responses", status)
        stage.loss(
            "response.schema_dropped",
            f"with its response schemas this operation alone is larger than {limit:,} bytes, the "
            f"most that the GPT builder accepts; the schema of response {status} was left out",
            before=join(place, "content"),
            after=place,
        )


def _leave_out(operation: Operation, limit: int, stage: Stage) -> LeftOut:
    reason = (
        f"alone it is larger than {limit:,} bytes, the most that the GPT builder accepts, "
        "even without its response schemas"
    )
    stage.loss(
        "operation.too_large",
        f"{operation.method.upper()} {operation.path} was left out: {reason}",
        before=operation.pointer,
        after=None,
    )
    return LeftOut(operation, "operation.too_large", reason)

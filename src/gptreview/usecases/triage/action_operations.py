"""What the actions of a stored content can call, as far as their documents can be read."""

from __future__ import annotations

from collections.abc import Iterator

from gptreview.decide.data_flows import data_flows
from gptreview.model.action import ActionDefinition, Operation
from gptreview.model.gpt import Gpt
from gptreview.model.verdict import DataFlow
from gptreview.reading.document import ReadLimits, read_mapping
from gptreview.usecases.review_gpt import MAX_ACTION_BYTES


def action_operations(gpt: Gpt, limits: ReadLimits) -> Iterator[tuple[Operation, DataFlow]]:
    """Each operation with what it hands to whom, in the order of the documents.

    What cannot be read is told by the verdict's coverage, and gives nothing here.
    """
    for index in range(len(gpt.actions)):
        definition = _definition(gpt, index, limits)
        if definition is not None:
            flows = data_flows(index, definition, gpt)
            yield from zip(definition.operations, flows, strict=True)


def _definition(gpt: Gpt, index: int, limits: ReadLimits) -> ActionDefinition | None:
    data = gpt.actions[index].schema.encode("utf-8", "replace")
    if not data or len(data) > MAX_ACTION_BYTES:
        return None
    # Most listings have no action, and this import takes a while.
    from gptreview.convert.definition import read_definition

    try:
        return read_definition(read_mapping(data, name=f"action:{index}", limits=limits))
    except Exception:  # noqa: BLE001 - a stranger's document must not hide the rest of a case
        return None

"""``required: true`` inside a property, as JSON Schema had it in draft 3."""

from __future__ import annotations

from typing import Any

from gptreview.convert.ledger import Stage
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import join, split


def required_flag(value: Any) -> bool | None:
    """``required`` of JSON Schema draft 3, which stood inside the property itself."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def hoist_required(value: JsonObject, pointer: str, stage: Stage) -> JsonObject:
    """``required: true`` inside a property belongs in the list of the object around it."""
    schema = value
    if "required" in value and required_flag(value["required"]) is not None:
        schema = {key: item for key, item in value.items() if key != "required"}
        report_lone_flag(pointer, stage)
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return schema
    flagged = {
        name: flag
        for name, item in properties.items()
        if isinstance(item, dict)
        and "required" in item
        and (flag := required_flag(item["required"])) is not None
    }
    for name, wanted in flagged.items():
        stage.repair(
            "schema.required_flag",
            f"property {name} says required: {str(wanted).lower()} inside itself; "
            + ("moved to the object's required list" if wanted else "left out, as it is"),
            before=stage.origin(join(pointer, "properties", name, "required")),
            after=join(pointer, "required") if wanted else None,
        )
    wanted_names = [name for name, wanted in flagged.items() if wanted]
    if wanted_names:
        listed = schema.get("required")
        present = listed if isinstance(listed, list) else []
        added = [name for name in wanted_names if name not in present]
        return {**schema, "required": [*present, *added]}
    return schema


def report_lone_flag(pointer: str, stage: Stage) -> None:
    """Inside a property, the object around it tells what became of the flag."""
    if split(pointer)[-2:-1] != ["properties"]:
        stage.loss(
            "schema.required_flag",
            "required is true or false here, and there is no object around it to say so; left out",
            before=stage.origin(join(pointer, "required")),
            after=None,
        )

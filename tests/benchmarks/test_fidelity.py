"""The judge of migrations: it lets a faithful one pass and sees each way of not being one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fidelity import EmittedAction, OperationVerdict, baseline, judge_plugin

Json = dict[str, Any]

ORDERS = "/tables/{table}/orders"
API_URL = "https://canteen.example.org/openapi.yaml"
POST_BODY = "/paths/~1tables~1{table}~1orders/post/requestBody"
ORDER = f"{POST_BODY}/content/application~1json/schema/allOf/0"


def judge(source: Json, emitted: Json, record: Json) -> dict[str, OperationVerdict]:
    """Verdicts by method."""
    actions = [EmittedAction("actions/a.yaml", emitted)]
    verdicts, extra = judge_plugin("canteen", source, API_URL, actions, record)
    assert extra == []
    return {verdict.method: verdict for verdict in verdicts}


def loss(code: str, pointer: str, kind: str = "loss", **more: str) -> Json:
    """One entry of migration.json's changes."""
    before = {"file": "openapi.yaml", "pointer": pointer}
    return {"kind": kind, "code": code, "before": before, "after": None, **more}


def get(document: Json) -> Json:
    """The emitted GET."""
    operation: Json = document["paths"]["/tables/{seat}/orders"]["get"]
    return operation


def order(document: Json) -> Json:
    """The schema of the emitted POST's body."""
    post = document["paths"]["/tables/{seat}/orders"]["post"]
    schema: Json = post["requestBody"]["content"]["application/json"]["schema"]
    return schema


def test_faithful_migration_passes(source: Json, emitted: Json, record: Json) -> None:
    """References, path-level parameters, a renamed path parameter and nullable change nothing."""
    assert judge(source, emitted, record) == {
        "GET": OperationVerdict("canteen", "GET", ORDERS),
        "POST": OperationVerdict("canteen", "POST", ORDERS),
    }


def _without_query(document: Json) -> None:
    get(document)["parameters"].pop()


def _without_path_parameter(document: Json) -> None:
    get(document)["parameters"].pop(0)


def _without_field(document: Json) -> None:
    del order(document)["properties"]["count"]


def _without_body(document: Json) -> None:
    del document["paths"]["/tables/{seat}/orders"]["post"]["requestBody"]


def _optional_field(document: Json) -> None:
    order(document)["required"] = []


def _required_query(document: Json) -> None:
    get(document)["parameters"][1]["required"] = True


def _optional_body(document: Json) -> None:
    del document["paths"]["/tables/{seat}/orders"]["post"]["requestBody"]["required"]


def _other_type(document: Json) -> None:
    order(document)["properties"]["count"]["type"] = "number"


def _not_nullable(document: Json) -> None:
    order(document)["properties"]["note"]["type"] = "string"


def _other_values(document: Json) -> None:
    order(document)["properties"]["dish"]["enum"].append("salad")


def _insecure(document: Json) -> None:
    document["servers"] = [{"url": "http://canteen.example.org"}]


def _elsewhere(document: Json) -> None:
    document["servers"] = [{"url": "https://kitchen.example.org"}]


@pytest.mark.parametrize(
    ("damage", "method", "reason"),
    [
        (_without_query, "GET", "query parameter open is missing"),
        (_without_path_parameter, "GET", "path parameter table is missing"),
        (_without_field, "POST", "body.count is missing"),
        (_without_body, "POST", "the body (application/json) is missing"),
        (_optional_field, "POST", "body.dish became optional"),
        (_required_query, "GET", "query parameter open became required"),
        (_optional_body, "POST", "the body became optional"),
        (_other_type, "POST", "body.count: type integer became number"),
        (_not_nullable, "POST", "body.note: type null|string became string"),
        (_other_values, "POST", "body.dish: the enumerated values differ"),
        (_insecure, "GET", "its server http://canteen.example.org is not the source's"),
        (_elsewhere, "GET", "its server https://kitchen.example.org is not the source's"),
    ],
)
def test_damage_is_seen_and_unnamed(
    source: Json,
    emitted: Json,
    record: Json,
    damage: Callable[[Json], None],
    method: str,
    reason: str,
) -> None:
    """Each way of losing something is a reason, and one that no loss tells."""
    damage(emitted)
    verdict = judge(source, emitted, record)[method]
    assert reason in verdict.reasons
    assert (verdict.usable, verdict.named) == (False, False)


def test_what_the_builder_refuses_is_not_usable(source: Json, emitted: Json, record: Json) -> None:
    """An operation that the checker calls unusable does not count, faithful or not."""
    del get(emitted)["operationId"]
    assert judge(source, emitted, record)["GET"] == OperationVerdict(
        "canteen", "GET", ORDERS, ("the builder refuses it: operation.missing_id",), named=False
    )


def test_named_loss_of_a_parameter(source: Json, emitted: Json, record: Json) -> None:
    """A missing parameter whose loss is recorded at its place is named, and still not usable."""
    _without_query(emitted)
    place = "/paths/~1tables~1{table}~1orders/get/parameters/0"
    record["changes"] = [loss("parameter.unreadable", place)]
    assert judge(source, emitted, record)["GET"] == OperationVerdict(
        "canteen", "GET", ORDERS, ("query parameter open is missing (parameter.unreadable)",)
    )


def test_loss_of_something_else_names_nothing(source: Json, emitted: Json, record: Json) -> None:
    """Losses of neighbours, of words below, and of other documents do not excuse a difference."""
    _other_type(emitted)
    elsewhere = loss("schema.type_unknown", f"{ORDER}/properties/count")
    elsewhere["before"]["file"] = "ai-plugin.json"
    record["changes"] = [
        elsewhere,
        loss("schema.type_unknown", f"{ORDER}/properties/note"),
        loss("schema.type_unknown", f"{ORDER}/properties/counter"),
        loss("upgrade.example", f"{ORDER}/properties/count/example"),
        loss("schema.type_corrected", f"{ORDER}/properties/count/type", kind="repair"),
        {**loss("auth.content_type", ""), "before": None},
    ]
    assert not judge(source, emitted, record)["POST"].named


def test_repair_may_decide_what_is_required(source: Json, emitted: Json, record: Json) -> None:
    """A required-ness that a recorded repair changed is explained, and the operation usable."""
    order(emitted)["required"] = ["dish", "count"]
    place = f"{ORDER}/properties/count/required"
    record["changes"] = [loss("schema.required_flag", place, kind="repair")]
    assert judge(source, emitted, record)["POST"] == OperationVerdict(
        "canteen", "POST", ORDERS, explained=("schema.required_flag",)
    )


def test_operation_left_out_with_its_loss(source: Json, emitted: Json, record: Json) -> None:
    """An operation that is not there is named by its outcome together with the loss."""
    del emitted["paths"]["/tables/{seat}/orders"]["get"]
    record["operations"][0] = {
        "method": "GET",
        "path": ORDERS,
        "code": "operation.no_server",
        "reason": "no server is known",
    }
    assert not judge(source, emitted, record)["GET"].named
    pointer = "/paths/~1tables~1{table}~1orders/get"
    record["changes"] = [loss("operation.no_server", pointer, operation=f"GET {ORDERS}")]
    assert judge(source, emitted, record)["GET"] == OperationVerdict(
        "canteen", "GET", ORDERS, ("operation.no_server: no server is known",)
    )


def test_operation_that_vanished(source: Json, emitted: Json, record: Json) -> None:
    """An operation that is neither emitted nor in the record is an unnamed loss."""
    del emitted["paths"]["/tables/{seat}/orders"]["get"]
    record["operations"].pop(0)
    assert judge(source, emitted, record)["GET"] == OperationVerdict(
        "canteen", "GET", ORDERS, ("it was left out, and no loss tells it",), named=False
    )


def test_operation_written_twice(source: Json, emitted: Json, record: Json) -> None:
    """Of one method and path that stand twice, the second needs a loss of its own."""
    again = source["paths"][ORDERS]
    again[ORDERS] = {"get": {"responses": {}}}
    actions = [EmittedAction("actions/a.yaml", emitted)]
    verdicts, _ = judge_plugin("canteen", source, API_URL, actions, record)
    assert verdicts[-1] == OperationVerdict(
        "canteen", "GET", ORDERS, ("it is written twice",), named=False
    )
    pointer = "/paths/~1tables~1{table}~1orders/~1tables~1{table}~1orders/get"
    record["changes"] = [loss("operation.unreadable", pointer)]
    verdicts, _ = judge_plugin("canteen", source, API_URL, actions, record)
    assert verdicts[-1] == OperationVerdict(
        "canteen", "GET", ORDERS, ("it is written twice (operation.unreadable)",)
    )


def test_operation_without_a_source(source: Json, emitted: Json, record: Json) -> None:
    """What the result invents is said."""
    emitted["paths"]["/menu"] = {"get": {"operationId": "menu", "responses": {}}}
    actions = [EmittedAction("actions/a.yaml", emitted)]
    assert judge_plugin("canteen", source, API_URL, actions, record)[1] == [
        "GET /menu is in no source"
    ]


def test_path_parameter_outside_the_path(source: Json, emitted: Json, record: Json) -> None:
    """A path parameter that the path has no place for is missing, whatever was emitted."""
    stray = {"name": "day", "in": "path", "required": True, "schema": {"type": "string"}}
    source["paths"][ORDERS]["get"]["parameters"].append(stray)
    assert judge(source, emitted, record)["GET"].reasons == (
        "path parameter day is in no place of the path",
    )


def test_undeclared_variable_of_the_result(source: Json, emitted: Json, record: Json) -> None:
    """A variable of the path that the source leaves undeclared must be declared in the result."""
    del source["paths"][ORDERS]["parameters"]
    _without_path_parameter(emitted)
    assert judge(source, emitted, record)["GET"].reasons == ("path parameter seat is not declared",)


@pytest.mark.parametrize("location", ["body", "formData", "", None])
def test_parameter_of_no_known_location(
    source: Json, emitted: Json, record: Json, location: str | None
) -> None:
    """What stands in no place that OpenAPI 3 knows cannot have come through without a loss."""
    source["paths"][ORDERS]["get"]["parameters"].append({"name": "odd", "in": location})
    place = "/paths/~1tables~1{table}~1orders/get/parameters/1"
    assert not judge(source, emitted, record)["GET"].named
    record["changes"] = [loss("parameter.unreadable", place)]
    assert judge(source, emitted, record)["GET"].reasons == (
        "a parameter cannot be read (parameter.unreadable)",
    )


def test_optional_body_of_a_get_left_out(source: Json, emitted: Json, record: Json) -> None:
    """The loss of a whole body may stand at its schema."""
    content = {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}
    source["paths"][ORDERS]["get"]["requestBody"] = {"content": content}
    schema = "/paths/~1tables~1{table}~1orders/get/requestBody/content/application~1json/schema"
    record["changes"] = [loss("body.not_an_object", schema)]
    assert judge(source, emitted, record)["GET"] == OperationVerdict(
        "canteen",
        "GET",
        ORDERS,
        ("the body (application/json) is missing (body.not_an_object)",),
    )


def test_array_among_alternative_bodies(source: Json, emitted: Json, record: Json) -> None:
    """Of alternatives that are no object nothing is asked: an object is what can be sent."""
    post = source["paths"][ORDERS]["post"]["requestBody"]["content"]["application/json"]
    post["schema"] = {
        "oneOf": [*post["schema"]["allOf"], {"type": "array", "items": {"enum": [1]}}]
    }
    order(emitted)["required"] = []
    assert judge(source, emitted, record)["POST"].usable


def test_alternatives_are_read_as_one_object(source: Json, emitted: Json, record: Json) -> None:
    """Of alternative bodies every field must be there, required where all of them need it."""
    one = {"type": "object", "required": ["a", "b"], "properties": {"a": {}, "b": {}}}
    other = {"type": "object", "required": ["a"], "properties": {"a": {}, "c": {}}}
    post = source["paths"][ORDERS]["post"]
    post["requestBody"]["content"]["application/json"]["schema"] = {"oneOf": [one, other]}
    schema = order(emitted)
    schema.update(required=["a"], properties={"a": {}, "b": {}, "c": {}})
    assert judge(source, emitted, record)["POST"].usable
    del schema["properties"]["c"]
    assert judge(source, emitted, record)["POST"].reasons == ("body.c is missing",)


def test_baseline_counts_untouched_operations(source: Json, emitted: Json) -> None:
    """Parameters by reference and on the path cost both operations of the untouched document."""
    assert (baseline(source), baseline(emitted), baseline(None)) == (0, 2, 0)

"""Which operations the builder finds under the paths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gptreview.convert.importer import import_action

Json = dict[str, Any]
Lines = Callable[[Any], list[str]]
Lost = Callable[[Any], dict[str, tuple[str, ...]]]


@pytest.mark.parametrize("paths", [{}, None, [], {"/a": {}}, {"x-note": {"get": {}}}])
def test_no_operation_at_all_is_refused(paths: Any, document: Json, lines: Lines) -> None:
    """Empty paths are refused."""
    document["paths"] = paths
    assert lines(document) == ["error paths.empty /paths No paths found in the OpenAPI spec"]


def test_absent_paths_are_refused(document: Json, lines: Lines) -> None:
    """So is a document without any paths; the finding is then about the document."""
    del document["paths"]
    assert lines(document) == ["error paths.empty  No paths found in the OpenAPI spec"]


def test_thirty_operations_are_the_most(document: Json, operation: Json, lost: Lost) -> None:
    """With 31 operations none is usable; a HEAD is not counted."""
    document["paths"] = {
        f"/{number}": {"get": {**operation, "operationId": f"get{number}"}} for number in range(30)
    }
    document["paths"]["/0"]["head"] = {}
    assert lost(document) == {"head /0": ("path.unrecognized_method",)}
    document["paths"]["/last"] = {"get": {**operation, "operationId": "last"}}
    report = import_action(document)
    finding = next(each for each in report.diagnostics if each.code.startswith("paths."))
    assert finding.message == "OpenAPI spec can have a maximum of 30 operations"
    assert finding.fix.startswith("There are 31. ")
    assert sum(each.usable for each in report.operations) == 0


def test_a_path_begins_with_a_slash(document: Json, operation: Json, lost: Lost) -> None:
    """A path without its slash is skipped with all its operations."""
    document["paths"] = {"boats": {"get": operation}}
    assert [d.message for d in import_action(document).diagnostics] == [
        "Path boats does not start with a slash; skipping"
    ]
    assert lost(document) == {"get boats": ("path.no_slash",)}


def test_what_is_no_object_is_skipped(document: Json, lines: Lines, lost: Lost) -> None:
    """A path or an operation that is no object is named."""
    document["paths"]["/a"] = None
    document["paths"]["/b"] = {"post": "later"}
    assert lines(document) == [
        "error path.not_object /paths/~1a Path /a is not an object; skipping",
        "error path.not_object /paths/~1b/post In path /b, method post is not an object; skipping",
    ]
    assert lost(document) == {"post /b": ("path.not_object",)}


def test_other_methods_are_skipped(document: Json, lines: Lines, lost: Lost) -> None:
    """HEAD, OPTIONS and TRACE, and what is no method at all, are not recognised."""
    document["paths"]["/boats"].update({"head": {}, "query": {}})
    assert lines(document) == [
        "error path.unrecognized_method /paths/~1boats/head "
        "Path /boats has unrecognized method head; skipping",
        "error path.unrecognized_method /paths/~1boats/query "
        "Path /boats has unrecognized method query; skipping",
    ]
    assert lost(document) == {"head /boats": ("path.unrecognized_method",)}


def test_parameters_of_a_path_are_lost_to_its_operations(
    document: Json, lines: Lines, lost: Lost
) -> None:
    """Path-level parameters are skipped, and every operation of the path lacks them."""
    document["paths"]["/boats"]["parameters"] = [{"name": "harbour", "in": "query"}]
    assert lines(document) == [
        "error path.parameters /paths/~1boats/parameters "
        "Path /boats has unrecognized method parameters; skipping"
    ]
    assert lost(document) == {"get /boats": ("path.parameters",)}


def test_a_path_by_reference_is_lost(document: Json, lost: Lost) -> None:
    """A path that refers to another document keeps none of what that one says."""
    document["paths"]["/boats"]["$ref"] = "boats.yaml"
    assert lost(document) == {"get /boats": ("path.reference",)}


@pytest.mark.parametrize("key", ["summary", "description", "servers", "x-team"])
def test_other_keys_of_a_path_cost_nothing(
    key: str, document: Json, lines: Lines, lost: Lost
) -> None:
    """What else a path may carry is reported as the builder does, and no operation is lost."""
    document["paths"]["/boats"][key] = "text"
    assert lines(document) == [
        f"warning path.unrecognized_key /paths/~1boats/{key} "
        f"Path /boats has unrecognized method {key}; skipping"
    ]
    assert lost(document) == {}


def test_an_empty_list_of_path_parameters_costs_nothing(document: Json, lost: Lost) -> None:
    """Path-level parameters that name nothing lose nothing."""
    document["paths"]["/boats"]["parameters"] = []
    assert lost(document) == {}

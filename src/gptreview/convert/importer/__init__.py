"""How the GPT builder takes a document: its words, and which operations it keeps."""

from __future__ import annotations

from typing import Any, Final

from gptreview.convert.importer import citations
from gptreview.convert.importer.components import read_components
from gptreview.convert.importer.document_order import in_document_order
from gptreview.convert.importer.envelope import check_envelope
from gptreview.convert.importer.operations import check_operation
from gptreview.convert.importer.paths import read_paths
from gptreview.convert.importer.rule import Examination, OperationView, Rule
from gptreview.convert.importer.security import check_security
from gptreview.convert.importer.servers import check_servers
from gptreview.model.diagnostic import ImportedOperation, ImportReport, Level, Standing

_NOT_A_DOCUMENT: Final = Rule(
    "document.not_object",
    Level.ERROR,
    Standing.REPORTED,
    citations.CONFIGURING_ACTIONS,
    "Paste an OpenAPI document: an object with openapi, info, servers and paths.",
    refuses=True,
)


def import_action(document: Any, *, size: int | None = None) -> ImportReport:
    """What one import into the GPT builder would say.

    Args:
        document: An OpenAPI document as read: any JSON value at all is taken.
        size: Bytes of the text that it was read from, where there is one.

    Returns:
        Every finding in document order, and every operation with the reasons that cost it.
    """
    if not isinstance(document, dict):
        examination = Examination({})
        examination.report(_NOT_A_DOCUMENT, "Could not parse valid OpenAPI spec", "")
        return ImportReport(tuple(examination.diagnostics), ())
    examination = Examination(document)
    check_envelope(examination, size)
    host = check_servers(examination)
    security = check_security(examination, host)
    components = read_components(examination)
    views = read_paths(examination)
    ids: set[str] = set()
    for view in views:
        if not {"path.unrecognized_method", "path.not_object"} & set(view.reasons):
            check_operation(view, components, security, ids)
    return ImportReport(
        tuple(in_document_order(document, examination.diagnostics)),
        tuple(_imported(view, examination.refusals) for view in views),
    )


def _imported(view: OperationView, refusals: list[str]) -> ImportedOperation:
    reasons = tuple(dict.fromkeys((*refusals, *view.reasons)))
    return ImportedOperation(
        view.method, view.path, view.operation_id, view.pointer, not reasons, reasons
    )

"""The parts of PDFium's own interface that pypdfium2's classes do not cover, as plain values."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

_MAX_STRING_BYTES = 16_777_216
_ANNOTATION_KEYS = (b"Contents", b"Subj", b"RC", b"TU", b"V", b"DV")
"""ISO 32000-1, tables 164, 170 and 220: what an annotation or a form field says."""
_LEGIBLE_PIXELS = 8
"""An image that is narrower or lower than this shows no letter."""


def annotation_texts(pdf: Any, page: Any) -> Iterator[tuple[str, str]]:
    """Kind (``annotation``, ``link``, ``form field``) and text of each, as the page has them."""
    from pypdfium2 import raw

    for annotation in _each(raw.FPDFPage_GetAnnotCount, raw.FPDFPage_GetAnnot, page):
        try:
            yield from _annotation(raw, pdf, annotation)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def has_appearances(page: Any) -> bool:
    """Whether an annotation may show text of its own: a stamp or a free text does."""
    from pypdfium2 import raw

    kinds: set[int] = set()
    for annotation in _each(raw.FPDFPage_GetAnnotCount, raw.FPDFPage_GetAnnot, page):
        kinds.add(raw.FPDFAnnot_GetSubtype(annotation))
        raw.FPDFPage_CloseAnnot(annotation)
    plain = {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_TEXT}
    return not kinds <= plain


def flatten(page: Any) -> None:
    """Draw the annotations into the page, which must then be loaded anew.

    pypdfium2's own method does so only in documents that have a form.
    """
    from pypdfium2 import raw

    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)


def drawings(page: Any) -> tuple[bool, bool]:
    """Whether the page has an image that could show letters, and whether it has line drawings."""
    from pypdfium2 import raw

    drawn = False
    for element in _elements(raw, page):
        kind = raw.FPDFPageObj_GetType(element)
        if kind == raw.FPDF_PAGEOBJ_IMAGE and _is_legible(raw, element):
            return True, drawn
        drawn = drawn or kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING)
    return False, drawn


def scripts(pdf: Any) -> Iterator[str]:
    """The document's own JavaScript, which is not run."""
    from pypdfium2 import raw

    for action in _each(raw.FPDFDoc_GetJavaScriptActionCount, raw.FPDFDoc_GetJavaScriptAction, pdf):
        yield _wide(raw.FPDFJavaScriptAction_GetScript, action)
        raw.FPDFDoc_CloseJavaScriptAction(action)


def form_packets(pdf: Any) -> Iterator[bytes]:
    """The XML of a form in XFA (ISO 32000-1, 12.7.8), packet by packet."""
    from pypdfium2 import raw

    for index in range(max(0, raw.FPDF_GetXFAPacketCount(pdf))):
        size = ctypes.c_ulong()
        raw.FPDF_GetXFAPacketContent(pdf, index, None, 0, size)
        if 0 < size.value <= _MAX_STRING_BYTES:
            buffer = ctypes.create_string_buffer(size.value)
            raw.FPDF_GetXFAPacketContent(pdf, index, buffer, size.value, size)
            yield buffer.raw


def _annotation(raw: Any, pdf: Any, annotation: Any) -> Iterator[tuple[str, str]]:
    widget = raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET
    kind = "form field" if widget else "annotation"
    texts = [_wide(raw.FPDFAnnot_GetStringValue, annotation, key) for key in _ANNOTATION_KEYS]
    if widget and pdf.formenv:
        # A field's value may stand in its parent, which only the form knows.
        texts += [
            _wide(getter, pdf.formenv, annotation)
            for getter in (raw.FPDFAnnot_GetFormFieldValue, raw.FPDFAnnot_GetFormFieldAlternateName)
        ]
        texts += [
            _wide(raw.FPDFAnnot_GetOptionLabel, pdf.formenv, annotation, index)
            for index in range(max(0, raw.FPDFAnnot_GetOptionCount(pdf.formenv, annotation)))
        ]
    for text in dict.fromkeys(texts):
        if text:
            yield kind, text
    link = raw.FPDFAnnot_GetLink(annotation)
    action = raw.FPDFLink_GetAction(link) if link else None
    address = _narrow(raw.FPDFAction_GetURIPath, pdf, action) if action else ""
    if address:
        yield "link", address


def _elements(raw: Any, page: Any) -> Iterator[Any]:
    """Page objects, those inside form objects too; PDFium itself bounds their nesting."""
    pending = [(raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, page)]
    while pending:
        for element in _each(*pending.pop()):
            yield element
            if raw.FPDFPageObj_GetType(element) == raw.FPDF_PAGEOBJ_FORM:
                pending.append((raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, element))


def _each(count: Callable[..., int], get: Callable[..., Any], parent: Any) -> Iterator[Any]:
    """All entries of a list of PDFium's, less the damaged ones, for which it gives null."""
    return filter(None, (get(parent, index) for index in range(max(0, count(parent)))))


def _is_legible(raw: Any, image: Any) -> bool:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    known = raw.FPDFImageObj_GetImagePixelSize(image, width, height)
    return not known or min(width.value, height.value) >= _LEGIBLE_PIXELS


def _wide(getter: Callable[..., int], *arguments: Any) -> str:
    """A UTF-16 string by PDFium's convention: asked for its size first, then filled in."""
    size = getter(*arguments, None, 0)
    if not 2 < size <= _MAX_STRING_BYTES:
        return ""
    buffer = (ctypes.c_ushort * (-(-size // 2)))()
    getter(*arguments, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def _narrow(getter: Callable[..., int], *arguments: Any) -> str:
    size = getter(*arguments, None, 0)
    if not 1 < size <= _MAX_STRING_BYTES:
        return ""
    buffer = ctypes.create_string_buffer(size)
    getter(*arguments, buffer, size)
    return buffer.raw[: size - 1].decode("utf-8", "replace")

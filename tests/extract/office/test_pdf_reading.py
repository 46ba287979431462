"""PDF: what pages say, what stands beside them, and what cannot be read."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.piece import Gap

Read = Callable[..., tuple[list[tuple[str, str]], list[Gap]]]
MakePdf = Callable[..., bytes]

TEXT = b"BT /F1 12 Tf 50 700 Td (Plain words) Tj ET"
IMAGE = (
    b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
    b"/BitsPerComponent 8 /Length %d >>\nstream\n%s\nendstream"
)
SHOW_IMAGE = b" q 100 0 0 100 0 0 cm /X1 Do Q"


def _image(width: int, height: int) -> bytes:
    return IMAGE % (width, height, width * height, b"\x80" * (width * height))


def test_page_text_is_read_wherever_it_is_drawn(read: Read, make_pdf: MakePdf) -> None:
    """Invisible text, text off the page's edge and a word parted at a line's end are all text."""
    content = (
        TEXT
        + b" BT 3 Tr /F1 12 Tf 50 600 Td (Invisible) Tj ET"
        + b" BT 0 Tr /F1 12 Tf 5000 9000 Td (Off the page) Tj ET"
        + b" BT /F1 12 Tf 50 500 Td (exam-) Tj 0 -14 Td (ple) Tj ET"
    )
    assert read("pdf", make_pdf(content)) == (
        [("page 1", "Plain words\nInvisible\nOff the page\nexample")],
        [],
    )


def test_facts_of_the_document_are_read(read: Read, make_pdf: MakePdf) -> None:
    """Title, author, subject, keywords, bookmarks and scripts are read; a form in XML, too."""
    xml = b"<form><field><text>Typed into the form</text></field></form>"
    empty = b"<< /Length 0 >>\nstream\n\nendstream"
    data = make_pdf(
        TEXT,
        b"<< /Title (A title) /Author (An author) /Subject (A subject) /Keywords (a, b) >>",
        b"<< /Type /Outlines /First 8 0 R /Last 8 0 R /Count 1 >>",
        b"<< /Title (Chapter) /Parent 7 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(xml), xml),
        empty,
        catalog=b"/Outlines 7 0 R /AcroForm << /Fields [] /XFA [(a) 9 0 R (b) 10 0 R] >> "
        b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >> >>",
        trailer=b"/Info 6 0 R",
    )
    assert read("pdf", data) == (
        [
            ("properties", "title: A title"),
            ("properties", "author: An author"),
            ("properties", "subject: A subject"),
            ("properties", "keywords: a, b"),
            ("bookmarks", "Chapter"),
            ("script", "app.alert(1)"),
            ("form", "Typed into the form"),
            ("page 1", "Plain words"),
        ],
        [],
    )


def test_form_in_broken_xml_is_told(read: Read, make_pdf: MakePdf) -> None:
    """A form whose XML does not end is damaged, with what was read of it kept."""
    xml = b"<form><a>Half</a>"
    data = make_pdf(
        TEXT,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(xml), xml),
        catalog=b"/AcroForm << /Fields [] /XFA 6 0 R >>",
    )
    assert read("pdf", data) == (
        [("form", "Half"), ("page 1", "Plain words")],
        [Gap("damaged", "XML that is not well-formed", "form")],
    )


def test_annotations_links_and_fields_are_read(read: Read, make_pdf: MakePdf) -> None:
    """Notes, addresses behind links, field values (inherited ones too) and stamps are read."""
    stamp = b"BT /F1 12 Tf 0 0 Td (Stamped) Tj ET"
    data = make_pdf(
        TEXT,
        b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (A note) >>",
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] "
        b"/A << /S /URI /URI (https://example.com/a) >> >>",
        b"<< /Type /Annot /Subtype /Widget /FT /Ch /T (f) /TU (Your city) /V (Lyon) "
        b"/Opt [(Lyon) (Paris)] /Rect [0 0 9 9] /P 3 0 R >>",
        b"<< /FT /Tx /T (g) /V (Inherited) /Kids [10 0 R] >>",
        b"<< /Type /Annot /Subtype /Widget /Parent 9 0 R /Rect [0 0 9 9] >>",
        b"<< /Type /Annot /Subtype /Stamp /Rect [0 0 99 99] /AP << /N 12 0 R >> >>",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /Font << /F1 5 0 R >> >>"
        b" /Length %d >>\nstream\n%s\nendstream" % (len(stamp), stamp),
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /Dest [3 0 R /Fit] >>",
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /GoTo /D [3 0 R /Fit] >> >>",
        b"<< /Type /Annot /Subtype /Circle /Rect [0 0 9 9] >>",
        catalog=b"/AcroForm << /Fields [8 0 R 9 0 R] /DA (/F1 12 Tf) >>",
        page=b"/Annots [6 0 R 7 0 R 8 0 R 10 0 R 11 0 R 13 0 R 14 0 R 15 0 R 99 0 R]",
    )
    assert read("pdf", data) == (
        [
            ("page 1", "Plain words"),
            ("page 1, annotation", "A note"),
            ("page 1, link", "https://example.com/a"),
            ("page 1, form field", "Your city"),
            ("page 1, form field", "Lyon"),
            ("page 1, form field", "Paris"),
            ("page 1, form field", "Inherited"),
            ("page 1, annotation", "Stamped"),
        ],
        [],
    )


def _attached(make_pdf: MakePdf, data: bytes) -> bytes:
    return make_pdf(
        TEXT,
        b"<< /Type /EmbeddedFile /Length %d >>\nstream\n%s\nendstream" % (len(data), data),
        catalog=b"/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a.txt) "
        b"/EF << /F 6 0 R >> >>] >> >>",
    )


@pytest.mark.parametrize(
    ("data", "said", "gaps"),
    [
        (b"Attached words", [("attachment 1", "Attached words")], []),
        (
            b"\x7fELF\0\0",
            [],
            [Gap("embedded", "an embedded file of a type that is not read", "attachment 1")],
        ),
    ],
    ids=["text", "binary"],
)
def test_attachment_is_read_or_told(
    read: Read, make_pdf: MakePdf, data: bytes, said: list[tuple[str, str]], gaps: list[Gap]
) -> None:
    """An attached text is read; an attachment of another type is unread."""
    found = read("pdf", _attached(make_pdf, data))
    assert found == ([*said, ("page 1", "Plain words")], gaps)


def test_attached_pdf_is_read_to_the_depth_of_the_budget(read: Read, make_pdf: MakePdf) -> None:
    """A PDF in a PDF is read; one in that is unread."""
    twice = _attached(make_pdf, _attached(make_pdf, make_pdf(TEXT)))
    place = "attachment 1 > attachment 1"
    assert read("pdf", twice) == (
        [("attachment 1 > page 1", "Plain words"), ("page 1", "Plain words")],
        [Gap("too-deep", "over 1 embedded files inside one another", place)],
    )


def test_attachment_without_its_bytes_is_damaged(read: Read, make_pdf: MakePdf) -> None:
    """An attachment whose content is not in the file is unread."""
    data = make_pdf(
        TEXT,
        catalog=b"/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a) >>] >> >>",
    )
    gap = Gap("damaged", "an attachment that cannot be read", "attachment 1")
    assert read("pdf", data) == ([("page 1", "Plain words")], [gap])


@pytest.mark.parametrize(
    ("content", "image", "gaps"),
    [
        (
            SHOW_IMAGE,
            (9, 9),
            [Gap("image", "the page is an image; there is no OCR inside documents", "page 1")],
        ),
        (
            TEXT + SHOW_IMAGE,
            (9, 9),
            [Gap("image", "images beside the text; there is no OCR inside documents", "page 1")],
        ),
        (
            b"0 0 m 50 50 l S",
            (9, 9),
            [
                Gap(
                    "image",
                    "the page has drawings and no text; there is no OCR inside documents",
                    "page 1",
                )
            ],
        ),
        (SHOW_IMAGE, (9, 7), []),
        (b"", (9, 9), []),
    ],
    ids=["scan", "illustration", "drawing", "too low for a letter", "blank"],
)
def test_what_only_eyes_can_read_is_told(
    read: Read, make_pdf: MakePdf, content: bytes, image: tuple[int, int], gaps: list[Gap]
) -> None:
    """Pages that are images or drawings, and images beside text, are unread without OCR."""
    assert read("pdf", make_pdf(content, _image(*image)))[1] == gaps


def test_annotation_without_words_says_nothing(read: Read, make_pdf: MakePdf) -> None:
    """A drawn circle adds no line to its page."""
    data = make_pdf(
        TEXT,
        b"<< /Type /Annot /Subtype /Circle /Rect [0 0 9 9] >>",
        page=b"/Annots [6 0 R]",
    )
    assert read("pdf", data) == ([("page 1", "Plain words")], [])


def test_image_inside_a_form_object_is_found(read: Read, make_pdf: MakePdf) -> None:
    """An image counts however deep the page wraps it."""
    data = make_pdf(
        b"/X1 Do",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] "
        b"/Resources << /XObject << /X2 7 0 R >> >> /Length 7 >>\nstream\n/X2 Do \nendstream",
        _image(9, 9),
    )
    gap = Gap("image", "the page is an image; there is no OCR inside documents", "page 1")
    assert read("pdf", data) == ([], [gap])


def test_font_without_meaning_is_told(read: Read, make_pdf: MakePdf) -> None:
    """A page whose signs stand for no known letters is unread, whatever it looks like."""
    content = b"BT /F1 12 Tf 50 700 Td (\001\002\003\004) Tj ET"
    gap = Gap("unknown-letters", "a font that does not say what its signs mean", "page 1")
    assert gap in read("pdf", make_pdf(content))[1]


def test_truncated_pdf_is_damaged_and_still_read(read: Read, make_pdf: MakePdf) -> None:
    """A file that stops early is told as damaged, and the page that is there is read."""
    data = make_pdf(TEXT)
    cut = data[: data.index(b"startxref")]
    assert read("pdf", cut) == (
        [("page 1", "Plain words")],
        [Gap("damaged", "the PDF ends before its end mark", "after what was read")],
    )


def test_bytes_that_are_no_pdf_are_damaged(read: Read) -> None:
    """Nothing but a header is no PDF."""
    assert read("pdf", b"%PDF-1.7\n%%EOF") == ([], [Gap("damaged", "not a readable PDF")])


def test_pdf_behind_a_password_is_encrypted(read: Read, make_pdf: MakePdf) -> None:
    """A PDF whose encryption does not open with an empty password is told as encrypted."""
    data = make_pdf(
        TEXT,
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /Length 40 /O <%s> /U <%s> >>"
        % (b"11" * 32, b"22" * 32),
        trailer=b"/Encrypt 6 0 R /ID [<00> <00>]",
    )
    assert read("pdf", data) == ([], [Gap("encrypted", "a PDF that needs a password")])


def test_pages_beyond_the_budget_are_unread(read: Read, make_pdf: MakePdf) -> None:
    """The pages up to the budget are read, the rest is told once."""
    data = make_pdf(TEXT).replace(b"[3 0 R] /Count 1", b"[3 0 R 3 0 R 3 0 R] /Count 3")
    assert read("pdf", data, ExtractLimits(max_pages=2)) == (
        [("page 1", "Plain words"), ("page 2", "Plain words")],
        [Gap("too-large", "over the budget of 2 pages", "from page 3 on")],
    )


def test_pages_that_do_not_load_are_told_together(read: Read, make_pdf: MakePdf) -> None:
    """A page tree that promises more pages than there are gives one gap for all of them."""
    kids = b"[3 0 R" + b" 77 0 R" * 13 + b"]"
    data = make_pdf(TEXT).replace(b"[3 0 R] /Count 1", kids + b" /Count 14")
    place = "pages 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more"
    assert read("pdf", data) == (
        [("page 1", "Plain words")],
        [Gap("damaged", "pages that cannot be read", place)],
    )


def test_text_beyond_the_budget_is_cut(read: Read, make_pdf: MakePdf) -> None:
    """The beginning is kept up to the budget of characters, and the rest is told."""
    found = read("pdf", make_pdf(TEXT), ExtractLimits(max_characters=5))
    gap = Gap("too-large", "over the budget of 5 characters", "from page 1 on")
    assert found == ([("page 1", "Plain")], [gap])


def test_packed_streams_are_read(read: Read, make_pdf: MakePdf) -> None:
    """Content that is deflated, as nearly all is, is read."""
    packed = zlib.compress(TEXT)
    data = make_pdf().replace(
        b"<< /Length 0 >>\nstream\n\nendstream",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    )
    assert read("pdf", data)[0] == [("page 1", "Plain words")]

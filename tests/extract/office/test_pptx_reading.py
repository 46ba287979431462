"""PPTX: what slides say and what stands behind them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import pptx
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.piece import Gap

Read = Callable[..., tuple[list[tuple[str, str]], list[Gap]]]
MakePackage = Callable[[Mapping[str, str | bytes]], bytes]

TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _deck() -> bytes:
    presentation = pptx.Presentation()
    blank = presentation.slide_layouts[5]
    for number in (1, 2):
        slide = presentation.slides.add_slide(blank)
        assert slide.shapes.title is not None
        slide.shapes.title.text = f"Title {number}"
    slide.element.set("show", "0")
    table = slide.shapes.add_table(2, 2, 0, 0, 99, 99).table
    table.cell(0, 0).text, table.cell(1, 1).text = "north", "south"
    box = slide.shapes.add_textbox(0, 0, 99, 99)
    box.text_frame.text = "Boxed"
    box._element.nvSpPr.cNvPr.set("descr", "What it shows")
    assert slide.notes_slide.notes_text_frame is not None
    slide.notes_slide.notes_text_frame.text = "Say it slowly"
    chart: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    chart.categories = ["Spring"]
    chart.add_series("Sales", (7,))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, 99, 99, chart)
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def test_file_of_a_presentation_program_is_read(read: Read) -> None:
    """A file that python-pptx writes gives slides in order, hidden ones, tables, notes, charts."""
    said, gaps = read("pptx", _deck())
    slides = [line for line in said if line[0].startswith("slide ")]
    assert slides == [
        ("slide 1", "Title 1"),
        ("slide 2", "Title 2"),
        ("slide 2, table 1, row 1", "north\t"),
        ("slide 2, table 1, row 2", "\tsouth"),
        ("slide 2, alt text", "What it shows"),
        ("slide 2", "Boxed"),
        ("slide 2, notes", "Say it slowly"),
        ("slide 2", "Sheet1!$B$1"),
        ("slide 2", "Sales"),
        ("slide 2", "Sheet1!$A$2:$A$2"),
        ("slide 2", "Spring"),
        ("slide 2", "Sheet1!$B$2:$B$2"),
        ("slide 2", "7"),
    ]
    embedded = [text for place, text in said if " > sheet Sheet1" in place]
    assert embedded == ["\tSales", "Spring\t7"]
    # The thumbnail that python-pptx packs into every file is nothing that anybody reads.
    assert gaps == []


def test_prompts_of_templates_are_told_once(read: Read) -> None:
    """What every layout repeats is one line, so that it costs nothing."""
    said, _ = read("pptx", _deck())
    prompts = [text for _, text in said if text == "Click to edit Master title style"]
    assert prompts == ["Click to edit Master title style"]


def test_comments_stand_at_their_slide(read: Read, make_package: MakePackage) -> None:
    """Comments of the old kind and of the threaded one are read with their slide's place."""
    relation = '<Relationship Id="r{}" Type="' + TYPE + '/{}" Target="{}"/>'
    data = make_package(
        {
            "_rels/.rels": "<Relationships>"
            + relation.format(1, "officeDocument", "ppt/presentation.xml")
            + "</Relationships>",
            "ppt/presentation.xml": f'<presentation xmlns:r="{TYPE}"><sldIdLst>'
            '<sldId r:id="r1" id="256"/></sldIdLst></presentation>',
            "ppt/_rels/presentation.xml.rels": "<Relationships>"
            + relation.format(1, "slide", "slides/slide1.xml")
            + "</Relationships>",
            "ppt/slides/slide1.xml": "<sld><p><r><t>Words</t></r></p></sld>",
            "ppt/slides/_rels/slide1.xml.rels": "<Relationships>"
            + relation.format(1, "comments", "../comments/c1.xml")
            + relation.format(2, "comments", "../comments/c2.xml")
            + relation.format(3, "comments", "../comments/none.xml")
            + "</Relationships>",
            "ppt/comments/c1.xml": '<cmLst><cm idx="1"><text>Old kind</text></cm></cmLst>',
            "ppt/comments/c2.xml": '<cmLst><cm id="{00000000-0000-0000-0000-000000000001}">'
            "<txBody><p><r><t>Threaded</t></r></p></txBody></cm></cmLst>",
        }
    )
    assert read("pptx", data) == (
        [
            ("slide 1", "Words"),
            ("slide 1, comment", "Old kind"),
            ("slide 1, comment", "Threaded"),
        ],
        [],
    )


def test_slides_beyond_the_budget_are_unread(read: Read) -> None:
    """Slides count as pages do."""
    said, gaps = read("pptx", _deck(), ExtractLimits(max_pages=1))
    assert [line for line in said if line[0].startswith("slide ")] == [("slide 1", "Title 1")]
    reason = "over the budget of 1 slides or sheets"
    assert gaps[0] == Gap("too-large", reason, "1 slides or sheets")

"""Places in Chinese: our own words are translated, names of files are not."""

from __future__ import annotations

import pytest

from gptreview.model.finding import Wording
from gptreview.model.place_wording import locator_wording, place_wording
from gptreview.model.segment import Locator


@pytest.mark.parametrize(
    ("place", "chinese"),
    [
        ("", ""),
        ("page 3", "第 3 页"),
        ("page 2, form field", "第 2 页，表单字段"),
        ("pages 3, 5, 8", "第 3, 5, 8 页"),
        ("pages 1, 2 and 4 more", "第 1, 2 页及另外 4 页"),
        ("from page 2001 on", "从第 2001 页起"),
        ("after what was read", "已读取部分之后"),
        ("attachment 1 > page 2", "第 1 个附件 > 第 2 页"),
        ("slide 2, notes", "第 2 张幻灯片，备注"),
        ("slide 1, table 2, row 3, alt text", "第 1 张幻灯片，第 2 个表格，第 3 行，替代文字"),
        ("header, paragraph 1", "页眉，第 1 段"),
        ("footnotes, footnote 4", "脚注，脚注 4"),
        ("sheet Staff, cell B12", "工作表 Staff，单元格 B12"),
        ("sheet 员工, 2026, cell AA3", "工作表 员工, 2026，单元格 AA3"),
        ("part word/theme.xml", "组成部分 word/theme.xml"),
        ("characters 1,001 to 2,000", "第 1,001 至 2,000 个字符"),
        ("links", "链接（links）"),
        ("inner.zip > archive comment", "inner.zip > 压缩包注释（archive comment）"),
        ("inner.zip > report.docx > paragraph 12", "inner.zip > report.docx > 第 12 段"),
        ("from a, b.txt on", "从 a, b.txt 起"),
    ],
)
def test_places_are_told_in_chinese(place: str, chinese: str) -> None:
    """Each word that a reader of files puts into a place has a Chinese one; English stays."""
    assert place_wording(place) == Wording(place, chinese)


@pytest.mark.parametrize(
    "name",
    ["sheet music.pdf", "part two", "page 3.txt", "notes.txt", "a, links", f"page {'1' * 1_000}"],
)
def test_names_of_files_stay(name: str) -> None:
    """A file of an archive that is called almost like a place of ours keeps its name."""
    assert place_wording(name) == Wording(name, name)


def test_locators_keep_line_and_column() -> None:
    """A spot is its place, then line and column; without a place it is those alone."""
    assert locator_wording(Locator(2, 5)) == Wording("2:5", "2:5")
    assert locator_wording(Locator(1, 4, "sheet Staff, cell B12")) == Wording(
        "sheet Staff, cell B12, 1:4", "工作表 Staff，单元格 B12，1:4"
    )

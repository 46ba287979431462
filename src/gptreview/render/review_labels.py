"""Every fixed word of a review's reports, in the languages of the reviewers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gptreview.model.finding import Wording

LABELS: Final[Mapping[str, Wording]] = MappingProxyType(
    {
        key: Wording(en, zh)
        for key, en, zh in (
            # Outcomes, and what the policy makes of a finding.
            ("outcome.pass", "Pass", "通过"),
            ("outcome.review", "Review", "待复核"),
            ("outcome.fail", "Fail", "不通过"),
            ("outcome.error", "Not reviewed", "未能审核"),
            ("outcome.pass.means", "Everything was read and nothing in it is failed by the policy.",
             "全部内容已读取，未发现违反政策之处。"),
            ("outcome.review.means", "A person must decide before this may pass.",
             "须由人工作出决定，之前不得视为通过。"),
            ("outcome.fail.means", "At least one finding is failed by the policy.",
             "至少有一处违反政策。"),
            ("outcome.error.means", "The listing could not be read.", "无法读取该列表项。"),
            ("meaning.fail", "fail", "不通过"),
            ("meaning.review", "review", "待复核"),
            ("meaning.note", "note", "提示"),
            ("meaning.waived", "waived", "已豁免"),
            ("meaning.known", "known", "已知"),
            # Categories, severities, confidences.
            ("category.fraud", "Fraud", "欺诈"),
            ("category.hate", "Hate", "仇恨"),
            ("category.adult", "Adult", "成人内容"),
            ("category.pii", "Personal data", "个人信息"),
            ("category.secrets", "Secrets", "密钥"),
            ("category.injection", "Injection", "注入与操纵"),
            ("category.usage", "Usage policy", "使用政策"),
            ("category.publishing", "Publishing", "发布要求"),
            ("severity.low", "low", "低"),
            ("severity.medium", "medium", "中"),
            ("severity.high", "high", "高"),
            ("severity.critical", "critical", "严重"),
            ("confidence.low", "low", "低"),
            ("confidence.medium", "medium", "中"),
            ("confidence.high", "high", "高"),
            # Parts of a finding.
            ("in", "in", "位于"),
            ("says", "says", "实为"),
            ("policy", "policy", "政策"),
            ("fix", "fix", "修改"),
            ("waiver", "waiver", "豁免"),
            ("known", "known", "已知"),
            ("more", "more", "更多"),
            ("more.text", "and {n} more in this field (--format json lists them)",
             "此字段另有 {n} 处（--format json 列出全部）"),
            ("known.text", "already in the baseline", "基线中已有"),
            ("waiver.text", "{owner}, until {expires}: {reason}",
             "{owner}，有效期至 {expires}：{reason}"),
            # Parts of a listing.
            ("unread", "unread", "未读取"),
            ("remark", "remark", "备注"),
            ("expected", "expected", "应为"),
            ("next", "next", "下一步"),
            ("set_aside", "{waived} waived, {known} known from the baseline: not counted",
             "豁免 {waived} 处，基线已知 {known} 处：不计入结果"),
            ("facts.scanners", "scanners", "扫描器"),
            ("facts.content", "content", "内容"),
            ("facts.policy", "policy", "政策"),
            ("facts.rules", "rules", "规则"),
            ("facts.coverage", "read", "已读取"),
            ("coverage.text", "{n} character{s} in {parts}", "{parts}，共 {n} 个字符"),
            ("parts", "{n} part{s}", "{n} 个部分"),
            ("cannot", "cannot be reviewed", "无法审核"),
            # The last line.
            ("sum.failed", "{n} failed", "{n} 个不通过"),
            ("sum.review", "{n} to review", "{n} 个待复核"),
            ("sum.passed", "{n} passed", "{n} 个通过"),
            ("sum.unparsed", "{n} unreadable", "{n} 个无法读取"),
            ("sum.unreachable", "{n} out of reach", "{n} 个无法获取"),
            ("sum.comma", ", ", "，"),
            ("sum.ending", "{counts} of {n} listing{s}; exit status {status}",
             "{counts}，共 {n} 个；退出状态 {status}"),
        )
    }
)  # fmt: skip
"""By key: what it labels, then where two would be the same word, which."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The fixed words in one language."""

    language: str
    """``en`` or ``zh``."""

    def __call__(self, key: str, n: int | None = None, **values: object) -> str:
        """The label with its values put in; ``n`` is written with its thousands marked."""
        text = LABELS[key].of(self.language)
        if n is not None:
            values |= {"n": f"{n:,}", "s": "" if n == 1 else "s"}
        return text.format_map(values) if values else text

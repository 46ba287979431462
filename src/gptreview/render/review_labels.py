"""Every fixed word of a review's reports, in the languages of the reviewers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gptreview.model.category_names import CATEGORY_NAMES
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
            ("outcome.error.means", "The listing could not be read.", "无法读取该 GPT。"),
            ("meaning.fail", "fail", "不通过"),
            ("meaning.review", "review", "待复核"),
            ("meaning.note", "note", "提示"),
            ("meaning.waived", "waived", "已豁免"),
            ("meaning.known", "known", "已知"),
            # Severities, confidences.
            ("severity.low", "low", "低"),
            ("severity.medium", "medium", "中"),
            ("severity.high", "high", "高"),
            ("severity.critical", "critical", "严重"),
            ("confidence.low", "low", "低"),
            ("confidence.medium", "medium", "中"),
            ("confidence.high", "high", "高"),
            # How a text was disguised: the names that the readings of a text give.
            ("disguise.base64", "base64", "Base64 编码"),
            ("disguise.bidi", "reversed direction", "双向控制字符"),
            ("disguise.confusable", "look-alike letters", "形近字符"),
            ("disguise.entity", "HTML entities", "HTML 实体"),
            ("disguise.escape", "character escapes", "转义字符"),
            ("disguise.evasion", "known evasion", "规避写法"),
            ("disguise.hex", "hexadecimal", "十六进制编码"),
            ("disguise.leet", "digits for letters", "以数字代字母"),
            ("disguise.percent", "percent-encoding", "百分号编码"),
            ("disguise.spaced", "spaced-out letters", "拆开书写"),
            ("disguise.tags", "invisible tag characters", "不可见标签字符"),
            ("disguise.variant", "other forms of letters", "异体或繁体写法"),
            ("disguise.width", "full-width letters", "全角字符"),
            ("disguise.zalgo", "stacked accents", "叠加符号"),
            ("disguise.zero-width", "zero-width characters", "零宽字符"),
            # Punctuation.
            ("comma", ", ", "，"),
            ("colon", ": ", "："),
            ("aside", " ({text})", "（{text}）"),
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
            ("aside.listed", "-v lists what is set aside", "加 -v 列出不计入结果的发现"),
            ("waiver.text", "{owner}, until {expires}: {reason}",
             "{owner}，有效期至 {expires}：{reason}"),
            # Parts of a listing.
            ("unread", "unread", "未读取"),
            ("remark", "remark", "备注"),
            ("expected", "expected", "应为"),
            ("next", "next", "下一步"),
            ("facts.scanners", "scanner", "扫描器"),
            ("facts.content", "content", "内容"),
            ("facts.policy", "policy", "政策"),
            ("facts.rules", "rules", "规则"),
            ("facts.coverage", "read", "已读取"),
            ("coverage.text", "{n} character{s} in {parts}", "{parts}，共 {n} 个字符"),
            ("parts", "{n} part{s}", "{n} 个部分"),
            ("cannot", "cannot be reviewed", "无法审核"),
            ("listing", "Listing", "GPT"),
            ("listings", "Listings", "GPT"),
            ("outcome", "Outcome", "结果"),
            ("findings", "Findings", "发现"),
            ("findings.text", "{n} finding{s}", "{n} 处发现"),
            ("findings.none", "none", "无"),
            ("coverage", "Read", "已读取"),
            ("coverage.gaps", "{n} part{s} not read", "{n} 个部分未读取"),
            ("coverage.none", "everything", "全部"),
            ("count.fail", "{n} fail", "{n} 处不通过"),
            ("count.review", "{n} review", "{n} 处待复核"),
            ("count.note", "{n} note{s}", "{n} 处提示"),
            ("place", "place", "位置"),
            ("evidence", "evidence", "证据"),
            ("severity", "severity", "严重程度"),
            ("confidence", "confidence", "可信度"),
            ("category", "category", "类别"),
            ("left_out", "{n} more listing{s}: see the JSON report.",
             "另有 {n} 个 GPT：见 JSON 报告。"),
            ("passed.counted", "{n} listing{s} passed and {verb} not listed.",
             "{n} 个 GPT 通过，未逐一列出。"),
            # The page for people.
            ("page.title", "Review of {name}", "{name} 的审核结果"),
            ("page.many", "Review of {n} listing{s}", "{n} 个 GPT 的审核结果"),
            ("page.skip", "Skip to the result", "跳到结果"),
            ("page.filter", "Show findings that", "显示以下发现"),
            ("filter.fail", "fail", "不通过"),
            ("filter.review", "need a person", "待复核"),
            ("filter.note", "are notes", "提示"),
            ("reasons", "Why", "原因"),
            ("coverage.title", "What was read", "读取范围"),
            ("coverage.bar", "{read} of {total} parts read in full",
             "{total} 个部分中 {read} 个已完整读取"),
            ("coverage.chars", "{n} character{s} seen by every scanner",
             "所有扫描器均已读取 {n} 个字符"),
            ("coverage.desc", "Parts read in full: {read}. Parts with something unread: {gaps}.",
             "完整读取：{read}；有未读内容：{gaps}。"),
            ("unread.title", "Not read", "未读取的内容"),
            ("unread.why", "What nobody has read cannot pass.", "未读取的内容不得视为通过。"),
            ("unread.part", "Part", "部分"),
            ("unread.reason", "Reason", "原因"),
            ("whole", "all of it", "全部"),
            ("chart.severity", "Findings by severity", "按严重程度"),
            ("chart.category", "Findings by category", "按类别"),
            ("findings.nothing", "Nothing was found.", "未发现问题。"),
            ("evidence.title", "Evidence", "证据"),
            ("says.title", "What it says", "实际含义"),
            ("disguise", "disguised: {how}", "伪装方式：{how}"),
            ("place.title", "Place", "位置"),
            ("policy.title", "Policy", "政策"),
            ("policy.since", "since {date}", "自 {date} 起"),
            ("policy.source", "source", "来源"),
            ("fix.title", "What to do", "如何修改"),
            ("more.html", "and {n} more of the same in this field; the JSON report has all of them",
             "此字段另有 {n} 处相同发现，JSON 报告列出全部"),
            ("aside.title", "Set aside ({n})", "不计入结果（{n}）"),
            ("aside.rule", "Rule", "规则"),
            ("aside.why", "Why it does not count", "不计入的原因"),
            ("consent.title", "Where data goes", "数据流向"),
            ("consent.operation", "Operation", "操作"),
            ("consent.sends", "Sends", "发送内容"),
            ("consent.to", "To", "接收方"),
            ("consent.asks", "Asks the user first", "事先征求用户同意"),
            ("consent.nothing", "nothing", "无"),
            ("consent.nowhere", "no host named", "未注明主机"),
            ("consent.more", "{n} more operation{s}: see the JSON report.",
             "另有 {n} 个操作：见 JSON 报告。"),
            ("flow", "data", "数据"),
            ("flow.text", "{operation} sends {sends} to {host}; asks the user first: {asks}",
             "{operation}：向 {host} 发送 {sends}；事先征求用户同意：{asks}"),
            ("party.third", "third party", "第三方"),
            ("party.own", "builder's own", "开发者自有"),
            ("party.unknown", "owner unknown", "归属不明"),
            ("improve", "Chats may be used to improve models", "对话可用于改进模型"),
            ("yes", "yes", "是"),
            ("no", "no", "否"),
            ("unsaid", "the listing does not say", "未说明"),
            ("facts.title", "What this verdict stands on", "结论依据"),
            ("facts.id", "Listing", "GPT"),
            ("facts.profile", "Profile", "审核范围"),
            ("facts.content.title", "Content", "内容"),
            ("facts.policy.title", "Policy", "政策"),
            ("facts.rules.title", "Rules", "规则"),
            ("facts.scanners.title", "Scanners", "扫描器"),
            ("facts.made", "Made by {generator}. The same inputs give the same report.",
             "由 {generator} 生成。相同输入得到相同报告。"),
            ("profile.content", "content", "内容"),
            ("profile.public", "public", "公开"),
            ("profile.workspace", "workspace", "工作区"),
            ("profile.internal", "internal", "内部"),
            ("hidden", "hidden character {name}", "隐藏字符 {name}"),
            # The last line.
            ("sum.failed", "{n} failed", "{n} 个不通过"),
            ("sum.review", "{n} to review", "{n} 个待复核"),
            ("sum.passed", "{n} passed", "{n} 个通过"),
            ("sum.unparsed", "{n} unreadable", "{n} 个无法读取"),
            ("sum.unreachable", "{n} out of reach", "{n} 个无法获取"),
            ("sum.ending", "{counts} of {n} listing{s}; exit status {status}",
             "{counts}，共 {n} 个；退出状态 {status}"),
        )
    }
    | {f"category.{category}": name for category, name in CATEGORY_NAMES.items()}
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

    def disguises(self, names: Iterable[str]) -> str:
        """The disguises in words; one that has none here keeps its own name."""
        known = (LABELS.get(f"disguise.{name}", Wording(name, name)) for name in names)
        return self("comma").join(wording.of(self.language) for wording in known)

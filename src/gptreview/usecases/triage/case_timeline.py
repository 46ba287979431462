"""The steps of a case in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from gptreview.model.case_page import TimelineEntry
from gptreview.model.finding import Wording
from gptreview.store.cursors import LoggedEvent

WORDINGS: Final[Mapping[str, Wording]] = MappingProxyType(
    {
        "report.filed": Wording("Reported", "收到举报"),
        "report.folded": Wording("Reported again by the same person", "同一人再次举报"),
        "report.bad_faith": Wording("Report marked as bad faith", "举报被标记为恶意"),
        "case.opened": Wording("Opened", "立案"),
        "case.reopened": Wording("Opened again", "重新立案"),
        "case.claimed": Wording("Claimed", "认领"),
        "case.renewed": Wording("Claim renewed", "续期认领"),
        "case.released": Wording("Released", "释放"),
        "case.expired": Wording("Claim ran out", "认领到期"),
        "case.skipped": Wording("Skipped", "跳过"),
        "case.escalated": Wording("Escalated", "上报"),
        "case.lapsed": Wording("Time for the change is over", "修改期限已过"),
        "case.rescanned": Wording("Scanned again", "重新扫描"),
        "decision.made": Wording("Decided", "作出决定"),
        "appeal.filed": Wording("Appealed against", "提出申诉"),
        "appeal.upheld": Wording("Decision upheld", "维持决定"),
        "appeal.overturned": Wording("Decision overturned", "推翻决定"),
        "data.unmasked": Wording("Masked data looked at", "查看了已遮盖的信息"),
        "strike.made": Wording("Strike against the builder", "记录构建者违规"),
        "strike.revoked": Wording("Strike taken back", "撤销违规记录"),
        "notice.made": Wording("Notice written", "生成通知"),
        "example.made": Wording("Rule example kept", "保存规则样例"),
        "export.made": Wording("Exported", "已导出"),
    }
)
"""What people call the kinds of events that a case has; others keep their own name."""


def timeline(events: Iterable[LoggedEvent], names: Mapping[str, str]) -> tuple[TimelineEntry, ...]:
    """The steps, in the order of the log.

    Args:
        events: Of one case.
        names: What accounts are called, by how the log calls them.
    """
    return tuple(
        TimelineEntry(
            at=each.at,
            kind=each.kind,
            wording=WORDINGS.get(each.kind) or Wording(each.kind, each.kind),
            actor=names.get(each.actor, ""),
            payload=each.payload,
        )
        for each in events
    )

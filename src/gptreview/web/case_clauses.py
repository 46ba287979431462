"""Cases, decisions, appeals and reports: what is wrong with a step, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CASE_CLAUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Cases: claiming, deciding, moving on.
        "{} cases": "{0} 个案件",
        "{} has claimed it": "{0} 已认领",
        "a case that is free": "空闲的案件",
        "wait until {}, or take another one": "请等到 {0}，或认领其他案件",
        "the case is {}": "案件状态为“{0}”",
        "a case that waits for a decision": "等待决定的案件",
        "the case is not yours": "案件不是由您认领",
        "a claim that has not run out": "尚未到期的认领",
        "a claim that has not run out, or the role lead": "尚未到期的认领，或负责人角色",
        "claim it, then go on": "请先认领，再继续",
        "a case that is {} takes no {}": "案件状态为“{0}”，不能执行“{1}”",
        "{} of a case that is {} by the role {}": "“{2}”不能对状态为“{1}”的案件执行“{0}”",
        "the case has moved on: it is {} and claimed by {}": (
            "案件已有变化：状态为“{0}”，由 {1} 认领"
        ),
        "the case has moved on: {} was quicker and has decided it": (
            "案件已有变化：{0} 已先作出决定"
        ),
        "the case has moved on: it is {} now": "案件已有变化：现在的状态为“{0}”",
        "revision {}": "修订 {0}",
        "load the case again": "请重新加载案件",
        "load the queue again": "请重新加载队列",
        "load the page again": "请重新加载页面",
        "no case {}": "没有案件 {0}",
        "look it up in the queue": "请在队列中查找",
        "look it up in the case": "请在案件中查找",
        "look it up in its case": "请在相关案件中查找",
        "no decision {}": "没有决定 {0}",
        "no report {}": "没有举报 {0}",
        "the decision is your own": "决定由您自己作出",
        "another person to decide the appeal": "由另一人员处理申诉",
        "leave it to a colleague": "请交由同事处理",
        "nothing was decided yet": "尚未作出决定",
        "a decision that somebody has appealed against": "已被申诉的决定",
        "another decision stands in its place": "已有其他决定取代",
        "the report has no file": "该举报没有附件",
        "no such field of the snapshot": "快照中没有此字段",
        "no such step": "没有此操作",
        "no number of a case": "不是案件编号",
        "no case is selected": "未选择案件",
        "those of the page": "页面上所列的内容",
        "no revision": "缺少修订号",
        "that of the case as it is seen": "所显示案件的修订号",
        "no ruling": "未选择处理结果",
        "uphold or overturn": "维持或变更原决定",
        # Decisions.
        "personal data or a secret": "含有个人信息或密钥",
        "an answer without it": "不含此类内容的答复",
        "a text without it": "不含此类内容的文字",
        "say where it stands instead of what it is": "请写明其位置，而不是其内容",
        "control characters": "含有控制字符",
        "no policy clause": "未选择政策条款",
        "the clauses that it is held against": "所违反的条款",
        "evidence for no violation": "未违规却勾选了证据",
        "none, or another action": "不勾选，或选择其他措施",
        "load the case again: its listing may have been scanned again": (
            "请重新加载案件：该 GPT 可能已重新扫描"
        ),
        "the scope {} for the action {}": "措施“{1}”不能使用范围“{0}”",
        "a law with the ground {}": "依据为“{0}”，却填写了法律",
        "the listing names no builder": "该 GPT 未注明构建者",
        "escalate the case": "请将案件移交负责人",
        "no action": "未选择措施",
        "no day": "日期无效",
        "no day for the change": "未填写修改截止日期",
        "a day as {}": "形如 {0} 的日期",
        "a day like {}": "形如 {0} 的日期",
        "a day from {} to {}": "{0} 至 {1} 之间的日期",
        # Appeals.
        "the time for an appeal is over": "申诉期限已过",
        "an appeal within {} days, until {}": "须在 {0} 天内（{1} 之前）申诉",
        "a listing that is not yours": "该 GPT 不归您所有",
        "a listing whose domain you have verified": "您已验证域名的 GPT",
        "the decision found no violation": "该决定未认定违规",
        "a decision against the listing": "对该 GPT 不利的决定",
        "nothing was decided of the report yet": "尚未就该举报作出决定",
        "a decision": "已作出的决定",
        "look at its status again later": "请稍后再查看其状态",
        "the {} has appealed against it before": "{0}已就其提出过申诉",
        "one appeal of each party": "每一方只能申诉一次",
        "wait for the answer": "请等待答复",
        "no such decision on this listing": "该 GPT 没有此决定",
        "no decision on this report that an appeal is taken against now": (
            "目前没有可就该举报申诉的决定"
        ),
        "look at the report again: maybe you have appealed already": (
            "请重新查看举报：您可能已经申诉过"
        ),
        # Reports.
        "{} reports came from {} today": "今天来自此处的举报已达 {0} 条",
        "{} a day at most": "每天最多 {0} 条",
        "no report with this receipt": "没有与此回执码对应的举报",
        "20 letters and digits in groups of five": "20 个字母和数字，每五个一组",
        "copy it as it was shown": "请按显示的内容复制",
        "no e-mail address": "不是电子邮箱地址",
        "one like {}": "形如 {0} 的地址",
        "several lines": "内容有多行",
        "one line": "一行",
        "no file": "没有文件",
        "no file of a kind that is taken": "不接受此类文件",
        "no category of reports": "没有此举报类别",
        "{} evidence digests that the verdict does not have": "有 {0} 处证据不属于该结论",
        "evidence digests of the findings of the case's verdict": "案件结论中各项发现的证据",
        "all listings of a builder, by the role {}": "“{0}”选择了构建者的所有 GPT",
        "{} clauses that the current policy does not have": "有 {0} 项条款不在现行政策中",
        "a day for a change with the action {}": "措施“{0}”不需要修改期限",
        "no day, or the action {}": "不填日期，或选择“{0}”",
        "the ground {} for no violation": "未违规时不能以“{0}”为依据",
        "none, or the ground {}": "不填，或以“{0}”为依据",
        "decision {}": "决定 {0}",
        "it was not confirmed": "未作声明",
        "that you believe in good faith that what you say is accurate and complete": (
            "善意声明所述真实、完整"
        ),
        "confirm it, as article 16(2)(d) of the Digital Services Act asks": (
            "请依《数字服务法》第 16 条第 2 款 (d) 项勾选声明"
        ),
        "no language that is spoken here": "本站不支持此语言",
        "the character {}": "含有字符 {0}",
        "text: no control characters but line ends and tabs": "文本：除换行和制表符外不含控制字符",
        "PNG, JPEG, WebP, PDF or plain text in UTF-8, by its content": (
            "内容须为 PNG、JPEG、WebP、PDF 或 UTF-8 纯文本"
        ),
        "{} reports": "{0} 条举报",
        "{} reporters": "{0} 名举报人",
        "claim, release or decide": "认领、释放或决定",
        "the one that the texts are for": "参考文本所对应的措施",
        "those that the texts are for": "参考文本所对应的条款",
    }
)
"""As `error_clauses.CLAUSES` has them."""

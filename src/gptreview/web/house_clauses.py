"""What builders, leads and admins keep: what is wrong with it, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

HOUSE_CLAUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Builders: domains, owners, uploads.
        "no domain": "不是域名",
        "a name like {}, without https://": "形如 {0} 的名称，不含 https://",
        "a name below a domain": "这是域名的子域名",
        "a suffix below which strangers register": "这是供公众注册的后缀",
        "the domain that you registered": "您注册的域名",
        "{}, as it is registered": "{0}，即注册的域名",
        "somebody has looked a moment ago": "刚刚已检查过",
        "{} seconds between two looks": "两次检查须间隔 {0} 秒",
        "more than {} domains": "域名超过 {0} 个",
        "remove one that you do not need": "请移除一个不需要的域名",
        "no such domain": "没有此域名",
        "you have no such domain": "您没有此域名",
        "DNS: {} TXT records {}… with another token": (
            "DNS：有 {0} 条 {1}… 的 TXT 记录，但验证码不同"
        ),
        "DNS: {} TXT records, none of them {}…": "DNS：有 {0} 条 TXT 记录，均不是 {1}…",
        "DNS: {}": "DNS：{0}",
        "file: {} leads to another domain": "文件：{0} 跳转到其他域名",
        "file: status {} at {}": "文件：{1} 返回状态码 {0}",
        "file: {} bytes at {}, no line {}… of yours": "文件：{1} 有 {0} 字节，没有您的 {2}… 一行",
        "file: {}": "文件：{0}",
        "no name server answered for {}": "没有域名服务器答复 {0} 的查询",
        "the host {} has no address in DNS": "主机 {0} 在 DNS 中没有地址",
        "the host {} leads to {}": "主机 {0} 指向非公网地址",
        "the server cannot be reached": "无法连接服务器",
        "the server answered {}": "服务器返回 {0}",
        "no complete answer within {} seconds": "{0} 秒内没有完整的答复",
        "the listing is not yours": "该 GPT 不归您所有",
        "a listing whose builder's domain you have proven": "您已验证其构建者域名的 GPT",
        "prove the domain, or ask a lead to make you its owner": (
            "请验证域名，或请负责人将您设为所有者"
        ),
        "the id of another listing": "这是另一个 GPT 的 ID",
        "this listing's own id, or none": "该 GPT 自己的 ID，或不填",
        "it could not be reviewed: {}": "无法审核：{0}",
        "make it smaller or simpler, and try again; nothing was changed": (
            "请缩小或简化后重试；未作任何更改"
        ),
        "a builder's domain that you have not proven": "其构建者域名未经您验证",
        "prove the domain first, or leave it out": "请先验证该域名，或将其删去",
        "{} listings": "{0} 个 GPT",
        "one listing": "一个 GPT",
        "a ZIP archive of a folder with a {}": "含有 {0} 的目录的 ZIP 压缩包",
        "its source has it no more": "来源中已没有它",
        "publish it again, and wait for the next sync": "请重新发布，并等待下次同步",
        "it changed while the upload was reviewed": "审核上传内容期间，它已有变化",
        "look at it again, then upload again": "请重新查看后再上传",
        "it broke off": "上传中断",
        "send it again": "请重新提交",
        "an account that may own nothing": "该账户不能成为所有者",
        "a builder's that is not disabled": "未停用的构建者账户",
        "it is the owner already": "该账户已是所有者",
        "no lead has made it the owner": "负责人未将该账户设为所有者",
        "no such listing": "没有此 GPT",
        "no such listing in the registry": "登记库中没有此 GPT",
        "the number or the id of a listing": "GPT 的编号或 ID",
        "look its number up on its page": "请在其页面上查看编号",
        "several listings have this id or number": "有多个 GPT 使用此 ID 或编号",
        # Leads and admins: waivers, webhooks, policies, exports, the log.
        "no such finding of {}": "规则 {0} 没有此发现",
        "no finding of {}": "规则 {0} 没有发现",
        "{} findings of {}": "规则 {1} 有 {0} 处发现",
        "a waiver until {} would have expired": "截至 {0} 的豁免已经过期",
        "the policy's may_waive does not name this owner, so the waiver would not count": (
            "政策的 may_waive 未列出此责任人，豁免不会生效"
        ),
        "name one of these, or the policy by which you review with --policy": "请填写其中之一",
        "waiver {} was revoked before": "豁免 {0} 已撤销",
        "waiver {} says the same already": "豁免 {0} 的内容与此相同",
        "there is no such waiver": "没有此豁免",
        "there is no such webhook": "没有此 Webhook",
        "webhook {} has this address": "Webhook {0} 已使用此地址",
        "disable it, then add it with all kinds": "请先停用它，再连同所有事件重新添加",
        "{} webhooks are active": "已有 {0} 个 Webhook",
        "disable one": "请停用一个",
        "no kinds": "未选择事件",
        "no kind {}": "没有事件 {0}",
        "no active webhook {}": "没有使用中的 Webhook {0}",
        "list the webhooks": "请查看 Webhook 列表",
        "no calls": "未选择调用",
        "at least one that is ticked": "至少勾选一个",
        "no number of a call": "不是调用编号",
        "an https address": "https 地址",
        "not a valid URL": "不是有效的网址",
        "a URL with the scheme {}": "网址使用了 {0} 协议",
        "a URL with no scheme": "网址没有协议",
        "a URL with credentials in it": "网址中含有用户名或密码",
        "a URL with port {}": "网址使用了端口 {0}",
        "somebody else tries a policy just now": "正有他人在试用政策",
        "it took longer than {} seconds": "用时超过 {0} 秒",
        "gptreview simulate --policy policy.yaml takes any time": (
            "请在命令行使用 gptreview simulate --policy policy.yaml，不限时间"
        ),
        "no current version has a verdict for {} to compare with": "没有可供比较的“{0}”结论",
        "a registry that was reviewed": "已审核的登记库",
        "what the DSA transparency database takes": "符合 DSA 透明度数据库要求的内容",
        "correct the decisions; nothing of this batch was exported": (
            "请更正这些决定；本批内容均未导出"
        ),
        "personal data that masks do not cover": "含有未被遮盖的个人信息",
        "a text without any": "不含此类内容的文本",
        "decide the case again in other words": "请用其他措辞重新作出决定",
        "another export had the same decisions": "另一次导出已包含相同的决定",
        "throw this one away; the database refuses a puid that it has": (
            "请舍弃本次导出；数据库会拒收已有的 puid"
        ),
        "no head": "不是末端值",
        "NUMBER:HASH, as this page shows it": "按本页显示的格式填写：编号:摘要",
        "figures of other days are being counted": "正在统计其他日期的数据",
        "no first day of a quarter": "不是季度的第一天",
        "no last day of this quarter": "不是该季度的最后一天",
        "public figures are those of whole quarters": "公开数据按完整季度公布",
        "load the page again in a few seconds": "请几秒后重新加载页面",
        "no signed verdict is published of this listing": "尚未发布该 GPT 的签名结论",
        "there is nothing here": "此处没有内容",
        "something went wrong here; it was logged": "出现错误，已记入日志",
        "try again later": "请稍后重试",
        "a person must decide": "须由人工决定",
        "a person decided, and there is no verdict yet": "已由人工决定，尚无结论",
        "the version moved on": "版本已更新",
        "--evidence with one of {}": "请在“证据”中填写其中之一：{0}",
        "a number or id": "编号或 ID",
        "not clear which calls": "未指明哪些调用",
        "{} calls": "{0} 个调用",
        "the event log has no step by which it was made": "事件日志中没有作出它的记录",
        "nothing was ever published of a listing with this number": (
            "从未发布过此编号的 GPT 的任何内容"
        ),
    }
)
"""As `error_clauses.CLAUSES` has them."""

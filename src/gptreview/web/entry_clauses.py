"""Fields of any form, and who may come in: what is wrong with them, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ENTRY_CLAUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Lengths, numbers and texts of any field.
        "{} characters": "{0} 个字符",
        "{} to {} characters": "{0} 至 {1} 个字符",
        "{} to {} characters that are hard to guess": "{0} 至 {1} 个难以猜到的字符",
        "one line of {} to {} characters": "一行，{0} 至 {1} 个字符",
        "one line of at most {} characters": "一行，最多 {0} 个字符",
        "one line of text": "一行文本",
        "no line of text": "不是一行文本",
        "characters that nobody sees": "含有不可见字符",
        "a character that no text has": "含有无效字符",
        "text": "文本",
        "{} to {}": "{0} 至 {1}",
        "{} days": "{0} 天",
        "{} to {} days": "{0} 至 {1} 天",
        "{} bytes": "{0} 字节",
        "more than {} bytes": "超过 {0} 字节",
        "{} bytes at most": "最多 {0} 字节",
        "at most {} bytes": "最多 {0} 字节",
        "{} at most": "最多 {0}",
        "no whole number": "不是整数",
        "digits": "数字",
        "{} or a later day": "{0} 或更晚的日期",
        "{} or later": "{0} 或更晚",
        "{} or more": "不小于 {0}",
        "a day beyond the calendar": "日期超出日历范围",
        "a day in this era": "公元纪年的日期",
        "a range that ends at {}": "日期范围截至 {0}",
        "a moment after {}": "{0} 之后的时间",
        "a form that cannot be read": "无法读取表单",
        "what the page's own form sends": "由页面自身表单提交的内容",
        "the body is too large": "提交的内容过大",
        "go back, where what you wrote still stands, and choose a smaller file": (
            "请返回（您填写的内容还在），改选较小的文件"
        ),
        "another site's page sent this": "提交来自其他网站的页面",
        "open the form here and send it again": "请在本站打开表单，重新提交",
        "the form is not from a page that was opened here, or is too old": (
            "表单不是来自本站打开的页面，或打开时间过长"
        ),
        "load the page again, with cookies allowed, and send it once more": (
            "请允许使用 Cookie，重新加载页面后再次提交"
        ),
        "too many parameters": "参数过多",
        "no such filter: {}": "没有此筛选条件：{0}",
        "no such state: {}": "没有此状态：{0}",
        "no such {}: {}": "“{0}”没有此值：{1}",
        "no cursor of the queue": "不是队列的分页标记",
        "what the page before gave as its next": "上一页给出的下一页标记",
        "begin with the first page": "请从首页开始",
        "no outcome that is published": "不是会发布的结果",
        "no audience": "没有此受众",
        "no place in the list": "不是列表中的位置",
        "no number of a listing": "不是 GPT 编号",
        # Signing in, accounts, links and tokens.
        "this link does not work, or works no more": "此链接无效或已失效",
        "ask who sent it for a new one; for the first admin's, start the program again": (
            "请向发送者索取新链接；首位管理员的链接，请重新启动程序以生成"
        ),
        "name and password do not fit, or are not taken for now": "名称与密码不符，或暂时无法登录",
        "check both; after ten wrong ones wait {} minutes, or ask an admin for a link": (
            "请检查两者；连续输错十次后，请等待 {0} 分钟，或向管理员索取链接"
        ),
        "an account without a password here": "该账户在本站没有密码",
        "change it where you sign in": "请在您登录的网站更改",
        "nobody who may sign in here": "您无权在此登录",
        "ask an admin for access": "请向管理员申请权限",
        "nobody signs in by another site here": "本站不支持通过其他网站登录",
        "too many sign in at once": "同时登录的人过多",
        "try again": "请重试",
        "nobody is signed in": "尚未登录",
        "sign in, or send a token": "请登录，或提供令牌",
        "the role {}": "角色“{0}”",
        "ask an admin": "请联系管理员",
        "ask an admin for a link": "请向管理员索取链接",
        "accounts are made by invitation here": "本站账户须经邀请创建",
        "a name that is reserved": "该名称已被保留",
        "a name that is none": "名称无效",
        "the name is taken": "该名称已被使用",
        "choose another one": "请换一个",
        "there is no such account": "没有此账户",
        "no such account": "没有此账户",
        "gptreview accounts list shows them": "请在账户列表中查看",
        "the last admin's account": "这是最后一个管理员账户",
        "make somebody else an admin first": "请先将其他人设为管理员",
        "the account is disabled already": "账户已停用",
        "the account is not disabled": "账户未停用",
        "an account that is disabled": "账户已停用",
        "a local account that is not disabled": "未停用的本地账户",
        "reporters have no accounts": "举报人没有账户",
        "no role": "没有此角色",
        "an unknown language": "未知的语言",
        "the same characters again and again": "反复使用相同的字符",
        "a row of letters or digits": "连续排列的字母或数字",
        "a character that cannot be written": "含有无法显示的字符",
        "it holds the account's name, or this program's": "含有账户名称或本程序的名称",
        "take four or more words that have nothing to do with one another": (
            "请使用四个或更多互不相干的词"
        ),
        "the role {} with {}": "角色“{0}”没有权限 {1}",
        "no permission": "未选择权限",
        "at least one": "至少一项",
        "{} tokens": "已有 {0} 个令牌",
        "revoke one that nobody uses": "请吊销一个不再使用的令牌",
        "no such token of yours that works": "您没有此有效令牌",
        "a token that was not given for this": "该令牌没有此权限",
        "the permission {}": "权限 {0}",
        "a session": "登录会话",
        "make a token that has it": "请创建具有该权限的令牌",
        "{}: more than {} in {}": "操作过于频繁：{2}内超过 {1} 次",
        "try again in {}": "请在 {0}后重试",
        "{} seconds": "{0} 秒",
        "{} minutes": "{0} 分钟",
        "{} hours": "{0} 小时",
        "{} second": "{0} 秒",
        "{} minute": "{0} 分钟",
        "{} hour": "{0} 小时",
        "{} day": "{0} 天",
        # Views of the queue.
        "a view of this name is there": "已有同名视图",
        "delete it": "请先将其删除",
        "{} views are kept": "已保存 {0} 个视图",
        "delete one": "请删除一个",
        "no view {} of yours": "您没有视图 {0}",
        "no token that works": "令牌无效",
        "make a new one and send it": "请创建新令牌并使用",
        "{} on one page": "一页 {0} 条",
        "the next of the page before": "上一页给出的下一页标记",
        "the `next` of the page before": "上一页给出的下一页标记",
        "no notice {}": "没有通知 {0}",
        "list the notices": "请查看通知列表",
        "the sign-in did not succeed: {}": "登录未成功：{0}",
        "sign in again; if that does not help, tell an admin": (
            "请重新登录；如仍不成功，请联系管理员"
        ),
        "the issuer of OpenID Connect: {}": "OpenID Connect 签发方：{0}",
        "try again later; an admin may look at the GPTREVIEW_OIDC_ settings": (
            "请稍后重试；管理员可检查 GPTREVIEW_OIDC_ 设置"
        ),
    }
)
"""As `error_clauses.CLAUSES` has them."""

"""What is wrong with what was sent, and with what is behind: in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SENT_CLAUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Values that do not fit: `wrong_input` has them.
        "it is missing": "缺少此项",
        "nobody knows this key": "没有此字段",
        "nobody knows this parameter": "没有此参数",
        "one of {}": "其中之一：{0}",
        "none": "无",
        "correct its name, or leave it out": "请更正名称，或将其删去",
        "it was sent several times": "重复提交了多次",
        "one value": "一个值",
        "send it once": "请只提交一次",
        "it is too short": "内容过短",
        "it is too long": "内容过长",
        "there are too few": "数量过少",
        "there are too many": "数量过多",
        "at least {} characters": "至少 {0} 个字符",
        "at most {} characters": "最多 {0} 个字符",
        "at least {}": "至少 {0}",
        "at most {}": "最多 {0}",
        "the number is too small": "数字过小",
        "the number is too large": "数字过大",
        "{} or more": "不小于 {0}",
        "{} or less": "不大于 {0}",
        "a whole number": "整数",
        "none of those that there are": "没有此选项",
        "'{}' or '{}'": "'{0}' 或 '{1}'",
        "neither true nor false": "既不是 true 也不是 false",
        "true or false": "true 或 false",
        "no text": "不是文本",
        "a text": "文本",
        "no list": "不是列表",
        "a list": "列表",
        "no object": "不是对象",
        "an object": "对象",
        "it is no JSON": "不是 JSON",
        "JSON (RFC 8259)": "JSON（RFC 8259）",
        "Method Not Allowed": "不支持此请求方法",
        "Bad Request": "请求有误",
        # Choices and numbers of use-cases.
        "version or listing": "版本或 GPT",
        "no known action": "没有此措施",
        "no scope": "未选择范围",
        "no known scope": "没有此范围",
        "no ground": "未选择依据",
        "no known ground": "没有此依据",
        "a change by {}": "修改期限为 {0}",
        "the case has moved on: {}": "案件已有变化：{0}",
        "1 to {}, or none for until it is changed": "1 至 {0}，不填则有效至更改时",
        "{} to {} minutes, or 0 for no breaks": "{0} 至 {1} 分钟，0 表示不休息",
        "3 to 40 letters a-z, digits, '.', '_' and '-', the first a letter or digit": (
            "3 至 40 个字符：字母 a-z、数字、“.”“_”“-”，首字符为字母或数字"
        ),
        "no case of version {}": "没有版本 {0} 的案件",
        "search the listings": "请搜索 GPT",
        "Misdirected Request": "请求发往了错误的服务器",
        "list your domains": "请查看您的域名列表",
        "a reviewed listing": "已审核的 GPT",
        "no waiver {}": "没有豁免 {0}",
        "no verdict by this standard": "没有依此标准的结论",
        "either numbers or a moment": "填写编号或时间，二者取一",
        "the listing has only one version so far": "该 GPT 目前只有一个版本",
        "no version {}": "没有版本 {0}",
        "no such content in the registry": "登记库中没有此内容",
        "a content in format {}": "内容的格式为 {0}",
        "format {}": "格式 {0}",
        "use the version of gptreview that wrote it, or a newer one": (
            "请使用写入它的 gptreview 版本或更新的版本"
        ),
        "and {} more": "另有 {0} 处",
        # The database.
        "the database cannot do that now: {}": "数据库现在无法执行：{0}",
        "the database: {}": "数据库：{0}",
        "no room: {}": "空间不足：{0}",
        "make room, try again": "请腾出空间后重试",
        "the connection was closed": "连接已断开",
        "damaged, or no database: {}": "已损坏，或不是数据库：{0}",
        "restore a backup, or name another database": "请恢复备份，或指定其他数据库",
        "tables are not as gptreview makes them: {}": "数据表与 gptreview 所建的不符：{0}",
        "gptreview db check says what is wrong": "gptreview db check 会指出问题所在",
        "restore a backup": "请恢复备份",
        "the address is not understood: {}": "无法解析地址：{0}",
    }
)
"""As `error_clauses.CLAUSES` has them."""

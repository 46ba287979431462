"""The clauses in which readers and scanners say what stopped them, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CLAUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Sources: what the listing did not bring.
        "a path has no meaning on standard input": "从标准输入读取时不能引用路径",
        "the path leads out of the folder": "路径指向文件夹之外",
        "a link leads out of the folder": "链接指向文件夹之外",
        "there is no such file": "文件不存在",
        "it cannot be read ({})": "无法读取（{0}）",
        "no file can have this name": "文件名无效",
        "this is a folder": "这是文件夹，不是文件",
        "this is not a regular file": "不是普通文件",
        "the listing has more than {} files": "GPT 的文件超过 {0} 个",
        "the listing's files have more than {} bytes together": "GPT 的文件合计超过 {0} 字节",
        "the listing's files are over its limits": "GPT 的文件已超过上限",
        "{} bytes, over the limit of {}": "共 {0} 字节，超过 {1} 字节的上限",
        "the listing gives neither its text nor its path": "GPT 未给出其文本，也未给出路径",
        "the listing gives no schema for it": "GPT 未给出其 schema",
        "the API gives no schema for it": "API 未给出其 schema",
        "the API gives no download_url for it": "API 未给出下载地址（download_url）",
        "the API holds more tools than it listed": "API 中还有未列出的工具",
        "the API holds more files than it listed": "API 中还有未列出的文件",
        "it cannot be downloaded: {}": "无法下载：{0}",
        "its download answered {}": "下载返回状态码 {0}",
        "{}, which names its MCP servers, cannot be read ({})": (
            "无法读取列出 MCP 服务器的 {0}（{1}）"
        ),
        "the tools of the MCP server {} are known only by asking it": (
            "MCP 服务器 {0} 有哪些工具，只有向其查询才能得知"
        ),
        "there is nothing in it to review": "其中没有可供审查的内容",
        # Budgets.
        "{}; unread members: {}": "{0}；另有 {1} 个文件未读取",
        "{} bytes, over the budget of {}": "共 {0} 字节，超过 {1} 字节的上限",
        "{} bytes; the structure of at most {} is read": (
            "共 {0} 字节，结构最多解析 {1} 字节，其余仅按文本检查"
        ),
        "over the budget of {} characters": "超过 {0} 个字符的上限",
        "over the budget of {} members": "超过 {0} 个文件的上限",
        "over the budget of {} unpacked bytes": "解压后超过 {0} 字节的上限",
        "over the budget of {} parts": "超过 {0} 个组成部分的上限",
        "over the budget of {} slides or sheets": "超过 {0} 张幻灯片或工作表的上限",
        "over the budget of {} pages": "超过 {0} 页的上限",
        "no time left to read it": "读取时间已用完",
        "takes longer to read than its budget allows": "读取超时",
        "needs more than {} bytes of memory to be read": "读取所需内存超过 {0} 字节",
        # Texts and markup.
        "its bytes fit no known encoding well, or two of them; read as {}": (
            "编码无法确定，按 {0} 读取"
        ),
        "places where its bytes are not {}: {}": "有 {1} 处字节不符合 {0} 编码",
        "RTF: read as written, what its codes say is not": "RTF 文件：仅读取原文，未解析格式代码",
        "XML entities are declared, and not expanded": "声明了 XML 实体，未予展开",
        "too much markup to take apart; read as written": "标记过多，未解析，仅读取原文",
        "over {} XML elements inside one another": "XML 元素嵌套超过 {0} 层",
        "an XML document type, which may define entities": "XML 含文档类型声明，可能定义实体",
        "XML that is not well-formed": "XML 格式有误",
        "disguises could not be undone ({})": "无法还原伪装写法（{0}）",
        "its operations could not be read ({})": "无法读取其中的操作（{0}）",
        "its content cannot be read ({})": "无法读取其内容（{0}）",
        # Archives.
        "an archive inside an archive inside an archive": "压缩包嵌套已达三层",
        "{} bytes of the archive belong to no member": "压缩包中有 {0} 字节不属于任何文件",
        "{} entries, {} members are read": "压缩包有 {0} 个条目，最多读取 {1} 个文件",
        "a damaged archive": "压缩包已损坏",
        "a name that leads out of the archive's folder": "文件名指向解压目录之外",
        "a link to another file": "指向其他文件的链接",
        "a second member of this name; readers differ in which one counts": (
            "压缩包内有重名文件，不同软件取用的可能不同"
        ),
        "an encrypted archive member": "压缩包内的文件已加密",
        "its place in the archive holds another member, or none": (
            "压缩包的这一位置是另一个文件，或没有文件"
        ),
        "packed by method {}, which is not read": "不支持第 {0} 号压缩方法",
        "it unpacks to more than {} bytes": "解压后超过 {0} 字节",
        "its content is not what the archive's directory says": "内容与压缩包目录的记录不符",
        "damaged packed bytes": "压缩数据已损坏",
        # Files that are no text.
        "an image: its text is read with OCR only; pip install 'gptreview[ocr]'": (
            "图片：须安装 OCR 才能读取图中文字（pip install 'gptreview[ocr]'）"
        ),
        "an image of a type that is not read ({})": "不支持读取的图片类型（{0}）",
        "over the budget of {} pixels": "超过 {0} 像素的上限",
        "an image that cannot be decoded, or not to its end": "图片无法解码，或数据不完整",
        "an animation: only its first picture is read": "动图：仅读取第一帧",
        "letters that are hard to make out; what was read may be wrong": (
            "字迹难以辨认，读出的文字可能有误"
        ),
        "made smaller from {} pixels of width; small letters are lost": (
            "原宽 {0} 像素，缩小后读取，小字会丢失"
        ),
        "not a text: {}": "不是文本：{0}",
        "neither text nor a known type of file": "既不是文本，也不是已知的文件类型",
        "encrypted Office file": "Office 文件已加密",
        "Office file of the format before 2007, or a message: not read": (
            "2007 版之前的 Office 格式或邮件文件，不支持读取"
        ),
        # PDF and Office files.
        "no process could be started to read it in": "无法启动读取进程",
        "its parser crashed or ran out of memory": "解析程序崩溃或内存不足",
        "a part that cannot be unpacked": "该组成部分无法解压",
        "an encrypted part": "该组成部分已加密",
        "a part packed in a way Office does not use": "该组成部分的压缩方式并非 Office 所用",
        "unpacks to over {} times its packed size": "解压后超过压缩大小的 {0} 倍",
        "an Office file that needs a password": "Office 文件需要密码",
        "not a readable zip archive, as Office files are": (
            "不是可读取的 Office 文件（ZIP 结构无效）"
        ),
        "an embedded file of a type that is not read": "内嵌文件的类型不支持读取",
        "over {} embedded files inside one another": "内嵌文件嵌套超过 {0} 层",
        "{} embedded image{}; there is no OCR inside documents": (
            "内嵌图片 {0} 张，文档内图片不做 OCR"
        ),
        "{} macro project{}": "宏项目 {0} 个",
        "{} embedded file{} of a type that is not read": "内嵌文件 {0} 个，其类型不支持读取",
        "the PDF ends before its end mark": "PDF 不完整，缺少结尾标记",
        "a PDF that needs a password": "PDF 需要密码",
        "not a readable PDF": "不是可读取的 PDF",
        "a form that cannot be read": "表单无法读取",
        "pages that cannot be read": "页面无法读取",
        "an attachment that cannot be read": "附件无法读取",
        "a font that does not say what its signs mean": "字体未注明字符含义，文字可能有误",
        "images beside the text; there is no OCR inside documents": (
            "文字之外有图片，文档内图片不做 OCR"
        ),
        "the page is an image; there is no OCR inside documents": (
            "整页为图片，文档内图片不做 OCR"
        ),
        "the page has drawings and no text; there is no OCR inside documents": (
            "页面只有图形而无文本，文档内图片不做 OCR"
        ),
        # What ends a review or a scanner early.
        "the process that read it ended without an answer (out of memory, or a crash)": (
            "读取进程中途结束，没有结果（内存不足或崩溃）"
        ),
        "its verdict cannot be written ({}) ({} attempts)": "结论无法写出（{0}，尝试 {1} 次）",
        "its verdict cannot be written ({})": "结论无法写出（{0}）",
        "took longer than {} s ({} attempts)": "超过 {0} 秒仍无结果（尝试 {1} 次）",
        "more than {} findings; the worst of them are told": "发现超过 {0} 处，仅列出最严重的",
        "more than {} matches": "匹配超过 {0} 处",
        "more than {} places of {}": "规则 {1} 命中超过 {0} 处",
        "more than {} candidates": "待核对内容超过 {0} 处",
        "more than {} values": "数据项超过 {0} 个",
        "more than {} prohibitions": "禁止性语句超过 {0} 句",
        "more than {} bytes to look at twice": "须重复检查的内容超过 {0} 字节",
        "{}, the model of the extra {}, does not work ({}): install it anew or uninstall it": (
            "可选组件 {1} 的模型 {0} 无法使用（{2}），请重新安装或将其卸载"
        ),
    }
)
"""By the English clause, ``{}`` where it has a figure or a name; the Chinese one numbers them from
0. Of two that fit, the first counts."""

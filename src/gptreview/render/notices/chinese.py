"""The letters in Simplified Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gptreview.model.notice import Letter, NoticeKind

CHINESE: Final[Mapping[NoticeKind, Letter]] = MappingProxyType(
    {
        NoticeKind.REPORT_RECEIVED: Letter(
            "已收到您对 {{ listing }} 的举报",
            """\
我们已收到您于 {{ filed }} 对 {{ listing }} 的举报（{{ category }}）。

我们将由人工审查并作出决定。{{ follow }}
有了决定，我们会通知您。
""",
        ),
        NoticeKind.DECISION_BUILDER: Letter(
            "{{ action }}：{{ listing }}",
            """\
我们已对您的 {{ listing }} 作出决定。

决定：{{ action }}
范围：{{ scope }}
期限：{{ duration }}

发现的问题
{{ facts }}

{{ passages }}

为何违规
{{ ground }}
{{ policy }}

{{ reason }}

如何改正
{{ fix }}

决定的由来
{{ source }}
{{ means }}

如有异议
{{ appeal }}
{{ redress }}
""",
        ),
        NoticeKind.CLEARED_BUILDER: Letter(
            "未违规：{{ listing }}",
            """\
我们审查了您的 {{ listing }}，未发现违规。您无须采取任何行动。

{{ reason }}
""",
        ),
        NoticeKind.DECISION_REPORTER: Letter(
            "您对 {{ listing }} 的举报的处理结果",
            """\
我们已就您于 {{ filed }} 对 {{ listing }} 的举报（{{ category }}）作出决定。

结果：{{ outcome }}

{{ reason }}

{{ means }}

如有异议
{{ appeal }}
{{ redress }}
""",
        ),
        NoticeKind.APPEAL_RECEIVED: Letter(
            "已收到您就 {{ listing }} 提出的申诉",
            """\
我们已收到您于 {{ filed }} 就 {{ listing }} 提出的申诉。

申诉将由原决定人以外的人员处理，不会仅由自动化手段决定。有了结果，我们会通知您。
""",
        ),
        NoticeKind.APPEAL_BUILDER: Letter(
            "申诉已有结果：{{ listing }}",
            """\
针对您的 {{ listing }} 的决定的申诉，已由另一人员处理。

结果：{{ result }}

{{ answer }}

现行决定

{{ standing }}
""",
        ),
        NoticeKind.APPEAL_REPORTER: Letter(
            "申诉已有结果：{{ listing }}",
            """\
针对您举报的 {{ listing }} 的决定的申诉，已由另一人员处理。

结果：{{ result }}

{{ answer }}

现行决定

{{ standing }}
""",
        ),
        NoticeKind.CHANGE_OVERDUE: Letter(
            "修改期限已过：{{ listing }}",
            """\
您的 {{ listing }} 应在 {{ day }} 之前修改。其内容仍与决定所针对的内容相同，因此案件已重新开启，
将由人工作出决定。

{{ follow }}
""",
        ),
        NoticeKind.DOMAIN_EXPIRED: Letter(
            "请重新验证域名：{{ domains }}",
            """\
{{ domains }} 归您所有的验证已过期。重新验证之前，使用该域名的 GPT 不会显示为您所有。

{{ follow }}
""",
        ),
    }
)
"""Subjects and bodies in Jinja; who writes one uses every field."""

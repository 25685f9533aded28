"""The words of the exchange: kinds, outcomes and choices as people read them."""

SENDING_KINDS = {
    "rows": "数据或名单",
    "paper": "文件",
    "matter": "事项",
    "note": "日常通报",
}

# What a receiver gives back. A word that says no needs its reason; none of them rates the sender.
OUTCOMES = {
    "told": "已知悉",
    "adopted": "采用",
    "handled": "已处理",
    "done": "办结",
    "refused": "不采用",
}
NEEDS_REASON = frozenset({"refused"})

REQUEST_KINDS = {"assist": "协助", "opinion": "征求意见", "material": "提供资料"}

COLLECTION_FORMS = {"text": "文字材料", "file": "文件", "opinions": "逐条意见"}
ADOPTIONS = {"adopted": "采纳", "partly": "部分采纳", "not_adopted": "未采纳"}
NO_OPINION = "无意见"

INCOMING_KINDS = {
    "instruction": "批示",
    "superior": "上级来文",
    "letter": "部门来函",
    "proposal": "建议提案",
    "petition": "来信来访",
    "hotline": "12345 转办",
}
# Whoever wrote or called is sealed; the gist alone goes on.
SEALED_KINDS = frozenset({"petition", "hotline"})
ROLES = {"lead": "主办", "co": "会办"}

REPEATS = {
    "once": "一次",
    "monthly": "每月",
    "quarterly": "每季度",
    "half_yearly": "每半年",
    "yearly": "每年",
}
MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
FORMS = {"report": "书面报告", "table": "报表", "system": "上级系统填报", "spoken": "当面汇报"}

INTO = {"topic": "议题", "matter": "台账事项", "sending": "转有关单位"}

"""The words of the conference's rules on pages: their names, their help and their values."""

from lianxi.bodies.rules import CONFIGURABLE
from lianxi.law.rules import DOCUMENT_RULES

RULE_LABELS = {
    **DOCUMENT_RULES,
    "silent_consent": "默示同意",
    "consent_window": "会签期限",
    "opinion_window": "意见期限",
    "near_due_days": "临期",
    "return_half_day": "半年填报截止",
    "return_year_day": "年度填报截止",
    "return_short_days": "月度、季度填报截止",
    "serious_overdue_days": "严重逾期",
    "slips_automatic": "自动提醒",
    "circular_ranking": "通报排列单位",
    "circular_shown": "通报先送核对",
    "contest_window": "通报异议期限",
    "number_prefix": "发文机关代字",
    "number_by_kind": "按文种编号",
    "issuing_organ": "发文机关署名",
    "paper_mark": "发文机关标志",
    "papers_apart": "起草、核稿、签发分开",
    "paper_sealed": "留印章位置",
    "told_mail": "邮件外发内容",
    "told_wecom": "企业微信外发内容",
    "told_dingtalk": "钉钉外发内容",
    "told_feishu": "飞书外发内容",
    "told_sms": "短信外发内容",
    "told_todo": "统一待办外发内容",
    "told_feed": "日历订阅内容",
}
VALUE_WORDS = {"on": "视为同意", "off": "不视为同意"}
SWITCH_WORDS = {"on": "开", "off": "关", "": "未设定"}
LEVEL_WORDS = {"count": "只写件数和链接", "title": "写编号和标题", "full": "写全文"}


def help_of(code: str) -> str:
    """Explain a rule that can be set."""
    text = CONFIGURABLE.get(code, ("", ""))[1]
    return text if text != RULE_LABELS.get(code) else ""


def value_words(code: str, value: str) -> str:
    """Say a rule's value in words."""
    if code == "return_short_days":
        return f"{value} 日"
    if code.startswith("return_"):
        month, _mark, day = value.partition("-")
        return f"{int(month)}月{int(day)}日"
    if code.endswith(("_window", "_days")):
        return f"{value} 个工作日"
    if code.startswith("told_"):
        return LEVEL_WORDS.get(value, value)
    words = VALUE_WORDS if code == "silent_consent" else SWITCH_WORDS
    return words.get(value, value)

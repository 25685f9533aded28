"""Words of the room: states of rows, columns of streams, why a signal came, the title of its warning."""

from lianxi.core.words import day_of, long_date
from lianxi.surveillance.rows import SignalRow
from lianxi.surveillance.rules.streams import FIELD_NAMES

STATE_WORDS = {"error": "错误", "new": "新增", "changed": "变更", "same": "相同", "twin": "文件内重复"}
COLUMN_LABELS = {
    **FIELD_NAMES,
    "workplace": "工作场所",
    "point": "岗位和点位",
    "value": "结果",
    "kind": "因素类别",
    "below_loq": "低于定量下限",
    "employer": "用人单位",
    "institution": "机构",
    "finding": "病名",
    "exposed_on": "接害开始日期",
    "noted_on": "日期",
    "acute": "急性",
    "together": "同时中毒人数",
    "stage": "期别",
    "died_on": "死亡日期",
    "workers_total": "劳动者总人数",
    "exposed_total": "接触总人数",
    "patients_total": "职业病累计人数",
}
# Why a signal weighs more, or less, by its code.
REASON_WORDS = {
    "limit_to_confirm": "依据的限值未见官方原文，待确认",
    "late_report": "报告比发生晚7天以上",
    "short_history": "历史较短",
    "worse_than_before": "比上一次信号更强",
    "severe_hazard": "严重危害",
    "never_tested": "有申报，没有检测记录",
    "fdr": "经错误发现率控制",
    "incomplete_week": "所依据的一周尚不完整",
    "data_withdrawn": "所依据的批次已撤销",
}


def default_title(signal: SignalRow) -> str:
    """Return the title a warning has unless somebody writes another one."""
    return f"关于{signal.rule_title}的预警（{long_date(day_of(signal.detected_at))}发现）"[:120]

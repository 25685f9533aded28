"""The transition tables of merged checks, the words of their choices, and what a plan of checks may not say."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from lianxi.core.transitions import Machine, Transition

WEEK = timedelta(days=7)


class PlanState(StrEnum):
    """Where a merged plan stands; approvals stay the units' own throughout."""

    COLLECTING = "collecting"
    PROPOSED = "proposed"
    AGREED = "agreed"
    HANDED_OVER = "handed_over"
    RUNNING = "running"
    REPORTED = "reported"
    CLOSED = "closed"


CHECK_PLAN = Machine(
    name="check_plan",
    label="统筹检查安排",
    states=PlanState,
    labels={
        "collecting": "商请各单位中",
        "proposed": "待各单位确认",
        "agreed": "各单位已确认",
        "handed_over": "已交付",
        "running": "检查中",
        "reported": "结果已齐",
        "closed": "已结束",
    },
    initial="collecting",
    rows=(
        Transition(
            "inspections.merge.record",
            ("collecting", "proposed", "agreed"),
            "proposed",
            "每个单位都已报送计划或报无",
        ),
        Transition("inspections.plan.agree", ("proposed",), "agreed", "最后一个单位确认，不以沉默视为同意"),
        Transition(
            "inspections.plan.hand_over", ("agreed",), "handed_over", "清单交各单位，批准由各单位自己办"
        ),
        Transition("inspections.plan.begin", ("handed_over",), "running", "第一周开始"),
        Transition(
            "inspections.plan.report",
            ("handed_over", "running"),
            "reported",
            "每次检查都有结果，或者未开展的理由",
        ),
        Transition("inspections.plan.close", ("reported",), "closed", "问题都有着落；由另一席位、另一人结束"),
    ),
)


class MergeState(StrEnum):
    """What came of an order to merge."""

    ORDERED = "ordered"
    MADE = "made"
    FAILED = "failed"


MERGE_ORDER = Machine(
    name="merge_order",
    label="合并要求",
    states=MergeState,
    labels={"ordered": "后台合并中", "made": "已合并", "failed": "没有合并成"},
    initial="ordered",
    rows=(
        Transition("inspections.merge.record", ("ordered",), "made", "要求以后各单位没有改动"),
        Transition("inspections.merge.fail", ("ordered",), "failed", "写明原因"),
    ),
)


class PartState(StrEnum):
    """Where a unit's part of a visit stands; one without its unit's approval is not on the visit sheet."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    APPROVED = "approved"
    DONE = "done"
    NOT_DONE = "not_done"
    DROPPED = "dropped"


PART = Machine(
    name="visit_part",
    label="检查中的单位部分",
    states=PartState,
    labels={
        "proposed": "待确认",
        "agreed": "已确认，待批准",
        "approved": "已批准",
        "done": "已检查",
        "not_done": "未开展",
        "dropped": "重算后取消",
    },
    initial="proposed",
    rows=(
        Transition("inspections.plan.agree", ("proposed",), "agreed", "由该单位确认"),
        Transition(
            "inspections.part.approve", ("agreed", "approved"), "approved", "单位负责人批准，两名以上执法人员"
        ),
        Transition("inspections.part.enter", ("approved", "agreed"), "done", "没有批准的只限补录"),
        Transition("inspections.plan.results", ("approved", "agreed"), "done", "没有批准的只限补录"),
        Transition("inspections.part.skip", ("agreed", "approved"), "not_done", "写明理由"),
        Transition("inspections.merge.record", ("proposed", "agreed"), "dropped", "重算后不再有这一部分"),
    ),
)


class FindingState(StrEnum):
    """Where a problem stands; it belongs to the unit that found it."""

    FOUND = "found"
    ORDERED = "ordered"
    FILED = "filed"
    REFERRED = "referred"
    NO_ACTION = "no_action"
    RECTIFIED = "rectified"
    RECHECKED = "rechecked"
    CLOSED = "closed"


FINDING = Machine(
    name="finding",
    label="检查发现的问题",
    states=FindingState,
    labels={
        "found": "已发现",
        "ordered": "已责令改正",
        "filed": "已立案",
        "referred": "已移送",
        "no_action": "提示，不再处理",
        "rectified": "已整改，待复查",
        "rechecked": "已复查",
        "closed": "已了结",
    },
    initial="found",
    rows=(
        Transition("inspections.finding.order", ("found",), "ordered", "由发现单位责令改正"),
        Transition(
            "inspections.finding.file",
            ("found", "ordered", "rechecked"),
            "filed",
            "由发现单位立案；复查以后的只限仍不合格",
        ),
        Transition("inspections.finding.refer", ("found", "ordered"), "referred", "写明条款和接收单位"),
        Transition("inspections.finding.advise", ("found",), "no_action", "提示"),
        Transition("inspections.finding.rectify", ("ordered", "filed"), "rectified", "整改日期"),
        Transition("inspections.finding.recheck", ("rectified",), "rechecked", "复查日期和结果"),
        Transition(
            "inspections.finding.close",
            ("rechecked", "referred", "no_action", "filed"),
            "closed",
            "由发现单位了结",
        ),
    ),
)

SUBJECT_KINDS = {
    "enforcement": "行政执法主体",
    "union": "工会（参加，不执法）",
    "owner": "出资人（督促检查，不是行政检查）",
    "institute": "技术机构（不得检查）",
    "other": "其他（不得检查）",
}
SYSTEMS = {
    "health": "卫生健康",
    "emergency": "应急管理",
    "hr": "人力资源社会保障",
    "ecology": "生态环境",
    "market": "市场监管",
    "housing": "住房城乡建设",
    "industry": "工业和信息化",
    "justice": "司法",
    "other": "其他",
}
LEVELS = {"city": "市级", "county": "县级", "province": "省级"}
TYPES = {"日常": "日常检查", "个案": "个案检查", "专项": "专项检查", "复查": "复查"}
RESULTS = {"pass": "合格", "problem": "有问题", "unchecked": "未检"}
MEASURES = {"order": "责令改正", "file": "立案", "refer": "移送", "advise": "提示"}
PLACED = {
    "": "待合并",
    "scheduled": "已列入检查",
    "desk": "书面核查，不到现场",
    "attached": "参加已有的检查",
    "not_attached": "该企业没有检查可参加",
    "owner": "出资人督促检查，另行开展",
    "refused": "退回",
    "waiting": "排不进，待下期",
    "withdrawn": "已撤回",
}
# What coordination may not become (国办发〔2024〕54号; 优化营商环境条例第五十九条).
SHUTDOWNS = ("停产整顿", "全面停产", "一律停产", "停工整顿")
QUOTAS = (
    "罚没指标",
    "处罚指标",
    "罚款指标",
    "检查覆盖率",
    "查处率不低于",
    "问题发现率",
    "发现问题不少于",
    "罚没款",
)
PROOFS = ("拍照打卡", "留影", "照片为证", "签到打卡", "定位打卡")


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks_of_plan(first: date, last: date) -> list[date]:
    """List the Mondays of the weeks that a plan's days touch."""
    start = monday_of(first)
    return [start + WEEK * number for number in range((monday_of(last) - start).days // 7 + 1)]


def window_of(weeks: Sequence[date], first: date, last: date) -> tuple[int, int] | None:
    """Give a span of days as numbers of the plan's weeks from 1 on; None where it touches none of them."""
    held = [number for number, monday in enumerate(weeks, 1) if first < monday + WEEK and last >= monday]
    return (held[0], held[-1]) if held else None


def valid_weeks(weeks: Sequence[date], until: date) -> int:
    """Give the number of the last week in which a certificate holds from Monday to Friday."""
    return sum(monday + timedelta(days=4) <= until for monday in weeks)


def campaign_faults(text: str) -> list[tuple[str, str]]:
    """Name what a plan's words may not order, each with the rule that forbids it."""
    shut = [
        (word, "优化营商环境条例第五十九条：不得在相关行业、领域普遍停产、停业")
        for word in SHUTDOWNS
        if word in text
    ]
    quotas = [(word, "国办发〔2024〕54号：不得下达检查、处罚的指标") for word in QUOTAS if word in text]
    proofs = [(word, "统筹检查安排不以照片、定位、打卡作为工作的凭据") for word in PROOFS if word in text]
    return [*shut, *quotas, *proofs]

"""The transition tables of incidents, follow-ups and union letters, and the words of their fixed choices."""

from enum import StrEnum

from lianxi.core.transitions import Machine, Transition

TRACKING = "tracking"


class IncidentState(StrEnum):
    """Where an incident stands, from the first call to its closing report."""

    SIGNALLED = "signalled"
    DISMISSED = "dismissed"
    HANDED_OVER = "handed_over"
    OPEN = "open"
    MERGED = "merged"
    WITH_SUPERIOR = "with_superior"
    INVESTIGATED = "investigated"
    CONCLUDED = "concluded"
    FOLLOWED = "followed"
    CLOSED = "closed"


def _row(verb: str, sources: tuple[str, ...], target: str, guard: str, basis: str = "") -> Transition:
    action = f"incidents.incident.{verb}"
    return Transition(action, sources, target, guard, basis or "administrative")


INCIDENT = Machine(
    name="incident",
    label="群体事件",
    states=IncidentState,
    labels={
        "signalled": "接报，待核实",
        "dismissed": "已排除",
        "handed_over": "已移交",
        "open": "处置中",
        "merged": "已并入另一事件",
        "with_superior": "上级调查中",
        "investigated": "已有调查结论",
        "concluded": "响应结束",
        "followed": "后续跟踪",
        "closed": "已结案",
    },
    initial="signalled",
    rows=(
        _row("dismiss", ("signalled",), "dismissed", "写明理由和问过谁（疾控、县级卫健部门）"),
        _row("hand_over", ("signalled",), "handed_over", "不属职业危害或不在本市；写明移交给谁"),
        _row("open", ("signalled",), "open", "有发病、死亡或现实危险；地点知道到县级"),
        _row("merge", ("signalled", "open"), "merged", "同一事件；两边的来电、人数、告知都保留"),
        _row("unmerge", ("merged",), "signalled", "写明理由；原有的编号不变"),
        _row("pass_up", ("open",), "with_superior", "省级以上接手调查：文号或来电"),
        _row(
            "investigate",
            ("open", "with_superior"),
            "investigated",
            "收到调查机关的结论；工会参加情况已记，或写明理由",
        ),
        _row("conclude", ("open",), "concluded", "措施已解除或列明；法定报告都已答复或说明；办公室主任办理"),
        _row(
            "follow",
            ("investigated", "concluded"),
            "followed",
            "每条建议已列入台账、转出或写明不属本会议；办公室主任办理",
            TRACKING,
        ),
        _row(
            "close",
            ("followed",),
            "closed",
            "结案报告由另一席位、另一人确认；工会文书已答复或说明；后续都有结果",
            TRACKING,
        ),
        _row("reopen", ("closed",), "open", "迟发死亡、新增病例等，写明理由"),
    ),
)

# Of an incident in one of these nothing is entered any more.
ENDED = frozenset({"dismissed", "handed_over", "merged", "closed"})
# While it runs, its clocks remind and its counts are entered.
RUNNING = frozenset({"signalled", "open", "with_superior", "investigated", "concluded", "followed"})


class FollowUpState(StrEnum):
    """Where a recommendation that was followed up stands."""

    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


FOLLOW_UP = Machine(
    name="follow_up",
    label="后续工作",
    states=FollowUpState,
    labels={"running": "跟踪中", "done": "已落实", "refused": "未采纳", "superseded": "已由别的事项替代"},
    initial="running",
    rows=tuple(
        Transition(f"incidents.follow_up.{verb}", ("running",), state, guard, TRACKING)
        for verb, state, guard in (
            ("finish", "done", "台账事项已办结，或对方已回复"),
            ("refuse", "refused", "写明理由"),
            ("supersede", "superseded", "写明由什么替代"),
        )
    ),
)


class LetterState(StrEnum):
    """Where a letter of the union stands."""

    SENT = "sent"
    ANSWERED = "answered"
    EXPLAINED = "explained"


LETTER = Machine(
    name="union_letter",
    label="工会文书",
    states=LetterState,
    labels={"sent": "已发出", "answered": "已答复", "explained": "未答复，已说明"},
    initial="sent",
    rows=(
        Transition("incidents.letter.answer", ("sent", "explained"), "answered", "采纳、部分采纳或不采纳"),
        Transition("incidents.letter.explain", ("sent",), "explained", "写明为什么没有答复"),
    ),
)

KINDS = {
    "acute_poisoning": "急性职业中毒",
    "acute_physical": "急性物理因素损伤",
    "anthrax": "职业性炭疽",
    "radiation": "辐射事故",
    "chronic_cluster": "慢性病例聚集",
    "unknown": "尚不清楚",
}
SOURCES = {
    "hospital": "医院",
    "cdc": "疾控机构",
    "county": "县（市、区）卫健部门",
    "emergency": "应急管理部门",
    "hotline": "12345 热线",
    "union": "工会",
    "media": "媒体",
    "public": "群众",
    "superior": "上级",
    "duty_office": "市委市政府总值班室",
    "employer": "用人单位",
    "other": "其他",
}
WORK_SAFETY = {"unknown": "应急部门尚未认定", "yes": "应急部门认定属于", "no": "应急部门认定不属于"}
CHANNELS = {
    "phone": "电话",
    "paper": "书面",
    "network": "网络直报",
    "system": "本系统",
    "face": "当面",
    "other": "其他",
}
ANSWERS = {"adopted": "采纳", "partly": "部分采纳", "refused": "不采纳"}
ROLES = {"lead": "牵头", "member": "参加", "union": "工会"}
GROUPS = {"first_response": "先期处置组", "support": "支持配合组"}
RADIATION = {
    "source_12_wide_pollution": "Ⅰ、Ⅱ类放射源失控并造成大范围严重污染",
    "source_12_lost": "Ⅰ、Ⅱ类放射源丢失、被盗、失控",
    "source_3_lost": "Ⅲ类放射源丢失、被盗、失控",
    "source_45_lost": "Ⅳ、Ⅴ类放射源丢失、被盗、失控",
    "over_limit": "有人受到超过年剂量限值的照射",
}

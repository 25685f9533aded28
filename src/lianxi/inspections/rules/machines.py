"""The transition tables of joint supervision and of what it asks to put right, and the words of their choices."""

from enum import StrEnum

from lianxi.core.transitions import Machine, Transition


class SupervisionState(StrEnum):
    """Where a request for supervision stands; a trip is made only from a mandate on."""

    ASKED = "asked"
    MANDATE_WANTED = "mandate_wanted"
    OTHER_FORM = "other_form"
    MANDATED = "mandated"
    PLANNED = "planned"
    ANNOUNCED = "announced"
    ON_SITE = "on_site"
    REPORTED = "reported"
    CONCLUDED = "concluded"
    UNDER_REVIEW = "under_review"
    RECTIFYING = "rectifying"
    CHECKED = "checked"
    CLOSED = "closed"
    LAPSED = "lapsed"


def _row(verb: str, sources: tuple[str, ...], target: str, guard: str) -> Transition:
    return Transition(f"inspections.supervision.{verb}", sources, target, guard)


SUPERVISION = Machine(
    name="supervision",
    label="联合督查",
    states=SupervisionState,
    labels={
        "asked": "已提出",
        "mandate_wanted": "请示指定中",
        "other_form": "改用别的形式",
        "mandated": "已指定",
        "planned": "已有方案",
        "announced": "已通知",
        "on_site": "实地督查中",
        "reported": "已报告",
        "concluded": "已作结论",
        "under_review": "复核中",
        "rectifying": "整改中",
        "checked": "已核查",
        "closed": "已办结",
        "lapsed": "期限已满",
    },
    initial="asked",
    rows=(
        _row("use_other", ("asked", "mandate_wanted"), "other_form", "按规则给出的形式办理"),
        _row("want_mandate", ("asked",), "mandate_wanted", "请示写明缺少的内容"),
        _row("mandate", ("asked", "mandate_wanted"), "mandated", "指定的四项齐全，由另一席位核对原件"),
        _row("plan", ("mandated",), "planned", "方案的时间在指定期限内"),
        _row("announce", ("planned",), "announced", "由牵头部门通知；对县级政府的措辞另有限制"),
        _row("go", ("planned", "announced"), "on_site", "在指定期限内"),
        _row("report", ("on_site",), "reported", "四部分报告"),
        _row("conclude", ("reported",), "concluded", "结论经本级人民政府同意，送达有日期"),
        _row("review", ("concluded",), "under_review", "督查对象三十日内申请（条例第十七条）"),
        _row("decide_review", ("under_review",), "concluded", "复核决定"),
        _row("rectify", ("concluded",), "rectifying", "列明整改事项"),
        _row("check", ("rectifying",), "checked", "每项都有核查结果"),
        _row("close", ("checked",), "closed", "结果报政府；由另一席位、另一人办结"),
        _row(
            "lapse", ("mandated", "planned", "announced", "on_site"), "lapsed", "指定期限已满，不得再实地督查"
        ),
    ),
)


class ItemState(StrEnum):
    """Where something to be put right stands."""

    OPEN = "open"
    DONE = "done"
    NOT_DONE = "not_done"
    HANDED_ON = "handed_on"


ITEM = Machine(
    name="rectification",
    label="整改事项",
    states=ItemState,
    labels={"open": "整改中", "done": "已整改", "not_done": "未整改", "handed_on": "已转有关机关"},
    initial="open",
    rows=tuple(
        Transition(f"inspections.item.{verb}", ("open",), state, "写明凭据")
        for verb, state in (("finish", "done"), ("fail", "not_done"), ("hand_on", "handed_on"))
    ),
)


class ResultState(StrEnum):
    """What became of a proposal."""

    PROPOSED = "proposed"
    TAKEN = "taken"
    DECLINED = "declined"


RESULT = Machine(
    name="supervision_result",
    label="督查结果",
    states=ResultState,
    labels={"proposed": "待答复", "taken": "已采纳（已受理）", "declined": "未采纳"},
    initial="proposed",
    rows=(
        Transition("inspections.result.take", ("proposed",), "taken", "写明答复的文号、日期"),
        Transition("inspections.result.decline", ("proposed",), "declined", "写明答复的文号、日期和理由"),
    ),
)
# Proposals alone: who decides on praise or blame is the government or the competent body (政府督查工作条例第二十一条).
RESULTS = {
    "praise": "表扬激励建议",
    "criticism": "批评建议",
    "accountability": "追究责任建议",
    "reform": "完善政策、改进工作建议",
    "clue": "移送问题线索（内容密封）",
}
AFTER = ("concluded", "rectifying", "checked", "closed")

TARGETS = {
    "county_government": "县级人民政府",
    "county_department": "县级部门",
    "city_department": "成员单位（市级部门）",
    "public_body": "法律法规授权的组织",
    "enterprise": "企业",
    "municipal_soe": "市属企业",
}
TRIGGERS = {
    "government_decision": "市政府决定",
    "mayor_instruction": "市长批示指令",
    "vice_mayor_note": "副市长批示",
    "party_committee": "党委要求",
    "convener": "召集人意见",
    "conference": "联席会议议定",
    "verified_complaint": "经核实的反映",
    "unverified_complaint": "未核实的反映",
    "media": "媒体报道",
}
SOURCES = {
    "government_decision": "市政府决定",
    "mayor_instruction": "行政首长指令",
    "mechanism": "机制常设指定",
}
ROLES = {"leader": "组长单位", "member": "成员单位", "expert": "专家", "invited": "邀请参加"}
WORDS = {"signed": "同意", "dissent": "有不同意见"}
INVESTIGATIONS = {"none": "没有", "county": "县级", "city": "市级", "province": "省级", "state": "国家"}
REPORT_PARTS = (
    "一、督查对象和有关情况",
    "二、经过、已知原因和各方所做工作",
    "三、处置的指导意见",
    "四、教训和防范",
)

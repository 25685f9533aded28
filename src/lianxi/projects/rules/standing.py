"""Where a project stands, told from its dates alone: nobody sets it. And the names of its facts."""

from datetime import date, timedelta

from lianxi.projects.rules.gaps import ProjectFacts

# Dated facts by name: flags of the builder, signals, and what others told.
FLAG_LABELS = {
    "pre_evaluation_on": "预评价评审",
    "design_review_on": "防护设施设计评审",
    "acceptance_on": "控制效果评价和验收",
    "review_approved_on": "放射预评价审核（卫生健康部门）",
    "health_accepted_on": "放射防护设施验收（卫生健康部门）",
}
SIGNAL_LABELS = {
    "permit_on": "施工许可",
    "started_on": "开工",
    "production_on": "竣工或投产",
}
OTHER_LABELS = {
    "approved_on": "立项、核准或备案",
    "shared_on": "共享、列入",
    "declared_on": "职业病危害项目申报",
    "contradicted_on": "与“不产生”相反的事实",
}
DATE_LABELS = {**OTHER_LABELS, **FLAG_LABELS, **SIGNAL_LABELS}
# Who gives which fact, by what the document's addresses call it (rules/addresses.csv).
GIVERS = {
    **dict.fromkeys(FLAG_LABELS, "judging"),
    "declared_on": "judging",
    "contradicted_on": "judging",
    **dict.fromkeys(SIGNAL_LABELS, "permits"),
}
# In the order in which they happen, for the line of dates.
ORDER = (
    "approved_on", "shared_on", "pre_evaluation_on", "review_approved_on", "design_review_on", "permit_on", "started_on",
    "acceptance_on", "health_accepted_on", "production_on", "declared_on", "contradicted_on",
)  # fmt: skip
HAZARDS = {"yes": "可能产生", "no": "不产生", "unknown": "未判断"}
# How it is known whether a project may produce hazards.
JUDGED_HOW = {"judged": "已判断", "presumed": "按行业推定，未判断", "unjudged": "未判断"}
# Why a project is struck off (设定，待确认).
NO_REASONS = {
    "no_factor": "工艺和物料不含目录内危害因素",
    "purchase_only": "单纯购置，不改变作业场所",
    "office_only": "办公、商业、住宅，不设生产作业",
    "merged": "并入另一项目办理",
}
VERDICTS = {"same": "是同一单位", "other": "不是同一单位"}
STATUSES = {"active": "在建", "suspended": "停工", "cancelled": "终止"}
STATES = {
    "listed": "已列入",
    "judged": "已判断",
    "building": "在建",
    "producing": "已投产",
    "done": "办结",
    "harmless": "不产生",
    "cancelled": "终止",
    "outside": "备案，未裁定",
}
# A project judged harmless rests this long before it counts as done.
HARMLESS_DAYS = 365


def judged_how(facts: ProjectFacts) -> str:
    """Tell whether somebody judged a project, its industry presumes hazards, or nobody knows."""
    return "presumed" if facts.is_presumed else "unjudged" if facts.hazard == "unknown" else "judged"


def state_of(facts: ProjectFacts, *, judged_on: date | None = None, in_scope: bool = True) -> str:
    """Tell where a project stands as of the day of its facts; `judged_on` is when it was judged harmless."""
    if facts.status == "cancelled":
        return "cancelled"
    if not in_scope:
        return "outside"
    if facts.hazard == "no":
        return "done" if judged_on and facts.as_of - judged_on > timedelta(days=HARMLESS_DAYS) else "harmless"
    accepted = facts.known("health_accepted_on" if facts.medical_radiation != "none" else "acceptance_on")
    if accepted and facts.known("declared_on"):
        return "done"
    if facts.known("production_on"):
        return "producing"
    if facts.building_on:
        return "building"
    return "judged" if facts.hazard_effective == "yes" else "listed"

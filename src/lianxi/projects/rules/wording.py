"""How a gap is worded: a question to the health line, never a breach; to a lower government information alone."""

from lianxi.core.words import long_date
from lianxi.projects.rules.data import gap_rules
from lianxi.projects.rules.gaps import Gap, ProjectFacts

# A missing record is no breach, and nothing here is an order.
NEVER = ("违法", "违规", "责令", "限期", "必须", "考核", "报送落实情况", "处罚")
COUNTY_HEAD = (
    "情况告知：下列项目由你地批准，现有记录中未见有关环节的记录，供了解；已经办理的，请补填日期和文号。"
)
CITY_HEAD = "下列项目的现有记录中未见有关环节的记录，请核对；已经办理的，请补填日期和文号；不属本单位的，请退件并写明条款。"


def gap_label(gap: str) -> str:
    """Return the short name of a gap."""
    return gap_rules()[gap].label


def gap_words(gap: Gap, facts: ProjectFacts) -> str:
    """Word a gap in one sentence: what record was not seen, since when."""
    rule = gap_rules()[gap.gap]
    day = facts.building_on if rule.signal == "building" else facts.known("production_on")
    if rule.gap == "hazard_contradicted":
        day = facts.known("contradicted_on")
    days = facts.limits.share_workdays if rule.gap == "not_shared" else facts.limits.judge_workdays
    return rule.text.format(day=long_date(day) if day else "", days=days)


def head_of(executes: str) -> str:
    """Return the opening words of a table of gaps for a level of execution."""
    return COUNTY_HEAD if executes == "county" else CITY_HEAD

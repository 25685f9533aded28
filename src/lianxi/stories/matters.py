"""The matters of the played conference: what units raise, on which duty, and what is decided."""

from datetime import date, timedelta

from lianxi.stories.story import Matter, Task

ATTENDING = (
    "市卫健委",
    "市工信局",
    "市民政局",
    "市人社局",
    "市住建局",
    "市应急局",
    "市医保局",
    "市总工会",
)


def dust_inspection(today: date, due_in: int) -> Matter:
    """Return the matter of dust at construction sites, led by housing, due in so many days."""
    due = today + timedelta(days=due_in)
    task = Task(
        text=f"由市住建局牵头，市卫健委、市总工会配合，于{due.year}年{due.month}月{due.day}日前完成房屋建筑和市政工程"
        "粉尘危害专项检查，检查结果报联席会议办公室。",
        lead="市住建局",
        co_units=("市卫健委", "市总工会"),
        due_on=due,
        evidence="检查结果表",
        clause="QZ-3-11-2",
    )
    return Matter(
        title="房屋建筑和市政工程粉尘危害专项检查",
        unit="市住建局",
        clause="QZ-3-11-2",
        text="近期在建工程切割、打磨作业粉尘较重，部分工地未落实湿式作业和个人防护，建议开展专项检查。",
        outcome="会议听取了市住建局关于在建工程粉尘危害情况的汇报，议定开展专项检查。",
        tasks=(task,),
    )


def project_sharing(today: date, due_in: int) -> Matter:
    """Return the matter of sharing project approvals monthly, led by industry."""
    due = today + timedelta(days=due_in)
    task = Task(
        text="由市工信局牵头，市卫健委、市人社局、市住建局配合，按月共享可能产生职业病危害项目的立项、核准文件。",
        lead="市工信局",
        co_units=("市卫健委", "市人社局", "市住建局"),
        due_on=due,
        evidence="当月项目清单",
        clause="QZ-3-06-1",
        cycle="monthly",
    )
    return Matter(
        title="可能产生职业病危害项目立项、核准文件共享",
        unit="市工信局",
        clause="QZ-3-06-1",
        text="立项、核准文件目前靠临时索取，卫健、人社、住建部门不能及时掌握，建议明确按月共享。",
        outcome="会议研究了项目信息共享问题，议定按月共享。",
        tasks=(task,),
    )


def patient_aid(today: date, due_in: int) -> Matter:
    """Return the matter of patients whose employer is gone, led by civil affairs."""
    due = today + timedelta(days=due_in)
    task = Task(
        text="由市民政局牵头，市医保局、市卫健委配合，完成用人单位已不存在的职业病病人救助情况摸底，形成名册。",
        lead="市民政局",
        co_units=("市医保局", "市卫健委"),
        due_on=due,
        evidence="摸底情况报告",
        clause="QZ-3-07-1",
    )
    return Matter(
        title="用人单位已不存在的职业病病人救助",
        unit="市民政局",
        clause="QZ-3-07-1",
        text="部分职业病病人所在单位已经注销，医疗和生活救助衔接不畅，建议先行摸底。",
        outcome="会议研究了困难职业病病人救助问题，议定先行摸底。",
        tasks=(task,),
    )


def acute_poisoning(today: date, due_in: int) -> Matter:
    """Return the matter of hidden dangers passed on by emergency management."""
    due = today + timedelta(days=due_in)
    task = Task(
        text="由市应急局牵头，市卫健委配合，梳理安全生产标准化工作中发现的职业健康重大隐患抄送情况。",
        lead="市应急局",
        co_units=("市卫健委",),
        due_on=due,
        evidence="抄送情况清单",
        clause="QZ-3-12-1",
    )
    return Matter(
        title="职业健康重大隐患抄送",
        unit="市应急局",
        clause="QZ-3-12-1",
        text="标准化评审中发现的职业健康隐患，抄送渠道和格式不统一，建议统一。",
        outcome="会议听取了市应急局的汇报，议定统一抄送方式。",
        tasks=(task,),
    )


def insurance_coverage(today: date, due_in: int) -> Matter:
    """Return the matter of work-injury insurance, led by human resources."""
    due = today + timedelta(days=due_in)
    task = Task(
        text="由市人社局牵头，市总工会配合，核查重点行业用人单位职业病工伤保险参保情况。",
        lead="市人社局",
        co_units=("市总工会",),
        due_on=due,
        evidence="参保核查表",
        clause="QZ-3-09-2",
    )
    return Matter(
        title="重点行业职业病工伤保险参保核查",
        unit="市人社局",
        clause="QZ-3-09-2",
        text="石材、制鞋等行业参保不全，建议核查。",
        outcome="会议议定核查重点行业参保情况。",
        tasks=(task,),
    )


def training_week(_today: date) -> Matter:
    """Return a matter that is only reported on and returns to the next meeting."""
    return Matter(
        title="职业病防治法宣传周活动安排",
        unit="市总工会",
        clause="QZ-3-16-2",
        text="宣传周活动方案初稿，请各单位提出意见。",
        outcome="",
        result="carried",
    )

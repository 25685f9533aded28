"""Documents that try the layout: letters, joint issues, annexes, long titles, tables and lists, rare names."""

from dataclasses import replace
from datetime import date

from lianxi.core.rooms import kind_of
from lianxi.papers.layout import (
    Annex,
    Attendance,
    Block,
    Classification,
    DocNumber,
    Heading,
    OfficialDocument,
    Paragraph,
    Table,
)
from papers.layout import samples

SENTENCE = "各成员单位要按照职责分工抓好落实，及时向联席会议办公室报送工作进展情况。"
RARE = "祎堃喆昇玥翀彧頔"

LETTER = replace(
    samples.NOTICE,
    kind=kind_of("letter"),
    title="关于商请提供重点行业用人单位名录的函",
    number=DocNumber("泉职防联函", 2026, 5),
    mark=samples.CONFERENCE,
    recipients=("市统计局",),
    body=(Paragraph(SENTENCE * 10), Paragraph("专此函达，请予支持。")),
    attachments=(),
    note="",
    copies=("市政府办公室",),
    classification=Classification(urgency="加急"),
)
URGING = replace(
    LETTER,
    kind=kind_of("urging"),
    title="关于督促办理职业病危害专项治理事项的督促单",
    classification=Classification(),
)
REMINDER = replace(URGING, kind=kind_of("reminder"), title="关于催办摸底调查事项的催办单", copies=())
REQUEST = replace(
    samples.REPORT,
    kind=kind_of("request"),
    title="关于调整联席会议成员单位的请示",
    mark="文件",
    mark_organs=("泉州市卫生健康委员会", "泉州市应急管理局", "泉州市工业和信息化局"),
    signer="张祎",
    co_signers=("李堃", "王喆"),
    signed_by=("泉州市卫生健康委员会", "泉州市应急管理局", "泉州市工业和信息化局"),
    classification=Classification(),
)
JOINT = replace(
    samples.NOTICE,
    mark="文件",
    mark_organs=REQUEST.mark_organs,
    signed_by=REQUEST.signed_by,
    sealed=True,
    body=(Paragraph(SENTENCE * 2), Paragraph("特此通知。")),
    attachments=(),
    note="",
)
SHORT_JOINT = replace(
    JOINT, mark_organs=("市卫健委", "市应急局", "市总工会"), signed_by=("市卫健委", "市应急局", "市总工会")
)
LONG_TITLE = replace(
    samples.CIRCULAR,
    title="泉州市职业病防治工作联席会议办公室关于2026年上半年重点行业职业病危害专项治理议定事项办理情况的通报",
)
ROSTER_TABLE = Table(
    ("序号", "单位", "姓名", "职务", "电话"),
    tuple(
        (str(place), "市卫健委", f"张{RARE[place % 8]}", "副主任", "0595-00000000") for place in range(1, 61)
    ),
    (1, 3, 2, 3, 3),
)
ANNEXES = replace(
    samples.NOTICE,
    attachments=(),
    annexes=(
        Annex(
            "会议议程",
            (
                Heading(1, "一、听取汇报"),
                Paragraph(SENTENCE),
                Heading(2, "（一）研究经费"),
                Paragraph(SENTENCE),
            ),
        ),
        Annex("重点任务分工表", (ROSTER_TABLE,), landscape=True),
        Annex("参会回执", (Table(("单位", "姓名", "职务"), (("", "", ""),) * 3),)),
    ),
)
PLAN = OfficialDocument(
    kind_of("plan"),
    "泉州市职业病防治工作联席会议2026年第一次全体会议方案",
    body=(Heading(1, "一、会议时间"), Paragraph("2026年3月20日（周五）上午9:00。")),
)
ROSTER = OfficialDocument(kind_of("roster"), "泉州市职业病防治工作联席会议成员名单", body=(ROSTER_TABLE,))
RECEIPT = OfficialDocument(
    kind_of("receipt"),
    "参会回执",
    body=(Table(("单位", "姓名", "职务", "联系电话"), (("", "", "", ""),) * 2),),
)
SIXTY = replace(
    samples.MINUTES,
    recipients=tuple(f"第{place}成员单位" for place in range(1, 61)),
    attendance=(
        Attendance("出席", tuple(f"第{place}成员单位 张{RARE[place % 8]}" for place in range(1, 61))),
    ),
)


def long_document(paragraphs: int) -> OfficialDocument:
    """A notice of so many paragraphs of three lines, every sixth under a heading of each level in turn."""
    labels = ("一、", "（一）", "1.", "（1）")
    body: list[Block] = []
    for place in range(paragraphs):
        if place % 6 == 0:
            level = place // 6 % 4
            body.append(Heading(level + 1, f"{labels[level]}工作要求"))
        body.append(Paragraph(SENTENCE * 2))
    return replace(samples.NOTICE, body=tuple(body), issued_on=date(2026, 3, 7))


ONE_PAGE = replace(samples.CORRIGENDUM, copies=())
THREE_PAGES = long_document(10)
FORTY_PAGES = long_document(266)
WARNING = replace(
    samples.CIRCULAR,
    kind=kind_of("warning"),
    title="关于矽肺病例增多的预警",
    recipients=("市住建局", "市应急局"),
    body=(
        Heading(1, "一、情况"),
        Paragraph(SENTENCE * 3),
        Table(("单位", "条款"), (("市住建局", "第三部分"),)),
        Paragraph("特此预警。"),
    ),
    attachments=(),
    note="",
)
INCIDENT = replace(
    samples.REPORT,
    kind=kind_of("incident_report"),
    title="关于群体性职业病危害事故的结案报告",
    body=(Heading(1, "一、基本情况"), Paragraph(SENTENCE * 3)),
)
BULLETIN = replace(
    samples.CIRCULAR,
    kind=kind_of("bulletin"),
    title="职业病防治工作简报",
    number=DocNumber("泉职防联简报", 2026, 3),
)
SPECIAL = replace(
    samples.REPORT,
    kind=kind_of("special_report"),
    title="关于粉尘危害专项治理进展的专报",
    number=DocNumber("泉职防联专报", 2026, 2),
)
MATERIAL = OfficialDocument(
    kind_of("meeting_material"),
    "2025年职业病防治工作情况汇报",
    body=(Heading(1, "一、工作情况"), Paragraph(SENTENCE * 3)),
)
INFORMATION = OfficialDocument(
    kind_of("publication"),
    "2025年职业健康情况",
    body=(Heading(1, "一、总体情况"), Paragraph(SENTENCE * 3), ROSTER_TABLE),
)
MEMBER_NOTICE = replace(
    samples.NOTICE,
    kind=kind_of("member_notice"),
    title=f"关于调整{samples.CONFERENCE}成员名单的通知",
    number=DocNumber("泉职防联通知", 2026, 1),
    body=(
        Paragraph("经联席会议确定，对联席会议成员作如下调整："),
        Paragraph("1.市住建局成员由甲（副局长）调整为乙（四级调研员），自2026年3月2日起。"),
    ),
    attachments=(f"{samples.CONFERENCE}成员名单",),
)
KINDS = (
    samples.NOTICE,
    MEMBER_NOTICE,
    LETTER,
    samples.MINUTES,
    samples.EXTRACT,
    samples.CIRCULAR,
    samples.REPORT,
    REQUEST,
    URGING,
    REMINDER,
    PLAN,
    ROSTER,
    RECEIPT,
    samples.CORRIGENDUM,
    WARNING,
    INCIDENT,
    BULLETIN,
    SPECIAL,
    MATERIAL,
    INFORMATION,
)
EVERY = {document.kind.code: document for document in KINDS} | {
    "long_title": LONG_TITLE,
    "annexes": ANNEXES,
    "sixty": SIXTY,
    "joint": JOINT,
    "short_joint": SHORT_JOINT,
    "one_page": ONE_PAGE,
    "three_pages": THREE_PAGES,
    "forty_pages": FORTY_PAGES,
}

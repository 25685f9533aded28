"""Sample documents of every kind, used by the tests of the layout."""

from dataclasses import replace
from datetime import date

from lianxi.core.rooms import kind_of
from lianxi.papers.layout import (
    Attendance,
    Classification,
    DocNumber,
    Emphasis,
    Heading,
    OfficialDocument,
    Paragraph,
    Span,
    Stage,
    Table,
)

CONFERENCE = "泉州市职业病防治工作联席会议"
OFFICE = f"{CONFERENCE}办公室"
HOST = "泉州市卫生健康委员会"
UNITS = (
    "市卫健委",
    "市委宣传部",
    "市发改委",
    "市教育局",
    "市科技局",
    "市工信局",
    "市民政局",
    "市财政局",
    "市人社局",
)

NOTICE = OfficialDocument(
    kind=kind_of("notice"),
    title=f"{OFFICE}关于召开2026年第一次全体会议的通知",
    mark=f"{CONFERENCE}办公室文件",
    number=DocNumber("泉职防联办", 2026, 1),
    issued_on=date(2026, 3, 7),
    recipients=UNITS,
    body=(
        Paragraph(
            "根据《泉州市职业病防治工作联席会议制度》（泉政办网传〔2021〕1号），经召集人同意，定于2026年3月20日（周五）召开第一次全体会议。现将有关事项通知如下：",
            refs=("meeting:1",),
        ),
        Heading(1, "一、会议时间和地点"),
        Paragraph("2026年3月20日（周五）上午9:00，市卫健委三楼会议室。"),
        Heading(1, "二、会议议题"),
        Heading(2, "（一）研究职业病危害专项治理有关工作"),
        Paragraph("由市卫健委汇报，市应急局、市工信局、市生态环境局参加。", refs=("topic:1",)),
        Heading(3, "1.有关材料"),
        Heading(4, "（1）专项治理方案"),
        Paragraph(
            "一是请各单位提前研究；二是请按时反馈意见。",
            (Span(0, 2, Emphasis.KAI), Span(11, 13, Emphasis.BOLD)),
        ),
    ),
    attachments=("会议议程", "参会回执，请各单位于2026年3月15日前报送联席会议办公室邮箱并电话确认"),
    signed_by=(OFFICE,),
    note="联系人：联席会议办公室，电话：0595-00000000",
    copies=("市政府办公室",),
    printed_by=OFFICE,
    printed_on=date(2026, 3, 8),
)

MINUTES = OfficialDocument(
    kind=kind_of("minutes"),
    title="泉州市职业病防治工作联席会议2026年第一次全体会议纪要",
    mark=f"{CONFERENCE}纪要",
    number=DocNumber("", 2026, 1),
    period=1,
    issued_on=date(2026, 11, 21),
    recipients=UNITS,
    body=(
        Paragraph("2026年3月20日，联席会议召集人主持召开第一次全体会议，听取了各成员单位的汇报。" * 3),
        Heading(1, "一、关于职业病危害专项治理"),
        Paragraph("会议议定，由市卫健委牵头，市应急局、市工信局配合，于2026年6月30日前完成摸底调查。" * 12),
        Heading(1, "二、关于经费保障"),
        Paragraph("会议议定，由市财政局统筹。"),
        Table(
            ("议定事项", "牵头单位", "配合单位", "完成时限"),
            (
                ("摸底调查", "市卫健委", "市应急局、市工信局", "2026年6月30日"),
                ("经费保障", "市财政局", "", "2026年5月31日"),
            ),
            (4, 2, 3, 3),
            refs=("decision:1", "decision:2"),
        ),
    ),
    attendance=(
        Attendance("出席", UNITS),
        Attendance("请假", ("市委宣传部（书面意见）",)),
        Attendance("列席", ("市疾控中心",)),
    ),
    signed_by=(OFFICE,),
    copies_up=("市人民政府",),
    copies=("各县（市、区）职业病防治工作联席会议办公室",),
    printed_by=OFFICE,
    demonstration=True,
)

EXTRACT = replace(
    MINUTES,
    kind=kind_of("minutes_extract"),
    title="泉州市职业病防治工作联席会议2026年第一次全体会议纪要摘要",
    recipients=("市财政局",),
    attendance=(),
)

CIRCULAR = replace(
    NOTICE,
    kind=kind_of("circular"),
    title="关于2026年上半年议定事项办理情况的通报",
    number=DocNumber("泉职防联", 2026, 3),
    signed_by=(HOST,),
    mark=f"{HOST}文件",
    sealed=True,
    stage=Stage.COSIGN,
    footer_note="以2026年7月1日台账为准",
)

REPORT = replace(
    NOTICE,
    kind=kind_of("report"),
    title="关于2025年度工作情况的报告",
    number=DocNumber("泉职防联", 2026, 2),
    signer="召集人",
    recipients=("市人民政府",),
    signed_by=("市卫健委",),
    classification=Classification("000001", "", "特急"),
)

CORRIGENDUM = OfficialDocument(
    kind=kind_of("corrigendum"),
    title="关于更正第一次全体会议纪要的通知（更正）",
    mark=f"{CONFERENCE}文件",
    number=DocNumber("泉职防联", 2026, 4),
    issued_on=date(2026, 12, 1),
    recipients=UNITS,
    body=(Paragraph("《第一次全体会议纪要》（〔2026〕1号）第二项“5月31日”更正为“6月30日”。"),),
    signed_by=(OFFICE,),
)

ALL = (NOTICE, MINUTES, EXTRACT, CIRCULAR, REPORT, CORRIGENDUM)

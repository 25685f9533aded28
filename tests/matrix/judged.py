"""What another unit's seat passes, judged door by door: why it is right. What nobody can call right is a leak.

A door without a line here fails the matrix, and so does a line that no door needs any more.
"""

from lianxi.core.actors import CONVENERS, OFFICE

RIGHT = "right"
# The office and the conveners act for the whole conference, whatever unit they come from.
FOR_ALL = frozenset(kind.value for kind in OFFICE | CONVENERS)
FOR_ALL_WHY = "办公室、召集人为联席会议全体办事，不以所在单位为界"

_MEMBERS = "成员单位共有的议事和台账：议题、会议、职责、事项由全体成员单位共同知悉"
_BODIES = "谁是成员、谁任什么席位、按什么规则办，属成员单位共知"
_NAMED = "公文及其文件只向收文单位、办公室开放；会议自身的通知、纪要、通报等由全体成员共知"
_JOURNAL = "留痕随所记的记录定级，见不到的只显示类别、时刻、摘要值"
_CUT = "清单只含本席位能看的行"
_WORK = "各项职责怎样办理，成员单位共知；逐行的数据按查看范围另裁"
_EXPORT = "清单导出与其页面同级"
_ON_SITE = "已在政府网站公开的信息，成员单位都能看；撤回的不再给出"
_PUBLISHED = "检查主体、事项清单依法向社会公布，成员单位都能看"

# Beginning of a kind of record and of a door → verdict, reason; the longest that fits counts.
JUDGED: dict[tuple[str, str], tuple[str, str]] = {
    ("bodies.", "/journal?record="): (RIGHT, _BODIES),
    ("bodies.memberchange", "/conference/changes/"): (RIGHT, _BODIES),
    ("clocks.", "/clocks/"): (RIGHT, "放假安排重算的结果涉及各单位的时限，成员单位共知"),
    ("bodies.clockrepair", "bodies.clock.confirm"): (RIGHT, "时钟恢复由另一单位的席位核对"),
    ("incidents.", "/journal?record="): (RIGHT, _JOURNAL),
    ("incidents.incident", "/incidents/"): (
        RIGHT,
        "没有接到告知的单位只见事由、状态和人数（1–4显示为<5），其余不给出",
    ),
    ("inspections.supervision", "/supervisions/"): (RIGHT, "牵头单位以外的成员单位只见事项和状态"),
    ("journal.entry", "/journal/"): (RIGHT, _JOURNAL),
    ("law.", ""): (RIGHT, "建立文件及其读取、更正，成员单位共知"),
    ("ledger.", "/journal?record="): (RIGHT, _JOURNAL),
    ("ledger.circular", "/circulars/"): (RIGHT, "通报自送各单位核对起成员单位共知，起草中的不给出"),
    ("ledger.obligation", "/ledger/"): (RIGHT, _MEMBERS),
    ("list", "/collections/export"): (RIGHT, _CUT),
    ("list", "/exchange/export"): (RIGHT, _CUT),
    ("list", "/incidents/export"): (RIGHT, _CUT),
    ("list", "/incoming/export"): (RIGHT, _CUT),
    ("list", "/upward/export"): (RIGHT, _CUT),
    ("list", "/work/"): (RIGHT, _CUT),
    ("list", "/account/feed"): (RIGHT, "只给出本席位自己的日历"),
    ("inspections.checkitem", ""): (RIGHT, _PUBLISHED),
    ("inspections.enforcementsubject", ""): (RIGHT, _PUBLISHED),
    ("list", "/checks/export"): (RIGHT, _CUT),
    ("list", "/circulars/export"): (RIGHT, _CUT),
    ("list", "/conference/export"): (RIGHT, _BODIES),
    ("list", "/journal/export"): (RIGHT, _JOURNAL),
    ("list", "/ledger/export"): (RIGHT, _EXPORT),
    ("list", "/meetings/export"): (RIGHT, _EXPORT),
    ("list", "/papers/"): (RIGHT, _CUT),
    ("list", "/patients/"): (RIGHT, _CUT),
    ("list", "/projects/"): (RIGHT, _CUT),
    ("list", "/publications/export"): (RIGHT, _CUT),
    ("list", "/settings/invitations/export"): (RIGHT, _CUT),
    ("list", "/signals/export"): (RIGHT, _CUT),
    ("list", "/slips/export"): (RIGHT, _EXPORT),
    ("list", "/topics/export"): (RIGHT, _EXPORT),
    ("meetings.", "/journal?record="): (RIGHT, _JOURNAL),
    ("meetings.meeting", "/meetings/"): (RIGHT, _MEMBERS),
    ("meetings.minutes", "/minutes/"): (
        RIGHT,
        "议定情况在会议页由全体成员共知；纪要自送会签起公开，只有到会单位表态，草稿不给出",
    ),
    ("meetings.topic", "/topics/"): (RIGHT, _MEMBERS),
    ("papers.", "/journal?record="): (RIGHT, _JOURNAL),
    ("papers.paper", "/papers/"): (RIGHT, _NAMED),
    ("papers.signedact", "papers.signed.refuse"): (RIGHT, "登记的签批由另一单位的席位核对"),
    ("papers.storedfile", "/files/"): (RIGHT, _NAMED),
    ("register.", "/journal?record="): (RIGHT, "机构名录、地区清单不含用人单位和个人；用人单位的留痕不给出"),
    ("publishing.", ""): (RIGHT, _ON_SITE),
    ("surveillance.", "/journal?record="): (RIGHT, "各地中心点不含用人单位和个人；信号、批次的留痕不给出"),
    ("work.", ""): (RIGHT, _WORK),
}


def judgement_of(record: str, door: str, kind: str) -> tuple[str, str] | None:
    """Give the verdict and the reason for one kind of seat at a door; None where nobody has judged it."""
    if kind in FOR_ALL:
        return RIGHT, FOR_ALL_WHY
    key = key_of(record, door)
    return JUDGED[key] if key else None


def key_of(record: str, door: str) -> tuple[str, str] | None:
    """Give the line that judges a door: the longest that both begin with."""
    found = [key for key in JUDGED if record.startswith(key[0]) and door.startswith(key[1])]
    return max(found, key=lambda key: (len(key[0]), len(key[1])), default=None)

"""Pure decisions about bodies: the table of a member change, codes of rules, who holds what on a day."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from lianxi.core.actors import CONVENERS, SeatKind
from lianxi.core.transitions import Machine, Transition
from lianxi.core.words import long_date


class ChangeState(StrEnum):
    """Where a proposed change of a seat's holder stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


MEMBER_CHANGE = Machine(
    name="member_change",
    label="成员调整",
    states=ChangeState,
    labels={"proposed": "待确定", "confirmed": "已确定", "declined": "未同意", "withdrawn": "已撤回"},
    initial="proposed",
    rows=(
        Transition(
            "bodies.member_change.confirm", ("proposed",), "confirmed", "联席会议确定", "member_change"
        ),
        Transition("bodies.member_change.decline", ("proposed",), "declined", "须写明理由", "member_change"),
        Transition(
            "bodies.member_change.withdraw",
            ("proposed",),
            "withdrawn",
            "由提出单位撤回，登记的来函也可由办公室撤回",
        ),
    ),
)


class InvitationState(StrEnum):
    """Where a one-time link stands."""

    WAITING = "waiting"
    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"


INVITATION = Machine(
    name="invitation",
    label="邀请链接",
    states=InvitationState,
    labels={"waiting": "待放行", "open": "未使用", "accepted": "已使用", "revoked": "已作废"},
    initial="waiting",
    rows=(
        Transition("bodies.invitation.release", ("waiting",), "open", "由另一席位放行，邀请码此时才产生"),
        Transition("bodies.invitation.accept", ("open",), "accepted", "未过期，席位仍可就任"),
        Transition("bodies.invitation.revoke", ("waiting", "open"), "revoked"),
    ),
)


# Who may hand out the code of a seat that somebody else made a link for: a convener, or the seat's own unit.
# Seats of the office may not, also those of a deputy from that unit: a deputy can add a seat that makes the link.
RELEASERS = CONVENERS | {SeatKind.MEMBER, SeatKind.OFFICE_MEMBER}
RELEASE_RULE = "办公室以外席位的邀请，由召集人或该席位所在单位的另一在任席位放行，发起人不能放行"
# Seats that the office fills itself; only their code may be seen by who makes the link.
OWN_TO_OFFICE = frozenset({SeatKind.OFFICE_STAFF})
# How long acts carry a mark after the password was set anew (设定，待确认).
RESET_HOURS = 24
RESET_MARK = f"密码重设后 {RESET_HOURS} 小时内办理"


# Failed sign-ins that cost nothing, of an account and of an address that many may share; in which time they
# count, and the longest wait (all 设定，待确认).
ACCOUNT_TRIES, ADDRESS_TRIES = 5, 20
COUNTED, LONGEST_WAIT = timedelta(hours=24), timedelta(minutes=15)
# A session ends when nothing was done for so long, and at the latest after so long (设定，待确认).
IDLE, LONGEST_SESSION = timedelta(hours=2), timedelta(hours=12)


def wait_after(failed: int, free: int) -> timedelta:
    """Return how long nobody may try again after failed tries: none, then 1, 2, 4 … seconds, to a quarter hour."""
    if failed < free:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failed - free, 20)), LONGEST_WAIT)


class FeedState(StrEnum):
    """Whether a calendar address still serves."""

    OPEN = "open"
    REVOKED = "revoked"


FEED = Machine(
    name="feed",
    label="日历订阅",
    states=FeedState,
    labels={"open": "可用", "revoked": "已停用"},
    initial="open",
    rows=(Transition("bodies.feed.revoke", ("open",), "revoked"),),
)


class OrderState(StrEnum):
    """What came of an order to back up."""

    ORDERED = "ordered"
    MADE = "made"
    FAILED = "failed"


BACKUP_ORDER = Machine(
    name="backup_order",
    label="备份要求",
    states=OrderState,
    labels={"ordered": "待后台办理", "made": "已备份并核对", "failed": "备份失败"},
    initial="ordered",
    rows=(
        Transition("bodies.backup.record", ("ordered",), "made", "备份核对无误"),
        Transition("bodies.backup.fail", ("ordered",), "failed", "写明原因"),
    ),
)


class RepairState(StrEnum):
    """Where the return to the true time stands after a fast clock."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


CLOCK_REPAIR = Machine(
    name="clock_repair",
    label="时钟恢复",
    states=RepairState,
    labels={"proposed": "待核对", "confirmed": "已恢复", "withdrawn": "已撤回"},
    initial="proposed",
    rows=(
        Transition("bodies.clock.confirm", ("proposed",), "confirmed", "由另一单位的席位或召集人核对"),
        Transition("bodies.clock.withdraw", ("proposed",), "withdrawn"),
    ),
)

# Seats that a unit fills with its own people, and may therefore propose to change.
UNIT_FILLED = frozenset({SeatKind.CONVENER, SeatKind.MEMBER, SeatKind.OFFICE_MEMBER, SeatKind.OFFICE_DEPUTY})

# Rules that no clause of a document sets; an office may set them, and they show as to be confirmed.
CONFIGURABLE: dict[str, tuple[str, str]] = {
    "silent_consent": ("off", "会签逾期未答复是否视为同意（on/off）；文件写明“经与会单位同意”的，应为 off"),
    "consent_window": ("3", "会签期限（工作日）"),
    "opinion_window": ("5", "征求书面意见期限（工作日）"),
    "near_due_days": ("3", "到期前几个工作日起显示“临期”"),
    "serious_overdue_days": ("10", "逾期几个工作日起显示“严重逾期”"),
    "slips_automatic": ("on", "到日由系统签发提醒单（on/off）；催办函都由办公室看过后签发"),
    "return_half_day": ("07-20", "上半年各项填报的截止日（月-日）"),
    "return_year_day": ("01-31", "全年、下半年各项填报的截止日（次年，月-日）"),
    "return_short_days": ("20", "月度、季度填报在期末后几日截止"),
    "circular_ranking": ("off", "通报按主办单位逾期率排列并公布公式（on/off）；不计分"),
    "circular_shown": ("on", "通报印发前先送成员单位核对（on/off）"),
    "contest_window": ("2", "成员单位对通报数字提出异议的期限（工作日）"),
    "report_to": ("", "会议纪要抄报的机关；文件写明的随文件"),
    "number_prefix": ("", "发文机关代字"),
    "number_by_kind": ("on", "各文种分别编号（on/off）；off 时函、纪要仍单独编号"),
    "issuing_organ": (
        "",
        "公文的发文机关署名，不设定时用牵头单位全称；参照国办函〔2003〕49号之三，联席会议不刻印章、不正式行文",
    ),
    "paper_mark": ("", "发文机关标志；不设定时为署名加“文件”，函不加“文件”"),
    "papers_apart": (
        "on",
        "公文的起草和核稿、核稿和签发由不同的人办理（on/off），人手不足时可设为 off；"
        "参照《党政机关公文处理工作条例》审核、签发分开的做法（未见原文）",
    ),
    "paper_sealed": ("on", "公文落款处留出印章位置（on/off）；系统不绘制印章"),
}
# What may leave the system by each way: how many with a link; numbers and titles; the whole line.
COUNT, TITLE, FULL = "count", "title", "full"
_TOLD = "写多少（count 只写件数和链接，title 加编号标题，full 全文）；事项编号标题、单位和人员名称默认不外发"
_WAYS = {
    "mail": "电子邮件",
    "wecom": "企业微信机器人",
    "dingtalk": "钉钉机器人",
    "feishu": "飞书机器人",
    "sms": "短信",
    "todo": "统一待办",
    "feed": "日历订阅",
}
CONFIGURABLE |= {f"told_{way}": (COUNT, f"{label}{_TOLD}") for way, label in _WAYS.items()}
# How the conference's papers are headed: what an operator may set besides the office.
LETTERHEAD = ("issuing_organ", "paper_mark", "number_prefix")
# The values of a rule that is on or off.
SWITCH = ("off", "on")
LEVELS = (COUNT, TITLE, FULL)


def choices_of(code: str) -> tuple[str, ...]:
    """Return the values a configurable rule is chosen from; none where it is entered."""
    default = CONFIGURABLE[code][0]
    return SWITCH if default in SWITCH else LEVELS if default in LEVELS else ()


SEAT_ORDER = {
    SeatKind.CONVENER: 0,
    SeatKind.DEPUTY_CONVENER: 1,
    SeatKind.MEMBER: 2,
    SeatKind.OFFICE_DIRECTOR: 3,
    SeatKind.OFFICE_DEPUTY: 4,
    SeatKind.OFFICE_MEMBER: 5,
    SeatKind.OFFICE_STAFF: 6,
    SeatKind.OPERATOR: 7,
}


class SuccessionKind(StrEnum):
    """What a reform did to a unit."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    DUTY_MOVED = "duty_moved"


SUCCESSION_LABELS = {
    "renamed": "更名",
    "merged": "并入其他单位",
    "split": "分设",
    "duty_moved": "职责划转",
}
# Only these leave no doubt who sits in the old unit's seats; the others need a decision or a new document.
CARRIED = frozenset({SuccessionKind.RENAMED, SuccessionKind.MERGED})


def succession_sentence(kind: str, old: str, new: str, day: date, note: str) -> str:
    """Say a reform in one clause, as banners and notices print it."""
    on, about = f"于{long_date(day)}", f"（涉及：{note}）" if note else ""
    return {
        "renamed": f"{old}{on}更名为{new}{about}",
        "merged": f"{old}{on}并入{new}{about}",
        "split": f"{old}{on}分设{new}{about}",
        "duty_moved": f"{old}的有关职责{about}{on}划转{new}",
    }[kind]


_AREA = re.compile(r"[^省市区县]+(?:省|自治区|市|自治州|区|县)$")
_LEVELS = ("自治区", "自治州", "省", "市", "区", "县")


def full_name(name: str, forms: Iterable[str], region: str) -> str:
    """Return the full name of a unit that a document names by its level: 市卫健委.

    It is the longest of its printed forms with the region's own name before it; a name that does not
    begin with the level of the region stays as it is, since nothing tells how it would go on.
    """
    area = _AREA.search(region)
    level = next((one for one in _LEVELS if region.endswith(one)), "")
    if area is None or not level or not name.startswith(level):
        return name
    longest = max((name, *(form for form in forms if form.startswith(level))), key=len)
    return area.group().removesuffix(level) + longest

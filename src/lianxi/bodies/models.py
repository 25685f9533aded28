"""Tables of bodies: units, conferences, seats, people, tenures, rules and proposed changes."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models

import lianxi.bodies.second_models  # noqa: F401 - tables of this room, kept beside
from lianxi.core.actors import SEAT_LABELS
from lianxi.core.basis import Basis
from lianxi.journal.recorded import Recorded

# The stored password of somebody who has no account yet: no input hashes to it.
LOCKED = "!"


class PersonManager(BaseUserManager["Person"]):
    """Finds a person by login; people are written through actions only."""


class Person(AbstractBaseUser, Recorded):
    """Somebody who holds or held a seat; `login` is empty until a one-time link was accepted."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"password"})

    last_login = None
    name = models.CharField("姓名", max_length=80)
    login = models.CharField("登录名", max_length=60, unique=True, null=True)
    email = models.EmailField("邮箱", blank=True)
    is_active = models.BooleanField(default=True)
    # When a link set the password of an existing account anew; acts of the hours after it are marked.
    reset_at = models.DateTimeField("密码重设时间", null=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PersonManager] = PersonManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name

    def check_password(self, raw_password: str | None) -> bool:
        """Compare a password; unlike Django's it never rehashes, which would be a write."""
        return raw_password is not None and check_password(raw_password, self.password)


class Unit(Recorded):
    """A department or organisation. Names are unique in their region."""

    region = models.CharField("地区", max_length=60)
    name = models.CharField("名称", max_length=80)

    class Meta:
        verbose_name = "单位"
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="unit_once")]

    def __str__(self) -> str:
        return self.name


class UnitAlias(Recorded):
    """Another form of a unit's name, as documents print it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="aliases")
    text = models.CharField(max_length=80)

    class Meta:
        verbose_name = "单位别名"
        constraints = [models.UniqueConstraint(fields=["unit", "text"], name="alias_once")]


class Conference(Recorded):
    """A joint conference and the instrument that founds it."""

    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=40)
    region = models.CharField("地区", max_length=60)
    instrument = models.CharField("建立文件", max_length=40)
    instrument_version = models.PositiveIntegerField()
    starts_on = models.DateField("成立日期")
    office_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="上级"
    )
    is_demo = models.BooleanField(default=False)
    # Its matters are drawn from a seed (`lianxi simulate`): every page says so.
    is_simulated = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField("办公室确认时间", null=True)
    # From this day nothing is done in it any more; its records are read on.
    ends_before = models.DateField("撤销（自此日起）", null=True)
    ended_by = models.CharField("撤销依据", max_length=300, blank=True)
    absorbed_into = models.CharField("并入", max_length=120, blank=True)

    class Meta:
        verbose_name = "联席会议"

    def __str__(self) -> str:
        return self.name

    @property
    def conference_id(self) -> int:
        return self.pk


class OfConference(Recorded):
    """A recorded row that belongs to one conference."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Cited(models.Model):
    """The basis of a row as plain columns, so that rooms below the law can cite it."""

    basis_instrument = models.CharField(max_length=40, blank=True)
    basis_version = models.PositiveIntegerField(default=0)
    basis_clause = models.CharField(max_length=40, blank=True)
    basis_start = models.PositiveIntegerField(null=True)
    basis_end = models.PositiveIntegerField(null=True)

    class Meta:
        abstract = True

    @property
    def basis(self) -> Basis:
        return Basis(
            self.basis_instrument, self.basis_version, self.basis_clause, self.basis_start, self.basis_end
        )


def cited(basis: Basis) -> dict[str, str | int | None]:
    """Return the column values that store a basis on a Cited row."""
    return {f"basis_{key}": value for key, value in basis.as_dict().items()}


class Membership(OfConference, Cited):
    """A unit's place in the conference, from a day, in the printed order."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    ordinal = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_before = models.DateField(null=True)
    decision = models.CharField("决定", max_length=200, blank=True)

    class Meta:
        verbose_name = "成员单位"


class Seat(OfConference, Cited):
    """A place somebody acts from: its kind and unit. Rights hang on seats."""

    kind = models.CharField(
        max_length=20, choices=[(kind.value, label) for kind, label in SEAT_LABELS.items()]
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="seats")
    ordinal = models.PositiveIntegerField(default=0)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True)
    # Registers, tells and counts incidents at any hour: guesses from elsewhere never make its holder wait.
    is_on_duty = models.BooleanField("值班席位", default=False)

    class Meta:
        verbose_name = "席位"
        ordering = ["ordinal", "pk"]

    @property
    def label(self) -> str:
        return f"{self.unit.name}·{self.get_kind_display()}"


class Tenure(OfConference, Cited):
    """A person in a seat with the title of that time: papers print the title of their day."""

    # The person who acts in the holder's place, where a look-up says so; no column.
    stood_in_by: int | None = None

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="tenures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="tenures")
    title = models.CharField("职务", max_length=120)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True)

    class Meta:
        verbose_name = "任期"
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=models.Q(ends_before__isnull=True), name="one_open_tenure_a_seat"
            )
        ]


class StandIn(OfConference):
    """Who acts from a holder's seat while the holder is away: the holder of another seat of the same unit."""

    tenure = models.ForeignKey(Tenure, models.PROTECT, related_name="stand_ins", verbose_name="被代任期")
    by_seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name="代办席位")
    starts_on = models.DateField("开始日期")
    ends_before = models.DateField("结束（此日前）")
    reason = models.CharField("事由", max_length=200, blank=True)

    class Meta:
        verbose_name = "代办"


class MemberChange(OfConference):
    """A unit's proposal to change who holds one of its seats, until the conference decides.

    One that `is_entered` came on paper: the office entered it from the unit's letter. Rows of before the letters know
    neither who proposed them nor when they were decided.
    """

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="changes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person_name = models.CharField("新任人员", max_length=80)
    title = models.CharField("职务", max_length=120)
    reason = models.CharField("理由", max_length=300)
    letter = models.CharField("来函", max_length=200, blank=True)
    letter_on = models.DateField("来函日期", null=True)
    is_entered = models.BooleanField("办公室登记", default=False)
    proposed_seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    proposed_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField("确定时间", null=True)
    effective_on = models.DateField("生效日期", null=True)
    answer = models.CharField("答复", max_length=300, blank=True)

    class Meta:
        verbose_name = "成员调整"

    def __str__(self) -> str:
        return f"{self.seat.label}：{self.person_name}（{self.title}）"


class ConferenceRule(OfConference, Cited):
    """A rule of the conference as a row with validity: ended and started anew, never edited.

    `source` is "document" (the clause says so) or "configured" (set here, shown as to be confirmed).
    """

    code = models.CharField(max_length=40)
    value = models.CharField(max_length=300)
    text = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=12)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True)

    class Meta:
        verbose_name = "工作规则"


class Invitation(OfConference):
    """A one-time link to take a seat; its code is born when it is released, and only its hash is stored.

    `made_by` and `released_by` are empty where the server's command line did it.
    """

    SECRET: ClassVar[frozenset[str]] = frozenset({"token_hash"})

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="invitations")
    name = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=20)
    resets = models.BooleanField("重设已有账号的密码", default=False)
    made_by = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+", verbose_name="发起席位")
    made_by_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    released_by = models.ForeignKey(
        Seat, models.PROTECT, null=True, related_name="+", verbose_name="放行席位"
    )

    class Meta:
        verbose_name = "邀请链接"


class SignIn(models.Model):
    """A sign-in or a failed try, for who holds the account. Not an act, so not in the chain."""

    # Whether the session still serves, where a look-up says so; no column.
    is_open: bool = False

    login_hash = models.CharField(max_length=64, db_index=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    address = models.CharField("来自", max_length=60, blank=True, db_index=True)
    at = models.DateTimeField("时间", db_index=True)
    ok = models.BooleanField()
    session = models.CharField(max_length=40, blank=True, db_index=True)

    class Meta:
        verbose_name = "登录记录"


class ClockRepair(OfConference):
    """Two seats' word that entries were dated ahead by a fast clock, and that the chain goes on from the true time.

    Nothing recorded changes: the entries of that time stay as they are, and this names them.
    """

    from_moment = models.DateTimeField("校正后的时刻")
    dated_ahead = models.DateTimeField("此前最后一条日志的时刻")
    reason = models.CharField("情况", max_length=300)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name="提出席位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(
        Seat, models.PROTECT, null=True, related_name="+", verbose_name="核对席位"
    )
    state = models.CharField(max_length=12)

    class Meta:
        verbose_name = "时钟恢复"
        constraints = [
            models.UniqueConstraint(
                fields=["conference"], condition=models.Q(state="proposed"), name="one_clock_repair"
            )
        ]


class BackupOrder(OfConference):
    """The operator's order of a backup at once, and what came of it; the daily one needs none."""

    ordered_at = models.DateTimeField("要求时间")
    state = models.CharField("状态", max_length=12)
    told = models.CharField("结果", max_length=300, blank=True)

    class Meta:
        verbose_name = "备份要求"


class OperatorReview(OfConference):
    """A convener has looked through what the operators did, up to an entry of the chain."""

    seq_to = models.PositiveBigIntegerField("看到第几条")
    count = models.PositiveIntegerField("其中运维办理")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name="查看席位")
    at = models.DateTimeField("查看时间")

    class Meta:
        verbose_name = "运维办理查看"


class CalendarFeed(OfConference):
    """A secret address under which a seat's holder reads deadlines and meetings; only its hash is stored.

    It serves while that person holds the seat and has not revoked it.
    """

    SECRET: ClassVar[frozenset[str]] = frozenset({"token_hash"})

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField("开通时间")
    state = models.CharField(max_length=12)

    class Meta:
        verbose_name = "日历订阅"
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "person"], condition=models.Q(state="open"), name="one_open_feed"
            )
        ]


class UnitSuccession(OfConference):
    """A reform that took a unit's place or a duty of it elsewhere: from when, and by which document.

    `carried_out_on` is the day from which the conference's own seats followed; empty while they have not,
    and always for a split or a moved duty, which the conference or a new document has to settle.
    """

    from_unit = models.CharField("原单位", max_length=80)
    to_unit = models.CharField("承接单位", max_length=80)
    kind = models.CharField("类别", max_length=12)
    effective_on = models.DateField("生效日期")
    basis_text = models.CharField("依据", max_length=300)
    note = models.CharField("涉及职责", max_length=300, blank=True)
    recorded_by = models.CharField(max_length=120)
    carried_out_on = models.DateField("办理日期", null=True)

    class Meta:
        verbose_name = "单位沿革"
        ordering = ["effective_on", "pk"]

"""Tables of the register: employers and their names, institutions, parts of the vault and its openings."""

from django.db import models

from lianxi.bodies.models import OfConference


class Employer(OfConference):
    """An employer by its credit code. `division` is a county's code, `industry` GB/T 4754 with its letter."""

    code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("名称", max_length=200)
    division = models.CharField("地区", max_length=6, blank=True)
    industry = models.CharField("行业", max_length=5, blank=True)
    size = models.CharField("规模", max_length=8, blank=True)
    first_seen_on = models.DateField("首次出现")

    class Meta:
        verbose_name = "用人单位"
        constraints = [models.UniqueConstraint(fields=["conference", "code"], name="employer_once")]
        indexes = [models.Index(fields=["conference", "division", "code"], name="employer_by_division")]

    def __str__(self) -> str:
        return self.name


class EmployerName(OfConference):
    """Another name met under an employer's code: a former name, or two employers with one code.

    `state` is to_confirm until somebody says which; then alias, or foreign: a name that is not this employer's.
    """

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="names")
    text = models.CharField("名称", max_length=200)
    first_seen_on = models.DateField("首次出现")
    state = models.CharField(max_length=12)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "用人单位另一名称"
        constraints = [models.UniqueConstraint(fields=["employer", "text"], name="employer_name_once")]


class Institution(OfConference):
    """An institution of technical service, examination or diagnosis, as records name it."""

    KINDS = (("service", "技术服务机构"), ("examination", "职业健康检查机构"), ("diagnosis", "诊断机构"))

    kind = models.CharField("类别", max_length=12, choices=KINDS)
    name = models.CharField("名称", max_length=200)
    code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    division = models.CharField("地区", max_length=6, blank=True)

    class Meta:
        verbose_name = "机构"
        constraints = [
            models.UniqueConstraint(fields=["conference", "kind", "name"], name="institution_once")
        ]


class VaultPart(OfConference):
    """A file of the vault: sealed identities by pseudonym. In force until withdrawn with what brought it."""

    path = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    persons = models.PositiveIntegerField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "身份保管文件"


class IdentityOpening(OfConference):
    """Leave to read one person's identity from one seat, for a purpose, until a moment; and how often it was read."""

    person = models.CharField("人员代号", max_length=26)
    purpose = models.CharField("用途", max_length=300)
    seat_id = models.BigIntegerField("席位")
    opened_at = models.DateTimeField("开启时间")
    expires_at = models.DateTimeField("到期时间")
    reads = models.PositiveIntegerField("查看次数", default=0)
    read_at = models.DateTimeField("最近查看", null=True)

    class Meta:
        verbose_name = "身份查阅"
        indexes = [models.Index(fields=["conference", "person", "opened_at"], name="opening_by_person")]


class Area(OfConference):
    """An area by which the conference counts: a division with its code, or a zone's committee without one."""

    name = models.CharField("名称", max_length=60)
    code = models.CharField("区划代码", max_length=6, blank=True)
    kind = models.CharField("类别", max_length=12)
    ordinal = models.PositiveIntegerField("顺序")
    origin = models.CharField("来源", max_length=12)
    state = models.CharField("状态", max_length=8)
    reason = models.CharField("理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "地区"
        constraints = [models.UniqueConstraint(fields=["conference", "name"], name="area_once")]

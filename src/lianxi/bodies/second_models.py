"""Tables of the second factor: what a person signs in with besides the password, and codes that were used."""

from typing import ClassVar

from django.db import models

from lianxi.journal.recorded import Recorded


class Factor(Recorded):
    """A second factor of a person: an authenticator app (totp), a security key (webauthn), or recovery codes.

    `secret` is sealed with the installation's `factor.key`; recovery codes are kept as hashes.
    """

    SECRET: ClassVar[frozenset[str]] = frozenset({"secret"})

    person = models.ForeignKey("bodies.Person", models.PROTECT, related_name="factors")
    kind = models.CharField("方式", max_length=12)
    name = models.CharField("名称", max_length=60)
    secret = models.TextField()
    added_at = models.DateTimeField("添加时间")
    ended_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        verbose_name = "第二因素"


class FactorUse(models.Model):
    """A one-time code that was used: the same one never serves twice. Not an act, so not in the chain."""

    factor = models.ForeignKey(Factor, models.CASCADE, related_name="uses")
    step = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "验证码使用"
        constraints = [models.UniqueConstraint(fields=["factor", "step"], name="code_once")]

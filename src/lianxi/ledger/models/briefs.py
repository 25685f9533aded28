"""Links under which a leader without a seat reads the figures of the leader's page for some days."""

from typing import ClassVar

from django.db import models

from lianxi.bodies.models import OfConference


class BriefLink(OfConference):
    """A read-only link to the figures, until a day; only the hash of its address is stored.

    `looks` counts the openings, each of which is an entry of the journal.
    """

    SECRET: ClassVar[frozenset[str]] = frozenset({"token_hash"})

    reader = models.CharField("给谁看（职务）", max_length=80)
    until = models.DateField("有效至")
    token_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=12)
    looks = models.PositiveIntegerField("打开次数", default=0)
    looked_at = models.DateTimeField("最近打开", null=True)

    class Meta:
        verbose_name = "简况链接"

    def __str__(self) -> str:
        return f"给{self.reader}的简况链接"

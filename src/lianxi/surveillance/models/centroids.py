"""Centers of divisions, as an operator supplied them in a file."""

from django.db import models

from lianxi.bodies.models import OfConference


class CentroidSet(OfConference):
    """One file of centers. The newest set of a conference is in force; earlier ones stay as they were.

    `places` is a list of [division code, name, longitude, latitude] in degrees.
    """

    places = models.JSONField("中心点", default=list)
    source_text = models.CharField("出处", max_length=200)
    sha256 = models.CharField(max_length=64)
    set_at = models.DateTimeField("提交时间")
    set_by = models.CharField("提交席位", max_length=120)

    class Meta:
        verbose_name = "地区中心点"

    def __str__(self) -> str:
        return f"{len(self.places)}个地区的中心点"

"""The kind of paper that closes an incident."""

from lianxi.core.papers import PaperKind

INCIDENT_REPORT = PaperKind("incident_report", "结案报告", 150, word="报告")

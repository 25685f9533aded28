"""The kind of paper that warns of what surveillance found."""

from lianxi.core.papers import PaperKind

WARNING = PaperKind("warning", "预警", 140)

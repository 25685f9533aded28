"""The kind of paper that a package prints a typed text as."""

from lianxi.core.papers import Form, PaperKind

INFORMATION = PaperKind("publication", "信息发布稿", 160, Form.INNER)

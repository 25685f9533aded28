"""Later texts of Quanzhou's document for the tests: as it might be re-issued, and with a misprint put right."""

from lianxi.law.shipped import shipped_text


def edited(text: str, *edits: tuple[str, str]) -> str:
    """The text with each stretch replaced; every stretch must stand in it."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def reissue() -> str:
    """Science leaves, transport joins, one person and one rule change, finance and civil affairs swap places."""
    text = edited(
        shipped_text("QZ"),
        ("泉政办网传〔2021〕1号", "泉政办网传〔2025〕6号"),
        ("2021年3月17日", "2025年6月1日"),
        ("教育局、科技局、", "教育局、交通运输局、"),
        (
            "（五）市科技局\n\n将职业病防治关键技术研究等纳入市科技发展专项相关计划，组织开展职业病防治技术研究和成果推广。",
            "（五）市交通运输局\n\n督促交通运输企业依法落实职业病防治主体责任。",
        ),
        ("孙中虎 市科技局机关党委副书记、四级调研员", "林一 市交通运输局副局长"),
        ("颜建安 市民政局二级调研员", "郑二 市民政局副局长"),
        ("根据工作需要定期或不定期召开会议", "每半年召开一次会议"),
    )
    civil, finance, staff = (
        text.index(words) for words in ("（七）市民政局", "（八）市财政局", "（九）市人社局")
    )
    moved = text[finance:staff].replace("（八）", "（七）") + text[civil:finance].replace("（七）", "（八）")
    return text[:civil] + moved + text[staff:]


def erratum() -> str:
    """The misprint 管理水 put right, nothing else."""
    return edited(shipped_text("QZ"), ("提高预算绩效管理水。", "提高预算绩效管理水平。"))

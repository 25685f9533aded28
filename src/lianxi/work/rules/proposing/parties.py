"""Receivers and co-units of an act, as its words print them; nothing is added."""

import re

# Who stands behind these words takes part.
_WITH = re.compile(r"会同|协同|配合|协助|共同|联合(?!会议|督查|执法|国|制定|发)")
# Who stands behind these words is sent something, or guided and urged.
_TO = re.compile(
    r"抄送|抄报|报送|通报|报告|汇报|印发|通知|指导(?:、支持和帮助)?|督促|推动(?=有关|各)|组织(?=[^，。]{2,8}(?:单位|企业)开展)"
    r"|向|报(?=办公室|联席)|报(?=[^，。]{0,6}(?:政府|部门|厅|局|委)备案)"
)
# Names that hold a word for “and” themselves.
_NAME = (
    r"(?:住房和城乡(?:规划)?建设|人力资源和社会保障|工业和信息化|发展和改革|卫生和计划生育|文化和旅游|农业和农村"
    r"|[^，。；、（）和与及向对在将把由])"
)
_BODY = (
    r"(?:各?(?:成员)?(?:单位|部门)|(?:有关|相关)(?:单位|部门|主管部门|方面|企业)|各地"
    r"|\d*[县縣](?:（市）|\(市\))|各[县区市州盟旗镇乡街]+(?:（[^）]{1,6}）|\([^)]{1,6}\))?|镇区"
    r"|各级[^，。；、]{0,8}?(?:部门|政府|单位)|用人单位|(?:各类)?企业|地方|下级[^，。；、]{0,6}|(?:联席会议)?办公室|召集人|党中央|国务院"
    r"|[省市县区州]委(?!员)|(?:本级|上级|当地|[省市县区州])?(?:人民)?政府|村（居）民委员会"
    rf"|{_NAME}{{1,16}}?(?:厅|局|委|办|部门|部|院|总工会|工会|公司|机构|委员会|学校|院校|街道|协会|派出所|单位|企业)"
    r"(?![门署分位员件动理工长期健安全关法谐术诊务系]))"
)
_LIST = re.compile(rf"(?:{_BODY})(?:(?:[、和与及]|以及)(?:{_BODY}))*(?:等(?:有关)?(?:部门|单位|方面))?")
_SPLIT = re.compile(
    r"、(?![^（(]*[）)])|以及|与|及|(?<!住房)(?<!人力资源)(?<!工业)(?<!发展)(?<!卫生)(?<!文化)和"
)


def receivers_of(text: str) -> list[str]:
    """Return the bodies an act is addressed to, each a part of its text, in printed order."""
    return _named(text, _TO)


def co_units_of(text: str) -> list[str]:
    """Return the bodies that take part in an act, each a part of its text, in printed order."""
    return _named(text, _WITH)


# A verb that stands before a name in a list of verbs: 督促检查企事业单位.
_VERBS = re.compile(r"^(?:并?(?:督促|协助|检查|指导|配合))+(?=[^、]{2})")


def _named(text: str, opener: re.Pattern[str]) -> list[str]:
    found: list[str] = []
    for word in opener.finditer(text):
        start = word.end()
        while start < len(text) and text[start] in "至给到":
            start += 1
        listed = _LIST.match(text, start)
        if listed is not None:
            names = (_VERBS.sub("", one) for one in _SPLIT.split(listed[0]))
            found += [one for one in dict.fromkeys(names) if one and one not in found]
    return found

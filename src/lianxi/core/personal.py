"""Personal data in free text: identity numbers, mobile numbers, a person's name beside an age or a disease.

Only what a pattern shows is found: a name that stands alone, an address or a landline is not. A finding says where
it stands and never repeats it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lianxi.core.identifiers import identity_number_fault, plain_identifier

IDENTITY, MOBILE, PATIENT = "身份证号", "手机号码", "姓名和年龄、疾病"

# What people type between the groups of a number.
_GAP = r"[\s\u200b\ufeff\-]?"
_LONG = re.compile(rf"(?<![0-9A-Za-z])(?:\d{_GAP}){{17}}[0-9Xx](?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[\s\-]?)?1[3-9]\d[\s\-]?\d{4}[\s\-]?\d{4}(?!\d)")
_FULL_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# The hundred most frequent surnames but those that begin common words (高、方、于、白、万、常、武、文、安、易).
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵钱严覃戴莫孔向汤"
)
# 欧阳 and the like are rare enough to be left to the reader; a place or an office is no given name.
_GIVEN = (
    r"[\u4e00-\u9fff某×*]{0,1}[^\W\d_区县市镇乡村街道局委厅厂院所司站校级省州港湾上下]|某某|××|\*\*|[xX]{1,2}"
)
_BEFORE = r"(?:(?<![\u4e00-\u9fff])|(?<=[者人工员民志名叫是为对由的和及、]))"
_NAME = rf"{_BEFORE}[{_SURNAMES}](?:{_GIVEN})"
_MARK = r"[\s,，、(（:：]{0,2}"
_ILL = r"[^，,。；;！？\n]{0,12}?(?:病|尘肺|中毒|癌|瘤|聋|肺结核)"
_PATIENT = re.compile(
    rf"{_NAME}{_MARK}(?:[男女]{_MARK})?(?:汉族{_MARK})?(?:现年|年龄|今年)?{_MARK}\d{{1,3}}\s*(?:周?岁)"
    rf"|{_NAME}{_MARK}[男女]{_MARK}{_ILL}"
    rf"|{_NAME}{_MARK}(?:身患|罹患|患有|患|确诊|被确诊|经诊断|被诊断|诊断为|疑似){_ILL}"
)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What kind of personal data stands in a text, and from which character on (the first is 1)."""

    kind: str
    place: int


def find_personal(text: str, today: date) -> Iterator[PersonalData]:
    """Yield the personal data that patterns show in a text, kind by kind.

    A number of 18 characters counts only where its birth date and check digit hold, so that other codes pass.
    """
    plain = text.translate(_FULL_WIDTH)
    for found in _LONG.finditer(plain):
        if not identity_number_fault(plain_identifier(found.group()), today):
            yield PersonalData(IDENTITY, found.start() + 1)
    for kind, pattern in ((MOBILE, _PHONE), (PATIENT, _PATIENT)):
        for found in pattern.finditer(plain):
            yield PersonalData(kind, found.start() + 1)

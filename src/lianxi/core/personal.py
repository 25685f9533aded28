"""Personal data in free text: identity numbers, mobile numbers, a person's name beside an age, a disease or a patient.

Only what a pattern shows is found: a name that stands quite alone, an address or a landline is not. A finding says where
it stands and never repeats it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lianxi.core.identifiers import identity_number_fault, plain_identifier

IDENTITY, MOBILE, PATIENT = "身份证号", "手机号码", "姓名和年龄、疾病"
# What no record may hold; a mobile number may be an office's own.
OF_PATIENTS = (IDENTITY, PATIENT)

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
# Who is ill or hurt, before a name; and what is one person's own, after it.
_SICK = (
    r"(?:患者|病人|病患|伤者|死者|逝者|患病(?:职工|工人|劳动者|人员)|(?:尘肺|矽肺|职业|中毒)病?(?:职工|工人)"
    r"|确诊(?:职工|工人|人员))"
)
_OWN = r"(?:同志)?的?(?:工伤认定|病历|诊断证明|伤情|病情|住院|体检结果|劳动能力鉴定|医疗救助|生活救助)"
# Common words that begin like a surname: 患者向市卫健委反映, 病人陆续出院.
_WORDS = (
    "向[市县省区各有社其单本我你上下外前后]|曾[在经从于是]|严[重格肃禁]|范[围例]|陆[续上丰河]|戴[口防好着]|程[度序]|任[何职务意]|何[时人处种地]"
    "|石[材英棉粉料墨狮]|金[额属融门]|陶[瓷工]|张[贴力]|陈[述列旧]|许[可多]|付[款费出]|钱[款物]|马[上路]|杜[绝]|顾[虑及问]|余[名人下例款额]"
    "|史[料实]|郑[重]|江[苏西门]|林[业区]|龙[头岩]|夏[季天]|黄[色金岩]|周[边围期岁年末内转]|徐[州闻]|唐[山]|雷[电州]|毛[重利病]|段[时]"
    "|胡[乱]|田[地间]|谢[绝]|苏[州]|沈[阳]|侯[车诊]|罗[定]|吴[川]|邵[武]"
)
_END = (
    r"(?=$|[\s，,。；;、:：（()）\]】”\"'!！?？]|[的来致去称说被在经于因等及和与已]"
    r"|反映|投诉|举报|申请|要求|咨询|求助|同志|本人|家属)"
)
_PERSON = rf"(?!{_WORDS})[{_SURNAMES}](?:{_GIVEN})"
_PATIENT = re.compile(
    rf"{_NAME}{_MARK}(?:[男女]{_MARK})?(?:汉族{_MARK})?(?:现年|年龄|今年)?{_MARK}\d{{1,3}}\s*(?:周?岁)"
    rf"|{_NAME}{_MARK}[男女]{_MARK}{_ILL}"
    rf"|{_NAME}{_MARK}(?:身患|罹患|患有|患|确诊|被确诊|经诊断|被诊断|诊断为|疑似){_ILL}"
    rf"|{_SICK}(?:本人|家属)?{_MARK}{_PERSON}{_END}"
    rf"|(?:{_BEFORE}|(?<=[于与给替帮])){_PERSON}{_OWN}"
)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What kind of personal data stands in a text, from which character on (the first is 1), and for how many."""

    kind: str
    place: int
    size: int


def find_personal(text: str, today: date) -> Iterator[PersonalData]:
    """Yield the personal data that patterns show in a text, kind by kind.

    A number of 18 characters counts only where its birth date and check digit hold, so that other codes pass.
    """
    plain = text.translate(_FULL_WIDTH)
    for found in _LONG.finditer(plain):
        if not identity_number_fault(plain_identifier(found.group()), today):
            yield PersonalData(IDENTITY, found.start() + 1, len(found.group()))
    for kind, pattern in ((MOBILE, _PHONE), (PATIENT, _PATIENT)):
        for found in pattern.finditer(plain):
            yield PersonalData(kind, found.start() + 1, len(found.group()))

"""Words for seats, posts and persons in rosters: labels, the ends of posts, what a Chinese name looks like."""

from __future__ import annotations

import re

_SEATS = (
    "召集人|组长|主任委员|主任|班长|总指挥|指挥长|指挥|主席|会长|队长|委员长|理事长|秘书长|主持人|牵头人|总协调人"
    "|组成人员|成员|委员|组员|队员|联络员|联系人|顾问"
)
_RANKS = "第一|常务|执行|总|副|名誉"


def _spread(words: str) -> str:
    """Return a pattern for words whose characters may stand apart (召 集 人)."""
    return "|".join(r"\s{0,8}".join(word) for word in words.split("|"))


_LABELS = rf"(?:(?:{_spread(_RANKS)})\s{{0,8}}){{0,3}}(?:{_spread(_SEATS)})"
LABEL = re.compile(rf"(?P<label>{_LABELS})\s{{0,8}}(?:[:：]|(?<=\S)\s+|$)")
LABEL_COLON = re.compile(rf"(?P<label>{_LABELS})\s{{0,8}}[:：]")
POST_END = (
    r"(?:主任|局长|厅长|部长|处长|科长|书记|市长|省长|县长|区长|州长|盟长|旗长|镇长|乡长|村长|总理|秘书长|主席|会长|院长|校长|检察长|行长|经理|总裁"
    r"|董事长|支队长|大队长|总队长|中队长|队长|组长|班长|所长|站长|社长|台长|馆长|关长|署长|司长|园长|场长|理事长|委员长|参谋长|司令员|司令|政委|政治委员"
    r"|总工程师|工程师|总工|总监|总会计师|总经济师|总规划师|总农艺师|会计师|经济师|规划师|农艺师|医师|药师|调研员|巡视员|督查员|督察员|督学|专员|委员|党组成员|成员|常委"
    r"|负责人|负责同志|干部|副职|助理|参事|顾问|警长|政务专员|主任科员|科员|总编辑|总编|编辑|法医|干事|秘书|主管|首席代表|研究员|教授|庭长|院士|总干事|教导员|指导员|政治部主任)"
)
POST_ENDS = re.compile(rf"{POST_END}(?:（[^（）]*）)?$")
_TITLE = rf"[\u4e00-\u9fff（）、·\s，“”A-Z0-9]{{0,60}}{POST_END}(?:（[^（）]*）)?"
NAME = r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff]|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,8}"
_LINE = re.compile(rf"(?:(?:{_LABELS})\s*[:：]?\s*)?(?:{NAME})[\s，（]+{_TITLE}[）；。]?")
_SEAT_LINE = re.compile(rf"(?:{_LABELS})\s*[:：][^。；]{{2,60}}{POST_END}")
_DOUBLE = (
    "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|单于|夏侯|南宫|申屠|端木|"
    "呼延|乐正|万俟|闻人|澹台|轩辕|钟离|太史|鲜于|闾丘|亓官|司寇|濮阳|淳于|赫连|百里|东郭|西门|"
    "第五"
)
_SINGLE = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉"
    "钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴"
    "胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛"
    "阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公岳帅缑亢况有琴归海晋楚闫法汝鄢涂钦商牟佘佴伯赏墨哈谯笪年爱阳佟言福肖付代覃仝兰揭邸苟郇窦展税区冼植伦麦昂丘涂戚隋鹿战柘初曲战门来修芦帖苑訾"
)
SURNAME = re.compile(rf"(?:{_DOUBLE}|[{_SINGLE}])")
# The words with which the names of bodies begin; after a person's name they show where the title starts.
ORG_START = re.compile(
    r"[省市县区州盟旗镇乡团](?:[\u4e00-\u9fff])|国家|国务院|国网|国土|国防|国资|国有|中央|中国|中共|中科|最高|全国|全[省市县区]|共青|武警|人民|人大|政协|党组|党委"
    r"|[\u4e00-\u9fff]{2,4}(?:省|市|县|区|州|集团|公司|银行|大学|学院)|教育|科技|科学|工业|工信|经信|民族|民宗|民委|公安|国安|安全|民政|司法|财政|人力|人社|劳动|自然|生态|环境|环保|住房|住建|建设"
    r"|交通|铁路|铁道|水利|水务|农业|农村|农办|商务|文化|文旅|文广|卫生|卫健|卫计|退役|应急|审计|外事|外交|市场|监察|纪委|组织|宣传|统战|政法|网信|编办|信访|林业|林草|能源|海洋|民航|邮政|海关|税务|统计|测绘"
    r"|气象|地震|广电|广播|体育|医保|医疗|药监|食品|食药|工商|质监|质检|质量|知识|发展|发改|规划|城管|城市|城乡|机关|政务|数据|大数据|金融|人行|银监|证监|保监|银保|粮食|物价|物资|烟草|盐务|供销|供电|电力|电信"
    r"|移动|联通|消防|交警|刑侦|派出|法院|检察|总工会|工会|妇联|团委|团|残联|红十|工商联|科协|文联|侨|台办|港澳|扶贫|乡村|疾控|医院|卫生院|旅游|行政|法制|地税|国税|土地|矿|煤|安监|园林|房管|房产|人防|人武|军分|警备|扫黄|打私|禁毒|双拥|老干|老龄|档案|党校|党史|保密|机要|政策|政研|研究|开发|高新|经济|经贸|经信|计划|计生|综治|维稳|街道|办公|村|社区|校|院|系|学|集团|公司|厂|分管|协助|主管|常务|副"
)


_NO_NAME = re.compile(
    r"常务|常委|[\u4e00-\u9fff]{0,2}(?:副|分管|主管|主任|主要|书记|[市县区省]长|政府|部门|单位|成员|会议|领导)"
)


def is_roster_line(line: str) -> bool:
    """Tell whether a printed line (folded) is one person with a title, or a seat and who holds it."""
    return len(line) <= 80 and (_LINE.fullmatch(line) is not None or _SEAT_LINE.fullmatch(line) is not None)


def label_name(label: str) -> str:
    """Give a roster's label without the spaces that spread it (召 集 人 → 召集人)."""
    return re.sub(r"\s", "", label)


def person_lengths(text: str) -> list[int]:
    """Give the lengths a person's name at the beginning of a text may have, likeliest first; empty where none begins."""
    surname = SURNAME.match(text)
    if surname is None or _NO_NAME.match(text):
        return []
    lengths = (
        (surname.end() + 2, surname.end() + 1)
        if surname.end() == 1
        else (surname.end() + 1, surname.end() + 2)
    )
    named = [one for one in lengths if len(text) >= one and re.fullmatch(r"[\u4e00-\u9fff]+", text[:one])]
    return sorted(named, key=lambda one: (ORG_START.match(text, one) is None, text[one - 1] in "市省县区州"))

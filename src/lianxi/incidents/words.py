"""Words of incidents that pages, papers and refusals share."""

ACTORS = {
    "employer": "用人单位",
    "hospital": "医疗卫生机构",
    "county_health": "县级卫生健康主管部门",
    "county_emergency": "县级应急管理部门",
}
# Whom somebody told, as a telling names it; the first four are the call list.
WHOM = {
    "duty_office": "市委市政府总值班室",
    "county_health": "县级卫生健康主管部门",
    "cdc": "疾病预防控制机构",
    "hospital": "救治医院",
    "county_emergency": "县级应急管理部门",
    "employer": "用人单位",
    "government": "人民政府",
    "superior": "上级主管部门",
    "network": "网络直报系统",
    "unit": "成员单位",
    "other": "其他机关",
}
SCHEMES = {
    "hazard_2002": "职业病危害事故",
    "phe_2006": "突发公共卫生事件",
    "phe_reportable": "网络直报范围",
    "worksafety_493": "生产安全事故",
    "radiation_449": "辐射事故",
}
LIMITS_WORDS = {"immediate": "立即", "promptly": "及时（没有小时数）"}
NOT_INVESTIGATING = "联席会议不是调查机关，不下命令；法定报告不等待本系统，也不经本系统批准。"
PROVINCE = (
    "已达十人发病或一人死亡：职业病危害事故由省级以上卫生健康主管部门会同有关部门和工会调查"
    "（卫生部令25号第三条，设定，待确认）。本会议只做先期处置和支持配合。"
)


def limit_words(limit: str) -> str:
    """Write a duty's limit: 立即, 及时 or so many hours."""
    return LIMITS_WORDS.get(limit, f"{limit.removesuffix('h')} 小时")

"""Words that acts and pages share: of assessments, of a patient's path, and of the receipt of a certificate."""

PURPOSES = {
    "injury": "办理工伤认定、劳动能力鉴定和待遇",
    "recognition": "核实用人单位和劳动关系",
    "medical_aid": "医疗救助",
    "living_aid": "特困、低保、临时救助",
}
MEASURES = {
    "outside": "名册在本系统之外移交，本系统不存姓名和证件号码",
    "sealed": "加密传送或密封移交",
    "access": "只限两个单位的经办席位",
    "notice": "在诊断证明书签收单上告知本人",
    "deletion": "目的实现后删除",
    "log": "查阅、导出留有记录",
}
RISKS = {"low": "低", "middle": "中", "high": "高"}
# Steps of a patient's path (rules/paths.py), what goes on beside them, and remedies, as pages say them.
STEPS = {
    "diagnose": "作出职业病诊断",
    "appraisal_conclude": "作出鉴定",
    "appraisal_first_open": "可以申请首次鉴定",
    "appraisal_second_open": "可以申请再鉴定",
    "issue_certificate": "出具职业病诊断证明书",
    "deliver_certificate": "送达职业病诊断证明书",
    "list_to_hr": "送出确诊人员名单",
    "employer_application": "用人单位申请工伤认定",
    "worker_application": "本人、近亲属或者工会申请工伤认定",
    "late_check_excluded": "核对有没有不计入申请期限的时间",
    "labour_arbitration": "劳动关系仲裁",
    "injury_acceptance": "决定是否受理工伤认定申请",
    "injury_decision": "作出工伤认定决定",
    "injury_refused": "不予认定，看本人是否申请复议",
    "ability_apply": "申请劳动能力鉴定",
    "ability_conclude": "作出劳动能力鉴定结论",
    "advance_apply": "申请工伤保险基金先行支付",
    "advance_urge": "催告用人单位",
    "advance_pay": "等用人单位支付",
    "advance_from_fund": "由工伤保险基金先行支付",
    "benefits": "落实工伤待遇",
    "recognise": "核实用人单位和劳动关系",
    "household_check": "核对家庭情况",
    "temporary_aid_first": "先给予临时救助",
    "medical_aid_apply": "申请医疗救助",
    "medical_aid_decide": "作出医疗救助决定",
    "medical_aid_refused": "不予医疗救助，看本人是否申请复议",
    "living_aid_apply": "申请生活救助",
    "living_aid": "申请生活救助",
    "other_measures": "其他救助措施（职业病防治法第六十一条）",
    "custody_compensation": "司法行政机关办理补偿",
}
RIGHTS = {
    "cases.appraisal_first": "申请首次鉴定",
    "cases.appraisal_second": "申请再鉴定",
    "injury.worker_application": "申请工伤认定",
    "injury.ability_again": "申请再次鉴定",
    "remedies.reconsideration": "申请复议",
}
# By this a person learns where the diagnosis goes: it stands on the receipt of the certificate.
NOTICE = (
    "本机构依法将您的职业病诊断结果告知卫生健康主管部门，由其提供给人力资源社会保障部门，用于办理工伤认定、劳动能力鉴定"
    "和工伤待遇；用人单位已不存在或者劳动关系无法确认的，经核实后提供给医疗保障、民政部门，用于医疗救助和生活救助。"
    "只提供办理所必需的信息，办结后按规定删除。您可以向上述部门查阅、更正本人信息。"
)

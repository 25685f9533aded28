"""Words of assessments that acts and pages share: purposes, measures, risk."""

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

"""The words by which a person learns where the diagnosis goes: for the receipt of the certificate."""

NOTICE = (
    "本机构依法将您的职业病诊断结果告知卫生健康主管部门，由其提供给人力资源社会保障部门，用于办理工伤认定、劳动能力鉴定"
    "和工伤待遇；用人单位已不存在或者劳动关系无法确认的，经核实后提供给医疗保障、民政部门，用于医疗救助和生活救助。"
    "只提供办理所必需的信息，办结后按规定删除。您可以向上述部门查阅、更正本人信息。"
)

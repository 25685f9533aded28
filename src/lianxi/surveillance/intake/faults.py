"""What can be wrong with a row: code → how grave, of which field, in which words."""

from lianxi.surveillance.rules.streams import FIELD_NAMES, LAYOUTS, STREAMS
from lianxi.tables.faults import ERROR, Fault
from lianxi.tables.faults import error as _error
from lianxi.tables.faults import warning as _warning
from lianxi.tables.forms import listed_headings


def _heading(field: str) -> str:
    """Name a field by the first heading that forms have for it."""
    return next((heading for _, heading, of in listed_headings(LAYOUTS) if of == field), field)


# Every field of the forms with its words.
FIELD_LABELS = {
    field: FIELD_NAMES.get(field) or _heading(field)
    for stream in STREAMS.values()
    for field in (*stream.fields, "id_number")
}
FAULTS: dict[str, Fault] = {
    "line_bad": _error("", "这一行读不成表格（列数或引号不对）"),
    "cell_broken": _error("", "这一行有读不出来的格"),
    "undecodable": _error("", "这一行有无法识别的文字编码，请用 UTF-8 或 GB18030 另存"),
    "text_formula": _error("", "文字以公式符号（= + - @）开头，不能保存；请改为纯文字"),
    "employer_missing": _error(
        "employer_code", "缺少用人单位的统一社会信用代码，名称也不能唯一对应已登记的单位"
    ),
    "employer_code_bad": _error("employer_code", "统一社会信用代码不正确（18 位，末位为校验位）"),
    "employer_two_names": _error("employer_name", "同一文件中一个统一社会信用代码写了两个单位名称，请核对"),
    "employer_other_name": _warning("employer_name", "与登记的单位名称不同，已记为待核实的另一名称"),
    "employer_foreign": _error("employer_name", "这个名称已核实不属于该统一社会信用代码"),
    "employer_by_name": _warning("employer_name", "没有填统一社会信用代码，按名称对应到已登记的单位"),
    "employer_none": _warning("employer_name", "没有用人单位，病例照收，但不能按单位统计"),
    "place_unknown": _error("division_code", "不能确定所在县（市、区）：请填地区编码或写全省、市、区县"),
    "place_from_code": _warning("division_code", "没有写地区，按统一社会信用代码中的登记机关地区"),
    "place_from_register": _warning("division_code", "没有写地区，按用人单位登记的地区"),
    "industry_unknown": _warning("industry", "行业不能对应到 GB/T 4754-2017"),
    "report_missing": _error("report_no", "缺少报告（卡）编号"),
    "hazard_missing": _error("hazard", "缺少职业病危害因素"),
    "hazard_unknown": _warning("hazard", "名称不在限值表和目录中，或可指几种物质：照原文保存，不判定"),
    "limit_none": _warning("hazard", "名称在目录中而没有收录限值：照存，不判定"),
    "limit_configured": _warning("hazard", "名称没有自己的限值，按目录所含的一种判定（设定，待确认）"),
    "limit_several": _warning("hazard", "名称可能是几种物质之一：只判定超过其中最高限值的，请写明是哪一种"),
    "metric_missing": _error(
        "metric", "不能确定指标：化学因素须注明 C-TWA、C-STE 或 C-ME，粉尘须注明总尘或呼尘"
    ),
    "metric_assumed": _warning("metric", "没有写指标，噪声按 8h 等效声级"),
    "day_missing": _error("day", "缺少日期"),
    "day_bad": _error("day", "日期不能识别，请写成 2026-03-02"),
    "day_future": _error("day", "日期在今天之后"),
    "day_old": _error("day", "日期早于 1990 年"),
    "other_day_bad": _warning("day", "另一日期不能识别，未保存"),
    "days_disordered": _warning("day", "日期先后不合：诊断早于发生，或报告早于诊断"),
    "value_missing": _error("result", "缺少检测结果"),
    "value_bad": _error("result", "检测结果不是数，也不是“<定量下限”或“未检出”"),
    "value_comma": _error(
        "result", "逗号可能是小数点，也可能是千位分隔：小数请用小数点，千位分隔须每三位一个"
    ),
    "loq_bad": _warning("loq", "定量下限不是数，没有保存"),
    "value_negative": _error("result", "检测结果为负"),
    "value_impossible": _error("result", "检测结果超出可能的范围"),
    "below_without_loq": _warning("loq", "未检出而没有给出定量下限：照存，不判定"),
    "unit_missing": _error("unit", "缺少计量单位"),
    "unit_unknown": _error("unit", "计量单位不能识别"),
    "unit_liquid": _error("unit", "mg/L 等液体浓度单位不能用于空气中浓度，请换算为 mg/m³"),
    "unit_unfit": _error("unit", "计量单位与危害因素不符"),
    "unit_ppm": _warning("unit", "以 ppm 计：判定时按 20 ℃、101.3 kPa 换算，没有分子量的不判定"),
    "unit_mixed": _warning("unit", "同一危害因素在这份文件中用了几种计量单位，请核对"),
    "silica_bad": _error("silica", "游离二氧化硅含量应在 0 到 100（%）之间"),
    "silica_small": _warning("silica", "游离二氧化硅不足 1%：按所写的百分数保存，请核对是否少乘了 100"),
    "silica_missing": _warning("silica", "矽尘没有写游离二氧化硅含量：低于各档最高限值的不能判定"),
    "hours_bad": _error("hours_per_day", "日接触时间应在 0 到 24 小时之间"),
    "week_bad": _error("days_per_week", "周工作天数应在 0 到 7 之间"),
    "workers_bad": _error("workers", "人数应为不小于 0 的整数"),
    "years_bad": _error("exposure_years", "接害工龄应在 0 到 80 年之间"),
    "person_bad": _error("id_number", "身份证号不正确（位数、日期或校验码）"),
    "person_none": _warning("id_number", "没有证件号，不能与同一人的其他记录对应"),
    "kind_unknown": _error("exam_kind", "体检类型不能识别：上岗前、在岗期间、离岗时、应急、离岗后"),
    "conclusion_unknown": _error(
        "conclusion", "体检结论不能识别：目前未见异常、复查、疑似职业病、职业禁忌证、其他疾病或异常"
    ),
    "conclusion_recheck": _warning("conclusion", "GBZ 188-2025（2026-08-01 起）的结论不含复查，请核对"),
    "disease_missing": _error("disease", "缺少病名"),
    "disease_unknown": _warning("disease", "病名不在《职业病分类和目录》中：照原文保存"),
    "status_assumed": _warning("status", "没有写疑似或确诊：有诊断日期的按确诊，否则按疑似"),
    "status_unknown": _error("status", "病例类别不能识别，请写疑似或确诊"),
    "case_elsewhere": _warning("disease", "同一人一年内已有另一张卡报告了同一种病：可能重复，请核对"),
    "declaration_unknown": _warning("declaration", "申报类别不能识别：初次申报、变更申报、年度更新"),
    "twin_same": _warning("", "与本文件中前面一条完全相同，不重复入库"),
    "twin_differs": _error(
        "", "与本文件中另一条的编号、场所、因素、指标、日期相同而内容不同；平行样请填样品编号"
    ),
}
# Of each column: what a spreadsheet shows where a formula failed, and a number of which digits are lost.
CELL_FAULTS = {
    f"cell_{what}_{field}": _error(field, f"“{label}”{words}")
    for field, label in FIELD_LABELS.items()
    for what, words in (
        ("error", "是表格软件的错误值（#N/A、#REF! 等）"),
        ("unreckoned", "是没有算出结果的公式：请用表格软件打开、保存后再上传"),
        ("long", "是 16 位以上的数字，表格软件已丢掉末尾几位：请把这一列设为文本，重新填写"),
    )
}
# What keeps a row out; a broken cell stands here as one, for its row is asked once.
ERRORS = frozenset(code for code, fault in FAULTS.items() if fault.grade == ERROR)
FAULTS |= CELL_FAULTS

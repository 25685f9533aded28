"""Owns the reasons why a detector is silent on a week, as codes and as the Chinese words shown for them."""

(
    OK, FEW_CASES, SHORT, UNREPORTED, WINDOW_GAP, NO_FIT, UNFITTABLE, BASE_GAP, ALL_ZERO, NEGATIVE, DUPLICATE, FUTURE,
    ABSENT, NO_BOUND,
) = range(14)  # fmt: skip

WORDS = {
    OK: "",
    FEW_CASES: "近四周病例不足，不设界限",
    SHORT: "历史不够长",
    UNREPORTED: "本周没有报告",
    WINDOW_GAP: "近四周有缺报",
    NO_FIT: "历史过于稀疏，模型不收敛",
    UNFITTABLE: "历史数据无法拟合模型",
    BASE_GAP: "参照期内有缺报",
    ALL_ZERO: "参照期内没有病例",
    NEGATIVE: "含负数、非整数或大得不可能的数，整条序列不判",
    DUPLICATE: "同一周出现多次，整条序列不判",
    FUTURE: "晚于截止周，不判",
    ABSENT: "没有任何报告",
    NO_BOUND: "界限无法计算",
}

NO_CENTROIDS = "没有各地的中心点坐标，不做时空扫描"

"""Rows entered by hand for acts of both packs, and each figure as it comes out on paper: (numerator, denominator)."""

from typing import Any

Case = tuple[str, str, list[dict[str, Any]], dict[str, tuple[int | float, int | float | None]]]
H1, Y = "2026H1", "2026"
D = "2026-03-02"

# Act, period, rows as they are typed, figures. None as denominator: a plain number.
CASES: list[Case] = [
    # flow: shared project papers; hidden dangers sent; areas told; guidance by city
    (
        "QZ-3-06-1#1",
        Y,
        [
            {"code": "2026-350502-01", "title": "一期", "builder": "甲厂", "area": "鲤城区", "industry": "C3031",
             "content": "扩建", "doc_no": "泉发改1号", "approved_on": D},
            {"code": "2026-350502-02", "title": "二期", "builder": "乙厂", "area": "丰泽区", "industry": "C3031",
             "content": "新建", "doc_no": "泉发改2号", "approved_on": D},
        ],
        {"共享件数": (2, None)},
    ),
    (
        "QZ-3-12-1#1",
        Y,
        [{"employer": "甲厂", "address": "某镇", "stage": "定级", "known_on": D, "fact": "无除尘", "contact": "某科"}],
        {"抄送件数": (1, None)},
    ),
    (
        "QZ-3-11-1#1",
        H1,
        [
            {"area": "鲤城区", "sites": "12", "problems": "8", "rectified": "6"},
            {"area": "丰泽区", "sites": "3", "problems": "2", "rectified": "2"},
        ],
        {"涉及职业健康的问题整改率": (8, 10)},
    ),
    (
        "GD-13-01#1",
        Y,
        [{"title": "检查要点", "on": D, "problems": "5", "rectified": "3"}],
        {"涉及职业健康的问题整改率": (3, 5)},
    ),
    # register
    (
        "QZ-3-05-1#2",
        Y,
        [
            {"title": "课题一", "by": "某院", "state": "在研"},
            {"title": "课题二", "by": "某校", "state": "结题"},
            {"title": "课题三", "by": "某院", "state": "在研"},
        ],
        {"在研项目": (2, None), "结题项目": (1, None)},
    ),
    (
        "QZ-3-13-2#1",
        Y,
        [
            {"employer": "甲公司", "hazardous": "是", "office": "有", "fund": "20"},
            {"employer": "乙公司", "hazardous": "是", "office": "无"},
            {"employer": "丙公司", "hazardous": "否", "office": "无"},
        ],
        {"设置管理机构的企业": (1, 2), "防治经费落实": (1, 2), "主体责任缺项企业": (1, None)},
    ),
    (
        "QZ-3-13-2#2",
        Y,
        [{"employer": "甲公司", "paper": "责任制", "paper_on": D}],
        {"有责任制文件的企业": (1, None)},
    ),
    (
        "QZ-3-04-3#1",
        Y,
        [
            {"school": "甲校", "discipline": "预防医学", "kind": "新增"},
            {"school": "乙校", "discipline": "卫生检验", "kind": "撤销"},
        ],
        {"在建学科（专业）": (1, None)},
    ),
    (
        "QZ-3-04-3#2",
        Y,
        [{"school": "甲校", "major": "预防医学", "in": "40", "out": "35"}, {"school": "乙校", "major": "护理", "in": "9", "out": "7"}],
        {"毕业人数": (42, None)},
    ),
    (
        "QZ-3-01-5#1",
        Y,
        [
            {"area": "鲤城区", "institution": "区疾控", "inst_kind": "监测评估", "ok": "达到"},
            {"area": "丰泽区", "institution": "区疾控二", "inst_kind": "监测评估", "ok": "未达到"},
            {"area": "鲤城区", "institution": "区医院", "inst_kind": "职业病诊断", "ok": "达到"},
        ],
        {"监测评估能力达标的地区": (1, 2)},
    ),
    (
        "QZ-3-01-5#2",
        Y,
        [
            {"institution": "甲院", "inst_kind": "职业健康检查", "filed_on": D, "state": "有效", "quality": "合格"},
            {"institution": "乙院", "inst_kind": "职业病诊断", "filed_on": D, "state": "有效", "quality": "不合格"},
            {"institution": "丙院", "inst_kind": "职业病诊断", "filed_on": D, "state": "有效", "quality": "未参加"},
        ],
        {"质控合格率": (1, 2)},
    ),
    (
        "QZ-3-01-3#3",
        H1,
        [{"employer": "甲厂", "complaints": "4", "handled": "3"}, {"employer": "乙厂", "complaints": "0", "handled": "0"}],
        {"投诉举报按期处理率": (3, 4)},
    ),
    (
        "QZ-3-09-1#1",
        Y,
        [
            {"employer": "甲技校", "kind": "技工学校", "problems": "4", "fixed": "3", "course": "是"},
            {"employer": "乙机构", "kind": "职业培训机构", "problems": "1", "fixed": "1", "course": "否"},
        ],
        {"课程纳入率": (1, 2), "问题整改率": (4, 5)},
    ),
    (
        "QZ-3-09-2#2",
        H1,
        [
            {"employer": "甲厂", "urged_on": D, "insured_on": "2026-04-01"},
            {"employer": "乙厂", "urged_on": D},
            {"employer": "丙厂"},
        ],
        {"未参保督促后参保率": (1, 2)},
    ),
    ("QZ-3-10-3#1", Y, [{"plan": "预案", "plan_on": D, "drill_on": "2026-05-01"}], {"应急演练": (1, None)}),
    (
        "GD-16-04#1",
        Y,
        [
            {"employer": "甲公司", "risk": "有", "plan": "预案甲", "issued_on": D, "drill_on": D, "filed_on": D},
            {"employer": "乙公司", "risk": "无", "plan": "预案乙", "issued_on": D},
        ],
        {"预案覆盖率": (1, 1), "演练率": (1, 2), "预案报备率": (1, 2)},
    ),
    (
        "GD-20-04#3",
        Y,
        [
            {"employer": "甲厂", "agreement": "已签订", "cards": "30", "posts": "40", "wardens": "5"},
            {"employer": "乙厂", "agreement": "未签订", "cards": "0", "posts": "10", "wardens": "2"},
            {"employer": "丙厂", "agreement": "不适用"},
        ],
        {"专项集体合同签订率": (1, 2), "岗位责任落实率": (30, 50), "职工代表监督员人数": (7, None)},
    ),
    # check
    (
        "QZ-3-01-4#2",
        H1,
        [
            {"employer": "甲厂", "subject": "市住建局", "check_kind": "日常", "checked_on": D, "problems": "5",
             "handling": "责令限期改正", "rectify_by": "2026-04-01", "recheck_result": "合格"},
            {"employer": "乙厂", "subject": "市住建局", "check_kind": "专项", "checked_on": D, "problems": "3",
             "handling": "立案", "rectify_by": "2026-05-01", "recheck_result": "不合格"},
            {"employer": "丙厂", "subject": "市住建局", "check_kind": "个案", "checked_on": D, "problems": "2",
             "handling": "移送其他单位", "rectify_by": "2026-08-01"},
        ],
        # The third one's day to be put right has not come by the end of June.
        {"检查发现问题数": (10, None), "问题整改率": (5, 8), "检查立案数": (1, None), "检查移送数": (2, None)},
    ),
    (
        "QZ-3-11-2#1",
        H1,
        [
            {"title": "工程一", "employer": "甲建", "visited_on": D, "problems": "4", "answer_by": "2026-03-20", "result": "已整改"},
            {"title": "工程二", "employer": "乙建", "visited_on": D, "problems": "6", "answer_by": "2026-03-20", "result": "未整改"},
        ],
        {"问题整改率": (4, 10)},
    ),
    (
        "QZ-3-04-1#2",
        H1,
        [{"employer": "甲校", "visited_on": D, "problems": "2", "answer_by": D, "result": "已移送执法单位"}],
        {"问题整改率": (0, 2), "移送卫生健康部门的问题": (2, None)},
    ),
    (
        "QZ-3-06-2#2",
        H1,
        [{"employer": "甲矿", "visited_on": D, "problems": "3", "answer_by": "2026-12-01", "result": "已整改"}],
        # Nothing is due yet: no rate.
        {"问题整改率": (0, 0)},
    ),
    (
        "QZ-3-08-1#2",
        Y,
        [
            {"fund": "防治专项", "spent": "120.5", "problem": "有", "rectified": "已整改"},
            {"fund": "监测专项", "spent": "30", "problem": "无"},
        ],
        {"经费问题整改数": (1, None)},
    ),
    ("QZ-3-09-2#1", Y, [{"problems": "9", "rectified": "7", "referred": "1"}], {"涉及职业健康的问题整改率": (7, 9)}),
    (
        "QZ-3-10-1#1",
        Y,
        [
            {"employer": "甲院", "checked_on": D, "exposed": "是", "told_on": "2026-03-05"},
            {"employer": "乙院", "checked_on": D, "exposed": "是"},
            {"employer": "丙院", "checked_on": D, "exposed": "否"},
        ],
        {"涉及职业照射问题通报率": (1, 2)},
    ),
    (
        "GD-01-08#1",
        Y,
        [
            {"institution": "甲院", "checked_on": D, "result": "合格", "appeals": "4", "changed": "1"},
            {"institution": "乙院", "checked_on": D, "result": "整改", "appeals": "2", "changed": "1"},
        ],
        {"质控合格率": (1, 2), "鉴定改变率": (2, 6)},
    ),
    # plan
    (
        "QZ-3-03-1#1",
        Y,
        [
            {"plan": "五年规划", "approved_by": "市人大", "issued_on": D, "included": "写明"},
            {"plan": "专项规划", "approved_by": "市政府", "issued_on": D, "included": "未写明"},
        ],
        {"规划写明职业病防治": (1, 2)},
    ),
    (
        "QZ-3-08-1#1",
        Y,
        [{"fund": "防治专项", "budget": "320", "spent": "187.5"}, {"fund": "监测专项", "budget": "80.25", "spent": "80"}],
        {"职业病防治预算": (400.25, None), "职业病防治支出": (267.5, None)},
    ),
    (
        "QZ-3-05-1#1",
        Y,
        [{"title": "课题一", "by": "某院", "sum": "50"}, {"title": "课题二", "by": "某校", "sum": "30.5"}],
        {"资助项目": (2, None), "资助经费": (80.5, None)},
    ),
    (
        "QZ-3-13-4#1",
        Y,
        [
            {"employer": "甲公司", "plan": "规划", "included": "写明", "planned": "100", "spent": "60"},
            {"employer": "乙公司", "plan": "规划", "included": "未写明"},
        ],
        {"纳入率": (1, 2), "投资完成率": (60, 100)},
    ),
    (
        "QZ-3-04-2#1",
        Y,
        [{"title": "制度", "issued_on": D, "partners": "市住建局", "schools": "10", "listed": "8", "problems": "4", "fixed": "1"}],
        {"建账率": (8, 10), "问题整改率": (1, 4)},
    ),
    (
        "QZ-3-01-1#3",
        Y,
        [
            {"title": "甲文", "doc_kind": "工作方案", "issued_on": D, "implement": "已部署", "expires_on": "2026-06-30"},
            {"title": "乙文", "doc_kind": "转发", "issued_on": D},
        ],
        {"有贯彻安排的文件": (1, 2), "到期未清理的文件": (1, None)},
    ),
    (
        "GD-07-02#1",
        Y,
        [
            {"plan": "普法规划", "by": "市住建局", "included": "列入", "issued_on": D},
            {"plan": "普法计划", "by": "市人社局", "included": "未列入", "issued_on": D},
        ],
        {"纳入普法责任清单的单位": (1, 2)},
    ),
    # case
    (
        "QZ-3-01-1#1",
        Y,
        [
            {"title": "事项一", "raised_by": "市住建局", "raised_on": D, "lead": "市住建局", "closed_on": "2026-04-01"},
            {"title": "事项二", "raised_by": "市人社局", "raised_on": D, "lead": "市人社局"},
        ],
        {"协调事项办结率": (1, 2)},
    ),
    (
        "QZ-3-07-1#1",
        Y,
        [
            {"dibao_persons": "3", "dibao_households": "2", "tekun_persons": "1", "tekun_households": "1",
             "linshi_persons": "4", "linshi_households": "4"},
        ],
        {"纳入救助人数": (8, None), "纳入救助户数": (7, None)},
    ),
    (
        "QZ-3-09-3#1",
        H1,
        [{"outside": "3"}],
        {"名单以外申请人数": (3, None)},
    ),
    (
        "QZ-3-15-1#1",
        Y,
        [
            {"persons": "12", "times": "30", "total": "25.6"},
        ],
        {"医疗救助人数": (12, None)},
    ),
    (
        "GD-15-01#2",
        H1,
        [
            {"employer": "甲厂", "decided_on": D, "handling": "关闭", "exposed": "20", "exit_exam": "15"},
            {"employer": "乙厂", "decided_on": D, "handling": "停产整顿", "exposed": "0"},
        ],
        {"关闭、取缔数": (1, None), "离岗健康检查安排率": (15, 20)},
    ),
    # event
    (
        "QZ-3-01-6#1",
        H1,
        [
            {"title": "宣传周", "theme": "职业病防治法宣传周", "held_on": D, "host": "市住建局", "area": "鲤城区"},
            {"title": "培训", "held_on": D, "host": "市住建局", "area": "丰泽区", "examined": "50", "passed": "45"},
            {"project": "课题一", "status": "结题"},
            {"project": "课题二", "status": "在研"},
        ],
        {"培训考核合格率": (45, 50), "宣传周活动": (1, None), "科研项目结题率": (1, 2)},
    ),
    ("QZ-3-02-1#1", Y, [{"title": "稿件", "on": D}], {"公益宣传稿件和活动": (1, None)}),
    (
        "QZ-3-09-1#2",
        Y,
        [
            {"title": "师训", "held_on": D, "host": "市住建局", "audience": "教师", "people": "30", "examined": "30", "passed": "27"},
            {"title": "学训", "held_on": D, "host": "市住建局", "audience": "学生", "people": "200"},
        ],
        {"考核合格率": (27, 30), "教师培训人次": (30, None)},
    ),
    (
        "QZ-3-16-2#1",
        Y,
        [{"title": "竞赛", "held_on": D, "host": "市住建局", "people": "300", "asked": "100", "right": "81"}],
        {"参加活动职工人次": (300, None), "知识知晓率（抽查）": (81, 100)},
    ),
    ("QZ-3-11-3#1", Y, [{"title": "讲座", "held_on": D, "host": "市住建局"}], {"行业宣传教育活动": (1, None)}),
    # signal
    (
        "QZ-3-01-2#1",
        H1,
        [
            {"task": "重点职业病监测"},
            {"group_name": "尘肺病人", "people": "120", "managed": "90"},
            {"group_name": "放射工作人员", "people": "80", "managed": "80"},
        ],
        {"人群健康管理率": (170, 200)},
    ),
    ("GD-01-04#1", H1, [{"task": "监测", "people": "10", "managed": "4"}], {"人群健康管理率": (4, 10)}),
    # procedure
    (
        "QZ-3-14-1#1",
        Y,
        [{"campaign": "整治", "lead": "市住建局", "part": "查照", "unlicensed": "6", "closed": "4"}],
        {"无照经营查处率": (4, 6)},
    ),
    (
        "QZ-3-12-2#1",
        Y,
        [
            {"told_at": "3月2日9时", "role": "调查组成员", "measure": "加装通风", "verified_on": "2026-04-01"},
            {"told_at": "3月2日9时", "role": "调查组成员", "measure": "培训"},
        ],
        {"防范措施落实率": (1, 2)},
    ),
    (
        "QZ-3-16-1#2",
        Y,
        [{"kind": "监督检查", "lead": "市住建局", "employer": "甲厂", "on": D, "opinion": "加强防护", "answer": "采纳"}],
        {"意见答复率": (1, 1)},
    ),
    (
        "QZ-1-03#4",
        Y,
        [{"mandate_source": "市政府决定", "paper_no": "泉政1号", "paper_on": D, "signer_post": "市长", "unit": "市住建局",
          "matter": "某事故", "scope": "全市", "duties": "督查", "from_on": D, "until_on": "2026-04-01"}],
        {"有市政府指定的督查": (1, None)},
    ),
    # letter
    (
        "QZ-3-16-1#1",
        H1,
        [
            {"paper_kind": "监督意见书", "sent_on": D, "addressee": "甲厂", "problem": "培训", "answered_on": "2026-03-10", "result": "已改正"},
            {"paper_kind": "监督意见书", "sent_on": D, "addressee": "乙厂", "problem": "培训"},
            {"paper_kind": "监督建议书", "sent_on": D, "addressee": "丙厂", "problem": "培训", "answered_on": "2026-03-10",
             "result": "拒绝", "dept_result": "已立案"},
            {"paper_kind": "提示函", "sent_on": D, "addressee": "丁厂", "problem": "培训"},
        ],
        {"意见书答复率": (1, 2), "建议书决定数": (1, None), "问题改正率": (1, 2)},
    ),
    (
        "QZ-3-16-2#2",
        H1,
        [
            {"source": "来信", "received_on": D, "kind": "体检", "sent_to": "市住建局", "answered_on": "2026-03-20"},
            {"source": "来访", "received_on": D, "kind": "诊断", "sent_to": "市住建局"},
        ],
        {"诉求答复率": (1, 2)},
    ),
    (
        "GD-20-03#2",
        Y,
        [
            {"employer": "甲厂", "area": "鲤城区", "place": "车间", "danger": "高温", "people": "9", "at": "9时", "answer": "不接受", "told_at": "10时"},
            {"employer": "乙厂", "area": "鲤城区", "place": "车间", "danger": "缺氧", "people": "3", "at": "9时", "answer": "已撤离"},
        ],
        {"拒绝后已报主管部门率": (1, 1)},
    ),
    (
        "GD-20-05#2",
        Y,
        [
            {"draft": "草案一", "drafted_by": "市住建局", "answered_on": D, "workers": "是"},
            {"draft": "草案二", "drafted_by": "市住建局", "answered_on": D, "workers": "否"},
        ],
        {"听取职工意见率": (1, 2)},
    ),
]  # fmt: skip

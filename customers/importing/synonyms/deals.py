"""What other systems call the fields of deals."""

DEALS: dict[str, str] = {
    "source_id": "opportunity id, deal id, opportunity number, deal number, 商机编号, 商机id",
    "name": (
        "name, deal name, opportunity name, deal, opp name, deal title, title, opportunity, topic, subject, "
        "potential name, 交易名称, 交易, 名称, 商机名称, 商机, 项目名称, 商机主题, 机会名称"
    ),
    "stage": (
        "stage, deal stage, sales stage, opportunity stage, pipeline stage, stage name, pipeline phase, step name, "
        "pipeline step, step, milestone, current stage, sales phase, 交易阶段, 阶段, 商机阶段, 销售阶段, "
        "销售流程阶段, 当前阶段, 项目阶段"
    ),
    "state": "deal status, opportunity status, state, status, statecode, status type, 商机状态, 状态, "
    "赢单状态, 输赢状态",
    "is_won": "is won, won, is closed won, 是否赢单",
    "is_closed": "is closed, is deal closed, 是否关闭, 是否结束",
    "probability": (
        "probability, win probability, probability (%), close probability, deal probability, success rate, prob, "
        "confidence, chance of success, win likelihood, win, customized win likelihood, likelihood, 概率, 赢率, "
        "赢单率, 成交概率, 成功率"
    ),
    "opened_on": "opened, opened on, open date, engage date, start date, 立项日期, 发现日期, 开始日期",
    "expected_close_on": (
        "expected close, expected close date, expected close on, expected closing, expected closing date, "
        "est close date, exp close, est close, estimated close date, anticipated close date, "
        "anticipated closed date, anticipated closing, planned close date, target close date, "
        "projected close date, forecast date, date deadline, 预计成交日期, 预计成交时间, 预计结单日期, "
        "预计签约日期, 预计结束日期, 预计关闭日期"
    ),
    "closed_on": (
        "closed, closed on, closed at, close date, closing date, closed date, closed time, actual close date, "
        "won date, won time, lost time, date won, date lost, 成交日期, 关闭日期, 结单日期, 实际成交日期, 赢单时间, "
        "输单时间"
    ),
}

"""What other systems call the fields of activities."""

ACTIVITIES: dict[str, str] = {
    "kind": (
        "kind, activity type, type, interaction type, engagement type, 活动类型, 类型, 跟进方式, 方式, 跟进类型, "
        "销售记录类型, 拜访类型"
    ),
    "at": (
        "at, date, when, time, activity date, activity date time, start date time, start time, start, start date, "
        "date start, from, call start time, actual start, actual end, due date, 时间, 日期, 活动时间, 跟进时间, "
        "拜访时间, 开始时间, 跟进日期, 签到时间, 发生时间"
    ),
    "by": (
        "by, who, owner, user, sales rep, event owner, host, call owner, note owner, assigned to, "
        "activity assigned to, assigned user name, created by, 跟进人, 负责人, 记录人, 拜访人, 创建人"
    ),
    "subject": (
        "subject, title, topic, summary, note title, call title, meeting name, event title, event name, name, "
        "主题, 标题, 摘要"
    ),
    "body": (
        "body, text, description, content, note content, call notes, meeting notes, note body, details, notes, "
        "note, full comments, comments, 内容, 描述, 跟进内容, 详情, 备注, 跟进记录, 销售记录内容, 拜访总结, "
        "沟通内容"
    ),
}

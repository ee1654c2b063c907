"""What other systems call the fields of tasks."""

TASKS: dict[str, str] = {
    "title": (
        "title, task, subject, task title, to do, todo, name, summary, 任务, 标题, 主题, 任务名称, 待办, 任务主题"
    ),
    "due_on": (
        "due, due on, due date, due date only, deadline, date deadline, activity date, scheduled end, date end, "
        "date due, 截止日期, 到期日, 截止时间, 完成期限, 到期时间, 计划完成时间"
    ),
    "state": "state, status, task status, activity status, statecode, done, 状态, 任务状态, 完成状态",
    "done_at": (
        "done at, completed, completed at, completed on, completed date, completion date, closed time, actual end, "
        "date completed, completed date time, 完成时间, 完成日期, 实际完成时间"
    ),
}

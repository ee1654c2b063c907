"""The checklist template a new installation starts with. An administrator changes it on the settings page.

`load` runs after each migration and does something only while there is no template at all.
"""

from typing import Any

from django.apps.registry import Apps
from django.apps.registry import apps as current

#: kinds ("" means every kind), section, responsible, anchor, offset, needs the leaver, English, Chinese, and the hints.
LINES: list[tuple[str, str, str, str, int, bool, str, str, str, str]] = [
    ("", "meetings", "leaver", "last_day_on", -8, True,
     "Meet the successors and the supervisor in person", "与接手人、监交人当面交接",
     "Start with the grade A customers; take the briefing along.", "先谈 A 级客户，带上客户说明。"),
    ("", "meetings", "leaver", "last_day_on", -5, True,
     "Introduce the successor to every grade A customer", "向每一家 A 级客户引荐接手人",
     "A visit where possible, a call otherwise.", "尽量上门拜访，否则电话引荐。"),
    ("", "meetings", "successor", "effective_at", 3, False,
     "Make first contact with the customers taken over", "与接手的客户完成首次联系",
     "Grade A on the first working day.", "A 级客户在第一个工作日完成。"),
    ("", "meetings", "supervisor", "last_day_on", -2, False,
     "Go through what is still open with both sides", "与双方过一遍未完成事项", "", ""),
    ("resignation retirement", "meetings", "hr", "last_day_on", -3, True,
     "Hold the exit interview", "完成离职面谈", "", ""),
    ("leave", "meetings", "supervisor", "last_day_on", -5, True,
     "Agree how the customers come back after the leave", "约定休假结束后客户如何交还", "", ""),
    ("resignation dismissal retirement leave", "equipment", "leaver", "last_day_on", 0, False,
     "Return laptop, phone and badge", "归还电脑、手机与门禁卡", "Ask for a receipt.", "请索取签收单。"),
    ("", "equipment", "leaver", "last_day_on", -1, False,
     "Return samples, demo devices and printed contracts", "归还样品、演示设备与纸质合同", "", ""),
    ("resignation dismissal retirement", "equipment", "hr", "last_day_on", 0, False,
     "Collect the keys of car and office", "收回车辆与办公室钥匙", "", ""),
    ("", "access", "leaver", "last_day_on", -3, False,
     "Hand over shared mailboxes, customer groups and portals", "移交公共邮箱、客户群与客户门户账号",
     "Name a new group owner; customer chats stay with the firm.", "指定新的群主，客户会话留在公司。"),
    ("resignation dismissal retirement", "access", "hr", "access_ends_at", 0, False,
     "Close the accounts: mail, CRM, messenger, VPN", "关闭账号：邮箱、CRM、通讯软件、VPN", "", ""),
    ("resignation dismissal retirement", "access", "supervisor", "last_day_on", 0, False,
     "Forward mail and phone to the successors", "将邮件与来电转给接手人", "For 90 days.", "为期 90 天。"),
    ("", "documents", "leaver", "last_day_on", -4, False,
     "File quotes, contracts and drawings where the team finds them", "把报价、合同、图纸归档到团队可见处",
     "Nothing may stay on a private drive.", "不要留在个人网盘。"),
    ("", "documents", "leaver", "last_day_on", -3, False,
     "Write down what was promised and is in no contract", "写下口头承诺而合同中没有的事项",
     "Rebates, training days, delivery dates, favours.", "返利、培训、交期、人情。"),
    ("resignation dismissal retirement", "documents", "hr", "last_day_on", 0, False,
     "Issue the certificate of employment", "开具离职证明", "", ""),
    ("dismissal", "documents", "hr", "notice_on", 1, False,
     "Freeze exports and large downloads", "冻结导出与大批量下载", "", ""),
]  # fmt: skip


def load(apps: Apps = current, using: str = "default", **signal: Any) -> None:
    """Write the lines above when there is no template line; connected to `post_migrate`, which `flush` sends too."""
    try:
        template_item = apps.get_model("handover", "TemplateItem")
    except LookupError:
        return
    rows = template_item._default_manager.using(using)
    if rows.exists():
        return
    names = ("title_en", "title_zh", "hint_en", "hint_zh")
    rows.bulk_create(
        template_item(
            kinds=kinds.split(),
            section=section,
            responsible=responsible,
            anchor=anchor,
            offset=offset,
            needs_leaver=needs_leaver,
            position=10 * number,
            **dict(zip(names, words, strict=True)),
        )
        for number, (kinds, section, responsible, anchor, offset, needs_leaver, *words) in enumerate(LINES, start=1)
    )

"""The letters to customers a new installation starts with. An administrator changes them on the settings page.

`load` runs after each migration and adds what is missing of the kinds and languages there are.
"""

from typing import Any

from django.apps.registry import Apps
from django.apps.registry import apps as current

INTRODUCTION_EN = """\
Dear {contact},

from {day} on, my colleague {successor} will look after {customer}. I have passed on all we agreed, so \
you will not have to start over. {successor} will be in touch within a few days; until then you can \
write to {email}.

Thank you for working with me.

{leaver}"""

INTRODUCTION_ZH = """\
{contact}，您好：

自{day}起，{customer}将由我的同事{successor}负责。\
我们谈定的事项我都已交接清楚，不需要您从头再说一遍。\
{successor}会在几天内与您联系，在此之前也可以写信到 {email}。

感谢您一直以来的信任。

{leaver}"""

FIRST_EN = """\
Dear {contact},

I have taken over {customer} from {leaver}, who has told me what you are working on and what was agreed. \
Nothing changes for you: orders, prices and dates stay as they are.

When would a short call suit you this week?

{successor}
{title}
{email}"""

FIRST_ZH = """\
{contact}，您好：

我已从{leaver}手中接手{customer}的服务工作，目前的项目和已谈定的事项我都已了解。订单、价格和交期都不变。

这周方便通个电话吗？

{successor}
{title}
{email}"""

VISIT_EN = """\
Dear {contact},

{leaver} and {successor} would like to visit {customer} together, so that you get to know each other and \
go through what is open. Half an hour is enough.

Which day next week would suit you?

{leaver} and {successor}"""

VISIT_ZH = """\
{contact}，您好：

{leaver}和{successor}想一同拜访{customer}，当面介绍，并一起过一遍尚未完成的事项，半小时即可。

下周哪天方便？

{leaver}、{successor}"""

#: kind, language, subject, text.
LETTERS: list[tuple[str, str, str, str]] = [
    ("introduction", "en", "{successor} will look after {customer}", INTRODUCTION_EN),
    ("introduction", "zh-hans", "{customer}今后由{successor}为您服务", INTRODUCTION_ZH),
    ("first", "en", "Looking after {customer} from now on", FIRST_EN),
    ("first", "zh-hans", "今后由我为{customer}服务", FIRST_ZH),
    ("visit", "en", "May we visit you together?", VISIT_EN),
    ("visit", "zh-hans", "我们想一起拜访您", VISIT_ZH),
]


def load(apps: Apps = current, using: str = "default", **signal: Any) -> None:
    """Write what is missing of the lines above; connected to `post_migrate`, which `flush` sends too."""
    try:
        template = apps.get_model("handover", "LetterTemplate")
    except LookupError:
        return
    rows = [
        template(kind=kind, language=language, subject=subject, body=body) for kind, language, subject, body in LETTERS
    ]
    template._default_manager.using(using).bulk_create(rows, ignore_conflicts=True)

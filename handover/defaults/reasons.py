"""The reasons to send a customer back that a new installation starts with; an administrator changes them in Settings.

`load` runs after each migration and gives a language its list while it has none.
"""

from typing import Any

from django.apps.registry import Apps
from django.apps.registry import apps as current

REASONS: dict[str, tuple[str, ...]] = {
    "en": (
        "It does not say who decides at the customer.",
        "The best next step is missing.",
        "Say what was promised and stands in no contract, or that nothing was.",
        "Amounts or dates differ from the contract.",
        "The evidence is missing: please attach the document.",
    ),
    "zh-hans": (
        "没有写明客户那边由谁拍板。",
        "缺少下一步建议。",
        "请写明合同之外答应过什么；没有也请写明。",
        "金额或日期与合同不一致。",
        "缺少凭证，请附上文件。",
    ),
}


def load(apps: Apps = current, using: str = "default", **signal: Any) -> None:
    """Write the lists of languages that have none; connected to `post_migrate`, which `flush` sends too."""
    try:
        reason = apps.get_model("handover", "ReturnReason")
    except LookupError:
        return
    rows = reason._default_manager.using(using)
    for language, texts in REASONS.items():
        if not rows.filter(language=language).exists():
            rows.bulk_create(reason(language=language, position=number, text=text) for number, text in enumerate(texts))

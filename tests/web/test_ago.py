"""Moments as a person says them, the exact one on hover."""

import datetime

import pytest
from django.utils import timezone, translation

from web.templatetags.web import ago, sentences


def test_a_near_moment_is_how_long_ago_it_was_and_the_exact_one_shows_on_hover() -> None:
    moment = timezone.now() - datetime.timedelta(hours=2, minutes=5)
    shown = ago(moment)
    assert "2\xa0hours" in shown
    assert f'datetime="{moment.isoformat()}"' in shown
    assert 'title="' in shown
    with translation.override("zh-hans"):
        assert "2小时之前" in ago(moment)


def test_from_a_day_on_it_is_whole_days() -> None:
    moment = timezone.now() - datetime.timedelta(days=2, hours=6)
    assert ">2 days ago<" in ago(moment)
    with translation.override("zh-hans"):
        assert ">2 天前<" in ago(moment)


@pytest.mark.parametrize("days", [8, 400])
def test_a_far_one_is_its_day(days: int) -> None:
    moment = timezone.now() - datetime.timedelta(days=days)
    assert "ago" not in ago(moment)
    assert str(timezone.localtime(moment).day) in ago(moment)


def test_none_is_a_dash() -> None:
    assert ago(None) == "—"


def test_chinese_sentences_need_no_gap_and_what_people_typed_is_escaped() -> None:
    assert sentences(["One.", "<Two>."]) == "One. &lt;Two&gt;."
    with translation.override("zh-hans"):
        assert sentences(["一。", "二。"]) == "一。二。"

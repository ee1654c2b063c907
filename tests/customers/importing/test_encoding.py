"""Encodings: read the same, or asked about; never differently."""

import codecs
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from customers.importing import encoding

TEXTS = {
    "cp1252": "Kunde,Ort\nMüller GmbH,Köln\nSchäfer & Söhne,Nürnberg\nWeiß AG,Düsseldorf\n",
    "cp850": "Kunde,Ort\nMüller GmbH,Köln\nSchäfer & Söhne,Nürnberg\nWeiß AG,Düsseldorf\n",
    "cp1250": "Firma,Miasto\nŁódź Sp. z o.o.,Łódź\nKowalski Żółć,Gdańsk\nŚwierk,Częstochowa\n",
    "iso8859_2": "Firma,Miasto\nŁódź Sp. z o.o.,Łódź\nKowalski Żółć,Gdańsk\nŚwierk,Częstochowa\n",
    "cp1251": "Клиент,Город\nООО Ромашка,Москва\nИванов,Санкт-Петербург\n",
    "koi8_r": "Клиент,Город\nООО Ромашка,Москва\nИванов,Санкт-Петербург\n",
    "cp1253": "Πελάτης,Πόλη\nΑθηναϊκή,Αθήνα\nΓιώργος,Θεσσαλονίκη\n",
    "gb18030": "公司,经办\n上海宏远机械有限公司,陈静\n华东钢铁,李伟\n",
    "cp950": "公司,承辦\n台北宏遠機械股份有限公司,陳靜\n華東鋼鐵,李偉\n",
    "cp932": "会社名,担当者\n株式会社日立製作所,鈴木太郎\nトヨタ自動車,田中さくら\n",
    "euc_jp": "会社名,担当者\n株式会社日立製作所,鈴木太郎\nトヨタ自動車,田中さくら\n",
    "cp949": "고객,담당자\n서울기계주식회사,김철수\n삼성전자,이영희\n현대자동차,박민수\n엘지화학,최지우\n",
    "utf-16-le": "公司,经办\n上海宏远机械有限公司,陈静\n",
    "utf-16-be": "公司,经办\n上海宏远机械有限公司,陈静\n",
    "utf-32-le": "公司,经办\n上海宏远机械有限公司,陈静\n",
}
#: Names and places as they stand in customer lists, by an encoding their system writes.
NAMES = {
    "cp1252": "Müller Köln Söhne Weiß Hélène Orléans Café Lefèvre Besançon Muñoz Peña Málaga São João Sørensen Åkesen",
    "cp1250": "Łódź Kowalski Żółć Gdańsk Częstochowa Dvořák Plzeň Děčín Škoda Novák Győr Kovács Hőgyész Ščerbaková",
    "cp1251": "Ромашка Москва Иванов Київ Шевченко Минск Софија Ђорђевић",
    "gb18030": "上海宏远 华东钢铁 陈静 李伟 有限公司 北京 广州 采购 经理 股份",
    "cp950": "台北宏遠 華東鋼鐵 陳靜 李偉 有限公司 高雄 採購 經理",
    "cp932": "日立製作所 鈴木太郎 トヨタ自動車 田中さくら 株式会社 東京",
    "cp949": "서울기계 김철수 삼성전자 이영희 현대자동차 박민수",
}


@pytest.mark.parametrize(("name", "text"), TEXTS.items(), ids=TEXTS)
def test_a_short_list_is_certain(name: str, text: str) -> None:
    found = encoding.decide(io.BytesIO(text.encode(name)))
    assert found.encoding
    assert text.encode(name).decode(found.encoding) == text


@settings(max_examples=300)
@given(st.data())
def test_never_read_differently(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(NAMES)))
    words = data.draw(st.lists(st.sampled_from([*NAMES[name].split(), "GmbH", "Ltd", "A1"]), min_size=2, max_size=40))
    text = "name,city\n" + "".join(f"{word},{number}\n" for number, word in enumerate(words))
    written = text.encode(name)
    found = encoding.decide(io.BytesIO(written))
    if found.encoding:
        assert written.decode(found.encoding) == text


@given(st.binary(max_size=300))
def test_any_bytes_are_decided_or_asked(content: bytes) -> None:
    found = encoding.decide(io.BytesIO(content))
    for name in (found.encoding, *found.candidates):
        assert not name or codecs.lookup(name)
        assert not name or isinstance(encoding.sample(io.BytesIO(content), name), list)


@pytest.mark.parametrize(
    ("said", "found"), [("GBK", "gb18030"), ("latin-1", "cp1252"), ("Big5", "cp950"), ("rot13", ""), ("x" * 90, "")]
)
def test_what_people_call_encodings(said: str, found: str) -> None:
    assert encoding.named(said) == found


@pytest.mark.django_db
def test_a_program_is_told_the_candidates_and_may_answer(api: Any, admin: Any, upload_of: Any) -> None:
    client: APIClient = api(admin)
    text = "name,city\nHélène,Paris\n".encode("cp1252")
    refused = client.post("/api/v1/imports/", {"files": [upload_of(text)]}, format="multipart")
    assert refused.status_code == 422
    assert refused.json()["code"] == "encoding_unclear"
    assert set(refused.json()["errors"]["candidates"]) >= {"cp1252", "cp1250"}
    wrong = client.post("/api/v1/imports/", {"files": [upload_of(text)], "encoding": "utf-8"}, format="multipart")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "encoding_wrong")
    taken = client.post("/api/v1/imports/", {"files": [upload_of(text)], "encoding": "latin1"}, format="multipart")
    assert taken.status_code == 202

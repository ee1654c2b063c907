"""Whatever the bytes of a request are, no address fails on our side, and the API says what is wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User

JSON = "application/json"
MULTIPART = "multipart/form-data; boundary=x"
MANY = 100_000
PART = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a\x00.csv"\r\n'
#: What is sent, as what, and the status and code of the refusal.
CONTENTS: dict[str, tuple[bytes, str, int, str]] = {
    "half a letter": (b'{"name": "\\ud800"}', JSON, 400, "parse_error"),
    "half a letter as a name": (b'{"\\udc00": 1}', JSON, 400, "parse_error"),
    "NUL": (b'{"name": "a\\u0000b"}', JSON, 422, "invalid"),
    "no UTF-8": (b'{"name": "\xff\xfe"}', JSON, 400, "parse_error"),
    "half a letter in bytes": (b'{"name": "\xed\xa0\x80"}', JSON, 400, "parse_error"),
    "UTF-16": ('{"name": "x"}'.encode("utf-16"), f"{JSON}; charset=utf-16", 400, "bad_request"),
    "a packing as a charset": (b"x\x9c", f"{JSON}; charset=zlib", 400, "bad_request"),
    "a mark before it": (b'\xef\xbb\xbf{"name": "x"}', JSON, 400, "parse_error"),
    "lists without end": (b"[" * MANY, JSON, 400, "parse_error"),
    "objects without end": (b'{"name":' * MANY, JSON, 400, "parse_error"),
    "nested deeply": (b'{"name":' + b"[" * 500 + b"]" * 500 + b"}", JSON, 400, "parse_error"),
    "NaN": (b'{"parent": NaN}', JSON, 400, "parse_error"),
    "infinite": (b'{"parent": -Infinity}', JSON, 400, "parse_error"),
    "infinite by size": (b'{"parent": 1e999}', JSON, 400, "parse_error"),
    "more than counts": (b'{"name": "x", "parent": %s}' % (b"9" * 30), JSON, 422, "invalid"),
    "more than is read": (b'{"parent": %s}' % (b"9" * 5000), JSON, 400, "parse_error"),
    "named twice": (b'{"name": "x", "name": ["y"]}', JSON, 422, "invalid"),
    "nothing": (b"", JSON, 422, "invalid"),
    "null": (b"null", JSON, 422, "invalid"),
    "a list": (b'[{"name": "x"}]', JSON, 422, "invalid"),
    "text": (b'"name"', JSON, 422, "invalid"),
    "too much": (b'{"name": "%s"}' % (b"x" * 6_000_000), JSON, 413, "too_big"),
    "not JSON": (b"name=x", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
    "of no kind": (b'{"name": "x"}', "json", 415, "unsupported_media_type"),
    "of a broken kind": (b'{"name": "x"}', "application/json/\xa0", 415, "unsupported_media_type"),
}
FILES: dict[str, tuple[bytes, str, int]] = {
    "no boundary": (b"--x--\r\n", "multipart/form-data", 400),
    "a boundary of odd letters": (b"--x--\r\n", "multipart/form-data; boundary=\xa0", 400),
    "nothing": (b"", MULTIPART, 422),
    "cut off": (PART, MULTIPART, 422),
    "an odd name": (PART + b"\r\n\x00\xff\xfe\r\n--x--\r\n", MULTIPART, 422),
    "no Base64": (PART + b"Content-Transfer-Encoding: base64\r\n\r\n\xff\xff*\r\n--x--\r\n", MULTIPART, 400),
    "another charset": (PART + b"\r\nx\r\n--x--\r\n", f"{MULTIPART}; charset=zlib", 400),
    "many fields": (
        b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' for _each in range(2000))
        + b"--x--\r\n",
        MULTIPART,
        400,
    ),
}
#: What a page's form is sent as.
FORMS: dict[str, tuple[bytes, str]] = {
    "no UTF-8": (b"name=%ff%fe\xff&language=%ed%a0%80", "application/x-www-form-urlencoded"),
    "another charset": (b"name=x", "application/x-www-form-urlencoded; charset=zlib"),
    "UTF-16": ("name=x".encode("utf-16"), "application/x-www-form-urlencoded; charset=utf-16"),
    "many fields": (b"&".join(b"a=1" for _each in range(2000)), "application/x-www-form-urlencoded"),
    "too much": (b"name=" + b"x" * 6_000_000, "application/x-www-form-urlencoded"),
    "JSON": (b'{"name": "x"}', JSON),
    "broken parts": (b"--x\r\n\r\n", MULTIPART),
    "parts in another charset": (b"--x--\r\n", f"{MULTIPART}; charset=punycode"),
    "of no kind": (b"\x00\xff", "x"),
}


def _by_name(cases: dict[str, Any]) -> Any:
    return pytest.mark.parametrize("case", cases.values(), ids=cases)


def _is_problem(answer: Any, status: int) -> None:
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content[:300]


@_by_name(CONTENTS)
def test_the_api_refuses_what_it_can_not_read(
    case: tuple[bytes, str, int, str], api: Callable[..., APIClient], admin: User
) -> None:
    content, kind, status, code = case
    answer = api(admin).post("/api/v1/teams/", content, content_type=kind)
    _is_problem(answer, status)
    assert answer.json()["code"] == code


@_by_name(FILES)
def test_the_api_refuses_files_it_can_not_read(
    case: tuple[bytes, str, int], api: Callable[..., APIClient], admin: User
) -> None:
    content, kind, status = case
    _is_problem(api(admin).post("/api/v1/imports/", content, content_type=kind), status)


@_by_name(FORMS)
def test_a_page_refuses_what_it_can_not_read(
    case: tuple[bytes, str], sign_in: Callable[[User], Client], admin: User
) -> None:
    content, kind = case
    page = sign_in(admin)
    page.raise_request_exception = False
    for address in ("/profile/", "/imports/", "/people/invite/", "/customers/new/", "/drafts/"):
        assert page.generic("POST", address, content, content_type=kind).status_code < 500, address


@pytest.mark.parametrize("charset", ["zlib", "punycode", "utf-16", "rot13", "nothing", '"'])
def test_the_charset_of_no_content_means_nothing(charset: str, sign_in: Callable[[User], Client], admin: User) -> None:
    page = sign_in(admin)
    for address in ("/customers/?q=x", "/api/v1/customers/?source=x"):
        assert page.generic("GET", address, content_type=f"text/plain; charset={charset}").status_code == 200


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "django_language", "draft_sent"])
def test_a_cookie_of_anything_is_no_failure(name: str, client: Client, db: None) -> None:
    client.raise_request_exception = False
    values = ('"' + r"\000" * 40 + '"', '"' + r"\377" * 40 + '"', "x" * 40, "=;\xff")
    tried = [(value, address) for value in values for address in ("/accounts/login/", "/", "/api/v1/me/")]
    failed = [each for each in tried if client.get(each[1], headers={"Cookie": f"{name}={each[0]}"}).status_code >= 500]
    assert not failed


@pytest.mark.parametrize(
    "name", ["Accept", "Accept-Language", "Authorization", "If-None-Match", "If-Match", "HX-Current-URL", "HX-Target"]
)
def test_a_header_of_anything_is_no_failure(name: str, api: Callable[..., APIClient], admin: User) -> None:
    program = api(admin)
    program.raise_request_exception = False
    values = ("\xff\xfe", "Bearer \xff", "http://[", "*", '"', "x" * 9000, "%00", ",;=" * 500)
    tried = [(value, address) for value in values for address in ("/customers/", "/api/v1/me/")]
    failed = [
        each for each in tried if program.get(each[1], headers={name: each[0], "HX-Request": "true"}).status_code >= 500
    ]
    assert not failed


def test_what_has_changed_since_is_a_problem_too(api: Callable[..., APIClient], admin: User) -> None:
    answer = api(admin).get("/api/v1/me/", headers={"If-Match": '"other"'})
    _is_problem(answer, 412)
    assert "RateLimit" in answer

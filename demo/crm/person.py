"""Somebody who uses Baton from outside: signs in by the page, presses its forms, and speaks REST."""

import re
from typing import Any

import requests

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SECONDS = 60


class Unexpected(Exception):
    """Baton answered something else than this story goes on with; the text is a sentence."""


class Person:
    """One person with a session of their own. Raises `Unexpected` at every answer that is not what was asked for."""

    def __init__(self, base: str, email: str, password: str) -> None:
        self.base, self.email = base.rstrip("/"), email
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Accept-Language"] = "en"
        page = self._open("GET", "/", 200)
        self._token = self._find_token(page)
        self._open("POST", page.url, 200, data={"login": email, "password": password}, form=True)
        if not self._session.cookies.get("sessionid"):
            raise Unexpected(f"{email} could not sign in.")
        self._token = self._find_token(self._open("GET", "/", 200))

    def press(self, path: str, **fields: Any) -> requests.Response:
        """Send a form; the page one ends at."""
        return self._open("POST", path, 200, data=fields, form=True)

    def get(self, path: str, **params: Any) -> Any:
        """A resource of the API."""
        return self._open("GET", f"/api/v1/{path}", 200, params=params).json()

    def all(self, path: str, **params: Any) -> list[dict[str, Any]]:
        """Every row of a list of the API, page by page."""
        page = self.get(path, page_size=200, **params)
        rows: list[dict[str, Any]] = page["results"]
        while page["next"]:
            page = self._open("GET", page["next"], 200).json()
            rows += page["results"]
        return rows

    def send(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        """Change something by the API; what it answers, or nothing."""
        answer = self._open(method.upper(), f"/api/v1/{path}", status, json=body)
        return answer.json() if answer.content else None

    def _open(self, method: str, path: str, status: int, *, form: bool = False, **given: Any) -> requests.Response:
        url = path if path.startswith("http") else self.base + path
        headers = {} if method == "GET" else {"X-CSRFToken": self._token, "Referer": self.base + "/"}
        if form:
            given["data"] = {**given["data"], "csrfmiddlewaretoken": self._token}
        try:
            answer = self._session.request(method, url, headers=headers, timeout=SECONDS, **given)
        except requests.RequestException as error:
            raise Unexpected(f"{method} {path} got no answer: {error}.") from error
        if answer.status_code != status:
            said = " ".join(answer.text.split())[:300]
            raise Unexpected(f"{self.email}: {method} {path} answered {answer.status_code}: {said}")
        return answer

    def _find_token(self, page: requests.Response) -> str:
        found = TOKEN.search(page.text)
        if not found:
            raise Unexpected(f"{page.url} has no form.")
        return found[1]

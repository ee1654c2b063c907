"""Somebody who reads pages and endpoints."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from rest_framework.test import APIClient

from accounts.actions import tokens
from accounts.models import User


@dataclass
class Reader:
    """Somebody who reads, by browser and by program, through Django's test client."""

    user: User
    browser: Client = field(default_factory=Client)
    program: APIClient = field(default_factory=APIClient)

    def __post_init__(self) -> None:
        self.browser.force_login(self.user, backend="accounts.backend.PersonBackend")
        at = datetime.datetime.now(datetime.UTC)
        _token, key = tokens.issue(user=self.user, name="benchmark", scope="read", by=self.user, at=at)
        self.program.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")

    def ask(self, address: str) -> Any:
        """The answer to a GET, which must be good."""
        client = self.program if "/api/" in address else self.browser
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer

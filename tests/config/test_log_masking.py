"""Who reads the logs can't open what an address with a key opens."""

import logging
import types

import pytest
from django.conf import settings
from django.urls import reverse
from gunicorn.config import Config

from config.gunicorn_logger import MaskingLogger
from config.log_masking import MaskSecrets

KEY = "s3cret-Key_0"
SECRET_ADDRESSES = {
    "answer_by_link": {"key": KEY},
    "notice_switch": {"token": KEY},
    "account_reset_password_from_key": {"uidb36": "1", "key": KEY},
}


@pytest.mark.parametrize("name", SECRET_ADDRESSES)
def test_the_product_writes_no_key(name: str) -> None:
    path = reverse(name, kwargs=SECRET_ADDRESSES[name])
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Too Many Requests", path), None)
    assert MaskSecrets().filter(record)
    assert record.getMessage() == f"Too Many Requests: {path.rpartition(KEY)[0].rpartition('/')[0]}/…/"
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["mask_secrets"]


@pytest.mark.parametrize("name", SECRET_ADDRESSES)
def test_the_access_log_holds_no_key(name: str) -> None:
    path = reverse(name, kwargs=SECRET_ADDRESSES[name])
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": path, "SERVER_PROTOCOL": "HTTP/1.1", "PATH_INFO": path}
    response = types.SimpleNamespace(status="200 OK", sent=1, headers=[])
    request = types.SimpleNamespace(headers=[])
    took = types.SimpleNamespace(seconds=0, microseconds=0)
    atoms = MaskingLogger(Config()).atoms(response, request, environ | {"HTTP_REFERER": f"https://x{path}"}, took)
    assert not [atom for atom in atoms.values() if KEY in str(atom)]


def test_a_message_whose_arguments_do_not_fit_is_left_to_the_handler() -> None:
    record = logging.LogRecord("any", logging.INFO, "", 0, "%d customers", ("many",), None)
    assert MaskSecrets().filter(record)
    assert (record.msg, record.args) == ("%d customers", ("many",))


def test_other_addresses_stay_as_they_are() -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", "/customers/1/"), None)
    MaskSecrets().filter(record)
    assert record.getMessage() == "Not Found: /customers/1/"

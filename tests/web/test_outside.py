"""A call to another system ends when its time is up, however the other side spends it."""

import datetime
import ipaddress
import socket
import ssl
import time
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.contracts.dripping import (
    OK,
    SENT,
    TIMES,
    Serve,
    asked,
    in_early_heads,
    in_taking,
    in_the_body,
    in_the_head,
    served,
)
from web import outside

HOST = "slow.example"
#: A step is half a second at most, the whole exchange one; the servers take four.
LIMITS = outside.Limits(read=0.5, whole=1)
PATIENT = outside.Limits(read=5, whole=30)


def ask(limits: outside.Limits, body: bytes = b"{}") -> outside.Answer:
    return outside.ask("POST", f"https://{HOST}/", {"data": body}, limits=limits)


@pytest.mark.parametrize("serve", [in_the_head, in_early_heads, in_the_body])
def test_an_answer_that_comes_byte_by_byte_is_not_waited_for(serve: Serve, settings: Any) -> None:
    with served(serve) as port:
        settings.STAND_INS = {HOST: f"http://127.0.0.1:{port}"}
        with pytest.raises(requests.Timeout):
            ask(LIMITS)


def test_who_takes_what_is_sent_bite_by_bite_is_not_waited_for(settings: Any) -> None:
    with served(in_taking) as port:
        settings.STAND_INS = {HOST: f"http://127.0.0.1:{port}"}
        with pytest.raises(requests.Timeout):
            ask(LIMITS, b"x" * SENT)


def test_who_has_the_time_gets_the_answer(settings: Any) -> None:
    with served(in_the_head) as port:
        settings.STAND_INS = {HOST: f"http://127.0.0.1:{port}"}
        assert ask(PATIENT).text == "OK"


def test_a_kept_connection_has_all_its_time_for_each_call(settings: Any) -> None:
    def serve(sock: socket.socket) -> None:
        while True:
            asked(sock)
            time.sleep(2.2)
            sock.sendall(OK + b"Content-Length: 2\r\n\r\nOK")

    limits = outside.Limits(read=4, whole=4)
    with served(serve) as port, outside.session() as using:
        settings.STAND_INS = {HOST: f"http://127.0.0.1:{port}"}
        answers = [outside.ask("GET", f"https://{HOST}/", {}, limits=limits, using=using) for _again in range(2)]
    assert [answer.text for answer in answers] == ["OK", "OK"]


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """What a server on loopback shows, and this test trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now, day = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=1)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, pkcs8, plain))
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.mark.parametrize("serve", [in_the_head, in_the_body, in_taking])
def test_the_same_under_tls(serve: Serve, certified: ssl.SSLContext, settings: Any) -> None:
    with served(serve, lambda sock: certified.wrap_socket(sock, server_side=True)) as port:
        settings.STAND_INS = {HOST: f"https://127.0.0.1:{port}"}
        with pytest.raises(requests.Timeout):
            ask(LIMITS, b"x" * (SENT if serve is in_taking else 2))


def test_tls_that_is_trusted_answers(certified: ssl.SSLContext, settings: Any) -> None:
    with served(in_the_body, lambda sock: certified.wrap_socket(sock, server_side=True)) as port:
        settings.STAND_INS = {HOST: f"https://127.0.0.1:{port}"}
        assert ask(PATIENT).content == b"x" * TIMES


def test_a_certificate_nobody_vouches_for_is_refused(
    certified: ssl.SSLContext, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    with served(in_the_body, lambda sock: certified.wrap_socket(sock, server_side=True)) as port:
        settings.STAND_INS = {HOST: f"https://127.0.0.1:{port}"}
        with pytest.raises(requests.exceptions.SSLError):
            ask(PATIENT)

"""Which addresses may be called: public ones, and hosts inside that the operator names."""

import ipaddress
import socket
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

#: IPv6 addresses whose last four bytes are an IPv4 address: NAT64 (RFC 6052) and compatible ones (RFC 4291).
WITH_IPV4_INSIDE = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))


class Inside(Exception):
    """A name leads to an address that is not public. No OSError: urllib3 takes one for a broken connection."""


def stood_in_for(url: str) -> str:
    """The address, or that of what stands in for its host."""
    parts = urlsplit(url)
    stand_in = settings.STAND_INS.get(parts.hostname or "")
    return urlunsplit((*urlsplit(stand_in)[:2], *parts[2:])) if stand_in else url


def public_address(host: str, port: int | None) -> str:
    """The first address `host` has, when all are public. Raises `Inside`, or `OSError` when it has none."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(_is_public(address) for address in found) and not _may_be_inside(host, port):
        raise Inside(host)
    return found[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    inner: ipaddress.IPv4Address | ipaddress.IPv6Address = ip
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or ip
        if any(ip in network for network in WITH_IPV4_INSIDE):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if ip.is_site_local:
            return False
    return ip.is_global and inner.is_global and not ip.is_multicast


def _may_be_inside(host: str, port: int | None) -> bool:
    stand_ins = {(urlsplit(url).hostname, urlsplit(url).port) for url in settings.STAND_INS.values()}
    return host in settings.PRIVATE_HOSTS or (host, port) in stand_ins

"""Which network addresses a client's reference may lead to."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass

from wps_cwl.errors import Misconfigured

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
EndPoint = tuple[socket.AddressFamily, tuple[str | bytes | int, ...]]  # as getaddrinfo gives it and connect takes it

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

# What sets an address apart: a flag of `ipaddress` or a network; the more telling name comes first, for a loopback
# address is "private" and "reserved" too
KINDS: tuple[tuple[str, str | IpNetwork], ...] = (
    ("unspecified", "is_unspecified"),
    ("loopback", "is_loopback"),
    ("link-local", "is_link_local"),
    ("multicast", "is_multicast"),
    ("carrier-grade NAT", ipaddress.ip_network("100.64.0.0/10")),
    ("protocol assignment", ipaddress.ip_network("192.0.0.0/24")),
    ("6to4 relay", ipaddress.ip_network("192.88.99.0/24")),
    ("IPv4-compatible", ipaddress.ip_network("::/96")),
    ("local NAT64", ipaddress.ip_network("64:ff9b:1::/48")),
    ("Teredo", ipaddress.ip_network("2001::/32")),
    ("6to4", ipaddress.ip_network("2002::/16")),
    ("site-local", ipaddress.ip_network("fec0::/10")),
    ("private", "is_private"),
    ("reserved", "is_reserved"),
)


class ForbiddenAddress(Exception):
    """The operator does not allow a host, or the address that it resolves to; the text may go to the client."""


@dataclass(frozen=True)
class HostRule:
    """One entry of the operator's lists: a network, a host name (`*.example.org`: every host below it), or `*`."""

    network: IpNetwork | None = None
    host: str | None = None
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> HostRule:
        """Read `10.0.0.0/8`, `10.1.2.3:8080`, `[::1]:80`, `data.example.org`, `*.example.org:443` or `*`."""
        entry = text.strip().lower()
        network = _network(entry)
        if network is not None:
            return cls(network=network)
        match = re.fullmatch(r"(\[[^\]]+\]|\*|(?:\*\.)?[\w.-]+)(?::(\d{1,5}))?", entry)
        if match is None or int(match[2] or 0) > 65535:
            raise Misconfigured(reason=f'"{text}" is neither a network, nor a host[:port], nor *')
        port = int(match[2]) if match[2] else None
        network = _network(match[1].strip("[]"))
        return cls(network=network, port=port) if network else cls(host=match[1].rstrip("."), port=port)

    def fits(self, host: str, port: int, address: IpAddress) -> bool:
        """Return whether the rule speaks of this port of this host, which has this address."""
        if self.port not in (None, port):
            return False
        return address in self.network if self.network is not None else self.names(host)

    def names(self, host: str) -> bool:
        """Return whether the rule speaks of this host by its name."""
        if self.network is not None:
            return False
        if self.host is None or self.host == "*":
            return True
        return host.endswith(self.host[1:]) if self.host.startswith("*.") else host == self.host


@dataclass(frozen=True)
class AddressGuard:
    """The operator's word: `allowed` goes before `denied`, and without either only public addresses may be reached."""

    allowed: tuple[HostRule, ...] = ()
    denied: tuple[HostRule, ...] = ()

    @classmethod
    def parse(cls, allowed: tuple[str, ...], denied: tuple[str, ...]) -> AddressGuard:
        """Read the two lists of the configuration; Misconfigured names an entry that is not valid."""
        return cls(tuple(map(HostRule.parse, allowed)), tuple(map(HostRule.parse, denied)))

    def resolve(self, host: str, port: int) -> list[EndPoint]:
        """Return the addresses of the host that may be connected to, as they are; none is looked up again.

        Raises ForbiddenAddress when none is allowed, and socket.gaierror when there is no such host.
        """
        name = _plain(host)
        try:
            answers = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        except ValueError as error:
            raise _no_name() from error
        return self._allowed(name, port, [(family, end) for family, _, _, _, end in answers])

    def judge(self, host: str, port: int) -> None:
        """Raise ForbiddenAddress for an address that may not be reached, or a name whatever its addresses.

        No name server is asked, which may take long: of a name that is neither allowed nor denied, `resolve` decides.
        Raises socket.gaierror for what cannot be a name.
        """
        name = _plain(host)
        try:
            answers = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        except ValueError as error:
            raise _no_name() from error
        except socket.gaierror:  # it is a name
            if self._denies(name, port):
                raise ForbiddenAddress(f"the address of {name} is not allowed by this server") from None
        else:
            self._allowed(name, port, [(family, end) for family, _, _, _, end in answers])

    def _denies(self, name: str, port: int) -> bool:
        """Whether no address would make this name one that may be reached."""
        allowed = [rule for rule in self.allowed if rule.port in (None, port)]
        if any(rule.network or rule.names(name) for rule in allowed):
            return False
        return any(rule.port in (None, port) and rule.names(name) for rule in self.denied)

    def _allowed(self, name: str, port: int, found: list[EndPoint]) -> list[EndPoint]:
        reasons = [self._reason_against(name, port, _address(str(end[0]))) for _, end in found]
        allowed = [pair for pair, reason in zip(found, reasons, strict=True) if reason is None]
        if not allowed:
            raise ForbiddenAddress(reasons[0] if reasons else f"the host {name} has no address")
        return allowed

    def _reason_against(self, host: str, port: int, address: IpAddress) -> str | None:
        if any(rule.fits(host, port, address) for rule in self.allowed):
            return None
        # only an address that the client wrote is repeated: the names of the site's hosts keep their addresses
        subject = f"the address {host}" if _literal(host) else f"the address of {host}"
        if any(rule.fits(host, port, address) for rule in self.denied):
            return f"{subject} is not allowed by this server"
        kind = special_kind(address)
        return f"{subject} is not allowed ({kind})" if kind else None


EVERYTHING = AddressGuard(allowed=(HostRule(),))


def special_kind(address: IpAddress) -> str | None:
    """Name what sets an address apart from the public ones ("loopback", "private", ...), or return None."""
    for kind, mark in KINDS:
        if getattr(address, mark) if isinstance(mark, str) else address in mark:
            return kind
    return None if address.is_global else "reserved"


def _plain(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()


def _no_name() -> socket.gaierror:
    """Return what a label is that is too long, or not IDNA."""
    return socket.gaierror(socket.EAI_NONAME, "not a host name")


def _address(text: str) -> IpAddress:
    """Return the address that packets go to: what an IPv4-mapped or NAT64 address stands for, not its disguise."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _network(text: str) -> IpNetwork | None:
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        return None


def _literal(host: str) -> bool:
    try:
        socket.inet_pton(socket.AF_INET6, host) if ":" in host else socket.inet_aton(host)
    except OSError:
        return False
    return True

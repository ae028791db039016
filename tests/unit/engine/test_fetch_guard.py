"""Fetching references: where they may not lead."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess

import pytest

from wps_cwl.engine.fetch import Fetcher, FetchRules
from wps_cwl.errors import DataNotAccessible, Misconfigured
from wps_cwl.model import ReferenceValue


@pytest.fixture
def get(tmp_path):
    def get(href, *, headers=(), method="GET", body=None, **rules):
        rules = {"pause": 0.01, "attempts": 1, "total_timeout": 20, "connect_timeout": 2} | rules
        target = tmp_path / "fetched"
        reference = ReferenceValue(href, headers=headers, method=method, body=body)
        Fetcher(FetchRules(**rules)).fetch(reference, target, input="image", limit=100_000)
        return target.read_bytes()

    return get


def resolving(monkeypatch, *answers):
    """Make the n-th look-up of any name give the n-th list of addresses; returns the names that were looked up."""
    asked = []

    def getaddrinfo(host, port, *args, **options):
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_this_machine_is_not_reached_unless_the_operator_allows_it(web, get):
    web.serve("/a", b"secret")
    with pytest.raises(DataNotAccessible, match=r"the address 127\.0\.0\.1 is not allowed \(loopback\)"):
        get(web.root + "/a")
    assert web.asked == []


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("127.0.0.1", "loopback"),
        ("127.8.8.8", "loopback"),
        ("0x7f.1", "loopback"),
        ("2130706433", "loopback"),
        ("0177.0.0.1", "loopback"),
        ("localhost", "loopback"),
        ("localhost.", "loopback"),
        ("[::1]", "loopback"),
        ("[::ffff:127.0.0.1]", "loopback"),
        ("[::ffff:7f00:1]", "loopback"),
        ("[64:ff9b::7f00:1]", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("[::]", "unspecified"),
        ("169.254.169.254", "link-local"),
        ("[::ffff:169.254.169.254]", "link-local"),
        ("[fe80::1]", "link-local"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("[fd00::1]", "private"),
        ("[64:ff9b::a00:1]", "private"),
        ("100.64.0.1", "carrier-grade NAT"),
        ("224.0.0.1", "multicast"),
        ("[ff02::1]", "multicast"),
        ("240.0.0.1", "private"),
        ("255.255.255.255", "private"),
        ("192.0.0.8", "protocol assignment"),
        ("[::7f00:1]", "IPv4-compatible"),
        ("[2002:7f00:1::]", "6to4"),
        ("[2001:0:7f00:1::]", "Teredo"),
        ("[64:ff9b:1::7f00:1]", "local NAT64"),
        ("[fec0::1]", "site-local"),
    ],
)
def test_special_addresses_are_refused_in_every_disguise(get, host, kind):
    with pytest.raises(DataNotAccessible, match=rf"is not allowed \({kind}\)"):
        get(f"http://{host}/x")
    with pytest.raises(DataNotAccessible, match=rf"is not allowed \({kind}\)"):
        get(f"https://{host}/x")


@pytest.mark.parametrize(
    "href", ["file:///etc/passwd", "ftp://example.org/a", "gopher://127.0.0.1/x", "//host/a", "a", ""]
)
def test_other_schemes_are_refused(get, href):
    with pytest.raises(DataNotAccessible, match="choose from: http:, https:"):
        get(href)


@pytest.mark.parametrize("href", ["http://", "http:///a", "http://[::1", "http://a b/", "http://x:99999/"])
def test_urls_that_are_not_valid_are_refused(get, href):
    with pytest.raises(DataNotAccessible, match=r"not a valid URL|names no host|not known"):
        get(href)


# --- names ------------------------------------------------------------------------------------------


def test_a_name_that_leads_to_this_machine_is_refused_without_telling_its_address(monkeypatch, get):
    resolving(monkeypatch, ["10.0.0.7"])
    with pytest.raises(DataNotAccessible) as caught:
        get("http://internal.example.org/x")
    assert "the address of internal.example.org is not allowed (private)" in str(caught.value)
    assert "10.0.0.7" not in str(caught.value)


def test_a_name_is_looked_up_once_and_the_checked_address_is_the_one_that_is_reached(monkeypatch, web, get):
    web.serve("/a", b"checked")
    asked = resolving(monkeypatch, ["127.0.0.1"], ["169.254.169.254"])
    assert get(f"http://rebinding.example.org:{web.port}/a", allowed=web.allowed) == b"checked"
    assert asked == ["rebinding.example.org"]
    assert web.asked[0].headers["host"] == f"rebinding.example.org:{web.port}"


def test_a_name_that_is_rebound_between_a_redirect_and_the_next_request_is_refused(monkeypatch, web, get):
    web.redirect("/a", "/b")
    web.serve("/b", b"secret")
    resolving(monkeypatch, ["127.0.0.1"], ["127.0.0.2"])
    with pytest.raises(DataNotAccessible, match=r"rebinding\.example\.org is not allowed \(loopback\)"):
        get(f"http://rebinding.example.org:{web.port}/a", allowed=web.allowed)
    assert [asked.path for asked in web.asked] == ["/a"]


def test_only_the_allowed_addresses_of_a_name_are_connected_to(monkeypatch, web, get):
    web.serve("/a", b"ok")
    resolving(monkeypatch, ["10.255.255.1", "127.0.0.1"])
    connected = []
    connect = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", lambda self, end: connected.append(end[0]) or connect(self, end))
    assert get(f"http://two.example.org:{web.port}/a", allowed=web.allowed) == b"ok"
    assert connected == ["127.0.0.1"]


def test_a_name_that_does_not_exist_is_said_in_words(monkeypatch, get):
    def getaddrinfo(*args, **options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(DataNotAccessible, match="the host name is not known"):
        get("http://nowhere.example.org/")


# --- the operator's lists -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entry", ["127.0.0.1", "127.0.0.0/8", "*", "LocalHost", "localhost:{port}", "127.0.0.1:{port}"]
)
def test_the_operator_allows_networks_hosts_and_ports(web, get, entry):
    web.serve("/a", b"ok")
    allowed = (entry.format(port=web.port), "::1") if "ocal" in entry else (entry.format(port=web.port),)
    assert get(f"http://localhost:{web.port}/a", allowed=allowed) == b"ok"


@pytest.mark.parametrize("entry", ["127.0.0.1:1", "localhost:1", "10.0.0.0/8", "*.localhost", "example.org"])
def test_what_an_entry_does_not_say_is_not_allowed(web, get, entry):
    with pytest.raises(DataNotAccessible, match="not allowed"):
        get(f"http://localhost:{web.port}/a", allowed=(entry,))


def test_hosts_below_a_domain_are_allowed_by_one_entry(monkeypatch, web, get):
    web.serve("/a", b"ok")
    resolving(monkeypatch, ["127.0.0.1"])
    assert get(f"http://data.example.org:{web.port}/a", allowed=("*.example.org",)) == b"ok"
    with pytest.raises(DataNotAccessible, match="not allowed"):
        get(f"http://badexample.org:{web.port}/a", allowed=("*.example.org",))


def test_with_everything_denied_only_the_allowed_is_reached(monkeypatch, web, get):
    web.serve("/a", b"ok")
    assert get(web.root + "/a", allowed=web.allowed, denied=("*",)) == b"ok"
    resolving(monkeypatch, ["93.184.216.34"])
    with pytest.raises(DataNotAccessible, match=r"the address of example\.org is not allowed by this server"):
        get("http://example.org/a", allowed=web.allowed, denied=("*",))


@pytest.mark.parametrize("entry", ["10.0.0.0/99", "http://x/", "a b", "", "host:", "host:99999", "*:*"])
def test_an_entry_that_is_not_valid_is_named(entry):
    with pytest.raises(Misconfigured, match="is neither a network, nor a host"):
        Fetcher(FetchRules(allowed=(entry,)))


# --- redirects ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(web, get, status):
    web.redirect("/a", "/b/../c?x=1", status=status)
    web.serve("/c?x=1", b"there")
    assert get(web.root + "/a", allowed=web.allowed) == b"there"


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://127.0.0.1:70/_x", "data:,x"])
def test_a_redirect_to_another_scheme_is_refused(web, get, target):
    web.redirect("/a", target)
    with pytest.raises(DataNotAccessible, match="choose from: http:, https:"):
        get(web.root + "/a", allowed=web.allowed)


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/meta-data", "http://127.0.0.1:22/", "https://10.0.0.1/", "//[::1]/"]
)
def test_each_redirect_is_guarded(web, get, target):
    web.redirect("/a", target)
    with pytest.raises(DataNotAccessible, match=r"is not allowed \("):
        get(web.root + "/a", allowed=web.allowed)
    assert len(web.asked) == 1


def test_redirects_have_an_end(web, get):
    web.redirect("/a", "/a")
    with pytest.raises(DataNotAccessible, match="more than 5 redirects"):
        get(web.root + "/a", allowed=web.allowed)
    assert len(web.asked) == 6


def test_headers_stay_with_the_server_that_they_were_meant_for(web, start_web, get):
    other = start_web()
    web.redirect("/a", "/b")
    web.redirect("/b", other.serve("/c", b"ok"))
    headers = (("Authorization", "Bearer x"), ("Cookie", "c=1"), ("X-Key", "k"))
    get(web.root + "/a", headers=headers, allowed=web.allowed + other.allowed)
    assert [asked.headers.get("authorization") for asked in web.asked] == ["Bearer x", "Bearer x"]
    assert not {"authorization", "cookie", "x-key"} & other.asked[0].headers.keys()


def test_a_user_in_the_url_is_not_passed_on(web, start_web, get):
    other = start_web()
    web.redirect("/a", other.serve("/b"))
    get(web.root.replace("//", "//ann:pass@") + "/a", allowed=web.allowed + other.allowed)
    assert "authorization" in web.asked[0].headers
    assert "authorization" not in other.asked[0].headers


@pytest.mark.parametrize(("status", "method", "body"), [(302, "GET", b""), (303, "GET", b""), (307, "POST", b"<q/>")])
def test_a_post_that_is_redirected_follows_the_rules_of_http(web, get, status, method, body):
    web.redirect("/a", "/b", status=status)
    web.serve("/b")
    get(web.root + "/a", method="POST", body=b"<q/>", allowed=web.allowed)
    assert (web.asked[1].method, web.asked[1].body) == (method, body)


# --- proxies and TLS --------------------------------------------------------------------------------------


def test_the_proxies_of_the_environment_are_not_used(monkeypatch, web, get):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    web.serve("/a", b"direct")
    assert get(web.root + "/a", allowed=web.allowed) == b"direct"


def test_a_configured_proxy_is_used(monkeypatch, web, get):
    resolving(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    web.serve("http://example.org/a", b"by proxy")
    assert get("http://example.org/a", proxy=web.root) == b"by proxy"


def test_a_proxy_is_not_asked_for_what_is_not_allowed(web, get):
    with pytest.raises(DataNotAccessible, match=r"\(link-local\)"):
        get("http://169.254.169.254/a", proxy=web.root)
    assert web.asked == []


@pytest.fixture
def secure_web(start_web, tmp_path):
    """A server whose certificate, which it signed itself, is for data.example.org."""
    openssl = shutil.which("openssl") or pytest.skip("openssl makes the certificate of this test")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    names = ["-subj", "/CN=data.example.org", "-addext", "subjectAltName=DNS:data.example.org"]
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", *names, "-keyout", key, "-out", certificate]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def wrap(server):
        server.socket = context.wrap_socket(server.socket, server_side=True)

    secure = start_web(wrap=wrap)
    secure.serve("/a", b"over TLS")
    return secure


def test_a_certificate_that_nobody_vouches_for_is_refused(monkeypatch, secure_web, get):
    resolving(monkeypatch, ["127.0.0.1"])
    with pytest.raises(DataNotAccessible, match="no trusted TLS connection"):
        get(f"https://data.example.org:{secure_web.port}/a", allowed=secure_web.allowed)
    assert secure_web.asked == []


def test_a_certificate_has_to_be_for_the_name_in_the_url_not_for_the_address(monkeypatch, secure_web, get, tmp_path):
    monkeypatch.setattr("certifi.where", lambda: str(tmp_path / "certificate.pem"))
    resolving(monkeypatch, ["127.0.0.1"])
    assert get(f"https://data.example.org:{secure_web.port}/a", allowed=secure_web.allowed) == b"over TLS"
    with pytest.raises(DataNotAccessible, match="no trusted TLS connection"):
        get(f"https://other.example.org:{secure_web.port}/a", allowed=secure_web.allowed)

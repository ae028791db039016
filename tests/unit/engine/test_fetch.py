"""Fetching references: what arrives, and what is said when it does not."""

from __future__ import annotations

import gzip
import time
from http.server import BaseHTTPRequestHandler

import pytest

from wps_cwl.engine.fetch import Fetcher, FetchRules
from wps_cwl.errors import DataNotAccessible, SizeExceeded
from wps_cwl.model import ReferenceValue


@pytest.fixture
def get(web, tmp_path):
    """Fetch with the test server allowed; returns the bytes."""

    def get(href="", *, limit=100_000, rules=None, **reference):
        options = {"allowed": web.allowed, "pause": 0.01, "total_timeout": 20} | (rules or {})
        target = tmp_path / "inputs" / "a.dat"
        value = ReferenceValue(href or web.root + "/a", **reference)
        size = Fetcher(FetchRules(**options)).fetch(value, target, input="image", limit=limit)
        assert target.stat().st_size == size
        return target.read_bytes()

    return get


def left_behind(tmp_path):
    return [path.name for path in (tmp_path / "inputs").rglob("*")] if (tmp_path / "inputs").exists() else []


def test_a_reference_is_fetched(web, get):
    web.serve("/a", b"\0data\xff")
    assert get() == b"\0data\xff"
    assert web.asked[0].method == "GET"
    assert web.asked[0].headers["user-agent"].startswith("wps-cwl/")


def test_an_empty_file_is_a_file(web, get):
    web.serve("/a", b"")
    assert get() == b""


@pytest.mark.parametrize("status", [204, 301, 304, 400, 401, 403, 404, 410, 500])
def test_an_answer_that_is_no_success_never_becomes_the_input(web, get, tmp_path, status):
    web.serve("/a", b"" if status in (204, 304) else b"<html>not found</html>", status=status)
    if status == 204:
        assert get() == b""
        return
    with pytest.raises(
        DataNotAccessible, match=f'input "image" cannot be read: the server answered {status} '
    ) as caught:
        get()
    assert caught.value.locator == "image"
    assert left_behind(tmp_path) == []
    assert len(web.asked) == 1


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_server_that_is_busy_for_a_moment_is_asked_again(web, get, status):
    web.serve("/a", b"at last")
    at_last = web.answers["/a"]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        at_last(handler) if len(web.asked) == 3 else handler.send_error(status)

    web.answers["/a"] = answer
    assert get() == b"at last"
    assert len(web.asked) == 3


def test_a_server_that_stays_busy_is_given_up(web, get):
    web.serve("/a", status=503)
    with pytest.raises(DataNotAccessible, match="answered 503 Service Unavailable"):
        get(rules={"attempts": 3})
    assert len(web.asked) == 3


def test_a_connection_that_is_cut_is_made_again(web, get):
    web.serve("/a", b"whole")
    whole = web.answers["/a"]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if len(web.asked) == 1:
            handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nwho")
        else:
            whole(handler)

    web.answers["/a"] = answer
    assert get() == b"whole"


def test_less_than_the_content_length_is_not_the_input(web, get, tmp_path):
    web.serve("/a", b"half", Content_Length="8")
    with pytest.raises(DataNotAccessible, match="cut"):
        get(rules={"attempts": 2})
    assert left_behind(tmp_path) == []


def test_a_chunked_answer_that_ends_early_is_not_the_input(web, get):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
        handler.close_connection = True

    web.answers["/a"] = answer
    with pytest.raises(DataNotAccessible, match="cut"):
        get(rules={"attempts": 1})


def test_nobody_at_the_port_is_said_in_words(get, web):
    with pytest.raises(DataNotAccessible) as caught:
        get("http://127.0.0.1:1/x", rules={"allowed": ("127.0.0.1",), "attempts": 2})
    assert str(caught.value) == 'The reference of the input "image" cannot be read: no connection could be made.'


def test_what_is_no_http_is_said_in_words(get, web):
    web.answers["/a"] = lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH_9\r\n\r\n")
    with pytest.raises(DataNotAccessible, match="not HTTP"):
        get(rules={"attempts": 1})


# --- size -----------------------------------------------------------------------------------------


def test_a_content_length_over_the_limit_is_refused_before_anything_is_read(web, get, tmp_path):
    web.serve("/a", b"", Content_Length="1001")
    with pytest.raises(SizeExceeded, match='The input "image" is larger than the limit of 1000 bytes') as caught:
        get(limit=1000)
    assert caught.value.locator == "image"
    assert left_behind(tmp_path) == []


def test_an_answer_without_a_length_is_counted(web, get, tmp_path):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
        for _ in range(100):
            handler.wfile.write(b"x" * 100_000)

    web.answers["/a"] = answer
    with pytest.raises(SizeExceeded):
        get(limit=200_000)
    assert left_behind(tmp_path) == []
    assert len(web.asked) == 1


def test_as_much_as_the_limit_is_not_too_much(web, get):
    web.serve("/a", b"x" * 1000)
    assert len(get(limit=1000)) == 1000


def test_gzip_is_decoded(web, get):
    web.serve("/a", gzip.compress(b"one ") + gzip.compress(b"two"), Content_Encoding="gzip")
    assert get() == b"one two"


def test_a_large_gzip_answer_is_decoded_whole(web, get):
    data = b"".join(b"%d," % number for number in range(200_000))
    web.serve("/a", gzip.compress(data), Content_Encoding="gzip")
    assert get(limit=len(data)) == data


def test_a_gzip_bomb_is_stopped_at_the_limit(web, get, tmp_path):
    web.serve("/a", gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")
    with pytest.raises(SizeExceeded):
        get(limit=1_000_000)
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("damaged", [gzip.compress(b"data" * 99)[:-9], b"no gzip at all"], ids=["cut", "other"])
def test_damaged_gzip_is_not_the_input(web, get, damaged):
    web.serve("/a", damaged, Content_Encoding="gzip")
    with pytest.raises(DataNotAccessible, match="gzip"):
        get()


def test_an_encoding_that_was_not_asked_for_is_refused(web, get):
    web.serve("/a", b"???", Content_Encoding="br")
    with pytest.raises(DataNotAccessible, match="encoding"):
        get()


# --- time -------------------------------------------------------------------------------------------


def dripping(head: bytes):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        for _ in range(200):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "head",
    [b"", b"HTTP/1.0 200 OK\r\nX-Long: ", b"HTTP/1.0 200 OK\r\n\r\n", b"HTTP/1.0 200 OK\r\nContent-Length: 99\r\n\r\n"],
    ids=["status line", "headers", "body", "body with length"],
)
def test_a_server_that_drips_cannot_hold_the_job(web, get, tmp_path, head):
    web.answers["/a"] = dripping(head)
    begin = time.monotonic()
    with pytest.raises(DataNotAccessible, match=r"took longer than 0\.5 seconds"):
        get(rules={"total_timeout": 0.5, "read_timeout": 5})
    assert time.monotonic() - begin < 3
    assert left_behind(tmp_path) == []


def test_a_server_that_is_silent_is_given_up(web, get):
    web.answers["/a"] = lambda handler: time.sleep(1)
    with pytest.raises(DataNotAccessible, match="did not answer in time"):
        get(rules={"read_timeout": 0.1, "attempts": 2})


# --- what is sent -----------------------------------------------------------------------------------


def test_a_post_sends_its_body_and_headers(web, get):
    web.serve("/a", b"ok")
    assert get(method="POST", body=b"<query/>", headers=(("X-Token", "t"), ("SOAPAction", "get"))) == b"ok"
    asked = web.asked[0]
    assert (asked.method, asked.body) == ("POST", b"<query/>")
    assert asked.headers["x-token"] == "t"
    assert asked.headers["content-type"] == "text/xml"


def test_the_clients_content_type_is_sent(web, get):
    web.serve("/a")
    get(method="POST", body=b"a=b", headers=(("content-type", "application/x-www-form-urlencoded"),))
    assert web.asked[0].headers["content-type"] == "application/x-www-form-urlencoded"


def test_a_body_that_lies_elsewhere_is_fetched_and_sent_without_the_headers_of_the_reference(web, get):
    web.serve("/body", b"<elsewhere/>")
    web.serve("/a", b"ok")
    get(method="POST", body_href=web.root + "/body", headers=(("Authorization", "Bearer x"),))
    assert [(asked.method, asked.path, asked.body) for asked in web.asked] == [
        ("GET", "/body", b""),
        ("POST", "/a", b"<elsewhere/>"),
    ]
    assert "authorization" not in web.asked[0].headers
    assert web.asked[1].headers["authorization"] == "Bearer x"


def test_a_body_is_guarded_like_the_reference(web, get):
    with pytest.raises(DataNotAccessible, match=r"169\.254\.169\.254 is not allowed \(link-local\)"):
        get(method="POST", body_href="http://169.254.169.254/latest")
    assert web.asked == []


def test_a_user_in_the_url_is_sent_as_basic_authentication(web, get):
    web.serve("/a")
    get(web.root.replace("//", "//ann:p%40ss@") + "/a")
    assert web.asked[0].headers["authorization"] == "Basic YW5uOnBAc3M="


@pytest.mark.parametrize(
    "name", ["Host", "content-length", "Transfer-Encoding", "CONNECTION", "Upgrade", "Proxy-Authorization", "Expect"]
)
def test_headers_that_are_ours_are_refused(web, get, name):
    with pytest.raises(DataNotAccessible, match=f'the header "{name}" may not be set'):
        get(headers=((name, "x"),))
    assert web.asked == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("X-A", "1\r\nX-B: 2"), ("X-A", "1\n"), ("X-A\r\nX-B", "2"), ("X A", "1"), ("", "1"), ("X-A", "\0"), ("X-A", "€")],
    ids=repr,
)
def test_headers_that_are_not_well_formed_are_refused(web, get, name, value):
    with pytest.raises(DataNotAccessible, match="is not well-formed") as caught:
        get(headers=((name, value),))
    assert "\n" not in str(caught.value)
    assert web.asked == []


# --- data: URLs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("href", "data"),
    [
        ("data:,a%20b", b"a b"),
        ("DATA:text/plain;charset=utf-8,%C3%A9", "é".encode()),
        ("data:application/json;base64,eyJhIjog\nMX0=", b'{"a": 1}'),
        ("data:,", b""),
    ],
)
def test_a_data_url_holds_its_bytes(get, href, data):
    assert get(href) == data


@pytest.mark.parametrize("href", ["data:none", "data:;base64,%%%", "data:;base64,a"])
def test_a_data_url_that_is_not_valid_is_named(get, href):
    with pytest.raises(DataNotAccessible, match="data: URL"):
        get(href)


def test_a_data_url_is_limited(get):
    with pytest.raises(SizeExceeded):
        get("data:," + "x" * 11, limit=10)

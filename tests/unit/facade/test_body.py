"""Reading the body of a request within its limits."""

import io
import itertools

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from wps_cwl.errors import InvalidRequest, SizeExceeded
from wps_cwl.facade.body import read_body
from wps_cwl.model import Limits


def request(content, length=None):
    environ = EnvironBuilder(method="POST").get_environ()
    environ.update({"wsgi.input": content, "wsgi.input_terminated": True})
    environ["CONTENT_LENGTH"] = "" if length is None else str(length)
    return Request(environ)


class Broken(io.RawIOBase):
    def readable(self):
        return True

    def readinto(self, buffer):
        raise ConnectionResetError


def test_a_whole_body_is_read():
    assert read_body(request(io.BytesIO(b"x" * 200_000), 200_000), Limits()) == b"x" * 200_000


def test_a_body_without_a_length_is_read_up_to_the_limit():
    assert read_body(request(io.BytesIO(b"x" * 1000)), Limits(request_bytes=1000)) == b"x" * 1000
    with pytest.raises(SizeExceeded):
        read_body(request(io.BytesIO(b"x" * 1001)), Limits(request_bytes=1000))


def test_a_body_that_says_it_is_too_large_is_not_read():
    with pytest.raises(SizeExceeded):
        read_body(request(Broken(), 1001), Limits(request_bytes=1000))


def test_a_body_that_is_cut_short_is_refused():
    with pytest.raises(InvalidRequest, match="ends after 10 of 20"):
        read_body(request(io.BytesIO(b"x" * 10), 20), Limits())


def test_a_connection_that_breaks_is_no_bug():
    with pytest.raises(InvalidRequest, match="did not arrive"):
        read_body(request(Broken(), 20), Limits())


def test_a_body_that_drips_in_is_given_up():
    seconds = itertools.count(step=10)
    with pytest.raises(InvalidRequest, match="longer than 15 seconds"):
        read_body(request(io.BytesIO(b"x" * 500_000)), Limits(body_seconds=15), clock=lambda: next(seconds))

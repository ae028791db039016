"""The section `notifications`: who is told of jobs, beside who asks for them."""

from __future__ import annotations

import re
from email.headerregistry import Address
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from wps_cwl.settings.section import Section
from wps_cwl.settings.values import Flag, Folder, Kind, Otherwise, Port, Seconds, Text, Texts

PLACES = ("step", "zoo")  # what may stand in the URL of the callback, in braces


def _callback(url: str) -> str:
    if re.fullmatch(r"https?://[^/\s?#{}]+([/?][^\s#]*)?", url) is None:
        raise ValueError("it should begin with http:// or https:// and a host, and have no #")
    places = re.findall(r"[{}]|{(?:\w*)}", re.sub(r"{(?:step|zoo)}", "", url))
    if places:
        raise ValueError(f"in braces, it may have {' or '.join(f'{{{place}}}' for place in PLACES)}")
    return url


def _sender(text: str) -> str:
    try:
        known = Address(addr_spec=text).domain
    except (ValueError, IndexError) as error:
        raise ValueError("it is no address of mail") from error
    if not known:
        raise ValueError("an address of mail has a domain")
    return text


class Callback(Section):
    """The operator's own URL, to which each milestone of every job is posted."""

    url: Annotated[Text, AfterValidator(_callback), Kind("URL")] | None = Field(
        default=None,
        description="Where to; `{step}` in it becomes the name of the milestone, `{zoo}` the step and state of ZOO's "
        "callback service, such as `1_0`. May lead to any host.",
    )
    without: Texts = Field(
        default=(), description="Identifiers of processes that are left out, with `*`, `?` and `[...]`."
    )


class Mail(Section):
    """The mail server for `notifyEmail`, by which a client gets a mail when its job has ended."""

    host: Text | None = Field(default=None, description="Mail server; without one, no mail is sent.")
    port: Annotated[Port | None, Otherwise("587 with `starttls`, 465 with `tls`, else 25")] = Field(
        default=None, description="Its port."
    )
    tls: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the connection is encrypted; its certificate must be trusted."
    )
    user: Text | None = Field(default=None, description="Who logs in; without one, nobody does.")
    password_file: Folder | None = Field(
        default=None, description="File whose first line is the password of `user`; read whenever a mail is sent."
    )
    sender: Annotated[Text, AfterValidator(_sender)] | None = Field(
        default=None, description="Address that the mails come from."
    )
    recipients: Texts = Field(
        default=(),
        description="Addresses that clients may name, with `*`, such as `*@example.org`; none if it is empty.",
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.host is not None and self.sender is None:
            raise ValueError("`host` needs a `sender`")
        if (self.user is None) != (self.password_file is None):
            raise ValueError("`user` and `password_file` stand together")
        if self.user is not None and self.tls == "none":
            raise ValueError("a password is sent over TLS only: `tls` should be `starttls` or `tls`")
        if odd := next((one for one in self.recipients if "@" not in one and one != "*"), None):
            raise ValueError(f'"{odd}" in `recipients` is no address; all of a domain are `*@{odd}`')
        return self

    @property
    def known_port(self) -> int:
        """The port of the mail server."""
        return self.port or {"starttls": 587, "tls": 465, "none": 25}[self.tls]


class Notifications(Section):
    """Who is told of jobs, beside who asks for them; see [be told of jobs](../how-to/be-told-of-jobs.md)."""

    subscribers: Flag = Field(
        default=True,
        description="Whether clients may name URIs that are told of their jobs: `successUri`, `inProgressUri`, "
        "`failedUri`. They lead where inputs may come from (`security.allowed_hosts`).",
    )
    patience: Seconds = Field(
        default=86400, description="How long it is tried to tell somebody of an end; of anything else, ten minutes."
    )
    callback: Callback = Field(default_factory=Callback)
    mail: Mail = Field(default_factory=Mail)

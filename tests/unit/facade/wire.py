"""Writes the requests of both versions, and reads answers."""

from lxml import etree

NS_100 = 'xmlns:wps="http://www.opengis.net/wps/1.0.0" xmlns:ows="http://www.opengis.net/ows/1.1"'
NS_200 = 'xmlns:wps="http://www.opengis.net/wps/2.0" xmlns:ows="http://www.opengis.net/ows/2.0"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def execute100(inputs="", form="", process="echo", attributes=""):
    return (
        f'<wps:Execute service="WPS" version="1.0.0" {attributes} {NS_100} {XLINK}><ows:Identifier>{process}'
        f"</ows:Identifier><wps:DataInputs>{inputs}</wps:DataInputs>{form}</wps:Execute>"
    )


def input100(id, content):
    return f"<wps:Input><ows:Identifier>{id}</ows:Identifier>{content}</wps:Input>"


def data100(id, content):
    return input100(id, f"<wps:Data>{content}</wps:Data>")


def document100(*outputs, **flags):
    said = " ".join(f'{name}="{value}"' for name, value in flags.items())
    return (
        f"<wps:ResponseForm><wps:ResponseDocument {said}>{''.join(outputs)}</wps:ResponseDocument></wps:ResponseForm>"
    )


def output100(id, **attributes):
    said = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f"<wps:Output {said}><ows:Identifier>{id}</ows:Identifier></wps:Output>"


def raw100(id, **attributes):
    inner = output100(id, **attributes).replace("wps:Output", "wps:RawDataOutput")
    return f"<wps:ResponseForm>{inner}</wps:ResponseForm>"


def execute200(inputs="", outputs='<wps:Output id="text"/>', process="echo", mode="sync", response="document"):
    return (
        f'<wps:Execute service="WPS" version="2.0.0" mode="{mode}" response="{response}" {NS_200} {XLINK}>'
        f"<ows:Identifier>{process}</ows:Identifier>{inputs}{outputs}</wps:Execute>"
    )


def input200(id, content, **attributes):
    said = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f'<wps:Input id="{id}"><wps:Data {said}>{content}</wps:Data></wps:Input>'


def job200(operation, job="job-1", version='version="2.0.0"'):
    return f'<wps:{operation} service="WPS" {version} {NS_200}><wps:JobID>{job}</wps:JobID></wps:{operation}>'


def post(client, document, **more):
    data = document.encode("utf-8") if isinstance(document, str) else document
    return client.post("/wps", data=data, content_type="text/xml", **more)


def get(client, query, **more):
    return client.get(f"/wps?{query}", **more)


def root(response):
    return etree.fromstring(response.data)


def texts(response, name):
    return [element.text for element in root(response).iter(f"{{*}}{name}")]


def fault(response):
    """Return the code and the locator of an exception report."""
    [exception] = root(response).iter("{*}Exception")
    return exception.get("exceptionCode"), exception.get("locator")

"""An Execute of `echo` by each binding, with what a client says beside the request."""

from tests.unit.facade import wire

KVP = "service=WPS&version=1.0.0&request=Execute&identifier=echo"
BODIES = {"wps100": wire.execute100(), "wps200": wire.execute200(mode="async")}
BINDINGS = ("kvp", *BODIES)


def send(client, binding, query="", **headers):
    if binding == "kvp":
        return client.get(f"/wps?{KVP}&{query}", headers=headers)
    return client.post(f"/wps?{query}", data=BODIES[binding], content_type="text/xml", headers=headers)

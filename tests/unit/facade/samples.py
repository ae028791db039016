"""Processes, results and jobs for the tests of the facade."""

from datetime import UTC, datetime
from decimal import Decimal

from wps_cwl.model import (
    Bill,
    BoundingBoxData,
    BoundingBoxValue,
    ComplexData,
    Contact,
    CwlKind,
    CwlType,
    DataType,
    DiskState,
    Durations,
    Figures,
    Format,
    JobControl,
    JobCount,
    JobState,
    LeaderFigures,
    LiteralData,
    LiteralValue,
    NestedData,
    NestedResult,
    Parameter,
    Process,
    QueueFigures,
    Result,
    Service,
    StoredFile,
    UsageSum,
)

CREATED = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
EXPIRES = datetime(2026, 2, 2, 3, 4, 5, tzinfo=UTC)
ANY = CwlType(CwlKind.ANY)  # the facade does not look at it

SERVICE = Service(
    url="http://wps.example",
    title='A "small" service & its <processes>',
    provider="The provider",
    provider_site="http://provider.example/?a=1&b=2",
    contact=Contact(
        name="Ada",
        position="Operator",
        phone="+1 2",
        email="ada@provider.example",
        address="1 Street",
        city="City",
        region="Region",
        postal_code="12345",
        country="Country",
    ),
    languages=("en-US", "de"),
)


def literal(datatype=DataType.STRING, **more):
    return LiteralData(datatype, **more)


def parameter(id, data, **more):
    return Parameter(id, more.pop("title", id.capitalize()), data, ANY, **more)


XML = Format("text/xml", schema="http://schema.example/a.xsd")
JSON = Format("application/json")
TIFF = Format("image/tiff", encoding="base64")
TEXT = Format("text/plain")
CRS = ("EPSG:4326", "urn:ogc:def:crs:EPSG::3857")
RECORD = NestedData(
    (
        parameter("name", literal()),
        parameter("size", literal(DataType.INT), min_occurs=0, max_occurs=3),
        parameter("inner", NestedData((parameter("flag", literal(DataType.BOOLEAN)),)), min_occurs=0),
    )
)

ECHO = Process(
    id="echo",
    title="Echo",
    version="1.2.3",
    abstract="Gives back what it gets.",
    keywords=("echo", "test"),
    inputs=(
        parameter("text", literal(), min_occurs=0, max_occurs=5),
        parameter("data", ComplexData((XML, JSON, TIFF, TEXT)), min_occurs=0),
        parameter("box", BoundingBoxData(CRS), min_occurs=0),
        parameter("record", RECORD, min_occurs=0),
    ),
    outputs=(
        parameter("text", literal()),
        parameter("data", ComplexData((XML, JSON, TIFF, TEXT))),
        parameter("box", BoundingBoxData(CRS)),
        parameter("record", RECORD),
    ),
)

KINDS = Process(
    id="every.kind",
    title="Every <kind> of parameter",
    version="0.1.0",
    job_control=(JobControl.SYNC,),
    inputs=(
        parameter("string", literal(), abstract="Any & every string", keywords=("one", "two")),
        parameter("boolean", literal(DataType.BOOLEAN, default="true"), min_occurs=0, has_default=True),
        parameter("int", literal(DataType.INT, minimum="0", maximum="10", default="5"), min_occurs=0),
        parameter("long", literal(DataType.LONG, minimum="1")),
        parameter("float", literal(DataType.FLOAT, units=("m", "metre"))),
        parameter("double", literal(DataType.DOUBLE), max_occurs=1000),
        parameter("choice", literal(allowed_values=("small", "large & wide"), default="small"), min_occurs=0),
        parameter("file", ComplexData((TIFF, Format("application/geotiff", schema="http://schema.example/t")))),
        parameter("box", BoundingBoxData(CRS)),
        parameter("record", RECORD, min_occurs=0, max_occurs=2),
    ),
    outputs=(
        parameter("number", literal(DataType.DOUBLE, units=("m", "metre"))),
        parameter("file", ComplexData((TIFF,)), abstract="An image"),
        parameter("box", BoundingBoxData(CRS)),
        parameter("record", RECORD),
    ),
)

SLOW = Process(
    "slow", "Only asynchronous", "1.0.0", (), (parameter("text", literal()),), job_control=(JobControl.ASYNC,)
)


def file(output, name, media_type, content):
    return StoredFile(output, name, media_type, len(content), sha256="0" * 63 + str(len(content) % 10))


GEOJSON = b'{"type": "Point", "note": "<b> & \\"c\\""}'
INLINE_XML = b'<?xml version="1.0"?>\n<a:doc xmlns:a="urn:a" at="1"><b>x</b><i>y</i> &amp; tail</a:doc>'
BINARY = bytes(range(32))
FILES = {
    ("data", "point.json"): ("application/json", GEOJSON),
    ("data", "doc.xml"): ("text/xml", INLINE_XML),
    ("data", "\u00fc mlaut.tif"): ("image/tiff", BINARY),
    ("data", "note.txt"): ("text/plain", b"line 1\r\nline ]]> <2>\n"),
    ("data", "page.html"): ("text/html", b"<script>alert(1)</script>"),
}


def stored(output, name):
    media_type, content = FILES[output, name]
    return file(output, name, media_type, content)


TEXT_RESULT = Result("text", LiteralValue('hello <&> "world"', datatype="string"))
BOX_RESULT = Result("box", BoundingBoxValue((10.0, 50.5), (20.0, 60.25), crs="EPSG:4326"))
JSON_RESULT = Result("data", stored("data", "point.json"))
XML_RESULT = Result("data", stored("data", "doc.xml"))
TIFF_RESULT = Result("data", stored("data", "\u00fc mlaut.tif"))
NOTE_RESULT = Result("data", stored("data", "note.txt"))
RECORD_RESULT = Result(
    "record",
    NestedResult(
        (
            Result("name", LiteralValue("Ada", datatype="string")),
            Result("size", LiteralValue("1", datatype="integer")),
            Result("size", LiteralValue("2", datatype="integer")),
            Result("inner", NestedResult((Result("flag", LiteralValue("true", datatype="boolean")),))),
        )
    ),
)
EVERYTHING = (TEXT_RESULT, JSON_RESULT, BOX_RESULT, RECORD_RESULT)

FIGURES = Figures(
    jobs=(JobCount("echo", None, JobState.ACCEPTED, 2), JobCount("slow", "short", JobState.RUNNING, 3)),
    queues=(QueueFigures("slurm", waiting=5, running=1, age=0.5, broken=2),),
    used=(UsageSum("short", 4, 6, 6, 12.5, 12.5, None, 3.0, None),),
    leaders=(LeaderFigures("one", 2, 64_000_000), LeaderFigures("two", 0, 0), LeaderFigures("other users", 3, None)),
    free=1_000_000_000,
    size=4_000_000_000,
    bills=(Bill("echo", "short", "CHF", Decimal("0.125001")), Bill("slow", "short", "EUR", Decimal(2))),
    waits=(Durations("short", (4, 5, *[6] * 6), 6, 18.0),),
    runs=(Durations("short", (*[0] * 7, 5), 6, 190_000.5),),
    disk=DiskState(1_000_000_000, 4_000_000_000, 2_000_000_000, directories=5_000, results=3_000),
)

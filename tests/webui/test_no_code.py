"""Whatever an analyst writes is data: code in any place where text is accepted does nothing, in the workshop and in its trials."""

import io
import json
import re
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from tests.support.analyst import NOTE, WRITER

CANARY = Path("/tmp/alur-canary")
CODES = [
    f"__import__('os').system('touch {CANARY}')",
    f'=__import__("os").system("touch {CANARY}")',
    '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "{{7*7}}{% for x in config %}{{x}}{% endfor %}",
    "${7*7}#{7*7}",
    '=function() external {java: {class: "java.lang.Runtime", method signature: "getRuntime()"}}()',
    "javascript:alert(1)",
    "../../../../etc/passwd",
]


@pytest.fixture
def sari(web, browse):
    CANARY.unlink(missing_ok=True)
    somebody = browse(WRITER)
    somebody.get("/perancang/baru")
    somebody.where = somebody.post("/perancang/baru", nama="Kode", dari="layanan").headers["Location"]
    somebody.get(somebody.where)
    yield somebody
    assert not CANARY.exists()


def file(browser, path):
    return browser.client.get(f"{browser.where}/berkas/{path}").data.decode()


def put(browser, path, content):
    return browser.post(f"{browser.where}/berkas", berkas=(io.BytesIO(content.encode()), path.rpartition("/")[2]))


def attribute(text):
    return quoteattr(text)[1:-1].replace('"', "&quot;")


def bpmn(old):
    """Puts the code where this text stands in the diagram."""
    return lambda code, text: (_once(text, old).replace(old, attribute(code)), "kode.bpmn")


def _once(text, old):
    assert old in text, old
    return text


PLACES = {
    "name of an element": bpmn("Periksa kelengkapan"),
    "assignment": bpmn("kabid@unit"),
    "mapping": bpmn("=&quot;permohonan dikabulkan&quot;"),
    "due date": bpmn("=tambah hari kerja(now(), batas_hari)"),
    "service": bpmn("alur:notify-applicant"),
    "decision": bpmn("kode_batas"),
    "form": bpmn("kode_putusan"),
    "property": bpmn("diputuskan"),
    "result variable": bpmn("batas_hari"),
}


EVERYWHERE = (
    "", "/uji", "/uji/dikabulkan", "/bandingkan", "/kasus-lama", "/keterangan", "/sunting/kode.bpmn", "/sunting/kode.dmn",
    "/sunting/forms/kode.form", "/pratinjau/forms/kode.form", "/uji-keputusan/kode.dmn?coba=1&n.jenis=biasa",
)  # fmt: skip


def look(browser, *paths):
    """Pages of the draft, else all: none fails, none shows the code as anything but text."""
    for path in paths or EVERYWHERE:
        answer = browser.get(f"{browser.where}{path}")
        assert answer.status_code < 500, path
        page = re.sub(r'<script type="application/json".*?</script>', "", browser.page, flags=re.S)
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path
        assert "root:x:0" not in page, path
        for given in re.findall(r'id="bahan">(.*?)</script>', browser.page, re.S):
            assert "</script" not in given
            assert json.loads(given)


@pytest.mark.parametrize("place", PLACES)
def test_in_a_diagram(sari, place):
    text = file(sari, "kode.bpmn")
    for code in CODES:
        content, path = PLACES[place](code, text)
        assert put(sari, path, content).status_code in (302, 422)
        look(sari, "", "/uji/dikabulkan", "/sunting/kode.bpmn", "/bandingkan")


@pytest.mark.parametrize("code", CODES)
def test_in_conditions_and_scripts(sari, code):
    text = file(sari, "kode.bpmn")
    changed = re.sub(r"(<bpmn:conditionExpression[^>]*>)[^<]*", lambda found: found.group(1) + attribute(code), text)
    assert changed != text
    assert put(sari, "kode.bpmn", changed).status_code in (302, 422)
    look(sari)
    scripted = text.replace("<bpmn:serviceTask", '<bpmn:scriptTask scriptFormat="python"').replace(
        "</bpmn:serviceTask>", f"<bpmn:script>{attribute(code)}</bpmn:script></bpmn:scriptTask>"
    )
    assert put(sari, "kode.bpmn", scripted).status_code in (302, 422)
    look(sari)
    assert sari.post(f"{sari.where}/usulkan", catatan=NOTE).status_code == 422


@pytest.mark.parametrize("code", CODES)
def test_in_forms(sari, code):
    schema = json.loads(file(sari, "forms/kode.form"))
    for field in schema["components"]:
        field["label"] = field["description"] = code
        field["defaultValue"] = code
        field["conditional"] = {"hide": code}
        field["validate"] = {**field.get("validate", {}), "pattern": code, "feel": code, "minLength": code}
        for option in field.get("values", []):
            option["label"] = option["value"] = code
        field["properties"] = {**field["properties"], "page": code, "appearance": code, "retention": code}
    assert put(sari, "kode.form", json.dumps(schema)).status_code in (302, 422)
    look(sari)


@pytest.mark.parametrize("code", CODES)
def test_in_tables(sari, code):
    text = file(sari, "kode.dmn")
    changed = text.replace("<text>7</text>", f"<text>{attribute(code)}</text>").replace('name="Batas waktu"', f'name="{attribute(code)}"')
    changed = changed.replace("<text>jenis</text>", f"<text>{attribute(code)}</text>")
    assert changed != text
    assert put(sari, "kode.dmn", changed).status_code in (302, 422)
    look(sari)


@pytest.mark.parametrize("code", CODES)
def test_in_words_notes_trials_and_names(sari, code):
    sari.get(f"{sari.where}/keterangan")
    names = set(re.findall(r'name="((?:service|case|package)\.[^"]+)"', sari.page))
    assert sari.post(f"{sari.where}/keterangan", **dict.fromkeys(names, code)).status_code in (302, 422)
    sari.post(f"{sari.where}/uji", nama=code, proses="kode")
    sari.post(f"{sari.where}/uji/dikabulkan?langkah=days&di={code[:40]}", hari=code, lain=code)
    sari.post(f"{sari.where}/kecualikan", proses="kode", alasan=code)
    sari.post(f"{sari.where}/usulkan", catatan=code)
    sari.post("/perancang/baru", nama=code, dari="kosong")
    look(sari)
    sari.get("/perancang")
    assert "<script>alert" not in sari.page


@pytest.mark.parametrize("code", [*CODES, '#eval("1+1")', '#import "@preview/x:1.0.0"', '#read("/etc/passwd")'])
def test_in_templates(sari, code):
    assert put(sari, "documents/surat.typ", code).status_code in (302, 422)
    look(sari)


def test_python_never_comes_in(sari):
    for name in ("handlers.py", "conftest.py", "x.pyc", "kode.sh", "kode.html", "kode.svg"):
        assert put(sari, name, "import os").status_code == 422

"""Files are called what people named in them, whatever else they hold."""

from workshop.drafts.file_titles import file_titles

DIAGRAM = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
<process id="p" name="Izin keramaian">
<startEvent id="s"><extensionElements><zeebe:formDefinition formId="ajukan" /></extensionElements></startEvent>
<userTask id="a" name="Periksa"><extensionElements><zeebe:formDefinition formId="periksa" /></extensionElements></userTask>
<userTask id="b" name="Periksa lagi"><extensionElements><zeebe:formDefinition formId="periksa" /></extensionElements></userTask>
</process></definitions>"""


def test_each_file_has_the_name_that_people_gave_what_it_holds():
    files = {
        "izin.bpmn": DIAGRAM,
        "biaya.dmn": b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision id="d" name="Biaya" /></definitions>',
        "forms/ajukan.form": b'{"id": "ajukan"}',
        "forms/periksa.form": b'{"id": "periksa"}',
        "forms/bernama.form": b'{"id": "x", "name": "Bernama"}',
        "scenarios/disetujui.json": b'{"name": "Disetujui"}',
    }
    assert file_titles(files) == {
        "izin.bpmn": "Izin keramaian",
        "biaya.dmn": "Biaya",
        "forms/ajukan.form": "Izin keramaian",  # an unnamed start is called as what it starts
        "forms/periksa.form": "Periksa, Periksa lagi",
        "forms/bernama.form": "Bernama",
        "scenarios/disetujui.json": "Disetujui",
    }


def test_what_cannot_be_read_has_no_title():
    assert (
        file_titles(
            {"a.bpmn": b"<", "a.dmn": b"", "forms/a.form": b"[[[", "scenarios/a.json": b"\xff", "scenarios/_waived.json": b'{"name": "x"}'}
        )
        == {}
    )
    assert file_titles({"forms/a.form": b"[]", "scenarios/a.json": b"7", "process.toml": b"name = 1"}) == {}

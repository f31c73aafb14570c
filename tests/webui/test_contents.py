"""The files of a draft, in the order in which analysts think of them."""

from webui.workshop.file_groups import file_groups


def test_the_files_of_a_draft_stand_by_what_they_are(web):
    with web.test_request_context():
        found = file_groups(
            ["process.toml", "b.bpmn", "forms/x_y.form", "scenarios/a.json", "scenarios/_waived.json", "a.bpmn"], {"b.bpmn": "Ayo"}
        )
    assert {kind: [(file.path, file.title) for file in files] for kind, files in found.items()} == {
        "diagram": [("a.bpmn", "A"), ("b.bpmn", "Ayo")],
        "form": [("forms/x_y.form", "X y")],
        "trial": [("scenarios/a.json", "A"), ("scenarios/_waived.json", "Alur yang tidak perlu diuji")],
        "text": [("process.toml", "Keterangan bagi warga dan pegawai")],
    }

"""Targets of mappings that are paths: one entry of a context is made or changed (Camunda 8: variable mappings)."""

import pytest

from engine.model.effects import CreateJob
from engine.testing.drawing import diagram, element, event
from engine.testing.play import Play

S, E = event("start", "s"), event("end", "e")


def played(*, inputs=(), outputs=(), **variables):
    inside = "".join(f'<zeebe:input source="={source}" target="{target}"/>' for source, target in inputs)
    inside += "".join(f'<zeebe:output source="={source}" target="{target}"/>' for source, target in outputs)
    extensions = f'<extensionElements><zeebe:taskDefinition type="x"/><zeebe:ioMapping>{inside}</zeebe:ioMapping></extensionElements>'
    return Play(diagram(S, E, element("serviceTask", "a", extensions), "s > a > e"), **variables)


def test_an_output_changes_one_entry_and_keeps_the_others():
    play = played(outputs=[("r", "orang.alamat.kota"), ("r", "orang.nama")], orang={"nik": "1", "alamat": {"jalan": "x"}})
    play.complete("a", r="Tigaraksa")
    assert play.variables == {"orang": {"nik": "1", "alamat": {"jalan": "x", "kota": "Tigaraksa"}, "nama": "Tigaraksa"}}


def test_inputs_of_one_variable_are_merged_and_hide_the_one_around():
    play = played(inputs=[("1", "pesanan.id"), ("2", "pesanan.jumlah"), ("pesanan.id + 1", "pesanan.lanjut")], pesanan={"lama": True})
    (job,) = [effect for effect in play.open.values() if isinstance(effect, CreateJob)]
    assert job.variables == {"pesanan": {"id": 1, "jumlah": 2, "lanjut": 2}}


@pytest.mark.parametrize("there", ["teks", 7, [1], True])
def test_something_else_than_a_context_in_the_way_is_an_incident(there):
    play = played(outputs=[("1", "orang.nama")], orang=there).complete("a")
    assert [incident.kind for incident in play.incidents] == ["expression"]
    assert play.variables == {"orang": there}

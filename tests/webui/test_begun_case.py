"""Who registers something reads its number on the page that answers, or is led to the twin that is there already."""

from tests.support.letters import ANSWERS, pdf

ADDRESS = "/mulai/surat_masuk"


def register(registrar, **changes):
    registrar.get(ADDRESS)
    answer = registrar.post(ADDRESS, berkas=pdf(), **{**ANSWERS, **changes})
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_the_answer_says_the_number_as_soon_as_it_is_given(web, browse):
    registrar = browse("agendaris.setda")
    case = register(registrar)
    registrar.get(case)
    assert "Nomornya sedang diberikan" in registrar.page
    assert 'http-equiv="refresh"' in registrar.page
    web.harness.run_jobs()
    registrar.get(case)
    assert "Tercatat: Agenda 0001/2026" in registrar.page
    assert 'http-equiv="refresh"' not in registrar.page
    registrar.get(case)
    assert "Tercatat: Agenda" not in registrar.page, "it is said once"


def test_a_twin_is_told_in_the_answer_itself(web, browse):
    registrar = browse("agendaris.setda")
    register(registrar)
    web.harness.run_jobs()
    case = register(registrar, hal="Undangan yang sama")
    web.harness.run_jobs()
    registrar.get(case)
    assert "Tercatat, dan perlu Anda lihat dahulu:" in registrar.page
    (twin,) = [task for task in web.harness.tasks() if case.endswith(str(task.instance_id))]
    assert f"/tugas/{twin.id}" in registrar.page


def test_a_number_that_does_not_come_is_not_waited_for_without_end(web, browse):
    registrar = browse("agendaris.setda")
    case = register(registrar)
    for _again in range(8):
        registrar.get(case)
        assert 'http-equiv="refresh"' in registrar.page
    registrar.get(case)
    assert 'http-equiv="refresh"' not in registrar.page
    assert "Tercatat. Langkah berikutnya berjalan sendiri." in registrar.page

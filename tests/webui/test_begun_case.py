"""Who registers something reads its number on the page that answers, or is led to the twin that is there already."""

import re

from demo.organisation import identifier
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
    registrar.get(ADDRESS)
    assert "kembar_diketahui" not in registrar.page, "nobody is asked of a twin that is not there"
    twin = {**ANSWERS, "hal": "Undangan yang sama", "nomor_surat": "b/1187/300.2.3/2026 ", "kunci": "dua"}
    answer = registrar.post(ADDRESS, berkas=pdf(), **twin)
    assert answer.status_code == 409
    assert "Surat ini sudah ada dalam buku agenda" in registrar.page
    assert "Agenda 0001/2026" in registrar.page
    document = re.search(r'name="berkas" type="checkbox" value="([^"]+)"', registrar.page).group(1)
    assert len(web.harness.instances()) == 2, "the first one and its disposition"
    case = registrar.post(ADDRESS, berkas=document, kembar_diketahui="true", **twin).headers["Location"]
    web.harness.run_jobs()
    registrar.get(case)
    assert "Tercatat: Agenda 0002/2026" in registrar.page, "who has said so once is not asked again by a task"
    assert re.search(r'href="/mulai/surat_masuk"[^>]*>Catat berikutnya', registrar.page)


def test_a_twin_of_another_agency_is_named_without_its_case(web, browse):
    register(browse("agendaris.setda"), sifat="R")
    web.harness.run_jobs()
    other = browse("agendaris.dinkes")
    other.get(ADDRESS)
    kepala = str(identifier("position", "kepala.dinkes"))
    assert other.post(ADDRESS, berkas=pdf(), **{**ANSWERS, "tujuan": kepala}).status_code == 409
    told = re.search(r'<ul class="govuk-list govuk-error-summary__list">(.*?)</ul>', other.page, re.DOTALL).group(1)
    assert "Agenda 0001/2026" in told
    assert "/kasus/" not in told
    assert "banjir" not in told


def test_senders_of_before_are_offered_to_their_own_agency(web, browse):
    registrar, other = browse("agendaris.setda"), browse("agendaris.dinkes")
    for number, sender in enumerate(
        ("Dinas Sosial <A>", "BPBD Provinsi Banten", "bpbd  provinsi Banten", "Dinas Sosial <A>", "Dinas Sosial <A>")
    ):
        register(registrar, pengirim=sender, nomor_surat=f"{number}")
        web.harness.clock.forward(minutes=1)
    web.harness.run_jobs()
    registrar.get(ADDRESS)
    offered = re.search(r'<datalist id="pengirim-daftar">(.*?)</datalist>', registrar.page).group(1)
    assert re.findall('value="([^"]+)"', offered) == ["Dinas Sosial &lt;A&gt;", "bpbd provinsi Banten"], (
        "the most frequent first, as written last"
    )
    other.get(ADDRESS)
    assert "pengirim-daftar" not in other.page


def test_several_attachments_go_with_the_letter(web, browse):
    registrar = browse("agendaris.setda")
    case = register(registrar, lampiran=[pdf(name="acara.pdf"), pdf(name="peta.pdf")])
    web.harness.run_jobs()
    leader = browse("bupati")
    leader.get(f"/tugas/{web.harness.task('baca').id}")
    assert leader.page.count("acara.pdf") >= 1
    assert leader.page.count("peta.pdf") >= 1
    registrar.get(case)
    assert "peta.pdf" in registrar.page


def test_a_number_that_does_not_come_is_not_waited_for_without_end(web, browse):
    registrar = browse("agendaris.setda")
    case = register(registrar)
    for _again in range(8):
        registrar.get(case)
        assert 'http-equiv="refresh"' in registrar.page
    registrar.get(case)
    assert 'http-equiv="refresh"' not in registrar.page
    assert "Tercatat. Langkah berikutnya berjalan sendiri." in registrar.page

"""Two tabs with one draft: the older one is told, both texts are there, and nothing is overwritten unasked."""

import re

from tests.support.citizens import FIRST, begin, fill
from tests.support.templates import deployed

SCRIPT = {"X-Requested-With": "fetch"}


def version(page):
    return re.search(r'name="versi" value="([^"]*)"', page).group(1)


@deployed("pengaduan")
def test_the_older_tab_of_an_application_is_told(web, browse):
    web.harness.deploy("pengaduan")
    guest = browse()
    where = begin(guest)
    guest.get(where)
    older = version(guest.page)
    newer = guest.post(f"{where}/draf", headers=SCRIPT, versi=older, **{**FIRST, "hal": "Dari tab kedua"}).json["version"]
    refused = guest.post(f"{where}/draf", headers=SCRIPT, versi=older, **{**FIRST, "hal": "Dari tab pertama"})
    assert (refused.status_code, refused.json) == (409, {"reason": "elsewhere", "version": newer})
    # without JavaScript: both texts, and the page's own is taken when it is sent once more
    answer = guest.post(where, versi=older, **{**FIRST, "hal": "Dari tab pertama"})
    assert answer.status_code == 409
    assert 'value="Dari tab pertama"' in guest.page
    assert "<dd>Dari tab kedua</dd>" in guest.page
    assert guest.post(where, versi=version(guest.page), **{**FIRST, "hal": "Dari tab pertama"}).status_code == 302
    guest.get(where)
    assert 'value="Dari tab pertama"' in guest.page


@deployed("pengaduan")
def test_another_page_of_the_same_application_and_the_same_text_disturb_nobody(web, browse):
    web.harness.deploy("pengaduan")
    guest = browse()
    where = begin(guest)
    guest.get(where)
    older = version(guest.page)
    assert guest.post(f"{where}/draf", headers=SCRIPT, versi=older, **FIRST).status_code == 200
    assert guest.post(f"{where}/draf", headers=SCRIPT, versi=older, **FIRST).status_code == 200
    second = f"{where.removesuffix('1')}2"
    guest.get(second)
    assert guest.post(second, versi=version(guest.page), lokasi="Jalan Raya Serang").status_code == 302


@deployed("pengaduan")
def test_what_is_sent_is_what_was_checked_and_sending_twice_shows_the_receipt(web, browse):
    web.harness.deploy("pengaduan")
    guest = browse()
    first = begin(guest)
    check = fill(guest, first)
    guest.get(check)
    checked = version(guest.page)
    guest.get(first)
    guest.post(first, versi=version(guest.page), **{**FIRST, "hal": "Diubah di tab lain"})
    guest.get(check)
    assert guest.post(check, versi=checked, benar="ya").status_code == 409
    assert "Diubah di tab lain" in guest.page
    sent = guest.post(check, versi=version(guest.page), benar="ya")
    guest.get("/lacak")
    again = guest.post(check, benar="ya")
    assert (sent.status_code, again.status_code) == (302, 302)
    assert sent.headers["Location"] == again.headers["Location"]


@deployed("pengaduan")
def test_ubah_leads_back_to_the_check_page(web, browse):
    web.harness.deploy("pengaduan")
    guest = browse()
    check = fill(guest, begin(guest))
    guest.get(check)
    change = re.search(r'href="([^"]+/1\?periksa=ya)#hal">Ubah', guest.page).group(1)
    guest.get(change)
    assert "Simpan dan periksa lagi" in guest.page
    assert guest.post(change, **{**FIRST, "hal": ""}).status_code == 422
    assert "Simpan dan periksa lagi" in guest.page
    assert guest.post(change, **{**FIRST, "hal": "Jembatan rusak"}).headers["Location"] == check


def test_the_older_tab_of_a_task_is_told(web, browse, registered):
    leader = browse("bupati")
    task = web.harness.task("baca").id
    page = f"/tugas/{task}?putusan=selesai"
    leader.get(page)
    older = version(leader.page)
    newer = leader.post(f"/tugas/{task}/draf", headers=SCRIPT, versi=older, tindakan="selesai", laporan="Tab kedua").json["version"]
    leader.get(page)
    assert version(leader.page) == newer
    refused = leader.post(f"/tugas/{task}/draf", headers=SCRIPT, versi=older, tindakan="selesai", laporan="Tab pertama")
    assert (refused.status_code, refused.json["version"]) == (409, newer)
    leader.get(page)
    answer = leader.post(page, versi=older, simpan="1", tindakan="selesai", laporan="Tab pertama")
    assert answer.status_code == 409
    assert "<dd>Tab kedua</dd>" in leader.page
    assert "Tab pertama</textarea>" in leader.page
    assert leader.post(page, versi=version(leader.page), simpan="1", tindakan="selesai", laporan="Tab pertama").status_code == 302

"""Who sees what: a stranger learns nothing by any address, a guest is asked to sign in, a change needs a token."""

import re
from uuid import uuid4

from tests.support.letters import ANSWERS, pdf
from webui.access import rule_of


def test_somebody_elses_case_is_not_found_by_any_address(browse, web, registered):
    """Walks every route that names something by its id: a stranger learns nothing, not even that it exists."""
    _registrar, case = registered
    instance = case.rpartition("/")[2]
    task = str(web.harness.task("baca").id)
    document = web.harness.instance(instance).facts["berkas"]
    stranger = browse("kepala.diskominfo")
    stranger.get("/akun")
    with_token, walked = stranger.page, 0
    for rule in web.url_map.iter_rules():
        if "identifier" not in rule.arguments:
            continue
        for known in (instance, task, document, str(uuid4())):
            address = str(rule).replace("<uuid:identifier>", known).replace("<int:number>", "1")
            if "GET" in rule.methods:
                assert stranger.get(address).status_code == 404, address
            if "POST" in rule.methods:
                stranger.page = with_token
                assert stranger.post(address, tindakan="selesai").status_code == 404, address
            walked += 1
    assert walked >= 30


def test_every_view_declares_its_access_and_every_change_carries_a_token(web, browse):
    browser = browse("bupati")
    for rule in web.url_map.iter_rules():
        assert rule_of(web, rule.endpoint) is not None, rule
        if "POST" in rule.methods:
            address = re.sub(r"<(\w+:)?\w+>", lambda found: str(uuid4()) if "uuid" in found.group() else "1", str(rule))
            assert browser.post(address, token=False).status_code == 400, address


def test_guests_see_only_public_pages(web, browse):
    guest = browse()
    for rule in web.url_map.iter_rules():
        if "GET" in rule.methods and rule_of(web, rule.endpoint).need != "public":
            address = re.sub(r"<(\w+:)?\w+>", lambda found: str(uuid4()) if "uuid" in found.group() else "1", str(rule))
            answer = guest.get(address)
            assert answer.status_code == 302, address
            assert "/masuk" in answer.headers["Location"]


def test_search_never_shows_what_one_may_not_see(browse, web):
    registrar = browse("agendaris.setda")
    for subject, security in (("Rapat rutin irigasi", "B"), ("Pemeriksaan irigasi", "R")):
        registrar.get("/mulai/surat_masuk")
        registrar.post("/mulai/surat_masuk", berkas=pdf(), **{**ANSWERS, "hal": subject, "sifat": security, "nomor_surat": subject})
    web.harness.run_jobs()
    for code, seen in (("agendaris.setda", 2), ("bupati", 2), ("sekda", 0), ("operator", 0), ("agendaris.dinkes", 0)):
        browser = browse(code)
        for word in ("irigasi", "IRIGASI rapat or pemeriksaan", "/2026"):
            browser.get("/cari", query_string={"kata": word})
            assert browser.page.count("alur-rows__item") == seen, (code, word)

"""The page of retention: what will go, an approval with its number, a hold with its reason."""

from datetime import timedelta

import pytest

from casework.privacy.queries.retention_due import RetentionDue
from engine.commands.instances.cancel_process_instance import CancelProcessInstance
from tests.support.permit_office import Office


@pytest.fixture
def ended(web, regency):
    """A case that ended today, its rule five years."""
    office = Office(web.harness, regency)
    office.send()
    root = next(row.id for row in web.harness.instances() if row.parent_id is None)
    web.harness.execute(CancelProcessInstance(instance=root, reason="uji"))
    web.harness.run_jobs()
    return root


def test_an_operator_sees_what_will_go_holds_and_approves(web, browse, ended):
    operator = browse("operator")
    assert "Tidak ada kasus yang masa simpannya habis." in operator.get("/kokpit/masa-simpan").text
    later = (web.harness.clock.moment + timedelta(days=366 * 6)).date()
    assert "izin_uji: 5 musnah" in operator.get(f"/kokpit/masa-simpan?sampai={later}").text
    assert operator.get("/kokpit/masa-simpan?sampai=besok").status_code == 422
    operator.get("/kokpit/masa-simpan")
    assert operator.post(f"/kokpit/masa-simpan/{ended}/tahan", alasan=" ").status_code == 422
    assert operator.post(f"/kokpit/masa-simpan/{ended}/tahan", alasan="Sengketa").status_code == 302
    (seen,) = web.harness.ask(RetentionDue(until=later))
    assert seen.held
    assert operator.post(f"/kokpit/masa-simpan/{ended}/tahan", alasan="Selesai", lepas="ya").status_code == 302
    assert operator.post("/kokpit/masa-simpan/setujui", proses="izin_uji", sampai="2026-11-23", dasar="x").status_code == 422
    answer = operator.post("/kokpit/masa-simpan/setujui", proses="izin_uji", sampai="2026-11-23", dasar="Keputusan Bupati 900/1")
    assert answer.status_code == 302


def test_others_do_not_find_it(browse):
    assert browse("sekda").get("/kokpit/masa-simpan").status_code == 404

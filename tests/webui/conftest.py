"""The pages over a real engine and database, without a network."""

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from demo.web import install
from engine.persistence.tables.identity import Person
from tests.support.letters import ANSWERS, pdf
from tests.support.web_client import HASH, Browser
from webui.app import create_app
from webui.settings import Settings


@pytest.fixture()
def web(harness, regency, tmp_path):
    harness.deploy("surat_masuk")
    with Session(harness.database) as session:
        session.execute(update(Person).values(password_hash=HASH))
        session.commit()
    settings = Settings(
        database_url="",
        redis_url="memory://",
        secret_key="x" * 40,
        data_keys={"test": b"0" * 32},
        seal_key=None,
        data_folder=tmp_path,
        bucket=None,
        address="http://127.0.0.1:8000",
        smtp_host="127.0.0.1",
        smtp_port=25,
        mail_sender="a@b.example",
        scanner="",
        bank_address="",
        bank_key="k" * 32,
        registries={},
        registry_key="",
        signing="local",
        signing_roots=None,
        zone=ZoneInfo("Asia/Jakarta"),
        area="TGR",
        regency="Kabupaten Tangerang",
        demo=True,
    )
    app = create_app(settings, harness.engine)
    install(app, settings)
    app.harness = harness
    return app


@pytest.fixture()
def browse(web):
    return lambda email=None: Browser(web, email)


@pytest.fixture
def registered(browse, web):
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    answer = registrar.post("/mulai/surat_masuk", berkas=pdf(), **ANSWERS)
    assert answer.status_code == 302, registrar.page
    web.harness.run_jobs()
    return registrar, answer.headers["Location"]

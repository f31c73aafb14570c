"""The pages over a real engine and database, without a network."""

import shutil
from zoneinfo import ZoneInfo

import pytest

from demo.web import install
from tests.support.letters import ANSWERS, pdf
from tests.support.stack import HEALTH_TOKEN
from tests.support.templates import deployed
from tests.support.web_client import Browser
from webui.answering.public_state import KEY
from webui.app import create_app
from webui.settings import Settings


@pytest.fixture(scope="session")
def application(tmp_path_factory):
    """One for each worker, for its templates take long to be compiled; `web` gives it the engine of a test."""
    settings = Settings.model_construct(
        database_url="",
        redis_url="memory://",
        secret_key="x" * 40,
        data_keys={"test": b"0" * 32},
        seal_key=None,
        data_folder=tmp_path_factory.mktemp("data"),
        bucket=None,
        address="http://127.0.0.1:8000",
        smtp_host="127.0.0.1",
        smtp_port=25,
        mail_sender="a@b.example",
        scanner="",
        bank_address="",
        bank_key="k" * 32,
        health_token=HEALTH_TOKEN,
        registries={},
        registry_key="",
        signing="local",
        signing_roots=None,
        zone=ZoneInfo("Asia/Jakarta"),
        area="TGR",
        regency="Kabupaten Tangerang",
        demo=True,
    )
    app = create_app(settings, None)
    install(app, settings)
    # what a test changes past the pages is seen by the next one
    app.extensions[KEY].check_seconds = 0.0
    return app, settings.data_folder


@pytest.fixture()
@deployed("surat_masuk")
def web(harness, regency, application):
    app, folder = application
    for left in folder.iterdir():
        if left.name != "static":  # what the application serves is made when it is
            shutil.rmtree(left)
    for limiter in app.extensions["limiter"]:
        limiter.reset()
    harness.deploy("surat_masuk")
    app.extensions["alur"], app.harness = harness.engine, harness
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

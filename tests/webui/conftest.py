"""The pages over a real engine and database, without a network."""

import re
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from demo.web import install
from engine.identity.passwords import hash_password
from engine.persistence.tables.identity import Person
from tests.webui.letters import ANSWERS, pdf
from webui.app import create_app
from webui.settings import Settings

PASSWORD = "kata sandi yang panjang"
HASH = hash_password(PASSWORD)


class Browser:
    """A browser of one person: keeps cookies, reads the CSRF token of the last page."""

    def __init__(self, app, email=None):
        self.client = app.test_client()
        self.page = ""
        if email:
            self.get("/masuk")
            answer = self.post("/masuk", email=f"{email}@tangerangkab.example", sandi=PASSWORD)
            assert answer.status_code == 302, self.page

    def get(self, path, **options):
        answer = self.client.get(path, **options)
        self.page = answer.get_data(as_text=True)
        return answer

    def post(self, path, *, token=True, **data):
        if token:
            found = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
            if not found:
                self.get("/akun")
                found = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
            data["csrf_token"] = found.group(1)
        answer = self.client.post(path, data=data, content_type="multipart/form-data")
        # the test client spools a large upload into a file, which it leaves open
        answer.request.environ["wsgi.input"].close()
        self.page = answer.get_data(as_text=True)
        return answer


@pytest.fixture()
def web(harness, regency, tmp_path):
    harness.deploy("surat_masuk")
    with Session(harness.database) as session:
        session.execute(update(Person).values(password_hash=HASH))
        session.commit()
    settings = Settings.model_construct(
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

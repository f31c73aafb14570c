"""The page that tells how to add a page is followed: its views are served, guarded, drawn and translated."""

from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from babel.messages.extract import extract
from jinja2 import ChoiceLoader, DictLoader

from engine.model.actor import Actor
from engine.testing.drawing import event, process, task
from tests.docs.blocks import block, changed, module
from webui import access, door
from webui.access import rule_of
from webui.settings import ROOT, Settings

PAGE = "add-a-page.md"
VIEWS, TEMPLATE = "webui/cockpit/task_priority.py", "webui/templates/cockpit/task_priority.html"
OPERATOR = Actor(person=None, name="Operator", permissions=frozenset({"operate"}))


@pytest.fixture
def app(harness, tmp_path, monkeypatch):
    module("add-a-command.md", "engine/commands/tasks/set_task_priority.py", monkeypatch)
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
    assert not (ROOT / VIEWS).exists()
    module(PAGE, VIEWS, monkeypatch)
    names = {"__name__": "webui.app"}
    source = changed((ROOT / "webui/app.py").read_text(), block(PAGE, "webui/app.py"), "webui/app.py")
    exec(compile(source, "webui/app.py", "exec", dont_inherit=True), names)
    made = names["create_app"](settings, harness.engine)
    made.jinja_env.loader = ChoiceLoader([DictLoader({"cockpit/task_priority.html": block(PAGE, TEMPLATE)}), made.jinja_env.loader])
    return made


@pytest.fixture
def asked(harness, drawn):
    """A task that waits."""
    drawn(process(event("start", "s"), task("ask"), event("end", "e"), "s > ask > e"))
    harness.start("p", harness.person)
    return harness.task("ask")


def test_an_operator_changes_the_priority_on_the_page(app, harness, asked, monkeypatch):
    app.config["WTF_CSRF_ENABLED"] = False
    monkeypatch.setattr(door, "actor", lambda: OPERATOR)
    address = f"/kokpit/tugas/{asked.id}/prioritas"
    with app.test_request_context(address, method="POST", data={"prioritas": "80"}):
        assert app.view_functions["task_priority.set_priority"](identifier=asked.id).status_code == 302
    assert harness.task("ask").priority == 80
    for wrong in ("101", "segera", ""):
        with app.test_request_context(address, method="POST", data={"prioritas": wrong}):
            page, status = app.view_functions["task_priority.set_priority"](identifier=asked.id)
        assert status == 422
        assert "Tulis angka dari 0 sampai 100." in page
    assert harness.task("ask").priority == 80


def test_its_views_are_guarded(app, asked):
    for name in ("ask_priority", "set_priority"):
        assert rule_of(app, f"task_priority.{name}") == access.AccessRule("operate")
    client = app.test_client()
    address = f"/kokpit/tugas/{asked.id}/prioritas"
    assert client.get(address).status_code == 302, "who is not signed in is sent to do it"
    assert client.post(address, data={"prioritas": "80"}).status_code == 400, "no token, no change"


def test_every_sentence_of_it_can_be_translated():
    template = block(PAGE, TEMPLATE)
    found = [text for _line, text, *_rest in extract("jinja2.ext:babel_extract", BytesIO(template.encode()), keywords={"_": None})]
    assert found == ["Prioritas tugas", "Prioritas tugas", "Prioritas, 0 sampai 100", "Simpan prioritas"]
    said = [text for _line, text, *_rest in extract("python", BytesIO(block(PAGE, VIEWS).encode()), keywords={"translate": None})]
    assert said == ["Tulis angka dari 0 sampai 100.", "Prioritas diubah."]

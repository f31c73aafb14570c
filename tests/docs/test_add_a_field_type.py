"""The page that tells how to add a field type is followed: its blocks make one that is checked, drawn, summarised and offered."""

import re
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
from flask import render_template_string
from jinja2 import ChoiceLoader, DictLoader

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import FormRejected
from forms.check import FormCheck
from forms.field_type import FieldType
from forms.registry import FIELD_TYPES
from tests.field_types import file_of, missing_parts
from webui.app import create_app
from webui.rendering.answer_rows import answer_rows
from webui.rendering.form_view import view_form
from webui.settings import ROOT, Settings
from webui.tasklist.answers import collect
from webui.workshop.editors.field_offers import field_offers

PAGE = (ROOT / "docs/develop/add-a-field-type.md").read_text()
BLOCKS = dict(re.findall(r'^```\w+ title="([^"]+)"\n(.*?)^```', PAGE, re.MULTILINE | re.DOTALL))
NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
SCHEMA = {"id": "f", "components": [{"type": "alur-time", "key": "jam", "label": "Jam buka", "validate": {"required": True}}]}
CHECK = FormCheck(zone=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def declared(monkeypatch):
    """The declaration, in the registry as if its file stood in forms/fields."""
    (path,) = (name for name in BLOCKS if name.startswith("forms/fields/"))
    assert not (ROOT / path).exists()
    module = ModuleType("alur_time")
    exec(compile(BLOCKS[path], path, "exec"), module.__dict__)
    monkeypatch.setitem(FIELD_TYPES, module.FIELD.name, module.FIELD)
    assert file_of(module.FIELD) == Path(path)
    return module.FIELD


@pytest.fixture
def pages(tmp_path):
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
    app = create_app(settings, None)  # no page of it asks the engine
    folder = "webui/templates/"
    written = {name.removeprefix(folder): text for name, text in BLOCKS.items() if name.startswith(folder)}
    app.jinja_env.loader = ChoiceLoader([DictLoader(written), app.jinja_env.loader])
    return app


def drawn(typed, errors=()):
    form = view_form(SCHEMA, texts={}, options={}, variables={}, typed=typed, time=EvaluationTime(NOW), errors=errors)
    return render_template_string(
        '{% import "parts/form.html" as forms with context %}{{ forms.summary(form) }}{{ forms.questions(form) }}', form=form
    )


def test_nothing_is_missing(declared):
    found = missing_parts(
        declared,
        templates=lambda name: f"webui/templates/{name}" in BLOCKS,
        documentation=BLOCKS["docs/reference/forms.md"],
        source=BLOCKS["forms/fields/alur_time.py"],
    )
    assert found == []


def test_answers_are_checked_and_the_schema_is_linted(declared):
    assert CHECK.check(SCHEMA, {"jam": " 9.05 "}, {}, EvaluationTime(NOW), lambda component: None).answers == {"jam": "09:05"}
    for sent, code in (("24.00", "NOT_TIME"), ("pagi", "NOT_TIME"), ("", "REQUIRED")):
        with pytest.raises(FormRejected) as refusal:
            CHECK.check(SCHEMA, {"jam": sent}, {}, EvaluationTime(NOW), lambda component: None)
        assert [error.code for error in refusal.value.errors] == [code]
    assert CHECK.lint(SCHEMA) == []


@pytest.mark.parametrize(
    ("language", "told", "summary"),
    [
        ("id", "Jam buka: isi jam dan menit, misalnya 14.30.", "pukul 14:30"),
        ("en", "Jam buka: write hour and minute, such as 14.30.", "at 14:30"),
    ],
)
def test_it_is_drawn_collected_and_summarised_in_both_languages(declared, pages, language, told, summary):
    with pages.test_request_context("/", method="POST", data={"jam": "25.00"}, headers={"Cookie": f"bahasa={language}"}):
        typed, refused = collect(SCHEMA)
        assert (typed, refused) == ({"jam": "25.00"}, [])
        with pytest.raises(FormRejected) as refusal:
            CHECK.check(SCHEMA, typed, {}, EvaluationTime(NOW), lambda component: None)
        page = drawn(typed, refusal.value.errors)
        assert 'name="jam"' in page
        assert 'value="25.00"' in page
        assert f'<a href="#jam">{told}</a>' in page
        (row,) = answer_rows(SCHEMA, texts={}, answers={"jam": "14:30"}, files={}, time=EvaluationTime(NOW))
        assert (row.label, row.value) == ("Jam buka", summary)


def test_the_editor_of_forms_offers_it(declared, pages):
    with pages.test_request_context("/", headers={"Cookie": "bahasa=en"}):
        (offer,) = (offer for offer in field_offers() if offer["type"] == "alur-time")
    assert (offer["name"], offer["group"], offer["made"]) == ("Time of day", "basic-input", {"label": "Time of day"})
    assert offer["rules"] == ("dataClass", "retention", "identifier", "page")


def test_every_part_of_a_declaration_is_explained():
    explained = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    assert explained == set(FieldType.__dataclass_fields__) - {"name"}

"""The page of a task is one question: what it shows of a case is of one moment, and costs one transaction."""

import re
from dataclasses import replace

import pytest

from casework.documents.parts import DocumentParts
from engine.core.asking.reading import Reading
from engine.core.engine import Engine
from tests.support.permit_office import Office
from tests.support.signing_desk import HEAD, PHRASE, YES, Desk


@pytest.fixture
def asked(web, monkeypatch):
    """Names of what is asked and commanded from now on."""
    names = []
    for door, method in ((Reading, "ask"), (Engine, "execute")):
        real = getattr(door, method)

        def noted(self, verb, *given, real=real, **named):
            names.append(type(verb).__name__)
            return real(self, verb, *given, **named)

        monkeypatch.setattr(door, method, noted)
    return names


#: what the frame of every page of the staff asks: the count in its menu, and whether something is announced above it that was not before
FRAME = ["OwnTasks", "PublicStamp"]


def test_a_task_is_one_question_and_noted_as_read_once(browse, registered, asked):
    leader = browse("bupati")
    leader.get("/tugas")
    address = re.search(r'href="(/tugas/[0-9a-f-]{36})"', leader.page).group(1)
    asked.clear()
    leader.get(address)
    assert asked == ["SessionOwner", "TaskPage", "MarkTaskRead", *FRAME]
    asked.clear()
    leader.get(address)
    assert asked == ["SessionOwner", "TaskPage", *FRAME]


def test_a_step_that_is_signed_is_one_question_too(web, regency, browse, asked):
    desk = Desk(Office(web.harness, regency))
    head = browse(HEAD)
    head.get(f"/tugas/{desk.task}?putusan=setuju")
    asked.clear()
    head.get(f"/tugas/{desk.task}?putusan=setuju")
    assert asked == ["SessionOwner", "TaskPage", *FRAME]
    assert "Sertifikat UJI" in head.page


def test_where_nobody_signs_nothing_is_begun(web, regency, browse, asked, monkeypatch):
    desk = Desk(Office(web.harness, regency))
    head, task, engine = browse(HEAD), desk.task, web.extensions["alur"]
    parts = [replace(part, signer=None) if isinstance(part, DocumentParts) else part for part in engine.platform.parts]
    monkeypatch.setattr(engine, "platform", replace(engine.platform, parts=tuple(parts)))
    head.get(f"/tugas/{task}?putusan=setuju")
    asked.clear()
    assert head.post(f"/tugas/{task}/tanda-tangan", **YES, frasa=PHRASE).status_code == 422
    assert "Tanda tangan elektronik belum diatur di sini" in head.page
    assert "BeginSigning" not in asked

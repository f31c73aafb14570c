"""Limits of requests: each route has one, and nothing that a sender writes removes it (findings: security 1, 9, 13)."""

import re
from uuid import uuid4

import pytest
from limits import parse
from limits.storage import MemoryStorage
from redis.exceptions import ConnectionError as RedisAway

from tests.support.limits_page import guesses_table, limits_table, objects_table
from webui.access import rule_of
from webui.counters import KEY_LENGTH, Counters
from webui.limits import CHANGES, limits_of
from webui.settings import ROOT

#: routes without a change where a secret can be guessed, or one look costs much
GUESSES = ("portal.verify", "portal.verify_code", "source.archive")


def address_of(rule):
    return re.sub(r"<(\w+:)?\w+>", lambda found: str(uuid4()) if "uuid" in found.group() else "1", str(rule))


def test_every_change_and_every_guess_is_refused_beyond_its_limit(web, browse, monkeypatch):
    """Every route is called with all windows full: one that answers otherwise is not counted at all."""
    people = [browse(code) for code in (None, "operator", "kabid.diskominfo.1", "bendahara.bapenda", "bupati")]
    for person in people:
        person.get("/lacak")
    tokens = [re.search(r'name="csrf_token" value="([^"]+)"', person.page).group(1) for person in people]
    monkeypatch.setattr(Counters, "is_open", lambda self, item, key: False)
    walked = 0
    for rule in web.url_map.iter_rules():
        methods = rule.methods & CHANGES | ({"GET"} if rule.endpoint in GUESSES else set())
        for method in methods:
            statuses = {
                person.client.open(address_of(rule), method=method, data={"csrf_token": token} if method != "GET" else None).status_code
                for person, token in zip(people, tokens, strict=True)
            }
            assert statuses == {429}, (rule, statuses)
            walked += 1
    assert walked > 60


def test_the_page_of_limits_is_that_of_the_code(web):
    page = (ROOT / "docs/reference/limits.md").read_text()
    for table in (limits_table(web), guesses_table(), objects_table()):
        assert table in page, table


def test_limits_of_objects_stand_beside_one_without(web):
    """A sender who changes the object's name in the address meets the other one."""
    for rule in web.url_map.iter_rules():
        limits = limits_of(web, rule.endpoint)
        assert not all(limit.of for limit in limits), rule
        for limit in limits:
            assert not limit.of or limit.of in rule.arguments, rule


def test_a_fresh_field_in_each_request_removes_no_limit(web, browse):
    """`email=` of one's own choice was the key: 1,774 wrong codes of the second factor in 45 s."""
    person = browse("bupati")
    with person.client as client:
        person.get("/masuk/lagi")
        token = re.search(r'name="csrf_token" value="([^"]+)"', person.page).group(1)
        codes = [
            client.post("/masuk/lagi", data={"csrf_token": token, "rahasia": f"{n}", "email": f"{n}@x.id", "alamat": str(n)}).status_code
            for n in range(12)
        ]
    assert codes == [422] * 10 + [429] * 2
    guest = browse()
    for path, field, least in (("/lacak", "pin", 60), ("/lanjutkan", "kode", 30)):
        guest.get(path)
        statuses = [
            guest.post(path, **{field: f"{n:06}", "nomor": f"TGR-{n:08}", "email": f"{n}@x.id"}).status_code for n in range(least + 2)
        ]
        assert statuses == [422] * least + [429] * 2, path


def test_who_waits_is_told_how_long_and_what_was_typed_is_there(browse):
    guest = browse()
    guest.get("/lacak")
    for _ in range(10):
        guest.post("/lacak", nomor="TGR-7K4M-29QX", pin="000000")
    answer = guest.post("/lacak", nomor="TGR-7K4M-29QX", pin="000000")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "Tunggu" in guest.page
    assert 'value="TGR-7K4M-29QX"' in guest.page


def test_keys_tell_nothing_and_are_short(web, browse):
    (limiter,) = web.extensions["limiter"]
    guest = browse()
    guest.get("/masuk")
    guest.post("/masuk", email="x" * 100_000 + "@rahasia.example", sandi="y", alamat="z" * 100_000)
    keys = list(limiter.storage.storage)
    assert keys
    for key in keys:
        assert len(key) < KEY_LENGTH + 40, key
        assert "127.0.0.1" not in key
        assert "rahasia" not in key


def test_parts_of_a_key_cannot_be_moved_between_each_other():
    counters = Counters(MemoryStorage(), "s")
    assert len({counters.key("a", "bc"), counters.key("ab", "c"), counters.key("abc"), counters.key("a", "b", "c")}) == 4
    assert counters.key("a") != Counters(MemoryStorage(), "t").key("a")


def test_while_redis_is_away_each_process_counts_alone():
    class Away(MemoryStorage):
        asked = 0

        def incr(self, *given, **more):
            type(self).asked += 1
            raise RedisAway

        get = incr

    counters, item = Counters(Away(), "s"), parse("3 per hour")
    assert [counters.count(item, "k") for _ in range(5)] == [True, True, True, False, False]
    # not asked again with each request: a page would wait for it each time
    assert Away.asked == 1
    assert not counters.is_open(item, "k")
    counters.forget(item, "k")
    assert counters.counted(item, "k") == 0


def test_a_person_is_counted_alike_from_everywhere_and_neighbours_are_not(web, browse):
    """A whole office stands behind one address: what one of them does takes nothing from the others."""
    view = web.view_functions["tasklist.reveal"]
    assert rule_of(web, "tasklist.reveal").need == "person"
    bupati, sekda = browse("bupati"), browse("sekda")
    amount = int(view.__limits__[0].amounts.split()[0])
    (limiter,) = web.extensions["limiter"]
    for person, status in ((bupati, 429), (sekda, 404)):
        person.get("/akun")
        address = f"/kasus/{uuid4()}/rahasia/{uuid4()}"
        if person is bupati:
            person.post(address)
            (key,) = [key for key in limiter.storage.storage if f"/{amount}/1/hour" in key]
            limiter.storage.storage[key] = amount
        assert person.post(address).status_code == status


@pytest.mark.parametrize("path", ["/masuk", "/masuk/warga"])
def test_a_language_can_be_changed_and_signing_out_works_at_the_limit_of_signing_in(browse, path):
    guest = browse()
    guest.get(path)
    for n in range(12):
        guest.post("/masuk", email="sekda@tangerangkab.example", sandi=str(n))
    guest.get(path)
    assert guest.post("/bahasa", bahasa="en").status_code == 302

"""The page of the working calendar: what a year lacks, what is set with its basis, and that nothing typed is lost."""

import pytest

from engine.queries.calendar.calendar_overview import CalendarOverview


@pytest.fixture
def operator(browse):
    return browse("operator")


def test_an_operator_sets_days_a_year_and_hours_and_reads_the_history(web, operator):
    page = operator.get("/kokpit/kalender")
    assert "2026" in page.text
    assert "240 hari kerja" in page.text
    assert "Belum ada:" in page.text, "2028 lacks something"
    days = {"hari": "2028-01-01 Tahun Baru\n\n2028-01-26 Imlek\n", "jenis": "libur", "tahun": "2028", "dasar": "SKB uji"}
    assert operator.post("/kokpit/kalender/hari", **days).status_code == 302
    assert "Kalender dicatat: 2 hari" in operator.get("/kokpit/kalender").text
    hours = {"nama": "Ramadan 1449 H", "dari": "2028-01-28", "sampai": "2028-02-26", "buka": "08:00", "tutup": "15:00"}
    hours |= {"jumat_buka": "08.00", "jumat_tutup": "15.30", "dasar_jam": "SE uji"}
    assert operator.post("/kokpit/kalender/jam", **hours).status_code == 302
    page = operator.get("/kokpit/kalender").text
    assert "libur Imlek" in page
    assert "Ramadan 1449 H: 2028-01-28 s.d. 2028-02-26, 08.00–15.00, Jumat 08.00–15.30" in page
    assert [year.lacks for year in web.harness.ask(CalendarOverview()).years] == [(), (), ()]


@pytest.mark.parametrize(
    ("path", "typed", "told"),
    [
        ("hari", {"hari": "1 Januari 2028", "dasar": "SKB"}, "1 Januari 2028"),
        ("hari", {"hari": "2028-02-31 Tidak ada", "dasar": "SKB"}, "tidak ada pada kalender"),
        ("hari", {"hari": "2028-01-01 Tahun Baru", "dasar": " "}, "dasar hukumnya"),
        ("hari", {"hari": "", "dasar": "SKB"}, "sedikitnya satu hari"),
        ("hari", {"hari": "2028-01-01 Tahun Baru", "dasar": "SKB", "tahun": "28"}, "Tulis tahun"),
        ("jam", {"nama": "Ramadan", "dari": "2028-01-28"}, "Isi semua bagian"),
        (
            "jam",
            {"nama": "R", "dari": "x", "buka": "8", "tutup": "7", "jumat_buka": "8", "jumat_tutup": "9", "dasar_jam": "SE"},
            "kantor tutup sesudah buka",
        ),
    ],
)
def test_what_cannot_be_read_is_told_and_kept(operator, path, typed, told):
    answer = operator.post(f"/kokpit/kalender/{path}", **{"jenis": "libur", **typed})
    assert answer.status_code == 422
    assert told in answer.text
    for value in typed.values():
        assert value.strip() in answer.text


def test_others_do_not_find_it(browse):
    assert browse("sekda").get("/kokpit/kalender").status_code == 404

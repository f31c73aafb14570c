"""Office hours as dated data, the holidays that were a file of the package, and the history of the calendar"""

from datetime import UTC, date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

#: of the decrees (SKB) that were known when this release was made
DAYS = {
    2026: (
        "01-01 Tahun Baru Masehi; 01-16 Isra Mikraj; 02-16 Cuti bersama Tahun Baru Imlek; 02-17 Tahun Baru Imlek; "
        "03-18 Cuti bersama Hari Suci Nyepi; 03-19 Hari Suci Nyepi; 03-20 Cuti bersama Idulfitri; "
        "03-21 Idulfitri; 03-22 Idulfitri, hari kedua; 03-23 Cuti bersama Idulfitri; "
        "03-24 Cuti bersama Idulfitri; 04-03 Wafat Yesus Kristus; 04-05 Paskah; 05-01 Hari Buruh Internasional; "
        "05-14 Kenaikan Yesus Kristus; 05-15 Cuti bersama Kenaikan Yesus Kristus; 05-27 Iduladha; "
        "05-28 Cuti bersama Iduladha; 05-31 Waisak; 06-01 Hari Lahir Pancasila; 06-16 Tahun Baru Islam; "
        "08-17 Hari Kemerdekaan; 08-25 Maulid Nabi; 12-24 Cuti bersama Natal; 12-25 Natal"
    ),
    2027: (
        "01-01 Tahun Baru Masehi; 01-05 Isra Mikraj; 02-05 Cuti bersama Tahun Baru Imlek; 02-06 Tahun Baru Imlek; "
        "03-08 Hari Suci Nyepi; 03-09 Cuti bersama Idulfitri; 03-10 Idulfitri (perkiraan); "
        "03-11 Idulfitri, hari kedua (perkiraan); 03-12 Cuti bersama Idulfitri; 03-15 Cuti bersama Idulfitri; "
        "03-25 Cuti bersama Wafat Yesus Kristus; 03-26 Wafat Yesus Kristus; 03-28 Paskah; "
        "05-01 Hari Buruh Internasional; 05-06 Kenaikan Yesus Kristus; 05-17 Iduladha (perkiraan); "
        "05-18 Cuti bersama Iduladha; 05-19 Cuti bersama Waisak; 05-20 Waisak; 06-01 Hari Lahir Pancasila; "
        "06-06 Tahun Baru Islam; 08-15 Maulid Nabi; 08-17 Hari Kemerdekaan; 12-24 Cuti bersama Natal; "
        "12-25 Natal; 12-26 Isra Mikraj"
    ),
}
DECREES = {2026: "SKB 3 Menteri 1497, 2, 5/2025", 2027: "SKB 3 Menteri 2026; Idulfitri dan Iduladha perkiraan sampai ditetapkan"}
#: id, name, special, from, to, Monday to Thursday, Friday, basis
HOURS = (
    (1, "Jam kerja", False, date(1996, 1, 1), None, (time(7, 30), time(16)), (time(7, 30), time(16, 30)), "Keppres 68/1995; sejak 12 April 2023 Perpres 21/2023"),
    (2, "Ramadan 1447 H", True, date(2026, 2, 19), date(2026, 3, 20), (time(8), time(15)), (time(8), time(15, 30)), "Perpres 21/2023"),
    (3, "Ramadan 1448 H", True, date(2027, 2, 8), date(2027, 3, 9), (time(8), time(15)), (time(8), time(15, 30)), "Perpres 21/2023; tanggalnya perkiraan sampai ditetapkan"),
)


def upgrade() -> None:
    op.create_table(
        "office_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("special", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("friday_opens", sa.Time(), nullable=False),
        sa.Column("friday_closes", sa.Time(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_hours")),
        sa.UniqueConstraint("special", "valid_from", name=op.f("uq_office_hours_special_valid_from")),
    )
    op.create_table(
        "calendar_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_change")),
    )
    op.create_index("ix_calendar_change_changed_at", "calendar_change", ["changed_at"])
    op.create_table(
        "calendar_reminder",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_calendar_reminder")),
    )
    _fill()


def _fill() -> None:
    """What this release knew by itself becomes data of the regency; what a regency had set already stays."""
    now, connection = datetime.now(UTC), op.get_bind()
    day = sa.text("insert into calendar_day (day, works, name, basis, changed_at) values (:day, false, :name, :basis, :now) on conflict do nothing")
    year = sa.text("insert into calendar_year (year, basis, changed_at) values (:year, :basis, :now) on conflict do nothing")
    for number, written in DAYS.items():
        rows = [item.partition(" ") for item in written.split("; ")]
        values = [{"day": date.fromisoformat(f"{number}-{at}"), "name": name, "basis": DECREES[number], "now": now} for at, _, name in rows]
        connection.execute(day, values)
        connection.execute(year, {"year": number, "basis": DECREES[number], "now": now})
    hours = sa.text(
        "insert into office_hours (id, name, special, valid_from, valid_to, opens, closes, friday_opens, friday_closes, basis, changed_at) "
        "values (:id, :name, :special, :first, :last, :opens, :closes, :friday_opens, :friday_closes, :basis, :now)"
    )
    for number, name, special, first, last, usual, friday, basis in HOURS:
        spans = {"opens": usual[0], "closes": usual[1], "friday_opens": friday[0], "friday_closes": friday[1]}
        values = {"id": UUID(int=number), "name": name, "special": special, "first": first, "last": last, "basis": basis, "now": now}
        connection.execute(hours, values | spans)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")

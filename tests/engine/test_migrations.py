"""The migrated database is what the code's tables say, and the application's role can only add to the audit."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from engine.persistence.database import connect
from engine.persistence.migrate import pending_differences, upgrade
from webui.tables import METADATA


def test_migrations_lead_to_the_tables_of_the_code(owner_url):
    owner = connect(owner_url)
    with owner.connect() as connection:
        assert pending_differences(connection, METADATA) == []
    owner.dispose()


def test_an_up_to_date_database_is_left_alone(owner_url):
    assert upgrade(owner_url, METADATA) == []


@pytest.mark.parametrize("table", ["audit_record", "history_event"])
def test_the_application_cannot_rewrite_what_happened(database, table):
    with database.begin() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text(f"delete from {table}"))


def test_the_application_cannot_change_tables(database):
    with database.begin() as connection, pytest.raises(ProgrammingError, match="must be owner"):
        connection.execute(text("drop table user_task"))


def test_search_is_indonesian_and_knows_no_accents(database):
    with database.begin() as connection:
        sql = "select to_tsvector('alur_id', 'Pengadaan café') @@ to_tsquery('alur_id', 'ada & cafe')"
        assert connection.execute(text(sql)).scalar()

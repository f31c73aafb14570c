"""Settings: every bad value is told at once; the demonstration never opens to others."""

import base64

import pytest

from webui.settings import SettingsError, read_settings

KEY = base64.b64encode(b"1" * 32).decode()
GOOD = {
    "ALUR_DATABASE_URL": "postgresql://alur@/alur?host=/run/x",
    "ALUR_REDIS_URL": "redis://localhost:6379/0",
    "ALUR_SECRET_KEY": "s" * 40,
    "ALUR_DATA_KEYS": f"k1:{KEY}",
}


def test_good_settings_are_read():
    assert read_settings(GOOD).database_url == "postgresql+psycopg://alur@/alur?host=/run/x"


def test_every_bad_value_is_told_at_once():
    bad = {
        "ALUR_DATABASE_URL": "sqlite:///x",
        "ALUR_REDIS_URL": "http://x",
        "ALUR_SECRET_KEY": "short",
        "ALUR_ZONE": "Mars/Olympus",
        "ALUR_SMTP_PORT": "99999999",
        "ALUR_DEMO": "yes",
        "ALUR_DATA_KEYS": "k1:short",
        "ALUR_HEALTH_TOKEN": "short",
    }
    with pytest.raises(SettingsError) as error:
        read_settings(bad)
    for name in bad:
        assert name in str(error.value)
    with pytest.raises(SettingsError, match="ALUR_SECRET_KEY is missing"):
        read_settings({})


@pytest.mark.parametrize(
    "change",
    [
        {"ALUR_ADDRESS": "https://alur.tangerangkab.example"},
        {"ALUR_ADDRESS": "http://192.168.1.5:8000"},
        {"ALUR_ADDRESS": "http://127.0.0.1.evil.example:8000"},
        {"ALUR_DATABASE_URL": "postgresql://alur:x@db.example/alur"},
        {"ALUR_DATABASE_URL": "postgresql://alur@/alur?host=db.example"},
    ],
)
def test_the_demonstration_refuses_what_others_reach(change):
    assert read_settings({**GOOD, **change, "ALUR_DEMO": "0"})
    with pytest.raises(SettingsError, match="known passwords"):
        read_settings({**GOOD, **change, "ALUR_DEMO": "1"})


BUCKET = {"ALUR_DOCUMENTS": "s3://dokumen", "ALUR_S3_URL": "https://s3.example", "ALUR_S3_KEY": "a", "ALUR_S3_SECRET": "b"}


def test_a_bucket_needs_all_of_its_settings_and_nobody_reads_along():
    bucket = read_settings({**GOOD, **BUCKET}).bucket
    assert (bucket.name, bucket.endpoint, bucket.region) == ("dokumen", "https://s3.example", "us-east-1")
    assert read_settings(GOOD).bucket is None
    for change in (
        {"ALUR_DOCUMENTS": "s3://A_B"},
        {"ALUR_DOCUMENTS": "/srv"},
        {"ALUR_S3_URL": "http://s3.example"},
        {"ALUR_S3_SECRET": ""},
    ):
        with pytest.raises(SettingsError, match=next(iter(change))):
            read_settings({**GOOD, **BUCKET, **change})


def test_registers_have_names_guarded_addresses_and_a_key():
    good = {"ALUR_REGISTRIES": "pbb=https://a.example/pbb npwp=http://127.0.0.1:9/x", "ALUR_REGISTRY_KEY": "k" * 32}
    assert read_settings({**GOOD, **good}).registries == {"pbb": "https://a.example/pbb", "npwp": "http://127.0.0.1:9/x"}
    for change in ({"ALUR_REGISTRIES": "pbb=http://a.example"}, {"ALUR_REGISTRIES": "PBB"}, {"ALUR_REGISTRY_KEY": "short"}):
        with pytest.raises(SettingsError, match=next(iter(change))):
            read_settings({**GOOD, **good, **change})

"""A file for which there is no room leaves nothing behind, and the person is told."""

import errno
import os

import pytest

from casework.documents.connectors.files import FileStore
from casework.documents.errors import StorageFull
from casework.documents.parts import DocumentParts
from engine.jobs.housekeeping import run_housekeeping


def test_a_file_without_room_is_refused_and_leaves_nothing(tmp_path, monkeypatch):
    store = FileStore(tmp_path)

    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StorageFull):
            store.put(b"a letter")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert store.get(store.put(b"a letter")) == b"a letter"


@pytest.mark.parametrize(("used", "told"), [(0.84, False), (0.85, True)])
def test_the_clock_tells_of_a_disk_that_is_nearly_full(harness, monkeypatch, capsys, used, told):
    monkeypatch.setattr(harness.engine.platform.part(DocumentParts).documents, "used", lambda: used)
    run_housekeeping(harness.engine)
    assert ("nearly full" in capsys.readouterr().out) is told

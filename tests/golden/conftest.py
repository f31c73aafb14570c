"""Shared fixtures: the regency of an earlier release in the rooms of this one."""

import base64
from datetime import datetime

import pytest

from casework.documents.parts import DocumentParts
from casework.testing.harness import CaseworkHarness
from engine.persistence.database import connect
from engine.persistence.migrate import upgrade
from tests.golden.flight_office import FlightOffice
from tests.golden.flight_package import PACKAGES
from tests.golden.make import HERE
from tests.golden.restored_database import document_of, restored
from tests.support.catalogues import OURS, packages_of
from webui.supervisor.servers import OWNER
from webui.tables import METADATA

RELEASES = sorted(path.name for path in HERE.glob("flight_*.json.xz"))


@pytest.fixture(params=RELEASES)
def office(request, tmp_path, harness):
    """A database of that release with more than two hundred cases in flight, upgraded."""
    document = document_of(request.param)
    with restored(document) as owner:
        upgrade(owner, METADATA)
        database = connect(owner.replace(f"{OWNER}@", "alur_app@"))
        old = CaseworkHarness(database, tmp_path / "old", harness.engine.platform.forms, packages=packages_of(OURS, PACKAGES))
        old.clock.moment = datetime.fromisoformat(document["moment"])
        for content in document["files"].values():
            old.engine.platform.part(DocumentParts).documents.put(base64.b64decode(content))
        yield FlightOffice(old, document["receipts"])
        database.dispose()

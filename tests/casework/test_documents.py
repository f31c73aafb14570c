"""Documents that staff upload, and their versions."""

import io
from hashlib import sha256
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.documents.commands.store_document import StoreDocument
from casework.documents.tables import DocumentVersion
from engine.model.errors import NotFound

_picture = io.BytesIO()
Image.new("RGB", (8, 8)).save(_picture, "PNG")


PNG = _picture.getvalue()


def test_a_document_has_versions_and_only_its_owner_adds_one(harness, regency):
    owner, other = regency("sekda"), regency("bupati")
    first = harness.execute(StoreDocument(file_name="a.png", content=PNG), owner)
    again = harness.execute(StoreDocument(file_name="b.png", content=PNG, document=UUID(first["id"])), owner)
    assert again["id"] == first["id"]
    with Session(harness.database) as session:
        versions = session.scalars(select(DocumentVersion).order_by(DocumentVersion.number)).all()
        assert [(row.number, row.file_name, row.sha256) for row in versions] == [
            (1, "a.png", sha256(PNG).hexdigest()),
            (2, "b.png", sha256(PNG).hexdigest()),
        ]
    with pytest.raises(NotFound):
        harness.execute(StoreDocument(file_name="c.png", content=PNG, document=UUID(first["id"])), other)

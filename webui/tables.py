"""Imports every table of every room, for the migrations and for the rights of the application's role."""

from __future__ import annotations

from casework.accounts import tables as accounts
from casework.applications import tables as applications
from casework.deliveries import tables as deliveries
from casework.documents import tables as documents
from casework.figures import tables as figures
from casework.legal_clock import tables as legal_clock
from casework.mail import tables as mail
from casework.milestones import tables as milestones
from casework.notices import tables as notices
from casework.payments import tables as payments
from casework.privacy import tables as privacy
from casework.records import tables as records
from casework.regency import tables as regency
from casework.registries import tables as registries
from casework.services import tables as services
from casework.subjects import tables as subjects
from casework.survey import tables as survey
from engine.persistence.base import Base
from engine.persistence.tables import (
    access,
    calendar,
    cold,
    definitions,
    filters,
    history,
    identity,
    instances,
    migrations,
    programs,
    receivers,
)
from workshop.drafts import tables as drafts

MODULES = (
    *(access, calendar, cold, definitions, filters, history, identity, instances, migrations, programs, receivers),
    *(accounts, applications, deliveries, documents, figures, legal_clock, mail, milestones, notices, payments),
    *(privacy, records, regency, registries),
    *(services, subjects, survey),
    drafts,
)
METADATA = Base.metadata

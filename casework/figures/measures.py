"""Names what daily figures measure. Confidential and restricted cases are in none of them."""

from __future__ import annotations

#: root cases that began
STARTED = "started"
#: root cases that were completed; bucket: whole working days of their legal clock without pauses, else whole days
ENDED = "ended"
#: those of them whose legal clock had run out
LATE = "late"
#: those of them that had a legal clock; bucket: its working days
LIMITED = "limited"
#: root cases that were going on when the day was counted, and those of them whose legal clock has run out
OPEN, OPEN_LATE = "open", "open_late"
#: steps that were completed; element: process.element; unit_id: of the position, none: the applicant; bucket: whole hours, up to MOST_HOURS
STEP = "step"
#: those of them that were completed after they were due
STEP_LATE = "step_late"
#: answers of the survey: process is the service, element the question (0 to 8), bucket the sum of its scores
SURVEY = "survey"

#: two years: what took longer counts as that
MOST_HOURS = 17_520

"""Where announcements are shown, and how long they may be."""

from __future__ import annotations

from datetime import timedelta

PORTAL, STAFF, ALL = "PORTAL", "STAFF", "ALL"
PLACES = (PORTAL, STAFF, ALL)
#: characters of a text: two or three sentences; what is longer is not read above a page
LONGEST_TEXT = 300
#: what stands there for longer is no outage, and nobody would read the next one
LONGEST_TIME = timedelta(days=92)

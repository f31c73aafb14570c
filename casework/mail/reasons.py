"""States of a received mail, and reasons why one did not become a case."""

from __future__ import annotations

from datetime import timedelta

#: the queue at which it is rung for a stored mail; no job waits in it
MAILS = "mails"
#: stored; a case began; what nobody wrote; kept for operators to look at
RECEIVED, DELIVERED, AUTOMATIC, SET_ASIDE = "RECEIVED", "DELIVERED", "AUTOMATIC", "SET_ASIDE"
#: of AUTOMATIC: a report of delivery; what a program wrote; without a sender whom a report could reach; for the address that only sends
BOUNCE, AUTO_REPLY, NULL_SENDER, OWN_MAIL = "BOUNCE", "AUTO_REPLY", "NULL_SENDER", "OWN_MAIL"
#: of SET_ASIDE: another mail of this Message-ID, with other content; malicious software in it
SAME_ID, MALWARE = "SAME_ID", "MALWARE"
#: of RECEIVED, after a first try
NO_PROCESS, TROUBLE = "NO_PROCESS", "TROUBLE"
#: an operator may have these delivered all the same; what is hostile by its build may not
RELEASABLE = frozenset({AUTO_REPLY, NULL_SENDER, SAME_ID})
#: how long the mail itself is kept after it was dealt with; what became documents of a case follows that case
KEPT, KEPT_ASIDE = timedelta(days=30), timedelta(days=90)
#: pauses between two tries of a mail that cannot be dealt with now; the last one repeats for ever, so that none is lost
PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=1))

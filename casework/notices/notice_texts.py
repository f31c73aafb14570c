"""The sentences of notices that the platform writes itself."""

from __future__ import annotations

from forms.texts import Text

APPLICANT = Text(id="Pemohon", en="applicant")
BODY = Text(
    id="Yth. {name},\n\n{head}: {text}{lines}\n\nLacak: {link}\nPIN ada pada tanda terima Anda.\n\nAlur",
    en="Dear {name},\n\n{head}: {text}{lines}\n\nTrack it: {link}\nThe PIN is on your receipt.\n\nAlur",
)
STAGE = Text(id="kini pada tahap {stage}. {text}", en="is now at the stage {stage}. {text}")
#: with and without a date
WAITS_UNTIL = Text(id="menunggu Anda sebelum {until}", en="waits for you until {until}")
WAITS = Text(id="menunggu Anda", en="waits for you")
ASKED_UNTIL = Text(id="menunggu Anda. Kirim yang diminta sebelum {until}.", en="waits for you. Send what is asked for before {until}.")
ASKED = Text(id="menunggu Anda. Kirim yang diminta.", en="waits for you. Send what is asked for.")
#: where the package does not say what happens otherwise
GOES_ON = Text(id="Sesudah itu kami melanjutkan.", en="After that we go on.")
TO_SEND = Text(id="Yang harus dilengkapi:", en="What is missing:")
MESSAGE = Text(id="ada pesan untuk Anda", en="there is a message for you")
MESSAGE_TEXT = Text(
    id="ada pesan dari petugas untuk Anda. Bacalah di halaman lacak.", en="an officer has written to you. Read it on the tracking page."
)
WITHDRAWN = Text(id="ditarik", en="was withdrawn")
WITHDRAWN_TEXT = Text(
    id="sudah ditarik dari halaman lacak dan tidak dilanjutkan. Bila bukan Anda yang menariknya, tulis pesan di halaman itu.",
    en="was withdrawn on the tracking page and does not go on. If it was not you, write a message on that page.",
)
#: to officers: about a message, and about a withdrawal
OFFICER_MESSAGE = Text(id="Pesan {applicant}: {number}", en="Message of the {applicant}: {number}")
OFFICER_MESSAGE_TEXT = Text(
    id="Yth. {person},\n\n{applicant} menulis pesan tentang {number}.\n\nBaca dan jawab: {link}\n\nAlur",
    en="Dear {person},\n\nThe {applicant} has written a message about {number}.\n\nRead and answer it: {link}\n\nAlur",
)
OFFICER_WITHDRAWN = Text(id="Ditarik {applicant}: {number}", en="Withdrawn by the {applicant}: {number}")
OFFICER_WITHDRAWN_TEXT = Text(
    id="Yth. {person},\n\n{number} sudah ditarik oleh {applicant}. Tidak ada yang perlu dikerjakan lagi.\n\nRiwayatnya: {link}\n\nAlur",
    en="Dear {person},\n\n{number} was withdrawn by the {applicant}. Nothing is left to do.\n\nIts history: {link}\n\nAlur",
)
CANCELLED = Text(id="dihentikan", en="was stopped")
CANCELLED_TEXT = Text(id="dihentikan dan tidak dilanjutkan. Alasannya: {reason}", en="was stopped and does not go on. The reason: {reason}")

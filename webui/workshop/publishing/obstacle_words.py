"""Writes sentences for the obstacles of a migration, in the reader's language."""

from __future__ import annotations

from webui.i18n import translate


def obstacle_words(code: str) -> str:
    return {
        "ENDED": translate("Kasusnya sudah selesai."),
        "ELEMENT_GONE": translate("Langkah tempat kasus berada tidak ada lagi."),
        "KIND_CHANGED": translate("Langkah itu sekarang jenis lain."),
        "SCOPE_CHANGED": translate("Langkah itu sekarang di dalam subproses lain."),
        "HOST_CHANGED": translate("Peristiwa tepi itu sekarang menempel pada langkah lain."),
        "NEW_EVENT": translate("Peristiwa baru pada langkah itu tidak dapat disiapkan dengan data kasus ini."),
        "LOOP_CHANGED": translate("Langkah itu sekarang berulang dengan cara lain."),
        "LISTENER_CHANGED": translate("Pendengar langkah itu sedang bekerja dan sekarang berbeda."),
        "EVENT_CHANGED": translate("Langkah itu sekarang menunggu hal lain."),
        "SHARED_TARGET": translate("Dua peristiwa yang menunggu pada satu langkah akan menjadi satu."),
        "JOIN_CHANGED": translate("Pertemuan alur kehilangan alur tempat kasus menunggu."),
        "COMPENSATION_GONE": translate("Yang sudah selesai tidak akan dapat dibatalkan lagi."),
    }[code]

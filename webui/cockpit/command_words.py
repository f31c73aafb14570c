"""Says what a command of the audit did, in the reader's language: the audit itself keeps the command's name."""

from __future__ import annotations

from webui.i18n import translate


def command_words(name: str) -> str:
    return _sentences().get(name) or name


def _sentences() -> dict[str, str]:
    return {
        "StartProcessInstance": translate("Kasus dimulai"),
        "StartCalledInstance": translate("Kasus dimulai oleh kasus lain"),
        "StartBySignal": translate("Kasus dimulai oleh sinyal"),
        "TriggerStartTimer": translate("Kasus dimulai pada waktunya"),
        "SubmitApplication": translate("Permohonan dikirim"),
        "SubmitReply": translate("Pemohon menjawab"),
        "ReopenCase": translate("Kasus dibuka kembali"),
        "CompleteUserTask": translate("Tugas diselesaikan"),
        "ClaimUserTask": translate("Tugas diambil atau dikembalikan"),
        "GiveTask": translate("Tugas dipindahkan"),
        "TakeBackTask": translate("Tugas ditarik kembali"),
        "HandTask": translate("Tugas diserahkan kepada rekan"),
        "RemindOfTask": translate("Diingatkan akan tugas"),
        "FollowSuccessor": translate("Tugas mengikuti jabatan pengganti"),
        "CompleteJob": translate("Langkah otomatis selesai"),
        "FailJob": translate("Langkah otomatis gagal"),
        "ThrowBpmnError": translate("Langkah otomatis melaporkan kesalahan"),
        "TriggerTimer": translate("Waktu tunggu habis"),
        "FollowCalendar": translate("Batas waktu dihitung ulang"),
        "RingLegalClock": translate("Peringatan batas waktu layanan"),
        "CorrelateMessage": translate("Pesan dari luar diterima"),
        "CatchSignal": translate("Sinyal diterima"),
        "ReportCalledEnd": translate("Kasus yang dipanggil berakhir"),
        "ReportEscalation": translate("Kasus yang dipanggil melapor"),
        "ResolveIncident": translate("Insiden ditangani"),
        "CancelProcessInstance": translate("Kasus dihentikan bersama pemanggilnya"),
        "CancelCase": translate("Kasus dihentikan"),
        "MoveProcessInstance": translate("Kasus dipindahkan ke versi lain"),
        "MoveProcessInstanceBack": translate("Pemindahan versi dibatalkan"),
        "CreateBill": translate("Tagihan dibuat"),
        "ExpireBill": translate("Tagihan kedaluwarsa"),
        "RecordPayment": translate("Pembayaran dicatat"),
        "AcceptPayment": translate("Pembayaran diterima sebagai lunas"),
        "SettleMoney": translate("Uang diselesaikan"),
        "AskRefund": translate("Pengembalian uang diminta"),
        "PayRefund": translate("Uang dikembalikan"),
        "WriteMessage": translate("Pesan ditulis"),
        "CloseMessages": translate("Pesan ditandai tidak perlu dijawab"),
        "GiveMessage": translate("Pesan dipindahkan"),
        "NotifyApplicant": translate("Pemohon diberi tahu"),
        "RenewPin": translate("PIN diganti"),
        "RecordLookup": translate("Register instansi lain ditanya"),
        "StoreRendered": translate("Dokumen dibuat"),
        "BeginSigning": translate("Penandatanganan dimulai"),
        "FinishSigning": translate("Dokumen ditandatangani"),
        "RevokeDocument": translate("Dokumen dicabut"),
        "RevealValue": translate("Data rahasia dibuka"),
        "WriteAnnouncement": translate("Pengumuman ditulis"),
        "EndAnnouncement": translate("Waktu pengumuman diubah"),
        "PlaceLegalHold": translate("Kasus ditahan dari pemusnahan"),
        "LiftLegalHold": translate("Penahanan dilepaskan"),
        "EraseCase": translate("Isi kasus dihapus"),
        "EraseFields": translate("Sebagian isi kasus dihapus"),
        "EraseDocument": translate("Dokumen dihapus"),
        "StartAnswer": translate("Kasus dimulai sebagai jawaban"),
        "SendDelivery": translate("Berkas dikirim"),
        "RecordDelivery": translate("Pengiriman berkas tercatat"),
        "TakeDelivery": translate("Berkas kiriman diterima"),
        "GiveCopy": translate("Tembusan diberikan"),
        "CancelNumber": translate("Nomor dibatalkan"),
    }

"""Invents people: no name, number or address belongs to anybody."""

from __future__ import annotations

from collections.abc import Iterator

FIRST = (
    "Agus Bambang Cahyo Dewi Eka Fajar Gita Hadi Intan Joko Kartika Lestari Mulyadi Nurul Oki Putri Rahmat Sari Taufik Umar Vina Wahyu "
    "Yanti Zainal Anisa Budi Citra Dimas Endang Farida Galih Hesti Irfan Juwita Krisna Laras Maman Nina Opik Puspita Rudi Siti Tono Utami"
).split()
LAST = (
    "Wijaya Santoso Lestari Hidayat Pratama Nugraha Kusuma Permana Rahayu Setiawan Maulana Safitri Hartono Suryana Gunawan Puspita Saputra "
    "Wulandari Firmansyah Ramadhan Purnama Anggraini Kurniawan Handayani Sudrajat Oktaviani Priyatna Maharani Hartawan Kartanegara"
).split()


def invented_names() -> Iterator[str]:
    """Yields names without end, always the same; a name comes back after 1,350 people."""
    number = 0
    while True:
        yield f"{FIRST[number % len(FIRST)]} {LAST[(number * 7 + number // len(FIRST)) % len(LAST)]}"
        number += 1

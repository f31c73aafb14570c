"""Names the functions that an expression may use, as the editors offer them: their parameters, and one line on what each gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.feel.builtins.catalogue import BUILTINS
from engine.feel.evaluation.function import Function
from engine.feel.government.catalogue import GOVERNMENT
from forms.texts import Text
from webui.i18n import text_in_language

FUNCTIONS = {**GOVERNMENT, **BUILTINS}
#: name, in Bahasa Indonesia, in English
_LINES = """
adalah hari kerja | apakah tanggal itu hari kerja | whether the day is a working day
tambah hari kerja | tanggal sesudah sekian hari kerja; jumlah negatif: sebelumnya | so many working days later; negative: earlier
akhir hari kerja | tutupnya jam kerja pada hari kerja itu, atau hari kerja berikutnya | when the office closes that working day, or the next
jumlah hari kerja | banyaknya hari kerja di antara dua tanggal | how many working days lie between two days
rupiah | jumlah uang sebagai teks: Rp1.500.000,00 | an amount as text: Rp1.500.000,00
terbilang | angka dengan huruf: seribu dua ratus | a number in Indonesian words
tanggal indonesia | tanggal sebagai teks: 25 November 2026 | a date as Indonesian text
hari indonesia | nama hari: Rabu | the day of the week in Indonesian
bulan indonesia | nama bulan: November | the month in Indonesian
pukul indonesia | jam sebagai teks: 14.30 WIB | a time as Indonesian text
number | angka dari teks, dengan tanda pemisahnya | a number from a text, with its separators
string | teks dari nilai apa pun | any value as text
range | rentang dari teks: "[1..10)" | a range from a text: "[1..10)"
date | tanggal dari teks, dari waktu, atau dari tahun, bulan, dan hari | a date from a text, from a moment, or from year, month and day
time | jam dari teks, dari waktu, atau dari jam, menit, dan detik | a time from a text, from a moment, or from hour, minute and second
date and time | tanggal dengan jam | a date with a time
duration | lamanya dari teks: "P3D" adalah tiga hari | a duration from a text: "P3D" is three days
years and months duration | tahun dan bulan di antara dua tanggal | years and months between two dates
day of year | hari ke berapa dalam tahun | which day of the year
day of week | nama hari dalam bahasa Inggris | the day of the week
month of year | nama bulan dalam bahasa Inggris | the month
week of year | minggu ke berapa dalam tahun | which week of the year
last day of month | tanggal terakhir bulan itu | the last day of the month
now | waktu langkah ini | the moment of this step
today | tanggal hari ini | today's date
substring | bagian teks, mulai dari huruf ke berapa; negatif: dari belakang | a part of a text from a position on; negative: from the end
string length | banyaknya huruf | how many characters
upper case | teks dengan huruf besar | a text in upper case
lower case | teks dengan huruf kecil | a text in lower case
substring before | teks sebelum bagian yang dicari | the text before what is looked for
substring after | teks sesudah bagian yang dicari | the text after what is looked for
contains | apakah teks memuat bagian itu | whether the text contains it
starts with | apakah teks diawali bagian itu | whether the text begins with it
ends with | apakah teks diakhiri bagian itu | whether the text ends with it
matches | apakah teks sesuai pola (ekspresi reguler) | whether the text fits a regular expression
replace | ganti bagian teks yang sesuai pola | replaces what fits a regular expression
split | pecah teks menjadi daftar | splits a text into a list
string join | gabungkan daftar menjadi satu teks | joins a list into a text
string format | isi tanda {} dalam teks dengan nilai | fills each {} of a text with a value
extract | semua bagian teks yang sesuai pola | all parts of a text that fit a regular expression
trim | teks tanpa spasi di kedua ujungnya | a text without blanks at its ends
is blank | apakah teks kosong atau hanya spasi | whether a text is empty or only blanks
to base64 | teks sebagai base64 | a text as base64
from base64 | teks dari base64 | a text from base64
to json | nilai sebagai teks JSON | a value as JSON
from json | nilai dari teks JSON | a value from JSON
fromAi | nilai itu sendiri; keterangannya untuk asisten AI | the value itself; what describes it is for an AI agent
decimal | bulatkan ke sekian angka di belakang koma, .5 ke angka genap | rounds to so many decimals, halves to the even digit
floor | bulatkan ke bawah | rounds down to a whole number
ceiling | bulatkan ke atas | rounds up to a whole number
round up | bulatkan menjauhi nol | rounds away from zero
round down | bulatkan mendekati nol | rounds towards zero
round half up | bulatkan seperti biasa: setengah menjauhi nol | rounds as usual: halves away from zero
round half down | bulatkan; setengah mendekati nol | rounds; halves towards zero
abs | nilai tanpa tanda minus | the number without its sign
modulo | sisa pembagian | the remainder of a division
sqrt | akar kuadrat | the square root
log | logaritma natural | the natural logarithm
exp | e dipangkatkan sekian | e to the power of the number
odd | apakah ganjil | whether it is odd
even | apakah genap | whether it is even
list contains | apakah daftar memuat nilai itu | whether the list holds the value
count | banyaknya isi daftar | how many items
min | yang terkecil | the least
max | yang terbesar | the greatest
sum | jumlah seluruhnya | the sum
mean | rata-rata | the mean
product | hasil kali seluruhnya | the product
median | nilai tengah | the median
stddev | simpangan baku | the standard deviation
mode | nilai yang paling sering | the most frequent values
all | apakah semuanya benar | whether all are true
and | apakah semuanya benar | whether all are true
any | apakah ada yang benar | whether any is true
or | apakah ada yang benar | whether any is true
sublist | bagian daftar, mulai dari isi ke berapa | a part of a list from a position on
append | daftar dengan isi tambahan di belakang | the list with items added at its end
concatenate | gabungan beberapa daftar | several lists one after another
insert before | daftar dengan isi baru sebelum urutan itu | the list with an item inserted before a position
remove | daftar tanpa isi pada urutan itu | the list without the item at a position
list replace | daftar dengan isi yang diganti | the list with items replaced
reverse | daftar dengan urutan terbalik | the list in reverse
index of | urutan nilai itu dalam daftar | at which positions the value stands
union | gabungan daftar tanpa yang sama dua kali | several lists together, nothing twice
distinct values | isi daftar tanpa yang sama dua kali | the items, nothing twice
duplicate values | isi daftar yang ada lebih dari sekali | the items that stand there more than once
flatten | daftar di dalam daftar menjadi satu daftar | lists within a list as one list
partition | pecah daftar menjadi bagian sebesar itu | the list in parts of a size
sort | urutkan daftar | sorts a list
is empty | apakah daftar kosong | whether a list is empty
get value | isi sebuah kelompok nilai menurut namanya | the value of a context by its name
get entries | semua nama dan isi sebuah kelompok nilai | all names and values of a context
context | kelompok nilai dari daftar nama dan isi | a context from a list of names and values
context put | kelompok nilai dengan satu isi tambahan | a context with one more value
put | kelompok nilai dengan satu isi tambahan | a context with one more value
context merge | gabungan beberapa kelompok nilai | several contexts as one
put all | gabungan beberapa kelompok nilai | several contexts as one
not | kebalikannya | the opposite
is | apakah keduanya nilai yang persis sama | whether both are the very same value
is defined | apakah nilai itu ada | whether the value is there
get or else | nilai itu, atau pengganti bila kosong | the value, or another where it is null
assert | nilai itu; bila syarat tidak terpenuhi, kasus berhenti | the value; where the condition does not hold, the case stops
before | apakah yang pertama sebelum yang kedua | whether the first is before the second
after | apakah yang pertama sesudah yang kedua | whether the first is after the second
meets | apakah rentang pertama berakhir tepat di awal yang kedua | whether the first range ends where the second begins
met by | apakah rentang pertama mulai tepat di akhir yang kedua | whether the first range begins where the second ends
overlaps | apakah kedua rentang bersinggungan | whether two ranges overlap
overlaps before | apakah rentang pertama masuk ke awal yang kedua | whether the first range reaches into the beginning of the second
overlaps after | apakah rentang pertama masuk ke akhir yang kedua | whether the first range reaches into the end of the second
finishes | apakah berakhir bersama rentang kedua | whether it ends with the second range
finished by | apakah rentang pertama berakhir bersama yang kedua | whether the first range ends with the second
includes | apakah rentang memuat nilai atau rentang itu | whether the range includes the value or range
during | apakah di dalam rentang itu | whether it lies within the range
starts | apakah mulai bersama rentang kedua | whether it begins with the second range
started by | apakah rentang pertama mulai bersama yang kedua | whether the first range begins with the second
coincides | apakah keduanya sama | whether both are the same
"""
LINES = {
    name: Text(id=ours, en=english)
    for name, ours, english in (line.split(" | ") for line in _LINES.strip().splitlines())
}  # fmt: skip


def feel_functions() -> list[dict[str, Any]]:
    """Returns `{name, type, params: [{name}], info}` of each function, those for government work first."""
    return [
        {
            "name": name,
            "type": "function",
            "params": [{"name": text} for text in _parameters(function)],
            "info": text_in_language(LINES[name]),
        }
        for name, function in FUNCTIONS.items()
    ]


def _parameters(function: Function) -> Iterator[str]:
    """Returns the names of those that its first way of calling asks for."""
    signature = min(function.signatures, key=lambda item: sum(parameter.required for parameter in item.parameters))
    yield from (parameter.name for parameter in signature.parameters if parameter.required)

"""Computes the public satisfaction index (indeks kepuasan masyarakat) of PermenPANRB 14/2017: nine elements, scores 1 to 4, equal weights.

The regulation prints the weight as 0.11, which caps the index below 100; the weight is one ninth, and only the result is rounded
(docs/law/satisfaction-survey.md#index).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

#: requirements, procedure, time, cost, product, competence, behaviour, complaints, facilities (U1 to U9)
ELEMENTS = ("requirements", "procedure", "time", "cost", "product", "competence", "behaviour", "complaints", "facilities")
WORST, BEST = 1, 4
#: the lowest index of each grade, the best first (PermenPANRB 14/2017, attachment: docs/law/satisfaction-survey.md#grades)
GRADES = (("A", Fraction("88.31")), ("B", Fraction("76.61")), ("C", Fraction("65")), ("D", Fraction("25")))


@dataclass(frozen=True, kw_only=True)
class Index:
    answers: int
    #: average of each element, to two places
    averages: Sequence[Decimal]
    index: Decimal
    grade: str


def index_of(totals: Sequence[int], answers: int) -> Index | None:
    """Returns the index. `totals`: the sum of the scores of each element. None without any answer."""
    if not answers:
        return None
    averages = [Fraction(total, answers) for total in totals]
    index = _rounded(25 * sum(averages, Fraction(0)) / len(ELEMENTS))
    grade = next(name for name, lowest in GRADES if Fraction(index) >= lowest)
    return Index(answers=answers, averages=[_rounded(average) for average in averages], index=index, grade=grade)


def _rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

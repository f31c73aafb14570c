"""The survey: once for each case, at its end, without a name; published from five answers on."""

import pytest
from sqlalchemy import select

from casework.survey.commands.answer_survey import AnswerSurvey
from casework.survey.queries.survey_results import SurveyResults
from casework.survey.tables import SurveyAnswer
from engine.model.actor import GUEST
from engine.model.errors import InvalidState, NotFound
from tests.support.permit_office import OFFICER

GOOD = (4, 4, 3, 4, 3, 4, 4, 3, 4)


def ended(office):
    receipt = office.send()
    office.harness.complete(
        office.harness.task("periksa").id, office.actor(OFFICER), kelengkapan="tolak", alasan_kelengkapan="Bukan kewenangan kabupaten."
    )
    office.harness.run_jobs()
    return receipt


def test_an_applicant_answers_once_and_only_at_the_end(harness, office):
    early = office.follow(office.send())
    assert not early.asked
    with pytest.raises(InvalidState):
        harness.execute(AnswerSurvey(case_pass=early.case_pass, scores=GOOD), GUEST)
    harness.complete(harness.task("periksa").id, office.actor(OFFICER), kelengkapan="tolak", alasan_kelengkapan="Bukan kewenangan.")
    harness.run_jobs()
    receipt = ended(office)
    view = office.follow(receipt)
    assert view.asked
    for scores in ((), GOOD[:8], (*GOOD[:8], 5), (*GOOD[:8], 0)):
        with pytest.raises(InvalidState):
            harness.execute(AnswerSurvey(case_pass=view.case_pass, scores=scores), GUEST)
    harness.execute(AnswerSurvey(case_pass=view.case_pass, scores=GOOD), GUEST)
    assert not office.follow(receipt).asked
    with pytest.raises(InvalidState):
        harness.execute(AnswerSurvey(case_pass=view.case_pass, scores=GOOD), GUEST)
    with pytest.raises(NotFound):
        harness.execute(AnswerSurvey(case_pass="x", scores=GOOD), GUEST)
    (row,) = harness._all(select(SurveyAnswer))
    assert set(SurveyAnswer.__table__.columns.keys()) == {"id", "service", "answered_on", "scores"}, "nothing leads to the case"
    assert row.scores == list(GOOD)


def test_results_are_published_from_five_answers_on_and_for_a_year(harness, office):
    for count in range(1, 6):
        harness.execute(AnswerSurvey(case_pass=office.follow(ended(office)).case_pass, scores=GOOD), GUEST)
        assert bool(harness.ask(SurveyResults(), GUEST)) is (count >= 5)
    (index,) = harness.ask(SurveyResults(), GUEST).values()
    assert (index.answers, str(index.index), index.grade) == (5, "91.67", "A")
    harness.clock.forward(days=366)
    assert harness.ask(SurveyResults(), GUEST) == {}

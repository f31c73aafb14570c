"""A kept form is found by its sender in the same browser, and by nobody else."""

import pytest

from engine.commands.people.forget_kept_form import ForgetKeptForm
from engine.commands.people.keep_form import MOST_KEPT, KeepForm
from engine.model.errors import Forbidden, NotFound
from engine.queries.people.kept_forms import KeptForms


def test_a_kept_form_is_its_senders_in_this_browser(harness, regency):
    sekda, bupati = regency("sekda"), regency("bupati")
    kept = harness.execute(KeepForm(browser="here", person=sekda.person, content="typed"))["id"]
    assert [str(form.id) for form in harness.ask(KeptForms(browser="here"), sekda)] == [kept]
    for browser, actor in (("there", sekda), ("here", bupati)):
        assert harness.ask(KeptForms(browser=browser), actor) == []
        with pytest.raises(NotFound):
            harness.execute(ForgetKeptForm(browser=browser, form=kept), actor)
    with pytest.raises(Forbidden):
        harness.execute(KeepForm(browser="here", person=sekda.person, content="typed"), bupati)
    harness.execute(ForgetKeptForm(browser="here", form=kept), sekda)
    assert harness.ask(KeptForms(browser="here"), sekda) == []


def test_the_oldest_kept_forms_go_first(harness, regency):
    sekda = regency("sekda")
    for number in range(MOST_KEPT + 3):
        harness.clock.forward(seconds=1)
        harness.execute(KeepForm(browser="here", person=sekda.person, content=str(number)))
    found = [form.content for form in harness.ask(KeptForms(browser="here"), sekda)]
    assert found == [str(number) for number in range(MOST_KEPT + 2, 2, -1)]

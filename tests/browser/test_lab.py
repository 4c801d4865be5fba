"""A reader in JupyterLab: runs all, answers wrongly and rightly (knobs: test_knob)."""

import pytest
from lab import CODE, ERRORS, STDERR, answer, exercise, open_notebook, run_all

from conftest import opened


@pytest.fixture(scope="module")
def page(browser, lab):
    with opened(browser) as page:
        yield page


def goes_through(page, lab, name):
    open_notebook(page, lab, name)
    run_all(page)
    assert page.locator(ERRORS).all_inner_texts() == []
    assert page.locator(STDERR).all_inner_texts() == []
    assert page.locator(f"{CODE} img").count() > 0
    assert all(img.get_attribute("alt") for img in page.locator("img[alt]").all())


@pytest.mark.parametrize(
    "name", ["00_start_here.ipynb", "09_paths.ipynb", "11_mnist_training.ipynb"]
)
def test_run_all_goes_through(page, lab, name):
    goes_through(page, lab, name)


WRONG = """def update(theta, g, v, learning_rate, decay_rate, epsilon):
    v = decay_rate * v + (1 - decay_rate) * g**2
    return theta - learning_rate * g / np.sqrt(v + epsilon), v


check_update(update)"""
RIGHT = """def update(theta, g, v, learning_rate, decay_rate, epsilon):
    v = decay_rate * v + (1 - decay_rate) * g**2
    return theta - learning_rate * g / (np.sqrt(v) + epsilon), v


check_update(update)"""


def test_an_exercise_is_answered_wrongly_and_then_rightly(page, lab):
    goes_through(page, lab, "03_one_update.ipynb")
    cell = exercise(page, "check_update(update)")
    assert "✗ Nothing moves yet" in cell.inner_text()
    said = answer(page, cell, WRONG)
    assert said.startswith("✗ Your ε is inside the root"), said
    assert answer(page, cell, RIGHT).startswith("✔ right")
    cell = exercise(page, "check_two_steps(theta_after_two)")
    code = "theta_after_two = {}\n\ncheck_two_steps(theta_after_two)"
    said = answer(page, cell, code.format(1.1))
    assert said.startswith("✗ The second gradient is negative"), said
    assert "✔" in answer(page, cell, code.format(1.9))

"""Gradients by finite differences, minima, and paths that are copies."""

import numpy as np
import pytest

from rmsprop_lib.objectives import minimize, parabola, ravine, rosenbrock, saddle
from rmsprop_lib.optimizers import SGD, RMSprop

EVERY = [parabola(), ravine(50), ravine(50, angle=30), rosenbrock(), saddle()]


@pytest.mark.parametrize("objective", EVERY, ids=lambda o: o.name)
def test_gradient_agrees_with_finite_differences(objective):
    rng = np.random.default_rng(0)
    d, h = len(objective.window), 1e-6
    for theta in rng.uniform(-2, 2, size=(5, d)):
        numeric = [
            (objective.value(theta + h * e) - objective.value(theta - h * e)) / (2 * h)
            for e in np.eye(d)
        ]
        np.testing.assert_allclose(objective.gradient(theta), numeric, atol=1e-5)


@pytest.mark.parametrize("objective", EVERY, ids=lambda o: o.name)
def test_minimum_is_lower_than_its_surroundings(objective):
    rng = np.random.default_rng(1)
    d = len(objective.window)
    around = objective.minimum + rng.uniform(-0.1, 0.1, size=(50, d))
    assert (objective.value(around) > objective.value(objective.minimum)).all()
    np.testing.assert_allclose(objective.gradient(objective.minimum), 0, atol=1e-12)


@pytest.mark.parametrize("objective", EVERY, ids=lambda o: o.name)
def test_value_is_taken_over_the_last_axis(objective):
    points = np.random.default_rng(2).normal(size=(3, 4, len(objective.window)))
    values = objective.value(points)
    assert values.shape == (3, 4)
    assert values[1, 2] == pytest.approx(objective.value(points[1, 2]))


@pytest.mark.parametrize("angle", [0, 30, 45, -10])
def test_ravine_has_the_curvatures_it_names(angle):
    f = ravine(400, angle=angle)
    hessian = np.column_stack([f.gradient(e) for e in np.eye(2)])
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), [1, 400])
    floor = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])
    np.testing.assert_allclose(hessian @ floor, floor, atol=1e-10)


@pytest.mark.parametrize("kappa", [0.5, -1, float("nan")])
def test_ravine_refuses_condition_numbers_below_one(kappa):
    with pytest.raises(ValueError, match="condition_number: "):
        ravine(kappa)
    assert ravine(1).value(np.ones(2)) == 1  # a bowl


def test_every_point_of_a_path_is_a_copy():
    start = np.array([-1.5, 2.5])
    path = minimize(rosenbrock(), RMSprop(0.01), start, steps=100)
    assert path.points.shape == (101, 2) and path.gradients.shape == (100, 2)
    assert len(np.unique(path.points, axis=0)) == 101
    np.testing.assert_array_equal(path.points[0], start)
    np.testing.assert_array_equal(start, [-1.5, 2.5])
    np.testing.assert_array_equal(path.values, rosenbrock().value(path.points))
    np.testing.assert_allclose(
        path.gradients[7], rosenbrock().gradient(path.points[7]), rtol=0
    )


@pytest.mark.parametrize("objective", EVERY, ids=lambda o: o.name)
def test_several_starts_make_the_same_paths_as_one_by_one(objective):
    starts = np.random.default_rng(3).uniform(-1, 1, (4, len(objective.window)))
    together = minimize(objective, RMSprop(0.01), starts, steps=20)
    for i, start in enumerate(starts):
        alone = minimize(objective, RMSprop(0.01), start, steps=20)
        np.testing.assert_array_equal(together.points[:, i], alone.points)
        np.testing.assert_array_equal(together.values[:, i], alone.values)


@pytest.mark.parametrize(
    "start, message",
    [
        (5.0, r"start: shape \(\) .* expects 1 coord"),
        ([np.nan], "start: NaN or infinity"),
        ("here", "start: str was given; expected numbers"),
        ({}, "start: dict was given; expected numbers"),
        (np.ma.array([1.0], mask=[True]), "start: MaskedArray was given"),
    ],
)
def test_minimize_refuses_a_start_that_is_no_point(start, message):
    with pytest.raises((TypeError, ValueError), match=message):
        minimize(parabola(), SGD(0.1), start, steps=1)

"""Alternative text reaches the output; styles differ without colour."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from rmsprop_lib import figures
from rmsprop_lib.objectives import rosenbrock


def test_show_attaches_the_text_and_closes_the_figure(monkeypatch):
    shown = []
    monkeypatch.setattr(
        figures, "display", lambda fig, metadata: shown.append(metadata)
    )
    fig, _ = plt.subplots()
    figures.show(fig, alt="A straight line that falls from left to right.")
    assert shown == [
        {"image/png": {"alt": "A straight line that falls from left to right."}}
    ]
    assert not plt.fignum_exists(fig.number)


@pytest.mark.parametrize("alt", ["", "a figure", None])
def test_show_refuses_a_text_that_says_nothing(alt):
    fig, _ = plt.subplots()
    with pytest.raises(ValueError, match="alt: "):
        figures.show(fig, alt=alt)
    plt.close(fig)


def test_styles_are_told_apart_by_colour_and_by_line():
    styles = {k: v for k, v in figures.STYLE.items() if k != "gradient descent"}
    assert len({str(style["linestyle"]) for style in styles.values()}) == len(styles)
    colours = [np.array(to_rgb(style["color"])) for style in styles.values()]
    for i, a in enumerate(colours):
        assert all(np.abs(a - b).sum() > 0.3 for b in colours[:i])


def test_band_shows_median_and_range():
    fig, ax = plt.subplots()
    runs = np.array([[1.0, 5.0], [2.0, 6.0], [9.0, 7.0]])
    figures.draw_band(ax, [0, 1], runs, "Adam")
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), [2.0, 6.0])
    edges = ax.collections[0].get_paths()[0].vertices[:, 1]
    assert (edges.min(), edges.max()) == (1.0, 9.0)
    plt.close(fig)


def test_contours_cover_the_window_and_mark_the_minimum():
    fig, ax = plt.subplots()
    figures.draw_contours(ax, rosenbrock())
    assert ax.get_xlim() == (-2, 2) and ax.get_ylim() == (-1, 3)
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[1, 1]])
    assert ax.collections
    plt.close(fig)


def test_images_get_their_titles():
    fig = figures.draw_images(np.zeros((3, 4, 4)), ["a", "b", "c"], columns=2)
    assert [ax.get_title() for ax in fig.axes] == ["a", "b", "c", ""]
    plt.close(fig)

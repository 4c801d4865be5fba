"""Alternative text reaches the output; styles differ without colour."""

import base64
import io
import json
import re
from dataclasses import replace
from unittest.mock import Mock

import matplotlib.pyplot as plt
import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib.colors import to_rgb
from PIL import Image

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


def parabola(width):
    fig, ax = plt.subplots(figsize=(3, 2))
    x = np.linspace(-1, 1)
    ax.plot(x, x**2 / width, **figures.STYLE["RMSprop"])
    return fig


def turned(monkeypatch, draw=parabola, values=(1, 0.25, "two"), **options):
    """Return the data and the metadata that a knob displays."""
    shown = []
    monkeypatch.setattr(
        figures, "display", lambda *data, **how: shown.append((*data, how["metadata"]))
    )
    options = {
        "label": "width <w>",
        "alt": 'A "parabola" of width {}'.format,
        **options,
    }
    figures.knob(draw, values, **options)
    return shown[0]


def test_a_knob_holds_a_frame_and_a_text_for_each_value(monkeypatch):
    monkeypatch.setattr(plt, "close", close := Mock(side_effect=plt.close))
    before = plt.get_fignums()
    data, metadata = turned(monkeypatch, lambda v: parabola(2 if v == "two" else v))
    assert close.call_count == 3 and plt.get_fignums() == before
    page = BeautifulSoup(data["text/html"], "html.parser")
    slider = page.select_one("label > input[type=range]")
    assert page.label.text.strip() == "width <w>"
    assert (slider["min"], slider["max"], slider["value"]) == ("0", "2", "0")
    frames = json.loads(slider["data-frames"])
    assert [frame[:2] for frame in frames] == [
        [name, f'A "parabola" of width {name}'] for name in ("1", "0.25", "two")
    ]
    assert len({png for *_, png in frames}) == 3
    # Without a script the first frame stands there, and without HTML, too.
    assert page.img["alt"] == frames[0][1] == metadata["image/png"]["alt"]
    assert page.img["src"] == frames[0][2]
    assert frames[0][2].endswith("," + data["image/png"])
    assert page.output.text == "1" and frames[0][1] in slider["aria-valuetext"]
    assert not re.search(r"<script|https?:|\bid=", data["text/html"])


def test_a_knob_is_small_and_the_same_in_every_run(monkeypatch):
    assert turned(monkeypatch, values=(1, 2)) == turned(monkeypatch, values=(1, 2))
    data, _ = turned(monkeypatch, parabola, range(1, 13))
    assert len(data["text/html"]) < 80_000


def test_a_thin_line_keeps_its_colour_in_a_knob(monkeypatch):
    def crowded(angle):
        fig, ax = plt.subplots(figsize=(4, 4))
        figures.draw_contours(ax, rosenbrock())
        for n, name in enumerate(figures.STYLE):
            figures.draw_path(ax, [(-1, n / 3), (1, n / 3 + angle)], name)
        return fig

    data, _ = turned(monkeypatch, crowded, [0, 1])
    with Image.open(io.BytesIO(base64.b64decode(data["image/png"]))) as image:
        pixels = np.asarray(image.convert("RGB"), dtype=float)
    for name, style in figures.STYLE.items():
        wanted = 255 * np.array(to_rgb(style["color"]))
        assert np.abs(pixels - wanted).max(axis=-1).min() < 30, name


@pytest.mark.parametrize(
    "error, match, options",
    [
        (ValueError, "values: ", {"values": [1]}),
        (ValueError, "alt: ", {"alt": str}),
        (TypeError, "draw: it returned None", {"draw": lambda value: None}),
    ],
)
def test_a_knob_refuses(monkeypatch, error, match, options):
    with pytest.raises(error, match=match):
        turned(monkeypatch, **options)


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
    fig, ax = plt.subplots()
    figures.draw_contours(ax, replace(rosenbrock(), minimum=None))
    assert ax.collections and not ax.lines
    plt.close(fig)


def test_images_get_their_titles():
    fig = figures.draw_images(np.zeros((3, 4, 4)), ["a", "b", "c"], columns=2)
    assert [ax.get_title() for ax in fig.axes] == ["a", "b", "c", ""]
    plt.close(fig)
    fig = figures.draw_images(np.zeros((1, 4, 4)), ["alone"], columns=1)
    assert [ax.get_title() for ax in fig.axes] == ["alone"]
    plt.close(fig)

"""The figures of the series, in one style: readable in grey and with colour-blind eyes.

Importing this module sets matplotlib's defaults for the notebook.
"""

import base64
import html
import io
import json

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display
from matplotlib.figure import Figure
from PIL import Image

# One colour (Okabe & Ito 2008) and line style per optimizer, in every figure.
STYLE = {
    "SGD": {"color": "#0072B2", "linestyle": "--"},
    "momentum": {"color": "#56B4E9", "linestyle": "-."},
    "AdaGrad": {"color": "#009E73", "linestyle": ":"},
    "RMSprop": {"color": "#D55E00", "linestyle": "-"},
    "Adam": {"color": "#7A3B69", "linestyle": (0, (5, 1, 1, 1, 1, 1))},
    "AdamW": {"color": "#000000", "linestyle": (0, (8, 3))},
}
STYLE["gradient descent"] = STYLE["SGD"]  # the same method, given the full gradient

plt.style.use("rmsprop_lib.rmsprop")  # the file rmsprop.mplstyle beside this one

COLOURS = 48  # of a knob's frames together: few bytes, and no loss that one sees
# JupyterLab would take the arrow keys for itself (data-lm-suppress-shortcuts).
KNOB = """\
<figure class="knob" style="margin: 0">
<img src="{png}" alt="{alt}" style="max-width: 100%">
<figcaption><label>{label} <input type="range" min="0" max="{last}" value="0"
 autocomplete="off" data-lm-suppress-shortcuts="true"
 aria-valuetext="{said}" data-frames="{frames}"
 style="width: 16em; max-width: 60%; vertical-align: middle" oninput="{turned}"></label>
<output aria-live="off">{value}</output></figcaption>
</figure>"""
TURNED = """
const [value, alt, png] = JSON.parse(this.dataset.frames)[this.value];
const knob = this.closest('figure'), image = knob.querySelector('img');
[image.src, image.alt] = [png, alt];
knob.querySelector('output').value = value;
this.setAttribute('aria-valuetext', value + ': ' + alt);"""


def show(fig, alt):
    """Display `fig` with `alt` as its alternative text (read aloud), and close it.

    Raises ValueError if `alt` says nothing.
    """
    _check_alt(alt)
    display(fig, metadata={"image/png": {"alt": alt}})
    plt.close(fig)


def _check_alt(alt):
    if not isinstance(alt, str) or len(alt.split()) < 4:
        raise ValueError(
            f"alt: {alt!r} was given; expected a sentence that says what the "
            "figure shows"
        )


def knob(draw, values, *, label, alt):
    """Display a slider over figures that are drawn beforehand, one for each value.

    No kernel and no network is needed to turn it: it works in the rendered book, too.
    Where no script runs (on paper, in a notebook that is not trusted) the first figure
    stands alone.

    Parameters
    ----------
    draw : function of a value that returns a figure, of the same size for every value
    values : about 5 to 12 numbers or strings, in the order of the slider
    label : str, what the slider changes: "rate η"
    alt : function of a value that returns the alternative text of its figure

    Raises
    ------
    ValueError : fewer than two values, or an alternative text that says nothing
    TypeError : `draw` returns no figure

    Examples
    --------
    A parabola that opens wider and wider::

        def draw(width):
            fig, ax = plt.subplots()
            ax.plot(x, x**2 / width)
            return fig

        knob(draw, [1, 2, 5], label="width",
             alt=lambda width: f"A parabola through x = 1 at the height 1/{width}.")
    """
    values = list(values)
    if len(values) < 2:
        raise ValueError(f"values: {values} was given; expected two or more")
    alts = [alt(value) for value in values]
    for text in alts:
        _check_alt(text)
    names = [v if isinstance(v, str) else f"{v:g}" for v in values]
    pngs = _as_pngs([_drawn(draw, value) for value in values])
    frames = [
        (name, text, f"data:image/png;base64,{png}")
        for name, text, png in zip(names, alts, pngs, strict=True)
    ]
    parts = {
        "png": frames[0][2],
        "alt": alts[0],
        "label": label,
        "last": len(values) - 1,
        "said": f"{names[0]}: {alts[0]}",
        "value": names[0],
        "frames": json.dumps(frames, ensure_ascii=False, separators=(",", ":")),
        "turned": TURNED.strip(),
    }
    page = KNOB.format(**{key: html.escape(str(text)) for key, text in parts.items()})
    display(
        {"image/png": pngs[0], "text/html": page, "text/plain": f"a knob: {label}"},
        metadata={"image/png": {"alt": alts[0]}},
        raw=True,
    )


def _drawn(draw, value):
    """Return the figure that `draw` makes of `value` as an image, and close it."""
    fig = draw(value)
    if not isinstance(fig, Figure):
        raise TypeError(f"draw: it returned {fig!r}; expected a matplotlib figure")
    stream = io.BytesIO()
    fig.savefig(stream, format="png")
    plt.close(fig)
    return Image.open(stream).convert("RGB")


def _as_pngs(images):
    """Return images as PNG files in base64, with one palette for all of them."""
    widths, heights = zip(*(image.size for image in images), strict=True)
    sheet = Image.new("RGB", (max(widths), sum(heights)), "white")
    tops = np.cumsum([0, *heights[:-1]]).tolist()
    for image, top in zip(images, tops, strict=True):
        sheet.paste(image, (0, top))
    # Maximum coverage: the median cut would grey the colour of a thin line.
    sheet = sheet.quantize(
        COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    found = []
    for image, top in zip(images, tops, strict=True):
        stream = io.BytesIO()
        frame = sheet.crop((0, top, image.width, top + image.height))
        frame.save(stream, format="png", optimize=True)
        found.append(base64.b64encode(stream.getvalue()).decode("ascii"))
    return found


def draw_contours(ax, objective, levels=14):
    """Draw the contour lines of a 2-D `Objective` over its window, and its minimum."""
    (x0, x1), (y0, y1) = objective.window
    x, y = np.meshgrid(np.linspace(x0, x1, 240), np.linspace(y0, y1, 240))
    z = objective.value(np.stack([x, y], axis=-1))
    low = z.min()
    heights = low + np.geomspace(1e-3, 1, levels) * (z.max() - low)
    ax.contour(x, y, z, heights, colors="0.75", linewidths=0.8)
    if objective.minimum is not None:
        ax.plot(
            *objective.minimum, "k*", markersize=9, label="minimum", linestyle="none"
        )
    ax.set(xlim=(x0, x1), ylim=(y0, y1), xlabel="$x$", ylabel="$y$")
    ax.grid(False)


def draw_path(ax, points, name, **line):
    """Draw a path, points of shape (steps + 1, 2), in the style of optimizer `name`."""
    ax.plot(*np.asarray(points).T, **{"label": name, **STYLE.get(name, {}), **line})


def draw_band(ax, x, runs, name, **line):
    """Draw the median of runs, shape (seeds, len(x)), in a band from least to most."""
    runs = np.asarray(runs)
    (drawn,) = ax.plot(
        x, np.median(runs, axis=0), **{"label": name, **STYLE.get(name, {}), **line}
    )
    ax.fill_between(
        x,
        runs.min(axis=0),
        runs.max(axis=0),
        color=drawn.get_color(),
        alpha=0.18,
        linewidth=0,
    )


def draw_images(images, titles, columns=5):
    """Return a figure with a grid of grey images, shape (n, height, width), titled."""
    rows = -(-len(images) // columns)
    fig, axes = plt.subplots(rows, columns, figsize=(7, 1.6 * rows), squeeze=False)
    for ax in axes.flat:
        ax.axis("off")
    for ax, image, title in zip(axes.flat, images, titles, strict=False):
        ax.imshow(image, cmap="gray_r")
        ax.set_title(title, fontsize=9)
    return fig

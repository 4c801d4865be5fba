"""The figures of the series, in one style: readable in grey and with colour-blind eyes.

Importing this module sets matplotlib's defaults for the notebook.
"""

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from IPython.display import display

# One colour (Okabe & Ito 2008) and line style per optimizer, in every figure.
STYLE = {
    "SGD": {"color": "#0072B2", "linestyle": "--"},
    "momentum": {"color": "#56B4E9", "linestyle": "-."},
    "AdaGrad": {"color": "#009E73", "linestyle": ":"},
    "RMSprop": {"color": "#D55E00", "linestyle": "-"},
    "Adam": {"color": "#7A3B69", "linestyle": (0, (5, 1, 1, 1, 1, 1))},
}
STYLE["gradient descent"] = STYLE["SGD"]  # the same method, given the full gradient

plt.rcParams.update(
    {
        "figure.figsize": (7, 3.2),
        "figure.dpi": 100,
        "figure.constrained_layout.use": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.color": "0.9",
        "axes.axisbelow": True,
        "lines.linewidth": 1.8,
        "legend.frameon": False,
        "image.cmap": "cividis",
        "axes.prop_cycle": (
            cycler(color=["#0072B2", "#D55E00", "#009E73", "#7A3B69", "#E69F00", "0.4"])
            + cycler(linestyle=["-", "--", "-.", ":", (0, (5, 1, 1, 1)), (0, (1, 3))])
        ),
    }
)


def show(fig, alt):
    """Display `fig` with `alt` as its alternative text (read aloud), and close it.

    Raises ValueError if `alt` says nothing.
    """
    if not isinstance(alt, str) or len(alt.split()) < 4:
        raise ValueError(
            f"alt: {alt!r} was given; expected a sentence that says what the "
            "figure shows"
        )
    display(fig, metadata={"image/png": {"alt": alt}})
    plt.close(fig)


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

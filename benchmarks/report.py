"""Collect what was measured: `benchmarks/RESULTS.md` and its figure.

`python benchmarks/report.py` reads `benchmarks/results/*.json`, measures nothing, and
says of each aim whether it was reached.
"""

import json
import textwrap
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

HERE = Path(__file__).parent
RESULTS = HERE / "results"
PLAIN = {10**3: 0.4, 10**4: 0.6, 10**5: 1.0, 10**6: 1.3, 10**7: 0.6}  # / PyTorch
COMPILED = "ours with the compiled step"


def stored(name):
    return json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"


def ratio(value, aim):
    return f"{value:.2f}", f"≤ {aim}", "yes" if value <= aim else "no"


def epoch_rows(seconds):
    small = seconds["784-128-10, one thread"]
    large = seconds["784-512-512-10, two threads"]
    quickest = "PyTorch, compiled or not"
    for found in (small, large):
        found[quickest] = min(found["PyTorch"], found["PyTorch, compiled"])
    for ours, other, aim in (
        (COMPILED, "JAX, jit", 0.95),
        (COMPILED, quickest, 0.6),
        (COMPILED, "scikit-learn", 0.5),
        (COMPILED, "matrix products", 1.45),
        ("ours", "JAX, jit", 1.1),
        ("ours", "PyTorch", 0.68),
    ):
        value = small[ours] / small[other]
        yield f"epoch, 784-128-10, one thread: {ours} / {other}", *ratio(value, aim)
    value = large[COMPILED] / large["PyTorch"]
    name = f"epoch, 784-512-512-10, two threads: {COMPILED} / PyTorch"
    yield name, *ratio(value, 0.9)


def pytorchs(seconds):
    return min(seconds["PyTorch, for each"], seconds["PyTorch, foreach"])


def update_rows(update):
    for row in update["rows"]:
        if row["arrays"] > 1:
            continue
        size, seconds = row["parameters"], row["seconds"]
        of, compiled = f"{size:,} parameters", seconds["ours, compiled"]
        value = seconds["ours"] / pytorchs(seconds)
        yield f"`RMSprop.update`, {of} / PyTorch", *ratio(value, PLAIN[size])
        value = compiled / seconds["PyTorch, compiled"]
        name = f"`CompiledRMSprop.update`, {of}"
        yield f"{name} / compiled PyTorch", *ratio(value, 0.7)
        yield f"{name} / PyTorch", *ratio(compiled / pytorchs(seconds), 0.5)
        if size == 10**7:
            yield f"{name} / copying", *ratio(compiled / seconds["copying"], 2.2)


def rnn_rows(steps):
    aims = {(32, 32, 64, 64): 0.35, (128, 32, 64, 128): 0.65}
    for step in steps:
        shape = tuple(step["B, T, E, H"])
        if shape in aims:
            yield (
                f"RNN step, B, T, E, H = {shape}, compiled step / PyTorch",
                *ratio(step["compiled step / PyTorch"], aims[shape]),
            )


def floor_text(epoch, update):
    """Say how much of the time the processor needs, whatever we do."""
    small = epoch["seconds"]["784-128-10, one thread"]
    products, rest = small["matrix products"], small["ours"] - small["matrix products"]
    speed = 2 * 60_000 * (2 * 784 * 128 + 3 * 128 * 10) / products / 1e9
    fastest = epoch["FLOP/s of a large product, one thread"] / 1e9
    compiled = small[COMPILED] - small["matrix products"]
    (step,) = (
        row["seconds"]["ours, compiled"]
        for row in update["rows"]
        if (row["parameters"], row["arrays"]) == (100_000, 4)
    )
    floor = products + small["gathering rows"] + step * -(-60_000 // 128)
    products_text = textwrap.fill(
        f"The products run at {speed:.0f} GFLOP/s; a product of two 1024 × 1024 "
        f"matrices, at {fastest:.0f}. All the rest takes {1e3 * rest:.0f} ms, with the "
        f"compiled step {1e3 * compiled:.0f} ms: {small['ours'] / products:.2f} and "
        f"{small[COMPILED] / products:.2f} times the products alone. Those take "
        f"{products / small['JAX, jit']:.2f} of JAX's time and "
        f"{products / small['PyTorch']:.2f} of PyTorch's.",
        width=88,
    )
    floor_text = textwrap.fill(
        f"Could nothing be left but the products, the gathering of rows and the "
        f"compiled step of 100,000 parameters in four arrays, the epoch would take "
        f"{1e3 * floor:.0f} ms: {floor / small['JAX, jit']:.2f} of JAX's time, "
        f"{floor / small['PyTorch, compiled or not']:.2f} of PyTorch's, "
        f"{floor / small['scikit-learn']:.2f} of scikit-learn's and "
        f"{floor / products:.2f} of the products'. An aim below these is out of reach "
        "of a network that calls NumPy for its products; between them and what was "
        "measured lie biases, ReLU, softmax, checks and calls.",
        width=88,
    )
    return f"{products_text}\n\n{floor_text}"


def bytes_text(update):
    """Say what the step of the longest array moves at least."""
    row = next(row for row in update["rows"] if row["parameters"] == 10**7)
    seconds = row["seconds"]
    rate = 20 * row["parameters"] / seconds["PyTorch, compiled"]
    most = max(update["scratch, bytes"].values()) / 1e6
    return textwrap.fill(
        f"Where memory decides, bytes count. A step must read θ, g and v and write θ "
        f"and v: 20 bytes for each float32. Compiled PyTorch does that and no more, at "
        f"{rate / 1e9:.0f} GB/s. Ours reads g once more beforehand, since a gradient "
        f"with NaN is refused before anything has changed: 24 bytes, 1.2 times as "
        f"many. Copying reads 4 bytes and writes 4, and the processor fetches what it "
        f"is going to overwrite: 12 bytes, so that 24 are 2 copies. Measured at "
        f"10,000,000 in one array: "
        f"{seconds['ours, compiled'] / seconds['PyTorch, compiled']:.2f} of compiled "
        f"PyTorch, {seconds['ours, compiled'] / seconds['copying']:.2f} copies. "
        f"`RMSprop.update` needs at most {most:.1f} MB besides the arrays.",
        width=88,
    )


def compiling_text(*records):
    rows = [
        (f"{what}: {name}", f"{seconds:.1f} s")
        for what, found in records
        for name, seconds in found["seconds to compile"].items()
    ]
    return table(("what is compiled", "the first call takes longer by"), rows)


def commands_table():
    rows = [
        (
            f"`{name}`",
            f"{found['seconds']:.0f} s",
            f"≤ {found['aim']} s",
            "yes" if found["seconds"] <= found["aim"] else "no",
        )
        for name, found in stored("commands").items()
    ]
    return table(("command", "time", "aim", "reached"), rows)


def figure(growth):
    """Draw the four curves, each with its line, as growth.png."""
    curves = growth["curves"]
    fig, axes = plt.subplots(1, 3, figsize=(9, 3), layout="constrained")
    for ax, name in zip(axes, list(curves)[:3], strict=True):
        kind, unit = name.split(", ")
        draw(ax, curves[name], kind, "o", "-")
        ax.set(xlabel=unit, title=kind, xscale="log", yscale="log")
    draw(axes[0], curves["copy, numbers"], "copying one array", "s", "--")
    axes[0].legend()
    axes[0].set_ylabel("seconds")
    fig.savefig(RESULTS / "growth.png", dpi=120, metadata={"Software": None})


def draw(ax, curve, label, marker, line):
    n = np.array(curve["n"])
    (points,) = ax.plot(n, curve["seconds"], marker, label=label)
    x = np.geomspace(n[0], n[-1], 50)
    ax.plot(x, curve["a"] + curve["b"] * x, line, color=points.get_color())


def span(seconds):
    return f"{1e9 * seconds:.2f} ns" if seconds < 1e-7 else f"{1e6 * seconds:.1f} µs"


def growth_text(growth):
    curves = growth["curves"]
    rows = [
        (
            name,
            span(curve["a"]),
            span(curve["b"]),
            f"{100 * worst(curve):.0f} %",
        )
        for name, curve in curves.items()
    ]
    n, update, copy = (
        curves["copy, numbers"]["n"][-1],
        curves["update, parameters"]["seconds"][-1],
        curves["copy, numbers"]["seconds"][-1],
    )
    bandwidth = 8 * n / copy / 1e9  # four bytes read, four written
    text = table(("over", "a", "b", "largest error of the fit"), rows)
    return f"""{text}
Where the arrays outgrow a cache, the time per number rises, and that of copying, which
does nothing else, rises most. At {n:,} numbers copying goes at
{bandwidth:.0f} GB/s, read and write counted, and an update costs as much as
{update / copy:.1f} copies. It must read three arrays and write two: 2.5 copies.

![Seconds against parameters, examples and tokens, both logarithmic, with the fitted
lines: in proportion to the right; at the left the fixed cost a bends them, most for the
RNN.](results/growth.png)
"""


def worst(curve):
    fit = curve["a"] + curve["b"] * np.array(curve["n"])
    return np.max(np.abs(fit / np.array(curve["seconds"]) - 1))


def seconds_table(found):
    rows = [
        (name, f"{1e3 * seconds:.0f} ms")
        for name, seconds in sorted(found.items(), key=lambda item: item[1])
    ]
    return table(("one epoch", "time"), rows)


def update_table(update):
    names = [name for name in update["rows"][0]["seconds"] if name != "Python's loop"]
    rows = [
        (
            f"{row['parameters']:,} in {row['arrays']}",
            *(f"{1e6 * row['seconds'][name]:,.1f}" for name in names),
        )
        for row in update["rows"]
    ]
    slow = [
        f"{1e6 * row['seconds'][name]:,.0f} µs for {row['parameters']:,}"
        for name in ["Python's loop"]
        for row in update["rows"]
        if name in row["seconds"]
    ]
    told = textwrap.fill(f"Python's loop takes {', '.join(slow)} parameters.", width=88)
    return table(("parameters in arrays", *names), rows) + f"\n{told}\n"


def rnn_table(steps):
    names = list(steps[0]["ms per step"])
    rows = [
        (
            ", ".join(map(str, step["B, T, E, H"])),
            *(f"{step['ms per step'][name]:.2f}" for name in names),
        )
        for step in steps
    ]
    return table(("B, T, E, H", *names), rows)


def mnist_table():
    rows = []
    for name in ("mnist", "mnist_larger"):
        found = stored(name)
        rows.append(
            (
                "-".join(map(str, found["sizes"])),
                len(found["test_accuracy"]),
                found["epochs"],
                f"{100 * found['mean_test_accuracy']:.2f} %",
            )
        )
    return table(("network", "seeds", "epochs", "right"), rows)


def review_table():
    means = [
        stored(f"sentiment_{texts}")["means"] for texts in ("sentences", "documents")
    ]
    rows = [
        (
            name.replace("network", "RNN"),
            *(f"{100 * mean[name]:.1f} %" for mean in means),
        )
        for name in means[0]
    ]
    return table(("model", "sentences", "documents"), rows)


def results():
    """Return the text of RESULTS.md."""
    epoch, update, growth = (stored(name) for name in ("epoch", "update", "growth"))
    startup, rnn = stored("startup")["seconds"], stored("rnn_step")
    imports = startup["rmsprop_lib with its optimizers, networks and training"]
    rows = [
        *epoch_rows(epoch["seconds"]),
        *update_rows(update),
        *rnn_rows(rnn),
        ("`import rmsprop_lib`, in seconds", *ratio(startup["rmsprop_lib"], 0.2)),
        ("the same and its names in use, with NumPy", *ratio(imports, 0.2)),
    ]
    machine = "\n".join(
        f"- {name}: {value}" for name, value in epoch["machine"].items()
    )
    small = epoch["seconds"]["784-128-10, one thread"]
    large = epoch["seconds"]["784-512-512-10, two threads"]
    return f"""# How fast

`make bench` measures anew all but the last two sections, and writes this file. The
contestants take turns, each in a process of its own, all with the same number of
threads; a time is the median of at least 5 turns.

{machine}

## Aims

{table(("what", "measured", "aim", "reached"), rows)}
## An epoch of MNIST, 784-128-10, batches of 128, one thread

{seconds_table(small)}
scikit-learn runs Adam, for want of RMSprop. "Gathering rows", "RMSprop.update" and
"matrix products" are parts of our epoch, each measured alone; "Python and calls", the
same loop with arrays of one number, overlaps with them.

{floor_text(epoch, update)}

## 784-512-512-10, two threads

{seconds_table(large)}
## The update alone, float32, one thread, in µs

{update_table(update)}
{bytes_text(update)}

## Compiling

{compiling_text(("an epoch", epoch), ("an update", update))}
## The RNN's step, one thread, in ms

{rnn_table(rnn)}
## Growth: a + b·n

{growth_text(growth)}
## The project's commands, after set-up

Measured by `python benchmarks/commands.py`, not by `make bench`.

{commands_table()}
## Accuracy

Not measured by `make bench`, but by `benchmarks/mnist.py` and `benchmarks/sentiment.py`
(`--help` says how). MNIST: test images, mean of the seeds.

{mnist_table()}
Reviews: mean of five folds; RNN is ours, its control the same without recurrence.

{review_table()}"""


def main():
    figure(stored("growth"))
    (HERE / "RESULTS.md").write_text(results(), encoding="utf-8")
    print("written to benchmarks/RESULTS.md")


if __name__ == "__main__":
    main()

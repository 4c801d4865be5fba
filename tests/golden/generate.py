"""Record what the frameworks' optimizers do: `make golden`, or, in an environment with
requirements.txt, `python tests/golden/generate.py`.

Every optimizer gets the same start, the same 60 gradients and the same rates, all from
`inputs.json`, which is written here too. Each framework's file holds its versions and,
per run, the settings in the framework's own words and all 61 points in float64. JSON
writes a float with as many digits as it needs to be read back exactly.
"""

import inspect
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

os.environ.update(KERAS_BACKEND="jax", TF_CPP_MIN_LOG_LEVEL="3", JAX_PLATFORMS="cpu")

import jax
import keras
import numpy as np
import optax
import tensorflow as tf
import torch

jax.config.update("jax_enable_x64", True)
keras.config.set_floatx("float64")

HERE = Path(__file__).parent
STEPS = 60
SHAPES = {"scalar": (), "vector": (3,), "matrix": (2, 3)}
# Powers of two: float32, to which TensorFlow 1 rounds its settings, holds them exactly.
RATES = [2.0**-6] * 20 + [2.0**-8] * 20 + [2.0**-7] * 20
EPS = 2.0**-6  # large, so that it matters where it stands


def inputs():
    """Return start and gradients: sizes from 1e-4 to 2, and one tiny component.

    No gradient is larger than 2, so that rounding in v − m² stays far below ε.
    """
    rng = np.random.default_rng(32)
    start = {name: rng.normal(size=shape).round(6) for name, shape in SHAPES.items()}
    gradients = []
    for _ in range(STEPS):
        step = {}
        for name, shape in SHAPES.items():
            size = 10.0 ** rng.uniform(-4, 0, size=shape)
            step[name] = np.clip(rng.normal(0.3, 1.0, size=shape) * size, -2, 2)
        step["vector"][2] *= 1e-6
        gradients.append({name: g.round(12) for name, g in step.items()})
    return start, gradients


def record_pytorch(make, start, gradients):
    params = {name: torch.tensor(v) for name, v in start.items()}
    optimizer = make(params.values())
    points = [{name: p.numpy().copy() for name, p in params.items()}]
    for rate, step in zip(RATES, gradients, strict=True):
        optimizer.param_groups[0]["lr"] = rate
        for name, p in params.items():
            p.grad = torch.tensor(step[name])
        optimizer.step()
        points.append({name: p.numpy().copy() for name, p in params.items()})
    return points


def record_keras(make, start, gradients):
    variables = {name: keras.Variable(v) for name, v in start.items()}
    optimizer = make(RATES[0])
    read = keras.ops.convert_to_numpy
    points = [{name: read(v) for name, v in variables.items()}]
    for rate, step in zip(RATES, gradients, strict=True):
        optimizer.learning_rate = rate
        grads = [keras.ops.convert_to_tensor(step[name]) for name in variables]
        optimizer.apply(grads, list(variables.values()))
        points.append({name: read(v) for name, v in variables.items()})
    return points


def record_optax(make, start, gradients):
    rates = jax.numpy.array(RATES)
    optimizer = make(lambda count: rates[count])
    params = {name: jax.numpy.array(v) for name, v in start.items()}
    state = optimizer.init(params)
    points = [{name: np.array(p) for name, p in params.items()}]
    for step in gradients:
        grads = {name: jax.numpy.array(g) for name, g in step.items()}
        updates, state = optimizer.update(grads, state, params)
        params = optax.apply_updates(params, updates)
        points.append({name: np.array(p) for name, p in params.items()})
    return points


def record_tensorflow1(make, start, gradients):
    variables = {name: tf.Variable(v) for name, v in start.items()}
    rates = iter(RATES)
    optimizer = make(lambda: next(rates))
    points = [{name: v.numpy().copy() for name, v in variables.items()}]
    for step in gradients:
        optimizer.apply_gradients(
            [(tf.constant(step[name]), variables[name]) for name in variables]
        )
        points.append({name: v.numpy().copy() for name, v in variables.items()})
    return points


# Per framework: its recorder, its optimizers, the packages, and {run: settings}.
# "defaults" leaves everything but the rate as the framework has it.
RHO, MU = 0.875, 0.75
PYTORCH = {
    "defaults": {},
    "plain": {"alpha": RHO, "eps": EPS},
    "momentum": {"alpha": RHO, "eps": EPS, "momentum": MU},
    "centered": {"alpha": RHO, "eps": EPS, "centered": True},
    "weight decay": {"alpha": RHO, "eps": EPS, "weight_decay": 0.5},
    "all": {
        "alpha": RHO,
        "eps": EPS,
        "momentum": MU,
        "centered": True,
        "weight_decay": 0.5,
    },
}
PYTORCH_OTHERS = {
    "SGD": {},
    "SGD momentum": {"momentum": MU},
    "SGD Nesterov": {"momentum": MU, "nesterov": True},
    "Adagrad": {"eps": EPS},
    "Adagrad defaults": {},
    "Adam": {"betas": [MU, RHO], "eps": EPS},
    "Adam defaults": {},
}
KERAS = {
    "defaults": {},
    "plain": {"rho": RHO, "epsilon": EPS},
    "momentum": {"rho": RHO, "epsilon": EPS, "momentum": MU},
    "centered": {"rho": RHO, "epsilon": EPS, "centered": True},
    "weight decay": {"rho": RHO, "epsilon": EPS, "weight_decay": 0.5},
    "all": {
        "rho": RHO,
        "epsilon": EPS,
        "momentum": MU,
        "centered": True,
        "weight_decay": 0.5,
    },
}
OPTAX = {
    "defaults": {},
    "plain": {"decay": RHO, "eps": EPS},
    "epsilon outside": {"decay": RHO, "eps": EPS, "eps_in_sqrt": False},
    "initial scale": {"decay": RHO, "eps": EPS, "initial_scale": 0.5},
    "momentum": {"decay": RHO, "eps": EPS, "momentum": MU},
    "nesterov": {"decay": RHO, "eps": EPS, "momentum": MU, "nesterov": True},
    "centered": {"decay": RHO, "eps": EPS, "centered": True},
    "bias correction": {"decay": RHO, "eps": EPS, "bias_correction": True},
    "all": {
        "decay": RHO,
        "eps": EPS,
        "initial_scale": 0.5,
        "momentum": MU,
        "nesterov": True,
        "centered": True,
        "bias_correction": True,
    },
}
TENSORFLOW1 = {
    "defaults": {},
    "plain": {"decay": RHO, "epsilon": EPS},
    "momentum": {"decay": RHO, "epsilon": EPS, "momentum": MU},
    "centered": {"decay": RHO, "epsilon": EPS, "centered": True},
    "all": {"decay": RHO, "epsilon": EPS, "momentum": MU, "centered": True},
}


def pytorch(name, settings):
    kind = name.split()[0] if name in PYTORCH_OTHERS else "RMSprop"
    make = getattr(torch.optim, kind)
    return record_pytorch, lambda params: make(params, lr=RATES[0], **settings)


def keras3(name, settings):
    return record_keras, lambda rate: keras.optimizers.RMSprop(rate, **settings)


def optax1(name, settings):
    return record_optax, lambda rate: optax.rmsprop(rate, **settings)


def tensorflow1(name, settings):
    make = tf.compat.v1.train.RMSPropOptimizer
    return record_tensorflow1, lambda rate: make(rate, **settings)


FRAMEWORKS = {
    "pytorch": (pytorch, PYTORCH | PYTORCH_OTHERS, ["torch"]),
    "keras": (keras3, KERAS, ["keras", "jax"]),
    "optax": (optax1, OPTAX, ["optax", "jax"]),
    "tensorflow1": (tensorflow1, TENSORFLOW1, ["tensorflow-cpu"]),
}
RMSPROPS = {
    "pytorch": torch.optim.RMSprop,
    "keras": keras.optimizers.RMSprop,
    "optax": optax.rmsprop,
    "tensorflow1": tf.compat.v1.train.RMSPropOptimizer,
}


def defaults(rmsprop):
    """Return the defaults in a signature that are numbers, flags or None."""
    parameters = inspect.signature(rmsprop).parameters.items()
    return {
        name: p.default
        for name, p in parameters
        if p.default is None or isinstance(p.default, (bool, float, int))
    }


def plain(points):
    """Return {parameter: list of its points}, as nested lists of floats."""
    return {name: [point[name].tolist() for point in points] for name in points[0]}


def write(name, content):
    """Write JSON with a line per point, so that changes can be read."""
    lines = []

    def walk(value, indent, end):
        pad = " " * indent
        if isinstance(value, dict):
            lines[-1] += "{"
            for i, (key, part) in enumerate(value.items()):
                lines.append(f"{pad} {json.dumps(key)}: ")
                walk(part, indent + 1, "," if i < len(value) - 1 else "")
            lines.append(f"{pad}}}{end}")
        elif isinstance(value, list) and len(value) > STEPS - 1:
            lines[-1] += "["
            for i, part in enumerate(value):
                comma = "," if i < len(value) - 1 else ""
                lines.append(f"{pad} {json.dumps(part)}{comma}")
            lines.append(f"{pad}]{end}")
        else:
            lines[-1] += json.dumps(value) + end

    lines.append("")
    walk(content, 0, "")
    (HERE / f"{name}.json").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    start, gradients = inputs()
    content = {"rates": RATES, "start": {k: v.tolist() for k, v in start.items()}}
    write("inputs", content | {"gradients": plain(gradients)})
    for framework, (choose, runs, packages) in FRAMEWORKS.items():
        recorded = {}
        for name, settings in runs.items():
            record, make = choose(name, settings)
            points = record(make, start, gradients)
            assert all(p.dtype == np.float64 for p in points[-1].values()), name
            recorded[name] = {"settings": settings, "points": plain(points)}
        versions = {package: version(package) for package in packages}
        versions["python"] = platform.python_version()
        content = {"versions": versions, "defaults": defaults(RMSPROPS[framework])}
        write(framework, content | {"runs": recorded})
        print(f"{framework}: {len(recorded)} runs")


if __name__ == "__main__":
    main()

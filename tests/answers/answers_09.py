"""Answers to the exercises of notebook 09, written from its text alone."""

ANSWERS = {
    "check_record": {
        "right": {
            "copies on a list": """
def record_path(step, start, steps):
    point = np.array(start, dtype=float)
    rows = [point.copy()]
    for _ in range(steps):
        point = step(point)
        rows.append(point.copy())
    return np.array(rows)
""",
            "a table that is filled": """
def record_path(step, start, steps):
    rows = np.empty((steps + 1, 2))
    rows[0] = start
    for k in range(steps):
        rows[k + 1] = rows[k]
        step(rows[k + 1])
    return rows
""",
            "tuples": """
def record_path(step, start, steps):
    p = start.copy()
    rows = [tuple(p)]
    while len(rows) < steps + 1:
        step(p)
        rows.append(tuple(p))
    return np.array(rows)
""",
            "steps copies of the step's copy": """
def record_path(step, start, steps):
    rows = [start.copy()]
    for k in range(steps):
        rows.append(step(rows[-1].copy()))
    return np.stack(rows)
""",
            "a list of lists": """
def record_path(step, start, steps):
    point = start.copy()
    rows = [point.tolist()]
    for _ in range(steps):
        point = step(point)
        rows.append(point.tolist())
    return rows
""",
            "vstack": """
def record_path(step, start, steps):
    rows = start[None, :].copy()
    for _ in range(steps):
        rows = np.vstack([rows, step(rows[-1].copy())])
    return rows
""",
        },
        "wrong": {
            "no copies": (
                """
def record_path(step, start, steps):
    point = start
    rows = [point]
    for _ in range(steps):
        point = step(point)
        rows.append(point)
    return np.array(rows)
""",
                "the article's loop: neither the start nor the points are copied",
            ),
            "copies of the points only": (
                """
def record_path(step, start, steps):
    rows = [start.copy()]
    for _ in range(steps):
        start = step(start)
        rows.append(start.copy())
    return np.array(rows)
""",
                "moves the caller's start",
            ),
            "copy of the start only": (
                """
def record_path(step, start, steps):
    point = start.copy()
    rows = [point]
    for _ in range(steps):
        point = step(point)
        rows.append(point)
    return np.array(rows)
""",
                "every row is the last point",
            ),
            "start right, rest shared": (
                """
def record_path(step, start, steps):
    point = start.copy()
    rows = [start.copy()]
    for _ in range(steps):
        rows.append(step(point))
    return np.array(rows)
""",
                "all rows after the first are the last point",
            ),
            "no start": (
                """
def record_path(step, start, steps):
    point = start.copy()
    rows = []
    for _ in range(steps):
        rows.append(step(point).copy())
    return np.array(rows)
""",
                "the start is missing",
            ),
            "no last": (
                """
def record_path(step, start, steps):
    point = start.copy()
    rows = []
    for _ in range(steps):
        rows.append(point.copy())
        step(point)
    return np.array(rows)
""",
                "the last point is missing",
            ),
            "one step too many": (
                """
def record_path(step, start, steps):
    point = start.copy()
    rows = [point.copy()]
    for _ in range(steps + 1):
        rows.append(step(point).copy())
    return np.array(rows)
""",
                "steps + 1 steps: a row too many",
            ),
            "always from the start": (
                """
def record_path(step, start, steps):
    rows = [start.copy()]
    for _ in range(steps):
        rows.append(step(start.copy()))
    return np.array(rows)
""",
                "each step begins at the start again",
            ),
            "transposed": (
                """
def record_path(step, start, steps):
    point = start.copy()
    rows = np.zeros((2, steps + 1))
    rows[:, 0] = point
    for k in range(steps):
        rows[:, k + 1] = step(point)
    return rows
""",
                "a column for each point",
            ),
            "the template": (
                """
def record_path(step, start, steps):
    rows = [start] * (steps + 1)
    for k in range(steps):
        rows[k + 1] = step(rows[k])
    return np.array(rows)
""",
                "the rows of the template all are the start itself",
            ),
            "return in the loop": (
                """
def record_path(step, start, steps):
    point = start.copy()
    rows = [point.copy()]
    for _ in range(steps):
        rows.append(step(point).copy())
        return np.array(rows)
""",
                "returns in the loop, after one step",
            ),
            "extend": (
                """
def record_path(step, start, steps):
    point = start.copy()
    rows = [*point]
    for _ in range(steps):
        rows.extend(step(point))
    return np.array(rows)
""",
                "all numbers in one row",
            ),
            "nothing returned": (
                """
def record_path(step, start, steps):
    point = start.copy()
    rows = [point.copy()]
    for _ in range(steps):
        rows.append(step(point).copy())
""",
                "no return",
            ),
            "the start twice": (
                """
def record_path(step, start, steps):
    point = start.copy()
    rows = [start.copy()] * (steps + 1)
    for k in range(1, steps):
        rows[k + 1] = step(point).copy()
    return np.array(rows)
""",
                "fills from row 2 on: the start stands twice, the last step is missing",
            ),
        },
    },
    "check_path_rates": {
        "right": {
            "loop": """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = np.zeros(2)
    rates = np.empty(gradients.shape)
    for k, g in enumerate(gradients):
        v = decay_rate * v + (1 - decay_rate) * g**2
        rates[k] = learning_rate / (np.sqrt(v) + epsilon)
    return rates
""",
            "the template filled, in place": """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    rates = np.full(gradients.shape, learning_rate)
    v = np.zeros_like(gradients[0])
    for k in range(len(gradients)):
        v *= decay_rate
        v += (1 - decay_rate) * np.square(gradients[k])
        rates[k] /= v**0.5 + epsilon
    return rates
""",
            "numbers, a list of lists": """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    vx = vy = 0.0
    out = []
    for gx, gy in gradients:
        vx = decay_rate * vx + (1 - decay_rate) * gx * gx
        vy = decay_rate * vy + (1 - decay_rate) * gy * gy
        out.append([learning_rate / (vx**0.5 + epsilon),
                    learning_rate / (vy**0.5 + epsilon)])
    return out
""",
            "all v first": """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = [np.zeros(gradients.shape[1])]
    for g in gradients:
        v.append(v[-1] + (1 - decay_rate) * (g**2 - v[-1]))
    return learning_rate / (np.sqrt(np.array(v[1:])) + epsilon)
""",
            "weights": """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    n = len(gradients)
    k = np.arange(n)
    age = k[:, None] - k
    w = np.where(age >= 0, decay_rate ** np.maximum(age, 0), 0) * (1 - decay_rate)
    return learning_rate / (np.sqrt(w @ gradients**2) + epsilon)
""",
        },
        "wrong": {
            "v before": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = np.zeros(2)
    rates = np.empty(gradients.shape)
    for k, g in enumerate(gradients):
        rates[k] = learning_rate / (np.sqrt(v) + epsilon)
        v = decay_rate * v + (1 - decay_rate) * g**2
    return rates
""",
                "divides before v is renewed",
            ),
            "gradient not squared": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = np.zeros(2)
    rates = np.empty(gradients.shape)
    for k, g in enumerate(gradients):
        v = decay_rate * v + (1 - decay_rate) * np.abs(g)
        rates[k] = learning_rate / (np.sqrt(v) + epsilon)
    return rates
""",
                "the mean of |g|, not of g²",
            ),
            "no root": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = np.zeros(2)
    rates = np.empty(gradients.shape)
    for k, g in enumerate(gradients):
        v = decay_rate * v + (1 - decay_rate) * g**2
        rates[k] = learning_rate / (v + epsilon)
    return rates
""",
                "no root",
            ),
            "epsilon inside": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = np.zeros(2)
    rates = np.empty(gradients.shape)
    for k, g in enumerate(gradients):
        v = decay_rate * v + (1 - decay_rate) * g**2
        rates[k] = learning_rate / np.sqrt(v + epsilon)
    return rates
""",
                "epsilon inside the root",
            ),
            "no epsilon": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = np.zeros(2)
    rates = np.empty(gradients.shape)
    for k, g in enumerate(gradients):
        v = decay_rate * v + (1 - decay_rate) * g**2
        rates[k] = learning_rate / np.sqrt(v)
    return rates
""",
                "epsilon is left out",
            ),
            "adagrad": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = np.cumsum(gradients**2, axis=0)
    return learning_rate / (np.sqrt(v) + epsilon)
""",
                "AdaGrad: the sum of the squares",
            ),
            "weights exchanged": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = np.zeros(2)
    rates = np.empty(gradients.shape)
    for k, g in enumerate(gradients):
        v = (1 - decay_rate) * v + decay_rate * g**2
        rates[k] = learning_rate / (np.sqrt(v) + epsilon)
    return rates
""",
                "decay_rate and 1 − decay_rate exchanged",
            ),
            "the steps": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = np.zeros(2)
    rates = np.empty(gradients.shape)
    for k, g in enumerate(gradients):
        v = decay_rate * v + (1 - decay_rate) * g**2
        rates[k] = learning_rate * g / (np.sqrt(v) + epsilon)
    return rates
""",
                "the steps, rate × g, in place of the rates",
            ),
            "one v for both": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = 0.0
    rates = np.empty(gradients.shape)
    for k, g in enumerate(gradients):
        v = decay_rate * v + (1 - decay_rate) * np.sum(g**2)
        rates[k] = learning_rate / (np.sqrt(v) + epsilon)
    return rates
""",
                "one v for both coordinates, of the sum of squares",
            ),
            "v from the first": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = gradients[0] ** 2
    rates = np.empty(gradients.shape)
    for k, g in enumerate(gradients):
        v = decay_rate * v + (1 - decay_rate) * g**2
        rates[k] = learning_rate / (np.sqrt(v) + epsilon)
    return rates
""",
                "v begins at the first gradient's square",
            ),
            "no memory": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = (1 - decay_rate) * gradients**2
    return learning_rate / (np.sqrt(v) + epsilon)
""",
                "v has no memory: each step's square alone",
            ),
            "v reset": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    rates = np.empty(gradients.shape)
    for k, g in enumerate(gradients):
        v = np.zeros(2)
        v = decay_rate * v + (1 - decay_rate) * g**2
        rates[k] = learning_rate / (np.sqrt(v) + epsilon)
    return rates
""",
                "v is set to 0 inside the loop",
            ),
            "hard-coded": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = np.zeros(2)
    rates = np.empty(gradients.shape)
    for k, g in enumerate(gradients):
        v = 0.9 * v + 0.1 * g**2
        rates[k] = 0.01 / (np.sqrt(v) + 1e-8)
    return rates
""",
                "0.9, 0.01 and 1e-8 in place of the arguments",
            ),
            "only the last": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = np.zeros(2)
    for g in gradients:
        v = decay_rate * v + (1 - decay_rate) * g**2
        rates = learning_rate / (np.sqrt(v) + epsilon)
    return rates
""",
                "keeps only the last step's rates",
            ),
            "only v": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    v = np.zeros(2)
    rates = np.full(gradients.shape, learning_rate)
    for k, g in enumerate(gradients):
        v = decay_rate * v + (1 - decay_rate) * g**2
        rates[k] = v
    return rates
""",
                "returns v",
            ),
            "compounded": (
                """
def rates_along(gradients, learning_rate, decay_rate, epsilon):
    rates = np.full(gradients.shape, learning_rate)
    v = np.zeros(2)
    for g in gradients:
        v = decay_rate * v + (1 - decay_rate) * g**2
        rates = rates / (np.sqrt(v) + epsilon)
    return rates
""",
                "divides the whole table at every step",
            ),
        },
    },
    "check_slope_of_hills": {
        "right": {
            "the chain rule": """
def slope_of_hills(point):
    x, y = point
    a, b = x**2 + y - 11, x + y**2 - 7
    return np.array([4 * x * a + 2 * b, 2 * a + 4 * y * b])
""",
            "multiplied out": """
def slope_of_hills(point):
    x, y = point
    return np.array([4 * x**3 + 4 * x * y - 42 * x + 2 * y**2 - 14,
                     4 * y**3 + 4 * x * y - 26 * y + 2 * x**2 - 22])
""",
            "a list": """
def slope_of_hills(point):
    x, y = point
    return [2 * (x**2 + y - 11) * 2 * x + 2 * (x + y**2 - 7),
            2 * (x**2 + y - 11) + 2 * (x + y**2 - 7) * 2 * y]
""",
            "a matrix": """
def slope_of_hills(point):
    x, y = point
    residuals = np.array([x**2 + y - 11, x + y**2 - 7])
    jacobian = np.array([[2 * x, 1], [1, 2 * y]])
    return 2 * jacobian.T @ residuals
""",
        },
        "wrong": {
            "inner derivative forgotten": (
                """
def slope_of_hills(point):
    x, y = point
    a, b = x**2 + y - 11, x + y**2 - 7
    return np.array([2 * a + 2 * b, 2 * a + 2 * b])
""",
                "no inner derivative",
            ),
            "outer factor forgotten": (
                """
def slope_of_hills(point):
    x, y = point
    a, b = x**2 + y - 11, x + y**2 - 7
    return np.array([2 * x * a + b, a + 2 * y * b])
""",
                "the factor 2 of the square is missing: half of the gradient",
            ),
            "exchanged": (
                """
def slope_of_hills(point):
    x, y = point
    a, b = x**2 + y - 11, x + y**2 - 7
    return np.array([2 * a + 4 * y * b, 4 * x * a + 2 * b])
""",
                "the two derivatives are exchanged",
            ),
            "negated": (
                """
def slope_of_hills(point):
    x, y = point
    a, b = x**2 + y - 11, x + y**2 - 7
    return -np.array([4 * x * a + 2 * b, 2 * a + 4 * y * b])
""",
                "the direction downhill: the sign is turned",
            ),
            "second term forgotten": (
                """
def slope_of_hills(point):
    x, y = point
    a, b = x**2 + y - 11, x + y**2 - 7
    return np.array([4 * x * a, 4 * y * b])
""",
                "the other square depends on x (y) too, and is left out",
            ),
            "only the mixed": (
                """
def slope_of_hills(point):
    x, y = point
    a, b = x**2 + y - 11, x + y**2 - 7
    return np.array([4 * x * a + 2 * b, 2 * a + 4 * b])
""",
                "y is missing in the inner derivative of the second square",
            ),
            "x for y": (
                """
def slope_of_hills(point):
    x, y = point
    a, b = x**2 + y - 11, x + y**2 - 7
    return np.array([4 * x * a + 2 * b, 2 * a + 4 * x * b])
""",
                "x in place of y in the second derivative",
            ),
            "wrong constant": (
                """
def slope_of_hills(point):
    x, y = point
    a, b = x**2 + y - 7, x + y**2 - 11
    return np.array([4 * x * a + 2 * b, 2 * a + 4 * y * b])
""",
                "7 and 11 exchanged",
            ),
            "sum": (
                """
def slope_of_hills(point):
    x, y = point
    a, b = x**2 + y - 11, x + y**2 - 7
    return 4 * x * a + 2 * b + 2 * a + 4 * y * b
""",
                "the two derivatives added: one number",
            ),
            "the height": (
                """
def slope_of_hills(point):
    x, y = point
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2
""",
                "the height itself",
            ),
            "second square's 2": (
                """
def slope_of_hills(point):
    x, y = point
    a, b = x**2 + y - 11, x + y**2 - 7
    return np.array([4 * x * a + b, a + 4 * y * b])
""",
                "the factor 2 of the square is missing in one of the two terms",
            ),
            "sign inside": (
                """
def slope_of_hills(point):
    x, y = point
    a, b = x**2 + y - 11, x + y**2 - 7
    return np.array([4 * x * a - 2 * b, 2 * a - 4 * y * b])
""",
                "minus between the two squares' derivatives",
            ),
            "expanded with a slip": (
                """
def slope_of_hills(point):
    x, y = point
    return np.array([4 * x**3 + 4 * x * y - 44 * x + 2 * y**2 - 14,
                     4 * y**3 + 4 * x * y - 28 * y + 2 * x**2 - 22])
""",
                "multiplied out; the 2x of the second square got lost",
            ),
            "no square's inner": (
                """
def slope_of_hills(point):
    x, y = point
    return np.array([2 * x + 1, 1 + 2 * y])
""",
                "the derivatives of the brackets, without the squares",
            ),
        },
    },
}

"""Answers to the exercises of notebook 09, as students write them."""

ANSWERS = {
    "n09.check_record": {
        "head": "def record_path(step, start, steps):",
        "right": {
            "copies on a list": """
                point = np.array(start, dtype=float)
                rows = [point.copy()]
                for _ in range(steps):
                    point = step(point)
                    rows.append(point.copy())
                return np.array(rows)""",
            "a table that is filled": """
                rows = np.empty((steps + 1, 2))
                rows[0] = start
                for k in range(steps):
                    rows[k + 1] = rows[k]
                    step(rows[k + 1])
                return rows""",
            "tuples": """
                p = start.copy()
                rows = [tuple(p)]
                while len(rows) < steps + 1:
                    step(p)
                    rows.append(tuple(p))
                return np.array(rows)""",
            "steps copies of the step's copy": """
                rows = [start.copy()]
                for k in range(steps):
                    rows.append(step(rows[-1].copy()))
                return np.stack(rows)""",
            "a list of lists": """
                point = start.copy()
                rows = [point.tolist()]
                for _ in range(steps):
                    point = step(point)
                    rows.append(point.tolist())
                return rows""",
            "vstack": """
                rows = start[None, :].copy()
                for _ in range(steps):
                    rows = np.vstack([rows, step(rows[-1].copy())])
                return rows""",
            "fills the stub's table row by row": """
                rows = np.zeros((steps + 1, len(start)))
                point = np.copy(start)
                for k in range(steps + 1):
                    rows[k] = point
                    step(point)
                return rows""",
            "concatenate with a while loop": """
                p = 1.0 * start
                path = p[np.newaxis].copy()
                while len(path) <= steps:
                    p = step(p)
                    path = np.concatenate([path, p[np.newaxis]])
                return path""",
            "each row from a copy of the row before": """
                rows = np.zeros((steps + 1, 2))
                rows[0] = start
                for k in range(1, steps + 1):
                    rows[k] = step(rows[k - 1].copy())
                return rows""",
            "two numbers a row": """
                point = np.array([float(c) for c in start])
                path = [[point[0], point[1]]]
                for _ in range(steps):
                    step(point)
                    path.append([point[0], point[1]])
                return np.array(path)""",
            "accumulate": """
                from itertools import accumulate
                moves = accumulate(range(steps), lambda p, _: step(p.copy()),
                                   initial=start.copy())
                return np.array(list(moves))""",
        },
        "wrong": {
            "the article's loop: neither the start nor the points are copied": """
                point = start
                rows = [point]
                for _ in range(steps):
                    point = step(point)
                    rows.append(point)
                return np.array(rows)""",
            "moves the caller's start": """
                rows = [start.copy()]
                for _ in range(steps):
                    start = step(start)
                    rows.append(start.copy())
                return np.array(rows)""",
            "every row is the last point": """
                point = start.copy()
                rows = [point]
                for _ in range(steps):
                    point = step(point)
                    rows.append(point)
                return np.array(rows)""",
            "all rows after the first are the last point": """
                point = start.copy()
                rows = [start.copy()]
                for _ in range(steps):
                    rows.append(step(point))
                return np.array(rows)""",
            "the start is missing": """
                point = start.copy()
                rows = []
                for _ in range(steps):
                    rows.append(step(point).copy())
                return np.array(rows)""",
            "the last point is missing": """
                point = start.copy()
                rows = []
                for _ in range(steps):
                    rows.append(point.copy())
                    step(point)
                return np.array(rows)""",
            "steps + 1 steps: a row too many": """
                point = start.copy()
                rows = [point.copy()]
                for _ in range(steps + 1):
                    rows.append(step(point).copy())
                return np.array(rows)""",
            "each step begins at the start again": """
                rows = [start.copy()]
                for _ in range(steps):
                    rows.append(step(start.copy()))
                return np.array(rows)""",
            "a column for each point": """
                point = start.copy()
                rows = np.zeros((2, steps + 1))
                rows[:, 0] = point
                for k in range(steps):
                    rows[:, k + 1] = step(point)
                return rows""",
            "the rows of the template all are the start itself": """
                rows = [start] * (steps + 1)
                for k in range(steps):
                    rows[k + 1] = step(rows[k])
                return np.array(rows)""",
            "returns in the loop, after one step": """
                point = start.copy()
                rows = [point.copy()]
                for _ in range(steps):
                    rows.append(step(point).copy())
                    return np.array(rows)""",
            "all numbers in one row": """
                point = start.copy()
                rows = [*point]
                for _ in range(steps):
                    rows.extend(step(point))
                return np.array(rows)""",
            "no return": """
                point = start.copy()
                rows = [point.copy()]
                for _ in range(steps):
                    rows.append(step(point).copy())""",
            "fills from row 2 on: the start stands twice, the last step is missing": """
                point = start.copy()
                rows = [start.copy()] * (steps + 1)
                for k in range(1, steps):
                    rows[k + 1] = step(point).copy()
                return np.array(rows)""",
            "copied the points but not the start, so the caller's start moves": """
                point = start
                rows = [point.copy()]
                for _ in range(steps):
                    point = step(point)
                    rows.append(point.copy())
                return np.array(rows)""",
            "copied the start once, then appended the same array each time": """
                point = start.copy()
                rows = [start]
                for _ in range(steps):
                    point = step(point)
                    rows.append(point)
                return np.array(rows)""",
            "the start is not among the points": """
                point = start.copy()
                rows = []
                for _ in range(steps):
                    point = step(point)
                    rows.append(point.copy())
                return np.array(rows)""",
            "kept the stub's rows and appended to them": """
                rows = [start] * (steps + 1)
                point = start.copy()
                for _ in range(steps):
                    point = step(point)
                    rows.append(point.copy())
                return np.array(rows)""",
            "each step starts from the start again": """
                rows = [start] * (steps + 1)
                for k in range(steps):
                    rows[k + 1] = step(start.copy())
                return np.array(rows)""",
            "copies after the step: the row that was kept moves on": """
                rows = [start] * (steps + 1)
                p = start.copy()
                for i in range(1, steps + 1):
                    p = step(p).copy()
                    rows[i] = p
                return np.array(rows)""",
            "writes into the stub's rows from 0: the start is lost": """
                rows = [start] * (steps + 1)
                point = start.copy()
                for i in range(steps):
                    point = step(point)
                    rows[i] = point.copy()
                return np.array(rows)""",
            "step is called twice in each turn": """
                point = start.copy()
                rows = [point.copy()]
                for _ in range(steps):
                    step(point)
                    rows.append(step(point).copy())
                return np.array(rows)""",
            "range(1, steps): the last row is still the stub's start": """
                rows = [start] * (steps + 1)
                point = start.copy()
                for k in range(1, steps):
                    rows[k] = step(point).copy()
                return np.array(rows)""",
            "a slice in place of a copy": """
                point = start[:]
                rows = [point[:]]
                for _ in range(steps):
                    point = step(point)
                    rows.append(point[:])
                return np.array(rows)""",
            "hands a list to step": """
                point = start.tolist()
                rows = [point]
                for _ in range(steps):
                    point = step(point)
                    rows.append(list(point))
                return np.array(rows)""",
            "the start walks, and steps + 1 steps": """
                rows = [start.copy()]
                for _ in range(steps + 1):
                    rows.append(step(start).copy())
                return np.array(rows)""",
            "no copies, and the start is left out": """
                rows = []
                for _ in range(steps):
                    rows.append(step(start))
                return np.array(rows)""",
        },
    },
    "n09.check_path_rates": {
        "head": "def rates_along(gradients, learning_rate, decay_rate, epsilon):",
        "right": {
            "loop": """
                v = np.zeros(2)
                rates = np.empty(gradients.shape)
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates[k] = learning_rate / (np.sqrt(v) + epsilon)
                return rates""",
            "the template filled, in place": """
                rates = np.full(gradients.shape, learning_rate)
                v = np.zeros_like(gradients[0])
                for k in range(len(gradients)):
                    v *= decay_rate
                    v += (1 - decay_rate) * np.square(gradients[k])
                    rates[k] /= v**0.5 + epsilon
                return rates""",
            "numbers, a list of lists": """
                vx = vy = 0.0
                out = []
                for gx, gy in gradients:
                    vx = decay_rate * vx + (1 - decay_rate) * gx * gx
                    vy = decay_rate * vy + (1 - decay_rate) * gy * gy
                    out.append([learning_rate / (vx**0.5 + epsilon),
                                learning_rate / (vy**0.5 + epsilon)])
                return out""",
            "all v first": """
                v = [np.zeros(gradients.shape[1])]
                for g in gradients:
                    v.append(v[-1] + (1 - decay_rate) * (g**2 - v[-1]))
                return learning_rate / (np.sqrt(np.array(v[1:])) + epsilon)""",
            "weights": """
                n = len(gradients)
                k = np.arange(n)
                age = k[:, None] - k
                w = np.where(age >= 0, decay_rate ** np.maximum(age, 0), 0)
                w = w * (1 - decay_rate)
                return learning_rate / (np.sqrt(w @ gradients**2) + epsilon)""",
            "fills the stub's array": """
                rates = np.full(gradients.shape, learning_rate)
                v = np.zeros(2)
                for k in range(len(gradients)):
                    g = gradients[k]
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates[k] = learning_rate / (np.sqrt(v) + epsilon)
                return rates""",
            "all caches first": """
                v, cache = 0, []
                for g in gradients:
                    v = v + (1 - decay_rate) * (g * g - v)
                    cache.append(v)
                return learning_rate / (np.array(cache) ** 0.5 + epsilon)""",
            "a list of rows": """
                v = np.zeros(2)
                rows = []
                for g in gradients:
                    v = decay_rate * v + (1 - decay_rate) * g * g
                    rows.append(learning_rate / (v ** 0.5 + epsilon))
                return np.array(rows)""",
            "column by column, number by number": """
                rates = np.full(gradients.shape, learning_rate)
                for j in range(gradients.shape[1]):
                    v = 0.0
                    for i in range(gradients.shape[0]):
                        v += (1 - decay_rate) * (gradients[i, j] ** 2 - v)
                        rates[i, j] /= np.sqrt(v) + epsilon
                return rates""",
            "a generator of rows": """
                def rows():
                    v = 0.0 * gradients[0]
                    for g in gradients:
                        v = v + (1 - decay_rate) * (g * g - v)
                        yield learning_rate / (epsilon + v ** 0.5)
                return np.array([*rows()])""",
        },
        "wrong": {
            "divides before v is renewed": """
                v = np.zeros(2)
                rates = np.empty(gradients.shape)
                for k, g in enumerate(gradients):
                    rates[k] = learning_rate / (np.sqrt(v) + epsilon)
                    v = decay_rate * v + (1 - decay_rate) * g**2
                return rates""",
            "the mean of |g|, not of g²": """
                v = np.zeros(2)
                rates = np.empty(gradients.shape)
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * np.abs(g)
                    rates[k] = learning_rate / (np.sqrt(v) + epsilon)
                return rates""",
            "no root": """
                v = np.zeros(2)
                rates = np.empty(gradients.shape)
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates[k] = learning_rate / (v + epsilon)
                return rates""",
            "epsilon inside the root": """
                v = np.zeros(2)
                rates = np.empty(gradients.shape)
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates[k] = learning_rate / np.sqrt(v + epsilon)
                return rates""",
            "epsilon is left out": """
                v = np.zeros(2)
                rates = np.empty(gradients.shape)
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates[k] = learning_rate / np.sqrt(v)
                return rates""",
            "AdaGrad: the sum of the squares": """
                v = np.cumsum(gradients**2, axis=0)
                return learning_rate / (np.sqrt(v) + epsilon)""",
            "decay_rate and 1 − decay_rate exchanged": """
                v = np.zeros(2)
                rates = np.empty(gradients.shape)
                for k, g in enumerate(gradients):
                    v = (1 - decay_rate) * v + decay_rate * g**2
                    rates[k] = learning_rate / (np.sqrt(v) + epsilon)
                return rates""",
            "the steps, rate × g, in place of the rates": """
                v = np.zeros(2)
                rates = np.empty(gradients.shape)
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates[k] = learning_rate * g / (np.sqrt(v) + epsilon)
                return rates""",
            "one v for both coordinates, of the sum of squares": """
                v = 0.0
                rates = np.empty(gradients.shape)
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * np.sum(g**2)
                    rates[k] = learning_rate / (np.sqrt(v) + epsilon)
                return rates""",
            "v begins at the first gradient's square": """
                v = gradients[0] ** 2
                rates = np.empty(gradients.shape)
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates[k] = learning_rate / (np.sqrt(v) + epsilon)
                return rates""",
            "v has no memory: each step's square alone": """
                v = (1 - decay_rate) * gradients**2
                return learning_rate / (np.sqrt(v) + epsilon)""",
            "v is set to 0 inside the loop": """
                rates = np.empty(gradients.shape)
                for k, g in enumerate(gradients):
                    v = np.zeros(2)
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates[k] = learning_rate / (np.sqrt(v) + epsilon)
                return rates""",
            "0.9, 0.01 and 1e-8 in place of the arguments": """
                v = np.zeros(2)
                rates = np.empty(gradients.shape)
                for k, g in enumerate(gradients):
                    v = 0.9 * v + 0.1 * g**2
                    rates[k] = 0.01 / (np.sqrt(v) + 1e-8)
                return rates""",
            "keeps only the last step's rates": """
                v = np.zeros(2)
                for g in gradients:
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates = learning_rate / (np.sqrt(v) + epsilon)
                return rates""",
            "returns v": """
                v = np.zeros(2)
                rates = np.full(gradients.shape, learning_rate)
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates[k] = v
                return rates""",
            "divides the whole table at every step": """
                rates = np.full(gradients.shape, learning_rate)
                v = np.zeros(2)
                for g in gradients:
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates = rates / (np.sqrt(v) + epsilon)
                return rates""",
            "divides before v is renewed, once more": """
                rates = np.full(gradients.shape, learning_rate)
                v = np.zeros(2)
                for k, g in enumerate(gradients):
                    rates[k] = learning_rate / (np.sqrt(v) + epsilon)
                    v = decay_rate * v + (1 - decay_rate) * g**2
                return rates""",
            "multiplied by the gradient as well: the steps, not the rates": """
                rates = np.full(gradients.shape, learning_rate)
                v = np.zeros(2)
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates[k] = learning_rate * g / (np.sqrt(v) + epsilon)
                return rates""",
            "v is made new inside the loop": """
                rates = np.full(gradients.shape, learning_rate)
                for k, g in enumerate(gradients):
                    v = np.zeros(2)
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates[k] = learning_rate / (np.sqrt(v) + epsilon)
                return rates""",
            "epsilon under the root": """
                rates = np.full(gradients.shape, learning_rate)
                v = np.zeros(2)
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates[k] = learning_rate / np.sqrt(v + epsilon)
                return rates""",
            "the square of the gradient is forgotten": """
                rates = np.full(gradients.shape, learning_rate)
                v = np.zeros(2)
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * np.abs(g)
                    rates[k] = learning_rate / (np.sqrt(v) + epsilon)
                return rates""",
            "each rate is made of the rate before it": """
                rates = np.full(gradients.shape, learning_rate)
                v = np.zeros(2)
                for k in range(len(gradients)):
                    v = decay_rate * v + (1 - decay_rate) * gradients[k] ** 2
                    rates[k] = rates[k - 1] / (np.sqrt(v) + epsilon)
                return rates""",
            "v begins at 1": """
                rates = np.full(gradients.shape, learning_rate)
                v = np.ones(2)
                for k in range(len(gradients)):
                    v = decay_rate * v + (1 - decay_rate) * gradients[k] ** 2
                    rates[k] = learning_rate / (np.sqrt(v) + epsilon)
                return rates""",
            "range from 1: the first row stays the stub's": """
                rates = np.full(gradients.shape, learning_rate)
                v = np.zeros(2)
                for k in range(1, len(gradients)):
                    v = decay_rate * v + (1 - decay_rate) * gradients[k] ** 2
                    rates[k] = learning_rate / (np.sqrt(v) + epsilon)
                return rates""",
            "precedence: ε is added to the rate": """
                rates = np.full(gradients.shape, learning_rate)
                v = np.zeros(2)
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * g**2
                    rates[k] = learning_rate / np.sqrt(v) + epsilon
                return rates""",
            "column after column, v is not set back to 0 between them": """
                rates = np.full(gradients.shape, learning_rate)
                v = 0.0
                for j in range(2):
                    for k in range(len(gradients)):
                        v = decay_rate * v + (1 - decay_rate) * gradients[k, j] ** 2
                        rates[k, j] = learning_rate / (np.sqrt(v) + epsilon)
                return rates""",
            "one v of the mean of both squares": """
                rates = np.full(gradients.shape, learning_rate)
                v = 0.0
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * np.mean(g**2)
                    rates[k] = learning_rate / (np.sqrt(v) + epsilon)
                return rates""",
            "old v, and ε in the root": """
                rates, v = np.full(gradients.shape, learning_rate), np.zeros(2)
                for k, g in enumerate(gradients):
                    rates[k] = learning_rate / np.sqrt(v + epsilon)
                    v = decay_rate * v + (1 - decay_rate) * g**2
                return rates""",
            "no square, no root": """
                rates, v = np.full(gradients.shape, learning_rate), np.zeros(2)
                for k, g in enumerate(gradients):
                    v = decay_rate * v + (1 - decay_rate) * g
                    rates[k] = learning_rate / (v + epsilon)
                return rates""",
            "steps, and old v": """
                rates, v = np.full(gradients.shape, learning_rate), np.zeros(2)
                for k, g in enumerate(gradients):
                    rates[k] = learning_rate * g / (np.sqrt(v) + epsilon)
                    v = decay_rate * v + (1 - decay_rate) * g**2
                return rates""",
        },
    },
    "n09.check_slope_of_hills": {
        "head": "def slope_of_hills(point):",
        "right": {
            "the chain rule": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([4 * x * a + 2 * b, 2 * a + 4 * y * b])""",
            "multiplied out": """
                x, y = point
                return np.array([4 * x**3 + 4 * x * y - 42 * x + 2 * y**2 - 14,
                                 4 * y**3 + 4 * x * y - 26 * y + 2 * x**2 - 22])""",
            "a list": """
                x, y = point
                return [2 * (x**2 + y - 11) * 2 * x + 2 * (x + y**2 - 7),
                        2 * (x**2 + y - 11) + 2 * (x + y**2 - 7) * 2 * y]""",
            "a matrix": """
                x, y = point
                residuals = np.array([x**2 + y - 11, x + y**2 - 7])
                jacobian = np.array([[2 * x, 1], [1, 2 * y]])
                return 2 * jacobian.T @ residuals""",
            "with names": """
                x, y = point
                a = x**2 + y - 11
                b = x + y**2 - 7
                dx = 2 * a * 2 * x + 2 * b
                dy = 2 * a + 2 * b * 2 * y
                return np.array([dx, dy])""",
            "a Jacobian": """
                x, y = point
                r = np.array([x**2 + y - 11, x + y**2 - 7])
                jacobian = np.array([[2 * x, 1], [1, 2 * y]])
                return 2 * jacobian.T @ r""",
            "Jacobian times residuals": """
                x, y = point
                r = np.array([x * x + y - 11, x + y * y - 7])
                J = np.array([[2 * x, 1], [1, 2 * y]])
                return 2 * J.T @ r""",
        },
        "wrong": {
            "the inner derivative of the first square forgotten in dx": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([2 * a + 2 * b, 2 * a + 4 * y * b])""",
            "the second square left out of dx only": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([4 * x * a, 2 * a + 4 * y * b])""",
            "no inner derivative": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([2 * a + 2 * b, 2 * a + 2 * b])""",
            "the factor 2 of the square is missing: half of the gradient": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([2 * x * a + b, a + 2 * y * b])""",
            "the two derivatives are exchanged": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([2 * a + 4 * y * b, 4 * x * a + 2 * b])""",
            "the direction downhill: the sign is turned": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return -np.array([4 * x * a + 2 * b, 2 * a + 4 * y * b])""",
            "the other square depends on x (y) too, and is left out": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([4 * x * a, 4 * y * b])""",
            "y is missing in the inner derivative of the second square": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([4 * x * a + 2 * b, 2 * a + 4 * b])""",
            "x in place of y in the second derivative": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([4 * x * a + 2 * b, 2 * a + 4 * x * b])""",
            "7 and 11 exchanged": """
                x, y = point
                a, b = x**2 + y - 7, x + y**2 - 11
                return np.array([4 * x * a + 2 * b, 2 * a + 4 * y * b])""",
            "the two derivatives added: one number": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return 4 * x * a + 2 * b + 2 * a + 4 * y * b""",
            "the height itself": """
                x, y = point
                return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2""",
            "the factor 2 of the square is missing in one of the two terms": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([4 * x * a + b, a + 4 * y * b])""",
            "minus between the two squares' derivatives": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([4 * x * a - 2 * b, 2 * a - 4 * y * b])""",
            "multiplied out; the 2x of the second square got lost": """
                x, y = point
                return np.array([4 * x**3 + 4 * x * y - 44 * x + 2 * y**2 - 14,
                                 4 * y**3 + 4 * x * y - 28 * y + 2 * x**2 - 22])""",
            "the derivatives of the brackets, without the squares": """
                x, y = point
                return np.array([2 * x + 1, 1 + 2 * y])""",
            "inner derivative forgotten in both": """
                x, y = point
                return np.array([2 * (x**2 + y - 11) + 2 * (x + y**2 - 7),
                                 2 * (x**2 + y - 11) + 2 * (x + y**2 - 7)])""",
            "x and y components exchanged": """
                x, y = point
                return np.array([2 * (x**2 + y - 11) + 4 * y * (x + y**2 - 7),
                                 4 * x * (x**2 + y - 11) + 2 * (x + y**2 - 7)])""",
            "factor 2 forgotten in the second term of dx": """
                x, y = point
                return np.array([4 * x * (x**2 + y - 11) + (x + y**2 - 7),
                                 2 * (x**2 + y - 11) + 4 * y * (x + y**2 - 7)])""",
            "only dx was derived, dy is still the stub's 0": """
                x, y = point
                return np.array([4 * x * (x**2 + y - 11) + 2 * (x + y**2 - 7), 0.0])""",
            "the second factor of dy has x in place of y": """
                x, y = point
                return np.array([4 * x * (x**2 + y - 11) + 2 * (x + y**2 - 7),
                                 2 * (x**2 + y - 11) + 4 * x * (x + y**2 - 7)])""",
            "slip: the first bracket stands twice in the derivative by y": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([4 * x * a + 2 * b, 2 * a + 4 * y * a])""",
            "the derivative of y² taken for 2, that of x² too": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([4 * a + 2 * b, 2 * a + 4 * b])""",
            "the brackets stay squared": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([4 * x * a**2 + 2 * b**2, 2 * a**2 + 4 * y * b**2])""",
            "the derivatives of the first square only": """
                x, y = point
                a = x**2 + y - 11
                return np.array([4 * x * a, 2 * a])""",
            "a difference quotient with h = 0.01, forwards": """
                x, y = point
                f = lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2
                h = 0.01
                return np.array([(f(x + h, y) - f(x, y)) / h,
                                 (f(x, y + h) - f(x, y)) / h])""",
            "a sign in the first bracket": """
                x, y = point
                a, b = x**2 - y - 11, x + y**2 - 7
                return np.array([4 * x * a + 2 * b, 2 * a + 4 * y * b])""",
            "no outer 2, and exchanged": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([a + 2 * y * b, 2 * x * a + b])""",
            "outer 2 missing in the second square only": """
                x, y = point
                a, b = x**2 + y - 11, x + y**2 - 7
                return np.array([4 * x * a + b, 2 * a + 2 * y * b])""",
        },
    },
}

"""Answers to the exercises of notebook 17, as students write them."""

ANSWERS = {
    "n17.check_drift": {
        "head": "def my_drift(rho, gradients):",
        "right": {
            "run long, then one period": """
                v = 0.0
                for _ in range(3000):
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                moved = 0.0
                for g in gradients:
                    v = rho * v + (1 - rho) * g**2
                    moved -= g / np.sqrt(v)
                return moved""",
            "the fixed point": """
                n = len(gradients)
                g = np.array(gradients, dtype=float)
                weights = rho ** np.arange(n - 1, -1, -1)
                v = (1 - rho) * (weights @ g**2) / (1 - rho**n)
                moved = 0.0
                for x in g:
                    v = rho * v + (1 - rho) * x * x
                    moved -= x / v**0.5
                return moved""",
            "until it repeats": """
                v, before = 0.0, None
                while before is None or abs(v - before) > 1e-14 * abs(v):
                    before = v
                    for g in gradients:
                        v = rho * v + (1 - rho) * g * g
                moved = 0.0
                for g in gradients:
                    v = rho * v + (1 - rho) * g * g
                    moved += -g / v**0.5
                return moved""",
            "weights of all gradients": """
                n, moved = len(gradients), []
                for k in range(n):
                    v = sum((1 - rho) * rho**j * gradients[(k - j) % n] ** 2
                            for j in range(n)) / (1 - rho**n)
                    moved.append(-gradients[k] / v**0.5)
                return np.array(sum(moved))""",
            "many periods": """
                v = 0.0
                for _ in range(5000):
                    moved = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved -= g / np.sqrt(v)
                return moved""",
            "closed form": """
                v = 0.0
                for g in gradients:
                    v = rho * v + (1 - rho) * g * g
                v /= 1 - rho ** len(gradients)
                total = 0.0
                for g in gradients:
                    v = rho * v + (1 - rho) * g * g
                    total += g / v**0.5
                return -total""",
            "the v that repeats, by its equation": """
                n = len(gradients)
                v = sum((1 - rho) * rho ** (n - 1 - k) * g**2
                        for k, g in enumerate(gradients)) / (1 - rho**n)
                moved = 0.0
                for g in gradients:
                    v = rho * v + (1 - rho) * g**2
                    moved -= g / np.sqrt(v)
                return moved""",
            "until it repeats, again": """
                g = np.array(gradients, dtype=float)
                v, last, drift = 0.0, None, 0.0
                while last is None or abs(drift - last) > 1e-12:
                    last, drift = drift if v else None, 0.0
                    for each in g:
                        v = rho * v + (1 - rho) * each**2
                        drift -= each / v**0.5
                return drift""",
            "the periodic v solved for": """
                n = len(gradients)
                v = sum((1 - rho) * rho ** (n - 1 - k) * g * g
                        for k, g in enumerate(gradients)) / (1 - rho**n)
                moved = 0.0
                for g in gradients:
                    v = rho * v + (1 - rho) * g * g
                    moved -= g / v**0.5
                return moved""",
        },
        "wrong": {
            "from v = 0": """
                v = moved = 0.0
                for g in gradients:
                    v = rho * v + (1 - rho) * g**2
                    moved -= g / np.sqrt(v)
                return moved""",
            "uphill": """
                v = 0.0
                for _ in range(3000):
                    moved = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved += g / np.sqrt(v)
                return moved""",
            "all periods together": """
                v = moved = 0.0
                for _ in range(3000):
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved -= g / np.sqrt(v)
                return moved""",
            "mean over the periods": """
                v = moved = 0.0
                for _ in range(1000):
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved -= g / np.sqrt(v)
                return moved / 1000""",
            "too few periods": """
                v = 0.0
                for _ in range(5):
                    moved = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved -= g / np.sqrt(v)
                return moved""",
            "one v for the period": """
                v = np.mean(np.square(gradients))
                return -np.sum(gradients) / np.sqrt(v)""",
            "v before the step": """
                v = 0.0
                for _ in range(3000):
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                moved = 0.0
                for g in gradients:
                    moved -= g / np.sqrt(v)
                    v = rho * v + (1 - rho) * g**2
                return moved""",
            "v of the end for all": """
                v = 0.0
                for _ in range(3000):
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                return -sum(gradients) / np.sqrt(v)""",
            "no root": """
                v = 0.0
                for _ in range(3000):
                    moved = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved -= g / v
                return moved""",
            "not squared": """
                v = 0.0
                for _ in range(3000):
                    moved = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * abs(g)
                        moved -= g / np.sqrt(v)
                return moved""",
            "absolute steps": """
                v = 0.0
                for _ in range(3000):
                    moved = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved += abs(g) / np.sqrt(v)
                return moved""",
            "mean step": """
                v = 0.0
                for _ in range(3000):
                    moved = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved -= g / np.sqrt(v)
                return moved / len(gradients)""",
            "weights exchanged": """
                v = 0.0
                for _ in range(3000):
                    moved = 0.0
                    for g in gradients:
                        v = (1 - rho) * v + rho * g**2
                        moved -= g / np.sqrt(v)
                return moved""",
            "ρ = 0.9": """
                v = 0.0
                for _ in range(3000):
                    moved = 0.0
                    for g in gradients:
                        v = 0.9 * v + 0.1 * g**2
                        moved -= g / np.sqrt(v)
                return moved""",
            "the last step": """
                v = 0.0
                for _ in range(3000):
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved = -g / np.sqrt(v)
                return moved""",
            "with the rate 0.01": """
                v = 0.0
                for _ in range(3000):
                    moved = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved -= 0.01 * g / np.sqrt(v)
                return moved""",
            "all steps": """
                v = 0.0
                for _ in range(3000):
                    steps = []
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        steps.append(-g / np.sqrt(v))
                return steps""",
            "the sum of the gradients": "return -sum(gradients)",
            "the signs": "return -np.sum(np.sign(gradients))",
            "reset in each period": """
                for _ in range(3000):
                    v = moved = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved -= g / np.sqrt(v)
                return moved""",
            "without the first": """
                v = 0.0
                for _ in range(3000):
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                moved = 0.0
                for g in gradients[1:]:
                    v = rho * v + (1 - rho) * g**2
                    moved -= g / np.sqrt(v)
                return moved""",
            "bias-corrected first period": """
                v = moved = 0.0
                for t, g in enumerate(gradients, 1):
                    v = rho * v + (1 - rho) * g**2
                    moved -= g / np.sqrt(v / (1 - rho**t))
                return moved""",
            "a large ε": """
                v = 0.0
                for _ in range(3000):
                    moved = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved -= g / (np.sqrt(v) + 0.1)
                return moved""",
            "nothing returned": """
                v = 0.0
                for _ in range(3000):
                    moved = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved -= g / np.sqrt(v)""",
            "sign of the move forgotten": """
                v = 0.0
                for _ in range(2000):
                    moved = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved += g / np.sqrt(v)
                return moved""",
            "only the first period, from v = 0": """
                v, moved = 0.0, 0.0
                for g in gradients:
                    v = rho * v + (1 - rho) * g**2
                    moved -= g / np.sqrt(v)
                return moved""",
            "all periods added up": """
                v, moved = 0.0, 0.0
                for _ in range(2000):
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved -= g / np.sqrt(v)
                return moved""",
            "divides by the v before the step": """
                v = 0.0
                for g in gradients:
                    v = rho * v + (1 - rho) * g**2
                for _ in range(2000):
                    moved = 0.0
                    for g in gradients:
                        moved -= g / np.sqrt(v)
                        v = rho * v + (1 - rho) * g**2
                return moved""",
            "mean of the period in place of the sum": """
                v = 0.0
                for _ in range(2000):
                    moved = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        moved -= g / np.sqrt(v)
                return moved / len(gradients)""",
            "leaves after the first period": """
                v = 0.0
                for _ in range(1000):
                    drift = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        drift -= g / np.sqrt(v)
                    return drift""",
            "v begins at the first square, one period": """
                v, drift = gradients[0] ** 2, 0.0
                for g in gradients:
                    v = rho * v + (1 - rho) * g**2
                    drift -= g / np.sqrt(v)
                return drift""",
            "one v, the mean of the squares, and the mean gradient": """
                g = np.array(gradients)
                return -g.mean() / np.sqrt(np.mean(g**2))""",
            "the v of the period's end is that of its beginning, as sum": """
                v = 0.0
                for _ in range(1000):
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                return -sum(gradients) / np.sqrt(v)""",
            "** 1 / 2": """
                v = 0.0
                for _ in range(1000):
                    drift = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        drift -= g / v ** 1 / 2
                return drift""",
            "first period, uphill": """
                v = drift = 0.0
                for g in gradients:
                    v = rho * v + (1 - rho) * g**2
                    drift += g / np.sqrt(v)
                return drift""",
            "first period, mean": """
                v, steps = 0.0, []
                for g in gradients:
                    v = rho * v + (1 - rho) * g**2
                    steps.append(-g / np.sqrt(v))
                return np.mean(steps)""",
            "no root, uphill": """
                v = 0.0
                for _ in range(500):
                    drift = 0.0
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        drift += g / v
                return drift""",
            "all periods, uphill": """
                v = drift = 0.0
                for _ in range(100):
                    for g in gradients:
                        v = rho * v + (1 - rho) * g**2
                        drift += g / np.sqrt(v)
                return drift""",
        },
    },
    "n17.check_keep_the_largest": {
        "head": "def step(theta, g, v, largest, rate, rho, epsilon):",
        "right": {
            "the formula": """
                v = rho * v + (1 - rho) * g**2
                largest = np.maximum(largest, v)
                return theta - rate * g / (np.sqrt(largest) + epsilon), v, largest""",
            "a list": """
                new_v = v + (1 - rho) * (np.square(g) - v)
                top = np.where(new_v > largest, new_v, largest)
                return [theta - rate * (g / (top**0.5 + epsilon)), new_v, top]""",
            "copies": """
                theta, v = np.array(theta, dtype=float), np.array(v, dtype=float)
                v *= rho
                v += (1 - rho) * np.asarray(g) ** 2
                top = np.fmax(largest, v)
                theta -= rate * g / (np.sqrt(top) + epsilon)
                return theta, v, top""",
            "one by one": """
                shape = np.shape(theta)
                rows = np.broadcast_arrays(theta, g, v, largest)
                out = []
                for x, d, old, top in zip(*(np.ravel(r) for r in rows)):
                    new = rho * old + (1 - rho) * d * d
                    top = max(top, new)
                    out.append((x - rate * d / (top**0.5 + epsilon), new, top))
                return tuple(np.reshape(c, shape) for c in zip(*out))""",
            "where": """
                new_v = rho * v + (1 - rho) * np.square(g)
                top = np.where(new_v > largest, new_v, largest)
                new_theta = theta - rate / (top**0.5 + epsilon) * g
                return new_theta, new_v, top""",
            "where, again": """
                v_new = rho * v + (1 - rho) * g * g
                top = np.where(v_new > largest, v_new, largest)
                return theta - rate * g / (top**0.5 + epsilon), v_new, top""",
            "fmax and a rate": """
                v = v + (1 - rho) * (g**2 - v)
                largest = np.fmax(v, largest)
                effective = rate / (np.sqrt(largest) + epsilon)
                return theta - effective * g, v, largest""",
            "np.where and the largest root": """
                g2 = np.square(g)
                v = v + (1 - rho) * (g2 - v)
                largest = np.where(v > largest, v, largest)
                return theta - rate / (largest**0.5 + epsilon) * g, v, largest""",
        },
        "wrong": {
            "forgets": """
                v = rho * v + (1 - rho) * g**2
                largest = np.maximum(largest, v)
                return theta - rate * g / (np.sqrt(v) + epsilon), v, largest""",
            "the old largest": """
                v = rho * v + (1 - rho) * g**2
                theta = theta - rate * g / (np.sqrt(largest) + epsilon)
                return theta, v, np.maximum(largest, v)""",
            "v kept at the largest": """
                v = np.maximum(v, rho * v + (1 - rho) * g**2)
                return theta - rate * g / (np.sqrt(v) + epsilon), v, v""",
            "largest returned for v": """
                v = rho * v + (1 - rho) * g**2
                top = np.maximum(largest, v)
                return theta - rate * g / (np.sqrt(top) + epsilon), top, top""",
            "largest g²": """
                v = rho * v + (1 - rho) * g**2
                top = np.maximum(largest, g**2)
                return theta - rate * g / (np.sqrt(top) + epsilon), v, top""",
            "largest of the old v": """
                top = np.maximum(largest, v)
                v = rho * v + (1 - rho) * g**2
                return theta - rate * g / (np.sqrt(top) + epsilon), v, top""",
            "one largest for all": """
                v = rho * v + (1 - rho) * g**2
                top = np.maximum(np.max(largest), np.max(v))
                return theta - rate * g / (np.sqrt(top) + epsilon), v, top""",
            "np.max of two": """
                v = rho * v + (1 - rho) * g**2
                top = np.max([largest, v])
                return theta - rate * g / (np.sqrt(top) + epsilon), v, top""",
            "max() of arrays": """
                v = rho * v + (1 - rho) * g**2
                top = max(largest, v)
                return theta - rate * g / (np.sqrt(top) + epsilon), v, top""",
            "minimum": """
                v = rho * v + (1 - rho) * g**2
                top = np.minimum(largest, v)
                return theta - rate * g / (np.sqrt(top) + epsilon), v, top""",
            "ε inside": """
                v = rho * v + (1 - rho) * g**2
                top = np.maximum(largest, v)
                return theta - rate * g / np.sqrt(top + epsilon), v, top""",
            "no root": """
                v = rho * v + (1 - rho) * g**2
                top = np.maximum(largest, v)
                return theta - rate * g / (top + epsilon), v, top""",
            "uphill": """
                v = rho * v + (1 - rho) * g**2
                top = np.maximum(largest, v)
                return theta + rate * g / (np.sqrt(top) + epsilon), v, top""",
            "not squared": """
                v = rho * v + (1 - rho) * g
                top = np.maximum(largest, v)
                return theta - rate * g / (np.sqrt(top) + epsilon), v, top""",
            "weights exchanged": """
                v = (1 - rho) * v + rho * g**2
                top = np.maximum(largest, v)
                return theta - rate * g / (np.sqrt(top) + epsilon), v, top""",
            "v from the largest": """
                v = rho * largest + (1 - rho) * g**2
                top = np.maximum(largest, v)
                return theta - rate * g / (np.sqrt(top) + epsilon), v, top""",
            "changes v": """
                v *= rho
                v += (1 - rho) * g**2
                top = np.maximum(largest, v)
                return theta - rate * g / (np.sqrt(top) + epsilon), v, top""",
            "changes theta": """
                v = rho * v + (1 - rho) * g**2
                top = np.maximum(largest, v)
                theta -= rate * g / (np.sqrt(top) + epsilon)
                return theta, v, top""",
            "changes largest": """
                v = rho * v + (1 - rho) * g**2
                if np.ndim(largest):
                    largest[...] = np.maximum(largest, v)
                else:
                    largest = max(largest, v)
                return theta - rate * g / (np.sqrt(largest) + epsilon), v, largest""",
            "theta alone": """
                v = rho * v + (1 - rho) * g**2
                top = np.maximum(largest, v)
                return theta - rate * g / (np.sqrt(top) + epsilon)""",
            "order": """
                v = rho * v + (1 - rho) * g**2
                top = np.maximum(largest, v)
                return theta - rate * g / (np.sqrt(top) + epsilon), top, v""",
            "old largest returned": """
                v = rho * v + (1 - rho) * g**2
                top = np.maximum(largest, v)
                return theta - rate * g / (np.sqrt(top) + epsilon), v, largest""",
            "old v returned": """
                new = rho * v + (1 - rho) * g**2
                top = np.maximum(largest, new)
                return theta - rate * g / (np.sqrt(top) + epsilon), v, top""",
            "the step": """
                v = rho * v + (1 - rho) * g**2
                top = np.maximum(largest, v)
                return rate * g / (np.sqrt(top) + epsilon), v, top""",
            "largest root": """
                v = rho * v + (1 - rho) * g**2
                top = np.maximum(largest, np.sqrt(v))
                return theta - rate * g / (top + epsilon), v, top""",
            "no ε": """
                v = rho * v + (1 - rho) * g**2
                top = np.maximum(largest, v)
                return theta - rate * g / np.sqrt(top), v, top""",
            "no rate": """
                v = rho * v + (1 - rho) * g**2
                top = np.maximum(largest, v)
                return theta - g / (np.sqrt(top) + epsilon), v, top""",
            "the sum": """
                v = rho * v + (1 - rho) * g**2
                top = largest + v
                return theta - rate * g / (np.sqrt(top) + epsilon), v, top""",
            "v itself is set to the largest": """
                v = np.maximum(largest, rho * v + (1 - rho) * g**2)
                return theta - rate * g / (np.sqrt(v) + epsilon), v, v""",
            "largest taken from the old v": """
                largest = np.maximum(largest, v)
                v = rho * v + (1 - rho) * g**2
                return theta - rate * g / (np.sqrt(largest) + epsilon), v, largest""",
            "np.max over the array in place of entry by entry": """
                v = rho * v + (1 - rho) * g**2
                largest = max(np.max(largest), np.max(v))
                return theta - rate * g / (np.sqrt(largest) + epsilon), v, largest""",
            "largest of the squares, not of v": """
                v = rho * v + (1 - rho) * g**2
                largest = np.maximum(largest, g**2)
                return theta - rate * g / (np.sqrt(largest) + epsilon), v, largest""",
            "any: all of v where one number is larger": """
                v = rho * v + (1 - rho) * g**2
                if np.any(v > largest):
                    largest = v
                return theta - rate * g / (np.sqrt(largest) + epsilon), v, largest""",
            "all: only where all are larger": """
                v = rho * v + (1 - rho) * g**2
                if np.all(v > largest):
                    largest = v
                return theta - rate * g / (np.sqrt(largest) + epsilon), v, largest""",
            "if with arrays": """
                v = rho * v + (1 - rho) * g**2
                largest = v if v > largest else largest
                return theta - rate * g / (np.sqrt(largest) + epsilon), v, largest""",
            "the largest root is kept": """
                v = rho * v + (1 - rho) * g**2
                largest = np.maximum(largest, np.sqrt(v))
                return theta - rate * g / (largest + epsilon), v, largest""",
            "precedence: ε is added to the quotient": """
                v = rho * v + (1 - rho) * g**2
                largest = np.maximum(largest, v)
                return theta - rate * g / np.sqrt(largest) + epsilon, v, largest""",
            "ε in the root, v not largest": """
                v = rho * v + (1 - rho) * g**2
                largest = np.maximum(largest, v)
                return theta - rate * g / np.sqrt(v + epsilon), v, largest""",
            "old v compared, uphill": """
                largest = np.maximum(largest, v)
                v = rho * v + (1 - rho) * g**2
                return theta + rate * g / (np.sqrt(largest) + epsilon), v, largest""",
            "one maximum, no root": """
                v = rho * v + (1 - rho) * g**2
                largest = np.max(np.maximum(largest, v))
                return theta - rate * g / (largest + epsilon), v, largest""",
        },
    },
}

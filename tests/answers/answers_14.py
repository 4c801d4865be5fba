"""Answers to the exercises of notebook 14, as students write them."""

ANSWERS = {
    "n14.check_step_back": {
        "head": "def step_back(g, h, wh):",
        "right": {
            "the formula": """
                delta = g * (1 - h**2)
                return delta, delta @ wh.T""",
            "a list": """
                delta = (1 - np.square(h)) * g
                return [delta, np.dot(delta, wh.T)]""",
            "einsum": """
                delta = g - g * h * h
                return delta, np.einsum("bj,ij->bi", delta, wh)""",
            "rows": """
                delta = np.array([gi * (1 + hi) * (1 - hi) for gi, hi in zip(g, h)])
                return delta, np.array([wh @ d for d in delta])""",
            "cosh": """
                delta = g / np.cosh(np.arctanh(h)) ** 2
                return delta, (wh @ delta.T).T""",
            "dot and power": """
                slope = 1 - np.power(h, 2)
                delta = np.multiply(slope, g)
                before = np.dot(wh, delta.T).T
                return delta, before""",
            "row by row": """
                delta = np.array([gi * (1 - hi**2) for gi, hi in zip(g, h)])
                return delta, np.array([wh @ d for d in delta])""",
            "factored slope and einsum": """
                delta = (1 - h) * (1 + h) * g
                return delta, np.einsum("bj,ij->bi", delta, wh)""",
        },
        "wrong": {
            "not transposed": """
                delta = g * (1 - h**2)
                return delta, delta @ wh""",
            "no derivative": "return g, g @ wh.T",
            "sigmoid's derivative": """
                delta = g * h * (1 - h)
                return delta, delta @ wh.T""",
            "ReLU's derivative": """
                delta = g * (h > 0)
                return delta, delta @ wh.T""",
            "tanh once more": """
                delta = g * (1 - np.tanh(h) ** 2)
                return delta, delta @ wh.T""",
            "1 - h": """
                delta = g * (1 - h)
                return delta, delta @ wh.T""",
            "g goes back": """
                delta = g * (1 - h**2)
                return delta, g @ wh.T""",
            "order": """
                delta = g * (1 - h**2)
                return delta @ wh.T, delta""",
            "divided": """
                delta = g / (1 - h**2)
                return delta, delta @ wh.T""",
            "sign": """
                delta = g * (h**2 - 1)
                return delta, delta @ wh.T""",
            "weights' gradient": """
                delta = g * (1 - h**2)
                return delta, h.T @ delta""",
            "elementwise root": """
                delta = g * np.sqrt(1 - h**2)
                return delta, delta @ wh.T""",
            "only delta": "return g * (1 - h**2)",
            "tanh for its derivative": """
                delta = g * h
                return delta, delta @ wh.T""",
            "derivative twice": """
                delta = g * (1 - h**2)
                return delta, (delta @ wh.T) * (1 - h**2)""",
            "order of the product": """
                delta = g * (1 - h**2)
                return delta, wh @ delta""",
            "order of the product, transposed back": """
                delta = g * (1 - h**2)
                return delta, (wh.T @ delta.T).T""",
            "changes g": """
                g *= 1 - h**2
                return g, g @ wh.T""",
            "mean over the batch": """
                delta = g * (1 - h**2) / len(g)
                return delta, delta @ wh.T""",
            "1 + h²": """
                delta = g * (1 + h**2)
                return delta, delta @ wh.T""",
            "2h in place of h²": """
                delta = g * (1 - h * 2)
                return delta, delta @ wh.T""",
            "the slope comes after wh": """
                return g, (g @ wh.T) * (1 - h**2)""",
            "(1 - h)²": """
                delta = g * (1 - h) ** 2
                return delta, delta @ wh.T""",
            "plus in place of times": """
                delta = g + (1 - h**2)
                return delta, delta @ wh.T""",
            "h² in place of 1 - h²": """
                delta = g * h**2
                return delta, delta @ wh.T""",
            "sigmoid, not transposed": """
                delta = g * h * (1 - h)
                return delta, delta @ wh""",
            "tanh again, g goes back": """
                delta = g * (1 - np.tanh(h) ** 2)
                return delta, g @ wh.T""",
        },
    },
    "n14.check_clip": {
        "head": "def clip(grads, largest):",
        "right": {
            "min of the factor": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                factor = min(1, largest / norm) if norm else 1
                return {name: g * factor for name, g in grads.items()}""",
            "if": """
                norm = np.sqrt(sum(np.sum(g * g) for g in grads.values()))
                if norm <= largest:
                    return {name: g.copy() for name, g in grads.items()}
                return {name: g / norm * largest for name, g in grads.items()}""",
            "the same arrays when short": """
                norm = np.linalg.norm([np.linalg.norm(g) for g in grads.values()])
                if norm > largest:
                    return {name: largest / norm * g for name, g in grads.items()}
                return dict(grads)""",
            "one long row": """
                row = np.concatenate([np.ravel(g) for g in grads.values()])
                scale = largest / max(np.linalg.norm(row), largest)
                out = {}
                for name in grads:
                    out[name] = scale * grads[name]
                return out""",
            "of the library": """
                from rmsprop_lib import clip_by_global_norm
                new = {name: np.array(g) for name, g in grads.items()}
                clip_by_global_norm(new, largest)
                return new""",
            "min": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                factor = min(1.0, largest / norm) if norm > 0 else 1.0
                return {name: factor * g for name, g in grads.items()}""",
            "if, once more": """
                total = 0.0
                for g in grads.values():
                    total += (g * g).sum()
                norm = total**0.5
                if norm <= largest:
                    return {name: g.copy() for name, g in grads.items()}
                return {name: g * (largest / norm) for name, g in grads.items()}""",
            "one long vector": """
                flat = np.concatenate([np.ravel(g) for g in grads.values()])
                factor = min(1, largest / max(np.linalg.norm(flat), 1e-300))
                return {name: factor * g for name, g in grads.items()}""",
            "a loop and an if": """
                total = 0.0
                for g in grads.values():
                    total += np.sum(g**2)
                norm = total**0.5
                new = {}
                for name in grads:
                    new[name] = grads[name].copy()
                    if norm > largest:
                        new[name] = new[name] * largest / norm
                return new""",
            "hypot over norms": """
                norm = np.linalg.norm([np.linalg.norm(g) for g in grads.values()])
                share = largest / max(norm, largest)
                return {k: share * g for k, g in grads.items()}""",
        },
        "wrong": {
            "each number": """
                return {k: np.clip(g, -largest, largest) for k, g in grads.items()}""",
            "each array": """
                out = {}
                for name, g in grads.items():
                    norm = np.linalg.norm(g)
                    out[name] = g * min(1, largest / norm)
                return out""",
            "lengthens": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                return {name: g * largest / norm for name, g in grads.items()}""",
            "no root": """
                norm = sum(np.sum(g**2) for g in grads.values())
                return {k: g * min(1, largest / norm) for k, g in grads.items()}""",
            "sum of the norms": """
                norm = sum(np.linalg.norm(g) for g in grads.values())
                return {k: g * min(1, largest / norm) for k, g in grads.items()}""",
            "sum of the absolute values": """
                norm = sum(np.abs(g).sum() for g in grads.values())
                return {k: g * min(1, largest / norm) for k, g in grads.items()}""",
            "mean of the squares": """
                row = np.concatenate([g.ravel() for g in grads.values()])
                norm = np.sqrt(np.mean(row**2))
                return {k: g * min(1, largest / norm) for k, g in grads.items()}""",
            "largest entry": """
                norm = max(np.abs(g).max() for g in grads.values())
                return {k: g * min(1, largest / norm) for k, g in grads.items()}""",
            "turned factor": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                return {k: g * min(1, norm / largest) for k, g in grads.items()}""",
            "max for min": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                return {k: g * max(1, largest / norm) for k, g in grads.items()}""",
            "limit 1": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                return {k: g / norm if norm > 1 else g for k, g in grads.items()}""",
            "changes the given arrays": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                for g in grads.values():
                    g *= min(1, largest / norm)
                return grads""",
            "the given dict": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                for k in grads:
                    grads[k] = grads[k] * min(1, largest / norm)
                return grads""",
            "a copied dict of the same arrays": """
                new = dict(grads)
                norm = np.sqrt(sum(np.sum(g**2) for g in new.values()))
                for k in new:
                    new[k] *= min(1, largest / norm)
                return new""",
            "a list": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                return [g * min(1, largest / norm) for g in grads.values()]""",
            "limit to norm": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                if norm > largest:
                    return {k: g / norm for k, g in grads.items()}
                return dict(grads)""",
            "only where too long is nothing": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                if norm > largest:
                    return {k: g * largest / norm for k, g in grads.items()}""",
            "first array": """
                for name, g in grads.items():
                    norm = np.sqrt(np.sum(g**2))
                    return {k: g * min(1, largest / norm) for k, g in grads.items()}""",
            "last array's norm": """
                for g in grads.values():
                    norm = np.sqrt(np.sum(g**2))
                return {k: g * min(1, largest / norm) for k, g in grads.items()}""",
            "zeros instead": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                return {k: g * (norm <= largest) for k, g in grads.items()}""",
            "squared limit": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                factor = min(1, (largest / norm) ** 2)
                return {k: g * factor for k, g in grads.items()}""",
            "fixed names": """
                norm = np.sqrt(np.sum(grads["w"] ** 2) + np.sum(grads["b"] ** 2))
                return {k: g * min(1, largest / norm) for k, g in grads.items()}""",
            "each array by its own norm": """
                result = {}
                for name, g in grads.items():
                    norm = np.linalg.norm(g)
                    result[name] = g * min(1, largest / norm)
                return result""",
            "number by number": """
                return {name: np.clip(g, -largest, largest)
                        for name, g in grads.items()}""",
            "root forgotten": """
                norm = sum(np.sum(g**2) for g in grads.values())
                factor = min(1, largest / norm)
                return {name: factor * g for name, g in grads.items()}""",
            "divided by the norm, not multiplied by the limit": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                if norm > largest:
                    return {name: g / norm for name, g in grads.items()}
                return dict(grads)""",
            "the factor upside down": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                if norm > largest:
                    return {name: g * norm / largest for name, g in grads.items()}
                return dict(grads)""",
            "norm of a list of arrays": """
                norm = np.linalg.norm(list(grads.values()))
                factor = min(1, largest / norm)
                return {name: factor * g for name, g in grads.items()}""",
            "scales while it adds up": """
                total, new = 0.0, {}
                for name, g in grads.items():
                    total += np.sum(g**2)
                    new[name] = g * min(1, largest / np.sqrt(total))
                return new""",
            "the largest of the norms": """
                norm = max(np.linalg.norm(g) for g in grads.values())
                factor = min(1, largest / norm)
                return {name: factor * g for name, g in grads.items()}""",
            "what is too much is subtracted": """
                norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))
                if norm > largest:
                    return {name: g - (norm - largest) for name, g in grads.items()}
                return dict(grads)""",
            "sums, not squares": """
                norm = np.sqrt(abs(sum(np.sum(g) for g in grads.values())))
                factor = min(1, largest / norm)
                return {name: factor * g for name, g in grads.items()}""",
            "each array, always": """
                new = {}
                for name, g in grads.items():
                    new[name] = g * largest / np.linalg.norm(g)
                return new""",
            "no root, always": """
                norm = sum(np.sum(g**2) for g in grads.values())
                return {k: g * largest / norm for k, g in grads.items()}""",
            "changes them, no root": """
                norm = sum(np.sum(g**2) for g in grads.values())
                for k in grads:
                    grads[k] *= min(1, largest / norm)
                return grads""",
        },
    },
    "n14.check_control": {
        "head": "",
        "right": {
            "as asked": "'no'",
            "capital": "'No'",
            "capitals": "'NO'",
            "a string of numpy": "np.str_('no')",
            "upside down": "'on'[::-1]",
            "lower": '"No".lower()',
        },
        "wrong": {
            "yes": "'yes'",
            "no order at all": "'it reads no order at all'",
            "with a capital": "'It reads no order at all'",
            "None left": "None",
            "True": "True",
            "a share": "0.76",
            "another text": "'cannot say'",
            "empty": "''",
            "all of them": "['yes', 'no']",
            "a word of it": "'reads no order'",
            "maybe": "'maybe'",
            "the third answer, shortened": '"no order"',
            "None as a text": "'None'",
        },
    },
    "n14.check_paired": {
        "head": "def paired(right_a, right_b):",
        "right": {
            "in points": """
                d = 100 * (right_a.astype(float) - right_b)
                return d.mean(), 1.96 * d.std(ddof=1) / np.sqrt(len(d))""",
            "the sd with n": """
                d = 100.0 * right_a - 100.0 * right_b
                return float(d.mean()), float(1.96 * d.std(ddof=1) / len(d) ** 0.5)""",
            "of the library": """
                from rmsprop_lib.sweeps import paired_difference
                return paired_difference(right_a, right_b)""",
            "a list": """
                d = [int(x) - int(y) for x, y in zip(right_a, right_b)]
                n, mean = len(d), sum(d) / len(d)
                s = (sum((x - mean) ** 2 for x in d) / (n - 1)) ** 0.5
                return [100 * mean, 196 * s / n**0.5]""",
            "counted": """
                n = len(right_a)
                a, b = np.sum(right_a & ~right_b), np.sum(right_b & ~right_a)
                mean = (a - b) / n
                s = np.sqrt((a + b - n * mean**2) / (n - 1))
                return np.array([100 * mean, 196 * s / np.sqrt(n)])""",
            "of scipy": """
                from scipy import stats
                d = right_a * 100.0 - right_b * 100.0
                return np.mean(d), 1.96 * stats.sem(d)""",
            "numpy": """
                d = 100 * (right_a.astype(float) - right_b.astype(float))
                return d.mean(), 1.96 * d.std(ddof=1) / np.sqrt(len(d))""",
            "int": """
                d = right_a.astype(int) - right_b
                n = len(d)
                s = np.sqrt(((d - d.mean()) ** 2).sum() / (n - 1))
                return 100 * np.mean(d), 196 * s / n**0.5""",
            "from the two counts": """
                n = len(right_a)
                only_a = np.sum(right_a & ~right_b)
                only_b = np.sum(right_b & ~right_a)
                mean = (only_a - only_b) / n
                var = ((only_a + only_b) / n - mean**2) * n / (n - 1)
                return 100 * mean, 196 * np.sqrt(var / n)""",
            "a list of -1, 0, 1": """
                d = [100 * (int(a) - int(b)) for a, b in zip(right_a, right_b)]
                return np.mean(d), 1.96 * np.std(d, ddof=1) / len(d) ** 0.5""",
            "from the shares of the two counts": """
                n = len(right_a)
                up = np.count_nonzero(right_a & ~right_b) / n
                down = np.count_nonzero(right_b & ~right_a) / n
                m = up - down
                s = np.sqrt((up + down - m * m) * n / (n - 1))
                return 100 * m, 196 * s / np.sqrt(n)""",
        },
        "wrong": {
            "shares": """
                d = right_a.astype(float) - right_b
                return d.mean(), 1.96 * d.std(ddof=1) / np.sqrt(len(d))""",
            "booleans subtracted": """
                d = right_a - right_b
                return 100 * d.mean(), 196 * d.std(ddof=1) / np.sqrt(len(d))""",
            "xor": """
                d = (right_a ^ right_b).astype(float)
                return 100 * d.mean(), 196 * d.std(ddof=1) / np.sqrt(len(d))""",
            "standard error": """
                d = 100 * (right_a.astype(float) - right_b)
                return d.mean(), d.std(ddof=1) / np.sqrt(len(d))""",
            "standard deviation": """
                d = 100 * (right_a.astype(float) - right_b)
                return d.mean(), d.std(ddof=1)""",
            "1.96 standard deviations": """
                d = 100 * (right_a.astype(float) - right_b)
                return d.mean(), 1.96 * d.std(ddof=1)""",
            "divided by n": """
                d = 100 * (right_a.astype(float) - right_b)
                return d.mean(), 1.96 * d.std(ddof=1) / len(d)""",
            "variance": """
                d = 100 * (right_a.astype(float) - right_b)
                return d.mean(), 1.96 * d.var(ddof=1) / np.sqrt(len(d))""",
            "unpaired": """
                a, b = 100.0 * right_a, 100.0 * right_b
                half = 1.96 * np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / len(a))
                return a.mean() - b.mean(), half""",
            "unpaired by the binomial formula": """
                p, q, n = right_a.mean(), right_b.mean(), len(right_a)
                half = 196 * np.sqrt(p * (1 - p) / n + q * (1 - q) / n)
                return 100 * (p - q), half""",
            "b - a": """
                d = 100 * (right_b.astype(float) - right_a)
                return d.mean(), 1.96 * d.std(ddof=1) / np.sqrt(len(d))""",
            "ends of the interval": """
                d = 100 * (right_a.astype(float) - right_b)
                half = 1.96 * d.std(ddof=1) / np.sqrt(len(d))
                return d.mean() - half, d.mean() + half""",
            "whole width": """
                d = 100 * (right_a.astype(float) - right_b)
                return d.mean(), 2 * 1.96 * d.std(ddof=1) / np.sqrt(len(d))""",
            "only the mean in points": """
                d = right_a.astype(float) - right_b
                return 100 * d.mean(), 1.96 * d.std(ddof=1) / np.sqrt(len(d))""",
            "z = 2": """
                d = 100 * (right_a.astype(float) - right_b)
                return d.mean(), 2 * d.std(ddof=1) / np.sqrt(len(d))""",
            "the sum": """
                d = 100 * (right_a.astype(float) - right_b)
                return d.sum(), 1.96 * d.std(ddof=1) / np.sqrt(len(d))""",
            "where both differ": """
                d = 100 * (right_a.astype(float) - right_b)
                d = d[d != 0]
                return d.mean(), 1.96 * d.std(ddof=1) / np.sqrt(len(d))""",
            "order": """
                d = 100 * (right_a.astype(float) - right_b)
                return 1.96 * d.std(ddof=1) / np.sqrt(len(d)), d.mean()""",
            "the absolute difference": """
                d = 100 * (right_a.astype(float) - right_b)
                return abs(d.mean()), 1.96 * d.std(ddof=1) / np.sqrt(len(d))""",
            "the interval alone": """
                d = 100 * (right_a.astype(float) - right_b)
                return 1.96 * d.std(ddof=1) / np.sqrt(len(d))""",
            "McNemar's": """
                a, b = np.sum(right_a & ~right_b), np.sum(right_b & ~right_a)
                return 100 * (a - b) / len(right_a), (a - b) / np.sqrt(a + b)""",
            "no root over n": """
                d = 100 * (right_a.astype(float) - right_b)
                return d.mean(), 1.96 * d.std(ddof=1) * np.sqrt(len(d))""",
            "booleans subtracted with ^, so that the sign is lost": """
                d = 100.0 * (right_a ^ right_b)
                return d.mean(), 1.96 * d.std(ddof=1) / np.sqrt(len(d))""",
            "two independent samples": """
                a, b = 100.0 * right_a, 100.0 * right_b
                n = len(a)
                return (a.mean() - b.mean(),
                        1.96 * np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / n))""",
            "the spread of a alone": """
                a, b = right_a.astype(float), right_b.astype(float)
                s = a.std(ddof=1)
                return 100 * (a - b).mean(), 196 * s / np.sqrt(len(a))""",
            "only those that a alone has right": """
                d = (right_a & ~right_b).astype(float)
                return 100 * d.mean(), 196 * d.std(ddof=1) / np.sqrt(len(d))""",
            "unsigned numbers wrap": """
                d = right_a.astype(np.uint8) - right_b.astype(np.uint8)
                return 100 * d.mean(), 196 * d.std(ddof=1) / np.sqrt(len(d))""",
            "in percent of b": """
                d = 100 * (right_a.astype(float) - right_b)
                mean = d.mean() / right_b.mean()
                return mean, 1.96 * d.std(ddof=1) / np.sqrt(len(d))""",
            "n of both": """
                d = 100 * (right_a.astype(float) - right_b)
                n = len(right_a) + len(right_b)
                return d.mean(), 1.96 * d.std(ddof=1) / np.sqrt(n)""",
            "the root over the wrong part": """
                d = 100 * (right_a.astype(float) - right_b)
                return d.mean(), 1.96 * np.sqrt(d.std(ddof=1) / len(d))""",
            "shares, no 1.96, no root": """
                d = right_a.astype(float) - right_b
                return d.mean(), d.std(ddof=1)""",
            "b - a in shares": """
                d = right_b.astype(float) - right_a
                return d.mean(), 1.96 * d.std(ddof=1) / np.sqrt(len(d))""",
            "1.96 s / n": """
                d = right_a.astype(float) - right_b
                return 100 * d.mean(), 1.96 * d.std(ddof=1) / len(d)""",
        },
    },
    "n14.check_largest_back": {
        "head": "def largest_back(h, lengths, dr):",
        "right": {
            "loops": """
                dh = np.zeros_like(h)
                time, n, hidden = h.shape
                for i in range(n):
                    for j in range(hidden):
                        t = np.argmax(h[: lengths[i], i, j])
                        dh[t, i, j] = dr[i, j]
                return dh""",
            "mask": """
                t = np.arange(len(h))[:, None, None]
                inside = np.where(t < np.asarray(lengths)[:, None], h, -np.inf)
                return np.where(inside == inside.max(axis=0), dr, 0.0)""",
            "put_along_axis": """
                words = h.copy()
                for i, length in enumerate(lengths):
                    words[length:, i] = -np.inf
                dh = np.zeros_like(h)
                np.put_along_axis(dh, words.argmax(axis=0)[None], dr[None], axis=0)
                return dh""",
            "one text at a time": """
                dh = np.zeros(h.shape)
                units = np.arange(h.shape[2])
                for i, length in enumerate(lengths):
                    dh[h[:length, i].argmax(axis=0), i, units] = dr[i]
                return dh""",
            "nested lists": """
                inside = np.arange(len(h))[:, None] < np.array(lengths)
                h = np.where(inside[:, :, None], h, -9e9)
                return (dr * (h == np.max(h, axis=0, keepdims=True))).tolist()""",
            "loop over texts": """
                dh = np.zeros_like(h)
                units = np.arange(h.shape[2])
                for i, n in enumerate(lengths):
                    t = h[:n, i].argmax(axis=0)
                    dh[t, i, units] = dr[i]
                return dh""",
            "masked": """
                time = np.arange(len(h))[:, None, None]
                inside = time < np.asarray(lengths)[None, :, None]
                best = np.where(inside, h, -np.inf).argmax(axis=0)
                return np.where(time == best, dr, 0.0)""",
            "three loops": """
                dh = np.zeros_like(h)
                for i in range(h.shape[1]):
                    for j in range(h.shape[2]):
                        t = int(np.argmax(h[: lengths[i], i, j]))
                        dh[t, i, j] = dr[i, j]
                return dh""",
            "a mask": """
                words = np.arange(len(h))[:, None] < np.asarray(lengths)[None, :]
                seen = np.where(words[:, :, None], h, -np.inf)
                return np.where(seen == seen.max(axis=0), dr, 0.0)""",
            "minus infinity behind the words, put_along_axis": """
                time = np.arange(h.shape[0])[:, None, None]
                seen = np.where(time < np.asarray(lengths)[None, :, None], h, -np.inf)
                out = np.zeros_like(h)
                np.put_along_axis(out, seen.argmax(axis=0)[None], dr[None], axis=0)
                return out""",
        },
        "wrong": {
            "padding may win": """
                return np.where(h == h.max(axis=0), dr, 0.0)""",
            "padding as zeros may win": """
                t = np.arange(len(h))[:, None, None]
                inside = np.where(t < np.asarray(lengths)[:, None], h, 0)
                return np.where(inside == inside.max(axis=0), dr, 0.0)""",
            "to the last word": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    dh[length - 1, i] = dr[i]
                return dh""",
            "to all words": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    dh[:length, i] = dr[i]
                return dh""",
            "mean": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    dh[:length, i] = dr[i] / length
                return dh""",
            "one place for the whole text": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    t = h[:length, i].sum(axis=1).argmax()
                    dh[t, i] = dr[i]
                return dh""",
            "largest by size": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    for j in range(h.shape[2]):
                        dh[np.abs(h[:length, i, j]).argmax(), i, j] = dr[i, j]
                return dh""",
            "smallest": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    for j in range(h.shape[2]):
                        dh[h[:length, i, j].argmin(), i, j] = dr[i, j]
                return dh""",
            "times h": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    for j in range(h.shape[2]):
                        t = h[:length, i, j].argmax()
                        dh[t, i, j] = dr[i, j] * h[t, i, j]
                return dh""",
            "ones": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    for j in range(h.shape[2]):
                        dh[h[:length, i, j].argmax(), i, j] = 1
                return dh""",
            "times 1 - h²": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    for j in range(h.shape[2]):
                        t = h[:length, i, j].argmax()
                        dh[t, i, j] = dr[i, j] * (1 - h[t, i, j] ** 2)
                return dh""",
            "largest over the units": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    for t in range(length):
                        j = h[t, i].argmax()
                        dh[t, i, j] = dr[i, j]
                return dh""",
            "without the last word": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    for j in range(h.shape[2]):
                        t = h[: length - 1, i, j].argmax() if length > 1 else 0
                        dh[t, i, j] = dr[i, j]
                return dh""",
            "one word too many": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    for j in range(h.shape[2]):
                        t = h[: length + 1, i, j].argmax()
                        dh[t, i, j] = dr[i, j]
                return dh""",
            "changes h": """
                for i, length in enumerate(lengths):
                    h[length:, i] = -np.inf
                return np.where(h == h.max(axis=0), dr, 0.0)""",
            "shape of dr": """
                out = np.zeros_like(dr)
                for i, length in enumerate(lengths):
                    out[i] = h[:length, i].max(axis=0)
                return out""",
            "largest of all texts": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    t, j = np.unravel_index(h[:length, i].argmax(), h[:length, i].shape)
                    dh[t, i, j] = dr[i, j]
                return dh""",
            "return in the loop": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    for j in range(h.shape[2]):
                        dh[h[:length, i, j].argmax(), i, j] = dr[i, j]
                    return dh""",
            "time and texts exchanged": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    for j in range(h.shape[2]):
                        dh[h[:length, i, j].argmax(), i, j] = dr[i, j]
                return dh.transpose(1, 0, 2)""",
            "the sign": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    for j in range(h.shape[2]):
                        dh[h[:length, i, j].argmax(), i, j] = -dr[i, j]
                return dh""",
            "adds over the texts": """
                dh = np.zeros_like(h)
                for i, length in enumerate(lengths):
                    for j in range(h.shape[2]):
                        dh[h[:length, i, j].argmax(), i, j] = dr[:, j].sum()
                return dh""",
            "the longest for all": """
                dh = np.zeros_like(h)
                for i in range(h.shape[1]):
                    for j in range(h.shape[2]):
                        dh[h[: max(lengths), i, j].argmax(), i, j] = dr[i, j]
                return dh""",
            "padding can win": """
                dh = np.zeros_like(h)
                best = h.argmax(axis=0)
                for i in range(h.shape[1]):
                    for j in range(h.shape[2]):
                        dh[best[i, j], i, j] = dr[i, j]
                return dh""",
            "padding set to 0, which beats negative states": """
                dh = np.zeros_like(h)
                time = np.arange(len(h))[:, None, None]
                masked = np.where(time < np.asarray(lengths)[None, :, None], h, 0)
                best = masked.argmax(axis=0)
                for i in range(h.shape[1]):
                    for j in range(h.shape[2]):
                        dh[best[i, j], i, j] = dr[i, j]
                return dh""",
            "one word wins for all units (largest sum)": """
                dh = np.zeros_like(h)
                for i, n in enumerate(lengths):
                    t = h[:n, i].sum(axis=1).argmax()
                    dh[t, i] = dr[i]
                return dh""",
            "multiplied by the value itself": """
                dh = np.zeros_like(h)
                for i, n in enumerate(lengths):
                    for j in range(h.shape[2]):
                        t = np.argmax(h[:n, i, j])
                        dh[t, i, j] = dr[i, j] * h[t, i, j]
                return dh""",
            "the last word is left out: lengths[i] - 1": """
                dh = np.zeros_like(h)
                for i, n in enumerate(lengths):
                    for j in range(h.shape[2]):
                        t = np.argmax(h[: n - 1, i, j]) if n > 1 else 0
                        dh[t, i, j] = dr[i, j]
                return dh""",
            "the largest value in place of dr": """
                dh = np.zeros_like(h)
                for i, n in enumerate(lengths):
                    for j in range(h.shape[2]):
                        t = np.argmax(h[:n, i, j])
                        dh[t, i, j] = h[t, i, j]
                return dh""",
            "the place is used for all texts": """
                dh = np.zeros_like(h)
                for i, n in enumerate(lengths):
                    for j in range(h.shape[2]):
                        t = np.argmax(h[:n, i, j])
                        dh[t, :, j] = dr[:, j]
                return dh""",
            "indexed with the places alone": """
                words = np.arange(len(h))[:, None] < np.asarray(lengths)[None, :]
                best = np.where(words[:, :, None], h, -np.inf).argmax(axis=0)
                dh = np.zeros_like(h)
                dh[best] = dr
                return dh""",
            "divided by the number of words": """
                dh = np.zeros_like(h)
                for i, n in enumerate(lengths):
                    for j in range(h.shape[2]):
                        dh[np.argmax(h[:n, i, j]), i, j] = dr[i, j] / n
                return dh""",
            "searches the padding": """
                dh = np.zeros_like(h)
                for i, n in enumerate(lengths):
                    for j in range(h.shape[2]):
                        part = h[n:, i, j] if n < len(h) else h[:, i, j]
                        dh[np.argmax(part), i, j] = dr[i, j]
                return dh""",
            "the first text's length for all": """
                dh = np.zeros_like(h)
                for i in range(h.shape[1]):
                    for j in range(h.shape[2]):
                        dh[np.argmax(h[: lengths[0], i, j]), i, j] = dr[i, j]
                return dh""",
            "padding may win, ones": """
                return (h == h.max(axis=0)).astype(float)""",
            "one word, last excluded": """
                dh = np.zeros_like(h)
                for i, n in enumerate(lengths):
                    for j in range(h.shape[2]):
                        words = np.abs(h[: max(n - 1, 1), i, j])
                        dh[np.argmax(words), i, j] = dr[i, j]
                return dh""",
        },
    },
}

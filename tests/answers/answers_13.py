"""Answers to the exercises of notebook 13, as students write them."""

ANSWERS = {
    "n13.check_adam_step": {
        "head": "def adam_step(theta, g, m, v, t, rate, beta1, beta2, epsilon):",
        "right": {
            "the formula": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "a list": """
                new_m = m + (1 - beta1) * (g - m)
                new_v = v + (1 - beta2) * (g * g - v)
                step = (new_m / (1 - beta1**t)) / (
                    (new_v / (1 - beta2**t)) ** 0.5 + epsilon
                )
                return [theta - rate * step, new_m, new_v]""",
            "copies, in place": """
                theta, m, v = np.array(theta), np.array(m), np.array(v)
                m *= beta1
                m += (1 - beta1) * g
                v *= beta2
                v += (1 - beta2) * np.square(g)
                theta -= rate * (m / (1 - beta1**t)) / (
                    np.sqrt(v / (1 - beta2**t)) + epsilon
                )
                return theta, m, v""",
            "corrections in the rate": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                root = np.sqrt(1 - beta2**t)
                step = rate * root / (1 - beta1**t) * m / (np.sqrt(v) + epsilon * root)
                return theta - step, m, v""",
            "two helpers": """
                def mean(old, new, beta):
                    return beta * old + (1 - beta) * new

                def hat(x, beta):
                    return x / (1 - np.power(beta, t))

                m, v = mean(m, g, beta1), mean(v, g**2, beta2)
                step = hat(m, beta1) / (hat(v, beta2) ** 0.5 + epsilon)
                return theta - rate * step, m, v""",
            "new names": """
                m_new = beta1 * m + (1 - beta1) * g
                v_new = beta2 * v + (1 - beta2) * g**2
                m_hat = m_new / (1 - beta1**t)
                v_hat = v_new / (1 - beta2**t)
                return theta - rate * m_hat / (v_hat**0.5 + epsilon), m_new, v_new""",
            "rebinding": """
                m = m + (1 - beta1) * (g - m)
                v = v + (1 - beta2) * (np.square(g) - v)
                step = m / (1 - beta1**t)
                step = step / (np.sqrt(v / (1 - beta2**t)) + epsilon)
                theta = theta - rate * step
                return theta, m, v""",
            "one rate for the step": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g * g
                root = (1 - beta2**t) ** 0.5
                rate_t = rate * root / (1 - beta1**t)
                return theta - rate_t * m / (np.sqrt(v) + epsilon * root), m, v""",
            "means as steps towards g": """
                m_new = m + (1 - beta1) * (g - m)
                v_new = v + (1 - beta2) * (g**2 - v)
                up = m_new / (1 - beta1**t)
                down = np.sqrt(v_new / (1 - beta2**t)) + epsilon
                return theta - rate * up / down, m_new, v_new""",
            "the correction drawn into the rate": """
                m = m + (1 - beta1) * (g - m)
                v = v + (1 - beta2) * (g * g - v)
                root = (1 - beta2**t) ** 0.5
                theta = theta - rate * root / (1 - beta1**t) * m / (
                    v**0.5 + epsilon * root)
                return theta, m, v""",
        },
        "wrong": {
            "no bias correction": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                return theta - rate * m / (np.sqrt(v) + epsilon), m, v""",
            "returns the corrected means": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m, v = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - rate * m / (np.sqrt(v) + epsilon), m, v""",
            "epsilon inside": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - rate * m_hat / np.sqrt(v_hat + epsilon), m, v""",
            "only m corrected": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat = m / (1 - beta1**t)
                return theta - rate * m_hat / (np.sqrt(v) + epsilon), m, v""",
            "only v corrected": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                v_hat = v / (1 - beta2**t)
                return theta - rate * m / (np.sqrt(v_hat) + epsilon), m, v""",
            "betas exchanged": """
                m = beta2 * m + (1 - beta2) * g
                v = beta1 * v + (1 - beta1) * g**2
                m_hat, v_hat = m / (1 - beta2**t), v / (1 - beta1**t)
                return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "corrections exchanged": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta2**t), v / (1 - beta1**t)
                return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "g not squared": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g
                m_hat, v_hat = m / (1 - beta1**t), np.abs(v / (1 - beta2**t))
                return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "m squared in v": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * m**2
                m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "g in the step": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                v_hat = v / (1 - beta2**t)
                return theta - rate * g / (np.sqrt(v_hat) + epsilon), m, v""",
            "no root": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - rate * m_hat / (v_hat + epsilon), m, v""",
            "uphill": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta + rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "t + 1": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta1 ** (t + 1)), v / (1 - beta2 ** (t + 1))
                return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "beta·t for betaᵗ": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta1), v / (1 - beta2)
                return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "changes m and v": """
                m *= beta1
                m += (1 - beta1) * g
                v *= beta2
                v += (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "changes theta": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
                theta -= rate * m_hat / (np.sqrt(v_hat) + epsilon)
                return theta, m, v""",
            "old m and v": """
                new_m = beta1 * m + (1 - beta1) * g
                new_v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
                new = theta - rate * m_hat / (np.sqrt(v_hat) + epsilon)
                return new, new_m, new_v""",
            "returns the old means": """
                new_m = beta1 * m + (1 - beta1) * g
                new_v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = new_m / (1 - beta1**t), new_v / (1 - beta2**t)
                return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "the step, not theta": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
                return rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "order of the results": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
                return m, v, theta - rate * m_hat / (np.sqrt(v_hat) + epsilon)""",
            "only theta": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon)""",
            "hard-coded betas": """
                m = 0.9 * m + 0.1 * g
                v = 0.999 * v + 0.001 * g**2
                m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
                return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "weights of the mean exchanged": """
                m = (1 - beta1) * m + beta1 * g
                v = (1 - beta2) * v + beta2 * g**2
                m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "momentum's sum": """
                m = beta1 * m + g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "v corrected outside the root": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                root = np.sqrt(v) / (1 - beta2**t)
                return theta - rate * m / (1 - beta1**t) / (root + epsilon), m, v""",
            "rate forgotten": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "multiplied by the correction": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m_hat, v_hat = m * (1 - beta1**t), v * (1 - beta2**t)
                return theta - rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v""",
            "returns the corrected means, once more": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m = m / (1 - beta1**t)
                v = v / (1 - beta2**t)
                return theta - rate * m / (np.sqrt(v) + epsilon), m, v""",
            "changes the arrays in place": """
                m *= beta1
                m += (1 - beta1) * g
                v *= beta2
                v += (1 - beta2) * g**2
                mh, vh = m / (1 - beta1**t), v / (1 - beta2**t)
                theta -= rate * mh / (np.sqrt(vh) + epsilon)
                return theta, m, v""",
            "beta1 used for both corrections": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                mh, vh = m / (1 - beta1**t), v / (1 - beta1**t)
                return theta - rate * mh / (np.sqrt(vh) + epsilon), m, v""",
            "times t in place of to the power t": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                mh, vh = m / (1 - beta1 * t), v / (1 - beta2 * t)
                return theta - rate * mh / (np.sqrt(vh) + epsilon), m, v""",
            "no epsilon": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                mh, vh = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - rate * mh / np.sqrt(vh), m, v""",
            "t - 1": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                mh, vh = m / (1 - beta1 ** (t - 1)), v / (1 - beta2 ** (t - 1))
                return theta - rate * mh / (np.sqrt(vh) + epsilon), m, v""",
            "(1 - beta) to the power t": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                mh, vh = m / (1 - beta1) ** t, v / (1 - beta2) ** t
                return theta - rate * mh / (np.sqrt(vh) + epsilon), m, v""",
            "beta1 in v, too": """
                m = beta1 * m + (1 - beta1) * g
                v = beta1 * v + (1 - beta1) * g**2
                mh, vh = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - rate * mh / (np.sqrt(vh) + epsilon), m, v""",
            "precedence: ε is added to the quotient": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                mh, vh = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - rate * mh / np.sqrt(vh) + epsilon, m, v""",
            "no correction, uphill": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                return theta + rate * m / (np.sqrt(v) + epsilon), m, v""",
            "returns hats, ε in the root": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g**2
                m, v = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - rate * m / np.sqrt(v + epsilon), m, v""",
            "no square, no root": """
                m = beta1 * m + (1 - beta1) * g
                v = beta2 * v + (1 - beta2) * g
                mh, vh = m / (1 - beta1**t), v / (1 - beta2**t)
                return theta - rate * mh / (vh + epsilon), m, v""",
        },
    },
    "n13.check_edge": {
        "head": "def list_too_short(losses):",
        "right": {
            "argmin": """
                best = np.median(losses, axis=1).argmin()
                return best in (0, len(losses) - 1)""",
            "or": """
                best = np.argmin(np.median(losses, axis=1))
                return best == 0 or best == losses.shape[0] - 1""",
            "minimum of the ends": """
                medians = [np.median(row) for row in losses]
                return medians.index(min(medians)) in [0, len(medians) - 1]""",
            "np.bool": """
                medians = np.sort(losses, axis=1)
                k = losses.shape[1]
                middle = (medians[:, (k - 1) // 2] + medians[:, k // 2]) / 2
                return np.isin(middle.argmin(), (0, len(losses) - 1))""",
            "statistics": """
                import statistics
                medians = [statistics.median(map(float, row)) for row in losses]
                best = min(range(len(medians)), key=medians.__getitem__)
                return not 0 < best < len(medians) - 1""",
            "a number for the truth": """
                best = np.median(losses, axis=1).argmin()
                return np.bool_(best % (len(losses) - 1) == 0)""",
            "argmin, once more": """
                best = np.argmin(np.median(losses, axis=1))
                return best == 0 or best == len(losses) - 1""",
            "compare": """
                medians = [np.median(row) for row in losses]
                return medians.index(min(medians)) in (0, len(medians) - 1)""",
            "a list of medians": """
                medians = [float(np.median(row)) for row in losses]
                lowest = min(medians)
                return medians[0] == lowest or medians[-1] == lowest""",
            "the inner rows against the ends": """
                mid = np.sort(losses, axis=1)
                mid = np.median(mid, axis=1).tolist()
                return mid.index(min(mid)) % (len(mid) - 1) == 0""",
        },
        "wrong": {
            "mean": """
                best = np.mean(losses, axis=1).argmin()
                return best in (0, len(losses) - 1)""",
            "lowest": """
                best = losses.min(axis=1).argmin()
                return best in (0, len(losses) - 1)""",
            "worst run": """
                best = losses.max(axis=1).argmin()
                return best in (0, len(losses) - 1)""",
            "other axis": """
                best = np.median(losses, axis=0).argmin()
                return best in (0, losses.shape[1] - 1)""",
            "largest": """
                best = np.median(losses, axis=1).argmax()
                return best in (0, len(losses) - 1)""",
            "first only": "return np.median(losses, axis=1).argmin() == 0",
            "last only": """
                return np.median(losses, axis=1).argmin() == len(losses) - 1""",
            "off by one": """
                return np.median(losses, axis=1).argmin() in (0, len(losses))""",
            "seven": "return np.median(losses, axis=1).argmin() in (0, 6)",
            "turned round": """
                best = np.median(losses, axis=1).argmin()
                return best not in (0, len(losses) - 1)""",
            "and": """
                best = np.median(losses, axis=1).argmin()
                return best == 0 and best == len(losses) - 1""",
            "the row": "return np.median(losses, axis=1).argmin()",
            "first two or last two": """
                best = np.median(losses, axis=1).argmin()
                return best <= 1 or best >= len(losses) - 2""",
            "median of all": """
                best = np.median(losses).argmin()
                return best in (0, len(losses) - 1)""",
            "number of columns": """
                best = np.median(losses, axis=1).argmin()
                return best in (0, losses.shape[1] - 1)""",
            "diverged runs left out": """
                finite = np.where(np.isfinite(losses), losses, np.nan)
                best = np.nanargmin(np.nanmedian(finite, axis=1))
                return best in (0, len(losses) - 1)""",
            "infinity anywhere": "return bool(np.isinf(losses).any())",
            "the first seed": """
                best = losses[:, 0].argmin()
                return best in (0, len(losses) - 1)""",
            "the ends against each other": """
                medians = np.median(losses, axis=1)
                return medians[0] < medians[-1]""",
            "the ends against their neighbours": """
                m = np.median(losses, axis=1)
                return bool(m[0] < m[1] or m[-1] < m[-2])""",
            "always": "return True",
            "text": """
                best = np.median(losses, axis=1).argmin()
                return "yes" if best in (0, len(losses) - 1) else "no\"""",
            "the array of comparisons": """
                m = np.median(losses, axis=1)
                return m == m.min()""",
            "lower middle value": """
                m = np.sort(losses, axis=1)[:, 0]
                return m.argmin() in (0, len(losses) - 1)""",
            "mean in place of median": """
                best = losses.mean(axis=1).argmin()
                return best in (0, len(losses) - 1)""",
            "only the last row counts as an end": """
                best = np.median(losses, axis=1).argmin()
                return best == len(losses) - 1""",
            "index off by one: len(losses)": """
                best = np.median(losses, axis=1).argmin()
                return best == 0 or best == len(losses)""",
            "returns whether the list is long enough": """
                best = np.median(losses, axis=1).argmin()
                return 0 < best < len(losses) - 1""",
            "-1 for the last row": """
                best = np.argmin(np.median(losses, axis=1))
                return best == 0 or best == -1""",
            "or with a number": """
                best = np.argmin(np.median(losses, axis=1))
                if best == 0 or len(losses) - 1:
                    return True
                return False""",
            "asks how many rows there are": """
                return len(losses) < 3""",
            "the middle of an unsorted row": """
                middle = losses[:, losses.shape[1] // 2]
                best = middle.argmin()
                return best == 0 or best == len(losses) - 1""",
            "prints": """
                best = np.argmin(np.median(losses, axis=1))
                print(best == 0 or best == len(losses) - 1)""",
            "returns the place of the best row": """
                return np.argmin(np.median(losses, axis=1))""",
            "mean, and first only": """
                return losses.mean(axis=1).argmin() == 0""",
            "axis 0, and len": """
                best = np.median(losses, axis=0).argmin()
                return best == 0 or best == len(losses)""",
        },
    },
    "n13.check_seed_by_seed": {
        "head": "def paired(a, b):",
        "right": {
            "ddof": """
                d = a - b
                return d.mean(), d.std(ddof=1) / np.sqrt(len(d))""",
            "of scipy": """
                from scipy import stats
                return np.mean(a - b), stats.sem(a - b)""",
            "by hand": """
                d = [float(x - y) for x, y in zip(a, b)]
                n = len(d)
                mean = sum(d) / n
                return mean, (sum((x - mean) ** 2 for x in d) / (n - 1) / n) ** 0.5""",
            "a list": """
                import statistics
                d = (a - b).tolist()
                return [statistics.mean(d), statistics.stdev(d) / len(d) ** 0.5]""",
            "an array": """
                d = np.subtract(a, b)
                return np.array([d.mean(), np.sqrt(d.var(ddof=1) / d.size)])""",
            "covariance": """
                c = np.cov(a, b)
                variance = c[0, 0] + c[1, 1] - 2 * c[0, 1]
                return a.mean() - b.mean(), np.sqrt(variance / a.size)""",
            "by hand, once more": """
                d = np.array(a) - np.array(b)
                n = d.size
                mean = d.sum() / n
                s2 = ((d - mean) ** 2).sum() / (n - 1)
                return mean, (s2 / n) ** 0.5""",
            "sums": """
                n = len(a)
                d = [x - y for x, y in zip(a, b)]
                mean = sum(d) / n
                var = sum((x - mean) ** 2 for x in d) / (n - 1)
                return mean, (var / n) ** 0.5""",
            "cov": """
                c = np.cov(a, b)
                var = c[0, 0] + c[1, 1] - 2 * c[0, 1]
                return np.mean(a) - np.mean(b), np.sqrt(var / len(a))""",
            "variance by hand": """
                n = len(a)
                d = [x - y for x, y in zip(a, b)]
                mean = sum(d) / n
                return mean, (sum((x - mean) ** 2 for x in d) / n / (n - 1)) ** 0.5""",
        },
        "wrong": {
            "divides by n": """
                d = a - b
                return d.mean(), d.std() / np.sqrt(len(d))""",
            "standard deviation": """
                d = a - b
                return d.mean(), d.std(ddof=1)""",
            "unpaired": """
                n = len(a)
                error = np.sqrt(a.var(ddof=1) / n + b.var(ddof=1) / n)
                return np.mean(a - b), error""",
            "difference of the standard errors": """
                n = len(a)
                error = (a.std(ddof=1) - b.std(ddof=1)) / np.sqrt(n)
                return np.mean(a - b), error""",
            "b - a": """
                d = b - a
                return d.mean(), d.std(ddof=1) / np.sqrt(len(d))""",
            "no root of n": """
                d = a - b
                return d.mean(), d.std(ddof=1) / len(d)""",
            "variance": """
                d = a - b
                return d.mean(), d.var(ddof=1) / len(d)""",
            "sum": """
                d = a - b
                return d.sum(), d.std(ddof=1) / np.sqrt(len(d))""",
            "median": """
                d = a - b
                return np.median(d), d.std(ddof=1) / np.sqrt(len(d))""",
            "half of the 95 % interval": """
                d = a - b
                return d.mean(), 1.96 * d.std(ddof=1) / np.sqrt(len(d))""",
            "factor for 15 seeds": """
                d = a - b
                return d.mean(), 2.14 * d.std(ddof=1) / np.sqrt(len(d))""",
            "absolute differences": """
                d = np.abs(a - b)
                return d.mean(), d.std(ddof=1) / np.sqrt(len(d))""",
            "15 seeds": """
                d = a - b
                return d.mean(), d.std(ddof=1) / np.sqrt(15)""",
            "root of n - 1 twice": """
                d = a - b
                return d.mean(), d.std(ddof=1) / np.sqrt(len(d) - 1)""",
            "order": """
                d = a - b
                return d.std(ddof=1) / np.sqrt(len(d)), d.mean()""",
            "mean only": "return np.mean(a - b)",
            "the differences": """
                d = a - b
                return d, d.std(ddof=1) / np.sqrt(len(d))""",
            "the t value": """
                d = a - b
                error = d.std(ddof=1) / np.sqrt(len(d))
                return d.mean(), d.mean() / error""",
            "errors of a alone": """
                return np.mean(a - b), a.std(ddof=1) / np.sqrt(len(a))""",
            "multiplied by the root": """
                d = a - b
                return d.mean(), d.std(ddof=1) * np.sqrt(len(d))""",
            "changes a": """
                a -= b
                return a.mean(), a.std(ddof=1) / np.sqrt(len(a))""",
            "the interval's ends": """
                d = a - b
                error = d.std(ddof=1) / np.sqrt(len(d))
                return d.mean() - error, d.mean() + error""",
            "deviations from 0, not from the mean": """
                d = a - b
                n = len(d)
                return d.mean(), np.sqrt(np.sum(d**2) / (n - 1)) / np.sqrt(n)""",
            "** 1 / 2": """
                d = a - b
                return d.mean(), d.std(ddof=1) / len(d) ** 1 / 2""",
            "in parts of b": """
                d = (a - b) / b
                return d.mean(), d.std(ddof=1) / np.sqrt(len(d))""",
            "the mean divided by n - 1": """
                d = a - b
                n = len(d)
                return d.sum() / (n - 1), d.std(ddof=1) / np.sqrt(n)""",
            "n of both methods": """
                d = a - b
                return d.mean(), d.std(ddof=1) / np.sqrt(len(a) + len(b))""",
            "b - a, no root of n": """
                d = b - a
                return d.mean(), d.std(ddof=1) / len(d)""",
            "unpaired, ddof forgotten": """
                n = len(a)
                return a.mean() - b.mean(), np.sqrt(a.var() / n + b.var() / n)""",
            "std with n, not divided, 1.96": """
                d = a - b
                return d.mean(), 1.96 * d.std() / np.sqrt(len(d))""",
        },
    },
    "n13.check_beats_the_table": {
        "head": "def my_optimizer():",
        "right": {
            "a shorter mean": """
                from rmsprop_lib import Adam, linear_decay
                return Adam(linear_decay(0.05, 180), beta1=0.5, beta2=0.99)""",
            "a mean between": """
                from rmsprop_lib import Adam, linear_decay
                return Adam(linear_decay(0.05, 180), beta1=0.7, beta2=0.99)""",
            "by names, step by step": """
                from rmsprop_lib import Adam, linear_decay
                rate = linear_decay(learning_rate=0.04, steps=180)
                optimizer = Adam(rate, 0.5, 0.99)
                return optimizer""",
            "a cosine": """
                from rmsprop_lib import Adam
                rate = lambda step: 0.025 * (1 + np.cos(np.pi * step / 181))
                return Adam(rate, beta1=0.5, beta2=0.99)""",
        },
        "wrong": {
            "the table's own": """
                from rmsprop_lib import AdamW, linear_decay
                return AdamW(linear_decay(0.05, 180))""",
            "RMSprop's best of the table": """
                from rmsprop_lib import linear_decay
                return RMSprop(linear_decay(0.02, 180))""",
            "the class": """
                from rmsprop_lib import AdamW
                return AdamW""",
            "a small and constant rate": """
                from rmsprop_lib import Adam
                return Adam(0.001)""",
            "nothing": "pass",
            "its name": "return 'Adam'",
            "its settings": "return {'rate': 0.05, 'beta1': 0.5}",
            "class and rate": """
                from rmsprop_lib import Adam, linear_decay
                return Adam, linear_decay(0.05, 180)""",
            "a rate that has fallen to 0 too early": """
                from rmsprop_lib import Adam, linear_decay
                return Adam(linear_decay(0.05, 100), beta1=0.5, beta2=0.99)""",
            "a rate that falls over ten times as many updates": """
                from rmsprop_lib import AdamW, linear_decay
                return AdamW(linear_decay(0.05, 1800))""",
        },
    },
}

"""Answers to the exercises of notebooks 00 to 03, as students write them.

Of each check: the head that the stub gives ("" where a number is asked for), right
answers by their style, and wrong ones by the mistake that was made.
"""

ANSWERS = {
    "n00.check_usual_size": {
        "head": "def usual_size(g):",
        "right": {
            "a sum and its length, in a loop": """
                total = 0
                for number in g:
                    total += number * number
                return (total / len(g)) ** 0.5""",
            "norm over the root of the number": """
                return np.linalg.norm(g) / np.sqrt(len(g))""",
            "the square of the mean and the variance": """
                return np.sqrt(np.mean(g) ** 2 + np.var(g))""",
            "numpy": "return np.sqrt(np.mean(g**2))",
            "method and power": "return (g * g).mean() ** 0.5",
            "norm over root of n": "return np.linalg.norm(g) / np.size(g) ** 0.5",
            "dot": "return np.sqrt(g.ravel() @ g.ravel() / g.size)",
            "loop": """
                total = 0.0
                for x in np.ravel(g):
                    total += x * x
                return (total / np.size(g)) ** 0.5""",
            "generator and math": """
                import math
                return math.sqrt(sum(x**2 for x in g.flat) / g.size)""",
            "array of one number": "return np.sqrt(np.array([np.mean(g**2)]))",
            "root mean square of abs": "return np.sqrt(np.mean(np.abs(g) ** 2))",
            "std and mean": "return np.sqrt(np.var(g) + np.mean(g) ** 2)",
            "norm": "return np.linalg.norm(g) / np.sqrt(g.size)",
        },
        "wrong": {
            "the result is not returned": """
                result = np.sqrt(np.mean(g**2))
                return None""",
            "divides by the number outside the root": """
                return np.sqrt(np.sum(g**2)) / len(g)""",
            "to the power 1, by 2": "return np.mean(g**2) ** 1 / 2",
            "returns in the loop": """
                total = 0
                for x in g:
                    total += x**2
                    return np.sqrt(total / len(g))""",
            "no root": "return np.mean(g**2)",
            "mean of the size, not of the square": "return np.mean(np.abs(g))",
            "the sum in place of the mean": "return np.sqrt(np.sum(g**2))",
            "root before the mean": "return np.mean(np.sqrt(g**2))",
            "the mean squared, not the squares": "return np.sqrt(np.mean(g) ** 2)",
            "plain mean": "return np.mean(g)",
            "standard deviation": "return np.std(g)",
            "divides by n - 1": "return np.sqrt((g**2).sum() / (g.size - 1))",
            "doubles for squares": "return np.sqrt(np.mean(g * 2))",
            "root of each, no mean": "return np.sqrt(g**2)",
            "median": "return np.sqrt(np.median(g**2))",
            "root over n": "return np.sqrt(np.sum(g**2)) / g.size",
            "prints instead of returning": "print(np.sqrt(np.mean(g**2)))",
            "caret for a power": "return np.sqrt(np.mean(g ^ 2))",
            "return inside the loop": """
                total = 0
                for x in g.flat:
                    total += x**2
                    return np.sqrt(total / g.size)""",
            "squaring forgotten": "return np.sqrt(np.mean(g))",
        },
    },
    "n00.check_new_theta": {
        "head": "",
        "right": {
            "decimal": "0.8",
            "fraction": "4 / 5",
            "computed": "1 - 0.1 * 3 / np.sqrt(0.25 * 3**2)",
            "float32": "np.float32(0.8)",
            "0-d": "np.array(0.8)",
            "in quotes": "'0.8'",
            "one number in an array": "np.array([0.8])",
            "exact": "__import__('fractions').Fraction(4, 5)",
            "formula": "1 - 0.1 * 3 / (0.25 * 9) ** 0.5",
        },
        "wrong": {
            "the shares of old and new exchanged": "0.8845",
            "the usual rate of 0.01": "0.98",
            "the gradient is missing above the line": "0.9333",
            "the cache begins at 1, like theta": "1 - 0.3 / np.sqrt(0.75 + 2.25)",
            "the square above the line as well": "0.4",
            "added the step": "1.2",
            "v without the 1 - ρ": "0.9",
            "no root": "1 - 0.3 / 2.25",
            "the step, not where it leads": "0.2",
            "the cache": "2.25",
            "plain gradient descent": "0.7",
            "ρ and 1 - ρ exchanged": "1 - 0.3 / np.sqrt(0.75 * 9)",
            "g not squared": "1 - 0.3 / np.sqrt(0.25 * 3)",
            "the usual ρ = 0.9": "1 - 0.3 / np.sqrt(0.1 * 9)",
            "η forgotten": "-1.0",
            "not multiplied by g": "1 - 0.1 / 1.5",
            "the root of the cache": "1.5",
            "a comma for the point": "0, 8",
            "divided by the old cache": "1 - 0.3 / 1e-8",
            "the step without η": "2",
            "rho and 1-rho swapped": "1 - 0.3 / (0.75 * 9) ** 0.5",
            "gradient not squared in v": "1 - 0.3 / 0.75 ** 0.5",
        },
    },
    "n01.check_best_single_rate": {
        "head": "",
        "right": {
            "formula": "2 / (7.6 + 0.4)",
            "decimal": "0.25",
            "float32": "np.float32(0.25)",
            "one number in an array": "np.array([0.25])",
            "tried": """min(np.arange(0.001, 1, 0.001),
                key=lambda r: max(abs(1 - 7.6 * r), abs(1 - 0.4 * r)))""",
        },
        "wrong": {
            "the best rate of the steep weight alone": "0.1316",
            "1.96, divided by 7.6": "1.96 / 7.6",
            "the edge of the steep one": "2 / 7.6",
            "best for the steep one": "1 / 7.6",
            "best for the flat one": "1 / 0.4",
            "the edge of the flat one": "5",
            "copied from the example": "1.96",
            "difference for sum": "2 / (7.6 - 0.4)",
            "geometric mean": "1 / np.sqrt(7.6 * 0.4)",
            "1 for 2 above": "1 / (7.6 + 0.4)",
            "twice it": "2 / 4",
            "the condition number": "19",
            "the factor by which the distances shrink": "0.9",
            "the mean of the gradients": "4.0",
            "tried coarsely": "0.2",
            "a rate for each": "[1 / 7.6, 1 / 0.4]",
            "mean of the two best": "(1 / 7.6 + 1 / 0.4) / 2",
            "1/sum": "0.125",
            "2/mean": "0.5",
            "1/smallest": "2.5",
        },
    },
    "n01.check_effective_rate": {
        "head": "def effective_rate(before, after, g):",
        "right": {
            "two lines": """
                step = after - before
                return -step / g""",
            "a loop over the flat arrays": """
                rates = np.zeros(g.shape)
                for index in np.ndindex(g.shape):
                    rates[index] = (before[index] - after[index]) / g[index]
                return rates""",
            "numpy": "return (before - after) / g",
            "the other way round": "return -(after - before) / g",
            "functions": "return np.divide(np.subtract(before, after), g)",
            "loop": """
                rates = np.empty_like(g)
                for i in np.ndindex(g.shape):
                    rates[i] = (before[i] - after[i]) / g[i]
                return rates""",
            "flat loop": """
                pairs = zip(before.flat, after.flat, g.flat)
                return np.array([(b - a) / x for b, a, x in pairs]).reshape(g.shape)""",
            "difference of quotients": "return before / g - after / g",
            "step": """
                step = before - after
                step /= g
                return step""",
            "negative": "return -np.subtract(after, before) / g",
        },
        "wrong": {
            "computes in the caller's array": """
                before -= after
                before /= g
                return before""",
            "the relative change": "return (before - after) / before / g",
            "sign": "return (after - before) / g",
            "size of the move only": "return abs(before - after) / g",
            "size of the rate": "return np.abs((before - after) / g)",
            "upside down": "return g / (before - after)",
            "the move": "return before - after",
            "one rate for all": "return np.mean((before - after) / g)",
            "times g": "return (before - after) * g",
            "brackets forgotten": "return before - after / g",
            "divided by the size of g": "return (before - after) / np.abs(g)",
            "divided by g²": "return (before - after) / g**2",
            "norms": "return np.linalg.norm(before - after) / np.linalg.norm(g)",
            "first only": "return (before[0] - after[0]) / g[0]",
            "RMSprop's formula": "return 0.01 / np.sqrt(g**2)",
            "ratio of the parameters": "return before / after / g",
            "rounded": "return np.round((before - after) / g, 2)",
            "sum instead of difference": "return (before + after) / g",
            "relative move": "return (before - after) / before",
        },
    },
    "n01.check_half_the_rate": {
        "head": "",
        "right": {
            "number": "300",
            "float": "300.0",
            "computed": "4 * 100 - 100",
            "numpy": "np.int64(300)",
            "roots": "(2 * np.sqrt(100)) ** 2 - 100",
            "one number in an array": "np.array([300])",
            "counted": "next(k for k in range(1000) if (100 + k) ** -0.5 <= 0.05)",
        },
        "wrong": {
            "three quarters of the sum": "75",
            "the factor only": "4",
            "the sum doubles": "100",
            "the total": "400",
            "three times": "200",
            "half of the hundred": "50",
            "the root of 100": "10",
            "the new root": "20",
            "a quarter": "25",
            "half life of ρ = 0.9": "7",
            "the factor": "0.5",
            "one too many": "301",
            "one too few": "299",
            "4 to the power": "1600 - 100",
            "square of 100": "10000",
            "root two": "100 * np.sqrt(2) - 100",
            "never": "np.inf",
            "root of two the wrong way": "100 * 2 ** 0.5 - 100",
        },
    },
    "n02.check_descend": {
        "head": "def descend(gradient, start, learning_rate, steps):",
        "right": {
            "x moves on": """
                x = start
                points = [x]
                for _ in range(steps):
                    x = x - learning_rate * gradient(x)
                    points.append(x)
                return points""",
            "while, from the last of the list": """
                points = [start]
                while len(points) < steps + 1:
                    points += [points[-1] - gradient(points[-1]) * learning_rate]
                return points""",
            "a list that is filled": """
                points = [start] * (steps + 1)
                for k in range(1, steps + 1):
                    points[k] = points[k - 1] - learning_rate * gradient(points[k - 1])
                return points""",
            "last point": """
                points = [start]
                for _ in range(steps):
                    points.append(points[-1] - learning_rate * gradient(points[-1]))
                return points""",
            "a running x": """
                points = [start]
                x = start
                for _ in range(steps):
                    x = x - learning_rate * gradient(x)
                    points.append(x)
                return points""",
            "in place with copies": """
                x = np.array(start, dtype=float)
                points = [x.copy()]
                for _ in range(steps):
                    x -= learning_rate * gradient(x)
                    points.append(x.copy())
                return points""",
            "array": """
                points = [start]
                for i in range(1, steps + 1):
                    x = points[i - 1]
                    points.append(x - learning_rate * gradient(x))
                return np.array(points)""",
            "accumulate": """
                from itertools import accumulate
                move = lambda x, _: x - learning_rate * gradient(x)
                return list(accumulate(range(steps), move, initial=start))""",
            "recursion": """
                if steps == 0:
                    return [start]
                rest = descend(gradient, start - learning_rate * gradient(start),
                               learning_rate, steps - 1)
                return [start] + rest""",
            "generator": """
                x = start
                yield x
                for _ in range(steps):
                    x = x - learning_rate * gradient(x)
                    yield x""",
            "tuple": """
                points = (start,)
                while len(points) < steps + 1:
                    x = points[-1]
                    points += (x - learning_rate * gradient(x),)
                return points""",
            "variable": """
                x = start
                points = [x]
                for k in range(steps):
                    x = x - learning_rate * gradient(x)
                    points.append(x)
                return points""",
        },
        "wrong": {
            "the gradient at the start in each step": """
                points = [start]
                for k in range(steps):
                    points.append(points[-1] - learning_rate * gradient(start))
                return points""",
            "-= on the caller's start": """
                points = [start]
                x = start
                for k in range(steps):
                    x -= learning_rate * gradient(x)
                    points.append(x)
                return points""",
            "returns inside the loop": """
                points = [start]
                x = start
                for k in range(steps):
                    x = x - learning_rate * gradient(x)
                    points.append(x)
                    return points""",
            "notes the point before the step": """
                points = [start]
                x = start
                for k in range(steps):
                    points.append(x)
                    x = x - learning_rate * gradient(x)
                return points""",
            "steps + 1 steps": """
                points = [start]
                x = start
                for k in range(steps + 1):
                    x = x - learning_rate * gradient(x)
                    points.append(x)
                return points""",
            "copies a number": """
                x = start.copy()
                points = [x.copy()]
                for _ in range(steps):
                    x = x - learning_rate * gradient(x)
                    points.append(x.copy())
                return points""",
            "appends the step": """
                points = [start]
                x = start
                for _ in range(steps):
                    step = learning_rate * gradient(x)
                    x = x - step
                    points.append(step)
                return points""",
            "counts from 1 to steps - 1": """
                points = [start]
                for k in range(1, steps):
                    x = points[k - 1]
                    points.append(x - learning_rate * gradient(x))
                return points""",
            "uphill": """
                points = [start]
                for _ in range(steps):
                    points.append(points[-1] + learning_rate * gradient(points[-1]))
                return points""",
            "one array in all places": """
                points = [start]
                x = start
                for _ in range(steps):
                    x -= learning_rate * gradient(x)
                    points.append(x)
                return points""",
            "last point alone": """
                x = start
                for _ in range(steps):
                    x = x - learning_rate * gradient(x)
                return x""",
            "a step too few": """
                points = [start]
                for _ in range(steps - 1):
                    points.append(points[-1] - learning_rate * gradient(points[-1]))
                return points""",
            "a step too many": """
                points = [start]
                for _ in range(steps + 1):
                    points.append(points[-1] - learning_rate * gradient(points[-1]))
                return points""",
            "always the gradient of the start": """
                points = [start]
                for _ in range(steps):
                    points.append(points[-1] - learning_rate * gradient(start))
                return points""",
            "always from the start": """
                points = [start]
                for _ in range(steps):
                    points.append(start - learning_rate * gradient(start))
                return points""",
            "return in the loop": """
                points = [start]
                for _ in range(steps):
                    points.append(points[-1] - learning_rate * gradient(points[-1]))
                    return points""",
            "appends the gradients": """
                points = [start]
                x = start
                for _ in range(steps):
                    g = gradient(x)
                    x = x - learning_rate * g
                    points.append(g)
                return points""",
            "no start": """
                points = []
                x = start
                for _ in range(steps):
                    x = x - learning_rate * gradient(x)
                    points.append(x)
                return points""",
            "rate forgotten": """
                points = [start]
                for _ in range(steps):
                    points.append(points[-1] - gradient(points[-1]))
                return points""",
            "x² built in": """
                points = [start]
                for _ in range(steps):
                    points.append(points[-1] - learning_rate * 2 * points[-1])
                return points""",
            "rate built in": """
                points = [start]
                for _ in range(steps):
                    points.append(points[-1] - 0.1 * gradient(points[-1]))
                return points""",
            "append after the loop": """
                points = [start]
                x = start
                for _ in range(steps):
                    x = x - learning_rate * gradient(x)
                points.append(x)
                return points""",
            "recorded before the step": """
                points = [start]
                x = start
                for _ in range(steps):
                    points.append(x)
                    x = x - learning_rate * gradient(x)
                return points""",
            "gradient not called": """
                points = [start]
                for _ in range(steps):
                    points.append(points[-1] - learning_rate * gradient)
                return points""",
            "assigned past the end of the list": """
                points = [start]
                for i in range(steps):
                    points[i + 1] = points[i] - learning_rate * gradient(points[i])
                return points""",
            "x for each is start": """
                points = [start]
                x = start
                for _ in range(steps):
                    points.append(x - learning_rate * gradient(x))
                return points""",
            "a falling rate": """
                points = [start]
                for t in range(1, steps + 1):
                    x = points[-1]
                    points.append(x - learning_rate / t * gradient(x))
                return points""",
            "numbers only": """
                points = [float(start)]
                for _ in range(steps):
                    x = points[-1]
                    points.append(float(x - learning_rate * gradient(x)))
                return points""",
            "divided by the gradient's size": """
                points = [start]
                for _ in range(steps):
                    g = gradient(points[-1])
                    points.append(points[-1] - learning_rate * g / np.abs(g))
                return points""",
            "gradient at start": """
                points = [start]
                x = start
                for _ in range(steps):
                    x = x - learning_rate * gradient(start)
                    points.append(x)
                return points""",
            "one step too few": """
                points = [start]
                for _ in range(1, steps):
                    points.append(points[-1] - learning_rate * gradient(points[-1]))
                return points""",
        },
    },
    "n02.check_edge_rate": {
        "head": "",
        "right": {
            "fraction": "1 / 11",
            "2 over curvature": "2 / (6 + 16)",
            "digits": "0.0909",
            "many digits": "0.09090909",
            "float32": "np.float32(2 / 22)",
            "one number in an array": "np.array([1 / 11])",
            "finite difference": """2 / ((lambda f, h=1e-3: (f(h) + f(-h) - 2 * f(0))
                / h**2)(lambda x: 3 * x**2 + 1 - np.cos(4 * x)))""",
            "formula": "2 / 22",
        },
        "wrong": {
            "the square alone": "2 / 6",
            "1 over the curvature": "1 / 22",
            "the cosine alone": "2 / 16",
            "chain rule once": "2 / (6 + 4)",
            "chain rule forgotten": "2 / (6 + 1)",
            "sign of the cosine": "2 / (6 - 16)",
            "the curvature": "22",
            "upside down": "11",
            "the bound of x²": "1.0",
            "3x² has curvature 3": "2 / (3 + 16)",
            "rounded to a tenth": "0.1",
            "half": "0.5",
            "as a percentage": "9.09",
            "2 over the slope at 1": "2 / (6 + 4 * np.sin(4))",
            "a formula in quotes": "'2/22'",
            "curvature in the whole: the smallest": "2 / (6 + 16 * np.cos(np.pi))",
            "cosine forgotten": "1 / 3",
            "inner factor 4 once": "2 / 10",
            "inner derivative forgotten": "2 / 7",
            "halved curvature 3 + 16": "2 / 19",
        },
    },
    "n02.check_one_rate": {
        "head": "def one_rate(curvatures):",
        "right": {
            "ends of a sorted list": """
                ordered = sorted(curvatures)
                return 2 / (ordered[0] + ordered[-1])""",
            "1 over the middle": """
                low, high = np.min(curvatures), np.max(curvatures)
                middle = low + (high - low) / 2
                return 1 / middle""",
            "a loop": """
                low = high = curvatures[0]
                for c in curvatures:
                    if c < low:
                        low = c
                    elif c > high:
                        high = c
                return 2 / (low + high)""",
            "numpy": "return 2 / (np.min(curvatures) + np.max(curvatures))",
            "builtins": "return 2 / (min(curvatures) + max(curvatures))",
            "sorted copy": """
                low, *_, high = sorted(curvatures)
                return 2 / (low + high)""",
            "sorted in place": """
                curvatures.sort()
                return 2 / (curvatures[0] + curvatures[-1])""",
            "mean of the two edges": """
                ends = [curvatures.min(), curvatures.max()]
                return 1 / np.mean(ends)""",
            "loop": """
                low = high = curvatures[0]
                for c in curvatures:
                    low = c if c < low else low
                    high = c if c > high else high
                return 2.0 / (low + high)""",
            "0-d": "return np.array(2 / (curvatures.min() + curvatures.max()))",
            "one number in an array": """
                return np.array([2 / (curvatures.min() + curvatures.max())])""",
            "searched": """
                worst = lambda r: np.abs(1 - r * curvatures).max()
                low, high = 0.0, 2 / curvatures.max()
                while high - low > 1e-9:
                    a, b = (2 * low + high) / 3, (low + 2 * high) / 3
                    low, high = (low, b) if worst(a) < worst(b) else (a, high)
                return (low + high) / 2""",
            "line": "return 2 / (curvatures.max() + curvatures.min())",
            "sorted": """
                c = sorted(curvatures)
                return 2 / (c[0] + c[-1])""",
        },
        "wrong": {
            "a bracket is missing": """
                return 2 / np.max(curvatures) + np.min(curvatures)""",
            "the geometric mean of the extremes": """
                return 1 / np.sqrt(np.max(curvatures) * np.min(curvatures))""",
            "the middle curvature, not the rate": """
                return (np.max(curvatures) + np.min(curvatures)) / 2""",
            "the difference of the extremes": """
                return 2 / (np.max(curvatures) - np.min(curvatures))""",
            "the edge": "return 2 / curvatures.max()",
            "best for the steepest": "return 1 / curvatures.max()",
            "edge of the flattest": "return 2 / curvatures.min()",
            "best for the flattest": "return 1 / curvatures.min()",
            "mean of all": "return 1 / np.mean(curvatures)",
            "sum of all": "return 2 / curvatures.sum()",
            "first and last": "return 2 / (curvatures[0] + curvatures[-1])",
            "median": "return 1 / np.median(curvatures)",
            "geometric mean": "return 1 / np.sqrt(min(curvatures) * max(curvatures))",
            "difference": "return 2 / (max(curvatures) - min(curvatures))",
            "1 for 2": "return 1 / (max(curvatures) + min(curvatures))",
            "a rate for each": "return 1 / curvatures",
            "brackets": "return 2 / max(curvatures) + min(curvatures)",
            "upside down": "return (max(curvatures) + min(curvatures)) / 2",
            "from the condition number alone": """
                kappa = curvatures.max() / curvatures.min()
                return 2 / (1 + kappa)""",
            "the notebook's rate": "return 2 / 101",
            "the factor, not the rate": """
                low, high = curvatures.min(), curvatures.max()
                return (high - low) / (high + low)""",
            "mean of the best rates": "return np.mean(1 / curvatures)",
            "place of the largest": """
                return 2 / (np.argmin(curvatures) + np.argmax(curvatures))""",
            "rounded": "return round(2 / (min(curvatures) + max(curvatures)), 2)",
            "edge of the largest": "return 2 / np.max(curvatures)",
            "1/largest": "return 1 / np.max(curvatures)",
            "2/sum of all": "return 2 / np.sum(curvatures)",
        },
    },
    "n03.check_two_steps": {
        "head": "",
        "right": {
            "decimal": "1.9",
            "sum": "2 - 0.5 + 0.4",
            "computed": """2 - 0.3 * 15 / np.sqrt(0.36 * 225) - 0.3 * -16
                / np.sqrt(0.64 * 81 + 0.36 * 256)""",
            "float32": "np.float32(1.9)",
            "fraction": "19 / 10",
            "one number in an array": "np.array([1.9])",
        },
        "wrong": {
            "shares exchanged": "1.9518",
            "the root is kept as the cache": """
                1.5 + 0.3 * 16 / np.sqrt(0.64 * 9 + 0.36 * 256)""",
            "one step only": "1.5",
            "sign of the second gradient": "1.1",
            "added": "2.1",
            "no memory in the second step": "2.0",
            "ρ and 1 - ρ exchanged": """2 - 4.5 / 12
                + 4.8 / np.sqrt(0.36 * 144 + 0.64 * 256)""",
            "no roots": "2 - 4.5 / 81 + 4.8 / 144",
            "a sum for the mean": "2 - 0.3 + 4.8 / np.sqrt(225 + 256)",
            "old cache in the second step": "1.5 + 4.8 / 9",
            "the way, not the place": "-0.1",
            "the cache": "144",
            "the root of the cache": "12",
            "second step from the start": "2.4",
            "gradient descent": "2.3",
            "1 - ρ left out": "2 - 0.3 + 4.8 / np.sqrt(0.64 * 225 + 256)",
            "mean of |g|": "2 - 4.5 / 5.4 + 4.8 / (0.64 * 5.4 + 0.36 * 16)",
            "only the second gradient": "2.5",
            "the usual ρ = 0.9": """2 - 4.5 / np.sqrt(22.5)
                + 4.8 / np.sqrt(0.9 * 22.5 + 25.6)""",
            "both places": "(1.5, 1.9)",
            "η left out": "2 - 15 / 9 + 16 / 12",
            "no root": "2 - 0.3 * 15 / 81 + 0.3 * 16 / 144",
            "rho swapped": "2 - 0.3 * 15 / 12 + 0.3 * 16 / 215.68 ** 0.5",
        },
    },
    "n03.check_update": {
        "head": "def update(theta, g, v, learning_rate, decay_rate, epsilon):",
        "right": {
            "np.square": """
                new_v = decay_rate * v + (1 - decay_rate) * np.square(g)
                step = learning_rate * g / (np.sqrt(new_v) + epsilon)
                return theta - step, new_v""",
            "copies of both, then in place": """
                theta, v = theta.copy(), v.copy()
                v *= decay_rate
                v += (1 - decay_rate) * g * g
                theta -= learning_rate * g / (v**0.5 + epsilon)
                return theta, v""",
            "number by number": """
                new_theta, new_v = np.empty_like(theta), np.empty_like(v)
                for i in np.ndindex(theta.shape):
                    new_v[i] = decay_rate * v[i] + (1 - decay_rate) * g[i] ** 2
                    root = np.sqrt(new_v[i]) + epsilon
                    new_theta[i] = theta[i] - learning_rate * g[i] / root
                return [new_theta, new_v]""",
            "two lines": """
                v = decay_rate * v + (1 - decay_rate) * g**2
                return theta - learning_rate * g / (np.sqrt(v) + epsilon), v""",
            "list": """
                new_v = decay_rate * v + (1 - decay_rate) * np.square(g)
                new = theta - learning_rate * g / (new_v**0.5 + epsilon)
                return [new, new_v]""",
            "difference form": """
                v = v + (1 - decay_rate) * (g * g - v)
                rate = learning_rate / (np.sqrt(v) + epsilon)
                return theta - rate * g, v""",
            "loop": """
                new_theta, new_v = np.empty_like(theta), np.empty_like(v)
                for i in np.ndindex(theta.shape):
                    new_v[i] = decay_rate * v[i] + (1 - decay_rate) * g[i] ** 2
                    step = learning_rate * g[i] / (new_v[i] ** 0.5 + epsilon)
                    new_theta[i] = theta[i] - step
                return new_theta, new_v""",
            "copies, then in place": """
                theta, v = theta.copy(), v.copy()
                v *= decay_rate
                v += (1 - decay_rate) * g**2
                theta -= learning_rate * g / (np.sqrt(v) + epsilon)
                return theta, v""",
            "average": """
                v = np.average([v, g**2], axis=0, weights=[decay_rate, 1 - decay_rate])
                return theta - learning_rate * g / (np.sqrt(v) + epsilon), v""",
            "two lines, once more": """
                v = decay_rate * v + (1 - decay_rate) * g ** 2
                theta = theta - learning_rate * g / (np.sqrt(v) + epsilon)
                return theta, v""",
            "new names": """
                cache = v + (1 - decay_rate) * (g * g - v)
                return theta - learning_rate / (cache ** 0.5 + epsilon) * g, cache""",
        },
        "wrong": {
            "returns the cache first": """
                v = decay_rate * v + (1 - decay_rate) * g**2
                theta = theta - learning_rate * g / (np.sqrt(v) + epsilon)
                return v, theta""",
            "new arrays, but returns the old ones": """
                new_v = decay_rate * v + (1 - decay_rate) * g**2
                new_theta = theta - learning_rate * g / (np.sqrt(new_v) + epsilon)
                return theta, v""",
            "moves before the cache is new": """
                theta = theta - learning_rate * g / (np.sqrt(v) + epsilon)
                v = decay_rate * v + (1 - decay_rate) * g**2
                return theta, v""",
            "the cache in place": """
                v *= decay_rate
                v += (1 - decay_rate) * g**2
                theta = theta - learning_rate * g / (np.sqrt(v) + epsilon)
                return theta, v""",
            "no brackets around the divisor": """
                v = decay_rate * v + (1 - decay_rate) * g**2
                theta = theta - learning_rate * g / np.sqrt(v) + epsilon
                return theta, v""",
            "no brackets around 1 - rho": """
                v = decay_rate * v + 1 - decay_rate * g**2
                theta = theta - learning_rate * g / (np.sqrt(v) + epsilon)
                return theta, v""",
            "0.9 and 0.1 for any rho": """
                v = 0.9 * v + 0.1 * g**2
                theta = theta - learning_rate * g / (np.sqrt(v) + epsilon)
                return theta, v""",
            "adds the squares up": """
                v = v + g**2
                theta = theta - learning_rate * g / (np.sqrt(v) + epsilon)
                return theta, v""",
            "a second name is no copy": """
                new_theta = theta
                v = decay_rate * v + (1 - decay_rate) * g**2
                new_theta -= learning_rate * g / (np.sqrt(v) + epsilon)
                return new_theta, v""",
            "one cache for all numbers": """
                v = decay_rate * v + (1 - decay_rate) * np.mean(g**2)
                theta = theta - learning_rate * g / (np.sqrt(v) + epsilon)
                return theta, v""",
            "returns the step": """
                v = decay_rate * v + (1 - decay_rate) * g**2
                step = learning_rate * g / (np.sqrt(v) + epsilon)
                return step, v""",
            "in place": """
                v *= decay_rate
                v += (1 - decay_rate) * g**2
                theta -= learning_rate * g / (np.sqrt(v) + epsilon)
                return theta, v""",
            "theta in place": """
                v = decay_rate * v + (1 - decay_rate) * g**2
                theta -= learning_rate * g / (np.sqrt(v) + epsilon)
                return theta, v""",
            "squares the caller's gradient": """
                step = learning_rate * g
                g **= 2
                v = decay_rate * v + (1 - decay_rate) * g
                return theta - step / (np.sqrt(v) + epsilon), v""",
            "epsilon inside the root": """
                v = decay_rate * v + (1 - decay_rate) * g**2
                return theta - learning_rate * g / np.sqrt(v + epsilon), v""",
            "no root": """
                v = decay_rate * v + (1 - decay_rate) * g**2
                return theta - learning_rate * g / (v + epsilon), v""",
            "no square": """
                v = decay_rate * v + (1 - decay_rate) * g
                return theta - learning_rate * g / (np.sqrt(np.abs(v)) + epsilon), v""",
            "exchanged ρ": """
                v = (1 - decay_rate) * v + decay_rate * g**2
                return theta - learning_rate * g / (np.sqrt(v) + epsilon), v""",
            "old cache divides": """
                new_v = decay_rate * v + (1 - decay_rate) * g**2
                return theta - learning_rate * g / (np.sqrt(v) + epsilon), new_v""",
            "sum": """
                v = v + g**2
                return theta - learning_rate * g / (np.sqrt(v) + epsilon), v""",
            "uphill": """
                v = decay_rate * v + (1 - decay_rate) * g**2
                return theta + learning_rate * g / (np.sqrt(v) + epsilon), v""",
            "returned in the other order": """
                v = decay_rate * v + (1 - decay_rate) * g**2
                return v, theta - learning_rate * g / (np.sqrt(v) + epsilon)""",
            "brackets around the divisor": """
                v = decay_rate * v + (1 - decay_rate) * g**2
                return theta - learning_rate * g / np.sqrt(v) + epsilon, v""",
            "theta alone": """
                v = decay_rate * v + (1 - decay_rate) * g**2
                return theta - learning_rate * g / (np.sqrt(v) + epsilon)""",
            "old cache returned": """
                new = decay_rate * v + (1 - decay_rate) * g**2
                return theta - learning_rate * g / (np.sqrt(new) + epsilon), v""",
            "root returned as the cache": """
                v = np.sqrt(decay_rate * v + (1 - decay_rate) * g**2)
                return theta - learning_rate * g / (v + epsilon), v""",
            "ρ built in": """
                v = 0.9 * v + 0.1 * g**2
                return theta - learning_rate * g / (np.sqrt(v) + epsilon), v""",
            "step, not the place": """
                v = decay_rate * v + (1 - decay_rate) * g**2
                return learning_rate * g / (np.sqrt(v) + epsilon), v""",
            "one size for all": """
                v = decay_rate * v + (1 - decay_rate) * np.mean(g**2)
                return theta - learning_rate * g / (np.sqrt(v) + epsilon), v""",
            "mean of g, squared": """
                v = decay_rate * v + (1 - decay_rate) * g
                return theta - learning_rate * g / (np.sqrt(v**2) + epsilon), v""",
            "sign only": """
                v = decay_rate * v + (1 - decay_rate) * g**2
                return theta - learning_rate / (np.sqrt(v) + epsilon), v""",
            "epsilon in the root": """
                v = decay_rate * v + (1 - decay_rate) * g ** 2
                theta = theta - learning_rate * g / np.sqrt(v + epsilon)
                return theta, v""",
            "old cache": """
                theta = theta - learning_rate * g / (np.sqrt(v) + epsilon)
                v = decay_rate * v + (1 - decay_rate) * g ** 2
                return theta, v""",
            "no root, once more": """
                v = decay_rate * v + (1 - decay_rate) * g ** 2
                theta = theta - learning_rate * g / (v + epsilon)
                return theta, v""",
            "square forgotten": """
                v = decay_rate * v + (1 - decay_rate) * g
                theta = theta - learning_rate * g / (np.sqrt(v) + epsilon)
                return theta, v""",
            "brackets: epsilon added to the step": """
                v = decay_rate * v + (1 - decay_rate) * g ** 2
                theta = theta - learning_rate * g / np.sqrt(v) + epsilon
                return theta, v""",
            "wrong order of return": """
                v = decay_rate * v + (1 - decay_rate) * g ** 2
                theta = theta - learning_rate * g / (np.sqrt(v) + epsilon)
                return v, theta""",
        },
    },
    "n03.check_factors": {
        "head": "def factors(c):",
        "right": {
            "powers": "return c, c**2",
            "list": "return [c, c * c]",
            "array": "return np.array([c, c**2])",
            "generator": """
                yield c
                yield c**2""",
            "floats": "return float(c), float(c) ** 2",
            "comprehension": "return tuple(c**k for k in (1, 2))",
        },
        "wrong": {
            "only gradient descent's changes, by 1 over c": "return 1, 1 / c",
            "the rates themselves": "return 0.01 * c, 0.01 * c**2",
            "RMSprop 1 over c, gradient descent none": "return 1 / c, 1",
            "as in the stub": "return 1, 1",
            "RMSprop needs nothing": "return 1, c",
            "RMSprop needs nothing, descent squares": "return 1, c**2",
            "c for both": "return c, c",
            "other order": "return c**2, c",
            "built in": "return 1000, 1000**2",
            "upside down": "return 1 / c, 1 / c**2",
            "descent needs nothing": "return c, 1",
            "chain rule the wrong way": "return c, 1 / c",
            "one number": "return c",
            "doubled, not squared": "return c, 2 * c",
            "squared for both": "return c**2, c**2",
            "caret": "return c, c ^ 2",
            "roots": "return np.sqrt(c), c",
            "a dict": "return {'RMSprop': c, 'gradient descent': c**2}",
            "cubed": "return c, c**3",
        },
    },
}

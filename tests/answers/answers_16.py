"""Answers to the exercises of notebook 16, as students write them."""

ANSWERS = {
    "n16.check_least_bytes": {
        "head": "",
        "right": {
            "number": "20",
            "sum": "4 + 4 + 4 + 4 + 4",
            "product": "5 * 4",
            "float": "20.0",
            "of numpy": "np.int64(20)",
            "0-d": "np.array(20)",
            "counted": "3 * 4 + 2 * 4",
            "bits": "(3 + 2) * 32 // 8",
        },
        "wrong": {
            "reads only": "12",
            "numbers, not bytes": "5",
            "with t": "28",
            "g written too": "24",
            "float64": "40",
            "NumPy's": "84",
            "writes only": "8",
            "each array once": "3 * 4",
            "θ not read": "16",
            "v not written": "4 + 4 + 8",
            "bits": "160",
            "θ and v written twice": "28",
            "one trip": "4",
            "operations": "9",
            "trips": "21",
            "both θ": "32",
            "a text": "'20 bytes'",
            "None left": "None",
            "of ten million": "20 * 10_000_000",
            "two arrays": "2 * 4 * 2",
            "two numbers": "(12, 8)",
        },
    },
    "n16.check_copies": {
        "head": "",
        "right": {
            "number": "2.5",
            "quotient": "20 / 8",
            "fraction": "__import__('fractions').Fraction(5, 2)",
            "float32": "np.float32(2.5)",
            "0-d": "np.array(2.5)",
            "numbers": "5 / 2",
        },
        "wrong": {
            "a copy only reads": "20 / 4",
            "turned over": "8 / 20",
            "rounded up": "3",
            "rounded down": "2",
            "NumPy's": "84 / 8",
            "three arrays": "12 / 8",
            "24 bytes": "24 / 8",
            "the bytes": "20",
            "the bytes of a copy": "8",
            "operations": "9",
            "one": "1",
            "with the parameters": "20e7 / 8",
            "float64": "40 / 8",
            "float64 copy": "20 / 16",
            "16 bytes": "16 / 8",
            "a list": "[20, 8]",
            "None left": "None",
            "a copy counted as four bytes": "5",
            "NumPy over the least": "84 / 20",
            "a copy of twelve bytes": "20 / 12",
            "a text": "'2.5 copies'",
        },
    },
    "n16.check_loop": {
        "head": """
def one_loop(theta, g, v, rate, rho, rest, epsilon):
    for i in range(theta.size):
""",
        "right": {
            "two lines": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "augmented": """
                v[i] *= rho
                v[i] += rest * g[i] * g[i]
                theta[i] -= rate * (g[i] / (np.sqrt(v[i]) + epsilon))""",
            "names": """
                x = g[i]
                new = rho * v[i] + rest * (x * x)
                v[i] = new
                theta[i] = theta[i] - rate * (x / (new**0.5 + epsilon))""",
            "square": """
                v[i] = rest * np.square(g[i]) + rho * v[i]
                theta[i] = theta[i] - rate / (np.sqrt(v[i]) + epsilon) * g[i]""",
            "minus the other way": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] += -rate * g[i] / (epsilon + np.sqrt(v[i]))""",
            "two lines, once more": """
                v[i] = rho * v[i] + rest * g[i] * g[i]
                theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "local names": """
                square = g[i] ** 2
                new = v[i] * rho + square * rest
                v[i] = new
                theta[i] = theta[i] - rate * (g[i] / (np.sqrt(new) + epsilon))""",
            "v in a name of its own": """
                new = rho * v[i] + rest * g[i] * g[i]
                v[i] = new
                theta[i] = theta[i] - rate * g[i] / (np.sqrt(new) + epsilon)""",
        },
        "wrong": {
            "not squared": """
                v[i] = rho * v[i] + rest * g[i]
                theta[i] -= rate * g[i] / (np.sqrt(abs(v[i])) + epsilon)""",
            "old v": """
                theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)
                v[i] = rho * v[i] + rest * g[i] ** 2""",
            "uphill": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] += rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "no root": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] -= rate * g[i] / (v[i] + epsilon)""",
            "ε inside": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] -= rate * g[i] / np.sqrt(v[i] + epsilon)""",
            "ρ and rest exchanged": """
                v[i] = rest * v[i] + rho * g[i] ** 2
                theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "the whole arrays in the loop": """
                v[:] = rho * v + rest * g**2
                theta[:] -= rate * g / (np.sqrt(v) + epsilon)""",
            "v not written": """
                new = rho * v[i] + rest * g[i] ** 2
                theta[i] -= rate * g[i] / (np.sqrt(new) + epsilon)""",
            "θ not written": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                new = theta[i] - rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "θ overwritten by the step": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] = rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "the first alone": """
                v[0] = rho * v[0] + rest * g[0] ** 2
                theta[0] -= rate * g[0] / (np.sqrt(v[0]) + epsilon)""",
            "returns in the loop": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)
                return""",
            "the next gradient": """
                v[i] = rho * v[i] + rest * g[i - 1] ** 2
                theta[i] -= rate * g[i - 1] / (np.sqrt(v[i]) + epsilon)""",
            "AdaGrad": """
                v[i] += g[i] ** 2
                theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "rest not multiplied": """
                v[i] = rho * v[i] + g[i] ** 2
                theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "1 - rest for rest": """
                v[i] = rho * v[i] + (1 - rest) * g[i] ** 2
                theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "new arrays": """
                theta = theta.copy()
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "no ε": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] -= rate * g[i] / np.sqrt(v[i])""",
            "g changed": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                g[i] /= np.sqrt(v[i]) + epsilon
                theta[i] -= rate * g[i]""",
            "sign of g": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] -= rate * np.sign(g[i])""",
            "no g": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] -= rate / (np.sqrt(v[i]) + epsilon)""",
            "precedence": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] -= rate * g[i] / np.sqrt(v[i]) + epsilon""",
            "(rest·g)²": """
                v[i] = rho * v[i] + (rest * g[i]) ** 2
                theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "rate fixed": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] -= 0.001 * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "ρ fixed": """
                v[i] = 0.9 * v[i] + 0.1 * g[i] ** 2
                theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "index forgotten on g": """
                v[i] = rho * v[i] + rest * g[i]**2
                theta -= rate * g / (np.sqrt(v) + epsilon)""",
            "v not indexed in the root": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] -= rate * g[i] / (np.sqrt(v) + epsilon)""",
            "v of the number before": """
                v[i] = rho * v[i - 1] + rest * g[i] ** 2
                theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "v grows by its new value": """
                v[i] += rho * v[i] + rest * g[i] ** 2
                theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "** 1 / 2": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta[i] -= rate * g[i] / (v[i] ** 1 / 2 + epsilon)""",
            "theta not indexed": """
                v[i] = rho * v[i] + rest * g[i] ** 2
                theta -= rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "v is renewed as a whole in each turn": """
                v[:] = rho * v + rest * g**2
                theta[i] -= rate * g[i] / (np.sqrt(v[i]) + epsilon)""",
            "old v, ε in the root": """
                theta[i] -= rate * g[i] / np.sqrt(v[i] + epsilon)
                v[i] = rho * v[i] + rest * g[i] ** 2""",
            "g not squared, no root": """
                v[i] = rho * v[i] + rest * g[i]
                theta[i] -= rate * g[i] / (v[i] + epsilon)""",
            "rest forgotten, v not stored": """
                new = rho * v[i] + g[i] ** 2
                theta[i] -= rate * g[i] / (np.sqrt(new) + epsilon)""",
        },
    },
    "n16.check_small_memories": {
        "head": "",
        "right": {
            "number": "18",
            "sum": "8 + 2 + 4 + 4",
            "float": "18.0",
            "of numpy": "np.int32(18)",
            "0-d": "np.array(18)",
            "counted": "2 * 4 + 2 + 2 * 2 + 2 * 2",
            "a sum": "sum([4, 4]) + sum([2, 2, 2, 2, 2])",
        },
        "wrong": {
            "all float32": "8 + 4 + 8 + 8",
            "θ in float16 too": "4 + 2 + 4 + 4",
            "reads only": "4 + 2 + 2 + 2",
            "θ read only": "4 + 2 + 4 + 4",
            "m and v read only": "8 + 2 + 2 + 2",
            "g written too": "8 + 4 + 4 + 4",
            "v forgotten": "8 + 2 + 4",
            "RMSprop's": "20",
            "numbers": "7",
            "m and v in float32": "8 + 2 + 16",
            "g in float32": "8 + 4 + 4 + 4 ",
            "storage": "4 + 2 + 2 + 2",
            "RMSprop with small memories": "8 + 2 + 4",
            "bits": "144",
            "writes only": "4 + 2 + 2",
            "a text": "'less'",
            "the difference": "2",
            "converted copies too": "18 + 3 * 4",
            "None left": "None",
            "in parts of RMSprop's": "18 / 20",
            "no gradient": "8 + 4 + 4",
        },
    },
}

"""Answers to the exercises of notebook 15, as students write them."""

ANSWERS = {
    "n15.check_port_to_keras": {
        "head": "",
        "right": {
            "a dict": "{'learning_rate': 0.01, 'rho': 0.99, 'epsilon': 1e-16}",
            "dict()": "dict(learning_rate=0.01, rho=0.99, epsilon=1e-16)",
            "squared": "{'rho': 0.99, 'epsilon': 1e-8**2, 'learning_rate': 1e-2}",
            "numbers of numpy": """{'learning_rate': np.float64(0.01),
                'rho': np.float64(0.99), 'epsilon': np.float64(1e-16)}""",
            "dict(), once more": "dict(learning_rate=1e-2, rho=0.99, epsilon=1e-8**2)",
            "squared, again": """{'epsilon': 1e-8**2, 'rho': 0.99,
                'learning_rate': 1 / 100}""",
            "dict and powers": """dict(rho=1 - 1e-2, epsilon=(1e-8) ** 2,
                learning_rate=1 / 100)""",
        },
        "wrong": {
            "ε copied": "{'learning_rate': 0.01, 'rho': 0.99, 'epsilon': 1e-8}",
            "ε left out": "{'learning_rate': 0.01, 'rho': 0.99}",
            "ρ left out": "{'learning_rate': 0.01, 'epsilon': 1e-16}",
            "the rate left out": "{'rho': 0.99, 'epsilon': 1e-16}",
            "the rate alone": "{'learning_rate': 0.01}",
            "root of ε": "{'learning_rate': 0.01, 'rho': 0.99, 'epsilon': 1e-4}",
            "PyTorch's names": "{'lr': 0.01, 'alpha': 0.99, 'eps': 1e-16}",
            "decay_rate": "{'learning_rate': .01, 'decay_rate': .99, 'epsilon': 1e-16}",
            "decay": "{'learning_rate': 0.01, 'decay': 0.99, 'epsilon': 1e-16}",
            "ε = 0": "{'learning_rate': 0.01, 'rho': 0.99, 'epsilon': 0.0}",
            "Keras's ε squared": """{'learning_rate': 0.01, 'rho': 0.99,
                'epsilon': 1e-14}""",
            "another rate": "{'learning_rate': 0.1, 'rho': 0.99, 'epsilon': 1e-16}",
            "0.9": "{'learning_rate': 0.01, 'rho': 0.9, 'epsilon': 1e-16}",
            "1 - ρ": "{'learning_rate': 0.01, 'rho': 0.01, 'epsilon': 1e-16}",
            "Keras's default rate": """{'learning_rate': 0.001, 'rho': 0.99,
                'epsilon': 1e-16}""",
            "a tuple": "(0.01, 0.99, 1e-16)",
            "a text": "'learning_rate=0.01, rho=0.99, epsilon=1e-16'",
            "momentum too": """{'learning_rate': 0.01, 'rho': 0.99,
                'epsilon': 1e-16, 'momentum': 0.9}""",
            "numbers as texts": """{'learning_rate': '0.01', 'rho': '0.99',
                'epsilon': '1e-16'}""",
            "a set": "{0.01, 0.99, 1e-16}",
            "the rate left out, and epsilon copied": "{'rho': 0.99, 'epsilon': 1e-8}",
            "rho 0.999": "{'learning_rate': 0.01, 'rho': 0.999, 'epsilon': 1e-16}",
            "one name of PyTorch": "{'learning_rate': 0.01, 'rho': 0.99, 'eps': 1e-16}",
            "1e-15": "{'learning_rate': 0.01, 'rho': 0.99, 'epsilon': 1e-15}",
            "epsilon doubled": "{'learning_rate': 0.01, 'rho': 0.99, 'epsilon': 2e-8}",
        },
    },
    "n15.check_change_rate": {
        "head": "def change_rate_as_keras(optimizer, new_rate):",
        "right": {
            "in place": """
                for b in optimizer.velocity.values():
                    b *= optimizer.learning_rate / new_rate
                optimizer.learning_rate = new_rate""",
            "new arrays": """
                factor = optimizer.learning_rate / new_rate
                for name in optimizer.velocity:
                    optimizer.velocity[name] = factor * optimizer.velocity[name]
                optimizer.learning_rate = new_rate""",
            "a new dict": """
                old, optimizer.learning_rate = optimizer.learning_rate, new_rate
                optimizer.velocity = {
                    name: b * old / new_rate for name, b in optimizer.velocity.items()
                }""",
            "by way of Keras's buffer": """
                for name, b in optimizer.velocity.items():
                    keras = optimizer.learning_rate * b
                    b[...] = keras / new_rate
                optimizer.learning_rate = new_rate""",
            "returns it": """
                for name, b in optimizer.velocity.items():
                    np.multiply(b, optimizer.learning_rate / new_rate, out=b)
                optimizer.learning_rate = new_rate
                return optimizer""",
            "in place, once more": """
                factor = optimizer.learning_rate / new_rate
                for b in optimizer.velocity.values():
                    b *= factor
                optimizer.learning_rate = new_rate""",
            "new arrays, once more": """
                old = optimizer.learning_rate
                for name in optimizer.velocity:
                    optimizer.velocity[name] = optimizer.velocity[name] * old / new_rate
                optimizer.learning_rate = new_rate""",
            "a new dict, again": """
                f = optimizer.learning_rate / new_rate
                optimizer.velocity = {k: f * b for k, b in optimizer.velocity.items()}
                optimizer.learning_rate = new_rate""",
            "by way of what Keras's buffer holds": """
                keras = {k: optimizer.learning_rate * b
                         for k, b in optimizer.velocity.items()}
                optimizer.learning_rate = new_rate
                for k in keras:
                    optimizer.velocity[k] = keras[k] / new_rate""",
        },
        "wrong": {
            "the rate alone": "optimizer.learning_rate = new_rate",
            "factor turned over": """
                for b in optimizer.velocity.values():
                    b *= new_rate / optimizer.learning_rate
                optimizer.learning_rate = new_rate""",
            "the rate first": """
                optimizer.learning_rate = new_rate
                for b in optimizer.velocity.values():
                    b *= optimizer.learning_rate / new_rate""",
            "rate not set": """
                for b in optimizer.velocity.values():
                    b *= optimizer.learning_rate / new_rate""",
            "times the old rate": """
                for b in optimizer.velocity.values():
                    b *= optimizer.learning_rate
                optimizer.learning_rate = new_rate""",
            "times the new rate": """
                for b in optimizer.velocity.values():
                    b *= new_rate
                optimizer.learning_rate = new_rate""",
            "divided by the new rate": """
                for b in optimizer.velocity.values():
                    b /= new_rate
                optimizer.learning_rate = new_rate""",
            "set to zero": """
                for b in optimizer.velocity.values():
                    b[...] = 0
                optimizer.learning_rate = new_rate""",
            "a name in the loop": """
                for b in optimizer.velocity.values():
                    b = b * optimizer.learning_rate / new_rate
                optimizer.learning_rate = new_rate""",
            "rate set in the loop": """
                for b in optimizer.velocity.values():
                    b *= optimizer.learning_rate / new_rate
                    optimizer.learning_rate = new_rate""",
            "only the first": """
                for b in optimizer.velocity.values():
                    b *= optimizer.learning_rate / new_rate
                    break
                optimizer.learning_rate = new_rate""",
            "returns in the loop": """
                for b in optimizer.velocity.values():
                    b *= optimizer.learning_rate / new_rate
                    optimizer.learning_rate = new_rate
                    return""",
            "velocity is no array": """
                optimizer.velocity *= optimizer.learning_rate / new_rate
                optimizer.learning_rate = new_rate""",
            "root of the factor": """
                for b in optimizer.velocity.values():
                    b *= np.sqrt(optimizer.learning_rate / new_rate)
                optimizer.learning_rate = new_rate""",
            "squared factor": """
                for b in optimizer.velocity.values():
                    b *= (optimizer.learning_rate / new_rate) ** 2
                optimizer.learning_rate = new_rate""",
            "the cache": """
                for v in optimizer.cache.values():
                    v *= optimizer.learning_rate / new_rate
                optimizer.learning_rate = new_rate""",
            "with momentum": """
                for b in optimizer.velocity.values():
                    b *= optimizer.momentum * optimizer.learning_rate / new_rate
                optimizer.learning_rate = new_rate""",
            "a tenth": """
                for b in optimizer.velocity.values():
                    b *= 10
                optimizer.learning_rate = new_rate""",
            "wrong name": """
                for b in optimizer.velocity.values():
                    b *= optimizer.learning_rate / new_rate
                optimizer.lr = new_rate""",
            "a name fixed": """
                optimizer.velocity["w"] *= optimizer.learning_rate / new_rate
                optimizer.learning_rate = new_rate""",
            "adds the difference": """
                for b in optimizer.velocity.values():
                    b += optimizer.learning_rate - new_rate
                optimizer.learning_rate = new_rate""",
            "multiplies the rate": """
                for b in optimizer.velocity.values():
                    b *= optimizer.learning_rate / new_rate
                optimizer.learning_rate *= new_rate""",
            "the names in place of the arrays": """
                for b in optimizer.velocity:
                    b *= optimizer.learning_rate / new_rate
                optimizer.learning_rate = new_rate""",
            "a new dict that stays in the function": """
                f = optimizer.learning_rate / new_rate
                velocity = {k: f * b for k, b in optimizer.velocity.items()}
                optimizer.learning_rate = new_rate""",
            "only if the rate falls": """
                if new_rate < optimizer.learning_rate:
                    for b in optimizer.velocity.values():
                        b *= optimizer.learning_rate / new_rate
                optimizer.learning_rate = new_rate""",
            "minus in place of divided by": """
                for b in optimizer.velocity.values():
                    b *= optimizer.learning_rate - new_rate
                optimizer.learning_rate = new_rate""",
            "upside down, and the rate is not set": """
                for b in optimizer.velocity.values():
                    b *= new_rate / optimizer.learning_rate""",
            "sets first, upside down": """
                old = optimizer.learning_rate
                optimizer.learning_rate = new_rate
                for b in optimizer.velocity.values():
                    b *= new_rate / old""",
        },
    },
    "n15.check_decay_step": {
        "head": "",
        "right": {
            "decimal": "0.01",
            "computed": "0.001 * 0.1 / (np.sqrt(0.01 * 0.1**2) + 1e-8)",
            "without ε": "0.001 / np.sqrt(1 - 0.99)",
            "float32": "np.float32(0.01)",
            "0-d": "np.array(0.01)",
            "a rate over the root": "0.001 / (1 - 0.99) ** 0.5",
            "the length in powers": "1e-3 / (1 - 0.99) ** 0.5",
        },
        "wrong": {
            "not at all": "0",
            "decoupled": "0.001 * 0.05 * 2",
            "one rate": "0.001",
            "λθ": "0.1",
            "λ alone": "0.05",
            "plain gradient descent": "0.0001",
            "ρ = 0.9": "0.001 / np.sqrt(0.1)",
            "where it ends": "1.99",
            "no root": "0.001 * 0.1 / (0.01 * 0.01)",
            "ρ for 1 - ρ": "0.001 / np.sqrt(0.99)",
            "without the rate": "10",
            "θ forgotten": "0.001 * 0.05",
            "divided by ε": "0.001 * 0.1 / 1e-8",
            "in percent": "1",
            "λ²": "0.001 * 0.05**2 * 2",
            "ε inside": "0.001 * 0.1 / np.sqrt(0.0001 + 1e-8) * 0.5",
            "the cache": "0.0001",
            "rho 0.9": "0.001 / np.sqrt(1 - 0.9)",
            "no gradient, no step": "0.0",
            "the sign": "-0.01",
            "times theta": "2 * 0.01",
            "no (1 - rho)": "0.001 * 0.1 / 0.1",
        },
    },
    "n15.check_impala": {
        "head": "",
        "right": {
            "a dict": """{'learning_rate': 0.00048, 'decay': 0.99, 'eps': 0.1,
                'initial_scale': 1.0}""",
            "dict()": "dict(learning_rate=4.8e-4, decay=.99, eps=.1, initial_scale=1)",
            "with the momentum": """{'learning_rate': 0.00048, 'decay': 0.99,
                'eps': 0.1, 'initial_scale': 1.0, 'momentum': 0.0}""",
            "with eps_in_sqrt": """{'learning_rate': 0.00048, 'decay': 0.99,
                'eps': 0.1, 'initial_scale': 1.0, 'eps_in_sqrt': True}""",
            "with the default said": "dict(learning_rate=4.8e-4, decay=0.99, eps=0.1, "
            "initial_scale=1, eps_in_sqrt=True)",
            "only what differs": """dict(learning_rate=0.00048, decay=0.99, eps=0.1,
                initial_scale=1)""",
            "all written out": """{'learning_rate': 4.8e-4, 'decay': 0.99, 'eps': 0.1,
                'initial_scale': 1.0, 'momentum': 0.0, 'eps_in_sqrt': True}""",
            "dict, with the defaults said": """dict(eps=1 / 10, initial_scale=1,
                decay=0.99, momentum=0.0, learning_rate=4.8e-4)""",
        },
        "wrong": {
            "start forgotten": "{'learning_rate': 0.00048, 'decay': 0.99, 'eps': 0.1}",
            "names of TensorFlow": """{'learning_rate': 0.00048, 'decay': 0.99,
                'epsilon': 0.1, 'initial_scale': 1.0}""",
            "ε squared": """{'learning_rate': 0.00048, 'decay': 0.99, 'eps': 0.01,
                'initial_scale': 1.0}""",
            "ε's root": """{'learning_rate': 0.00048, 'decay': 0.99,
                'eps': 0.1**0.5, 'initial_scale': 1.0}""",
            "start at 0": """{'learning_rate': 0.00048, 'decay': 0.99, 'eps': 0.1,
                'initial_scale': 0.0}""",
            "ε outside": """{'learning_rate': 0.00048, 'decay': 0.99, 'eps': 0.1,
                'initial_scale': 1.0, 'eps_in_sqrt': False}""",
            "decay left out": """{'learning_rate': 0.00048, 'eps': 0.1,
                'initial_scale': 1.0}""",
            "ε left out": """{'learning_rate': 0.00048, 'decay': 0.99,
                'initial_scale': 1.0}""",
            "rate left out": "{'decay': 0.99, 'eps': 0.1, 'initial_scale': 1.0}",
            "a slip in the rate": """{'learning_rate': 0.0048, 'decay': 0.99,
                'eps': 0.1, 'initial_scale': 1.0}""",
            "rho": """{'learning_rate': 0.00048, 'rho': 0.99, 'eps': 0.1,
                'initial_scale': 1.0}""",
            "initial_cache": """{'learning_rate': 0.00048, 'decay': 0.99, 'eps': 0.1,
                'initial_cache': 1.0}""",
            "momentum 0.9": """{'learning_rate': 0.00048, 'decay': 0.99, 'eps': 0.1,
                'initial_scale': 1.0, 'momentum': 0.9}""",
            "1 - decay": """{'learning_rate': 0.00048, 'decay': 0.01, 'eps': 0.1,
                'initial_scale': 1.0}""",
            "centered": """{'learning_rate': 0.00048, 'decay': 0.99, 'eps': 0.1,
                'initial_scale': 1.0, 'centered': True}""",
            "start True": """{'learning_rate': 0.00048, 'decay': 0.99, 'eps': 0.1,
                'initial_scale': 0.1}""",
            "PyTorch's names": "{'lr': 0.00048, 'alpha': 0.99, 'eps': 0.1}",
            "a list": "[0.00048, 0.99, 0.1, 1.0]",
            "a text": "'optax.rmsprop(0.00048, decay=0.99, eps=0.1)'",
            "both names": """{'learning_rate': 0.00048, 'decay': 0.99, 'eps': 0.1,
                'epsilon': 0.1, 'initial_scale': 1.0}""",
            "epsilon squared": """{"learning_rate": 0.00048, "decay": 0.99,
                "eps": 0.01, "initial_scale": 1}""",
            "TensorFlow's name for epsilon": """{"learning_rate": 0.00048,
                "decay": 0.99, "epsilon": 0.1, "initial_scale": 1}""",
            "epsilon forgotten": """{"learning_rate": 0.00048, "decay": 0.99,
                "initial_scale": 1}""",
            "epsilon's place moved out": """{"learning_rate": 0.00048, "decay": 0.99,
                "eps": 0.1, "eps_in_sqrt": False, "initial_scale": 1}""",
            "momentum for decay": """{'learning_rate': 0.00048, 'momentum': 0.99,
                'eps': 0.1, 'initial_scale': 1}""",
            "no start, and the root of epsilon": """{'learning_rate': 0.00048,
                'decay': 0.99, 'eps': 0.1**0.5}""",
            "decay 0.9": """{'learning_rate': 0.00048, 'decay': 0.9, 'eps': 0.1,
                'initial_scale': 1}""",
            "decay_rate": """{'learning_rate': 0.00048, 'decay_rate': 0.99, 'eps': 0.1,
                'initial_scale': 1}""",
        },
    },
    "n15.check_same_numbers": {
        "head": "",
        "right": {
            "computed": "np.sqrt(0.001**2 + 0.01) / (0.001 + 0.01)",
            "rounded": "9.1",
            "three digits": "9.09",
            "float32": "np.float32(9.0914)",
            "0-d": "np.array(9.0914)",
            "without v inside": "0.1 / 0.011",
            "hypot": "np.hypot(1e-3, 0.1) / 0.011",
            "the quotient of the divisors": "(0.001**2 + 0.01) ** 0.5 / (0.001 + 0.01)",
        },
        "wrong": {
            "ten, without v": "0.1 / 0.01",
            "one": "1",
            "turned over": "0.011 / np.sqrt(0.001**2 + 0.01)",
            "v = 0": "np.sqrt(0.01) / 0.01",
            "the other's default ε": "np.sqrt(1e-6 + 1e-8) / (0.001 + 0.01)",
            "no root": "(1e-6 + 0.01) / 0.011",
            "inside as g + ε": "np.sqrt(0.001 + 0.01) / (0.001 + 0.01)",
            "the optax step": "0.001 / np.sqrt(1e-6 + 0.01)",
            "PyTorch's step": "0.001 / 0.011",
            "difference": "0.1 - 0.011",
            "a tenth": "0.1",
            "a hundred": "100",
            "with 1 - α": "np.sqrt(1e-8 + 0.01) / (np.sqrt(1e-8) + 0.01)",
            "root of the ratio": "np.sqrt(9.0914)",
            "in percent": "909.14",
            "the divisor": "np.sqrt(1e-6 + 0.01)",
            "ε squared inside": "np.sqrt(1e-6 + 1e-4) / 0.011",
            "a text": "'9 times'",
            "against the full step in PyTorch": "np.sqrt(0.001**2 + 0.01) / 0.001",
            "the root of each": "(0.001 + 0.01**0.5) / (0.001 + 0.01)",
            "epsilon squared, too": "(0.001**2 + 0.01**2) ** 0.5 / (0.001 + 0.01)",
            "the rate as well": "0.0006 * 9.09",
            "one less": "9.09 - 1",
            "v taken for g in both": "np.sqrt(0.001 + 0.01) / (0.001**0.5 + 0.01)",
        },
    },
}

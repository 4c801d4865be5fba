"""Answers to the exercises of notebooks 04 to 08, as students write them.

Of each check: the head that the stub gives ("" where a number is asked for), right
answers by their style, and wrong ones by the mistake that was made. In a class the
lines of the first method stand above `---`, those of the second below.
"""

CLASS = """
class MyRMSprop:
    def __init__(self, learning_rate=0.01, decay_rate=0.9, epsilon=1e-8):
        self.learning_rate = learning_rate
        self.decay_rate = decay_rate
        self.epsilon = epsilon
---
    def update(self, params, grads):
"""
LION = """
class Lion(Optimizer):
    slots = ("m",)

    def __init__(self, learning_rate=1e-4, beta1=0.9, beta2=0.99):
        super().__init__(learning_rate)
        self.beta1 = beta1
        self.beta2 = beta2
        self.m = {}
---
    def apply(self, theta, g, m, rate):
"""

ANSWERS = {
    "n04.check_optimizer": {
        "head": CLASS,
        "right": {
            "setdefault": """
                self.cache = {}
                ---
                for name in params:
                    g = grads[name]
                    v = self.cache.setdefault(name, np.zeros_like(g))
                    v[...] = self.decay_rate * v + (1 - self.decay_rate) * g**2
                    params[name] -= self.learning_rate * g / (
                        np.sqrt(v) + self.epsilon
                    )
                return params""",
            "get with 0": """
                self.v = dict()
                ---
                for key, theta in params.items():
                    old = self.v.get(key, 0.0)
                    new = old * self.decay_rate
                    new = new + (1 - self.decay_rate) * grads[key] ** 2
                    self.v[key] = new
                    root = np.sqrt(new) + self.epsilon
                    theta[:] = theta - self.learning_rate * grads[key] / root
                return params""",
            "if it is not there yet": """
                self.caches = {}
                ---
                rho = self.decay_rate
                for name, g in grads.items():
                    if name in self.caches:
                        v = rho * self.caches[name] + (1 - rho) * g * g
                    else:
                        v = (1 - rho) * g * g
                    self.caches[name] = v
                    step = self.learning_rate / (v**0.5 + self.epsilon) * g
                    np.subtract(params[name], step, out=params[name])
                return params""",
            "get": """
                self.cache = {}
                ---
                for name, g in grads.items():
                    old = self.cache.get(name, 0.0)
                    v = self.decay_rate * old + (1 - self.decay_rate) * g**2
                    self.cache[name] = v
                    params[name] -= self.learning_rate * g / (np.sqrt(v) + self.epsilon)
                return params""",
            "zeros_like": """
                self.v = {}
                ---
                for name in params:
                    if name not in self.v:
                        self.v[name] = np.zeros_like(params[name])
                    v, g = self.v[name], grads[name]
                    v *= self.decay_rate
                    v += (1 - self.decay_rate) * g**2
                    params[name] -= self.learning_rate * g / (v**0.5 + self.epsilon)
                return params""",
            "defaultdict": """
                from collections import defaultdict
                self.v = defaultdict(float)
                ---
                rho = self.decay_rate
                for name in grads:
                    self.v[name] = rho * self.v[name] + (1 - rho) * grads[name] ** 2
                    divisor = np.sqrt(self.v[name]) + self.epsilon
                    params[name][:] -= self.learning_rate * grads[name] / divisor
                return params""",
            "None at first": """
                self.v = None
                ---
                if self.v is None:
                    self.v = {n: np.zeros(p.shape) for n, p in params.items()}
                for n in self.v:
                    self.v[n] += (1 - self.decay_rate) * (grads[n] ** 2 - self.v[n])
                    step = grads[n] / (np.sqrt(self.v[n]) + self.epsilon)
                    params[n] -= self.learning_rate * step
                return params""",
            "library's function": """
                self.memory = {}
                ---
                from rmsprop_lib import rmsprop_update
                for name, theta in params.items():
                    v = self.memory.setdefault(name, np.zeros_like(theta))
                    theta[...], self.memory[name] = rmsprop_update(
                        theta, grads[name], v, self.learning_rate,
                        self.decay_rate, self.epsilon)
                return params""",
            "subtract out": """
                self.v = dict()
                ---
                for name in params.keys():
                    g = grads[name]
                    if name in self.v:
                        v = self.decay_rate * self.v[name]
                    else:
                        v = np.zeros(g.shape)
                    v = v + (1 - self.decay_rate) * g * g
                    self.v[name] = v
                    np.subtract(params[name], self.learning_rate * g
                                / (np.sqrt(v) + self.epsilon), out=params[name])
                return params""",
            "dict": """
                self.v = {}
                ---
                rho = self.decay_rate
                for name in params:
                    if name not in self.v:
                        self.v[name] = np.zeros_like(params[name])
                    g = grads[name]
                    self.v[name] = rho * self.v[name] + (1 - rho) * g ** 2
                    step = g / (np.sqrt(self.v[name]) + self.epsilon)
                    params[name] -= self.learning_rate * step
                return params""",
            "get, once more": """
                self.v = {}
                ---
                rho = self.decay_rate
                for name in params:
                    g = grads[name]
                    self.v[name] = rho * self.v.get(name, 0.0) + (1 - rho) * g ** 2
                    step = g / (np.sqrt(self.v[name]) + self.epsilon)
                    params[name] -= self.learning_rate * step
                return params""",
        },
        "wrong": {
            "the cache is made anew in each update": """
                cache = {}
                for name in params:
                    v = cache.get(name, 0)
                    v = self.decay_rate * v + (1 - self.decay_rate) * grads[name]**2
                    cache[name] = v
                    params[name] -= (
                        self.learning_rate * grads[name]
                        / (np.sqrt(v) + self.epsilon)
                    )
                return params""",
            "new arrays are put into the dict": """
                self.cache = {}
                ---
                for name in params:
                    v = self.cache.get(name, 0)
                    v = self.decay_rate * v + (1 - self.decay_rate) * grads[name]**2
                    self.cache[name] = v
                    params[name] = params[name] - (
                        self.learning_rate * grads[name]
                        / (np.sqrt(v) + self.epsilon)
                    )
                return params""",
            "the loop's name is bound anew": """
                self.cache = {}
                ---
                for name, theta in params.items():
                    g = grads[name]
                    v = self.cache.get(name, np.zeros_like(theta))
                    v = self.decay_rate * v + (1 - self.decay_rate) * g**2
                    self.cache[name] = v
                    step = self.learning_rate * g / (np.sqrt(v) + self.epsilon)
                    theta = theta - step
                return params""",
            "one number as the cache of all": """
                self.cache = 0
                ---
                for name in params:
                    g = grads[name]
                    self.cache = (
                        self.decay_rate * self.cache + (1 - self.decay_rate) * g**2
                    )
                    params[name] -= (
                        self.learning_rate * g
                        / (np.sqrt(self.cache) + self.epsilon)
                    )
                return params""",
            "the cache has no entry at first": """
                self.cache = {}
                ---
                for name in params:
                    g = grads[name]
                    v = self.decay_rate * self.cache[name]
                    v = v + (1 - self.decay_rate) * g**2
                    self.cache[name] = v
                    root = np.sqrt(v) + self.epsilon
                    params[name] -= self.learning_rate * g / root
                return params""",
            "returns in the loop": """
                self.cache = {}
                ---
                for name in params:
                    g = grads[name]
                    v = self.decay_rate * self.cache.get(name, 0)
                    v = v + (1 - self.decay_rate) * g**2
                    self.cache[name] = v
                    root = np.sqrt(v) + self.epsilon
                    params[name] -= self.learning_rate * g / root
                    return params""",
            "the first cache is the whole square": """
                self.cache = {}
                ---
                for name in params:
                    g = grads[name]
                    if name not in self.cache:
                        self.cache[name] = g**2
                    else:
                        v = self.decay_rate * self.cache[name]
                        self.cache[name] = v + (1 - self.decay_rate) * g**2
                    root = np.sqrt(self.cache[name]) + self.epsilon
                    params[name] -= self.learning_rate * g / root
                return params""",
            "the new cache is not put back": """
                self.cache = {}
                ---
                for name in params:
                    g = grads[name]
                    if name not in self.cache:
                        self.cache[name] = np.zeros_like(params[name])
                    v = self.cache[name]
                    v = self.decay_rate * v + (1 - self.decay_rate) * g**2
                    root = np.sqrt(v) + self.epsilon
                    params[name] -= self.learning_rate * g / root
                return params""",
            "the defaults as numbers": """
                self.cache = {}
                ---
                for name in params:
                    g = grads[name]
                    v = 0.9 * self.cache.get(name, 0) + 0.1 * g**2
                    self.cache[name] = v
                    params[name] -= 0.01 * g / (np.sqrt(v) + 1e-8)
                return params""",
            "squares the caller's gradients": """
                self.cache = {}
                ---
                for name in params:
                    g = grads[name].copy()
                    square = grads[name]
                    square *= square
                    v = self.decay_rate * self.cache.get(name, 0)
                    v = v + (1 - self.decay_rate) * square
                    self.cache[name] = v
                    root = np.sqrt(v) + self.epsilon
                    params[name] -= self.learning_rate * g / root
                return params""",
            "the step before the cache": """
                self.cache = {}
                ---
                for name in params:
                    g = grads[name]
                    v = self.cache.get(name, np.zeros_like(g))
                    root = np.sqrt(v) + self.epsilon
                    params[name] -= self.learning_rate * g / root
                    self.cache[name] = (
                        self.decay_rate * v + (1 - self.decay_rate) * g**2
                    )
                return params""",
            "one cache for all names": """
                self.v = 0
                ---
                for name in params:
                    g = grads[name]
                    self.v = self.decay_rate * self.v + (1 - self.decay_rate) * g**2
                    step = self.learning_rate * g / (np.sqrt(self.v) + self.epsilon)
                    params[name] -= step
                return params""",
            "cache begins anew": """
                self.v = {}
                ---
                for name in params:
                    g, v = grads[name], 0
                    v = self.decay_rate * v + (1 - self.decay_rate) * g**2
                    params[name] -= self.learning_rate * g / (np.sqrt(v) + self.epsilon)
                return params""",
            "cache never stored": """
                self.v = {}
                ---
                for name in params:
                    g = grads[name]
                    v = self.v.get(name, 0)
                    v = self.decay_rate * v + (1 - self.decay_rate) * g**2
                    params[name] -= self.learning_rate * g / (np.sqrt(v) + self.epsilon)
                return params""",
            "new arrays in the same dict": """
                self.v = {}
                ---
                for name in params:
                    g = grads[name]
                    v = self.v[name] = (self.decay_rate * self.v.get(name, 0)
                                        + (1 - self.decay_rate) * g**2)
                    params[name] = params[name] - (
                        self.learning_rate * g / (np.sqrt(v) + self.epsilon))
                return params""",
            "new dict": """
                self.v = {}
                ---
                new = {}
                for name in params:
                    g = grads[name]
                    v = self.v[name] = (self.decay_rate * self.v.get(name, 0)
                                        + (1 - self.decay_rate) * g**2)
                    params[name] -= self.learning_rate * g / (np.sqrt(v) + self.epsilon)
                    new[name] = params[name]
                return new""",
            "nothing returned": """
                self.v = {}
                ---
                for name in params:
                    g = grads[name]
                    v = self.v[name] = (self.decay_rate * self.v.get(name, 0)
                                        + (1 - self.decay_rate) * g**2)
                    params[name] -= self.learning_rate * g / (np.sqrt(v) + self.epsilon)
                """,
            "return in the loop": """
                self.v = {}
                ---
                for name in params:
                    g = grads[name]
                    v = self.v[name] = (self.decay_rate * self.v.get(name, 0)
                                        + (1 - self.decay_rate) * g**2)
                    params[name] -= self.learning_rate * g / (np.sqrt(v) + self.epsilon)
                    return params""",
            "gradients squared in place": """
                self.v = {}
                ---
                for name in params:
                    g = grads[name]
                    step = self.learning_rate * g
                    g **= 2
                    v = self.v[name] = (self.decay_rate * self.v.get(name, 0)
                                        + (1 - self.decay_rate) * g)
                    params[name] -= step / (np.sqrt(v) + self.epsilon)
                return params""",
            "epsilon inside": """
                self.v = {}
                ---
                for name in params:
                    g = grads[name]
                    v = self.v[name] = (self.decay_rate * self.v.get(name, 0)
                                        + (1 - self.decay_rate) * g**2)
                    params[name] -= self.learning_rate * g / np.sqrt(v + self.epsilon)
                return params""",
            "rate built in": """
                self.v = {}
                ---
                for name in params:
                    g = grads[name]
                    v = self.v[name] = (self.decay_rate * self.v.get(name, 0)
                                        + (1 - self.decay_rate) * g**2)
                    params[name] -= 0.01 * g / (np.sqrt(v) + self.epsilon)
                return params""",
            "ρ exchanged": """
                self.v = {}
                ---
                for name in params:
                    g = grads[name]
                    v = self.v[name] = ((1 - self.decay_rate) * self.v.get(name, 0)
                                        + self.decay_rate * g**2)
                    params[name] -= self.learning_rate * g / (np.sqrt(v) + self.epsilon)
                return params""",
            "cache starts at g²": """
                self.v = {}
                ---
                for name in params:
                    g = grads[name]
                    v = self.v[name] = (self.decay_rate * self.v.get(name, g**2)
                                        + (1 - self.decay_rate) * g**2)
                    params[name] -= self.learning_rate * g / (np.sqrt(v) + self.epsilon)
                return params""",
            "KeyError in the first update": """
                self.v = {}
                ---
                for name in params:
                    g = grads[name]
                    self.v[name] = (self.decay_rate * self.v[name]
                                    + (1 - self.decay_rate) * g**2)
                    v = self.v[name]
                    params[name] -= self.learning_rate * g / (np.sqrt(v) + self.epsilon)
                return params""",
            "whole dict as an array": """
                self.v = 0
                ---
                self.v = self.decay_rate * self.v + (1 - self.decay_rate) * grads**2
                return params - self.learning_rate * grads / (
                    np.sqrt(self.v) + self.epsilon)""",
            "self forgotten": """
                v = {}
                ---
                for name in params:
                    g = grads[name]
                    v[name] = (self.decay_rate * v.get(name, 0)
                               + (1 - self.decay_rate) * g**2)
                    params[name] -= self.learning_rate * g / (
                        np.sqrt(v[name]) + self.epsilon)
                return params""",
            "uphill": """
                self.v = {}
                ---
                for name in params:
                    g = grads[name]
                    v = self.v[name] = (self.decay_rate * self.v.get(name, 0)
                                        + (1 - self.decay_rate) * g**2)
                    params[name] += self.learning_rate * g / (np.sqrt(v) + self.epsilon)
                return params""",
            "a sum": """
                self.v = {}
                ---
                for name in params:
                    g = grads[name]
                    v = self.v[name] = self.v.get(name, 0) + g**2
                    params[name] -= self.learning_rate * g / (np.sqrt(v) + self.epsilon)
                return params""",
            "local theta": """
                self.v = {}
                ---
                for name in params:
                    theta, g = params[name], grads[name]
                    v = self.v[name] = (self.decay_rate * self.v.get(name, 0)
                                        + (1 - self.decay_rate) * g**2)
                    theta = theta - self.learning_rate * g / (
                        np.sqrt(v) + self.epsilon)
                return params""",
            "step with the old cache": """
                self.v = {}
                ---
                for name in params:
                    g, v = grads[name], self.v.get(name, np.zeros_like(grads[name]))
                    params[name] -= self.learning_rate * g / (np.sqrt(v) + self.epsilon)
                    self.v[name] = (self.decay_rate * v
                                    + (1 - self.decay_rate) * g**2)
                return params""",
            "one cache for all names, once more": """
                self.v = 0.0
                ---
                rho = self.decay_rate
                for name in params:
                    g = grads[name]
                    self.v = rho * self.v + (1 - rho) * g ** 2
                    step = g / (np.sqrt(self.v) + self.epsilon)
                    params[name] -= self.learning_rate * step
                return params""",
            "cache reset each update": """
                self.v = {}
                ---
                rho = self.decay_rate
                self.v = {}
                for name in params:
                    if name not in self.v:
                        self.v[name] = np.zeros_like(params[name])
                    g = grads[name]
                    self.v[name] = rho * self.v[name] + (1 - rho) * g ** 2
                    step = g / (np.sqrt(self.v[name]) + self.epsilon)
                    params[name] -= self.learning_rate * step
                return params""",
            "not in place": """
                self.v = {}
                ---
                rho = self.decay_rate
                for name in params:
                    if name not in self.v:
                        self.v[name] = np.zeros_like(params[name])
                    g = grads[name]
                    self.v[name] = rho * self.v[name] + (1 - rho) * g ** 2
                    step = g / (np.sqrt(self.v[name]) + self.epsilon)
                    params[name] = params[name] - self.learning_rate * step
                return params""",
            "return in loop": """
                self.v = {}
                ---
                rho = self.decay_rate
                for name in params:
                    if name not in self.v:
                        self.v[name] = np.zeros_like(params[name])
                    g = grads[name]
                    self.v[name] = rho * self.v[name] + (1 - rho) * g ** 2
                    step = g / (np.sqrt(self.v[name]) + self.epsilon)
                    params[name] -= self.learning_rate * step
                    return params""",
            "never set up": """
                self.v = {}
                ---
                rho = self.decay_rate
                for name in params:
                    g = grads[name]
                    self.v[name] = rho * self.v[name] + (1 - rho) * g ** 2
                    step = g / (np.sqrt(self.v[name]) + self.epsilon)
                    params[name] -= self.learning_rate * step
                return params""",
            "plus": """
                self.v = {}
                ---
                rho = self.decay_rate
                for name in params:
                    if name not in self.v:
                        self.v[name] = np.zeros_like(params[name])
                    g = grads[name]
                    self.v[name] = rho * self.v[name] + (1 - rho) * g ** 2
                    step = g / (np.sqrt(self.v[name]) + self.epsilon)
                    params[name] += self.learning_rate * step
                return params""",
            "no return": """
                self.v = {}
                ---
                rho = self.decay_rate
                for name in params:
                    if name not in self.v:
                        self.v[name] = np.zeros_like(params[name])
                    g = grads[name]
                    self.v[name] = rho * self.v[name] + (1 - rho) * g ** 2
                    step = g / (np.sqrt(self.v[name]) + self.epsilon)
                    params[name] -= self.learning_rate * step""",
            "rate hard-coded": """
                self.v = {}
                ---
                rho = self.decay_rate
                for name in params:
                    if name not in self.v:
                        self.v[name] = np.zeros_like(params[name])
                    g = grads[name]
                    self.v[name] = rho * self.v[name] + (1 - rho) * g ** 2
                    step = g / (np.sqrt(self.v[name]) + self.epsilon)
                    params[name] -= 0.01 * step
                return params""",
        },
    },
    "n04.check_lion": {
        "head": LION,
        "right": {
            "times, then plus": """
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)
                m *= self.beta2
                m += (1 - self.beta2) * g""",
            "c as m and a part of the way to g": """
                c = m + (1 - self.beta1) * (g - m)
                theta[...] = theta - np.sign(c) * rate
                m[...] = self.beta2 * m + g - self.beta2 * g""",
            "np.subtract": """
                direction = np.sign(g + self.beta1 * (m - g))
                np.subtract(theta, rate * direction, out=theta)
                m += (1 - self.beta2) * (g - m)""",
            "in place": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)
                m *= self.beta2
                m += (1 - self.beta2) * g""",
            "slices": """
                ---
                theta[...] = theta - rate * np.sign(self.beta1 * (m - g) + g)
                m[...] = self.beta2 * m + (1 - self.beta2) * g""",
            "copyto": """
                ---
                direction = np.sign(self.beta1 * m + (1 - self.beta1) * g)
                np.subtract(theta, rate * direction, out=theta)
                np.copyto(m, self.beta2 * m + (1 - self.beta2) * g)""",
            "two signs": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta[c > 0] -= rate
                theta[c < 0] += rate
                m += (1 - self.beta2) * (g - m)""",
            "the mean first, from the old one": """
                ---
                old = m.copy()
                m *= self.beta2
                m += (1 - self.beta2) * g
                theta -= rate * np.sign(self.beta1 * old + (1 - self.beta1) * g)""",
            "ellipsis": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)
                m[...] = self.beta2 * m + (1 - self.beta2) * g""",
        },
        "wrong": {
            "the memory first": """
                m[...] = self.beta2 * m + (1 - self.beta2) * g
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)""",
            "the two betas exchanged": """
                c = self.beta2 * m + (1 - self.beta2) * g
                theta -= rate * np.sign(c)
                m[...] = self.beta1 * m + (1 - self.beta1) * g""",
            "m is bound anew": """
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)
                m = self.beta2 * m + (1 - self.beta2) * g""",
            "without the sign": """
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * c
                m[...] = self.beta2 * m + (1 - self.beta2) * g""",
            "the memory takes c in": """
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)
                m[...] = self.beta2 * m + (1 - self.beta2) * c""",
            "beta1 in both": """
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)
                m[...] = self.beta1 * m + (1 - self.beta1) * g""",
            "the shares exchanged in both": """
                c = (1 - self.beta1) * m + self.beta1 * g
                theta -= rate * np.sign(c)
                m[...] = (1 - self.beta2) * m + self.beta2 * g""",
            "theta is bound anew": """
                c = self.beta1 * m + (1 - self.beta1) * g
                theta = theta - rate * np.sign(c)
                m[...] = self.beta2 * m + (1 - self.beta2) * g""",
            "the old mean is not multiplied": """
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)
                m += (1 - self.beta2) * g""",
            "the sign of m": """
                m[...] = self.beta2 * m + (1 - self.beta2) * g
                theta -= rate * np.sign(m)""",
            "uphill: plus the sign": """
                c = self.beta1 * m + (1 - self.beta1) * g
                theta += rate * np.sign(c)
                m[...] = self.beta2 * m + (1 - self.beta2) * g""",
            "m first": """
                ---
                m *= self.beta2
                m += (1 - self.beta2) * g
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)""",
            "betas exchanged": """
                ---
                c = self.beta2 * m + (1 - self.beta2) * g
                theta -= rate * np.sign(c)
                m *= self.beta1
                m += (1 - self.beta1) * g""",
            "no sign": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * c
                m *= self.beta2
                m += (1 - self.beta2) * g""",
            "m is a new array": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)
                m = self.beta2 * m + (1 - self.beta2) * g""",
            "theta is a new array": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta = theta - rate * np.sign(c)
                m *= self.beta2
                m += (1 - self.beta2) * g""",
            "uphill": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta += rate * np.sign(c)
                m *= self.beta2
                m += (1 - self.beta2) * g""",
            "no rate": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= np.sign(c)
                m *= self.beta2
                m += (1 - self.beta2) * g""",
            "sign of the gradient": """
                ---
                theta -= rate * np.sign(g)
                m *= self.beta2
                m += (1 - self.beta2) * g""",
            "c kept as m": """
                ---
                m *= self.beta1
                m += (1 - self.beta1) * g
                theta -= rate * np.sign(m)""",
            "zero counts as plus": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.where(c >= 0, 1.0, -1.0)
                m *= self.beta2
                m += (1 - self.beta2) * g""",
            "c over its size": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * c / np.abs(c)
                m *= self.beta2
                m += (1 - self.beta2) * g""",
            "m not updated": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)""",
            "m updated with c": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)
                m *= self.beta2
                m += (1 - self.beta2) * c""",
            "1 - β₂ forgotten": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)
                m *= self.beta2
                m += g""",
            "decays twice in place": """
                ---
                m *= self.beta1
                c = m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)
                m *= self.beta2
                m += (1 - self.beta2) * g""",
            "names without self": """
                ---
                c = beta1 * m + (1 - beta1) * g
                theta -= rate * np.sign(c)
                m *= beta2
                m += (1 - beta2) * g""",
            "returns in place of writing": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                new_m = self.beta2 * m + (1 - self.beta2) * g
                return theta - rate * np.sign(c), new_m""",
            "mean of squares": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)
                m *= self.beta2
                m += (1 - self.beta2) * g**2""",
            "theta rebound": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta = theta - rate * np.sign(c)
                m[:] = self.beta2 * m + (1 - self.beta2) * g""",
            "m first, once more": """
                ---
                m[...] = self.beta2 * m + (1 - self.beta2) * g
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)""",
            "betas swapped": """
                ---
                c = self.beta2 * m + (1 - self.beta2) * g
                theta -= rate * np.sign(c)
                m[...] = self.beta1 * m + (1 - self.beta1) * g""",
            "no sign, once more": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * c
                m[...] = self.beta2 * m + (1 - self.beta2) * g""",
            "m takes c": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(c)
                m[...] = c""",
            "sign of g": """
                ---
                c = self.beta1 * m + (1 - self.beta1) * g
                theta -= rate * np.sign(g)
                m[...] = self.beta2 * m + (1 - self.beta2) * g""",
        },
    },
    "n04.check_fork": {
        "head": "def fork(optimizer, params):",
        "right": {
            "settings and state": """
                second = RMSprop(
                    learning_rate=optimizer.learning_rate,
                    decay_rate=optimizer.decay_rate,
                    epsilon=optimizer.epsilon,
                )
                second.load_state_dict(optimizer.state_dict())
                arrays = {}
                for name in params:
                    arrays[name] = np.array(params[name])
                return second, arrays""",
            "type and vars": """
                second = type(optimizer)(
                    optimizer.learning_rate, optimizer.decay_rate, optimizer.epsilon
                )
                second.step = optimizer.step
                second.cache = {k: v.copy() for k, v in optimizer.cache.items()}
                return second, {k: np.copy(v) for k, v in params.items()}""",
            "deepcopy": """
                import copy
                return copy.deepcopy(optimizer), copy.deepcopy(params)""",
            "both at once": """
                from copy import deepcopy
                return deepcopy((optimizer, params))""",
            "state": """
                second = RMSprop(optimizer.learning_rate, optimizer.decay_rate,
                                 optimizer.epsilon)
                second.load_state_dict(optimizer.state_dict())
                return second, {name: p.copy() for name, p in params.items()}""",
            "pickle": """
                import pickle
                return pickle.loads(pickle.dumps((optimizer, params)))""",
            "by hand": """
                import copy
                second = copy.copy(optimizer)
                second.cache = {name: v.copy() for name, v in optimizer.cache.items()}
                new = {}
                for name in params:
                    new[name] = np.array(params[name])
                return [second, new]""",
            "state, once more": """
                o = optimizer
                other = RMSprop(o.learning_rate, o.decay_rate, o.epsilon)
                other.load_state_dict(optimizer.state_dict())
                return other, {name: value.copy() for name, value in params.items()}""",
        },
        "wrong": {
            "the dict is copied, the arrays are not": """
                second = RMSprop(
                    optimizer.learning_rate, optimizer.decay_rate, optimizer.epsilon
                )
                second.load_state_dict(optimizer.state_dict())
                return second, dict(params)""",
            "the state is not loaded": """
                second = RMSprop(
                    optimizer.learning_rate, optimizer.decay_rate, optimizer.epsilon
                )
                return second, {name: p.copy() for name, p in params.items()}""",
            "the same optimizer": """
                second = optimizer
                return second, {name: p.copy() for name, p in params.items()}""",
            "loads the empty state into the first": """
                second = RMSprop(
                    optimizer.learning_rate, optimizer.decay_rate, optimizer.epsilon
                )
                optimizer.load_state_dict(second.state_dict())
                return second, {k: v.copy() for k, v in params.items()}""",
            "hands on the dict of the cache": """
                second = RMSprop(
                    optimizer.learning_rate, optimizer.decay_rate, optimizer.epsilon
                )
                second.cache = optimizer.cache
                second.step = optimizer.step
                return second, {k: v.copy() for k, v in params.items()}""",
            "the cache without the step": """
                second = RMSprop(
                    optimizer.learning_rate, optimizer.decay_rate, optimizer.epsilon
                )
                second.cache = {k: v.copy() for k, v in optimizer.cache.items()}
                return second, {k: v.copy() for k, v in params.items()}""",
            "epsilon is not handed on": """
                second = RMSprop(optimizer.learning_rate, optimizer.decay_rate)
                second.load_state_dict(optimizer.state_dict())
                return second, {k: v.copy() for k, v in params.items()}""",
            "the same two": "return optimizer, params",
            "shallow copies": """
                import copy
                return copy.copy(optimizer), copy.copy(params)""",
            "optimizer only": """
                import copy
                return copy.deepcopy(optimizer), params""",
            "parameters only": """
                import copy
                return optimizer, copy.deepcopy(params)""",
            "settings without state": """
                second = RMSprop(optimizer.learning_rate, optimizer.decay_rate,
                                 optimizer.epsilon)
                return second, {name: p.copy() for name, p in params.items()}""",
            "state without settings": """
                second = RMSprop()
                second.load_state_dict(optimizer.state_dict())
                return second, {name: p.copy() for name, p in params.items()}""",
            "rate only": """
                second = RMSprop(optimizer.learning_rate)
                second.load_state_dict(optimizer.state_dict())
                return second, {name: p.copy() for name, p in params.items()}""",
            "copied dict, same arrays": """
                import copy
                return copy.deepcopy(optimizer), dict(params)""",
            "cache shared": """
                second = RMSprop(optimizer.learning_rate, optimizer.decay_rate,
                                 optimizer.epsilon)
                second.cache = optimizer.cache
                second.step = optimizer.step
                return second, {name: p.copy() for name, p in params.items()}""",
            "other order": """
                import copy
                return copy.deepcopy(params), copy.deepcopy(optimizer)""",
            "step forgotten": """
                second = RMSprop(optimizer.learning_rate, optimizer.decay_rate,
                                 optimizer.epsilon)
                second.cache = {name: v.copy() for name, v in optimizer.cache.items()}
                return second, {name: p.copy() for name, p in params.items()}""",
            "the state in place of the optimizer": """
                import copy
                return optimizer.state_dict(), copy.deepcopy(params)""",
            "optimizer alone": """
                import copy
                return copy.deepcopy(optimizer)""",
            "load_state_dict as a function that returns": """
                second = RMSprop(optimizer.learning_rate, optimizer.decay_rate,
                                 optimizer.epsilon).load_state_dict(
                                     optimizer.state_dict())
                return second, {name: p.copy() for name, p in params.items()}""",
            "parameters start at 0": """
                import copy
                new = {name: np.zeros_like(theta) for name, theta in params.items()}
                return copy.deepcopy(optimizer), new""",
            "shallow optimizer": """
                import copy
                return copy.copy(optimizer), copy.deepcopy(params)""",
            "shallow copy of the optimizer": """
                import copy
                arrays = {k: v.copy() for k, v in params.items()}
                return copy.copy(optimizer), arrays""",
            "params shallow": """
                import copy
                return copy.deepcopy(optimizer), params.copy()""",
            "settings only, no state": """
                o = optimizer
                other = RMSprop(o.learning_rate, o.decay_rate, o.epsilon)
                return other, {k: v.copy() for k, v in params.items()}""",
            "default optimizer": """
                return RMSprop(), {k: v.copy() for k, v in params.items()}""",
            "state, default settings": """
                other = RMSprop()
                other.load_state_dict(optimizer.state_dict())
                return other, {name: value.copy() for name, value in params.items()}""",
        },
    },
    "n05.check_weights": {
        "head": "def weights_of(decay_rate, n):",
        "right": {
            "cumprod of an array filled with ρ": """
                weights = np.full(n, decay_rate, dtype=float)
                weights[0] = 1 - decay_rate
                return np.cumprod(weights)""",
            "each from the one before": """
                weights = np.zeros(n)
                w = 1 - decay_rate
                for k in range(n):
                    weights[k] = w
                    w *= decay_rate
                return weights""",
            "numpy": "return (1 - decay_rate) * decay_rate ** np.arange(n)",
            "list": "return [(1 - decay_rate) * decay_rate**k for k in range(n)]",
            "loop": """
                weights = np.zeros(n)
                weight = 1 - decay_rate
                for k in range(n):
                    weights[k] = weight
                    weight *= decay_rate
                return weights""",
            "generator": """
                weight = 1 - decay_rate
                for _ in range(n):
                    yield weight
                    weight *= decay_rate""",
            "cumprod": """
                factors = np.full(n, decay_rate)
                factors[:1] = 1 - decay_rate
                return np.cumprod(factors)""",
            "measured": """
                weights = []
                for age in range(n):
                    v = 1 - decay_rate
                    for _ in range(age):
                        v = decay_rate * v
                    weights.append(v)
                return tuple(weights)""",
            "differences": "return -np.diff(decay_rate ** np.arange(n + 1.0))",
            "list, once more": """
                rho = decay_rate
                return np.array([(1 - rho) * rho**k for k in range(n)])""",
        },
        "wrong": {
            "the oldest first": """
                weights = np.zeros(n)
                for k in range(n):
                    weights[n - 1 - k] = (1 - decay_rate) * decay_rate**k
                return weights""",
            "divided by their sum": """
                weights = (1 - decay_rate) * decay_rate ** np.arange(n)
                return weights / weights.sum()""",
            "the power turned round": """
                return (1 - decay_rate) * np.arange(n) ** decay_rate""",
            "no brackets around 1 - rho": """
                return 1 - decay_rate * decay_rate ** np.arange(n)""",
            "each 1 - rho times the one before": """
                weights = np.zeros(n)
                weights[0] = 1 - decay_rate
                for k in range(1, n):
                    weights[k] = weights[k - 1] * (1 - decay_rate)
                return weights""",
            "the n-th weight alone": "return (1 - decay_rate) * decay_rate ** (n - 1)",
            "1 - ρ forgotten": "return decay_rate ** np.arange(n)",
            "oldest first": """
                return ((1 - decay_rate) * decay_rate ** np.arange(n))[::-1]""",
            "ρ and 1 - ρ exchanged": """
                return decay_rate * (1 - decay_rate) ** np.arange(n)""",
            "begins with age 1": """
                return (1 - decay_rate) * decay_rate ** np.arange(1, n + 1)""",
            "1 - ρ forgotten, and age 1": "return decay_rate ** np.arange(1, n + 1)",
            "powers of 1 - ρ": "return (1 - decay_rate) ** np.arange(n)",
            "made to add up to 1": """
                w = decay_rate ** np.arange(n)
                return w / w.sum()""",
            "all equal": "return np.full(n, 1 / n)",
            "1 - ρ for each": "return np.full(n, 1 - decay_rate)",
            "what is newer than each": "return 1 - decay_rate ** np.arange(1, n + 1)",
            "the sum": "return np.sum((1 - decay_rate) * decay_rate ** np.arange(n))",
            "one too many": """
                return (1 - decay_rate) * decay_rate ** np.arange(n + 1)""",
            "one too few": """
                return [(1 - decay_rate) * decay_rate**k for k in range(n - 1)]""",
            "built in": "return 0.1 * 0.9 ** np.arange(n)",
            "times for to the power": """
                return (1 - decay_rate) * decay_rate * np.arange(n)""",
            "the n-th alone": "return (1 - decay_rate) * decay_rate**n",
            "return in the loop": """
                weights = np.zeros(n)
                for k in range(n):
                    weights[k] = (1 - decay_rate) * decay_rate**k
                    return weights""",
            "roots": "return np.sqrt((1 - decay_rate) * decay_rate ** np.arange(n))",
            "exponential with the window": """
                return (1 - decay_rate) * np.exp(-(1 - decay_rate) * np.arange(n))""",
            "oldest first, once more": """
                return (1 - decay_rate) * decay_rate ** np.arange(n)[::-1]""",
            "n-1 weights": """
                return (1 - decay_rate) * decay_rate ** np.arange(n - 1)""",
        },
    },
    "n05.check_half_life": {
        "head": "",
        "right": {
            "power": "0.5 ** (1 / 100)",
            "five digits": "0.99309",
            "seven digits": "0.9930925",
            "logarithms": "np.exp(np.log(0.5) / 100)",
            "2 to the minus": "2**-0.01",
            "float32": "np.float32(0.5) ** np.float32(0.01)",
            "one number in an array": "np.array([0.5]) ** 0.01",
            "searched": """next(r for r in np.arange(0.99, 1, 1e-7)
                if r**100 >= 0.5)""",
        },
        "wrong": {
            "the usual one": "0.9",
            "the window is 100": "0.99",
            "upside down": "0.5**100",
            "half in 100 equal steps": "1 - 0.5 / 100",
            "ln 2 over 100": "1 - np.log(2) / 100",
            "falls to 1/e": "np.exp(-1 / 100)",
            "sign of the exponent": "2 ** (1 / 100)",
            "logarithm of the half by that of 100": "-np.log(0.5) / np.log(100)",
            "three digits": "0.993",
            "four digits": "0.9931",
            "of the root": "0.25 ** (1 / 100)",
            "as a percentage": "99.30925",
            "1 - ρ": "1 - 0.5 ** (1 / 100)",
            "the half-life of 0.9": "6.6",
            "99 steps": "0.5 ** (1 / 99)",
            "10 steps": "0.5 ** (1 / 10)",
            "half": "0.5",
            "half-life of 0.99": "69",
            "the other formula": "np.log(0.5) / 100",
            "root of rho, half-life 200": "0.5 ** (1 / 200)",
        },
    },
    "n05.check_worst": {
        "head": "def worst_gradients(n):",
        "right": {
            "a list, each eight times the last": """
                gradients = [1e-6]
                while len(gradients) < n:
                    gradients.append(gradients[-1] * 8)
                return gradients""",
            "from small to large, with signs": """
                return [(-1) ** k * 20.0 ** (k - 10) for k in range(n)]""",
            "powers of ten": "return 10.0 ** np.arange(n)",
            "powers of seven": "return 7.0 ** np.arange(n)",
            "list": "return [10.0**k for k in range(n)]",
            "whole numbers": "return [10**k for k in range(n)]",
            "from below": "return 1e-20 * 8.0 ** np.arange(n)",
            "cumprod": "return np.cumprod(np.full(n, 10.0))",
            "signs": "return (-10.0) ** np.arange(n)",
            "generator": """
                g = 1.0
                for _ in range(n):
                    yield g
                    g *= 10""",
            "logspace": "return np.logspace(0, n - 1, n)",
            "loop": """
                g = np.zeros(n)
                g[0] = 1
                for t in range(1, n):
                    g[t] = 9 * g[t - 1]
                return g""",
            "list, once more": """
                return np.array([-(8.0 ** k) for k in range(n)])""",
        },
        "wrong": {
            "falls": "return 10.0 ** (-np.arange(n))",
            "from 1 to a million, whatever n is": "return np.geomspace(1, 1e6, n)",
            "too much: the squares are infinite": "return 10.0 ** (20 * np.arange(n))",
            "one large one, then nothing": """
                gradients = np.zeros(n)
                gradients[0] = 1000
                return gradients""",
            "squares of the number": "return np.arange(1.0, n + 1) ** 2",
            "begins with 0": """
                gradients = np.zeros(n)
                for k in range(1, n):
                    gradients[k] = 10.0**k
                return gradients""",
            "all equal": "return np.ones(n)",
            "doubling": "return 2.0 ** np.arange(n)",
            "linear": "return np.arange(1, n + 1.0)",
            "alternating": "return (-1.0) ** np.arange(n)",
            "falling": "return 10.0 ** -np.arange(n)",
            "falling, other order": "return 10.0 ** np.arange(n)[::-1]",
            "random": "return np.random.default_rng(0).normal(size=n)",
            "one large, then nothing": """
                g = np.zeros(n)
                g[0] = 1
                return g""",
            "one large at the end": """
                g = np.full(n, 0.001)
                g[-1] = 1000
                return g""",
            "five times": "return 5.0 ** np.arange(n)",
            "overflows": "return 1e6 ** np.arange(n)",
            "squares": "return np.arange(1, n + 1.0) ** 2",
            "integers overflow": "return 10 ** np.arange(n)",
            "one too few": "return 10.0 ** np.arange(n - 1)",
            "ten of them": "return 10.0 ** np.arange(10)",
            "huge": "return np.full(n, 1e100)",
            "tiny": "return np.full(n, 1e-12)",
            "infinite": "return np.full(n, np.inf)",
            "growth by 1/ρ": "return (1 / 0.9) ** np.arange(n)",
            "growth by 1/√(1-ρ)": "return np.sqrt(10) ** np.arange(n)",
            "every second one nothing": """
                g = np.zeros(n)
                g[::2] = 1
                return g""",
            "linear, once more": "return np.arange(1, n + 1)",
            "squares infinite": "return 1e10 ** np.arange(n)",
        },
    },
    "n06.check_gradient_for": {
        "head": "def gradient_for(g, shape):",
        "right": {
            "axis by axis": """
                g = np.asarray(g)
                while g.ndim > len(shape):
                    g = g.sum(axis=0)
                for axis, size in enumerate(shape):
                    if size == 1:
                        g = g.sum(axis=axis, keepdims=True)
                return g""",
            "each entry is added where it is used": """
                result = np.zeros(shape)
                where = np.broadcast_to(np.arange(result.size).reshape(shape), g.shape)
                np.add.at(result.reshape(-1), where.ravel(), g.ravel())
                return result""",
            "the shape padded with ones": """
                padded = (1,) * (g.ndim - len(shape)) + tuple(shape)
                axes = tuple(i for i in range(g.ndim) if padded[i] == 1)
                return np.sum(g, axis=axes).reshape(shape)""",
            "axes": """
                extra = g.ndim - len(shape)
                g = g.sum(axis=tuple(range(extra)))
                axes = tuple(i for i, n in enumerate(shape) if n == 1)
                return g.sum(axis=axes, keepdims=True)""",
            "loop over axes": """
                while g.ndim > len(shape):
                    g = g.sum(axis=0)
                for axis, size in enumerate(shape):
                    if size == 1:
                        g = g.sum(axis=axis, keepdims=True)
                return g""",
            "padded and reshaped": """
                padded = (1,) * (g.ndim - len(shape)) + tuple(shape)
                axes = tuple(i for i in range(g.ndim) if padded[i] == 1)
                return g.sum(axis=axes).reshape(shape)""",
            "places": """
                total = np.zeros(shape)
                places = np.broadcast_to(np.arange(total.size).reshape(shape), g.shape)
                np.add.at(total.reshape(-1), places, g)
                return total""",
            "every entry": """
                total = np.zeros(shape)
                extra = g.ndim - len(shape)
                for use in np.ndindex(g.shape):
                    place = tuple(0 if n == 1 else i
                                  for i, n in zip(use[extra:], shape))
                    total[place] += g[use]
                return total""",
            "bincount": """
                n = int(np.prod(shape))
                places = np.broadcast_to(np.arange(n).reshape(shape), g.shape)
                return np.bincount(places.ravel(), g.ravel(), n).reshape(shape)""",
            "loop": """
                lead = g.ndim - len(shape)
                g = g.sum(axis=tuple(range(lead)))
                for axis, size in enumerate(shape):
                    if size == 1:
                        g = g.sum(axis=axis, keepdims=True)
                return g""",
            "padded": """
                full = (1,) * (g.ndim - len(shape)) + tuple(shape)
                used = [full[i] == 1 and g.shape[i] > 1 for i in range(g.ndim)]
                axes = tuple(i for i in range(g.ndim) if used[i])
                return g.sum(axis=axes).reshape(shape)""",
        },
        "wrong": {
            "the mean of the uses": """
                while g.ndim > len(shape):
                    g = g.mean(axis=0)
                for axis, size in enumerate(shape):
                    if size == 1:
                        g = g.mean(axis=axis, keepdims=True)
                return g""",
            "no axes that are missing in front": """
                for axis in range(len(shape)):
                    if shape[axis] == 1:
                        g = g.sum(axis=axis, keepdims=True)
                return g""",
            "compares the shapes from the left": """
                axes = [i for i, size in enumerate(shape) if size != g.shape[i]]
                return g.sum(axis=tuple(axes), keepdims=True)""",
            "the axes move while they are summed": """
                while g.ndim > len(shape):
                    g = g.sum(axis=0)
                for axis in range(len(shape)):
                    if shape[axis] == 1:
                        g = g.sum(axis=axis)
                return g""",
            "sums the axes that fit": """
                axes = tuple(
                    i for i in range(len(shape)) if g.shape[i] == shape[i]
                )
                return g.sum(axis=axes, keepdims=True)""",
            "the axes in front stay, with length 1": """
                padded = (1,) * (g.ndim - len(shape)) + tuple(shape)
                for i in range(g.ndim):
                    if padded[i] == 1:
                        g = g.sum(axis=i, keepdims=True)
                return g""",
            "the first use only": """
                while g.ndim > len(shape):
                    g = g[0]
                for i, size in enumerate(shape):
                    if size == 1:
                        g = np.take(g, [0], axis=i)
                return g""",
            "always axis 1, then reshape": "return g.sum(axis=1).reshape(shape)",
            "mean": """
                axes = tuple(i for i, n in enumerate(shape) if n == 1)
                return g.mean(axis=axes, keepdims=True)""",
            "mean everywhere": """
                g = g.mean(axis=tuple(range(g.ndim - len(shape))))
                axes = tuple(i for i, n in enumerate(shape) if n == 1)
                return g.mean(axis=axes, keepdims=True)""",
            "everything added": "return g.sum()",
            "everything added, stretched again": "return np.full(shape, g.sum())",
            "axis 1 without keeping it": "return g.sum(axis=1)",
            "axis 1": "return g.sum(axis=1, keepdims=True)",
            "axis 0": "return g.sum(axis=0)",
            "first use": "return g[:, :1]",
            "only the axes of length 1": """
                axes = tuple(i for i, n in enumerate(shape) if n == 1)
                return g.sum(axis=axes, keepdims=True)""",
            "only the missing axes": """
                return g.sum(axis=tuple(range(g.ndim - len(shape))))""",
            "axes at the wrong end": """
                for axis in range(len(shape)):
                    if shape[axis] != g.shape[axis]:
                        g = g.sum(axis=axis, keepdims=True)
                while g.ndim > len(shape):
                    g = g.sum(axis=-1)
                return g""",
            "reshape": "return g.reshape(shape)",
            "resize": "return np.resize(g, shape)",
            "stretched": "return np.broadcast_to(g, shape)",
            "kept dimensions lost": """
                g = g.sum(axis=tuple(range(g.ndim - len(shape))))
                axes = tuple(i for i, n in enumerate(shape) if n == 1)
                return g.sum(axis=axes)""",
            "the stub": "return np.zeros(shape)",
            "the largest use": """
                g = g.sum(axis=tuple(range(g.ndim - len(shape))))
                axes = tuple(i for i, n in enumerate(shape) if n == 1)
                return g.max(axis=axes, keepdims=True)""",
            "unchanged": "return g",
            "axes forgotten after each": """
                g = g.sum(axis=tuple(range(g.ndim - len(shape))))
                for axis, n in enumerate(shape):
                    if n == 1:
                        g = g.sum(axis=axis)
                return g""",
            "keepdims forgotten": """
                axes = tuple(i for i, size in enumerate(shape) if size == 1)
                return g.sum(axis=axes)""",
            "mean, once more": """
                full = (1,) * (g.ndim - len(shape)) + tuple(shape)
                used = [full[i] == 1 and g.shape[i] > 1 for i in range(g.ndim)]
                axes = tuple(i for i in range(g.ndim) if used[i])
                return g.mean(axis=axes).reshape(shape)""",
            "missing leading axes not thought of": """
                for axis, size in enumerate(shape):
                    if size == 1:
                        g = g.sum(axis=axis, keepdims=True)
                return g""",
            "axis 0, once more": """
                return g.sum(axis=0, keepdims=True).reshape(shape)""",
        },
    },
    "n06.check_smallest_step": {
        "head": "",
        "right": {
            "half the gap": "np.spacing(np.float32(100)) / 2",
            "power": "2.0**-18",
            "digits": "3.81e-6",
            "many digits": "3.8147e-6",
            "python float": "float(np.spacing(np.float32(100))) / 2",
            "eps": "64 * np.finfo(np.float32).eps / 2",
            "one number in an array": "np.spacing(np.array([100], np.float32)) / 2",
            "nextafter": """(np.nextafter(np.float32(100), np.float32(200))
                - np.float32(100)) / 2""",
        },
        "wrong": {
            "the half gap below 1 that the text gives": "3e-8",
            "half of the seventh digit": "5e-6",
            "the rate of the text": "2e-8",
            "the gap": "np.spacing(np.float32(100))",
            "float64": "np.spacing(100.0) / 2",
            "gap in float64": "np.spacing(100.0)",
            "gap at 1": "np.finfo(np.float32).eps",
            "half the gap at 1": "np.finfo(np.float32).eps / 2",
            "eps times 100": "100 * np.finfo(np.float32).eps",
            "half of eps times 100": "50 * np.finfo(np.float32).eps",
            "smallest number": "np.finfo(np.float32).tiny",
            "epsilon of RMSprop": "1e-8",
            "a quarter": "np.spacing(np.float32(100)) / 4",
            "the next number": "np.nextafter(np.float32(100), np.float32(200))",
            "float16": "np.spacing(np.float16(100)) / 2",
            "next larger over 2": "(100 + np.spacing(np.float32(100))) / 2",
            "relative": "np.spacing(np.float32(100)) / 200",
            "digits of a float32": "1e-7",
            "seven digits": "1e-5",
            "wrong power": "3.81e-5",
            "at 1": "np.spacing(np.float32(1)) / 2",
        },
    },
    "n06.check_updated": {
        "head": "def updated(optimizer, params, grads):",
        "right": {
            "copies first": """
                new = {}
                for name, theta in params.items():
                    new[name] = theta.copy()
                optimizer.update(new, grads)
                return new""",
            "deepcopy of the gradients as well": """
                from copy import deepcopy

                return optimizer.update(deepcopy(params), deepcopy(grads))""",
            "adding 0": """
                new = {k: v + 0 for k, v in params.items()}
                return optimizer.update(new, grads)""",
            "copies": """
                new = {name: theta.copy() for name, theta in params.items()}
                return optimizer.update(new, grads)""",
            "deepcopy": """
                import copy
                new = copy.deepcopy(params)
                optimizer.update(new, grads)
                return new""",
            "np.array": """
                new = {}
                for name in params:
                    new[name] = np.array(params[name])
                optimizer.update(new, grads)
                return new""",
            "plus nothing": """
                return optimizer.update({k: +a for k, a in params.items()}, grads)""",
            "restored": """
                before = {name: theta.copy() for name, theta in params.items()}
                optimizer.update(params, grads)
                after = {name: theta.copy() for name, theta in params.items()}
                for name in params:
                    params[name][...] = before[name]
                return after""",
            "dict of a zip": """
                new = dict(zip(params, map(np.copy, params.values())))
                return dict(optimizer.update(new, grads))""",
            "comprehension": """
                new = {k: v.copy() for k, v in params.items()}
                return optimizer.update(new, grads)""",
        },
        "wrong": {
            "returns the old dict": """
                new = {name: theta.copy() for name, theta in params.items()}
                optimizer.update(new, grads)
                return params""",
            "a copy of the optimizer makes the step": """
                import copy

                new = {name: theta.copy() for name, theta in params.items()}
                return copy.deepcopy(optimizer).update(new, grads)""",
            "slices are no copies": """
                new = {name: theta[:] for name, theta in params.items()}
                optimizer.update(new, grads)
                return new""",
            "asarray is no copy": """
                new = {}
                for name in params:
                    new[name] = np.asarray(params[name])
                return optimizer.update(new, grads)""",
            "puts copies of the old ones back into the dict": """
                old = {name: theta.copy() for name, theta in params.items()}
                new = dict(optimizer.update(params, grads))
                for name in old:
                    params[name] = old[name]
                return new""",
            "a list of arrays": """
                new = {name: theta.copy() for name, theta in params.items()}
                optimizer.update(new, grads)
                return list(new.values())""",
            "the caller's": "return optimizer.update(params, grads)",
            "new dict, same arrays": "return optimizer.update(dict(params), grads)",
            "copy of the dict": """
                new = params.copy()
                optimizer.update(new, grads)
                return new""",
            "copied afterwards": """
                optimizer.update(params, grads)
                return {name: theta.copy() for name, theta in params.items()}""",
            "copied, not updated": """
                return {name: theta.copy() for name, theta in params.items()}""",
            "updates the caller's, returns the old": """
                new = {name: theta.copy() for name, theta in params.items()}
                optimizer.update(params, grads)
                return new""",
            "copy of the optimizer": """
                import copy
                new = copy.deepcopy(params)
                copy.deepcopy(optimizer).update(new, grads)
                return new""",
            "another optimizer": """
                new = {name: theta.copy() for name, theta in params.items()}
                return RMSprop().update(new, grads)""",
            "asarray": """
                new = {name: np.asarray(theta) for name, theta in params.items()}
                return optimizer.update(new, grads)""",
            "views": """
                new = {name: theta[:] for name, theta in params.items()}
                return optimizer.update(new, grads)""",
            "twice": """
                new = {name: theta.copy() for name, theta in params.items()}
                optimizer.update(new, grads)
                return optimizer.update(new, grads)""",
            "by hand, no memory": """
                return {name: params[name] - optimizer.learning_rate * grads[name]
                        for name in params}""",
            "a list": """
                new = {name: theta.copy() for name, theta in params.items()}
                return list(optimizer.update(new, grads).values())""",
            "shallow": """
                import copy
                return optimizer.update(copy.copy(params), grads)""",
            "nothing returned": """
                new = {name: theta.copy() for name, theta in params.items()}
                optimizer.update(new, grads)""",
            "w alone": """
                new = {"w": params["w"].copy()}
                return optimizer.update(new, {"w": grads["w"]})""",
            "gradients first": """
                new = {name: theta.copy() for name, theta in params.items()}
                return optimizer.update(grads, new)""",
            "name by name": """
                new = {}
                for name in params:
                    theta = {name: params[name].copy()}
                    optimizer.update(theta, {name: grads[name]})
                    new[name] = theta[name]
                return new""",
            "shallow, once more": """
                return optimizer.update(params.copy(), grads)""",
            "dict()": """
                new = dict(params)
                optimizer.update(new, grads)
                return new""",
            "copies afterwards": """
                new = optimizer.update(params, grads)
                return {k: v.copy() for k, v in new.items()}""",
            "copies the optimizer too": """
                import copy
                other = copy.deepcopy(optimizer)
                return other.update(copy.deepcopy(params), grads)""",
            "returns the copies untouched": """
                new = {k: v.copy() for k, v in params.items()}
                optimizer.update(params, grads)
                return new""",
            "no return": """
                new = {k: v.copy() for k, v in params.items()}
                optimizer.update(new, grads)""",
            "slices": """
                return optimizer.update({k: v[:] for k, v in params.items()}, grads)""",
        },
    },
    "n07.check_hovering_height": {
        "head": "",
        "right": {
            "decimal": "0.005",
            "computed": "50 * (0.02 / 2) ** 2",
            "float32": "np.float32(0.005)",
            "one number in an array": "np.array([5e-3])",
            "simulated": """__import__('functools').reduce(lambda s, _: (
                lambda g: (lambda v: (s[0] - 0.02 * g / v**0.5, v))(
                    0.9 * s[1] + 0.1 * g**2))(100 * s[0]),
                range(5000), (1.0, 0.0))[0] ** 2 * 50""",
        },
        "wrong": {
            "with the rate 0.1 of the text": "50 * 0.05**2",
            "the distance is divided by the 50": "50 * (0.01 / 50) ** 2",
            "the edge 2 over 50": "2 / 50",
            "the place": "0.01",
            "a whole rate": "50 * 0.02**2",
            "the minimum": "0",
            "not squared": "50 * 0.01",
            "50 forgotten": "0.01**2",
            "half of it": "25 * 0.01**2",
            "gradient": "100 * 0.01",
            "for η = 0.01": "50 * 0.005**2",
            "the longest step": "50 * (0.02 / np.sqrt(0.1)) ** 2",
            "a quarter of the rate": "50 * 0.02 / 4",
            "both places": "[-0.01, 0.01]",
            "half the rate not squared, over 2": "50 * 0.02**2 / 2",
            "the rate": "0.02",
            "x² in place of 50 x², whole rate": "0.02**2",
            "power slip": "0.0005",
            "negative": "-0.005",
            "half of it, once more": "0.0025",
        },
    },
    "n07.check_choose_rate": {
        "head": "def choose_rate(losses, rates):",
        "right": {
            "a NaN is infinite": """
                full = np.where(np.isnan(losses), np.inf, losses)
                return rates[np.argmin(np.median(full, axis=1))]""",
            "row by row": """
                best, smallest = None, float("inf")
                for row, rate in zip(losses, rates):
                    ordered = sorted(
                        float("inf") if np.isnan(x) else float(x) for x in row
                    )
                    k = len(ordered)
                    middle = (ordered[(k - 1) // 2] + ordered[k // 2]) / 2
                    if middle < smallest:
                        best, smallest = rate, middle
                return best""",
            "nan_to_num and argmin as a method": """
                full = np.nan_to_num(losses, nan=np.inf)
                return rates[np.median(full, axis=1).argmin()]""",
            "where": """
                cleaned = np.where(np.isnan(losses), np.inf, losses)
                return rates[np.argmin(np.median(cleaned, axis=1))]""",
            "nan_to_num": """
                finite = np.nan_to_num(losses, nan=np.inf)
                return rates[int(np.median(finite, axis=1).argmin())]""",
            "copy": """
                copied = losses.copy()
                copied[np.isnan(copied)] = np.inf
                medians = [np.median(row) for row in copied]
                return rates[medians.index(min(medians))]""",
            "statistics": """
                import math
                import statistics
                def typical(row):
                    return statistics.median(math.inf if math.isnan(x) else x
                                             for x in row)
                return min(zip(map(typical, losses), rates))[1]""",
            "sorting": """
                best, best_rate = np.inf, rates[0]
                for row, rate in zip(losses, rates):
                    ordered = np.sort(row)  # NaN comes last
                    n = len(ordered)
                    median = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
                    if median < best:
                        best, best_rate = median, rate
                return best_rate""",
            "where, once more": """
                lost = np.where(np.isnan(losses), np.inf, losses)
                return rates[np.argmin(np.median(lost, axis=1))]""",
            "nan_to_num, once more": """
                rows = np.nan_to_num(losses, nan=np.inf)
                return rates[np.argmin([np.median(row) for row in rows])]""",
        },
        "wrong": {
            "the place, not the rate": """
                full = np.where(np.isnan(losses), np.inf, losses)
                return np.argmin(np.median(full, axis=1))""",
            "over the columns": """
                full = np.where(np.isnan(losses), np.inf, losses)
                return rates[np.argmin(np.median(full, axis=0))]""",
            "a run that diverged counts 0": """
                full = np.nan_to_num(losses)
                return rates[np.argmin(np.median(full, axis=1))]""",
            "the mean of those that arrived": """
                return rates[np.argmin(np.nanmean(losses, axis=1))]""",
            "only rates of which no run diverged": """
                medians = np.median(losses, axis=1)
                return rates[np.nanargmin(medians)]""",
            "the largest": """
                full = np.where(np.isnan(losses), np.inf, losses)
                return rates[np.argmax(np.median(full, axis=1))]""",
            "the median, not the rate": """
                full = np.where(np.isnan(losses), np.inf, losses)
                return np.min(np.median(full, axis=1))""",
            "NaN left out": """
                return rates[np.argmin(np.nanmedian(losses, axis=1))]""",
            "mean": "return rates[np.argmin(np.mean(losses, axis=1))]",
            "mean without NaN": """
                return rates[np.nanargmin(np.nanmean(losses, axis=1))]""",
            "mean with inf": """
                cleaned = np.where(np.isnan(losses), np.inf, losses)
                return rates[np.argmin(np.mean(cleaned, axis=1))]""",
            "NaN not treated": """
                return rates[np.argmin(np.median(losses, axis=1))]""",
            "rates with a NaN left out": """
                return rates[np.nanargmin(np.median(losses, axis=1))]""",
            "largest": """
                cleaned = np.where(np.isnan(losses), np.inf, losses)
                return rates[np.argmax(np.median(cleaned, axis=1))]""",
            "other axis": """
                cleaned = np.where(np.isnan(losses), np.inf, losses)
                return rates[np.argmin(np.median(cleaned, axis=0))]""",
            "the index": """
                cleaned = np.where(np.isnan(losses), np.inf, losses)
                return np.argmin(np.median(cleaned, axis=1))""",
            "the median": """
                cleaned = np.where(np.isnan(losses), np.inf, losses)
                return np.min(np.median(cleaned, axis=1))""",
            "in place": """
                losses[np.isnan(losses)] = np.inf
                return rates[np.argmin(np.median(losses, axis=1))]""",
            "NaN counts as 0": """
                cleaned = np.nan_to_num(losses)
                return rates[np.argmin(np.median(cleaned, axis=1))]""",
            "first start only": "return rates[np.nanargmin(losses[:, 0])]",
            "best run": "return rates[np.argmin(np.nanmin(losses, axis=1))]",
            "worst run": """
                cleaned = np.where(np.isnan(losses), np.inf, losses)
                return rates[np.argmin(cleaned.max(axis=1))]""",
            "median over all": """
                cleaned = np.where(np.isnan(losses), np.inf, losses)
                return rates[np.argmin(np.median(cleaned))]""",
            "median of the rates": "return np.median(rates)",
            "all medians": """
                cleaned = np.where(np.isnan(losses), np.inf, losses)
                return np.median(cleaned, axis=1)""",
            "place in the whole table": "return rates[np.nanargmin(losses)]",
            "nanmedian": """
                return rates[np.nanargmin(np.nanmedian(losses, axis=1))]""",
            "axis 0": """
                lost = np.where(np.isnan(losses), np.inf, losses)
                return rates[np.argmin(np.median(lost, axis=0))]""",
            "index": """
                lost = np.where(np.isnan(losses), np.inf, losses)
                return np.argmin(np.median(lost, axis=1))""",
            "mean, once more": """
                lost = np.where(np.isnan(losses), np.inf, losses)
                return rates[np.argmin(np.mean(lost, axis=1))]""",
            "NaN becomes 0": """
                return rates[np.argmin(np.median(np.nan_to_num(losses), axis=1))]""",
        },
    },
    "n07.check_turned_step": {
        "head": "def turned_step(optimizer, theta, g, angle):",
        "right": {
            "a matrix": """
                a = np.deg2rad(angle)
                axes = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                own = {"theta": axes.T @ theta}
                optimizer.update(own, {"theta": axes.T @ g})
                return axes @ own["theta"]""",
            "projections": """
                a = angle * np.pi / 180
                floor = np.array([np.cos(a), np.sin(a)])
                wall = np.array([-np.sin(a), np.cos(a)])
                point = np.array([theta @ floor, theta @ wall])
                slope = np.array([g @ floor, g @ wall])
                new = optimizer.update({"theta": point}, {"theta": slope})["theta"]
                return new[0] * floor + new[1] * wall""",
            "with a mirror": """
                a = np.radians(angle)
                c, s = np.cos(a), np.sin(a)
                mirror = np.array([[c, s], [s, -c]])
                own = optimizer.update({"t": mirror @ theta}, {"t": mirror @ g})
                return mirror @ own["t"]""",
            "matrix": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                new = optimizer.update({"theta": R.T @ theta}, {"theta": R.T @ g})
                return R @ new["theta"]""",
            "formulas": """
                c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
                def along(p):
                    return np.array([c * p[0] + s * p[1], -s * p[0] + c * p[1]])
                u, w = optimizer.update({"t": along(theta)}, {"t": along(g)})["t"]
                return np.array([c * u - s * w, s * u + c * w])""",
            "complex": """
                turn = np.exp(1j * np.deg2rad(angle))
                p, q = complex(*theta) / turn, complex(*g) / turn
                params = {"theta": np.array([p.real, p.imag])}
                optimizer.update(params, {"theta": np.array([q.real, q.imag])})
                new = complex(*params["theta"]) * turn
                return [new.real, new.imag]""",
            "axes as rows": """
                a = angle * np.pi / 180
                axes = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
                params = {"theta": axes.dot(theta)}
                optimizer.update(params, {"theta": axes.dot(g)})
                return params["theta"] @ axes""",
            "two names": """
                a = np.deg2rad(angle)
                floor = np.array([np.cos(a), np.sin(a)])
                up = np.array([-np.sin(a), np.cos(a)])
                params = {"floor": np.array([theta @ floor]),
                          "up": np.array([theta @ up])}
                grads = {"floor": np.array([g @ floor]), "up": np.array([g @ up])}
                optimizer.update(params, grads)
                return params["floor"] * floor + params["up"] * up""",
            "tuple": """
                import math
                c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
                R = np.array([[c, -s], [s, c]])
                new = optimizer.update({"x": theta @ R}, {"x": g @ R})["x"]
                return tuple(R @ new)""",
            "matrix, once more": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                point, slope = R.T @ theta, R.T @ g
                new = optimizer.update({"theta": point}, {"theta": slope})["theta"]
                return R @ new""",
            "by hand": """
                c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
                x, y = theta
                u = np.array([c * x + s * y, -s * x + c * y])
                h = np.array([c * g[0] + s * g[1], -s * g[0] + c * g[1]])
                u = optimizer.update({"theta": u}, {"theta": h})["theta"]
                return np.array([c * u[0] - s * u[1], s * u[0] + c * u[1]])""",
        },
        "wrong": {
            "degrees are taken as radians": """
                c, s = np.cos(angle), np.sin(angle)
                axes = np.array([[c, -s], [s, c]])
                own = {"theta": axes.T @ theta}
                optimizer.update(own, {"theta": axes.T @ g})
                return axes @ own["theta"]""",
            "turns the wrong way": """
                a = np.deg2rad(angle)
                axes = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                own = {"theta": axes @ theta}
                optimizer.update(own, {"theta": axes @ g})
                return axes.T @ own["theta"]""",
            "the gradient is not turned": """
                a = np.deg2rad(angle)
                axes = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                own = {"theta": axes.T @ theta}
                optimizer.update(own, {"theta": g})
                return axes @ own["theta"]""",
            "the result is not turned back": """
                a = np.deg2rad(angle)
                axes = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                own = {"theta": axes.T @ theta}
                return optimizer.update(own, {"theta": axes.T @ g})["theta"]""",
            "the point is not turned": """
                a = np.deg2rad(angle)
                axes = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                own = {"theta": theta.copy()}
                optimizer.update(own, {"theta": axes.T @ g})
                return axes @ own["theta"]""",
            "both sines positive": """
                a = np.deg2rad(angle)
                axes = np.array([[np.cos(a), np.sin(a)], [np.sin(a), np.cos(a)]])
                own = {"theta": axes.T @ theta}
                optimizer.update(own, {"theta": axes.T @ g})
                return axes @ own["theta"]""",
            "* in place of @, and a sum": """
                a = np.deg2rad(angle)
                axes = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])

                own = {"theta": (axes.T * theta).sum(axis=0)}
                optimizer.update(own, {"theta": (axes.T * g).sum(axis=0)})
                return (axes * own["theta"]).sum(axis=0)""",
            "turns on, not back": """
                a = np.deg2rad(angle)
                axes = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])

                own = {"theta": axes.T @ theta}
                optimizer.update(own, {"theta": axes.T @ g})
                return axes.T @ own["theta"]""",
            "the factor from radians to degrees": """
                a = np.rad2deg(angle)
                axes = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                own = {"theta": axes.T @ theta}
                optimizer.update(own, {"theta": axes.T @ g})
                return axes @ own["theta"]""",
            "returns the point turned there and back": """
                a = np.deg2rad(angle)
                axes = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])

                own = axes.T @ theta
                optimizer.update({"theta": own.copy()}, {"theta": axes.T @ g})
                return axes @ own""",
            "degrees as radians": """
                R = np.array([[np.cos(angle), -np.sin(angle)],
                              [np.sin(angle), np.cos(angle)]])
                new = optimizer.update({"theta": R.T @ theta}, {"theta": R.T @ g})
                return R @ new["theta"]""",
            "the other way": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                new = optimizer.update({"theta": R @ theta}, {"theta": R @ g})
                return R.T @ new["theta"]""",
            "only the gradient turned": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                return optimizer.update({"theta": theta.copy()},
                                        {"theta": R.T @ g})["theta"]""",
            "gradient forgotten": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                new = optimizer.update({"theta": R.T @ theta}, {"theta": g})
                return R @ new["theta"]""",
            "not turned back": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                return optimizer.update({"theta": R.T @ theta},
                                        {"theta": R.T @ g})["theta"]""",
            "turned back the wrong way": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                new = optimizer.update({"theta": R.T @ theta}, {"theta": R.T @ g})
                return R.T @ new["theta"]""",
            "point not turned, result turned": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                new = optimizer.update({"theta": theta.copy()}, {"theta": R.T @ g})
                return R @ new["theta"]""",
            "gradient the other way": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                new = optimizer.update({"theta": R.T @ theta}, {"theta": R @ g})
                return R @ new["theta"]""",
            "two updates": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                u = optimizer.update({"x": R.T @ theta}, {"x": R.T @ g})["x"]
                w = optimizer.update({"y": R.T @ theta}, {"y": R.T @ g})["y"]
                return R @ np.array([u[0], w[1]])""",
            "45 built in": """
                a = np.deg2rad(45)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                new = optimizer.update({"theta": R.T @ theta}, {"theta": R.T @ g})
                return R @ new["theta"]""",
            "a mirror": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), np.sin(a)], [np.sin(a), np.cos(a)]])
                new = optimizer.update({"theta": R.T @ theta}, {"theta": R.T @ g})
                return R @ new["theta"]""",
            "entry by entry": """
                a = np.deg2rad(angle)
                R = np.array([np.cos(a), np.sin(a)])
                new = optimizer.update({"theta": R * theta}, {"theta": R * g})
                return new["theta"] / R""",
            "the dict": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                new = optimizer.update({"theta": R.T @ theta}, {"theta": R.T @ g})
                return {"theta": R @ new["theta"]}""",
            "not turned at all": """
                return optimizer.update({"theta": theta.copy()}, {"theta": g})["theta"]
                """,
            "matrix times a row of numbers": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                new = optimizer.update({"theta": R.T * theta}, {"theta": R.T * g})
                return R * new["theta"]""",
            "memory thrown away": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                fresh = RMSprop(optimizer.learning_rate, optimizer.decay_rate)
                new = fresh.update({"theta": R.T @ theta}, {"theta": R.T @ g})
                return R @ new["theta"]""",
            "the step": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                new = optimizer.update({"theta": R.T @ theta}, {"theta": R.T @ g})
                return R @ new["theta"] - theta""",
            "degrees as radians, once more": """
                a = angle
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                point, slope = R.T @ theta, R.T @ g
                new = optimizer.update({"theta": point}, {"theta": slope})["theta"]
                return R @ new""",
            "wrong direction": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                new = optimizer.update({"theta": R @ theta}, {"theta": R @ g})["theta"]
                return R.T @ new""",
            "not turned back, once more": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                point, slope = R.T @ theta, R.T @ g
                new = optimizer.update({"theta": point}, {"theta": slope})["theta"]
                return new""",
            "gradient not turned": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                new = optimizer.update({"theta": R.T @ theta}, {"theta": g})["theta"]
                return R @ new""",
            "point not turned": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                point, slope = theta.copy(), R.T @ g
                new = optimizer.update({"theta": point}, {"theta": slope})["theta"]
                return R @ new""",
            "turned the same way twice": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                point, slope = R.T @ theta, R.T @ g
                new = optimizer.update({"theta": point}, {"theta": slope})["theta"]
                return R.T @ new""",
            "both turned forward and forward again": """
                a = np.deg2rad(angle)
                R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
                new = optimizer.update({"theta": R @ theta}, {"theta": R @ g})["theta"]
                return R @ new""",
        },
    },
    "n08.check_hidden_layer": {
        "head": "def hidden_layer(X, w2, a1, delta2):",
        "right": {
            "loops over rows and units": """
                n, units = a1.shape
                delta1 = np.zeros((n, units))
                dw1 = np.zeros((X.shape[1], units))
                db1 = np.zeros((1, units))
                for i in range(n):
                    for j in range(units):
                        back = delta2[i, 0] * w2[j, 0]
                        delta1[i, j] = back * (a1[i, j] - a1[i, j] ** 2)
                        db1[0, j] += delta1[i, j]
                        for k in range(X.shape[1]):
                            dw1[k, j] += X[i, k] * delta1[i, j]
                return delta1, dw1, db1""",
            "broadcasting and einsum": """
                delta1 = delta2 * w2.ravel() * (a1 - a1**2)
                dw1 = np.einsum("ni,nj->ij", X, delta1)
                return delta1, dw1, np.ones((1, len(X))) @ delta1""",
            "formulas": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)""",
            "list": """
                delta1 = np.dot(delta2, w2.T) * (a1 - a1**2)
                dw1 = np.dot(X.T, delta1)
                db1 = np.sum(delta1, axis=0).reshape(1, -1)
                return [delta1, dw1, db1]""",
            "broadcast": """
                delta1 = delta2 * w2.ravel() * a1 * (1 - a1)
                return delta1, (delta1.T @ X).T, delta1.sum(0)[None, :]""",
            "loops": """
                n, h = a1.shape
                delta1 = np.zeros((n, h))
                dw1 = np.zeros((X.shape[1], h))
                db1 = np.zeros((1, h))
                for i in range(n):
                    for j in range(h):
                        slope = a1[i, j] * (1 - a1[i, j])
                        delta1[i, j] = delta2[i, 0] * w2[j, 0] * slope
                        dw1[:, j] += X[i] * delta1[i, j]
                        db1[0, j] += delta1[i, j]
                return delta1, dw1, db1""",
            "einsum": """
                delta1 = np.einsum("nk,jk,nj,nj->nj", delta2, w2, a1, 1 - a1)
                dw1 = np.einsum("ni,nj->ij", X, delta1)
                return delta1, dw1, np.ones((1, len(X))) @ delta1""",
            "formulas, once more": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                dw1 = X.T @ delta1
                db1 = delta1.sum(axis=0, keepdims=True)
                return delta1, dw1, db1""",
            "broadcast, once more": """
                d = delta2 * w2.T * (a1 - a1 ** 2)
                return d, np.dot(X.T, d), np.ones((1, len(d))) @ d""",
        },
        "wrong": {
            "a1, for the slope": """
                delta1 = (delta2 @ w2.T) * a1
                dw1 = X.T @ delta1
                db1 = delta1.sum(axis=0, keepdims=True)
                return delta1, dw1, db1""",
            "no keepdims": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                dw1 = X.T @ delta1
                db1 = np.sum(delta1, axis=0)
                return delta1, dw1, db1""",
            "divides by n once more": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                dw1 = X.T @ delta1 / len(X)
                db1 = delta1.sum(axis=0, keepdims=True) / len(X)
                return delta1, dw1, db1""",
            "no brackets around 1 - a1": """
                delta1 = (delta2 @ w2.T) * a1 * 1 - a1
                return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)""",
            "the bias from delta2": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                return delta1, X.T @ delta1, delta2.sum(axis=0, keepdims=True)""",
            "slope forgotten": """
                delta1 = delta2 @ w2.T
                return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)""",
            "a1 taken for z1": """
                s = 1 / (1 + np.exp(-a1))
                delta1 = (delta2 @ w2.T) * s * (1 - s)
                return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)""",
            "only a1": """
                delta1 = (delta2 @ w2.T) * a1
                return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)""",
            "only 1 - a1": """
                delta1 = (delta2 @ w2.T) * (1 - a1)
                return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)""",
            "dw1 transposed": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                return delta1, delta1.T @ X, delta1.sum(axis=0, keepdims=True)""",
            "db1 flat": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                return delta1, X.T @ delta1, delta1.sum(axis=0)""",
            "db1 over units": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                return delta1, X.T @ delta1, delta1.sum(axis=1, keepdims=True)""",
            "db1 a mean": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                return delta1, X.T @ delta1, delta1.mean(axis=0, keepdims=True)""",
            "divided by n again": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                n = len(X)
                return delta1, X.T @ delta1 / n, delta1.sum(axis=0, keepdims=True) / n
                """,
            "other order": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                return X.T @ delta1, delta1.sum(axis=0, keepdims=True), delta1""",
            "dw1 from a1": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                return delta1, a1.T @ delta1, delta1.sum(axis=0, keepdims=True)""",
            "db1 one number": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                return delta1, X.T @ delta1, delta1.sum()""",
            "w2 not transposed": """
                delta1 = (delta2 @ w2) * a1 * (1 - a1)
                return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)""",
            "slope of tanh": """
                delta1 = (delta2 @ w2.T) * (1 - a1**2)
                return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)""",
            "dw1 from delta2": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                return delta1, X.T @ delta2, delta1.sum(axis=0, keepdims=True)""",
            "matrix product with the slope": """
                delta1 = (delta2 @ w2.T) @ (a1 * (1 - a1))
                return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)""",
            "w2 forgotten": """
                delta1 = delta2 * a1 * (1 - a1)
                return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)""",
            "db1 from delta2": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                db1 = np.full((1, a1.shape[1]), delta2.sum())
                return delta1, X.T @ delta1, db1""",
            "sign": """
                delta1 = -(delta2 @ w2.T) * a1 * (1 - a1)
                return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)""",
            "plus": """
                delta1 = (delta2 @ w2.T) * a1 * (1 + a1)
                return delta1, X.T @ delta1, delta1.sum(axis=0, keepdims=True)""",
            "two results": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                return X.T @ delta1, delta1.sum(axis=0, keepdims=True)""",
            "slope forgotten, once more": """
                delta1 = (delta2 @ w2.T)
                dw1 = X.T @ delta1
                db1 = delta1.sum(axis=0, keepdims=True)
                return delta1, dw1, db1""",
            "keepdims forgotten": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                dw1 = X.T @ delta1
                db1 = delta1.sum(axis=0)
                return delta1, dw1, db1""",
            "axis 1": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                dw1 = X.T @ delta1
                db1 = delta1.sum(axis=1, keepdims=True)
                return delta1, dw1, db1""",
            "mean": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                dw1 = X.T @ delta1
                db1 = delta1.mean(axis=0, keepdims=True)
                return delta1, dw1, db1""",
            "divided by n again, once more": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                dw1 = X.T @ delta1 / len(X)
                db1 = delta1.sum(axis=0, keepdims=True)
                return delta1, dw1, db1""",
            "slope 1 - a1 only": """
                delta1 = (delta2 @ w2.T) * (1 - a1)
                dw1 = X.T @ delta1
                db1 = delta1.sum(axis=0, keepdims=True)
                return delta1, dw1, db1""",
            "a1 for X": """
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                dw1 = a1.T @ delta1
                db1 = delta1.sum(axis=0, keepdims=True)
                return delta1, dw1, db1""",
            "tanh slope": """
                delta1 = (delta2 @ w2.T) * (1 - a1 ** 2)
                dw1 = X.T @ delta1
                db1 = delta1.sum(axis=0, keepdims=True)
                return delta1, dw1, db1""",
        },
    },
    "n08.check_differences": {
        "head": "def differences(loss, theta, h):",
        "right": {
            "a unit array": """
                slopes = []
                for k in range(theta.size):
                    unit = np.zeros(theta.size)
                    unit[k] = h
                    unit = unit.reshape(theta.shape)
                    slopes.append((loss(theta + unit) - loss(theta - unit)) / h / 2)
                return np.array(slopes).reshape(theta.shape)""",
            "copies": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up, down = theta.copy(), theta.copy()
                    up[entry] += h
                    down[entry] -= h
                    gradient[entry] = (loss(up) - loss(down)) / (2 * h)
                return gradient""",
            "restored": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    old = theta[entry]
                    theta[entry] = old + h
                    up = loss(theta)
                    theta[entry] = old - h
                    down = loss(theta)
                    theta[entry] = old
                    gradient[entry] = (up - down) / (2 * h)
                return gradient""",
            "a nudge": """
                gradient = np.zeros_like(theta)
                for entry in np.ndindex(theta.shape):
                    nudge = np.zeros_like(theta)
                    nudge[entry] = h
                    up, down = loss(theta + nudge), loss(theta - nudge)
                    gradient[entry] = (up - down) / h / 2
                return gradient""",
            "flat": """
                slopes = []
                for i in range(theta.size):
                    e = np.zeros(theta.size)
                    e[i] = h
                    e = e.reshape(theta.shape)
                    slopes.append((loss(theta + e) - loss(theta - e)) / (2 * h))
                return np.array(slopes).reshape(theta.shape)""",
            "identity": """
                rows = h * np.eye(theta.size).reshape(-1, *theta.shape)
                slopes = [loss(theta + e) - loss(theta - e) for e in rows]
                return np.reshape(slopes, theta.shape) / (2 * h)""",
            "shift": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    shift = np.zeros(theta.shape)
                    shift[entry] = h
                    difference = loss(theta + shift) - loss(theta - shift)
                    gradient[entry] = difference / 2 / h
                return gradient""",
        },
        "wrong": {
            "forward, divided by h": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    moved = theta.copy()
                    moved[entry] += h
                    gradient[entry] = (loss(moved) - loss(theta)) / h
                return gradient""",
            "moves the caller's theta and back by adding": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    theta[entry] += h
                    above = loss(theta)
                    theta[entry] -= 2 * h
                    below = loss(theta)
                    theta[entry] += h
                    gradient[entry] = (above - below) / (2 * h)
                return gradient""",
            "moves all entries at once": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    gradient[entry] = (loss(theta + h) - loss(theta - h)) / (2 * h)
                return gradient""",
            "the array is replaced by a number": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up, down = theta.copy(), theta.copy()
                    up[entry] += h
                    down[entry] -= h
                    gradient = (loss(up) - loss(down)) / (2 * h)
                return gradient""",
            "two names for one array": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up = theta
                    down = theta
                    up[entry] += h
                    down[entry] -= h
                    gradient[entry] = (loss(up) - loss(down)) / (2 * h)
                return gradient""",
            "one-sided": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up = theta.copy()
                    up[entry] += h
                    gradient[entry] = (loss(up) - loss(theta)) / h
                return gradient""",
            "backward": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    down = theta.copy()
                    down[entry] -= h
                    gradient[entry] = (loss(theta) - loss(down)) / h
                return gradient""",
            "divided by h": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up, down = theta.copy(), theta.copy()
                    up[entry] += h
                    down[entry] -= h
                    gradient[entry] = (loss(up) - loss(down)) / h
                return gradient""",
            "brackets": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up, down = theta.copy(), theta.copy()
                    up[entry] += h
                    down[entry] -= h
                    gradient[entry] = (loss(up) - loss(down)) / 2 * h
                return gradient""",
            "not restored": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    theta[entry] += h
                    up = loss(theta)
                    theta[entry] -= 2 * h
                    down = loss(theta)
                    gradient[entry] = (up - down) / (2 * h)
                return gradient""",
            "restored by adding": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    theta[entry] += h
                    up = loss(theta)
                    theta[entry] -= 2 * h
                    down = loss(theta)
                    theta[entry] += h
                    gradient[entry] = (up - down) / (2 * h)
                return gradient""",
            "no copy": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up = theta
                    up[entry] += h
                    down = theta
                    down[entry] -= h
                    gradient[entry] = (loss(up) - loss(down)) / (2 * h)
                return gradient""",
            "all entries at once": """
                slope = (loss(theta + h) - loss(theta - h)) / (2 * h)
                return np.full(theta.shape, slope)""",
            "return in the loop": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up, down = theta.copy(), theta.copy()
                    up[entry] += h
                    down[entry] -= h
                    gradient[entry] = (loss(up) - loss(down)) / (2 * h)
                    return gradient""",
            "flat result": """
                slopes = []
                for entry in np.ndindex(theta.shape):
                    up, down = theta.copy(), theta.copy()
                    up[entry] += h
                    down[entry] -= h
                    slopes.append((loss(up) - loss(down)) / (2 * h))
                return np.array(slopes)""",
            "h built in": """
                h = 1e-5
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up, down = theta.copy(), theta.copy()
                    up[entry] += h
                    down[entry] -= h
                    gradient[entry] = (loss(up) - loss(down)) / (2 * h)
                return gradient""",
            "sign": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up, down = theta.copy(), theta.copy()
                    up[entry] += h
                    down[entry] -= h
                    gradient[entry] = (loss(down) - loss(up)) / (2 * h)
                return gradient""",
            "moves accumulate": """
                gradient = np.zeros(theta.shape)
                up, down = theta.copy(), theta.copy()
                for entry in np.ndindex(theta.shape):
                    up[entry] += h
                    down[entry] -= h
                    gradient[entry] = (loss(up) - loss(down)) / (2 * h)
                return gradient""",
            "rows only": """
                gradient = np.zeros(theta.shape)
                for i in range(len(theta)):
                    up, down = theta.copy(), theta.copy()
                    up[i] += h
                    down[i] -= h
                    gradient[i] = (loss(up) - loss(down)) / (2 * h)
                return gradient""",
            "half a step, divided by 2h": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up, down = theta.copy(), theta.copy()
                    up[entry] += h / 2
                    down[entry] -= h / 2
                    gradient[entry] = (loss(up) - loss(down)) / (2 * h)
                return gradient""",
            "second difference": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up, down = theta.copy(), theta.copy()
                    up[entry] += h
                    down[entry] -= h
                    second = loss(up) - 2 * loss(theta) + loss(down)
                    gradient[entry] = second / h**2
                return gradient""",
            "plus": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up, down = theta.copy(), theta.copy()
                    up[entry] += h
                    down[entry] -= h
                    gradient[entry] = (loss(up) + loss(down)) / (2 * h)
                return gradient""",
            "one-sided, once more": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up, down = theta.copy(), theta.copy()
                    up[entry] += h
                    down[entry] -= h
                    gradient[entry] = (loss(up) - loss(theta)) / h
                return gradient""",
            "all entries moved": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up, down = theta.copy(), theta.copy()
                    up += h
                    down -= h
                    gradient[entry] = (loss(up) - loss(down)) / (2 * h)
                return gradient""",
            "views, no copies": """
                gradient = np.zeros(theta.shape)
                for entry in np.ndindex(theta.shape):
                    up, down = theta, theta
                    up[entry] += h
                    down[entry] -= h
                    gradient[entry] = (loss(up) - loss(down)) / (2 * h)
                return gradient""",
        },
    },
    "n08.check_stuck_loss": {
        "head": "",
        "right": {
            "formula": "np.log(2) / 2",
            "digits": "0.3466",
            "more digits": "0.34657",
            "of the half": "-np.log(0.5) / 2",
            "mean": "np.mean([0, 0, np.log(2), -np.log(1 - 0.5)])",
            "float32": "np.float32(0.34657359)",
            "one number in an array": "np.array([0.34657])",
        },
        "wrong": {
            "of the stuck rows alone": "np.log(2)",
            "the sum": "2 * np.log(2)",
            "in bits": "0.5",
            "logarithm to the base 10": "np.log10(2) / 2",
            "squared error": "0.125",
            "sign": "np.log(0.5) / 2",
            "one row": "np.log(2) / 4",
            "nothing": "0",
            "half a squared error": "0.25",
            "one bit": "1",
            "probability as loss": "0.75",
            "mean squared, two rows": "0.0625",
            "log of the mean answer": "-np.log(0.75)",
            "a sum of both terms in each row": "np.log(2) / 2 * 2 + np.log(2)",
            "without the minus, whole": "np.log(0.5)",
            "sign, once more": "-np.log(2) / 2",
        },
    },
    "n08.check_softplus_network": {
        "head": "def softplus_network(params, X, y):",
        "right": {
            "vectorised": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                loss = np.sum(error**2) / n
                delta2 = 2 * error / n
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                grads = {
                    "w1": X.T @ delta1,
                    "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2,
                    "b2": delta2.sum(axis=0, keepdims=True),
                }
                return loss, grads""",
            "row by row": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                loss = 0.0
                grads = {name: np.zeros(theta.shape) for name, theta in params.items()}
                for x, target in zip(X, y):
                    x = x.reshape(1, -1)
                    z = x @ w1 + b1
                    a = np.log1p(np.exp(z))
                    miss = (a @ w2 + b2 - target).item()
                    loss += miss**2 / len(X)
                    d = 2 * miss / len(X)
                    slope = np.exp(z) / (1 + np.exp(z))
                    grads["w2"] += d * a.T
                    grads["b2"] += d
                    grads["b1"] += d * w2.T * slope
                    grads["w1"] += x.T @ (d * w2.T * slope)
                return loss, grads""",
            "the slope from a1": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                answer = a1 @ w2 + b2

                loss = np.mean((answer - y) ** 2)
                delta2 = 2 / n * (answer - y)
                delta1 = delta2 @ w2.T * (1 - np.exp(-a1))
                grads = {
                    "w1": X.T @ delta1,
                    "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2,
                    "b2": delta2.sum(axis=0, keepdims=True),
                }
                return loss, grads""",
            "formulas": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = 2 * error / len(X)
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                return np.mean(error**2), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "slope from the value": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                a1 = np.logaddexp(0, X @ w1 + b1)
                answer = a1 @ w2 + b2
                n = y.shape[0]
                loss = ((answer - y) ** 2).sum() / n
                d2 = 2 / n * (answer - y)
                d1 = np.dot(d2, w2.T) * (1 - np.exp(-a1))
                grads = dict(w1=np.dot(X.T, d1), b1=d1.sum(0).reshape(b1.shape),
                             w2=np.dot(a1.T, d2), b2=d2.sum(0).reshape(b2.shape))
                return loss, grads""",
            "finite differences": """
                def value(p):
                    a1 = np.logaddexp(0, X @ p["w1"] + p["b1"])
                    return np.mean((a1 @ p["w2"] + p["b2"] - y) ** 2)
                grads = {}
                for name, theta in params.items():
                    grads[name] = np.zeros(theta.shape)
                    for entry in np.ndindex(theta.shape):
                        up, down = theta.copy(), theta.copy()
                        up[entry] += 1e-5
                        down[entry] -= 1e-5
                        change = (value({**params, name: up})
                                  - value({**params, name: down}))
                        grads[name][entry] = change / 2e-5
                return value(params), grads""",
            "list and filled": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                grads = {name: np.zeros(p.shape) for name, p in params.items()}
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                residual = (a1 @ w2 + b2) - y
                loss = float(np.square(residual).mean())
                slope = np.exp(z1 - a1)
                for i in range(len(X)):
                    d2 = 2 * residual[i] / len(X)
                    d1 = (w2 @ d2) * slope[i]
                    grads["w2"] += np.outer(a1[i], d2)
                    grads["b2"] += d2
                    grads["w1"] += np.outer(X[i], d1)
                    grads["b1"] += d1
                return [loss, grads]""",
            "formulas, once more": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                out = a1 @ w2 + b2
                loss = np.sum((out - y) ** 2) / n
                delta2 = 2 * (out - y) / n
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                grads = {"w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                         "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}
                return loss, grads""",
            "slope from a1": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                out = a1 @ w2 + b2
                loss = float(((out - y) ** 2).mean())
                delta2 = 2 * (out - y) / n
                delta1 = delta2 * w2.T * (1 - np.exp(-a1))
                grads = {"w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                         "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}
                return loss, grads""",
        },
        "wrong": {
            "the 2 of the square is forgotten": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                answer = a1 @ w2 + b2
                loss = np.sum((answer - y) ** 2) / n
                delta2 = (answer - y) / n
                delta1 = (delta2 @ w2.T) / (1 + np.exp(-z1))
                grads = {
                    "w1": X.T @ delta1,
                    "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2,
                    "b2": delta2.sum(axis=0, keepdims=True),
                }
                return loss, grads""",
            "the slope of the sigmoid, a1 (1 - a1)": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                answer = a1 @ w2 + b2
                loss = np.sum((answer - y) ** 2) / n
                delta2 = 2 * (answer - y) / n
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                grads = {
                    "w1": X.T @ delta1,
                    "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2,
                    "b2": delta2.sum(axis=0, keepdims=True),
                }
                return loss, grads""",
            "the sigmoid of a1": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                answer = a1 @ w2 + b2
                loss = np.sum((answer - y) ** 2) / n
                delta2 = 2 * (answer - y) / n
                delta1 = (delta2 @ w2.T) / (1 + np.exp(-a1))
                grads = {
                    "w1": X.T @ delta1,
                    "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2,
                    "b2": delta2.sum(axis=0, keepdims=True),
                }
                return loss, grads""",
            "y minus the answer": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                answer = a1 @ w2 + b2
                loss = np.mean((y - answer) ** 2)
                delta2 = 2 * (y - answer) / n
                delta1 = (delta2 @ w2.T) / (1 + np.exp(-z1))
                grads = {
                    "w1": X.T @ delta1,
                    "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2,
                    "b2": delta2.sum(axis=0, keepdims=True),
                }
                return loss, grads""",
            "the gradients without 1/n": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                answer = a1 @ w2 + b2
                loss = np.sum((answer - y) ** 2) / n
                delta2 = 2 * (answer - y)
                delta1 = (delta2 @ w2.T) / (1 + np.exp(-z1))
                grads = {
                    "w1": X.T @ delta1,
                    "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2,
                    "b2": delta2.sum(axis=0, keepdims=True),
                }
                return loss, grads""",
            "the sign in the slope's exponent": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                answer = a1 @ w2 + b2

                loss = np.sum((answer - y) ** 2) / n
                delta2 = 2 * (answer - y) / n
                delta1 = (delta2 @ w2.T) / (1 + np.exp(z1))
                grads = {
                    "w1": X.T @ delta1,
                    "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2,
                    "b2": delta2.sum(axis=0, keepdims=True),
                }
                return loss, grads""",
            "no slope": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                answer = a1 @ w2 + b2

                loss = np.sum((answer - y) ** 2) / n
                delta2 = 2 * (answer - y) / n
                delta1 = delta2 @ w2.T
                grads = {
                    "w1": X.T @ delta1,
                    "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2,
                    "b2": delta2.sum(axis=0, keepdims=True),
                }
                return loss, grads""",
            "the hidden layer is not done yet": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                answer = a1 @ w2 + b2

                loss = np.sum((answer - y) ** 2) / n
                grads = {name: np.zeros(theta.shape) for name, theta in params.items()}
                delta2 = 2 * (answer - y) / n
                grads["w2"] = a1.T @ delta2
                grads["b2"] = delta2.sum(axis=0, keepdims=True)
                return loss, grads""",
            "biases without keepdims": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                answer = a1 @ w2 + b2

                loss = np.sum((answer - y) ** 2) / n
                delta2 = 2 * (answer - y) / n
                delta1 = (delta2 @ w2.T) / (1 + np.exp(-z1))
                grads = {
                    "w1": X.T @ delta1,
                    "b1": delta1.sum(axis=0),
                    "w2": a1.T @ delta2,
                    "b2": delta2.sum(axis=0),
                }
                return loss, grads""",
            "z1 in place of a1 for the output's weights": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                answer = a1 @ w2 + b2

                loss = np.sum((answer - y) ** 2) / n
                delta2 = 2 * (answer - y) / n
                delta1 = (delta2 @ w2.T) / (1 + np.exp(-z1))
                grads = {
                    "w1": X.T @ delta1,
                    "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": z1.T @ delta2,
                    "b2": delta2.sum(axis=0, keepdims=True),
                }
                return loss, grads""",
            "sums, in the loss as in the gradients": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                answer = a1 @ w2 + b2

                loss = np.sum((answer - y) ** 2)
                delta2 = 2 * (answer - y)
                delta1 = (delta2 @ w2.T) / (1 + np.exp(-z1))
                grads = {
                    "w1": X.T @ delta1,
                    "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2,
                    "b2": delta2.sum(axis=0, keepdims=True),
                }
                return loss, grads""",
            "half of the mean, in the loss as in the gradients": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                answer = a1 @ w2 + b2

                loss = np.mean((answer - y) ** 2) / 2
                delta2 = (answer - y) / n
                delta1 = (delta2 @ w2.T) / (1 + np.exp(-z1))
                grads = {
                    "w1": X.T @ delta1,
                    "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2,
                    "b2": delta2.sum(axis=0, keepdims=True),
                }
                return loss, grads""",
            "2 forgotten": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = error / len(X)
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                return np.mean(error**2), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "n forgotten": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = 2 * error
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                return np.mean(error**2), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "slope of the sigmoid": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = 2 * error / len(X)
                delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
                return np.mean(error**2), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "sigmoid's own slope": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = 2 * error / len(X)
                s = 1 / (1 + np.exp(-z1))
                delta1 = (delta2 @ w2.T) * s * (1 - s)
                return np.mean(error**2), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "sigmoid of a1": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = 2 * error / len(X)
                delta1 = (delta2 @ w2.T) / (1 + np.exp(-a1))
                return np.mean(error**2), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "slope forgotten": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = 2 * error / len(X)
                delta1 = delta2 @ w2.T
                return np.mean(error**2), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "slope of relu": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = 2 * error / len(X)
                delta1 = (delta2 @ w2.T) * (z1 > 0)
                return np.mean(error**2), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "sum of squares": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = 2 * error
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                return np.sum(error**2), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "half the loss": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = error / len(X)
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                return np.mean(error**2) / 2, {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "biases flat": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = 2 * error / len(X)
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                return np.mean(error**2), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0)}""",
            "sign of the error": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = y - a1 @ w2 - b2
                delta2 = 2 * error / len(X)
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                return np.mean(error**2), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "b2 forgotten": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 - y
                delta2 = 2 * error / len(X)
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                return np.mean(error**2), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "w2's gradient from z1": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = 2 * error / len(X)
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                return np.mean(error**2), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": z1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "sigmoid at the output": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                answer = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
                delta2 = 2 * (answer - y) / len(X) * answer * (1 - answer)
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                return np.mean((answer - y) ** 2), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "loss of each row": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = 2 * error / len(X)
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                return error**2 / len(X), {
                    "w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}""",
            "biases missing": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = 2 * error / len(X)
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                return np.mean(error**2), {"w1": X.T @ delta1, "w2": a1.T @ delta2}""",
            "biases averaged": """
                w1, b1, w2, b2 = (params[k] for k in ("w1", "b1", "w2", "b2"))
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                error = a1 @ w2 + b2 - y
                delta2 = 2 * error / len(X)
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                return np.mean(error**2), {
                    "w1": X.T @ delta1, "b1": delta1.mean(axis=0, keepdims=True),
                    "w2": a1.T @ delta2, "b2": delta2.mean(axis=0, keepdims=True)}""",
            "factor 2 forgotten": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                out = a1 @ w2 + b2
                loss = np.sum((out - y) ** 2) / n
                delta2 = (out - y) / n
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                grads = {"w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                         "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}
                return loss, grads""",
            "sigmoid's slope": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                out = a1 @ w2 + b2
                loss = np.sum((out - y) ** 2) / n
                delta2 = 2 * (out - y) / n
                delta1 = delta2 @ w2.T * a1 * (1 - a1)
                grads = {"w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                         "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}
                return loss, grads""",
            "n forgotten in the gradient": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                out = a1 @ w2 + b2
                loss = np.sum((out - y) ** 2) / n
                delta2 = 2 * (out - y)
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                grads = {"w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                         "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}
                return loss, grads""",
            "half in the loss": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                out = a1 @ w2 + b2
                loss = np.sum((out - y) ** 2) / (2 * n)
                delta2 = 2 * (out - y) / n
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                grads = {"w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                         "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}
                return loss, grads""",
            "loss is the sum": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                out = a1 @ w2 + b2
                loss = np.sum((out - y) ** 2)
                delta2 = 2 * (out - y) / n
                delta1 = delta2 @ w2.T / (1 + np.exp(-z1))
                grads = {"w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                         "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}
                return loss, grads""",
            "slope forgotten, once more": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                out = a1 @ w2 + b2
                loss = np.sum((out - y) ** 2) / n
                delta2 = 2 * (out - y) / n
                delta1 = delta2 @ w2.T
                grads = {"w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                         "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}
                return loss, grads""",
            "slope of -z": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                out = a1 @ w2 + b2
                loss = np.sum((out - y) ** 2) / n
                delta2 = 2 * (out - y) / n
                delta1 = delta2 @ w2.T / (1 + np.exp(z1))
                grads = {"w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                         "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}
                return loss, grads""",
            "slope taken at a1": """
                w1, b1, w2, b2 = (params[name] for name in ("w1", "b1", "w2", "b2"))
                n = len(X)
                z1 = X @ w1 + b1
                a1 = np.logaddexp(0, z1)
                out = a1 @ w2 + b2
                loss = np.sum((out - y) ** 2) / n
                delta2 = 2 * (out - y) / n
                delta1 = delta2 @ w2.T / (1 + np.exp(-a1))
                grads = {"w1": X.T @ delta1, "b1": delta1.sum(axis=0, keepdims=True),
                         "w2": a1.T @ delta2, "b2": delta2.sum(axis=0, keepdims=True)}
                return loss, grads""",
        },
    },
}

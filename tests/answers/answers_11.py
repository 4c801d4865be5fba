"""Answers to the exercises of notebook 11, as students write them."""

ANSWERS = {
    "n11.check_batches": {
        "head": "def batches(n, size, rng):",
        "right": {
            "slices": """
                order = rng.permutation(n)
                return [order[k : k + size] for k in range(0, n, size)]""",
            "split": """
                return np.split(rng.permutation(n), range(size, n, size))""",
            "shuffle": """
                rows = np.arange(n)
                rng.shuffle(rows)
                out = []
                while len(rows):
                    out.append(rows[:size])
                    rows = rows[size:]
                return out""",
            "tuple": """
                order = rng.permutation(np.arange(n))
                return tuple(order[k : k + size] for k in range(0, n, size))""",
            "lists": """
                order = list(rng.permutation(n))
                return [order[k : k + size] for k in range(0, n, size)]""",
            "choice without replacement": """
                order = rng.choice(n, n, replace=False)
                count = -(-n // size)
                return [order[k * size : (k + 1) * size] for k in range(count)]""",
            "sorted random numbers": """
                order = np.argsort(rng.random(n))
                return [order[k : k + size] for k in range(0, n, size)]""",
            "comprehension": """
                rows = rng.permutation(n)
                return [rows[k : k + size] for k in range(0, n, size)]""",
            "shuffle, then take off": """
                order = np.arange(n)
                rng.shuffle(order)
                cut = []
                while len(order):
                    cut.append(order[:size])
                    order = order[size:]
                return cut""",
            "taken off the front": """
                left = rng.permutation(n)
                out = []
                while len(left) > 0:
                    out.append(left[:size])
                    left = left[size:]
                return out""",
        },
        "wrong": {
            "a generator": """
                order = rng.permutation(n)
                for k in range(0, n, size):
                    yield order[k : k + size]""",
            "no shuffling": """
                order = np.arange(n)
                return [order[k : k + size] for k in range(0, n, size)]""",
            "drops the rest": """
                order = rng.permutation(n)
                return [order[k * size : (k + 1) * size] for k in range(n // size)]""",
            "an empty batch at the end": """
                order = rng.permutation(n)
                count = n // size + 1
                return [order[k * size : (k + 1) * size] for k in range(count)]""",
            "equal parts": """
                return np.array_split(rng.permutation(n), -(-n // size))""",
            "size is the number of batches": """
                return np.array_split(rng.permutation(n), size)""",
            "a new order for each batch": """
                return [rng.permutation(n)[k : k + size] for k in range(0, n, size)]""",
            "with replacement": """
                order = rng.integers(0, n, n)
                return [order[k : k + size] for k in range(0, n, size)]""",
            "only the batches are shuffled": """
                order = np.arange(n)
                parts = [order[k : k + size] for k in range(0, n, size)]
                return [parts[k] for k in rng.permutation(len(parts))]""",
            "shuffled inside the batches": """
                rows = np.arange(n)
                cuts = range(0, n, size)
                return [rng.permutation(rows[k : k + size]) for k in cuts]""",
            "its own generator": """
                order = np.random.default_rng(0).permutation(n)
                return [order[k : k + size] for k in range(0, n, size)]""",
            "rows from 1": """
                order = rng.permutation(n) + 1
                return [order[k : k + size] for k in range(0, n, size)]""",
            "step 1": """
                order = rng.permutation(n)
                return [order[k : k + size] for k in range(n - size + 1)]""",
            "one batch only": """
                order = rng.permutation(n)
                for k in range(0, n, size):
                    return [order[k : k + size]]""",
            "uneven overlap": """
                order = rng.permutation(n)
                return [order[k : k + size + 1] for k in range(0, n, size)]""",
            "not cut": "return [rng.permutation(n)]",
            "n - 1": """
                order = rng.permutation(n - 1)
                return [order[k : k + size] for k in range(0, n, size)]""",
            "the first is small": """
                order = rng.permutation(n)
                rest = n % size
                out = [order[:rest]] if rest else []
                return out + [order[k : k + size] for k in range(rest, n, size)]""",
            "fills the last up": """
                order = np.resize(rng.permutation(n), -(-n // size) * size)
                return list(order.reshape(-1, size))""",
            "shuffle returns None": """
                order = rng.shuffle(np.arange(n))
                return [order[k : k + size] for k in range(0, n, size)]""",
            "one flat list": """
                out = []
                order = rng.permutation(n)
                for k in range(0, n, size):
                    out.extend(order[k : k + size])
                return out""",
            "not shuffled": """
                rows = np.arange(n)
                return [rows[k : k + size] for k in range(0, n, size)]""",
            "last smaller batch dropped": """
                rows = rng.permutation(n)
                return [rows[k * size : (k + 1) * size] for k in range(n // size)]""",
            "array_split makes equal batches": """
                rows = rng.permutation(n)
                return np.array_split(rows, -(-n // size))""",
            "drawn with replacement": """
                rows = rng.integers(0, n, n)
                return [rows[k : k + size] for k in range(0, n, size)]""",
            "array_split into n // size parts": """
                return np.array_split(rng.permutation(n), n // size)""",
            "NumPy's global random numbers": """
                order = np.random.permutation(n)
                return [order[s : s + size] for s in range(0, n, size)]""",
            "the slice ends at size, not at start + size": """
                order = rng.permutation(n)
                return [order[s:size] for s in range(0, n, size)]""",
            "the rest goes into the last full batch": """
                order = rng.permutation(n)
                out = [order[k * size : (k + 1) * size] for k in range(n // size)]
                out[-1] = np.append(out[-1], order[n // size * size :])
                return out""",
            "reshape": """
                return list(rng.permutation(n).reshape(-1, size))""",
            "range to n - size": """
                order = rng.permutation(n)
                return [order[s : s + size] for s in range(0, n - size, size)]""",
            "permutation's result is not kept": """
                order = np.arange(n)
                rng.permutation(order)
                return [order[s : s + size] for s in range(0, n, size)]""",
            "not shuffled, the rest dropped": """
                order = np.arange(n)
                return [order[k * size : (k + 1) * size] for k in range(n // size)]""",
            "own generator, the rest dropped": """
                order = np.random.default_rng(0).permutation(n)
                return [order[k * size : (k + 1) * size] for k in range(n // size)]""",
            "global permutation, array_split": """
                return np.array_split(np.random.permutation(n), n // size)""",
        },
    },
    "n11.check_epoch_loss": {
        "head": "def epoch_loss(losses, sizes):",
        "right": {
            "weighted": "return np.sum(losses * sizes) / np.sum(sizes)",
            "average": "return np.average(losses, weights=sizes)",
            "dot": "return losses @ sizes / sizes.sum()",
            "loop": """
                total = images = 0
                for loss, size in zip(losses, sizes):
                    total += loss * size
                    images += size
                return total / images""",
            "shares": "return sum(losses * (sizes / sum(sizes)))",
            "float": "return float(np.dot(losses, sizes)) / int(sizes.sum())",
            "0-d": "return np.array((losses * sizes).sum() / sizes.sum())",
            "repeat": "return np.repeat(losses, sizes).mean()",
            "loop, once more": """
                total, images = 0.0, 0
                for loss, n in zip(losses, sizes):
                    total += n * loss
                    images += n
                return total / images""",
            "a loop": """
                total, images = 0, 0
                for loss, size in zip(losses, sizes):
                    total += loss * size
                    images += size
                return total / images""",
            "weights summing to one": """
                share = sizes / np.sum(sizes)
                return float(np.inner(share, losses))""",
        },
        "wrong": {
            "plain mean": "return np.mean(losses)",
            "the sum over the images": "return losses.sum() / sizes.sum()",
            "divided by the batches": "return np.sum(losses * sizes) / len(losses)",
            "not divided": "return np.sum(losses * sizes)",
            "the last batch": "return losses[-1]",
            "one for each batch": "return losses * sizes / sizes.sum()",
            "divided, not multiplied": """
                return np.sum(losses / sizes) / np.sum(sizes)""",
            "divided, weights turned": """
                return np.sum(losses / sizes) / np.sum(1 / sizes)""",
            "mean of products over mean times n": """
                return np.mean(losses * sizes) / np.sum(sizes)""",
            "the first size for all": """
                return np.sum(losses * sizes[0]) / sizes.sum()""",
            "median": "return np.median(losses)",
            "without the last batch": """
                return np.sum(losses[:-1] * sizes[:-1]) / np.sum(sizes[:-1])""",
            "return in the loop": """
                total = 0
                for loss, size in zip(losses, sizes):
                    total += loss * size
                    return total / sum(sizes)""",
            "the total of the losses": "return losses.sum()",
            "squared sizes": """
                return np.sum(losses * sizes**2) / np.sum(sizes**2)""",
            "divided by the largest": "return np.sum(losses * sizes) / sizes.max()",
            "weights the sizes": "return np.average(sizes, weights=losses)",
            "prints": "print(np.sum(losses * sizes) / np.sum(sizes))",
            "overwrites in the loop": """
                for loss, size in zip(losses, sizes):
                    total = loss * size
                return total / sum(sizes)""",
            "in percent": "return 100 * np.average(losses, weights=sizes)",
            "plain mean of the batches": """
                return losses.mean()""",
            "divided by the number of batches": """
                return np.sum(losses * sizes) / len(sizes)""",
            "divided by the sizes in place of multiplied": """
                return np.mean(losses / sizes)""",
            "sizes as average's axis": """
                return np.average(losses, sizes)""",
            "divided by the last size": """
                return np.sum(losses * sizes) / sizes[-1]""",
            "precedence: only the sizes are added up": """
                return losses * sizes.sum() / sizes.sum()""",
            "cut off behind the point": """
                return np.sum(losses * sizes) // np.sum(sizes)""",
            "without the last, plain mean": """
                return losses[:-1].mean()""",
            "weighted, divided by n - 1 batches": """
                return (losses * sizes).sum() / (len(losses) - 1)""",
        },
    },
    "n11.check_update_ratio": {
        "head": "def update_ratio(before, after):",
        "right": {
            "RMS over RMS": """
                return np.sqrt(np.mean((after - before) ** 2)) / np.sqrt(
                    np.mean(before**2)
                )""",
            "norms": """
                return np.linalg.norm(after - before) / np.linalg.norm(before)""",
            "one root": """
                return np.sqrt(np.sum((before - after) ** 2) / np.sum(before**2))""",
            "loop": """
                above = below = 0.0
                for x, y in zip(before.ravel(), after.ravel()):
                    above += (y - x) ** 2
                    below += x**2
                return (above / below) ** 0.5""",
            "a helper": """
                def rms(a):
                    return np.mean(np.square(a)) ** 0.5

                return float(rms(after - before) / rms(before))""",
            "float32": """
                step = np.float32(np.linalg.norm(np.ravel(after - before)))
                return np.float32(step / np.linalg.norm(np.ravel(before)))""",
            "0-d": """
                size = np.linalg.norm(before)
                return np.array(np.linalg.norm(after - before) / size)""",
            "rms function": """
                def rms(x):
                    return np.sqrt((x**2).mean())
                return rms(before - after) / rms(before)""",
            "number by number": """
                step = weight = 0.0
                for b, a in zip(np.ravel(before), np.ravel(after)):
                    step += (a - b) ** 2
                    weight += b**2
                return (step / weight) ** 0.5""",
        },
        "wrong": {
            "over the weights after": """
                return np.linalg.norm(after - before) / np.linalg.norm(after)""",
            "entry by entry": """
                return np.sqrt(np.mean(((after - before) / before) ** 2))""",
            "the sizes' difference": """
                def rms(a):
                    return np.sqrt(np.mean(a**2))

                return (rms(after) - rms(before)) / rms(before)""",
            "the ratio of the sizes": """
                return np.linalg.norm(after) / np.linalg.norm(before)""",
            "no root": """
                return np.mean((after - before) ** 2) / np.mean(before**2)""",
            "mean of |·|": """
                return np.mean(np.abs(after - before)) / np.mean(np.abs(before))""",
            "the means": "return np.mean(after - before) / np.mean(before)",
            "only the step": "return np.sqrt(np.mean((after - before) ** 2))",
            "turned over": """
                return np.linalg.norm(before) / np.linalg.norm(after - before)""",
            "the largest": """
                return np.abs(after - before).max() / np.abs(before).max()""",
            "standard deviations": "return np.std(after - before) / np.std(before)",
            "an array": "return np.abs(after - before) / np.abs(before)",
            "root of the step only": """
                return np.sqrt(np.mean((after - before) ** 2)) / np.mean(before**2)""",
            "mean below, sum above": """
                return np.sqrt(np.sum((after - before) ** 2) / np.mean(before**2))""",
            "negative": """
                return -np.linalg.norm(after - before) / np.linalg.norm(before)""",
            "in percent": """
                return 100 * np.linalg.norm(after - before) / np.linalg.norm(before)""",
            "changes after": """
                after -= before
                return np.linalg.norm(after) / np.linalg.norm(before)""",
            "changes before": """
                size = np.sqrt(np.mean(before**2))
                before -= after
                return np.sqrt(np.mean(before**2)) / size""",
            "rooted too late": """
                above = np.sqrt(np.mean(after - before) ** 2)
                return above / np.sqrt(np.mean(before) ** 2)""",
            "spectral norm": """
                return np.linalg.norm(after - before, 2) / np.linalg.norm(before, 2)""",
            "one for each row": """
                above = np.sqrt(np.mean((after - before) ** 2, axis=-1))
                return above / np.sqrt(np.mean(before**2, axis=-1))""",
            "divided by the weights after it": """
                return np.sqrt(np.mean((after - before)**2) / np.mean(after**2))""",
            "difference of the sizes, not size of the difference": """
                rms = lambda x: np.sqrt(np.mean(x**2))
                return (rms(after) - rms(before)) / rms(before)""",
            "size of after over size of before": """
                rms = lambda x: np.sqrt(np.mean(x**2))
                return rms(after) / rms(before)""",
            "the square of the mean": """
                step = np.sqrt(np.mean(after - before) ** 2)
                return step / np.sqrt(np.mean(before) ** 2)""",
            "sum above, mean below": """
                step = np.sqrt(np.sum((after - before) ** 2))
                return step / np.sqrt(np.mean(before**2))""",
            "no root above": """
                step = np.mean((after - before) ** 2)
                return step / np.sqrt(np.mean(before**2))""",
            "times in place of divided by": """
                step = np.sqrt(np.mean((after - before) ** 2))
                return step * np.sqrt(np.mean(before**2))""",
            "the mean of the weights below": """
                step = np.sqrt(np.mean((after - before) ** 2))
                return step / np.mean(before)""",
            "** 1 / 2": """
                step = np.mean((after - before) ** 2) ** 1 / 2
                return step / (np.mean(before**2) ** 1 / 2)""",
            "no roots, upside down": """
                return np.mean(before**2) / np.mean((after - before) ** 2)""",
            "over the weights after, no roots": """
                return np.mean((after - before) ** 2) / np.mean(after**2)""",
        },
    },
    "n11.check_illness": {  # of the first patient
        "head": "",
        "right": {
            "the order": "'not shuffled'",
            "a capital": "'Not shuffled'",
            "a full stop": "'not shuffled.'",
            "NumPy's text": "np.str_(' not shuffled ')",
        },
        "wrong": {
            "the rate": "'rate too large'",
            "the cache": "'cache reset'",
            "the gradient": "'wrong gradient'",
            "healthy, in a word of one's own": "'healthy'",
            "healthy": "'none'",
            "the second of the options, by its number": "2",
            "what should be": "'shuffled'",
            "several": "['not shuffled', 'cache reset']",
            "the rate, in a sentence": "'The rate is too large.'",
            "a yes": "True",
        },
    },
}

"""Answers to the exercises of notebook 12, as students write them."""

ANSWERS = {
    "n12.check_interval": {
        "head": "def interval(right, n):",
        "right": {
            "the formula": """
                z, p = 1.96, right / n
                middle = p + z**2 / (2 * n)
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                below = 1 + z**2 / n
                return (middle - half) / below, (middle + half) / below""",
            "of scipy": """
                from scipy import stats
                ci = stats.binomtest(int(right), int(n)).proportion_ci(method="wilson")
                return ci.low, ci.high""",
            "an array": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n * n))
                middle = p + z**2 / 2 / n
                return np.array([middle - half, middle + half]) / (1 + z**2 / n)""",
            "roots of the quadratic": """
                z, p = 1.96, right / n
                ends = np.roots([1 + z**2 / n, -(2 * p + z**2 / n), p**2])
                return [min(ends.real), max(ends.real)]""",
            "counts in place of shares": """
                z2 = 1.96**2
                wrong = n - right
                half = 1.96 * (right * wrong / n + z2 / 4) ** 0.5
                return ((right + z2 / 2 - half) / (n + z2),
                        (right + z2 / 2 + half) / (n + z2))""",
            "a finer z": """
                z, p = 1.959964, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle = p + z**2 / (2 * n)
                below = 1 + z**2 / n
                return (middle - half) / below, (middle + half) / below""",
            "as the formula": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                low = (p + z**2 / (2 * n) - half) / (1 + z**2 / n)
                high = (p + z**2 / (2 * n) + half) / (1 + z**2 / n)
                return low, high""",
            "counts": """
                z2 = 1.96**2
                centre = (right + z2 / 2) / (n + z2)
                half = 1.96 / (n + z2) * np.sqrt(right * (n - right) / n + z2 / 4)
                return centre - half, centre + half""",
            "both ends at once": """
                p, z = right / n, 1.96
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                ends = (p + z**2 / (2 * n) + np.array([-half, half])) / (1 + z**2 / n)
                return ends[0], ends[1]""",
            "the quadratic equation": """
                p, c = right / n, 1.96**2 / n
                high, low = sorted(np.roots([1 + c, -(2 * p + c), p * p]).real)[::-1]
                return low, high""",
            "the roots of the quadratic equation": """
                p, q = right / n, 1.96**2 / n
                ends = np.roots([1 + q, -(2 * p + q), p * p])
                return tuple(np.sort(ends.real))""",
        },
        "wrong": {
            "the simple interval": """
                p = right / n
                half = 1.96 * np.sqrt(p * (1 - p) / n)
                return p - half, p + half""",
            "the simple interval cut at 0 and 1": """
                p = right / n
                half = 1.96 * np.sqrt(p * (1 - p) / n)
                return max(p - half, 0), min(p + half, 1)""",
            "not divided by 1 + z²/n": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle = p + z**2 / (2 * n)
                return middle - half, middle + half""",
            "only the middle divided": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
                return middle - half, middle + half""",
            "4n for 4n²": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n))
                middle = p + z**2 / (2 * n)
                below = 1 + z**2 / n
                return (middle - half) / below, (middle + half) / below""",
            "no shift of the middle": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                return (p - half) / (1 + z**2 / n), (p + half) / (1 + z**2 / n)""",
            "z outside the root forgotten": """
                z, p = 1.96, right / n
                half = np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle = p + z**2 / (2 * n)
                below = 1 + z**2 / n
                return (middle - half) / below, (middle + half) / below""",
            "in percent": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle, below = p + z**2 / (2 * n), 1 + z**2 / n
                return 100 * (middle - half) / below, 100 * (middle + half) / below""",
            "upper end first": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle = p + z**2 / (2 * n)
                below = 1 + z**2 / n
                return (middle + half) / below, (middle - half) / below""",
            "middle and half": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle = p + z**2 / (2 * n)
                return middle / (1 + z**2 / n), half / (1 + z**2 / n)""",
            "z = 1.645": """
                z, p = 1.645, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle = p + z**2 / (2 * n)
                below = 1 + z**2 / n
                return (middle - half) / below, (middle + half) / below""",
            "z = 2": """
                z, p = 2, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle = p + z**2 / (2 * n)
                below = 1 + z**2 / n
                return (middle - half) / below, (middle + half) / below""",
            "precedence": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / 4 * n**2)
                middle = p + z**2 / 2 * n
                below = 1 + z**2 / n
                return (middle - half) / below, (middle + half) / below""",
            "multiplied by 1 + z²/n": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle = p + z**2 / (2 * n)
                below = 1 + z**2 / n
                return (middle - half) * below, (middle + half) * below""",
            "in counts": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle, below = p + z**2 / (2 * n), 1 + z**2 / n
                return n * (middle - half) / below, n * (middle + half) / below""",
            "share of the wrong ones": """
                z, p = 1.96, 1 - right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle = p + z**2 / (2 * n)
                below = 1 + z**2 / n
                return (middle - half) / below, (middle + half) / below""",
            "no root": """
                z, p = 1.96, right / n
                half = z * (p * (1 - p) / n + z**2 / (4 * n**2))
                middle = p + z**2 / (2 * n)
                below = 1 + z**2 / n
                return (middle - half) / below, (middle + half) / below""",
            "no z² in the root": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n)
                middle = p + z**2 / (2 * n)
                below = 1 + z**2 / n
                return (middle - half) / below, (middle + half) / below""",
            "z for z²": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z / (4 * n**2))
                middle = p + z / (2 * n)
                return (middle - half) / (1 + z / n), (middle + half) / (1 + z / n)""",
            "always 360": """
                z, p, n = 1.96, right / 360, 360
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle = p + z**2 / (2 * n)
                below = 1 + z**2 / n
                return (middle - half) / below, (middle + half) / below""",
            "integer division": """
                z, p = 1.96, right // n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle = p + z**2 / (2 * n)
                below = 1 + z**2 / n
                return (middle - half) / below, (middle + half) / below""",
            "the lower end alone": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                middle = p + z**2 / (2 * n)
                return (middle - half) / (1 + z**2 / n)""",
            "the factor in front forgotten": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                return p + z**2 / (2 * n) - half, p + z**2 / (2 * n) + half""",
            "z²/4n in place of z²/4n²": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n))
                front = 1 / (1 + z**2 / n)
                return front * (p + z**2 / (2 * n) - half), front * (
                    p + z**2 / (2 * n) + half)""",
            "precedence: z**2 / 2 * n": """
                z, p = 1.96, right / n
                half = z * np.sqrt(p * (1 - p) / n + z**2 / 4 * n**2)
                front = 1 / (1 + z**2 / n)
                return front * (p + z**2 / 2 * n - half), front * (
                    p + z**2 / 2 * n + half)""",
            "minus at both ends": """
                p, z = right / n, 1.96
                f = 1 / (1 + z**2 / n)
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                m = p + z**2 / (2 * n)
                return f * (m - half), f * (m - half)""",
            "z²/(4n) in the middle": """
                p, z = right / n, 1.96
                f = 1 / (1 + z**2 / n)
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                m = p + z**2 / (4 * n)
                return f * (m - half), f * (m + half)""",
            "the root ends after the first term": """
                p, z = right / n, 1.96
                f = 1 / (1 + z**2 / n)
                half = z * (np.sqrt(p * (1 - p) / n) + z**2 / (4 * n**2))
                m = p + z**2 / (2 * n)
                return f * (m - half), f * (m + half)""",
            "1 + z²/(2n) in front": """
                p, z = right / n, 1.96
                f = 1 / (1 + z**2 / (2 * n))
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                m = p + z**2 / (2 * n)
                return f * (m - half), f * (m + half)""",
            "precedence: z**2 / 4 * n**2": """
                p, z = right / n, 1.96
                f = 1 / (1 + z**2 / n)
                half = z * np.sqrt(p * (1 - p) / n + z**2 / 4 * n**2)
                m = p + z**2 / (2 * n)
                return f * (m - half), f * (m + half)""",
            "rounded to two digits": """
                p, z = right / n, 1.96
                f = 1 / (1 + z**2 / n)
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                m = p + z**2 / (2 * n)
                return round(f * (m - half), 2), round(f * (m + half), 2)""",
            "the number of right answers for their share": """
                p, z = right, 1.96
                f = 1 / (1 + z**2 / n)
                half = z * np.sqrt(abs(p * (1 - p)) / n + z**2 / (4 * n**2))
                m = p + z**2 / (2 * n)
                return f * (m - half), f * (m + half)""",
            "no factor, z²/n in the middle": """
                p, z = right / n, 1.96
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
                return p + z**2 / n - half, p + z**2 / n + half""",
            "no factor, 4n": """
                p, z = right / n, 1.96
                half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n))
                m = p + z**2 / (2 * n)
                return m - half, m + half""",
            "simple, in percent": """
                p = 100 * right / n
                s = np.sqrt(p * (100 - p) / n)
                return p - 1.96 * s, p + 1.96 * s""",
        },
    },
    "n12.check_better": {
        "head": "",
        "right": {
            "as asked": "'cannot say'",
            "capital": "'Cannot say'",
            "with a full stop": "'cannot say '",
            "capitals": "'CANNOT SAY'",
            "joined": "' '.join(['cannot', 'say'])",
            "stripped": '" cannot say ".strip()',
        },
        "wrong": {
            "yes": "'yes'",
            "no": "'no'",
            "Yes": "'Yes'",
            "None left": "None",
            "True": "True",
            "False": "False",
            "a difference": "0.2",
            "free text": "'maybe'",
            "another wording": "'it depends'",
            "a list": "['cannot say', 'no']",
            "an empty text": "''",
            "the name of a group": "'theirs'",
            "in two words": "'can not say'",
        },
    },
    "n12.check_confusion": {
        "head": "def confusion(true, answers, classes):",
        "right": {
            "loop": """
                table = np.zeros((classes, classes))
                for i, j in zip(true, answers):
                    table[i, j] += 1
                return table""",
            "add.at": """
                table = np.zeros((classes, classes), dtype=int)
                np.add.at(table, (true, answers), 1)
                return table""",
            "bincount": """
                flat = np.bincount(true * classes + answers, minlength=classes**2)
                return flat.reshape(classes, classes)""",
            "one-hot": "return np.eye(classes)[true].T @ np.eye(classes)[answers]",
            "nested lists": """
                return [[int(np.sum((true == i) & (answers == j)))
                         for j in range(classes)] for i in range(classes)]""",
            "of scikit-learn": """
                from sklearn import metrics
                labels = range(classes)
                return metrics.confusion_matrix(true, answers, labels=labels)""",
            "histogram2d": """
                edges = np.arange(classes + 1) - 0.5
                return np.histogram2d(true, answers, bins=(edges, edges))[0]""",
            "loop, once more": """
                table = np.zeros((classes, classes), dtype=int)
                for i, j in zip(true, answers):
                    table[i, j] += 1
                return table""",
            "every pair counted": """
                return np.array([[np.sum((true == i) & (answers == j))
                                  for j in range(classes)] for i in range(classes)])""",
            "one-hot matrices multiplied": """
                eye = np.eye(classes, dtype=int)
                return eye[true].T @ eye[answers]""",
        },
        "wrong": {
            "transposed": """
                table = np.zeros((classes, classes))
                for i, j in zip(true, answers):
                    table[j, i] += 1
                return table""",
            "each pair counts once": """
                table = np.zeros((classes, classes))
                table[true, answers] += 1
                return table""",
            "1 for seen": """
                table = np.zeros((classes, classes))
                for i, j in zip(true, answers):
                    table[i, j] = 1
                return table""",
            "shares of the rows": """
                table = np.zeros((classes, classes))
                for i, j in zip(true, answers):
                    table[i, j] += 1
                return table / np.maximum(table.sum(axis=1, keepdims=True), 1)""",
            "shares of all": """
                table = np.zeros((classes, classes))
                for i, j in zip(true, answers):
                    table[i, j] += 1
                return table / len(true)""",
            "mistakes only": """
                table = np.zeros((classes, classes))
                for i, j in zip(true, answers):
                    if i != j:
                        table[i, j] += 1
                return table""",
            "the right ones only": """
                table = np.zeros((classes, classes))
                for i, j in zip(true, answers):
                    if i == j:
                        table[i, j] += 1
                return table""",
            "ten classes": """
                table = np.zeros((10, 10))
                for i, j in zip(true, answers):
                    table[i, j] += 1
                return table""",
            "as many classes as seen": """
                from sklearn.metrics import confusion_matrix
                return confusion_matrix(true, answers)""",
            "scikit-learn's with the arguments exchanged": """
                from sklearn.metrics import confusion_matrix
                return confusion_matrix(answers, true, labels=range(classes))""",
            "return in the loop": """
                table = np.zeros((classes, classes))
                for i, j in zip(true, answers):
                    table[i, j] += 1
                    return table""",
            "the last one missing": """
                table = np.zeros((classes, classes))
                for k in range(len(true) - 1):
                    table[true[k], answers[k]] += 1
                return table""",
            "the first one missing": """
                table = np.zeros((classes, classes))
                for k in range(1, len(true)):
                    table[true[k], answers[k]] += 1
                return table""",
            "true and or": """
                table = np.zeros((classes, classes))
                for i in range(classes):
                    for j in range(classes):
                        table[i, j] = np.sum((true == i) | (answers == j))
                return table""",
            "all pairs of images": """
                table = np.zeros((classes, classes))
                for i in true:
                    for j in answers:
                        table[i, j] += 1
                return table""",
            "symmetric": """
                table = np.zeros((classes, classes))
                for i, j in zip(true, answers):
                    table[i, j] += 1
                    table[j, i] += 1
                return table""",
            "one class too many": """
                table = np.zeros((classes + 1, classes + 1))
                for i, j in zip(true, answers):
                    table[i, j] += 1
                return table""",
            "classes from 1": """
                table = np.zeros((classes, classes))
                for i, j in zip(true, answers):
                    table[i - 1, j - 1] += 1
                return table""",
            "flat": """
                return np.bincount(true * classes + answers, minlength=classes**2)""",
            "starts at one": """
                table = np.ones((classes, classes))
                for i, j in zip(true, answers):
                    table[i, j] += 1
                return table""",
            "the inner loop of booleans": """
                table = np.zeros((classes, classes))
                for i in range(classes):
                    for j in range(classes):
                        table[i, j] = np.any((true == i) & (answers == j))
                return table""",
            "upside down": """
                table = np.zeros((classes, classes))
                for i, j in zip(true, answers):
                    table[i, j] += 1
                return table[::-1]""",
            "small integers overflow": """
                table = np.zeros((classes, classes), dtype=np.int8)
                for i, j in zip(true, answers):
                    table[i, j] += 1
                return table""",
            "rows and columns exchanged": """
                table = np.zeros((classes, classes))
                for i, j in zip(answers, true):
                    table[i, j] += 1
                return table""",
            "shares of each row in place of counts": """
                table = np.zeros((classes, classes))
                for i, j in zip(true, answers):
                    table[i, j] += 1
                return table / table.sum(axis=1, keepdims=True)""",
            "bincount without minlength": """
                counts = np.bincount(true * classes + answers)
                return counts.reshape(classes, classes)""",
            "histogram2d with a number of bins": """
                return np.histogram2d(true, answers, bins=classes)[0]""",
            "& without parentheses": """
                table = np.zeros((classes, classes))
                for i in range(classes):
                    for j in range(classes):
                        table[i, j] = np.sum(true == i & answers == j)
                return table""",
            "np.zeros with two numbers": """
                table = np.zeros(classes, classes)
                for t, a in zip(true, answers):
                    table[t, a] += 1
                return table""",
            "counts the answers of each class on the diagonal": """
                table = np.zeros((classes, classes))
                for i in range(classes):
                    table[i, i] = np.sum(answers == i)
                return table""",
            "len of a number": """
                table = np.zeros((classes, classes))
                for i in range(len(classes)):
                    for j in range(len(classes)):
                        table[i, j] = np.sum((true == i) & (answers == j))
                return table""",
            "=+ in place of +=": """
                table = np.zeros((classes, classes))
                for t, a in zip(true, answers):
                    table[t, a] =+ 1
                return table""",
            "exchanged, and each pair once": """
                table = np.zeros((classes, classes))
                table[answers, true] = 1
                return table""",
            "exchanged, only mistakes": """
                table = np.zeros((classes, classes))
                for t, a in zip(true, answers):
                    if t != a:
                        table[a, t] += 1
                return table""",
        },
    },
    "n12.check_forged": {
        "head": "",
        "right": {
            "Bayes": "0.001 * 0.9 / (0.001 * 0.9 + 0.999 * 0.02)",
            "rounded": "0.0431",
            "counted in 100,000": "90 / (90 + 1998)",
            "float32": "np.float32(0.0009 / 0.02088)",
            "0-d": "np.array(0.0009 / 0.02088)",
            "two digits": "0.043",
            "counted in a million": "900 / (900 + 19980)",
            "counted on a million notes": "900 / (900 + 999_000 * 0.02)",
        },
        "wrong": {
            "the share found": "0.9",
            "the prior": "0.001",
            "98 %": "0.98",
            "test set's mix": "0.9 / (0.9 + 0.02)",
            "both, without dividing": "0.001 * 0.9",
            "the share called forged": "0.001 * 0.9 + 0.999 * 0.02",
            "in percent": "100 * 0.0009 / 0.02088",
            "genuine given called": "1 - 0.0009 / 0.02088",
            "odds": "0.0009 / 0.01998",
            "all found": "0.001 / (0.001 + 0.999 * 0.02)",
            "0.98 for 0.02": "0.0009 / (0.0009 + 0.999 * 0.98)",
            "the missed ones": "0.0001 / (0.0001 + 0.01998)",
            "one in a hundred": "0.01 * 0.9 / (0.01 * 0.9 + 0.99 * 0.02)",
            "half for half": "0.45 / (0.45 + 0.02)",
            "1 - false alarms given forged": "0.0001 / (0.0001 + 0.999 * 0.98)",
            "found minus false alarms": "0.88",
            "1 in 1000 of those called": "0.02 * 0.001",
            "prior over alarms": "0.001 / 0.02",
            "a text": "'4 %'",
            "in percent, once more": "100 * 0.0009 / (0.0009 + 0.01998)",
            "all notes called genuine in the denominator": "0.0009 / (0.0009 + 0.979)",
            "rates exchanged": "0.999 * 0.9 / (0.999 * 0.9 + 0.001 * 0.02)",
            "a text with percent": "'4.3 %'",
        },
    },
}

"""Fits the weights by which a likeness of sound is told from an accident (the `=` line of pairs.tsv).

A term of two characters is hidden by characters of the same or a near sound in sentences of the
corpus, and the same terms are looked for by sound in sentences that do not hold them. Logistic
regression on how ordinary the stretch is tells the two apart. Half of the corpus gives the counts,
the other half the sentences, so that no sentence was counted.
"""

import collections
import math
import random
import zlib

# Pseudo-counts of a row of pairs: some, and more where much is seen behind a character.
SMOOTH, SMOOTH_SHARE = 20, 3
WORD_SHARE = 0.3
FEATURES = ["before", "inside", "after", "first", "last", "word", "wordBefore", "wordAfter",
            "unlike", "near"]


class Pairs:
    """Levels of characters and pairs as the engine reads them."""

    def __init__(self, rows):
        self.share, self.pairs = {}, {}
        self.smooth = {}
        for row in rows:
            char = row[0]
            self.share[char] = 2 ** (-int(row[1]) / 4)
            for cell in row[2:]:
                code = int(cell[:2], 16)
                for other in cell[2:]:
                    self.pairs[char + other] = code
            self.smooth[char] = SMOOTH + SMOOTH_SHARE * sum(len(cell) - 2 for cell in row[2:])

    def known(self, char):
        return char in self.share

    def unigram(self, char):
        return -math.log(self.share[char])

    def bigram(self, first, second, corpus):
        count = (2 ** (self.pairs.get(first + second, 0) >> 3) - 1) / 4
        smooth = self.smooth[first]
        total = self.share[first] * corpus * (1 + WORD_SHARE) + smooth
        return -math.log((count + smooth * self.share[second]) / total)

    def word(self, first, second):
        return self.pairs.get(first + second, 0) & 7


def features(pairs, corpus, text, at, unlike, near):
    first, last = text[at], text[at + 1]
    before = text[at - 1] if at > 0 and pairs.known(text[at - 1]) else None
    after = text[at + 2] if at + 2 < len(text) and pairs.known(text[at + 2]) else None
    return [
        pairs.bigram(before, first, corpus) if before else pairs.unigram(first),
        pairs.bigram(first, last, corpus),
        pairs.bigram(last, after, corpus) - pairs.unigram(after) if after else 0.0,
        pairs.unigram(first), pairs.unigram(last), pairs.word(first, last),
        pairs.word(before, first) if before else 0, pairs.word(last, after) if after else 0,
        unlike - 1, near,
    ]


class Sounds:
    """Readings and near-sound classes, and the common characters of each."""

    def __init__(self, rows, near, pairs):
        self.readings, self.near = collections.defaultdict(list), {}
        for syllable, *cells in rows:
            self.near[syllable] = near(syllable)
            for cell in cells:
                for char in cell:
                    self.readings[char].append(syllable)
        self.same, self.like = collections.defaultdict(list), collections.defaultdict(list)
        for char, readings in self.readings.items():
            if not pairs.known(char):
                continue
            for syllable in readings:
                self.same[syllable].append(char)
                self.like[self.near[syllable]].append(char)
        for table in (self.same, self.like):
            for key in table:
                table[key].sort(key=lambda c: -pairs.share[c])

    def classes(self, char):
        return {self.near[s] for s in self.readings.get(char, ())}

    def hide(self, term, chance, share, near):
        chosen = [chance.random() < share for _ in term]
        if not any(chosen):
            chosen[chance.randrange(len(term))] = True
        result = ""
        for char, is_chosen in zip(term, chosen):
            syllable = self.readings[char][0]
            pool = self.like[self.near[syllable]] if near else self.same[syllable]
            pool = [c for c in pool[:26] if c != char]
            result += chance.choice(pool) if is_chosen and pool else char
        return result


def examples(pairs, sounds, corpus, terms, sentences):
    """Rows of (features, is hidden), the hidden ones first."""
    chance = random.Random(1)
    rows = []
    for number, term in enumerate(terms * 3):
        hidden = sounds.hide(term, chance, (1.0, 0.0, 0.5)[number % 3], number % 2 == 1)
        if hidden == term:
            continue
        host = sentences[number % len(sentences)]
        at = len(host) // 2
        rows.append((case(pairs, sounds, corpus, host[:at] + hidden + host[at:], at, term), 1))
    index = collections.defaultdict(list)
    for term in terms:
        for first in sounds.classes(term[0]):
            for second in sounds.classes(term[1]):
                index[first, second].append(term)
    for text in sentences:
        for at in range(len(text) - 1):
            if not (pairs.known(text[at]) and pairs.known(text[at + 1])):
                continue
            found = {t for a in sounds.classes(text[at]) for b in sounds.classes(text[at + 1])
                     for t in index.get((a, b), ())}
            for term in sorted(found):
                if term != text[at:at + 2]:
                    rows.append((case(pairs, sounds, corpus, text, at, term), 0))
    return rows


def case(pairs, sounds, corpus, text, at, term):
    found = text[at:at + 2]
    unlike = sum(a != b for a, b in zip(term, found))
    near = any(a != b and not set(sounds.readings[a]) & set(sounds.readings[b])
               for a, b in zip(term, found))
    return features(pairs, corpus, text, at, unlike, int(near))


def fit(rows):
    """Logistic regression by Newton's method with a small ridge; both labels weigh the same."""
    size = len(FEATURES) + 1
    data = [(values + [1.0], label) for values, label in rows]
    hidden = sum(label for _, label in data)
    share = {1: 0.5 / hidden, 0: 0.5 / (len(data) - hidden)}
    weights = [0.0] * size
    for _ in range(25):
        gradient, hessian = [0.0] * size, [[0.0] * size for _ in range(size)]
        for values, label in data:
            score = sum(w * v for w, v in zip(weights, values))
            p = 1 / (1 + math.exp(-max(min(score, 30), -30)))
            d, h = share[label] * (p - label), share[label] * p * (1 - p)
            for i in range(size):
                gradient[i] += d * values[i]
                for j in range(size):
                    hessian[i][j] += h * values[i] * values[j]
        for i in range(size):
            gradient[i] += 1e-6 * weights[i]
            hessian[i][i] += 1e-6
        step = solve(hessian, gradient)
        weights = [w - s for w, s in zip(weights, step)]
        if max(abs(s) for s in step) < 1e-6:
            break
    return weights


def solve(matrix, vector):
    size = len(vector)
    rows = [list(matrix[i]) + [vector[i]] for i in range(size)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(size):
            if r != i:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def weights(half_rows, sound_rows, near, corpus, words, sentences):
    """The weights in bits, bias last, as texts."""
    pairs = Pairs(half_rows)
    sounds = Sounds(sound_rows, near, pairs)
    terms = [w for w in words if all(pairs.known(c) and sounds.readings.get(c) for c in w)]
    terms = sorted(terms, key=lambda w: zlib.crc32(("chance" + w).encode()))[:1200]
    sentences = sorted(sentences, key=lambda s: zlib.crc32(s.encode()))[:5000]
    rows = examples(pairs, sounds, corpus, terms, [s[:200] for s in sentences if len(s) >= 20])
    result = fit(rows)
    print(f"chance: {len(rows)} cases, {sum(label for _, label in rows)} of them hidden")
    return [f"{w / math.log(2):.4f}" for w in result]

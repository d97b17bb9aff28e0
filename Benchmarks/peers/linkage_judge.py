#!/usr/bin/env python3
"""How well pairs or clusters say which rows are one entity: precision, recall and F1 over pairs of rows.

usage: linkage_judge.py ID PAIRS.csv CLUSTERS.csv FILE.csv...

FILE.csv are the rows with their `truth` and the column ID, PAIRS.csv has left_id and right_id,
CLUSTERS.csv cluster and id, as `fuseline link` writes them. Prints one JSON object. Of two files
only pairs between them count as true, as the peers are judged.
"""

import json
import sys

import numpy as np
import pandas as pd

CUTS = (0.5, 0.9, 0.99)


def read(path):
    """The rows of a CSV file as text; an empty field is None."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return frame.astype(object).where(frame != "", None)


def quality(right, said, wanted):
    """`right` of the `said` pairs are true, of `wanted` true ones."""
    precision = right / said if said else 1.0
    recall = right / wanted if wanted else 1.0
    f1 = 2 * right / (said + wanted) if said + wanted else 1.0
    return {"precision": round(float(precision), 5), "recall": round(float(recall), 5),
            "f1": round(float(f1), 5)}


def pairs_of(counts):
    counts = np.asarray(counts, dtype=np.int64)
    return int((counts * (counts - 1) // 2).sum())


def true_pairs(truths):
    """The true pairs of one file, or of two those with one row in each."""
    if len(truths) == 1:
        return pairs_of(pd.Series(truths[0]).value_counts())
    left, right = (pd.Series(truth).value_counts() for truth in truths)
    return int((left * right).dropna().sum())


def numbered(frames, key):
    """Of all files together: the row number of each id, and each row's entity as a number."""
    ids = pd.concat([frame[key] for frame in frames], ignore_index=True)
    truth = pd.factorize(pd.concat([frame["truth"] for frame in frames], ignore_index=True))[0]
    return pd.Series(np.arange(len(ids)), index=ids), truth


def pair_curve(weights, hits, wanted):
    """Quality of the pairs at the fixed cuts and at the best one; weights in bits, descending."""
    found, said = np.cumsum(hits), np.arange(1, len(hits) + 1)
    # A cut lies between two different weights only.
    ends = np.append(weights[1:] != weights[:-1], True)
    f1 = np.where(ends, 2 * found / (said + wanted), 0)
    best = int(f1.argmax())
    curve = {"best": {**quality(found[best], said[best], wanted),
                      "weight": round(float(weights[best]), 3)}}
    for cut in CUTS:
        count = int(np.searchsorted(-weights, -bits(cut), side="right"))
        curve[str(cut)] = quality(found[count - 1] if count else 0, count, wanted)
    return curve


def cluster_curve(left, right, weights, truth, wanted, across=None):
    """Quality of the components at the fixed cuts and at the best one.

    Adds pair after pair, the surest first, to components that count their entities, so that
    every cut is looked at. `across` gives each row's file where only pairs of two files count.
    """
    sides = [0] * len(truth) if across is None else list(across)
    components = Components(truth.tolist(), sides, across is not None)
    limits = sorted(((bits(cut), str(cut)) for cut in CUTS), reverse=True)
    curve, best = {}, (-1.0, None)
    weights = weights.tolist()
    for place, (one, other) in enumerate(zip(left.tolist(), right.tolist())):
        while limits and weights[place] < limits[0][0]:
            curve[limits.pop(0)[1]] = quality(components.right, components.said, wanted)
        components.join(one, other)
        last = place + 1 == len(weights) or weights[place + 1] != weights[place]
        if last and 2 * components.right > best[0] * (components.said + wanted):
            best = (2 * components.right / (components.said + wanted),
                    {**quality(components.right, components.said, wanted),
                     "weight": round(weights[place], 3)})
    for _, cut in limits:
        curve[cut] = quality(components.right, components.said, wanted)
    return {"best": best[1], **curve}


class Components:
    """Components that know how many pairs of rows they hold, and how many of them are true."""

    def __init__(self, truth, sides, across):
        self.parent = list(range(len(truth)))
        self.counts = [{(entity, side): 1} for entity, side in zip(truth, sides)]
        self.sizes = [[1 - side, side] for side in sides]
        self.across = across
        self.said = self.right = 0

    def root(self, row):
        parent = self.parent
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    def join(self, one, other):
        """The fewer entities go to the more, so that all joins together stay cheap."""
        one, other = self.root(one), self.root(other)
        if one == other:
            return
        if len(self.counts[one]) < len(self.counts[other]):
            one, other = other, one
        large, small = self.counts[one], self.counts[other]
        (left, right), (more_left, more_right) = self.sizes[one], self.sizes[other]
        self.said += (left * more_right + right * more_left if self.across
                      else left * more_left)
        for (entity, side), count in small.items():
            self.right += count * large.get((entity, 1 - side if self.across else side), 0)
        for key, count in small.items():
            large[key] = large.get(key, 0) + count
        self.sizes[one] = [left + more_left, right + more_right]
        self.parent[other], self.counts[other] = one, None


def bits(probability):
    return float(np.log2(probability / (1 - probability)))


def cluster_quality(cluster, truth, wanted, across=None):
    """Quality of clusters that are given whole: a cluster's number for each row."""
    table = pd.DataFrame({"cluster": cluster, "truth": truth,
                          "side": 0 if across is None else across})
    if across is None:
        said = pairs_of(table.groupby("cluster").size())
        right = pairs_of(table.groupby(["cluster", "truth"]).size())
    else:
        said, right = (int(group.groupby([*keys, "side"]).size().unstack(fill_value=0)
                           .reindex(columns=[0, 1], fill_value=0).prod(axis=1).sum())
                       for group, keys in ((table, ["cluster"]), (table, ["cluster", "truth"])))
    return quality(right, said, wanted)


def main(key, pairs, clusters, *files):
    frames = [read(path) for path in files]
    number, truth = numbered(frames, key)
    wanted = true_pairs([frame["truth"] for frame in frames])
    across = None
    if len(frames) == 2:
        across = np.repeat([0, 1], [len(frame) for frame in frames])
    pairs = pd.read_csv(pairs, dtype=str, usecols=["left_id", "right_id"], keep_default_na=False)
    left = number[pairs["left_id"]].to_numpy()
    right = number[pairs["right_id"]].to_numpy()
    clusters = pd.read_csv(clusters, dtype=str, keep_default_na=False)
    place = np.full(len(number), -1)
    place[number[clusters["id"]].to_numpy()] = pd.factorize(clusters["cluster"])[0]
    assert (place >= 0).all() and len(clusters) == len(number), "every record once"
    print(json.dumps({
        "pairs": quality(int((truth[left] == truth[right]).sum()), len(left), wanted),
        "clusters": cluster_quality(place, truth, wanted, across)}))


if __name__ == "__main__":
    if len(sys.argv) not in (5, 6):
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    main(*sys.argv[1:])

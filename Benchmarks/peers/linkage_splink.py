#!/usr/bin/env python3
"""Splink on one of the linkage benchmark's sets: quality, seconds and memory as one JSON object.

usage: linkage_splink.py SET FILE.csv [FILE.csv]    SET: a name in SETTINGS

Reads the files of ../linkage/data.py or ../linkage/synthetic.py. The settings of FEBRL 3 and 4 are
those of Splink's own worked examples, the others follow its examples for such data. DuckDB works
with one thread. Seconds are of training, of prediction (all pairs that blocking makes, into a
table) and of clustering at probability 0.99, by Splink's own call; they are without reading the
file and without judging. A set that is too large to be judged pair by pair says so by `judge`.
"""

import json
import logging
import resource
import sys
import time
import warnings

import duckdb
import numpy as np
import splink
import splink.comparison_library as cl
from linkage_judge import cluster_curve, cluster_quality, numbered, pair_curve, read, true_pairs
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

CLUSTER_CUT = 0.99


def name(column, *levels, frequency=True):
    comparison = (cl.NameComparison(column, jaro_winkler_thresholds=list(levels)) if levels
                  else cl.NameComparison(column))
    return comparison.configure(term_frequency_adjustments=True) if frequency else comparison


def exact(column, frequency=False):
    comparison = cl.ExactMatch(column)
    return comparison.configure(term_frequency_adjustments=True) if frequency else comparison


def edits(column, *levels, frequency=False):
    comparison = cl.DamerauLevenshteinAtThresholds(column, list(levels))
    return comparison.configure(term_frequency_adjustments=True) if frequency else comparison


def birth_date(column, **options):
    return cl.DateOfBirthComparison(column, input_is_string=True, datetime_format="%Y%m%d",
                                    **options)


SWAPPED = "l.given_name = r.surname and l.surname = r.given_name"

# key: the id column; block: the rules that make pairs; certain: rules that nearly only the same
# person fulfils, and the share of true pairs they find; sample: pairs for u; train: the rules of
# the passes of expectation maximisation; options: of these passes.
SETTINGS = {
    "febrl3": dict(
        key="rec_id",
        block=[block_on(column) for column in
               ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")],
        compare=[name("given_name", frequency=False), name("surname", frequency=False),
                 birth_date("date_of_birth"), edits("soc_sec_id", 2),
                 exact("street_number", frequency=True), exact("postcode", frequency=True)],
        certain=[block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth"),
                 SWAPPED + " and l.date_of_birth = r.date_of_birth"], recall=0.9,
        sample=1e6, seed=2, train=[block_on("date_of_birth"), block_on("postcode")], options={}),
    "febrl4": dict(
        key="rec_id",
        block=[block_on("given_name", "surname"), SWAPPED, block_on("date_of_birth"),
               block_on("soc_sec_id"), block_on("state", "address_1"),
               block_on("street_number", "address_1"), block_on("postcode")],
        compare=[name("given_name"), name("surname"),
                 birth_date("date_of_birth", invalid_dates_as_null=True),
                 edits("soc_sec_id", 1, 2), exact("street_number", frequency=True),
                 edits("postcode", 1, 2, frequency=True)],
        certain=[block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")],
        recall=0.8, sample=1e6, seed=1, train=[block_on("date_of_birth"), block_on("postcode")],
        options={"estimate_without_term_frequencies": True}),
    "rldata10000": dict(
        key="id",
        block=[block_on("lname_c1", "by"), block_on("fname_c1", "lname_c1"), block_on("dob"),
               block_on("fname_c1", "bm", "bd"), block_on("fname_c1", "by", "bd"),
               block_on("fname_c1", "by", "bm"), block_on("lname_c1", "bm", "bd")],
        compare=[name("fname_c1"), name("lname_c1"), exact("by"), exact("bm"), exact("bd")],
        certain=[block_on("lname_c1", "dob"), block_on("fname_c1", "dob")], recall=0.8,
        sample=1e6, seed=1, train=[block_on("dob"), block_on("fname_c1", "lname_c1")],
        options={"estimate_without_term_frequencies": True}),
    "census": dict(
        key="id",
        block=[block_on("first_name", "last_name"), block_on("date_of_birth"),
               block_on("address"), block_on("last_name", "yob"), block_on("first_name", "yob"),
               block_on("first_name", "middle_initial", "sex", "last_name_2"),
               block_on("first_name", "street_name")],
        compare=[name("first_name", 0.9), exact("middle_initial", frequency=True),
                 name("last_name", 0.9), edits("date_of_birth", 1, 2),
                 edits("address", 2, frequency=True), exact("sex"), exact("race_ethnicity")],
        certain=[block_on("first_name", "last_name", "date_of_birth")], recall=0.7,
        sample=2e6, seed=1,
        train=[block_on("date_of_birth"), block_on("first_name", "last_name")],
        options={"estimate_without_term_frequencies": True}),
    "w2": dict(
        key="id",
        block=[block_on("ssn"), block_on("first_name", "last_name", "middle_initial"),
               block_on("addr", "first_name"), block_on("last_name", "addr")],
        compare=[edits("ssn", 1, 2), name("first_name", 0.9), exact("middle_initial"),
                 name("last_name", 0.9), edits("addr", 2, frequency=True),
                 exact("employer_name")],
        certain=[block_on("ssn", "last_name")], recall=0.7, sample=2e6, seed=1,
        train=[block_on("ssn"), block_on("first_name", "last_name", "middle_initial")],
        options={"estimate_without_term_frequencies": True, "max_pairs": 1e6}),
    "synthetic": dict(
        key="id",
        block=[block_on("phone"), block_on("surname", "given_name", "birth_year"),
               block_on("birth_date", "surname"), block_on("birth_date", "postcode"),
               block_on("surname", "postcode"), block_on("given_name", "postcode")],
        compare=[name("given_name", 0.92, 0.88), name("surname", 0.92, 0.88),
                 edits("birth_date", 1, 2), exact("postcode", frequency=True),
                 edits("phone", 1, 2)],
        certain=[block_on("phone", "birth_date")], recall=0.6, sample=1e6, seed=1,
        train=[block_on("phone"), block_on("surname", "given_name", "birth_year")],
        options={"estimate_without_term_frequencies": True, "max_pairs": 1e6}),
}

# More scored pairs than this are not fetched from DuckDB: only the clusters are judged.
PAIRS_JUDGED_MAX = 5_000_000


class Clock:
    """Wall and processor seconds of the steps of a run."""

    def __init__(self):
        self.steps = {}

    def time(self, step, call):
        wall, cpu = time.perf_counter(), time.process_time()
        result = call()
        self.steps[step] = {"wall_s": round(time.perf_counter() - wall, 3),
                            "cpu_s": round(time.process_time() - cpu, 3)}
        return result

    def total(self, kind):
        return round(sum(step[kind] for step in self.steps.values()), 3)


def trained(api, frames, settings):
    """A linker with all its parameters estimated, without labels."""
    tables = [api.register(frame.drop(columns="truth"), dataset_display_name=f"t{place}")
              for place, frame in enumerate(frames)]
    linker = Linker(tables if len(tables) > 1 else tables[0], SettingsCreator(
        unique_id_column_name=settings["key"],
        link_type="dedupe_only" if len(frames) == 1 else "link_only",
        blocking_rules_to_generate_predictions=settings["block"],
        comparisons=settings["compare"]))
    training = linker.training
    training.estimate_probability_two_random_records_match(settings["certain"],
                                                           recall=settings["recall"])
    training.estimate_u_using_random_sampling(max_pairs=settings["sample"],
                                              seed=settings["seed"])
    for rule in settings["train"]:
        training.estimate_parameters_using_expectation_maximisation(rule, **settings["options"])
    return linker


def judged(connection, pairs, clusters, frames, key):
    """Quality of the pairs and of the components, at fixed cuts and at the best."""
    number, truth = numbered(frames, key)
    wanted = true_pairs([frame["truth"] for frame in frames])
    across = None
    if len(frames) == 2:
        across = np.repeat([0, 1], [len(frame) for frame in frames])
    place = np.zeros(len(number), dtype=np.int64)
    table = clusters.as_pandas_dataframe()
    place[number[table[key]].to_numpy()] = table["cluster_id"].factorize()[0]
    said = {"true_pairs": wanted,
            "clusters_own": cluster_quality(place, truth, wanted, across)}
    count = connection.execute(f"select count(*) from {pairs.physical_name}").fetchall()[0][0]
    if count > PAIRS_JUDGED_MAX:
        return {**said, "judge": "clusters only"}
    table = connection.execute(f"select {key}_l l, {key}_r r, match_weight w "
                               f"from {pairs.physical_name} order by w desc, l, r").fetch_df()
    left, right = number[table["l"]].to_numpy(), number[table["r"]].to_numpy()
    weights, hits = table["w"].to_numpy(), truth[left] == truth[right]
    if across is not None:
        said["one_to_one"] = pair_curve(*one_to_one(left, right, weights, hits), wanted)
    return {**said, "blocking_recall": round(float(hits.sum()) / wanted, 5),
            "pairs": pair_curve(weights, hits, wanted),
            "clusters": cluster_curve(left, right, weights, truth, wanted, across)}


def one_to_one(left, right, weights, hits):
    """The surest pair first, and no row in two pairs."""
    taken, kept = set(), []
    for place, (one, other) in enumerate(zip(left.tolist(), right.tolist())):
        if one not in taken and other not in taken:
            taken |= {one, other}
            kept.append(place)
    return weights[kept], hits[kept]


def main(name_of_set, *files):
    settings, clock = SETTINGS[name_of_set], Clock()
    frames = [read(path) for path in files]
    connection = duckdb.connect()
    connection.execute("set threads=1")
    api = DuckDBAPI(connection=connection)
    linker = clock.time("train", lambda: trained(api, frames, settings))
    pairs = clock.time("predict", lambda: linker.inference.predict(threshold_match_weight=-30))
    clusters = clock.time("cluster", lambda: linker.clustering
                          .cluster_pairwise_predictions_at_threshold(pairs, CLUSTER_CUT))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    scored = connection.execute(f"select count(*) from {pairs.physical_name}").fetchall()[0][0]
    records = sum(map(len, frames))
    print(json.dumps({
        "engine": f"Splink {splink.__version__}", "duckdb": duckdb.__version__,
        "set": name_of_set, "threads": 1, "records": records, "scored_pairs": scored,
        "steps": clock.steps, "wall_s": clock.total("wall_s"), "cpu_s": clock.total("cpu_s"),
        "pairs_per_cpu_s": round(scored / clock.steps["predict"]["cpu_s"]),
        "records_per_cpu_s": round(records / clock.total("cpu_s")),
        "peak_rss_mb": round(peak),
        **judged(connection, pairs, clusters, frames, settings["key"])}), flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4) or sys.argv[1] not in SETTINGS:
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    main(*sys.argv[1:])

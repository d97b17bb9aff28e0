"""Finding many terms at once: peers on one core, one line of JSON an engine and mode.

`per text` is one call a text, as a screen does it; `one buffer` hands over all texts in one call,
which leaves out the cost of calls from Python, but no longer says which text a hit is in. Hits are
all occurrences, overlapping ones too; Matcher counts a term once a text, so its hits are compared
with that number. Each row says its `build_ms` and, where the engine can tell, its `table_bytes`.

usage: python match_throughput.py TERMS TEXTS               literal terms
       python match_throughput.py --disguised TERMS TEXTS   Matcher with its widest cover
"""

import sys

import ahocorasick
import ahocorasick_rs
import cyac
import daachorse
import hyperscan
import matcher_py

from corpus import lines
from measure import best, built, say

NO_PINYIN = matcher_py.ProcessType.VARIANT_NORM_DELETE_NORMALIZE
PINYIN = NO_PINYIN | matcher_py.ProcessType.ROMANIZE_CHAR
# Term numbers of the second process type begin here.
SECOND = 1_000_000


class Corpus:
    def __init__(self, terms, texts):
        self.terms = lines(terms)
        self.term_bytes = [term.encode() for term in self.terms]
        self.texts = lines(texts)
        self.text_bytes = [text.encode() for text in self.texts]
        self.buffer = "\n".join(self.texts)
        self.buffer_bytes = self.buffer.encode()
        self.megabytes = sum(map(len, self.text_bytes)) / 1e6

    def measure(self, engine, mode, build_ms, call, counts="occurrences", **more):
        hits, seconds = best(call)
        say(engine=engine, mode=mode, counts=counts, hits=hits, build_ms=round(build_ms, 1),
            mb_per_cpu_s=self.megabytes / seconds, texts_per_cpu_s=len(self.texts) / seconds,
            **more)


def pyahocorasick(corpus):
    def build():
        automaton = ahocorasick.Automaton()
        for number, term in enumerate(corpus.terms):
            automaton.add_word(term, number)
        automaton.make_automaton()
        return automaton

    automaton, ms = built(build)
    # The number that engines which report a term once a text have to reach.
    distinct = sum(len({n for _, n in automaton.iter(text)}) for text in corpus.texts)
    corpus.measure("pyahocorasick", "per text", ms,
                   lambda: sum(1 for t in corpus.texts for _ in automaton.iter(t)),
                   distinct=distinct, table_bytes=automaton.get_stats()["total_size"])


def aho_corasick(corpus):
    """BurntSushi's crate, through its Python binding."""
    kinds = ahocorasick_rs.Implementation
    nfa, ms = built(lambda: ahocorasick_rs.AhoCorasick(
        corpus.terms, implementation=kinds.ContiguousNFA))
    find = nfa.find_matches_as_indexes
    corpus.measure("aho-corasick NFA", "per text", ms,
                   lambda: sum(len(find(t, overlapping=True)) for t in corpus.texts))
    dfa, ms = built(lambda: ahocorasick_rs.BytesAhoCorasick(
        corpus.term_bytes, implementation=kinds.DFA))
    search = dfa.find_matches_as_indexes
    corpus.measure("aho-corasick DFA", "per text", ms,
                   lambda: sum(len(search(t, overlapping=True)) for t in corpus.text_bytes))
    corpus.measure("aho-corasick DFA", "one buffer", ms,
                   lambda: len(search(corpus.buffer_bytes, overlapping=True)))


def double_array(corpus):
    bytewise, ms = built(lambda: daachorse.DoubleArrayAhoCorasick(corpus.term_bytes))
    size, find = len(bytewise.serialize()), bytewise.find_overlapping
    corpus.measure("daachorse bytes", "per text", ms,
                   lambda: sum(len(find(t)) for t in corpus.text_bytes), table_bytes=size)
    corpus.measure("daachorse bytes", "one buffer", ms,
                   lambda: len(find(corpus.buffer_bytes)), table_bytes=size)
    charwise, ms = built(lambda: daachorse.CharwiseDoubleArrayAhoCorasick(corpus.terms))
    size, search = len(charwise.serialize()), charwise.find_overlapping
    corpus.measure("daachorse characters", "per text", ms,
                   lambda: sum(len(search(t)) for t in corpus.texts), table_bytes=size)
    corpus.measure("daachorse characters", "one buffer", ms,
                   lambda: len(search(corpus.buffer)), table_bytes=size)


def hyperscan_binding(corpus):
    def build():
        database, count = hyperscan.Database(), len(corpus.terms)
        database.compile(expressions=corpus.term_bytes, ids=list(range(count)), elements=count,
                         flags=[0] * count, literal=True)
        return database

    def scan(buffers):
        hits = 0

        def hit(*_):
            nonlocal hits
            hits += 1

        for buffer in buffers:
            database.scan(buffer, match_event_handler=hit)
        return hits

    database, ms = built(build)
    corpus.measure("hyperscan (Python)", "per text", ms, lambda: scan(corpus.text_bytes))
    corpus.measure("hyperscan (Python)", "one buffer", ms, lambda: scan([corpus.buffer_bytes]))


def cython_automaton(corpus):
    automaton, ms = built(lambda: cyac.AC.build(corpus.terms))
    corpus.measure("cyac", "per text", ms,
                   lambda: sum(1 for t in corpus.texts for _ in automaton.match(t)),
                   table_bytes=automaton.buff_size())


def matcher_of(terms, kinds):
    builder = matcher_py.SimpleMatcherBuilder()
    for place, kind in enumerate(kinds):
        for number, term in enumerate(terms):
            builder.add_word(kind, place * SECOND + number, term)
    return builder.build()


def measure_matcher(corpus, engine, kinds, counts):
    matcher, ms = built(lambda: matcher_of(corpus.terms, kinds))
    # A call for all texts where that is quicker than one a text: the better one counts.
    process, batch, size = matcher.process, matcher.batch_process, matcher.heap_bytes()
    corpus.measure(engine, "per text", ms, lambda: sum(len(process(t)) for t in corpus.texts),
                   counts, table_bytes=size)
    corpus.measure(engine, "one batch", ms, lambda: sum(map(len, batch(corpus.texts))),
                   counts, table_bytes=size)


def main(arguments):
    disguised = arguments[0] == "--disguised"
    corpus = Corpus(*arguments[-2:])
    if disguised:
        # Kinds overlap, and a term may be found by both: there is no right number of hits.
        measure_matcher(corpus, "Matcher, best combined", [NO_PINYIN, PINYIN], "its own")
        return
    pyahocorasick(corpus)
    aho_corasick(corpus)
    double_array(corpus)
    hyperscan_binding(corpus)
    cython_automaton(corpus)
    measure_matcher(corpus, "Matcher NONE", [matcher_py.ProcessType.NONE], "once a text")


if __name__ == "__main__":
    main(sys.argv[1:])

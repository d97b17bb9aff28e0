// Literal terms with Vectorscan, from C++: no binding in between. One line of JSON a mode.
//   g++ -O2 -std=c++17 vs_native.cpp -lhs -o vs_native && ./vs_native TERMS TEXTS
#include <hs/hs.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

static int count_hit(unsigned, unsigned long long, unsigned long long, unsigned, void* hits) {
    ++*static_cast<long*>(hits);
    return 0;
}

static std::vector<std::string> lines(const char* path) {
    std::vector<std::string> result;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (!line.empty()) result.push_back(line);
    }
    return result;
}

static double processor_seconds() { return double(std::clock()) / CLOCKS_PER_SEC; }

int main(int count, char** arguments) {
    if (count != 3) return std::fprintf(stderr, "usage: vs_native TERMS TEXTS\n"), 2;
    const auto terms = lines(arguments[1]), texts = lines(arguments[2]);
    std::string buffer;
    size_t bytes = 0;
    for (const auto& text : texts) {
        buffer += text + '\n';
        bytes += text.size();
    }

    std::vector<const char*> expressions;
    std::vector<unsigned> flags(terms.size(), 0), ids;
    std::vector<size_t> lengths;
    for (const auto& term : terms) {
        ids.push_back(unsigned(ids.size()));
        expressions.push_back(term.c_str());
        lengths.push_back(term.size());
    }
    hs_database_t* database = nullptr;
    hs_compile_error_t* error = nullptr;
    const double began = processor_seconds();
    if (hs_compile_lit_multi(expressions.data(), flags.data(), ids.data(), lengths.data(),
                             unsigned(terms.size()), HS_MODE_BLOCK, nullptr, &database, &error)
        != HS_SUCCESS) {
        return std::fprintf(stderr, "vs_native: %s\n", error ? error->message : "compile"), 1;
    }
    const double build = (processor_seconds() - began) * 1e3;
    size_t size = 0;
    hs_scratch_t* scratch = nullptr;
    if (hs_database_size(database, &size) != HS_SUCCESS
        || hs_alloc_scratch(database, &scratch) != HS_SUCCESS) {
        return std::fprintf(stderr, "vs_native: no scratch\n"), 1;
    }

    for (const bool whole : {false, true}) {
        double best = 1e9;
        long hits = 0;
        for (int pass = 0; pass < 9; pass++) {
            hits = 0;
            bool failed = false;
            const double start = processor_seconds();
            if (whole) {
                failed = hs_scan(database, buffer.data(), unsigned(buffer.size()), 0, scratch,
                                 count_hit, &hits) != HS_SUCCESS;
            } else {
                for (const auto& text : texts) {
                    failed |= hs_scan(database, text.data(), unsigned(text.size()), 0, scratch,
                                      count_hit, &hits) != HS_SUCCESS;
                }
            }
            best = std::min(best, processor_seconds() - start);
            if (failed) return std::fprintf(stderr, "vs_native: scan\n"), 1;
        }
        std::printf("{\"engine\":\"Vectorscan (C++)\",\"mode\":\"%s\",\"counts\":\"occurrences\","
                    "\"hits\":%ld,\"build_ms\":%.1f,\"mb_per_cpu_s\":%.2f,"
                    "\"texts_per_cpu_s\":%.1f,\"table_bytes\":%zu}\n",
                    whole ? "one buffer" : "per text", hits, build, bytes / 1e6 / best,
                    texts.size() / best, size);
    }
}

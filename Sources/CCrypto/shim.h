#pragma once
// SHA-256 of OpenSSL's libcrypto, which uses the processor's SHA instructions where it has them.
//
// These are the functions that OpenSSL 3 calls deprecated in favour of EVP, and still has: a context
// on the stack, no allocation, nothing shared between threads. EVP takes 50 ns longer a hash, and
// its one-call form 360 ns, as much again as the hash itself.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

// SHA-256 of the byte `first` and `count` bytes; `out` takes 32.
static inline void fuseline_sha256_after(
    unsigned char first, const void *bytes, size_t count, void *out) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, &first, 1);
    SHA256_Update(&context, bytes, count);
    SHA256_Final((unsigned char *)out, &context);
}

// SHA-256 of the byte `first` and two values of 32 bytes.
static inline void fuseline_sha256_pair(
    unsigned char first, const void *left, const void *right, void *out) {
    unsigned char bytes[65];
    bytes[0] = first;
    __builtin_memcpy(bytes + 1, left, 32);
    __builtin_memcpy(bytes + 33, right, 32);
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes, sizeof bytes);
    SHA256_Final((unsigned char *)out, &context);
}

// SHA-256 of `count` bytes.
static inline void fuseline_sha256(const void *bytes, size_t count, void *out) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes, count);
    SHA256_Final((unsigned char *)out, &context);
}

// HMAC-SHA-1 (RFC 2104), which the codes of second factors are made of; `out` takes 20.
static inline void fuseline_hmac_sha1(
    const void *key, size_t key_count, const void *bytes, size_t count, void *out) {
    unsigned int written = 0;
    HMAC(EVP_sha1(), key, (int)key_count, (const unsigned char *)bytes, count,
        (unsigned char *)out, &written);
}

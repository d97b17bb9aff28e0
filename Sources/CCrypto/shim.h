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

// Signatures of identity tokens (RFC 7518): 1 where the signature is right.
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/param_build.h>

static inline int fuseline_is_signed(
    const char *kind, OSSL_PARAM *parameters, const void *message, size_t count,
    const unsigned char *signature, size_t signature_count) {
    int is_right = 0;
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *making = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (making && context && EVP_PKEY_fromdata_init(making) == 1
        && EVP_PKEY_fromdata(making, &key, EVP_PKEY_PUBLIC_KEY, parameters) == 1
        && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1)
        is_right = EVP_DigestVerify(
            context, signature, signature_count, (const unsigned char *)message, count) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    EVP_PKEY_CTX_free(making);
    return is_right;
}

// RS256: RSASSA-PKCS1-v1_5 with SHA-256; `n` and `e` big-endian.
static inline int fuseline_rs256(
    const unsigned char *n, size_t n_count, const unsigned char *e, size_t e_count,
    const void *message, size_t count, const unsigned char *signature, size_t signature_count) {
    int is_right = 0;
    BIGNUM *modulus = BN_bin2bn(n, (int)n_count, NULL);
    BIGNUM *exponent = BN_bin2bn(e, (int)e_count, NULL);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    // A key below 2048 bits signs nothing that is believed.
    if (modulus && exponent && builder && BN_num_bits(modulus) >= 2048
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus) == 1
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent) == 1) {
        OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
        if (parameters)
            is_right = fuseline_is_signed(
                "RSA", parameters, message, count, signature, signature_count);
        OSSL_PARAM_free(parameters);
    }
    OSSL_PARAM_BLD_free(builder);
    BN_free(modulus);
    BN_free(exponent);
    return is_right;
}

// ES256: ECDSA on P-256 with SHA-256; `point` is 0x04, x, y in 65 bytes, the signature r, s in 64.
static inline int fuseline_es256(
    const unsigned char *point, const void *message, size_t count,
    const unsigned char *signature) {
    int is_right = 0;
    unsigned char *der = NULL;
    ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(signature, 32, NULL), *s = BN_bin2bn(signature + 32, 32, NULL);
    if (pair && r && s && ECDSA_SIG_set0(pair, r, s) == 1) {
        r = s = NULL;
        int der_count = i2d_ECDSA_SIG(pair, &der);
        OSSL_PARAM parameters[3] = {
            OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)"P-256", 0),
            OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point, 65),
            OSSL_PARAM_construct_end()};
        if (der_count > 0)
            is_right = fuseline_is_signed(
                "EC", parameters, message, count, der, (size_t)der_count);
    }
    OPENSSL_free(der);
    ECDSA_SIG_free(pair);
    BN_free(r);
    BN_free(s);
    return is_right;
}

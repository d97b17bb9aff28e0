#pragma once
// One HTTP request by libcurl: its options are variadic in C, which Swift can not call.
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    long status;
    char *body;
    size_t count;
    size_t most;
    int is_too_long;
} fuseline_answer;

static inline size_t fuseline_take(char *bytes, size_t size, size_t count, void *context) {
    fuseline_answer *answer = (fuseline_answer *)context;
    size_t more = size * count;
    if (answer->count + more > answer->most) {
        answer->is_too_long = 1;
        return 0;
    }
    char *body = (char *)realloc(answer->body, answer->count + more + 1);
    if (!body) return 0;
    memcpy(body + answer->count, bytes, more);
    answer->body = body;
    answer->count += more;
    return more;
}

// GET, or POST where `form` is not null; `header` and `type` are whole lines of the head, or null. No redirect is followed; only http and https are spoken; a
// certificate must be right. `answer->body` is to be freed. Returns libcurl's code, 0 for success.
static inline int fuseline_request(
    const char *url, const char *form, const char *header, const char *type, long milliseconds,
    size_t most,
    fuseline_answer *answer) {
    memset(answer, 0, sizeof *answer);
    answer->most = most;
    CURL *handle = curl_easy_init();
    if (!handle) return CURLE_FAILED_INIT;
    struct curl_slist *headers = curl_slist_append(NULL, "Accept: application/json");
    if (header) headers = curl_slist_append(headers, header);
    if (type) headers = curl_slist_append(headers, type);
    curl_easy_setopt(handle, CURLOPT_URL, url);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, milliseconds);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, fuseline_take);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, answer);
    if (form) curl_easy_setopt(handle, CURLOPT_POSTFIELDS, form);
    int code = curl_easy_perform(handle);
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer->status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(handle);
    return code;
}

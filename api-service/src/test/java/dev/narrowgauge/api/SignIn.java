package dev.narrowgauge.api;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A browser whose user signs the page in with the identity provider. */
record SignIn(Http http, String origin, Issuer issuer) {
    static SignIn at(Http any, URI root, Issuer issuer) {
        return new SignIn(any.with(Optional.empty()), "http://%s:%d".formatted(root.getHost(), root.getPort()), issuer);
    }

    Http.Answer begin() {
        return http.post("/v1/sign-in/company", "", "Origin", origin);
    }

    /** What the provider sends the browser back with. */
    Map<String, String> signedIn(Http.Answer begun) {
        return query(issuer.signedIn(begun.json().path("url").asText()));
    }

    Http.Answer finish(String code, String state, String cookie) {
        String sent = "{\"code\": \"%s\", \"state\": \"%s\"}".formatted(code, state);
        return http.post("/v1/sign-in", sent, "Origin", origin, "Cookie", cookie);
    }

    /** Of a provider that says who it is. */
    Http.Answer finish(String code, String state, String iss, String cookie) {
        String sent = "{\"code\": \"%s\", \"state\": \"%s\", \"iss\": \"%s\"}".formatted(code, state, iss);
        return http.post("/v1/sign-in", sent, "Origin", origin, "Cookie", cookie);
    }

    /** The page, signed in. */
    Page page() {
        Http.Answer begun = begin().with(200);
        Map<String, String> back = signedIn(begun);
        Http.Answer finished =
                finish(back.get("code"), back.get("state"), cookie(begun)).with(201);
        return new Page(http, cookie(finished), origin);
    }

    /** The first that the answer sets. */
    static String cookie(Http.Answer answer) {
        return answer.header("Set-Cookie").split(";", 2)[0];
    }

    static Map<String, String> query(URI address) {
        return Arrays.stream(address.getQuery().split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
}

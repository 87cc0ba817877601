package dev.narrowgauge.api;

import java.net.URI;
import java.util.Optional;

/** A page in a browser, with the cookie that it was given. */
record Page(Http http, String cookie, String origin) {
    /** Opens one for the holder of the client's key. */
    static Page open(Http holder, URI root) {
        String code = holder.post("/v1/session/codes", "")
                .with(201)
                .json()
                .path("code")
                .asText();
        Http http = holder.with(Optional.empty());
        String cookie = opened(http, code).with(201).header("Set-Cookie").split(";", 2)[0];
        return new Page(http, cookie, "http://%s:%d".formatted(root.getHost(), root.getPort()));
    }

    static Http.Answer opened(Http http, String code) {
        return http.post("/v1/session", "{\"code\": \"%s\"}".formatted(code));
    }

    Http.Answer get(String path) {
        return http.get(path, "Cookie", cookie);
    }

    /** @param from the origin that the browser names */
    Http.Answer post(String path, String from) {
        return http.post(path, "", "Cookie", cookie, "Origin", from);
    }
}

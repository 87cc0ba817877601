package dev.narrowgauge.api.upload;

import jakarta.ws.rs.core.HttpHeaders;

/** What a request says of the size of its body. */
public final class ContentLength {
    private ContentLength() {}

    /** 0 when the client does not know it in advance; the server has seen to that it is a number. */
    public static long announced(HttpHeaders headers) {
        String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}

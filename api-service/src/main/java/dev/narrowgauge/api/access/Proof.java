package dev.narrowgauge.api.access;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;

/** What a call carries to say who makes it. */
sealed interface Proof permits Credential, BearerToken {
    String BEARER = "Bearer ";

    /**
     * @param authorization as RFC 6750 spells it, for example {@code Bearer ng_…}
     * @throws NarrowgaugeException KEY_REFUSED where that is neither a key nor a token
     */
    static Proof ofHeader(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new NarrowgaugeException(
                    ErrorCode.KEY_REFUSED,
                    "The header 'Authorization' must be 'Bearer' and an API key or a token, such as 'Bearer ng_…'.");
        }
        String text = authorization.substring(BEARER.length()).strip();
        return BearerToken.isOne(text) ? new BearerToken(text) : Credential.ofKey(text);
    }
}

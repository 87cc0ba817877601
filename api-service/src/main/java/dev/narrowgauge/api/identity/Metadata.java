package dev.narrowgauge.api.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Optional;

/**
 * Where a provider does what (OpenID Connect Discovery 1.0).
 *
 * @param authorization where people sign in; empty where none do, as with pipelines' issuers
 * @param tokens where a code is changed for tokens
 * @param endSession where people sign out of the provider itself
 * @param namesItself whether it sends a browser back with its issuer (RFC 9207)
 */
record Metadata(
        URI keys, Optional<URI> authorization, Optional<URI> tokens, Optional<URI> endSession, boolean namesItself) {
    /** Empty where the document is of another issuer, or has no keys. */
    static Optional<Metadata> of(String issuer, JsonNode document) {
        if (!issuer.equals(document.path("issuer").asText())) {
            return Optional.empty();
        }
        return address(document, "jwks_uri")
                .map(keys -> new Metadata(
                        keys,
                        address(document, "authorization_endpoint"),
                        address(document, "token_endpoint"),
                        address(document, "end_session_endpoint"),
                        document.path("authorization_response_iss_parameter_supported")
                                .asBoolean()));
    }

    private static Optional<URI> address(JsonNode document, String member) {
        return SafeAddress.of(document.path(member).asText());
    }
}

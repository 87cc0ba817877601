package dev.narrowgauge.api.access;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** With what an identity provider has sent a browser back to the page. */
@Schema(requiredProperties = {"code", "state"})
public record SignInRequest(
        @Schema(minLength = 1, maxLength = SignInResource.MAX_CODE)
        String code,

        @Schema(minLength = 1, maxLength = SignInResource.MAX_CODE)
        String state,

        @Schema(
                description = "The issuer, where the provider has told it with the code (RFC 9207)",
                minLength = 1,
                maxLength = SignInResource.MAX_CODE)
        String iss) {
    /** Without the code. */
    @Override
    public String toString() {
        return "SignInRequest";
    }
}

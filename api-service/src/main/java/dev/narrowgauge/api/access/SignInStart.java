package dev.narrowgauge.api.access;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a browser has to go to sign in. */
@Schema(name = "SignInStart")
public record SignInStart(
        @Schema(
                description =
                        "Of the identity provider, which sends the browser back to the page with `code`, `state` and mostly `iss`")
        String url) {}

package dev.narrowgauge.domain.access;

/** What a caller is known by: an API key, or a token of an identity provider. */
public interface Bearer {
    /** As it stands behind {@code Bearer} in a header; to be in no log. */
    String text();
}

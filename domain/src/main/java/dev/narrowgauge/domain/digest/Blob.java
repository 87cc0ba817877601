package dev.narrowgauge.domain.digest;

/** Stored content: its SHA-256 in 64 hexadecimal digits, and its length. */
public record Blob(String sha256, long sizeBytes) {}

package dev.narrowgauge.blob;

import java.io.InputStream;

/**
 * The rest of a blob on its way here.
 *
 * @param stream throws an {@link java.io.IOException} where the connection breaks, or just ends; to be closed
 * @param bytes that it gives if it does not break
 */
public record RemoteContent(InputStream stream, long bytes) {}

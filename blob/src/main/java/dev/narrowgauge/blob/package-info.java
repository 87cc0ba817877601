/** Stored content by its SHA-256, wherever it is kept. */
package dev.narrowgauge.blob;

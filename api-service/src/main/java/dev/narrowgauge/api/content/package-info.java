/** Stored content that nobody refers to any more. */
package dev.narrowgauge.api.content;

/** Histories of what was measured: series with their changes, comparisons, the newest of each, what varies. */
package dev.narrowgauge.api.history;

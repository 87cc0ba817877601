/** Requests as spans, below those of whoever makes them. */
package dev.narrowgauge.api.trace;

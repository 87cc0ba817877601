/** What was seen of the machine while latency was measured, and what that makes of the measurement. */
package dev.narrowgauge.domain.latency;

/** What to ship, decided from accuracy, latency and size: one type for everything that shows it. */
package dev.narrowgauge.domain.decision;

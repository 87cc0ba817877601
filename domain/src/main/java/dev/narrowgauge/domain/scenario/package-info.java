/** How models are used: one run after the other, in batches, or by queries that arrive when they arrive. */
package dev.narrowgauge.domain.scenario;

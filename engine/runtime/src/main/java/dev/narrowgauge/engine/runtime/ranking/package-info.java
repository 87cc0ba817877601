/** Which nodes of a variant cost the accuracy. */
package dev.narrowgauge.engine.runtime.ranking;

/** What was measured over time: what may be compared with what, and where it changed. Pure values, nothing stored. */
package dev.narrowgauge.domain.history;

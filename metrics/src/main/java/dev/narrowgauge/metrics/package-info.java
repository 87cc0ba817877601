/** What each program counts and times of its work, and who may read that ({@code docs/metrics.md} has all of it). */
package dev.narrowgauge.metrics;

/** Calibration statistics that outlive the run that gathered them: saved, merged, and used by other recipes. */
package dev.narrowgauge.engine.runtime.statistics;

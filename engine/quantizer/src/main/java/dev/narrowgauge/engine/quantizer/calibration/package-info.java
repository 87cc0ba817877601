/** What calibration observed of each activation. */
package dev.narrowgauge.engine.quantizer.calibration;

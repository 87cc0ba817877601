/** What quantization did to a model: ranges, placement, accuracy, provenance. */
package dev.narrowgauge.domain.report;

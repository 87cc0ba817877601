/** Reduces models that show a fault, for bug reports. */
package dev.narrowgauge.cli.reduce;

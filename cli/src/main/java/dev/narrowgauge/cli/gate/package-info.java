/** {@code narrowgauge gate}: what a pipeline calls, and what it leaves for the pipeline's host. */
package dev.narrowgauge.cli.gate;

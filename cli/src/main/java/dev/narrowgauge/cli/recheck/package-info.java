/** Whether a verdict still holds on data that came after it. */
package dev.narrowgauge.cli.recheck;

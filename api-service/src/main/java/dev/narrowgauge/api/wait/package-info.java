/** The end of waits: no run lasts for ever because nobody takes its jobs. */
package dev.narrowgauge.api.wait;

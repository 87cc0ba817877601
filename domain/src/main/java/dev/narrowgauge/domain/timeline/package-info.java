/** Where the time of a run went, from what was written down of its jobs. */
package dev.narrowgauge.domain.timeline;

/** Releases: what of a model name is deployed, who wanted and approved it, and the way back. */
package dev.narrowgauge.api.release;

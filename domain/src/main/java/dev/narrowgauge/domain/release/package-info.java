/** What of a model name is released, and how that changes. */
package dev.narrowgauge.domain.release;

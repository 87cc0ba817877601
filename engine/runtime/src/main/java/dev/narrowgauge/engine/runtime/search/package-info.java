/** Tries variants of a model, chooses between them by counted cost and measured agreement, and repairs what breaks a limit. */
package dev.narrowgauge.engine.runtime.search;

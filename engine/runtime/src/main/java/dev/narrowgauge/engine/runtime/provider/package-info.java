/** Looks at what a provider does with a model before anything is timed on it. */
package dev.narrowgauge.engine.runtime.provider;

package dev.narrowgauge.domain.scenario;

/**
 * How long it takes until a model answers, milliseconds, of one fresh process.
 *
 * @param processMillis until the engine's process, a JVM, is there; another server's process takes another time
 * @param sessionMillis that ONNX Runtime takes to load the model, its libraries included
 * @param firstRunMillis the first run, which allocates
 * @param warmMillis a run later on: the median
 */
public record ColdStart(double processMillis, double sessionMillis, double firstRunMillis, double warmMillis) {}

/** Conversion of a float32 model to half precision. */
package dev.narrowgauge.engine.quantizer.float16;

package dev.narrowgauge.engine.quantizer;

import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;

/**
 * Where an activation of the float model is found in the quantized one.
 *
 * @param floatName the value in the float model
 * @param integerName the value in the quantized model that holds its codes
 * @param dequantizedName the value in the quantized model that holds its approximation as float
 */
public record QuantizedTensor(
        String floatName, String integerName, String dequantizedName, QuantizationParameters parameters) {}

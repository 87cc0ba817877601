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
        String floatName, String integerName, String dequantizedName, QuantizationParameters parameters) {

    /**
     * Whether its codes can be looked at while the model runs. Of 16 bits they cannot, as ONNX Runtime's Java interface knows
     * no unsigned ones; and as no kernel computes with them, looking at the floats undoes no fusion.
     */
    public boolean isObservedAsCodes() {
        return parameters.type().bits() == Byte.SIZE;
    }

    /** The value to look at: the codes where that is possible, else the floats that they stand for. */
    public String observedName() {
        return isObservedAsCodes() ? integerName : dequantizedName;
    }
}

package dev.narrowgauge.engine.quantizer.placement;

/**
 * What the runtime can do with one operator between integer tensors.
 *
 * @param dataInputs how many inputs from the first one on carry quantized data, {@link #ALL_INPUTS} for every one
 * @param floatResult whether the integer kernel can also give its result as float, or gives something else altogether
 * @param resultShare size of the result compared with the data that is read; pooling gives less
 */
public record OperatorRule(
        String opType, Role role, int firstDataInput, int dataInputs, boolean floatResult, double resultShare) {
    public static final int ALL_INPUTS = Integer.MAX_VALUE;

    /** What an operator does to quantized values. */
    public enum Role {
        /** Multiplies and adds, mostly with weights: the reason to quantize at all. */
        MULTIPLY_ACCUMULATE,
        /** Computes new values, with a range of their own. */
        ARITHMETIC,
        /** Only moves or selects values: its results have the scale and zero point of its input. */
        MOVE,
        /** Multiplies with a positive number: the codes of its input, read with another scale. It costs nothing. */
        RESCALE,
        /** An activation that clips values; the result range of the node before can do that instead. */
        REMOVABLE_ACTIVATION,
        /** Adds a branch to what a weighted node computes, as part of that: only the branch is read as integers. */
        RESIDUAL
    }

    public static OperatorRule multiply(String opType, boolean floatResult) {
        return new OperatorRule(opType, Role.MULTIPLY_ACCUMULATE, 0, 2, floatResult, 1);
    }

    public static OperatorRule arithmetic(String opType, int dataInputs) {
        return new OperatorRule(opType, Role.ARITHMETIC, 0, dataInputs, false, 1);
    }

    /** Chooses between two operands, element by element, by what its first input says. */
    static OperatorRule choice(String opType) {
        return new OperatorRule(opType, Role.ARITHMETIC, 1, 2, false, 1);
    }

    static OperatorRule pooling(String opType, Role role) {
        return new OperatorRule(opType, role, 0, 1, false, 0.25);
    }

    public static OperatorRule move(String opType) {
        return new OperatorRule(opType, Role.MOVE, 0, 1, false, 1);
    }

    /** Multiplies its first input with its second, which is a constant. */
    public static OperatorRule rescale(String opType) {
        return new OperatorRule(opType, Role.RESCALE, 0, 1, false, 1);
    }

    static OperatorRule removableActivation(String opType) {
        return new OperatorRule(opType, Role.REMOVABLE_ACTIVATION, 0, 1, false, 1);
    }

    /** Reads integers and gives indices, which have no scale. */
    static OperatorRule index(String opType) {
        return new OperatorRule(opType, Role.ARITHMETIC, 0, 1, true, 0);
    }

    static OperatorRule residual(String opType) {
        return new OperatorRule(opType, Role.RESIDUAL, 0, 2, true, 1);
    }

    /** Of a node whose kernel cannot give float where it stands. */
    OperatorRule withoutFloatResult() {
        return new OperatorRule(opType, role, firstDataInput, dataInputs, false, resultShare);
    }

    OperatorRule readingOnly(int input) {
        return new OperatorRule(opType, role, input, 1, floatResult, resultShare);
    }

    /** In a sentence for people. */
    public String describe() {
        return switch (role) {
            case MULTIPLY_ACCUMULATE ->
                floatResult ? "Multiplies integers; can give float." : "Multiplies integers and gives integers.";
            case ARITHMETIC ->
                floatResult ? "Reads integers." : "Computes with integers; its result has a scale of its own.";
            case MOVE -> "Moves integers; its result has the scale of its input.";
            case RESCALE -> "Gives the codes of its input another scale.";
            case REMOVABLE_ACTIVATION -> "Clips values; the range of the node before can do that instead.";
            case RESIDUAL -> "Adds the branch that skips over weighted nodes, read as integers.";
        };
    }

    /** Whether the input at that place carries quantized data. */
    public boolean isDataInput(int index) {
        return index >= firstDataInput && index - firstDataInput < dataInputs;
    }
}

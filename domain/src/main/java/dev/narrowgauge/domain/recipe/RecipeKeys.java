package dev.narrowgauge.domain.recipe;

import dev.narrowgauge.domain.settings.Group;
import dev.narrowgauge.domain.settings.Items;
import dev.narrowgauge.domain.settings.Key;
import dev.narrowgauge.domain.settings.Section;
import dev.narrowgauge.domain.settings.Values;
import dev.narrowgauge.domain.variant.Precision;
import java.util.List;

/**
 * Every key that a recipe may have. Its reader, its JSON schema, its schema in OpenAPI and the table in docs/recipes.md are
 * made from them.
 */
final class RecipeKeys {
    private static final String BY_TARGET = "by target";
    private static final String AS_ACTIVATIONS = "as activations has it";

    static final Key<Integer> VERSION = Key.version(Recipe.VERSION);

    static final Key<String> NAME = Key.open(
            "name",
            Values.name(Recipe.MAX_NAME),
            "the precision, and of INT8 the mode where that is not auto, as in int8-static",
            "What people call it; does not change the result.");

    static final Key<Target> TARGET = Key.open(
            "target",
            Values.oneOf(Target.values()),
            "the machine that quantizes; in the service the device classes that the run is measured on",
            "The kind of machine that the variant is made for; it decides what the recipe leaves open.");

    static final Key<Precision> PRECISION = Key.optional(
            "precision",
            Values.oneOf(Precision.ofRecipes()),
            Recipe.DEFAULT.precision(),
            "The number format of the variant.");

    static final Key<Mode> MODE = Key.optional(
            "mode",
            Values.oneOf(Mode.values()),
            Recipe.DEFAULT.mode(),
            "When the ranges of activations are measured. static: once, on calibration samples; dynamic: at every run; mixed:"
                    + " once where a kernel takes fixed ranges, at every run for LSTM and whatever else has only such a kernel;"
                    + " auto: whichever serves the model better.");

    static final Key<Format> FORMAT = Key.optional(
            "format",
            Values.oneOf(Format.values()),
            Recipe.DEFAULT.format(),
            "qdq: float operators between QuantizeLinear and DequantizeLinear, which a runtime fuses; qoperator: integer"
                    + " operators such as QLinearConv.");

    static final Key<IntegerType> ACTIVATION_TYPE = Key.open(
            "type", Values.oneOf(IntegerType.values()), BY_TARGET, "The integer type; one scale for each tensor.");

    static final Key<Boolean> SYMMETRIC =
            Key.open("symmetric", Values.flag(), BY_TARGET, "true: the same range on both sides of zero.");

    static final Key<Section> ACTIVATIONS =
            Key.open("activations", Group.of(ACTIVATION_TYPE, SYMMETRIC), BY_TARGET, "How activations are quantized.");

    static final WeightKeys WEIGHT = WeightKeys.of(BY_TARGET);

    static final Key<Section> WEIGHTS = Key.open("weights", WEIGHT.group(), BY_TARGET, "How weights are quantized.");

    static final Key<CalibrationMethod> METHOD = Key.optional(
            "method",
            Values.oneOf(CalibrationMethod.values()),
            CalibrationSettings.DEFAULT.method(),
            "minmax: from the least to the greatest value; moving-average: from the mean of every sample's least value to the"
                    + " mean of every sample's greatest; percentile: so that a share of the values is inside; entropy: the"
                    + " least Kullback-Leibler divergence between the values and the quantized ones; mse: the least mean"
                    + " squared error on the integer grid; best: the least error there, where clipping counts for more than"
                    + " rounding.");

    static final Key<Double> PERCENTILE = Key.optional(
            "percentile",
            Values.number(CalibrationSettings.LEAST_PERCENTILE, CalibrationSettings.GREATEST_PERCENTILE),
            CalibrationSettings.DEFAULT.percentile(),
            "For the method percentile: the share of values inside the range, in percent.");

    static final Key<Boolean> HOLD_OUT = Key.optional(
            "holdOut",
            Values.flag(),
            CalibrationSettings.DEFAULT.holdOut(),
            "true: one of every four samples in a row, each time another (of large sets at most 128, of small ones one), is"
                    + " kept back, so that the variant is judged on others than it was made with. The mode auto does so where"
                    + " there is no evaluation set.");

    static final Key<Section> CALIBRATION = Key.open(
            "calibration",
            Group.of(METHOD, PERCENTILE, HOLD_OUT),
            "as its keys say",
            "How the ranges of activations are chosen.");

    static final Key<List<String>> OP_TYPES =
            Key.open("opTypes", Items.strings(0), "none", "Operator types, for example Conv.");

    static final Key<List<String>> NODES = Key.open(
            "nodes", Items.strings(0), "none", "Names of nodes, in which * stands for any characters and ? for one.");

    private static final Group SELECTION = Group.of(OP_TYPES, NODES);

    static final Key<Section> INCLUDE = Key.open(
            "include",
            SELECTION,
            "all nodes",
            "The only nodes of the prepared model to quantize; empty takes all. What matches none of them is an error.");

    static final Key<Section> EXCLUDE = Key.open(
            "exclude",
            SELECTION,
            "no node",
            "Nodes of the prepared model that stay float whatever include says. What matches none of them is an error.");

    static final Key<List<String>> MATCH =
            Key.required("match", Items.strings(1), "Names, in which * stands for any characters and ? for one.");

    static final Key<NodeOverride.Placement> PLACEMENT = Key.open(
            "placement",
            Values.oneOf(NodeOverride.Placement.values()),
            "where it costs least",
            "float; quantized: in integers even where that seems not to pay; dynamic, with the modes mixed and dynamic: in"
                    + " integers whose ranges are measured while the model runs.");

    static final WeightKeys OTHER_WEIGHT = WeightKeys.of("as weights has it");

    static final Key<Section> OTHER_WEIGHTS = Key.open(
            "weights", OTHER_WEIGHT.group(), "as weights has it", "How the weights of these nodes are quantized.");

    static final Key<List<Section>> NODE_OVERRIDES = Key.open(
            "nodes",
            Items.sections(Group.of(MATCH, PLACEMENT, OTHER_WEIGHTS)),
            "none",
            "What is different for nodes with these names.");

    static final Key<Double> MINIMUM = Key.open(
            "minimum",
            Values.number(),
            "as observed",
            "With maximum, which must be greater: the least value that has a code of its own.");

    static final Key<Double> MAXIMUM = Key.open(
            "maximum", Values.number(), "as observed", "With minimum: the greatest value that has a code of its own.");

    static final Key<CalibrationMethod> OTHER_METHOD = Key.open(
            "method",
            Values.oneOf(CalibrationMethod.values()),
            "as calibration has it",
            "How the ranges of these activations are chosen.");

    static final Key<IntegerType> OTHER_TYPE =
            Key.open("type", Values.oneOf(IntegerType.values()), AS_ACTIVATIONS, "Their integer type.");

    static final Key<Boolean> OTHER_SYMMETRIC =
            Key.open("symmetric", Values.flag(), AS_ACTIVATIONS, "true: the same range on both sides of zero.");

    static final Key<List<Section>> TENSOR_OVERRIDES = Key.open(
            "tensors",
            Items.sections(Group.of(MATCH, MINIMUM, MAXIMUM, OTHER_METHOD, OTHER_TYPE, OTHER_SYMMETRIC)
                    .together(MINIMUM, MAXIMUM)),
            "none",
            "What is different for activations with these names.");

    static final Key<Section> OVERRIDES = Key.open(
            "overrides",
            Group.of(NODE_OVERRIDES, TENSOR_OVERRIDES),
            "none",
            "Settings for single nodes and tensors of the prepared model. Where several match, the later one wins; a pattern"
                    + " that matches nothing is an error.");

    static final Key<Boolean> KEEP_IO_TYPES = Key.optional(
            "keepIoTypes",
            Values.flag(),
            Recipe.DEFAULT.keepIoTypes(),
            "For fp16 and bf16: the model's inputs and outputs keep their float32 types.");

    static final Group ALL = Group.of(
            VERSION,
            NAME,
            TARGET,
            PRECISION,
            MODE,
            FORMAT,
            ACTIVATIONS,
            WEIGHTS,
            CALIBRATION,
            INCLUDE,
            EXCLUDE,
            OVERRIDES,
            KEEP_IO_TYPES);

    private RecipeKeys() {}
}

package dev.narrowgauge.checks.aa;

import java.util.List;

/** What is compared with a model, and what runs beside. */
enum Setting {
    /** A copy of its file. */
    QUIET("quiet", 50, 0),
    /** A copy of its file, while another program keeps a core busy in bursts. */
    LOADED("loaded", 50, 0),
    /** The model with an extra branch that costs 5 %. */
    FIVE_PERCENT("slower-5", 40, 0.05),
    /** The model with an extra branch that costs 3 %. */
    THREE_PERCENT("slower-3", 40, 0.03);

    private static final List<AgreementRow.Model> ALL = List.of(
            new AgreementRow.Model("digits-resnet", "digits"),
            new AgreementRow.Model("resnet20-cifar10", "cifar10"),
            new AgreementRow.Model("vit-cifar10", "cifar10"),
            new AgreementRow.Model("sentiment-transformer", "sentiment"));

    /** Those that an extra branch fits. */
    private static final List<AgreementRow.Model> OF_IMAGES = ALL.subList(1, 3);

    private final String label;
    private final int rows;
    private final double extraCost;

    Setting(String label, int rows, double extraCost) {
        this.label = label;
        this.rows = rows;
        this.extraCost = extraCost;
    }

    String label() {
        return label;
    }

    int rows() {
        return rows;
    }

    /** Share of the model's time; 0 for a copy. */
    double extraCost() {
        return extraCost;
    }

    List<AgreementRow.Model> models() {
        return extraCost > 0 ? OF_IMAGES : ALL;
    }
}

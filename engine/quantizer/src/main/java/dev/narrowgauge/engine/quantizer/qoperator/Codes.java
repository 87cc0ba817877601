package dev.narrowgauge.engine.quantizer.qoperator;

import java.util.List;

/** Names of codes, of their scale and of their zero point. */
record Codes(String codes, String scale, String zeroPoint) {
    List<String> all() {
        return List.of(codes, scale, zeroPoint);
    }

    List<String> parameters() {
        return List.of(scale, zeroPoint);
    }
}

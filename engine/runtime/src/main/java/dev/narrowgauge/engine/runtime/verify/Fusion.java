package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.domain.report.NodeReport;
import java.util.List;
import java.util.Map;

/**
 * What ONNX Runtime makes of one variant.
 *
 * @param nodes the nodes of the float model, in their order
 * @param operators how many nodes of each operator run
 * @param needed conversions that an integer kernel needs
 * @param unfused conversions that serve none
 * @param wouldBeFloat nodes that were planned for integers and stand between unfused conversions or run in a slow
 *     kernel, by name with the reason why they should be float
 * @param countedMicros what one run takes, counted; null where it was not
 * @param integerMacShare share of the multiply-accumulates that integer kernels do; null where that is not known
 */
public record Fusion(
        List<NodeReport> nodes,
        Map<String, Integer> operators,
        Conversions needed,
        Conversions unfused,
        Map<String, String> wouldBeFloat,
        Double countedMicros,
        Double integerMacShare) {

    /** @param micros median time of one run in all of them together; null where nothing was run */
    public record Conversions(int count, Double micros) {}

    /** With what was planned for the nodes, where this machine is not the one that will run them. */
    public Fusion asPlanned(List<NodeReport> planned) {
        return new Fusion(planned, operators, needed, unfused, Map.of(), countedMicros, null);
    }

    Fusion withCountedMicros(double micros) {
        return new Fusion(nodes, operators, needed, unfused, wouldBeFloat, micros, integerMacShare);
    }
}

package dev.narrowgauge.engine.onnx.model;

import static dev.narrowgauge.domain.error.ErrorCode.MODEL_INVALID;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_UNSUPPORTED_OPSET;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.proto.FunctionProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Refuses a model that this system or ONNX Runtime cannot work with, each kind of fault with its own code. Every value
 * is made once and before it is used, every tensor has the bytes its shape asks for, and no operator is foreign.
 */
public final class OnnxModelValidator {
    /** What ONNX Runtime 1.29 loads. */
    private static final long MAX_IR_VERSION = 13;

    /** Names go into messages and reports; nothing good has one this long. */
    private static final int MAX_NAME_LENGTH = 10_000;

    private static final long MIN_OPSET = 7;
    private static final long MAX_OPSET = 26;

    private OnnxModelValidator() {}

    public static void validate(OnnxModel model) {
        ModelProto proto = model.proto();
        checkVersions(proto);
        if (!proto.hasGraph() || proto.getGraph().getOutputCount() == 0) {
            throw invalid("The model has no graph with an output, so there is nothing to compute.");
        }
        Map<FunctionKey, FunctionProto> functions = functions(proto);
        GraphCheck check = new GraphCheck(new TensorCheck(model.directory()), functions.keySet());
        check.mainGraph(proto.getGraph());
        proto.getFunctionsList().forEach(check::function);
        checkAcyclic(functions);
    }

    static NarrowgaugeException invalid(String sentence) {
        return new NarrowgaugeException(MODEL_INVALID, sentence);
    }

    static void checkName(String name) {
        if (name.length() > MAX_NAME_LENGTH) {
            throw invalid("The model has a name of " + name.length() + " characters, which begins with '"
                    + name.substring(0, 40) + "'; at most " + MAX_NAME_LENGTH + " are supported.");
        }
    }

    private static void checkVersions(ModelProto model) {
        if (model.getIrVersion() < 1) {
            throw invalid("The model has no IR version, which every ONNX exporter writes; export it again.");
        }
        if (model.getIrVersion() > MAX_IR_VERSION) {
            throw new NarrowgaugeException(
                    MODEL_UNSUPPORTED_OPSET,
                    "The model is of ONNX IR version " + model.getIrVersion() + "; versions up to " + MAX_IR_VERSION
                            + " are supported: export it with an older onnx package.");
        }
        Set<String> domains = new HashSet<>();
        long opset = 0;
        for (OperatorSetIdProto imported : model.getOpsetImportList()) {
            checkName(imported.getDomain());
            boolean isDefault = OnnxModelDescription.isDefaultDomain(imported.getDomain());
            if (!domains.add(isDefault ? "" : imported.getDomain())) {
                throw invalid("The model imports the operator domain '" + imported.getDomain() + "' twice.");
            }
            opset = isDefault ? imported.getVersion() : opset;
        }
        if (opset < MIN_OPSET || opset > MAX_OPSET) {
            String found = domains.contains("") ? "uses ONNX opset " + opset : "does not say which ONNX opset it uses";
            throw new NarrowgaugeException(
                    MODEL_UNSUPPORTED_OPSET,
                    "The model " + found + "; opsets " + MIN_OPSET + " to " + MAX_OPSET
                            + " are supported: export it with one of them, for example opset 18.");
        }
    }

    private static Map<FunctionKey, FunctionProto> functions(ModelProto model) {
        Map<FunctionKey, FunctionProto> functions = new HashMap<>();
        for (FunctionProto function : model.getFunctionsList()) {
            checkName(function.getName());
            FunctionKey key = new FunctionKey(function.getDomain(), function.getName(), function.getOverload());
            if (function.getName().isEmpty() || functions.put(key, function) != null) {
                throw invalid("The model's function '" + function.getName() + "' has no name or is there twice.");
            }
        }
        return functions;
    }

    /** ONNX Runtime inlines functions, which would not end for one that calls itself. */
    private static void checkAcyclic(Map<FunctionKey, FunctionProto> functions) {
        Map<FunctionKey, Set<FunctionKey>> callees = new HashMap<>();
        Map<FunctionKey, List<FunctionKey>> callers = new HashMap<>();
        functions.forEach((key, function) -> {
            Set<FunctionKey> called = FunctionKey.calledBy(function);
            called.retainAll(functions.keySet());
            callees.put(key, called);
            called.forEach(callee ->
                    callers.computeIfAbsent(callee, _ -> new ArrayList<>()).add(key));
        });
        List<FunctionKey> done = new ArrayList<>();
        callees.forEach((key, called) -> {
            if (called.isEmpty()) {
                done.add(key);
            }
        });
        for (int i = 0; i < done.size(); i++) {
            for (FunctionKey caller : callers.getOrDefault(done.get(i), List.of())) {
                callees.get(caller).remove(done.get(i));
                if (callees.get(caller).isEmpty()) {
                    done.add(caller);
                }
            }
        }
        if (done.size() < functions.size()) {
            throw invalid("The model's functions call each other in a circle, so they can never be expanded.");
        }
    }
}

package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtSession;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Addresses of ONNX Runtime's own objects behind those of its Java interface, which keeps them to itself. Empty where a
 * release keeps them elsewhere.
 */
final class NativeHandles {
    private static final String NAME = "nativeHandle";
    private static final Optional<Field> SESSION = field(OrtSession.class);
    private static final Optional<Field> TENSOR = field(OnnxTensorLike.class);

    private NativeHandles() {}

    static OptionalLong of(OrtSession session) {
        return value(SESSION, session);
    }

    static OptionalLong of(OnnxTensor tensor) {
        return value(TENSOR, tensor);
    }

    static boolean areReachable(Collection<OnnxTensor> tensors) {
        return tensors.stream().allMatch(tensor -> of(tensor).isPresent());
    }

    private static Optional<Field> field(Class<?> type) {
        try {
            Field field = type.getDeclaredField(NAME);
            return field.getType() == long.class && field.trySetAccessible() ? Optional.of(field) : Optional.empty();
        } catch (NoSuchFieldException e) {
            return Optional.empty();
        }
    }

    private static OptionalLong value(Optional<Field> field, Object owner) {
        if (field.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(field.get().getLong(owner));
        } catch (IllegalAccessException e) {
            return OptionalLong.empty();
        }
    }
}

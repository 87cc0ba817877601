package dev.narrowgauge.engine.runtime;

import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.proto.engine.Failure;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;

/** Whatever stopped a task, as the failure that the parent is told. */
final class Failures {
    private static final String OURS = "dev.narrowgauge.";

    private Failures() {}

    static Failure of(Throwable stopped) {
        return switch (stopped) {
            case NarrowgaugeException e -> known(e);
            case NoSuchFileException e ->
                failure(ErrorCode.FILE_NOT_FOUND, "There is no file " + e.getFile() + "; check the path.");
            case AccessDeniedException e ->
                failure(
                        ErrorCode.OUTPUT_NOT_WRITABLE,
                        "No permission to use " + e.getFile() + "; check its owner and mode.");
            case LinkageError e -> brokenInstallation(e);
            default ->
                HostFault.behind(stopped).map(code -> ofHost(code, stopped)).orElseGet(() -> unexpected(stopped));
        };
    }

    private static Failure known(NarrowgaugeException told) {
        Failure.Builder failure = failure(told.code(), told.getMessage()).toBuilder();
        told.faults().forEach(fault -> failure.addFaults(message(fault)));
        return failure.setUntoldFaults(told.untold()).build();
    }

    private static dev.narrowgauge.proto.engine.Fault message(Fault fault) {
        var message = dev.narrowgauge.proto.engine.Fault.newBuilder()
                .setCode(fault.code().name())
                .setSentence(fault.sentence());
        fault.pointer().ifPresent(message::setPointer);
        return message.build();
    }

    private static Failure ofHost(ErrorCode code, Throwable stopped) {
        return failure(
                code,
                code == ErrorCode.DISK_FULL
                        ? "There is no room left: " + DiskFull.phrase(stopped) + "."
                        : "This machine does not work correctly: " + stopped.getMessage() + ".");
    }

    /** A library or a class that is not there or not whole. */
    private static Failure brokenInstallation(LinkageError broken) {
        broken.printStackTrace();
        Throwable cause = broken.getCause() == null ? broken : broken.getCause();
        return failure(
                ErrorCode.ENGINE_UNAVAILABLE, "The engine's installation is broken (" + cause + "); install it again.");
    }

    private static Failure unexpected(Throwable stopped) {
        System.err.println("The engine stopped unexpectedly:");
        stopped.printStackTrace();
        return failure(
                ErrorCode.INTERNAL_ERROR,
                "The engine stopped unexpectedly (" + stopped.getClass().getSimpleName() + place(stopped)
                        + "); its log has the details.");
    }

    /** Tells one defect from another also where the log is gone. */
    private static String place(Throwable stopped) {
        return Arrays.stream(stopped.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst()
                .map(frame -> " in "
                        + frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1)
                        + "."
                        + frame.getMethodName())
                .orElse("");
    }

    private static Failure failure(ErrorCode code, String message) {
        return Failure.newBuilder().setCode(code.name()).setMessage(message).build();
    }
}

package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.proto.engine.Result;
import dev.narrowgauge.proto.engine.Started;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an engine child ended. Exactly one of these for every child, whatever it did. */
public sealed interface EngineOutcome {
    /** It answered. */
    record Finished(Result result, Started started, Duration elapsed) implements EngineOutcome {
        public Finished {
            requireNonNull(result, "result is null");
            requireNonNull(started, "started is null");
            requireNonNull(elapsed, "elapsed is null");
        }
    }

    /** It gave no answer. */
    sealed interface Unfinished extends EngineOutcome {
        /** A {@link NarrowgaugeException}, or a {@link CancellationException} when the caller stopped it. */
        RuntimeException toException();
    }

    /**
     * It said why it cannot do what was asked.
     *
     * @param faults one at least
     * @param untold how many more there are
     */
    record Failed(List<Fault> faults, int untold) implements Unfinished {
        public Failed {
            faults = List.copyOf(faults);
        }

        Failed(ErrorCode code, String sentence) {
            this(List.of(new Fault(code, sentence, Optional.empty())), 0);
        }

        @Override
        public RuntimeException toException() {
            return new NarrowgaugeException(faults, untold);
        }
    }

    /**
     * It died, or broke the protocol.
     *
     * @param exitCode 134 after an abort, and where the JVM wrote a crash report, whatever the signal was; 137 when the system killed it
     * @param brokeProtocol it wrote something to its standard output that is no engine event
     * @param lastLines the end of what it wrote to its standard error, and the head of the JVM's crash report
     */
    record Crashed(int exitCode, boolean brokeProtocol, List<String> lastLines) implements Unfinished {
        private static final int SIGNAL_STATUS = 128;
        private static final int SIGKILL_STATUS = 137;

        /** As a JVM's crash report has it: {@code #  SIGFPE (0x8) at pc=...}. */
        private static final Pattern SIGNAL = Pattern.compile("^#\\s+(SIG[A-Z]+) \\(0x([0-9a-f]+)\\)");

        public Crashed {
            lastLines = List.copyOf(lastLines);
        }

        @Override
        public RuntimeException toException() {
            return new NarrowgaugeException(ErrorCode.ENGINE_CRASHED, message());
        }

        private String message() {
            if (brokeProtocol) {
                return "the engine wrote something to its standard output that is not an engine event" + cause();
            }
            if (exitCode == SIGKILL_STATUS) {
                return "the engine was killed by the system (exit code 137), most often because memory ran out";
            }
            Optional<Matcher> fault = fault();
            if (fault.isPresent()) {
                return "the engine crashed with signal %d (%s)%s"
                        .formatted(
                                Integer.parseInt(fault.get().group(2), 16),
                                fault.get().group(1),
                                cause());
            }
            if (exitCode > SIGNAL_STATUS) {
                return "the engine crashed with signal %d (exit code %d)%s"
                        .formatted(exitCode - SIGNAL_STATUS, exitCode, cause());
            }
            return "the engine stopped with exit code %d and without a result%s".formatted(exitCode, cause());
        }

        /** What the JVM died of, which it makes known by an abort. */
        private Optional<Matcher> fault() {
            return lastLines.stream().map(SIGNAL::matcher).filter(Matcher::find).findFirst();
        }

        /** The line of a JVM crash report that names the native frame, else the last line there is. */
        private String cause() {
            for (int i = 0; i + 1 < lastLines.size(); i++) {
                if (lastLines.get(i).startsWith("# Problematic frame")) {
                    return " in native code: " + lastLines.get(i + 1).replaceFirst("^#\\s*", "");
                }
            }
            return lastLines.isEmpty() ? "" : "; it last said: " + lastLines.getLast();
        }
    }

    /** It needed more memory than its limit. */
    record OutOfMemory(long limitBytes) implements Unfinished {
        @Override
        public RuntimeException toException() {
            return new NarrowgaugeException(
                    ErrorCode.ENGINE_OUT_OF_MEMORY,
                    "the engine needed more than its limit of %d MiB of memory; allow more, or use fewer samples"
                            .formatted(limitBytes >> 20));
        }
    }

    /** It was still running at its deadline. */
    record TimedOut(Duration after) implements Unfinished {
        @Override
        public RuntimeException toException() {
            return new NarrowgaugeException(
                    ErrorCode.ENGINE_TIMED_OUT,
                    "the engine was stopped at its deadline of %s s; allow more time, or use fewer samples"
                            .formatted(after.toMillis() / 1000.0));
        }
    }

    /**
     * It owed an answer and did nothing at all: neither said a word nor used a processor.
     *
     * @param isHeld by the system, as a process is that was stopped or waits for a disk; otherwise its threads wait for each
     *     other
     */
    record Silent(Duration during, boolean isHeld) implements Unfinished {
        @Override
        public RuntimeException toException() {
            if (!isHeld) {
                return new NarrowgaugeException(
                        ErrorCode.ENGINE_TIMED_OUT,
                        "the engine did nothing for %d s and was stopped: its threads waited for each other"
                                .formatted(during.toSeconds()));
            }
            return new NarrowgaugeException(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "the engine did nothing for %d s and was stopped; check whether this machine freezes processes or waits for a disk"
                            .formatted(during.toSeconds()));
        }
    }

    /** The caller stopped it. */
    record Cancelled() implements Unfinished {
        @Override
        public RuntimeException toException() {
            return new CancellationException("the engine was stopped on request");
        }
    }
}

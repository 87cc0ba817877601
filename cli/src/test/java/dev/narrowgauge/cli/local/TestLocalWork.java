package dev.narrowgauge.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.MachineLock;
import dev.narrowgauge.engine.client.ProgressListener;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TestLocalWork {
    private final PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    private final List<String> done = new ArrayList<>();
    private final LocalWork work = options();

    @TempDir
    private Path directory;

    /** With the options' values by default. */
    private static LocalWork options() {
        LocalWork options = new LocalWork();
        new CommandLine(options).parseArgs();
        return options;
    }

    @Test
    void whatIsWrongIsFoundWithoutAWait() {
        MachineLock machine = MachineLock.in(directory);
        try (MachineLock.Hold _ = machine.alone("times", EngineCall.plain())) {
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(() -> work.run(
                            nowhere,
                            _ -> {
                                throw new NarrowgaugeException(ErrorCode.DATASET_SHAPE_MISMATCH, "It does not fit.");
                            },
                            call -> machine.share("works", call)))
                    .withMessage("It does not fit.");
        }
        machine.alone("times", EngineCall.plain()).close();
    }

    @Test
    void looksOnceAndOnlyWhereItWaits() {
        work.run(nowhere, _ -> done.add("looked"), call -> {
            call.progress().progress("load", 0, 0);
            return done.add("worked");
        });
        work.run(nowhere, _ -> done.add("looked"), call -> {
            call.progress().progress(ProgressListener.WAIT, 0, 0);
            call.progress().progress(ProgressListener.WAIT, 0, 0);
            return done.add("worked");
        });
        assertThat(done).containsExactly("worked", "looked", "worked");
    }
}

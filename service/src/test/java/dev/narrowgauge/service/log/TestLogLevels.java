package dev.narrowgauge.service.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestLogLevels {
    @TempDir
    private Path directory;

    private final LogContext loggers = LogContext.create();
    private Path file;
    private LogLevels levels;

    @BeforeEach
    void open() {
        file = directory.resolve("levels.properties");
        levels = new LogLevels(loggers, file);
    }

    @Test
    void levelsAreThoseOfTheFileAsLongAsItHasThem() throws IOException {
        Logger known = loggers.getLogger("a.b");
        known.setLevel(Level.ERROR);
        levels.look();
        assertThat(known.getLevel()).isEqualTo(Level.ERROR);

        Files.writeString(file, "a.b = debug\na.c=WARN\n");
        levels.look();
        assertThat(known.getLevel()).isEqualTo(Level.DEBUG);
        assertThat(loggers.getLogger("a.c").getLevel()).isEqualTo(Level.WARN);

        Files.writeString(file, "a.c=INFO\n");
        levels.look();
        assertThat(known.getLevel()).isEqualTo(Level.ERROR);
        assertThat(loggers.getLogger("a.c").getLevel()).isEqualTo(Level.INFO);

        Files.delete(file);
        levels.look();
        assertThat(loggers.getLogger("a.c").getLevel()).isNull();
    }

    @Test
    void levelThatIsNoneChangesNothing() throws IOException {
        Files.writeString(file, "a=DEBUG\n");
        levels.look();
        Files.writeString(file, "a=LOUD\nb=DEBUG\n");
        levels.look();
        assertThat(loggers.getLogger("a").getLevel()).isEqualTo(Level.DEBUG);
        assertThat(loggers.getLogger("b").getLevel()).isNull();
    }

    @Test
    void rootIsAboveAll() throws IOException {
        Files.writeString(file, "root=WARN\n");
        levels.look();
        assertThat(loggers.getLogger("").getLevel()).isEqualTo(Level.WARN);
    }
}

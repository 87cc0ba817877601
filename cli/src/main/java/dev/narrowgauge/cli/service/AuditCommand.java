package dev.narrowgauge.cli.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screen.Tone;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.audit.AuditChain;
import dev.narrowgauge.domain.error.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge audit}. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Shows who did what with a service, and what was refused, and finds out whether that was changed.")
public final class AuditCommand extends CommandGroup {
    private static final String[] HEADER = {"number", "at", "outcome", "operation", "by", "from", "what"};

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the newest entries of the audit log, the newest first.")
    int list(@Mixin ServiceOptions service, @Mixin ListLimit limit) {
        try (RemoteClient client = service.client()) {
            return new Answer(spec(), service)
                    .page(Page.of(client, "/v1/audit", limit.items(), Map.of()), HEADER, AuditCommand::cells);
        }
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Writes the whole audit log, a document of JSON in each line, the oldest first.")
    int export(
            @Mixin ServiceOptions service,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "LOG.jsonl",
                            description = "Where to write it; to the standard output unless given.")
                    Path output) {
        try (RemoteClient client = service.client()) {
            if (output != null) {
                OutputFile.checked(output).write(file -> AuditLines.of(client, line -> written(line, file)));
                return ExitCode.OK.status();
            }
            PrintWriter out = spec().commandLine().getOut();
            AuditLines.of(client, line -> {
                out.print(line + '\n');
                return true;
            });
            out.flush();
            return ExitCode.OK.status();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean written(String line, OutputStream file) throws IOException {
        file.write((line + '\n').getBytes(UTF_8));
        return true;
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Recomputes the chain of the audit log from its lines alone: those of a service, or of a file that"
                        + " 'audit export' wrote. Ends with status 1 where it was changed.",
                "That cannot show that lines were cut off the end, or that all were written anew. So keep the mark"
                        + " that this prints where those who run the service cannot change it, and give it the next time."
            })
    int verify(
            @Mixin ServiceOptions service,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "LOG.jsonl",
                            description = "The exported log; that of the service unless given.")
                    Path file,
            @Option(
                            names = "--mark",
                            paramLabel = "NUMBER:HASH",
                            description = "A mark of before, which the log must have.")
                    String mark) {
        Verification made = new Verification(Optional.ofNullable(mark));
        if (file != null) {
            AuditLines.of(file, made::take);
        } else {
            try (RemoteClient client = service.client()) {
                AuditLines.of(client, made::take);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        Screen screen = Screen.of(spec());
        Optional<String> fault = made.fault();
        if (fault.isPresent()) {
            screen.headline(Tone.BAD, "CHANGED", "The audit log is not as it was written: %s.".formatted(fault.get()));
            return ExitCode.FAIL.status();
        }
        screen.headline(Tone.GOOD, "VERIFIED", made.sentence());
        screen.whole("mark", made.mark());
        return ExitCode.OK.status();
    }

    /** What is found out line by line. */
    private static final class Verification {
        private final AuditChain chain = new AuditChain();
        private final Optional<String> wanted;
        private boolean marked;
        private Optional<String> fault = Optional.empty();

        Verification(Optional<String> wanted) {
            this.wanted = wanted;
            this.marked = wanted.isEmpty();
        }

        boolean take(String line) {
            fault = chain.add(line);
            marked |= wanted.filter(chain.mark()::equals).isPresent();
            return fault.isEmpty();
        }

        Optional<String> fault() {
            return marked
                    ? fault
                    : fault.or(() -> Optional.of(
                            "it has no line with the mark %s, so that lines were cut off or all were written anew"
                                    .formatted(wanted.orElseThrow())));
        }

        String sentence() {
            return chain.first() > 1
                    ? "Lines %d to %d follow from each other; what came before is another file's."
                            .formatted(chain.first(), chain.last())
                    : "All %d lines follow from each other, from the first on.".formatted(chain.last());
        }

        String mark() {
            return chain.mark();
        }
    }

    private static String[] cells(JsonNode item) {
        return new String[] {
            Answer.text(item, "sequence"),
            Answer.time(item, "at"),
            Answer.text(item, "outcome"),
            Answer.text(item, "operation"),
            who(item),
            Answer.text(item, "address"),
            Answer.text(item, "target")
        };
    }

    /** By name and id where both are known. */
    private static String who(JsonNode item) {
        return Stream.of("key", "identity", "id")
                .filter(item::hasNonNull)
                .findFirst()
                .map(field -> item.path(field).asText())
                .map(id -> item.hasNonNull("keyName")
                        ? "%s (%s)".formatted(item.path("keyName").asText(), id)
                        : id)
                .orElseGet(() -> item.path("by").asText().toLowerCase(Locale.ROOT));
    }
}

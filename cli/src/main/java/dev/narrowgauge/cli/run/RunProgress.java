package dev.narrowgauge.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.remote.RunEvent;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Shows a run as it goes: on a terminal one bar that is drawn again and again, elsewhere a line per stage and now and then. */
public final class RunProgress implements Consumer<RunEvent> {
    private static final int BAR_WIDTH = 10;
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private final Clock clock;
    private final JobNames names;
    private final Map<String, JobView> jobs = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    public RunProgress(PrintWriter out, boolean terminal, Clock clock, JobNames names) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.names = names;
    }

    @Override
    public void accept(RunEvent event) {
        switch (event.type()) {
            case "job-state" -> jobState(event.data());
            case "progress" -> progress(event.data());
            case "heartbeat" -> obstacles(event.data());
            case "run-state" -> further(event.data());
            default -> {
                // The end of the run is told by its verdict.
            }
        }
        out.flush();
    }

    public void finish() {
        if (terminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    private void jobState(JsonNode data) {
        String id = data.path("jobId").asText();
        JobView job = jobs.computeIfAbsent(id, _ -> new JobView(name(data)));
        switch (data.path("state").asText()) {
            case "RUNNING" -> job.begin(at(data));
            case "SUCCEEDED" -> line("%s: done in %.1f s".formatted(job.name, job.seconds(at(data))));
            case "FAILED" ->
                line("%s: failed, %s: %s"
                        .formatted(
                                job.name,
                                data.path("errorCode").asText(),
                                data.path("errorMessage").asText()));
            case "CANCELLED" -> line(job.name + ": cancelled");
            default -> {
                // Waiting in the queue is not news.
            }
        }
    }

    /** What is measured beyond what was asked for, and what is not measured. */
    private void further(JsonNode data) {
        Stream.concat(data.path("extended").valueStream(), data.path("reused").valueStream())
                .map(JsonNode::asText)
                .forEach(this::line);
    }

    /** Each is told once: heartbeats come again and again. */
    private void obstacles(JsonNode data) {
        data.path("waiting")
                .valueStream()
                .filter(job -> job.hasNonNull("obstacle"))
                .map(job -> job.path("obstacle").asText())
                .filter(told::add)
                .forEach(obstacle -> line("waiting: " + obstacle));
    }

    /** It may be long ago, where one looks at a run that has begun before. */
    private Instant at(JsonNode data) {
        return data.hasNonNull("at") ? Instant.parse(data.path("at").asText()) : clock.instant();
    }

    private void progress(JsonNode data) {
        JobView job = jobs.get(data.path("jobId").asText());
        if (job == null) {
            return;
        }
        String stage = data.path("stage").asText();
        long done = data.path("done").asLong();
        long total = data.path("total").asLong();
        String text = "%s: %s%s%s%s".formatted(job.name, stage, count(done, total), found(data), remaining(data));
        if (terminal) {
            out.print(CLEAR_LINE + bar(done, total) + " " + text);
        } else if (job.isNews(stage, clock.instant())) {
            out.println(text);
        }
    }

    private void line(String text) {
        out.println((terminal ? CLEAR_LINE : "") + text);
    }

    private String name(JsonNode data) {
        return names.name(data.path("kind").asText(), data.path("subject").asText());
    }

    private static String bar(long done, long total) {
        int filled = total <= 0 ? 0 : (int) (BAR_WIDTH * Math.min(done, total) / total);
        return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "]";
    }

    private static String count(long done, long total) {
        return total > 0 ? " %d/%d".formatted(done, total) : done > 0 ? " " + done : "";
    }

    private static String found(JsonNode data) {
        return data.hasNonNull("found") ? ", " + data.path("found").asText() : "";
    }

    private static String remaining(JsonNode data) {
        boolean known = data.hasNonNull("remainingSeconds");
        double seconds = Math.ceil(data.path("remainingSeconds").asDouble());
        if (data.hasNonNull("found")) {
            return !known ? ", time left not known yet" : seconds > 0 ? ", about %.0f s left".formatted(seconds) : "";
        }
        return known ? ", %.0f s left".formatted(seconds) : "";
    }

    private static final class JobView {
        private final String name;
        private Instant begin = Instant.EPOCH;
        private Instant lastLine = Instant.EPOCH;
        private String lastStage = "";

        private JobView(String name) {
            this.name = name;
        }

        private void begin(Instant now) {
            begin = begin.equals(Instant.EPOCH) ? now : begin;
        }

        private double seconds(Instant now) {
            return Duration.between(begin, now).toMillis() / 1000.0;
        }

        private boolean isNews(String stage, Instant now) {
            if (stage.equals(lastStage) && now.isBefore(lastLine.plus(LINE_EVERY))) {
                return false;
            }
            lastStage = stage;
            lastLine = now;
            return true;
        }
    }
}

package dev.narrowgauge.checks.submit;

import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.service.DatabaseSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds a load of submissions against what the service shall bear. */
final class SubmitConclusion {
    private static final double MOST_MILLIS = 100;

    private final List<String> failures = new ArrayList<>();
    private final StringBuilder text = new StringBuilder("""
            | what | found | asked |
            |---|---|---|
            """);

    private SubmitConclusion() {}

    static Conclusion of(SubmitFigures figures) {
        SubmitConclusion conclusion = new SubmitConclusion();
        conclusion.load(figures.load());
        conclusion.say(
                "missing after kill -9, of all that was acknowledged",
                "%d of %d".formatted(figures.missing(), figures.kept()),
                "0",
                figures.missing() == 0);
        conclusion.say(
                "of these, acknowledged by the load under which it was killed",
                Integer.toString(figures.keptUnderKill()),
                "some",
                figures.keptUnderKill() > 0);
        conclusion.isOn(figures, DatabaseSettings.FSYNC);
        conclusion.isOn(figures, DatabaseSettings.SYNCHRONOUS_COMMIT);
        conclusion.text.append(story(figures));
        return new Conclusion(conclusion.failures, conclusion.text.toString());
    }

    private void load(LoadFigures load) {
        say(
                "runs acknowledged, of those offered",
                String.format(
                        Locale.ROOT,
                        "%d of %d, %.1f a second",
                        load.accepted(),
                        load.offered(),
                        load.acceptedPerSecond()),
                "all, at %d a second for %d s"
                        .formatted(load.perSecond(), load.offered() / Math.max(1, load.perSecond())),
                load.accepted() == load.offered());
        say(
                "refused, without an answer, not sent any more",
                "%d, %d, %d".formatted(load.refused(), load.unanswered(), load.unsent()),
                "none",
                load.refused() + load.unanswered() + load.unsent() == 0);
        say(
                "p99 of the time to the answer",
                String.format(Locale.ROOT, "%.1f ms", load.p99()),
                String.format(Locale.ROOT, "at most %.0f ms", MOST_MILLIS),
                load.p99() <= MOST_MILLIS);
        text.append(
                String.format(Locale.ROOT, "| p50 and the longest | %.1f ms, %.1f ms | |%n", load.p50(), load.max()));
    }

    private void isOn(SubmitFigures figures, String setting) {
        say(
                "the database's " + setting,
                figures.setting(setting),
                "on",
                figures.setting(setting).equals("on"));
    }

    private void say(String what, String found, String asked, boolean holds) {
        text.append("| %s | %s | %s |%n".formatted(what, found, asked));
        if (!holds) {
            failures.add("%s: %s, asked for is %s".formatted(what, found, asked));
        }
    }

    private static String story(SubmitFigures figures) {
        LoadFigures load = figures.load();
        StringBuilder story = new StringBuilder(String.format(
                Locale.ROOT,
                """

                The service is what `./narrowgauge up` starts, on an empty folder, with everything in it but the worker \
                (`NARROWGAUGE_WORKER_ENABLED=false`): the runs stay queued. A node is registered; API, outbox, broker and \
                database do all that they do for a run. %d runs of `demo/digits-resnet.onnx` with one INT8 recipe each were \
                filed before, through the API, in %.0f s.

                The load comes from a process on the same processors, over %d connections that are kept alive, each \
                submission with an idempotency key of its own. When each is due is fixed beforehand, every %.1f ms; its time \
                counts from then until the answer is read, whatever it had to wait for. 99 of 100 were sent %.1f ms after they \
                were due or sooner. The machine was %s when the load began.

                Then the same load began again, and all processes of the service were killed in the middle of it, %d runs after \
                its begin. Started on the same folder it answered again after %.1f s, and was asked for every run that had been \
                acknowledged, those beforehand included.

                | what | how it was |
                |---|---|
                | options of the virtual machine | `%s` |
                """,
                figures.runsBefore(),
                figures.fillSeconds(),
                figures.connections(),
                1000.0 / Math.max(1, load.perSecond()),
                load.late(),
                figures.quiet() ? "quiet" : "not quiet",
                figures.keptUnderKill(),
                figures.restartSeconds(),
                figures.options()));
        figures.settings().forEach((name, value) -> story.append("| PostgreSQL: %s | %s |%n".formatted(name, value)));
        story.append(
                String.format(Locale.ROOT, "| a page to the disk, with a flush | %.2f ms |%n", figures.flushMillis()));
        load.complaints()
                .forEach(complaint -> story.append("| an answer | `%s` |%n"
                        .formatted(complaint.replace("|", "\\|").replaceAll("\\s+", " "))));
        return story.toString();
    }
}

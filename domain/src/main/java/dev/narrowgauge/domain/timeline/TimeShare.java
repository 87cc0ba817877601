package dev.narrowgauge.domain.timeline;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.job.JobKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much time a phase took in all jobs of a kind and device class together.
 *
 * @param phase as of {@link Phase}, or {@value #DECIDE}
 * @param kind empty for {@value #DECIDE}, which is no job's
 * @param deviceClass of benchmark jobs
 * @param jobs that it is of
 * @param seconds added up: jobs may be at work at the same time
 */
public record TimeShare(String phase, Optional<JobKind> kind, Optional<String> deviceClass, int jobs, double seconds) {
    /** From the end of the last job to that of the run. */
    public static final String DECIDE = "decide";

    public TimeShare {
        requireNonNull(phase, "phase is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(deviceClass, "deviceClass is null");
    }

    private record Key(JobKind kind, Optional<String> deviceClass, String phase) {}

    private record Amount(int jobs, double seconds) {
        Amount plus(Amount other) {
            return new Amount(jobs + other.jobs, seconds + other.seconds);
        }
    }

    /** Kind by kind and class by class, the phases in the order in which they began first. */
    static List<TimeShare> of(List<JobTimeline> jobs) {
        Map<Key, Amount> amounts = new LinkedHashMap<>();
        for (JobTimeline job : jobs) {
            ofJob(job).forEach((key, seconds) -> amounts.merge(key, new Amount(1, seconds), Amount::plus));
        }
        List<TimeShare> shares = new ArrayList<>();
        amounts.forEach((key, amount) -> shares.add(new TimeShare(
                key.phase(), Optional.of(key.kind()), key.deviceClass(), amount.jobs(), amount.seconds())));
        shares.sort(comparing((TimeShare share) -> share.kind().orElseThrow())
                .thenComparing(share -> share.deviceClass().orElse("")));
        return shares;
    }

    private static Map<Key, Double> ofJob(JobTimeline job) {
        Map<Key, Double> seconds = new LinkedHashMap<>();
        job.attempts().stream()
                .flatMap(attempt -> attempt.phases().stream())
                .forEach(phase -> seconds.merge(
                        new Key(job.kind(), job.deviceClass(), phase.name()), phase.seconds(), Double::sum));
        return seconds;
    }
}

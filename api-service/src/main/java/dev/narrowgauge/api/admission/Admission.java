package dev.narrowgauge.api.admission;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.narrowgauge.db.KnownVerdict;
import dev.narrowgauge.domain.gate.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Looks up what was decided about the models of an object, as it was written then. */
public final class Admission {
    /** API servers cut a warning after 256 characters. */
    private static final int LONGEST_WARNING = 250;

    /** Of words in an annotation that are no digests: one is enough to see what is wrong. */
    private static final int MOST_TOLD = 3;

    private final Function<String, Optional<KnownVerdict>> verdicts;
    private final Set<String> policies;
    private final String address;

    /**
     * @param verdicts the latest about bytes in the project of the call, by their SHA-256
     * @param policies whose verdicts count, by SHA-256; any where it is empty
     * @param address of the service, for links; without a slash at its end, empty where it is not known
     */
    public Admission(Function<String, Optional<KnownVerdict>> verdicts, Set<String> policies, String address) {
        this.verdicts = requireNonNull(verdicts, "verdicts is null");
        this.policies = Set.copyOf(policies);
        this.address = requireNonNull(address, "address is null");
    }

    /** @param review as it was sent */
    AdmissionAnswer answer(Map<String, Object> review, AdmissionMode mode) {
        AskedReview asked = AskedReview.of(review);
        List<Objection> objections =
                asked.judged().map(object -> objections(NamedModels.in(object))).orElse(List.of());
        List<String> warnings = objections.stream()
                .filter(objection -> mode.warnsOf(objection.kind()))
                .map(objection -> warning(objection.sentence()))
                .toList();
        String refusal = objections.stream()
                .filter(objection -> mode.refuses(objection.kind()))
                .map(Objection::sentence)
                .collect(joining(" "));
        return refusal.isEmpty()
                ? AdmissionAnswer.allowed(asked.uid(), warnings)
                : AdmissionAnswer.refused(asked.uid(), refusal, warnings);
    }

    private List<Objection> objections(NamedModels named) {
        List<Objection> objections = new ArrayList<>();
        if (named.digests().isEmpty() && named.others().isEmpty()) {
            objections.add(new Objection(
                    Objection.Kind.NAMES_NONE,
                    "It names no model: say in the annotation '%s' of its pods the SHA-256 of each that they load, with commas between them."
                            .formatted(NamedModels.ANNOTATION)));
        }
        named.others().stream()
                .limit(MOST_TOLD)
                .forEach(word -> objections.add(new Objection(
                        Objection.Kind.MALFORMED,
                        "The annotation '%s' has '%s', which is no SHA-256; give 64 hexadecimal digits, as 'sha256sum MODEL.onnx' prints them."
                                .formatted(NamedModels.ANNOTATION, word))));
        if (named.digests().size() > NamedModels.MOST) {
            objections.add(new Objection(
                    Objection.Kind.MALFORMED,
                    "The annotation '%s' names %d models; at most %d are looked up for one object."
                            .formatted(NamedModels.ANNOTATION, named.digests().size(), NamedModels.MOST)));
            return objections;
        }
        named.digests().forEach(digest -> objection(digest).ifPresent(objections::add));
        return objections;
    }

    private Optional<Objection> objection(String digest) {
        Optional<KnownVerdict> latest = verdicts.apply(digest);
        if (latest.isEmpty()) {
            return Optional.of(new Objection(
                    Objection.Kind.UNKNOWN,
                    "Model %s: nobody has judged these bytes in this project; submit a run that makes them."
                            .formatted(digest)));
        }
        return reason(latest.get())
                .map(reason -> new Objection(
                        Objection.Kind.NOT_PASSED,
                        "Model %s: %s See %s"
                                .formatted(digest, reason, page(latest.get().runId()))));
    }

    private String page(Object runId) {
        return address.isEmpty() ? "run " + runId : "%s/#run=%s".formatted(address, runId);
    }

    /** Empty where it is a signed PASS that counts. */
    private Optional<String> reason(KnownVerdict verdict) {
        if (verdict.status() != Verdict.PASS) {
            return Optional.of("%s. %s".formatted(verdict.status(), verdict.sentence()));
        }
        if (!policies.isEmpty() && !policies.contains(verdict.policySha256())) {
            return Optional.of("PASS by the policy %s, which does not count here (narrowgauge.admission.policies)."
                    .formatted(verdict.policySha256()));
        }
        return verdict.signed()
                ? Optional.empty()
                : Optional.of("PASS that nobody has signed, as the service had no key when it decided.");
    }

    /** Of one line. */
    private static String warning(String sentence) {
        String line = sentence.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_WARNING ? line : line.substring(0, LONGEST_WARNING - 1) + "…";
    }
}

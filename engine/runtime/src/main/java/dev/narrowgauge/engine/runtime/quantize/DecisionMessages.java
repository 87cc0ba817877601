package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.proto.engine.Decision;
import dev.narrowgauge.proto.engine.Finding;

/** Decisions as the parent reads them. */
final class DecisionMessages {
    private DecisionMessages() {}

    static Decision of(dev.narrowgauge.domain.decision.Decision decision) {
        Decision.Builder message = Decision.newBuilder()
                .setOutcome(decision.outcome().name())
                .setSubject(decision.subject())
                .setReason(decision.reason())
                .addAllMissing(decision.missing());
        decision.findings().forEach(finding -> message.addFindings(finding(finding)));
        return message.build();
    }

    private static Finding finding(dev.narrowgauge.domain.decision.Finding finding) {
        Finding.Builder message = Finding.newBuilder()
                .setMeasure(finding.measure())
                .setOutput(finding.output())
                .setState(finding.state().name())
                .setSentence(finding.sentence());
        if (finding.observed() != null) {
            message.setObserved(finding.observed());
        }
        if (finding.limit() != null) {
            message.setLimit(finding.limit());
        }
        if (finding.interval() != null) {
            message.setInterval(interval(finding.interval()));
        }
        return message.build();
    }

    private static dev.narrowgauge.proto.engine.Interval interval(Interval interval) {
        return dev.narrowgauge.proto.engine.Interval.newBuilder()
                .setEstimate(interval.estimate())
                .setLow(interval.low())
                .setHigh(interval.high())
                .setConfidence(interval.confidence())
                .build();
    }
}

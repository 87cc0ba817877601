package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.proto.engine.OutputAgreement;

/** Agreements as the parent reads them. */
final class AgreementMessages {
    private AgreementMessages() {}

    static OutputAgreement of(dev.narrowgauge.domain.decision.OutputAgreement agreement) {
        OutputAgreement.Builder message = OutputAgreement.newBuilder()
                .setOutput(agreement.output())
                .setKind(agreement.kind().name())
                .setSamples(agreement.samples())
                .setAnswers(agreement.answers())
                .setChangedAnswers(agreement.changedAnswers())
                .setChangedSamples(agreement.changedSamples());
        if (agreement.sqnrDb() != null) {
            message.setSqnrDb(agreement.sqnrDb());
        }
        if (agreement.worstSampleSqnrDb() != null) {
            message.setWorstSampleSqnrDb(agreement.worstSampleSqnrDb());
        }
        if (agreement.differenceP99() != null) {
            message.setDifferenceP99(agreement.differenceP99());
        }
        return message.build();
    }
}

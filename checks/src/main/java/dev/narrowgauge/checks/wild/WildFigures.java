package dev.narrowgauge.checks.wild;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One network: what the default decided, and what the check finds of it.
 *
 * @param decision outcome, or the error's code
 * @param ours the default's file; null where there is none
 * @param sameUnderLoad whether a second run next to a busy loop gave the same file
 * @param quiet whether others left the machine alone when the default was made
 * @param tried other files of ours, made where the original is to be shipped
 * @param peers ONNX Runtime's own files
 */
record WildFigures(
        String origin,
        int nodes,
        String decision,
        String reason,
        Candidate ours,
        boolean sameUnderLoad,
        boolean quiet,
        List<Candidate> tried,
        List<Candidate> peers) {

    /** Of the peer's files that load: the fastest of those that keep their accuracy, else the most accurate. */
    Optional<Candidate> bestPeer() {
        return peers.stream()
                .filter(Candidate::loads)
                .max(Comparator.comparing(Candidate::keepsAccuracy)
                        .thenComparing(peer -> peer.keepsAccuracy() ? -peer.ratio() : accuracy(peer)));
    }

    private static double accuracy(Candidate peer) {
        return peer.sqnrDb() == null ? Double.MAX_VALUE : peer.sqnrDb();
    }
}

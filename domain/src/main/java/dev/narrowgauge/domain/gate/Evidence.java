package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.NoiseFloor;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What is known of one variant on one node, or why nothing is. */
public sealed interface Evidence {
    Precision precision();

    String recipeName();

    /**
     * @param variantId UUID of the variant's row, text
     * @param baselineSizeBytes file size of the FP32 model
     * @param noiseFloor of the node, with this measurement; null where it was not kept
     * @param further what was found beside accuracy and latency
     * @param sha256 of the variant's file, hex; null where it was not kept
     * @param extension of which measurements it is; null where of one
     * @param reused from where it was taken; null where it was measured for this run
     */
    record Measured(
            String variantId,
            String recipeName,
            Precision precision,
            long sizeBytes,
            long baselineSizeBytes,
            Device device,
            AccuracyEvidence accuracy,
            LatencyEvidence latency,
            NoiseFloor noiseFloor,
            FurtherEvidence further,
            String sha256,
            Extension extension,
            Reused reused)
            implements Evidence {
        public Measured {
            requireNonNull(variantId, "variantId is null");
            requireNonNull(recipeName, "recipeName is null");
            requireNonNull(precision, "precision is null");
            requireNonNull(device, "device is null");
            requireNonNull(accuracy, "accuracy is null");
            requireNonNull(latency, "latency is null");
            further = further == null ? FurtherEvidence.NONE : further;
        }

        public Measured with(FurtherEvidence other) {
            return new Measured(
                    variantId,
                    recipeName,
                    precision,
                    sizeBytes,
                    baselineSizeBytes,
                    device,
                    accuracy,
                    latency,
                    noiseFloor,
                    other,
                    sha256,
                    extension,
                    reused);
        }

        /** Of one measurement, which was made for the run. */
        public Measured(
                String variantId,
                String recipeName,
                Precision precision,
                long sizeBytes,
                long baselineSizeBytes,
                Device device,
                AccuracyEvidence accuracy,
                LatencyEvidence latency,
                NoiseFloor noiseFloor,
                FurtherEvidence further,
                String sha256) {
            this(
                    variantId,
                    recipeName,
                    precision,
                    sizeBytes,
                    baselineSizeBytes,
                    device,
                    accuracy,
                    latency,
                    noiseFloor,
                    further,
                    sha256,
                    null,
                    null);
        }

        Measured with(LatencyEvidence other, FurtherEvidence seen, NoiseFloor floor) {
            return new Measured(
                    variantId,
                    recipeName,
                    precision,
                    sizeBytes,
                    baselineSizeBytes,
                    device,
                    accuracy,
                    other,
                    floor,
                    seen,
                    sha256,
                    extension,
                    reused);
        }

        Measured with(Extension made) {
            return new Measured(
                    variantId,
                    recipeName,
                    precision,
                    sizeBytes,
                    baselineSizeBytes,
                    device,
                    accuracy,
                    latency,
                    noiseFloor,
                    further,
                    sha256,
                    made,
                    reused);
        }

        /** Of which nothing further is known. */
        public Measured(
                String variantId,
                String recipeName,
                Precision precision,
                long sizeBytes,
                long baselineSizeBytes,
                Device device,
                AccuracyEvidence accuracy,
                LatencyEvidence latency,
                NoiseFloor noiseFloor) {
            this(
                    variantId,
                    recipeName,
                    precision,
                    sizeBytes,
                    baselineSizeBytes,
                    device,
                    accuracy,
                    latency,
                    noiseFloor,
                    null,
                    null);
        }

        /** Without a noise floor. */
        public Measured(
                String variantId,
                String recipeName,
                Precision precision,
                long sizeBytes,
                long baselineSizeBytes,
                Device device,
                AccuracyEvidence accuracy,
                LatencyEvidence latency) {
            this(variantId, recipeName, precision, sizeBytes, baselineSizeBytes, device, accuracy, latency, null);
        }
    }

    /** A job of this variant failed or was never run. */
    record Missing(String recipeName, Precision precision, String deviceClass, ErrorCode code, String reason)
            implements Evidence {
        public Missing {
            requireNonNull(recipeName, "recipeName is null");
            requireNonNull(precision, "precision is null");
            requireNonNull(code, "code is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * @param node name of the node
     * @param description processor or accelerator, as the system calls it
     * @param fingerprint of what the node is
     * @param software by which it was measured, versions by name; empty in older evidence
     */
    record Device(
            String deviceClass, String node, String description, String fingerprint, Map<String, String> software) {
        public Device {
            // In order, so that the same evidence gives the same document.
            software = software == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(software));
        }

        /** Of which no software is known. */
        public Device(String deviceClass, String node, String description, String fingerprint) {
            this(deviceClass, node, description, fingerprint, Map.of());
        }
    }
}

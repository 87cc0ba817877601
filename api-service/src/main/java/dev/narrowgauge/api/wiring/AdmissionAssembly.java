package dev.narrowgauge.api.wiring;

import dev.narrowgauge.api.admission.Admission;
import dev.narrowgauge.api.admission.AdmissionConfig;
import dev.narrowgauge.db.TenantStores;
import dev.narrowgauge.db.VerdictStore;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/** Makes what answers clusters. */
@Singleton
final class AdmissionAssembly {
    private final ApiConfig api;
    private final AdmissionConfig config;

    AdmissionAssembly(ApiConfig api, AdmissionConfig config) {
        this.api = api;
        this.config = config;
    }

    @Produces
    @Singleton
    Admission admission(TenantStores stores) {
        List<String> policies = config.policies().orElse(List.of());
        policies.stream().filter(policy -> !Sha256.isOne(policy)).findFirst().ifPresent(policy -> {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "narrowgauge.admission.policies has '%s', which is no SHA-256; give 64 hexadecimal digits in lower case, as verdicts have them in policyDigest."
                            .formatted(policy));
        });
        VerdictStore verdicts = stores.verdicts();
        Set<String> counting = Set.copyOf(policies);
        // Who judges the same bytes by a policy of his own takes nothing from those that count.
        return new Admission(
                digest -> verdicts.latest(digest, counting).or(() -> verdicts.latest(digest)),
                counting,
                ServiceAddress.of(api.webhooks().serviceAddress()));
    }
}

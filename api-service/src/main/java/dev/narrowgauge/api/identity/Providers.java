package dev.narrowgauge.api.identity;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The identity providers that are trusted, by their names. */
public record Providers(List<Provider> all) {
    public Providers {
        all = List.copyOf(all);
    }

    /** @throws NarrowgaugeException REQUEST_INVALID with the setting and what it must be */
    public static Providers of(OidcConfig config) {
        List<Provider> all = new TreeMap<>(config.providers())
                .entrySet().stream()
                        .map(provider -> ProviderSettings.read(provider.getKey(), provider.getValue()))
                        .toList();
        Set<String> issuers = new HashSet<>();
        all.stream()
                .filter(provider -> !issuers.add(provider.issuer()))
                .findFirst()
                .ifPresent(provider -> {
                    throw new NarrowgaugeException(
                            ErrorCode.REQUEST_INVALID,
                            "The setting 'narrowgauge.oidc.%s.issuer' is '%s', as that of another provider; give one provider the rules of both."
                                    .formatted(provider.name(), provider.issuer()));
                });
        return new Providers(all);
    }

    Optional<Provider> ofIssuer(String issuer) {
        return all.stream().filter(provider -> provider.issuer().equals(issuer)).findFirst();
    }

    Optional<Provider> ofName(String name) {
        return all.stream().filter(provider -> provider.name().equals(name)).findFirst();
    }
}

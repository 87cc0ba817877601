package dev.narrowgauge.api.identity;

import dev.narrowgauge.domain.access.ProjectName;
import dev.narrowgauge.domain.access.Role;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the settings of an identity provider. A setting that cannot be meant would decide who may do what, so nothing starts. */
final class ProviderSettings {
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");

    /** Of key pairs: what the service reads of a key of these cannot sign. */
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    private static final Duration LONGEST_SKEW = Duration.ofMinutes(10);
    private static final Duration LONGEST_TOKEN = Duration.ofDays(30);
    private static final Duration LONGEST_SESSION = Duration.ofHours(24);

    private final String prefix;
    private final String name;
    private final OidcConfig.Provider settings;

    private ProviderSettings(String name, OidcConfig.Provider settings) {
        this.prefix = "narrowgauge.oidc." + name;
        this.name = name;
        this.settings = settings;
    }

    /** @throws NarrowgaugeException REQUEST_INVALID with the setting and what it must be */
    static Provider read(String name, OidcConfig.Provider settings) {
        return new ProviderSettings(name, settings).read();
    }

    private Provider read() {
        if (!NAME.matcher(name).matches()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The setting '%s.issuer' names a provider '%s'; a name has 1 to 40 small letters, digits and hyphens."
                            .formatted(prefix, name));
        }
        if (SafeAddress.of(settings.issuer()).isEmpty()) {
            throw invalid("issuer", settings.issuer(), "the https address that tokens have as 'iss'");
        }
        List<String> audiences = settings.audience().orElse(List.of());
        if (audiences.isEmpty() && settings.clientId().isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The provider '%s' is good for nothing: set '%s.audience', so that its tokens are taken, or '%s.client-id', so that people sign in at the page."
                            .formatted(name, prefix, prefix));
        }
        if (audiences.isEmpty() && settings.cliClientId().isPresent()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The setting '%s.cli-client-id' needs '%s.audience': the command line sends a token, which must be for this service."
                            .formatted(prefix, prefix));
        }
        return new Provider(
                name,
                settings.issuer(),
                Set.copyOf(audiences),
                within("token-lifetime", settings.tokenLifetime(), Duration.ofMinutes(1), LONGEST_TOKEN),
                algorithms(),
                within("clock-skew", settings.clockSkew(), Duration.ZERO, LONGEST_SKEW),
                settings.nameClaim(),
                settings.clientId().map(id -> new Provider.Client(id, settings.clientSecret())),
                settings.cliClientId(),
                settings.scopes(),
                within("session", settings.session(), Duration.ofMinutes(1), LONGEST_SESSION),
                rules());
    }

    private Set<String> algorithms() {
        settings.algorithms().stream()
                .filter(algorithm -> !ALGORITHMS.contains(algorithm))
                .findFirst()
                .ifPresent(algorithm -> {
                    throw invalid(
                            "algorithms",
                            algorithm,
                            "of " + ALGORITHMS.stream().sorted().collect(Collectors.joining(", ")));
                });
        return Set.copyOf(settings.algorithms());
    }

    private Duration within(String setting, Duration given, Duration least, Duration most) {
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            throw invalid(
                    setting, given.toSeconds() + "s", "from %ds to %ds".formatted(least.toSeconds(), most.toSeconds()));
        }
        return given;
    }

    private List<Rule> rules() {
        if (settings.rules().isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The provider '%s' has no rules, so nobody whom it knows may do anything: set '%s.rules.NAME.role', and '%s.rules.NAME.claims.CLAIM' for who is to have it."
                            .formatted(name, prefix, prefix));
        }
        return new TreeMap<>(settings.rules())
                .entrySet().stream()
                        .map(rule -> rule("rules." + rule.getKey(), rule.getValue()))
                        .toList();
    }

    private Rule rule(String setting, OidcConfig.Rule rule) {
        Role role = Role.ofWord(rule.role())
                .orElseThrow(() -> invalid(
                        setting + ".role",
                        rule.role(),
                        "one of " + Arrays.stream(Role.values()).map(Role::word).collect(Collectors.joining(", "))));
        rule.projects().stream()
                .filter(project -> !ProjectName.isOne(project))
                .findFirst()
                .ifPresent(project -> {
                    throw invalid(
                            setting + ".projects",
                            project,
                            "names of projects, as 'narrowgauge project list' shows them");
                });
        Map<String, ClaimPattern> claims = new HashMap<>();
        rule.claims()
                .forEach((claim, text) -> claims.put(
                        claim,
                        ClaimPattern.of(text)
                                .orElseThrow(() -> invalid(
                                        setting + ".claims." + claim,
                                        text,
                                        "texts with '|' between them, none of them empty"))));
        Optional<SharedIssuer> shared = SharedIssuer.of(settings.issuer());
        if (shared.filter(issuer -> !issuer.isClosedBy(claims)).isPresent()) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The rule '%s.%s' would hold for strangers, for whom '%s' signs tokens, too: have it name an owner in one of the claims %s, such as 'acme/*' and not '*'."
                            .formatted(
                                    prefix,
                                    setting,
                                    settings.issuer(),
                                    shared.get().owners().stream().sorted().collect(Collectors.joining(", "))));
        }
        return new Rule(role, Set.copyOf(rule.projects()), claims);
    }

    private NarrowgaugeException invalid(String setting, String given, String right) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "The setting '%s.%s' is '%s'; it must be %s.".formatted(prefix, setting, given, right));
    }
}

package dev.narrowgauge.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Keycloak is told to be: the provider of a company, and the issuers of pipelines with the claims that their makers document. */
final class Realms {
    static final String PASSWORD = "correct horse battery";
    static final String SECRET = "of the tests alone";

    private Realms() {}

    /**
     * The people of a company, and the clients as which the page and the command line are known.
     *
     * @param page its address
     */
    static Map<String, Object> company(String page) {
        return Map.of(
                "realm",
                "company",
                "enabled",
                true,
                "sslRequired",
                "none",
                "groups",
                List.of(Map.of("name", "engineers"), Map.of("name", "guests")),
                "users",
                List.of(person("ann", "engineers"), person("gus", "guests")),
                "clients",
                List.of(
                        Map.of(
                                "clientId", "narrowgauge",
                                "publicClient", true,
                                "redirectUris", List.of(page),
                                "attributes",
                                        Map.of("pkce.code.challenge.method", "S256", "post.logout.redirect.uris", page),
                                "protocolMappers", List.of(groups())),
                        Map.of(
                                "clientId",
                                "narrowgauge-cli",
                                "publicClient",
                                true,
                                "standardFlowEnabled",
                                false,
                                "directAccessGrantsEnabled",
                                true,
                                "attributes",
                                Map.of("oauth2.device.authorization.grant.enabled", "true"),
                                "protocolMappers",
                                List.of(groups(), audience("narrowgauge")))));
    }

    /** @param pipelines by the id of the client that stands for each, its claims */
    static Map<String, Object> issuer(String realm, String audience, Map<String, Map<String, String>> pipelines) {
        return Map.of(
                "realm",
                realm,
                "enabled",
                true,
                "sslRequired",
                "none",
                "clients",
                pipelines.entrySet().stream()
                        .map(pipeline -> pipeline(pipeline.getKey(), audience, pipeline.getValue()))
                        .toList());
    }

    private static Map<String, Object> pipeline(String id, String audience, Map<String, String> claims) {
        List<Map<String, Object>> mappers = new ArrayList<>();
        mappers.add(audience(audience));
        claims.forEach((name, value) -> mappers.add(claim(name, value)));
        return Map.of(
                "clientId",
                id,
                "publicClient",
                false,
                "secret",
                SECRET,
                "standardFlowEnabled",
                false,
                "serviceAccountsEnabled",
                true,
                "protocolMappers",
                mappers);
    }

    private static Map<String, Object> person(String name, String group) {
        return Map.of(
                "username",
                name,
                "enabled",
                true,
                "email",
                name + "@company.example",
                "emailVerified",
                true,
                "firstName",
                name,
                "lastName",
                "Example",
                "groups",
                List.of("/" + group),
                "credentials",
                List.of(Map.of("type", "password", "value", PASSWORD, "temporary", false)));
    }

    private static Map<String, Object> groups() {
        return mapper(
                "groups",
                "oidc-group-membership-mapper",
                Map.of(
                        "claim.name", "groups",
                        "full.path", "false",
                        "id.token.claim", "true",
                        "access.token.claim", "true"));
    }

    private static Map<String, Object> audience(String audience) {
        return mapper(
                "audience",
                "oidc-audience-mapper",
                Map.of("included.custom.audience", audience, "access.token.claim", "true"));
    }

    private static Map<String, Object> claim(String name, String value) {
        return mapper(
                name,
                "oidc-hardcoded-claim-mapper",
                Map.of(
                        "claim.name",
                        name,
                        "claim.value",
                        value,
                        "jsonType.label",
                        "String",
                        "access.token.claim",
                        "true"));
    }

    private static Map<String, Object> mapper(String name, String kind, Map<String, String> settings) {
        return Map.of("name", name, "protocol", "openid-connect", "protocolMapper", kind, "config", settings);
    }
}

package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.narrowgauge.domain.report.ReportSchema;

/** Holds a real report against the published schema. */
final class ReportSchemaCheck {
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(ReportSchema.json());

    private ReportSchemaCheck() {}

    static void requireValid(JsonNode report) {
        assertThat(SCHEMA.validate(report)).isEmpty();
    }
}

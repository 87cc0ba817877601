package dev.narrowgauge.api.project;

import dev.narrowgauge.domain.access.ProjectName;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to make a project. */
@Schema(requiredProperties = "name")
public record ProjectRequest(
        @Schema(
                description = "By which requests choose it; small letters, digits and hyphens between them",
                minLength = 1,
                maxLength = ProjectName.MOST)
        String name) {}

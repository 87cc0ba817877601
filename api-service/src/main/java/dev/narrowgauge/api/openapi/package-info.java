/** What the OpenAPI document says beside what stands with each operation. */
@OpenAPIDefinition(
        info = @Info(title = "Narrowgauge", version = "1"),
        components =
                @Components(
                        responses = {
                            @APIResponse(
                                    name = DocumentFilter.REFUSED,
                                    description = "The request is refused; `code` says why",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = DocumentFilter.FAILED,
                                    description = "The service cannot do it now; `code` says why",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class)))
                        }))
package dev.narrowgauge.api.openapi;

import dev.narrowgauge.api.error.Problem;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** How a failure looks to a client: problem+json over HTTP, a status over gRPC. */
package dev.narrowgauge.api.error;

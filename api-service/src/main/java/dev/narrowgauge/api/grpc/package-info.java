/** The server behind the gRPC API, and what messages of it have in common; what it serves is in the packages of the features. */
package dev.narrowgauge.api.grpc;

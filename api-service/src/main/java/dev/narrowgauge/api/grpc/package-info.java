/** The server behind the gRPC API; what it serves is in the packages of the features. */
package dev.narrowgauge.api.grpc;

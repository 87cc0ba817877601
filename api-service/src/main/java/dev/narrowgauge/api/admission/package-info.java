/** Answers a cluster of Kubernetes whether it may run the models that its objects name. */
package dev.narrowgauge.api.admission;

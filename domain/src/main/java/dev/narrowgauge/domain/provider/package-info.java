/** On what a model's nodes are computed, where each of them really ran, and whether such a device may be trusted. */
package dev.narrowgauge.domain.provider;

/** By what content is known. */
package dev.narrowgauge.domain.digest;

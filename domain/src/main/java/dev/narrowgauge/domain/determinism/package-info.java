/** Whether a model gives the same bytes again, and what makes it do so where it does not. */
package dev.narrowgauge.domain.determinism;

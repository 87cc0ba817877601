/** Proof that a verdict is what was decided: digests of its evidence, and signatures. */
package dev.narrowgauge.domain.proof;

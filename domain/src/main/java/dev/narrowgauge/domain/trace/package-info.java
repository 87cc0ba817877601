/** By what programs tell each other which trace they are in. */
package dev.narrowgauge.domain.trace;

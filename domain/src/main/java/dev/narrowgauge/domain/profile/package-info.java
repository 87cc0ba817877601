/** Which kernels a model spends its time in, beside those of its baseline and beside what the machine can do at most. */
package dev.narrowgauge.domain.profile;

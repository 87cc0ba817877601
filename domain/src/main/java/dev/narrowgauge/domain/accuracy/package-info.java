/** How right answers are, by the measures of the field, and what a variant lost by each: values, intervals, worst slices. */
package dev.narrowgauge.domain.accuracy;

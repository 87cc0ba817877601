/** Who calls, and whether they may: one table of operations, looked at before every resource and every method. */
package dev.narrowgauge.api.access;

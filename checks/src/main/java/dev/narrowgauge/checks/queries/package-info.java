/** How soon a service that has a million measurements answers what people ask of them. */
package dev.narrowgauge.checks.queries;

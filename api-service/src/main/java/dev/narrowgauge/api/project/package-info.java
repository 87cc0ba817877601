/** Projects, the tenants of a deployment: made, listed, deleted with all that they have. */
package dev.narrowgauge.api.project;

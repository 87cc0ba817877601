/** Whether a deployment gets on with its work. */
package dev.narrowgauge.api.status;

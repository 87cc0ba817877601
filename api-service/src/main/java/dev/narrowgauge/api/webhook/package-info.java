/** Webhooks: who is told what happens in a project, and the requests that tell it. */
package dev.narrowgauge.api.webhook;

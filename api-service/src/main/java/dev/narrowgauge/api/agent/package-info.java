/** What agents outside ask of the API, which speaks for them to the database. */
package dev.narrowgauge.api.agent;

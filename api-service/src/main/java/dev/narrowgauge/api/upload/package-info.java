/** Taking files from clients: streamed, looked at in an isolated child, and only then kept. */
package dev.narrowgauge.api.upload;

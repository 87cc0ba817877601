/** What an audit log's lines say of each other. */
package dev.narrowgauge.domain.audit;

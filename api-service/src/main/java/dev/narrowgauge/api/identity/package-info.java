/** Whom identity providers (OpenID Connect) know: the tokens that they sign, and what rules make of them. */
package dev.narrowgauge.api.identity;

/** How to quantize a model: the recipe a user writes, with its defaults and its checks. */
package dev.narrowgauge.domain.recipe;

/** Images and sounds as people have them: found in a folder or listed in a CSV, decoded, and fitted to an input. */
package dev.narrowgauge.engine.onnx.dataset.files;

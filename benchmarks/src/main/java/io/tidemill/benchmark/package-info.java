/** The engine beside ONNX Runtime and PyTorch, in one run and on the same numbers. */
@NullMarked
package io.tidemill.benchmark;

import org.jspecify.annotations.NullMarked;

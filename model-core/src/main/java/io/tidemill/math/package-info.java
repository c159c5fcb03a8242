/** Matrices and the kernels over them; the only package that imports the Vector API. */
@NullMarked
package io.tidemill.math;

import org.jspecify.annotations.NullMarked;

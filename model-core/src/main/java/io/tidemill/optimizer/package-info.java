/** How a gradient becomes a step; the only package that imports ND4J. */
@NullMarked
package io.tidemill.optimizer;

import org.jspecify.annotations.NullMarked;

/** How a gradient becomes a step. */
@NullMarked
package io.tidemill.optimizer;

import org.jspecify.annotations.NullMarked;

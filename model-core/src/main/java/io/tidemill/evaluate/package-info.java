/** How good outputs are, beside the loss that they were learned by. */
@NullMarked
package io.tidemill.evaluate;

import org.jspecify.annotations.NullMarked;

/** Training examples changed at random in ways that leave their meaning. */
@NullMarked
package io.tidemill.augment;

import org.jspecify.annotations.NullMarked;

/** Signatures on the chunks of published models: who made them, and that nobody changed them. */
@NullMarked
package io.tidemill.signing;

import org.jspecify.annotations.NullMarked;

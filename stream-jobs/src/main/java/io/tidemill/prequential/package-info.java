/**
 * How good the answers are that were given in service, told as their outcomes become known: test,
 * then train.
 */
@NullMarked
package io.tidemill.prequential;

import org.jspecify.annotations.NullMarked;

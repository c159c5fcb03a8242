/** Which version of a model is in service, and which are kept: the rules, without a stream. */
@NullMarked
package io.tidemill.control;

import org.jspecify.annotations.NullMarked;

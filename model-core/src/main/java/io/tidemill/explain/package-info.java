/** What an output of a network owes to each of its inputs. */
@NullMarked
package io.tidemill.explain;

import org.jspecify.annotations.NullMarked;

/** The inference job beside other ways to run a network on a stream: same events, same broker. */
@NullMarked
package io.tidemill.benchmark.inference;

import org.jspecify.annotations.NullMarked;

/** How well changes of a stream are found, and how soon a learner is as good as before them. */
@NullMarked
package io.tidemill.benchmark.drift;

import org.jspecify.annotations.NullMarked;

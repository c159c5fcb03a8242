/** The topics of a pipeline and the codec of the messages on them; knows Avro only. */
@NullMarked
package io.tidemill.schema;

import org.jspecify.annotations.NullMarked;

/** The pipeline file: from YAML to validated records. */
@NullMarked
package io.tidemill.pipeline;

import org.jspecify.annotations.NullMarked;

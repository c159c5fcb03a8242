/** Learning from files and answering them, by the classes that the jobs are made of. */
@NullMarked
package io.tidemill.offline;

import org.jspecify.annotations.NullMarked;

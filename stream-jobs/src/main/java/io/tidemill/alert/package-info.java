/** From evidence about a key to alerts, and from alerts to incidents. */
@NullMarked
package io.tidemill.alert;

import org.jspecify.annotations.NullMarked;

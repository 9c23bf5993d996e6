/**
 * Training runs that go well or badly for known reasons, to evaluate the doctor.
 *
 * <p>Used by the command line only.
 */
@NullMarked
package ai.miniai.examples.battery;

import org.jspecify.annotations.NullMarked;

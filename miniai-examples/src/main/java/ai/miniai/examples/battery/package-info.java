/**
 * Trainings that go well or badly for known reasons, by which the doctor is judged. Lies beside the
 * command line; nothing else uses it.
 */
@NullMarked
package ai.miniai.examples.battery;

import org.jspecify.annotations.NullMarked;

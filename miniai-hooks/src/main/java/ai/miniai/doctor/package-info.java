/**
 * Reads what was recorded of a training, and says in plain words what is wrong with it, what that
 * means and what to try.
 */
@NullMarked
package ai.miniai.doctor;

import org.jspecify.annotations.NullMarked;

/**
 * Finds out from recorded statistics what is wrong with a training run, and reports in plain words
 * what it means and what to try.
 */
@NullMarked
package ai.miniai.doctor;

import org.jspecify.annotations.NullMarked;

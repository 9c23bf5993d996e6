/**
 * Broken programs that others made, and their repairs, to check what the doctor says of them.
 *
 * <p>Used by the command line only.
 */
@NullMarked
package ai.miniai.examples.faults;

import org.jspecify.annotations.NullMarked;

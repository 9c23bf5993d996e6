/** Callbacks that report a fit to the programs with which trainings are compared. */
@NullMarked
package ai.miniai.tracking;

import org.jspecify.annotations.NullMarked;

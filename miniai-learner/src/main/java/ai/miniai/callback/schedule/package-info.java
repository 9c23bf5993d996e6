/**
 * Learning rate and momentum: schedules, the learning rate finder, and a recorder of their values.
 */
@NullMarked
package ai.miniai.callback.schedule;

import org.jspecify.annotations.NullMarked;

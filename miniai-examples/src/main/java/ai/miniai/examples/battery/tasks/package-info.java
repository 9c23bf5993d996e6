/**
 * Small tasks of many kinds, trained well and with the mistakes that people make, to evaluate the
 * doctor. All data but the images are made up, so nothing is downloaded for them.
 *
 * <p>Used by the command line only.
 */
@NullMarked
package ai.miniai.examples.battery.tasks;

import org.jspecify.annotations.NullMarked;

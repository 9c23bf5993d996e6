/**
 * Training and prediction on a Spark cluster. Spark starts the tasks, tries them again and brings
 * the data; gradients go from task to task directly.
 */
@NullMarked
package ai.miniai.spark;

import org.jspecify.annotations.NullMarked;

/** Loss functions: from predictions and targets to the number that training makes smaller. */
@NullMarked
package ai.miniai.loss;

import org.jspecify.annotations.NullMarked;

/**
 * What you extend to change the training loop: {@link ai.miniai.callback.Callback}, the {@link
 * ai.miniai.callback.Training} it sees, and the exceptions that cancel a batch, an epoch or a fit.
 * The stock callbacks are in the packages below.
 */
@NullMarked
package ai.miniai.callback;

import org.jspecify.annotations.NullMarked;

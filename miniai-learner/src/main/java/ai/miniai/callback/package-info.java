/**
 * Callbacks: code that runs at any point of the training loop and may change it.
 *
 * <p>Holds the events, the signals that cancel a batch, an epoch or a fit, and the stock callbacks.
 */
@NullMarked
package ai.miniai.callback;

import org.jspecify.annotations.NullMarked;

/**
 * Hooks on modules, and recorders that collect statistics with them.
 *
 * <p>{@code ActivationStats} is what most users need.
 */
@NullMarked
package ai.miniai.hooks;

import org.jspecify.annotations.NullMarked;

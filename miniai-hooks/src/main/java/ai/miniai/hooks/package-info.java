/**
 * Hooks: watch what goes through a module, and keep the statistics of it.
 *
 * <p>{@code ActivationStats} is the one line that most users want.
 */
@NullMarked
package ai.miniai.hooks;

import org.jspecify.annotations.NullMarked;
